"""Words that may begin with a capital letter without being anyone's name.

A word of a quote that has a capital and is not here is questioned, wherever it stands. The list is
therefore short of words that are first names or places as well (Will, Grace, May, Reading): to ask
about an ordinary word costs less than to miss a name. A few rare surnames (Young, Foster) are in it
because roles need them; a first name or a title next to them is questioned. Add no word that is
anyone's first name.
"""

from __future__ import annotations

_GRAMMAR = """
a an the this that these those such another any anybody anyone anything each either enough every
everybody everyone everything few half less lots many more most much neither no nobody none
nothing one other others plenty several some somebody someone something two three both all half i
me my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers
herself it its itself they them their theirs themselves who whom whose which what whatever whoever
whichever when whenever where wherever why how however whether and but or nor so yet for if unless
until till because since although though while whilst whereas than then as about above across
after against along alongside among around at away back before behind below beneath beside besides
between beyond by despite down during except from further in inside into like near of off on once
onto opposite out outside over past per through throughout to together toward towards under
underneath up upon via with within without am is are was were be been being isn't aren't wasn't
weren't ain't have has had having haven't hasn't hadn't do does did doing done don't doesn't
didn't can can't cannot could might mightn't must mustn't shall shan't should shouldn't
would wouldn't won't couldn't
"""

_ADVERBS_AND_ADJECTIVES = """
absolutely actually afterwards again ah almost already also altogether always amazing anyway apart
bad better big bigger bless brilliant busy calm calmer careful certainly clear clearly close
completely congratulations constantly definitely different difficult easier easily easy er
especially even eventually ever everywhere exactly excellent excited extremely fabulous fantastic
far finally fine first firstly fortunately free full generally genuinely glad good gradually
grateful great greater happier happy hard harder hardly hello helpful here hi highly honest honestly
hopefully huge hugely immediately important incredible incredibly indeed initially instead just
last lately later least literally little lovely luckily mainly massive massively maybe mostly
naturally nearly never nevertheless new next nice normal normally not now nowadays obviously
occasionally often oh ok okay old only open ordinary originally otherwise overall particularly
perfect perhaps personally please possibly previously probably proper properly proud quickly quiet
quite rather ready real really recently regular regularly right sad sadly safe safer same scared
second secondly seriously shocked similarly simple simply slow slowly sometimes soon sorry special
still straight stressful suddenly sure surely surprisingly talented terrible terrified thank
thankful thankfully thanks there therefore third thirdly tired today tomorrow tonight too total
totally tough tricky truly truthfully twice ultimately um unfortunately unsure useful usually very
warm welcome well whole wonderful worried worse worst worth wow wrong yeah yes yesterday
"""

_VERBS = """
accepting ask asked asking became become began begin believe bring bringing brought building
called calling came change changed changing come coming communicating dealing enjoy enjoyed feel
feeling felt find finding found gave get getting give given giving go goes going gone got happened
hated hearing help helped helping hoping imagine improved involving keep keeping kept knew know
knowing learn learned learning learnt leaving let letting listen listened listening living look
looked looking lost loved made make makes making meet meeting met missing moving need needed
needing opening parenting putting rebuilding recommend remember remembering running saw say saying
see seeing seemed seems set setting sharing showed showing speaking spending spent standing
started starting stayed staying stop stopped stopping struggling supported supporting take taken
taking talk talked talking taught teaching tell telling think thinking thought told took treated
tried try trying turning understand understanding understood use used using waiting walking want
wanted watching went worked working
"""

_NOUNS = """
abuse adult adults advice age ages anger answer anxiety appointment approach arguments assessment
attendance aunt auntie aunty awareness baby bedtime behaviour behaviours boundaries boy boys
brother brothers call calls care carer carers case challenges child childhood children class
colleague colleagues college communication communities community conference confidence conflict consistency
consequences contact control conversation conversations counselling counsellor couple court cousin
crime criminal crisis dad daddy daughter daughters day days decisions dinner education emotions end
engagement evening event everyday exclusion experience experiences exploitation families family
father fathers feedback foster friend friends friendships future gangs girl girls gender gran grandad
grandchild grandchildren granddad granddaughter grandfather grandma grandmother grandmothers
grandparent grandparents grandson granny guardian guardians headteacher health home homes house
household ideas individual individuals information intervention interventions interview interviews
issues judge kid kids lad lads letter letters life lives local mam mama mental mentor mentors
message minutes mom moment moments money month months morning mother mothers mum mummy mums nan
nana nanna nephew nephews niece nieces night nights nursery outcome outcomes panel parent parents
partner partners partnership partnerships peer peers people phone place police practice
practitioner practitioners problem problems professional professionals programme programmes
progress pupil pupils questionnaire referral referrals relationship relationships respite result
results review reviews rewards risk risks routine routines rules safeguarding safety school schools
service services session sessions sibling siblings sister sisters skills sleep social society son sons
staff step stepdad stepfather stepmother stepmum strategies strategy student students support
survey surveys teacher teachers team teams teen teenager teenagers teens text therapies therapist
therapists therapy thing things time times tools training treatment trouble trust uncle violence
visit visits voice voluntary week woman women work worker workers year years young youngster
youngsters youth youths
"""

_ROLES = """
adviser advisor advocate annual anonymous assistant authority board chair clinical
clinician co commissioner commissioning consultant coordinator council deputy detective director
drama early edge educational emotional employment evaluation exit focus form former governor group
head helpline inclusion independent inspector justice key keyworker lead leader liaison manager
managers multi multisystemic national neighbourhood neuro nurse offending officer officers online
organisation participation pastoral physical primary principal probation project protection
psychiatrist psychologist psychology public relative report response restorative secondary senior
sergeant specialist statutory supervisor systemic trainee trainer tutor unit virtual volunteer
volunteers welfare
"""

_DAYS_AND_SO_ON = """
area english friday fridays maths monday mondays name redacted removed saturday saturdays science
sunday sundays thursday thursdays tuesday tuesdays wednesday wednesdays x
"""

_ABBREVIATIONS = """
ADHD ASB CAMHS CCE CIN CP CSE EHCP GP LAC MASH MST NHS PE PRU SEN SENCO SEND TV UK YJS YOS YOT
"""

_PLACE_WORDS = """
all barking bath battle both bury central centre city coast county deal derby east eye hart hove
hull north reading rugby sale sandwich settle sites slough south street stroud tower town towns
ware wells west working
"""

ORDINARY_WORDS = frozenset(
    f"{_GRAMMAR} {_ADVERBS_AND_ADJECTIVES} {_VERBS} {_NOUNS} {_ROLES} {_DAYS_AND_SO_ON}".split()
)
# With capitals throughout: `Sen` and `Lac` are names.
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
# Words that are names of places as well, so that only a capital makes them a place.
PLACE_WORDS = frozenset(_PLACE_WORDS.split())
