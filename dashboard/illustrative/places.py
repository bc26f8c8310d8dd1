"""Where and when does the illustrative programme run, and what is known of those places?"""

from __future__ import annotations

from datetime import date, timedelta

from dashboard.data.release.context import ContextFigure, LocalNote
from dashboard.data.release.model import Area, Level, Period, PeriodType

WHOLE = "programme"
FIRST_YEAR = 2020
LAST_DAY = date(2026, 6, 30)  # of the first release
PUBLISHED = date(2026, 9, 22)
CASE_STUDY = (
    "Local Government Association case study "
    "“Birmingham, Nottingham, Kirklees and Sandwell: Multi-Systemic Therapy”"
)
CASE_STUDY_URL = (
    "https://www.local.gov.uk/case-studies/"
    "birmingham-nottingham-kirklees-and-sandwell-multi-systemic-therapy"
)

# Of towns, as anyone can look them up: Huddersfield for Kirklees, West Bromwich for Sandwell.
AREAS = (
    Area(WHOLE, "All four sites", Level.PROGRAMME),
    Area(
        "birmingham",
        "Birmingham",
        Level.LOCAL_AUTHORITY,
        "E08000025",
        "330",
        "E12000005",
        "West Midlands",
        WHOLE,
        date(2021, 2, 1),
        "in February 2021 (year inferred)",
        latitude=52.48,
        longitude=-1.90,
    ),
    Area(
        "nottingham",
        "Nottingham",
        Level.LOCAL_AUTHORITY,
        "E06000018",
        "892",
        "E12000004",
        "East Midlands",
        WHOLE,
        date(2020, 1, 1),
        "in 2020",
        latitude=52.95,
        longitude=-1.15,
    ),
    Area(
        "kirklees",
        "Kirklees",
        Level.LOCAL_AUTHORITY,
        "E08000034",
        "382",
        "E12000003",
        "Yorkshire and The Humber",
        WHOLE,
        date(2020, 1, 1),
        "in 2020",
        latitude=53.65,
        longitude=-1.78,
    ),
    Area(
        "sandwell",
        "Sandwell",
        Level.LOCAL_AUTHORITY,
        "E08000028",
        "333",
        "E12000005",
        "West Midlands",
        WHOLE,
        date(2020, 1, 1),
        "in 2020",
        latitude=52.52,
        longitude=-1.99,
    ),
)
SITES = tuple(area for area in AREAS if area.part_of == WHOLE)

_QUARTERS = ("January to March", "April to June", "July to September", "October to December")


def quarters_to(last_day: date) -> tuple[Period, ...]:
    """Return the quarters from the launch to a last day."""
    return tuple(
        _quarter(year, number, months)
        for year in range(FIRST_YEAR, last_day.year + 1)
        for number, months in enumerate(_QUARTERS, start=1)
        if date(year, 3 * number - 2, 1) <= last_day
    )


def _quarter(year: int, number: int, months: str) -> Period:
    following = date(year + (number == 4), 1 if number == 4 else 3 * number + 1, 1)
    return Period(
        f"{year}q{number}",
        str(year),
        f"Calendar year Q{number}",
        PeriodType.QUARTER,
        f"{months} {year}",
        date(year, 3 * number - 2, 1),
        following - timedelta(days=1),
    )


def periods_to(last_day: date) -> tuple[Period, ...]:
    """Return every period from the launch to a last day, which is the end of a half year."""
    years = (_year(year, last_day) for year in range(FIRST_YEAR, last_day.year + 1))
    return (*quarters_to(last_day), *years, _to_date(last_day))


def _year(year: int, last_day: date) -> Period:
    ends = date(year, 12, 31)
    part = last_day < ends
    return Period(
        str(year),
        str(year),
        "Calendar year",
        PeriodType.YEAR,
        f"{year} (January to June)" if part else str(year),
        date(year, 1, 1),
        min(ends, last_day),
        _LAUNCH if year == FIRST_YEAR else _PART if part else "",
    )


_LAUNCH = "The year of launch: Covid-19 lockdowns slowed recruitment."
_PART = "Part of a year: January to June only."


def _to_date(last_day: date) -> Period:
    half = "June " if last_day.month < 12 else ""
    return Period(
        "to-date",
        f"{FIRST_YEAR}{last_day.year % 100}",
        "To date",
        PeriodType.TO_DATE,
        f"{FIRST_YEAR} to {half}{last_day.year}",
        date(FIRST_YEAR, 1, 1),
        last_day,
        "Everything since the launch.",
    )


_ROUTES_NOTE = (
    "Children reach the scheme through children’s social care, youth offending teams and "
    "services, Think Family and edge of care, specialist exploitation hubs and panels, pupil "
    "referral units and, in some cases, directly from the police. Routes differ slightly "
    "between the four areas; the published source does not say which area uses which."
)
_POLICE_NOTE = (
    "All four sites report a closer working relationship with the police: police contact "
    "therapists when a missing child is found, and the team supports children and families to "
    "engage with police investigations."
)
LOCAL_NOTES = (
    *(LocalNote(site.slug, "route", _ROUTES_NOTE, CASE_STUDY) for site in SITES),
    *(LocalNote(site.slug, "note", _POLICE_NOTE, CASE_STUDY) for site in SITES),
    LocalNote(
        "birmingham",
        "note",
        "Birmingham opened last, in February; that it was in 2021 is inferred. Earlier periods are "
        "marked as not applicable, not as zero.",
        "MST-UK (mstuk.org)",
    ),
    LocalNote(
        "birmingham",
        "note",
        "Birmingham has two other MST teams that are not part of this scheme. They are not "
        "counted here.",
        "MST-UK (mstuk.org)",
    ),
    LocalNote(
        "nottingham",
        "note",
        "These pages are about the city of Nottingham, not the county of Nottinghamshire.",
        "Office for National Statistics area codes",
    ),
    LocalNote(
        "sandwell",
        "note",
        "In Sandwell the police have a joint protocol with MST for when child criminal "
        "exploitation is suspected.",
        CASE_STUDY,
    ),
    LocalNote("sandwell", "partner", "Horizons, Sandwell’s exploitation team.", CASE_STUDY),
)

_ONS = "Office for National Statistics, mid-2020 population estimates"
_MOJ = (
    "Ministry of Justice, through the Department for Education’s Local Authority Interactive Tool"
)
_IMD = "English Indices of Deprivation 2019"
_CONTEXT = {
    "birmingham": (94_518, 268, 189, 7),
    "nottingham": (22_334, 357, 162, 11),
    "kirklees": (34_138, 263, 100, 83),
    "sandwell": (27_566, 232, 180, 12),
}


def _context_of(area: str) -> tuple[ContextFigure, ...]:
    children, entrants_2020, entrants_2024, rank = _CONTEXT[area]
    entrants = "First-time entrants to the youth justice system per 100,000 aged 10 to 17"
    return (
        ContextFigure(
            area,
            "population_10_15",
            "Children aged 10 to 15",
            children,
            0,
            "children",
            "mid-2020",
            _ONS,
        ),
        ContextFigure(
            area,
            "first_time_entrants_2020",
            entrants,
            entrants_2020,
            0,
            "per 100,000",
            "2020",
            _MOJ,
        ),
        ContextFigure(
            area,
            "first_time_entrants_2024",
            entrants,
            entrants_2024,
            0,
            "per 100,000",
            "2024",
            _MOJ,
        ),
        ContextFigure(
            area,
            "deprivation_rank",
            "Rank of average deprivation score, of 317 districts (1 is most deprived)",
            rank,
            0,
            "rank",
            "2019",
            _IMD,
        ),
    )


CONTEXT = (
    ContextFigure(
        WHOLE,
        "population_share_10_13",
        "Children aged 10 to 13 among all aged 10 to 15 in the four areas",
        67.5,
        1,
        "per cent",
        "mid-2020",
        _ONS,
    ),
    *(figure for site in SITES for figure in _context_of(site.slug)),
)
