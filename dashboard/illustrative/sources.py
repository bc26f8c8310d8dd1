"""What do real, published sources say, and in whose words?

Only the quotes and the statements are word for word; their punctuation alone was cleaned.
"""

from __future__ import annotations

from dashboard.data.release.context import Event, PageWords, Partner, Quote, Statement, Study, Voice
from dashboard.illustrative.places import CASE_STUDY, CASE_STUDY_URL

PARTNERS = (
    Partner(
        "MST UK & Ireland (MST-UK & I)",
        "Delivers the scheme with the four local authorities, and monitors completion and outcomes.",
        "https://www.mstuk.org",
    ),
    Partner("Birmingham", "Local authority and site of the scheme."),
    Partner("Nottingham", "Local authority and site of the scheme."),
    Partner("Kirklees", "Local authority and site of the scheme."),
    Partner("Sandwell", "Local authority and site of the scheme."),
    Partner("Youth Endowment Fund (YEF)", "Funder of the scheme and of the feasibility study."),
    Partner("University of Warwick", "Led the feasibility study of whether a trial is possible."),
)

PAGES = (
    PageWords(
        "referrals",
        title="Referrals to the programme",
        lead="A referral is a request for help, not yet a place. Not every child referred is "
        "eligible, not every family agrees, and some are still waiting.",
    ),
    PageWords(
        "ages",
        title="Ages of the children",
        lead="Age is the child’s age when treatment started. It is counted for children who "
        "started, not for all who were referred.",
    ),
    PageWords(
        "completion",
        title="Completing treatment",
        lead="A case can close because the family and the therapist agree that the work is done, "
        "or for another reason. There are two fair ways to count completion, so both are here, "
        "each with its denominator.",
    ),
)

QUOTES = (
    Quote(
        "family-1",
        Voice.FAMILY,
        "A great deal, it helped me a lot. I am a grandmother and raised all my kids, but having "
        "the MST Therapist around opened my eyes on what I was not doing… he was getting away "
        "with way too much. The therapist put us on the right track. Especially in terms of "
        "consequences and managing behaviour.",
        "MST family member",
        CASE_STUDY,
        CASE_STUDY_URL,
        "published_source",
    ),
    Quote(
        "family-2",
        Voice.FAMILY,
        "For a family to grow, there needs to be a change not only in the young person but the "
        "main carer. I have blossomed.",
        "Parent / Carer",
        CASE_STUDY,
        CASE_STUDY_URL,
        "published_source",
    ),
    Quote(
        "professional-1",
        Voice.PROFESSIONAL,
        "The work that MST-e do really enriches and supports the plans that we have for the "
        "young people we work with, having colleagues we trust and work collaboratively with on "
        "a day to day basis to improve the lives of the families and young people we work with "
        "is brilliant.",
        "Senior worker from Horizons (Sandwell exploitation team)",
        CASE_STUDY,
        CASE_STUDY_URL,
        "published_source",
    ),
    Quote(
        "professional-2",
        Voice.PROFESSIONAL,
        "She has formed an incredible relationship with [young person]’s mum, that has meant the "
        "work that has been completed has been far more successful than I had even hopefully "
        "anticipated. She has made [mum] feel empowered and more confident with dealing with a "
        "tricky teenager, giving [mum] the tools and approaches that she will be able to use "
        "long after their work has finished.",
        "Social worker",
        CASE_STUDY,
        CASE_STUDY_URL,
        "published_source",
    ),
)

STATEMENTS = (
    Statement(
        "aged-10-13",
        "ages",
        "Over 60 per cent of young people receiving MST in this scheme have been aged 10-13 "
        "years old (Unpublished data provided by MST UK & I)",
        CASE_STUDY,
        CASE_STUDY_URL,
        "This is about young people receiving MST, not about all who were referred. The source gives "
        "no count, no total and no date, so nothing on these pages is worked out from it. The "
        "illustrative shares on this page are made up: they do not bear it out.",
        verbatim=True,
    ),
    Statement(
        "mixed-evidence",
        "evidence",
        "Evidence from studies in the USA suggest that MST may reduce crime by up to 25%, but "
        "there has been mixed evidence from studies in the UK to date.",
        CASE_STUDY,
        CASE_STUDY_URL,
        "Read both halves of this sentence together.",
        verbatim=True,
    ),
    Statement(
        "feasibility-study",
        "evidence",
        "The University of Warwick has led a feasibility study of the scheme, funded by the "
        "Youth Endowment Fund and due for completion in 2023. No result is given in our sources.",
        CASE_STUDY,
        CASE_STUDY_URL,
        "This says where things stood. It is not a result.",
    ),
    Statement(
        "monitoring",
        "evidence",
        "MST-UK & I monitors completion and outcomes at the four sites. At the time of the case "
        "study it was analysing them, and reported that “initial outcome data is promising”.",
        CASE_STUDY,
        CASE_STUDY_URL,
        "This says where things stood. It is not a result.",
    ),
    Statement(
        "uk-teams-2018",
        "outcomes",
        "In 2018, at the end of treatment, all standard MST teams in the UK and Ireland reported "
        "94.9% of young people living at home, 76.3% in school or working and 92.8% with no new "
        "criminal charges.",
        "MST-UK, evidence and outcomes (mstuk.org)",
        "https://www.mstuk.org/evidence-outcomes",
        "Reported by therapists at discharge, with no comparison group, for teams that work "
        "with young people aged 11 to 17. Not this scheme, and not a target.",
    ),
    Statement(
        "essex",
        "completion",
        "In Essex, 335 of 388 young people completed treatment (86%).",
        "Social Finance, Essex Edge of Care Social Impact Bond, April 2013 to December 2018",
        "https://www.socialfinance.org.uk/essex-edge-care-sib",
        "Another programme, for young people aged 11 to 17: for context only.",
    ),
)

LGA_CASE_STUDY = "Local Government Association case study"
EVENTS = (
    Event(
        "2020",
        "The scheme launches",
        LGA_CASE_STUDY,
        text="A partnership of MST UK & Ireland and four local authorities.",
        url=CASE_STUDY_URL,
    ),
    Event(
        "2020",
        "Covid-19 lockdowns",
        LGA_CASE_STUDY,
        text="Recruitment is slower than expected at first. The teams go on working.",
        url=CASE_STUDY_URL,
    ),
    Event(
        "2021-02",
        "Birmingham opens",
        "MST-UK (mstuk.org)",
        text="The last of the four sites, in February. The year is inferred from the dates of the "
        "others.",
    ),
    Event(
        "2021-08",
        "Feasibility study recruits",
        "RESET, study protocol",
        until="2022-05",
        text="A study of one group, without a comparison: RESET, led by the University of Warwick "
        "and funded by the Youth Endowment Fund. The months are those of its protocol.",
        url="https://doi.org/10.1186/s40814-023-01409-9",
    ),
    Event(
        "2023",
        "Feasibility study is due",
        LGA_CASE_STUDY,
        text="No result is given in our sources.",
        url=CASE_STUDY_URL,
    ),
)

STUDIES = (
    Study(
        "start-18-months",
        "START, after 18 months",
        "Randomised trial with a comparison group, England, 9 sites",
        "684 young people aged 11 to 17, of 1,076 referred",
        "No clear difference in out-of-home placement: odds ratio 1.25, where 1 is no difference "
        "(95% interval 0.77 to 2.05). Time to first offence was comparable; there were more "
        "offences in the MST group.",
        "Fonagy and others (2018), Lancet Psychiatry 5(2)",
        "https://doi.org/10.1016/S2215-0366(18)30001-4",
    ),
    Study(
        "start-60-months",
        "START, after 60 months",
        "Long-term follow-up of the same trial",
        "The young people of START",
        "Convicted of an offence: 55% with MST, 53% with usual care, no clear difference (odds "
        "ratio 1.13, 95% interval 0.82 to 1.56).",
        "Fonagy and others (2020)",
        "https://doi.org/10.3310/hsdr08230",
    ),
    Study(
        "north-london",
        "North London trial",
        "Trial with a comparison group",
        "108 young people",
        "Lower non-violent offending over 18 months.",
        "Butler and others (2011)",
        "https://doi.org/10.1016/j.jaac.2011.09.017",
    ),
    Study(
        "meta-analysis",
        "Meta-analysis of 22 studies",
        "The results of many studies put together",
        "4,066 young people",
        "Small effects, larger than chance would give; “most effective with juveniles under the age of 15”.",
        "van der Stouwe and others (2014)",
        "https://doi.org/10.1016/j.cpr.2014.06.006",
    ),
    Study(
        "later-review",
        "A later review of randomised trials",
        "Systematic review and meta-analysis, trials to April 2020",
        "Not given in our sources",
        "Its results are not in our sources: please read the review itself.",
        "Littell and others (2021), Campbell Systematic Reviews 17(4)",
        "https://doi.org/10.1002/cl2.1158",
    ),
    Study(
        "reset",
        "RESET, the study of this scheme",
        "Single-group feasibility study: no comparison group",
        "A target of 50 families",
        "No result is given in our sources.",
        "ISRCTN16164816 (Youth Endowment Fund, University of Warwick)",
        "https://www.isrctn.com/ISRCTN16164816",
    ),
)
