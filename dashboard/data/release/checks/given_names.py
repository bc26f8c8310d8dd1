"""Words that are given names: common ones, for texts in which a capital alone tells nothing.

Quotes are read by capitals (identifying.py) and need no list but for organisations of one word.
In other texts, titles and places have capitals too, so a name is known by this list, or by what
stands around it. Names that are ordinary words, months or well-known places are listed apart:
they are names only where the words around them say so.
"""

from __future__ import annotations

_GIVEN = """
aaliyah aaron abbas abbie abby abdi abdul abdullah abdullahi abigail adam adeel adele adnan adrian
agnes agnieszka ahmad ahmed aidan aiden aileen aimee aisha aishah alan alana alastair alejandro
aleksandra alesha alex alexander alexandra alexis alfie alfred ali alice alicia alina alisha alison
alistair aliyah allan allison alyssa amaan amanda amara amelia amelie amina aminah amir amira amit
amna amy ana anastasia andre andrea andreea andrei andrew andrzej andy angela angelina angus anika
anisa anisha anita anjali ann anna annabel annabelle anne annette annie anthony antoni antonio anya
aoife archie aria arianna arjun armaan arnold arthur arun arya aryan asad asha ashleigh ashley asif
asma athena aurora ava ayaan ayesha ayisha ayman aysha ayub bartosz beatrice beatrix becky belinda
ben benjamin bernadette bernard beth bethan bethany betty beverley bianca bilal billie billy bobby
bogdan brandon brenda brendan brett brian bridget bryan bryony caitlin caleb callie callum calum
cameron camilla carl carla carlos carly carmen carole caroline carolyn catherine cathy catrin
cecilia chantelle charlie chelsey cheryl chidi chinedu chloe chris christina christine christopher
chukwuemeka ciara ciaran cindy claire clara clare clarissa claudia clive colin colleen connor conor
constance corey courtney craig cristian crystal curtis cynthia daisy dalia damian damien damon dan
daniel daniela daniella danielle danny daphne darcey darcie darcy daria darius darren daryl dave
david dawid dawud dayna deacon deanna debbie deborah debra declan deepak denis denise dennis derek
dermot deshawn desmond diana diane dmitri dominic dominik donald donna doreen doris dorothy dougie
douglas duncan dwayne dylan ebony eddie edith edmund eduard edward edwin eileen elaine eleanor elena
eleni eli eliana elias elijah eliot elisabeth elise eliza elizabeth ella elle ellen ellie elliot
elliott ellis eloise elsie emanuel emeka emil emilia emily emma emmanuel eric erica erik erin ernest
erwin esmae esme esther ethan ethel eugene eva evan evangeline eve evelyn evie ewan ezra fabian
faisal farah farhan farooq fatima fatimah fatoumata felicity felix finlay finley finn fiona frances
francesca francis frankie fraser fred freddie freddy frederick freya gabriel gabriela gabriella
gabrielle gareth garry gary gavin gemma geoff geoffrey george georgie georgina gerald geraldine
gerard gillian gina giovanni giulia glenn gloria godfrey graeme graham greg gregory greta gurpreet
gwen gwendolyn habib hadi hafsa haider hailey haleema halima hamid hamza hana hanna hannah haris
harjit harleen harley haroon harper harpreet harri harriet harris harrison harry haruna harvey hasan
hashim hassan hattie hayden hayley heather hector heidi helen helena henrietta henry herbert hilary
hollie howard hubert hudson hugh hugo humza husna hussain hussein ian ibrahim idris ieuan igor ikram
ilyas imaan iman imogen imran indie ines inez ioana iona iqra irene irina iris isaac isabel isabella
isabelle isaiah isha isla ismail isobel ivan izabella izzy jack jackie jackson jacob jacqueline
jaden jaidan jaiden jake jakub jamal jameela james jamie jamil jane janet janice janine jared jarek
jasmin jason jasper javier jay jaya jayden jayne jaz jean jeanette jeff jeffrey jemima jemma
jennifer jenny jeremy jerome jerry jesse jessica jessie jill jim jimmy joan joana joanna joanne
jodie joe joel johan john johnny jon jonah jonathan jonny jose joseph josephine josh joshua josiah
joyce juan juanita jude judith julia julian juliana julie juliet juliette jumana junaid justin
justyna kacey kacper kai kamil kamran kane karam karen karim karina karl karolina kasia kasper kate
katelyn katherine kathleen kathryn kathy katie katrina katy kaya kayden kayla kayleigh keeley keira
keith kelly kelsey kelvin ken kenneth kenny kenzie keren kerry keven kevin khadija khadijah khalid
khalil kian kiera kieran kim kimberley kimberly kiran kirsten kirsty klaudia kofi krishna kristian
kristina krystian krzysztof kuba kunal kwame kyle kylie kyra lacey laila lara larry latifa latisha
laura lauren laurence laurie lawrence layla leah leanne lee leila leilani lena lennox lenny leo leon
leona leonard leonardo leroy lesley leslie lewis lexi lexie liam liana lillian lilly linda lindsay
lindsey linsey lisa liz lizzie lloyd lola lorenzo lorna lorraine lottie louie louis louisa louise
luca lucas lucia lucie lucinda lucy luis luiza lukas lukasz luke luna lydia lyla lyn lynda lynn
lynne lynsey mackenzie macy maddie maddison madeleine madeline madison magdalena maggie mahdi
mahmood mahmoud maia maisie maisy maja malachi malachy malaika malcolm malik malika mandy manisha
manpreet marcel marcin marco marcus marek margaret maria mariam mariama marian marianne marie
marilyn mario marion marisa marissa marjorie marlene marlon marta martha martin martyn marvin mary
maryam mason mateusz mathew matilda matt matteo matthew maureen maurice maxim maximilian maxine
maxwell maya meera megan mehmet mehreen melanie melissa mercedes meredith mia micah michael michaela
michal michelle miguel mihai mika mikolaj mila millie milo milosz mina minnie miranda miriam
mitchell moesha mohamed mohammad mohammed mohamud moira molly mona monica monika morgan moses
muhammad muhammed mukhtar murray musa mustafa myra nabeel nabil nabila nadia nadine naeem naima
nancy naomi nasir nasra natalia natalie natasha nathan nathanael nathaniel neha neil nelson nevaeh
ngozi niall niamh nicholas nicky nicola nicolas nicole nigel nikhil niki nikita nikki nikola nina
nisha nnamdi noah noel noor nora noreen norma nusrat nyah oakley obi octavia oisin ola olamide olek
oleksandr olga oliver olivia olivier ollie oluwaseun omar oreoluwa orla oscar osman otis owen pablo
paige pamela parveen patricia patrick patrycja patryk paul paula pauline pedro peggy penelope peter
petra phil philip philippa phillip phoebe phyllis piotr pippa polly prakash pranav priscilla priya
przemek rachael rachel radoslaw rahul raj rajesh ralph ramona raphael rashad rashid ravi raymond
rayyan rebecca reece reggie reginald rehan reid renee rhian rhianna rhiannon rhona rhys riaz ricardo
richard rick ricky riley rio rita robbie robert roberta roberto robyn rochelle rodney roger rohan
roisin roksana roland roman romeo ronald ronan ronnie rory rosa rosalind roseanna roselyn rosie ross
rowan roxanne roy rubina rudy rupert russell ruth ryan rylan saad sabina sabrina sadia sadie safa
saffron safiya sahil saif saima sajid sakina saleem salim sally salma salman salome sam samad
samaira samantha samina samir samira samson samuel sana sandeep sandra sanjay sara sarah sasha
saskia scarlett scott sean sebastian selena selina serena seth shabana shabnam shahid shahzad
shakira shane shania shanice shannon sharon shaun shauna shawn shayla sheila shelley shelly shirley
shivani shreya sian sienna sigourney silvia simon simone simran sinead siobhan skye sofia somaya
sonia sophia sophie stacey stacy stefan stella stephanie stephen steve steven stewart stuart subhan
suleiman sumaya sunil susan susanna suzanne suzie sven sylvia szymon tabitha tahir talia taliah
tamara tamsin tania tanisha tanya tara tariq tasha taylor teagan ted teddy teresa terrence terry
tessa thea thelma theo theodora theodore theresa thomas tiago tiana tiffany tilly tim timothy tina
toby tom tomas tomasz tommy toni tony tracey tracy trevor tristan trudy tyler tyrell tyrese tyrone
ugo umair umar usama usman uzair valentina valerie vanessa veronica vicky victor vijay vikram viktor
viktoria vincent viola vivian vivienne vladimir waleed walter wanda warren wayne wendy wesley
wiktoria wilfred william willow winifred winnie wojciech xander xavier yahya yaqub yasin yasmin
yasmine yasser yolanda yousef youssef yunus yusuf yvette yvonne zac zach zachary zack zahra zain
zaina zainab zak zakaria zakariya zara zayn zaynab zayyan zeeshan zeinab zoe zofia zoya zubair zuri
zuzanna
"""

_ALSO_WORDS = """
alexandria alma amber angel april art ash asher august austin autumn bailey barry basil bay bill
blake blessing bob bonnie bradley brook brooke brooklyn brooks bruce buddy carol carter cash
charity charlotte chase chelsea chester christian clay cliff cole cooper coral crispin cruz dale
dallas darling dawn dean destiny devon dexter dick dolly don drew duke earl eden elm elton
emery ernie everly fabio favour fay fern flora florence florrie forest frank frost gail gale gene
genesis georgia ginger gordon grace grant guy hardy haven hazel heath holly honey
hope hunter ida india ivor ivory ivy jade jasmine jet jewel jo jordan joy june kent king
kirk kit lacy lance lane laurel lily lincoln logan lou lourdes luther mabel major marina mark mars
marsha matthias max may melody mercy merlin mike milan miles miller misty mo mohan neo ness nick
norman nova oak oasis odin olive opal pam paris parker pat patience patsy patton pearl penny
perry pierce piper poppy porter precious preston prince princess queen ray read
reading reed reuben rex rich river rob robin rod rose rosemary ruby rue rusty sage said saint
sandy sharp sidney sierra sky sonny stan stanley star stevie storm sue summer sunny sydney
tate temperance tess tia trinity troy tyne vera victoria violet wade walker warwick
wes west will wilson winter woody wren york zeal zen
"""

NAMES_THAT_ARE_WORDS = frozenset(_ALSO_WORDS.split())
GIVEN_NAMES = frozenset(_GIVEN.split())


def is_given_name(word: str) -> bool:
    """Return True for a word that is a given name, even if it is an ordinary word too."""
    return word.casefold() in GIVEN_NAMES | NAMES_THAT_ARE_WORDS
