"""Makes tables that have the shape of the Department for Education's published ones.

Columns, markers and oddities are those of the real files: a byte-order mark, capitals in column
names, Inner and Outer London alongside London, regions rounded to 10, an authority whose code
changed, one that did not exist in every year, two codes in one cell. Areas, names of authorities
and all figures are invented, by rules that give the same every time.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

AUTHORITIES = "dfe_las.csv"
CHILDREN_IN_NEED = "b1_children_in_need_2013_to_2025.csv"
CONVICTIONS = "la_conviction_health_outcome_cla.csv"
WORKFORCE = "csww_indicators_2017_to_2025.csv"

YEARS = ("2022", "2023", "2024", "2025")
BYTE_ORDER_MARK = "utf-8-sig"
ROUNDED_TO = 10  # regions and the country
SUPPRESSED_BELOW = 5
AUTHORITY_COUNT = 40
OPENED_LAST = "2024"  # the first year of the last authority

CONVICTIONS_CHARACTERISTIC = "Convictions: Children looked after Ages 10 to 17 years"
CONVICTED = "Convicted or subject to youth cautions, or youth conditional cautions during the year"
TEETH_CHARACTERISTIC = "Health assessments: Children looked after all ages"
TEETH = "Had their teeth checked by a dentist"
OUTCOME_COLUMNS = ("characteristic", "breakdown", "children_count", "children_percent")
# characteristic, breakdown, how many of 1,000 children are in it (four round to 0%)
OUTCOMES = (
    (CONVICTIONS_CHARACTERISTIC, CONVICTED, 20),
    (CONVICTIONS_CHARACTERISTIC, "Total ages 10 to 17 years", 1000),
    (TEETH_CHARACTERISTIC, TEETH, 790),
    (TEETH_CHARACTERISTIC, "Total all ages", 1000),
    ("Substance misuse: Children looked after all ages", "Identified as misusing", 4),
)
SCORES = ("Emotional and behavioural health", "Average score")  # in the column of counts, in tenths
IN_NEED_COLUMNS = (
    *("Anypoint_episodes", "Anypoint_child", "Started_episodes", "Started_child"),
    *("Ended_episodes", "Ended_child", "At31_episodes", "awaiting_assessment"),
)
WORKFORCE_COLUMNS = (
    *("inpost_fte", "inpost_headcount", "starters_fte", "starters_headcount"),
    *("leavers_fte", "leavers_headcount", "turnover_rate_fte", "cases", "caseload_fte"),
)
LONDON = (("E12000007", "London"), ("E13000001", "Inner London"), ("E13000002", "Outer London"))
REGIONS = (
    *((f"E1200000{n}", f"Region {n}") for n in (1, 2, 3, 4, 5, 6, 8, 9)),
    *LONDON,
)

Row = dict[str, str]


@dataclass(frozen=True)
class Area:
    """The geography columns of an area, and a number that its figures are made from."""

    geography: Mapping[str, str]
    size: int


def write_tables(folder: Path, time_identifier: str = "Reporting year") -> Path:
    """Write the four files under the names of the published ones; return their folder.

    The years of the table of convictions have six digits unless they are reporting years.
    """
    areas = [_country(), *_regions(), *_authorities()]
    _write(folder / AUTHORITIES, map(_listed, _authorities()))
    _write(folder / CONVICTIONS, _convictions(areas, time_identifier), encoding=BYTE_ORDER_MARK)
    _write(folder / CHILDREN_IN_NEED, _children_in_need(areas))
    _write(folder / WORKFORCE, _workforce(areas))
    return folder


def _convictions(areas: Iterable[Area], time_identifier: str) -> Iterator[Row]:
    for year in YEARS:
        span = year if time_identifier == "Reporting year" else f"{year}{int(year[2:]) + 1}"
        period = {"time_period": span, "time_identifier": time_identifier}
        for area in areas:
            figures = [(*names, *_outcome(area, year, of_1000)) for *names, of_1000 in OUTCOMES]
            figures.append((*SCORES, *_score(area, year)))
            for entries in figures:
                yield {
                    **period,
                    **area.geography,
                    **dict(zip(OUTCOME_COLUMNS, entries, strict=True)),
                }


def _outcome(area: Area, year: str, of_1000: int) -> tuple[str, str]:
    """Return a count and a percentage as the department prints them."""
    if not _is_open(area, year):
        return "z", "z"
    total = area.size + int(year) % 7
    count = total * of_1000 // 1000
    if _is_rounded(area):
        count, total = (n // ROUNDED_TO * ROUNDED_TO for n in (count, total))
    elif 0 < count < SUPPRESSED_BELOW:
        return "c", "c"
    per_cent = 100 * count / total
    return str(count), "k" if 0 < per_cent < 0.5 else f"{per_cent:.0f}"


def _score(area: Area, year: str) -> tuple[str, str]:
    return f"{13 + area.size % 29 / 10:.1f}" if _is_open(area, year) else "z", "z"


def _is_open(area: Area, year: str) -> bool:
    return area.geography["la_name"] != _name(AUTHORITY_COUNT) or year >= OPENED_LAST


def _children_in_need(areas: Iterable[Area]) -> Iterator[Row]:
    """List rows of whole numbers: with no row where an authority did not exist, or its old code."""
    for year in YEARS:
        for area in _of_year(areas, year):
            figures = {column: str(area.size * 3 + n) for n, column in enumerate(IN_NEED_COLUMNS)}
            if area.size % 7 == 0:
                figures["awaiting_assessment"] = ("c", "x", "u")[area.size % 3]
            period = {"time_period": year, "time_identifier": "Reporting year"}
            geography = _in_usual_order(area.geography)
            yield {**period, **geography, "category": "Children in Need", **figures}


def _workforce(areas: Iterable[Area]) -> Iterator[Row]:
    """List rows of many columns, some in tenths; two authorities share a row."""
    markers = ("c", "x", "z", "u", "low")
    for year in YEARS:
        for area in (*_of_year(areas, year), _two_in_one()):
            figures = {
                column: f"{area.size + n}" if "headcount" in column else f"{area.size + n / 10:.1f}"
                for n, column in enumerate(WORKFORCE_COLUMNS)
            }
            if area.size % 4 == 0:
                figures["turnover_rate_fte"] = markers[area.size // 4 % len(markers)]
            period = {"time_period": year, "time_identifier": "Reporting year"}
            yield {**period, **_in_usual_order(area.geography), **figures}


def _of_year(areas: Iterable[Area], year: str) -> Iterator[Area]:
    for area in areas:
        if area.geography["la_name"] == _name(1) and year < OPENED_LAST:
            yield Area({**area.geography, "new_la_code": "E10009001"}, area.size)
        elif _is_open(area, year):
            yield area


def _country() -> Area:
    return Area(_geography("National"), 80_003)


def _regions() -> Iterator[Area]:
    for number, (code, name) in enumerate(REGIONS):
        yield Area(_geography("Regional", region=(code, name)), 900 + 1_100 * number)


def _authorities() -> Iterator[Area]:
    for number in range(1, AUTHORITY_COUNT + 1):
        region = REGIONS[number % len(REGIONS)]
        code = (str(900 + number), _name(number), f"E0600{9000 + number}")
        yield Area(_geography("Local authority", region, code), 60 + 29 * number)


def _two_in_one() -> Area:
    names = (" / ".join(map(_name, (98, 99))), "E06009098 / E06009099")
    return Area(_geography("Local authority", REGIONS[0], ("998 / 999", *names)), 431)


def _name(number: int) -> str:
    return f"Authority {number}"


def _is_rounded(area: Area) -> bool:
    return area.geography["geographic_level"] != "Local authority"


def _geography(
    level: str,
    region: tuple[str, str] = ("", ""),
    authority: tuple[str, str, str] = ("", "", ""),
) -> Row:
    country = {"country_code": "E92000001", "country_name": "England"}
    regional = dict(zip(("region_code", "region_name"), region, strict=True))
    local = dict(zip(("old_la_code", "la_name", "new_la_code"), authority, strict=True))
    return {"geographic_level": level, **country, **regional, **local}


def _in_usual_order(geography: Mapping[str, str]) -> Row:
    """Put the code of an authority before its name; the table of convictions has it after."""
    name = geography["la_name"]
    return {**{k: v for k, v in geography.items() if k != "la_name"}, "la_name": name}


def _listed(area: Area) -> Row:
    return {column: area.geography[column] for column in ("new_la_code", "la_name", "old_la_code")}


def _write(path: Path, rows: Iterable[Row], encoding: str = "utf-8") -> None:
    listed = list(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, listed[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
