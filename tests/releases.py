"""The small releases that tests read, and how they are written.

`write_release` writes a complete, valid release through the documented format: an invented
programme, "Harbour Families", of two towns and the whole. A test that needs a fault passes
edited files. Numbers are made by one rule, so that every sum holds.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboard.data.release.checks import examine_release, failures
from dashboard.data.release.findings import Finding, told
from dashboard.data.release.reading import FileRelease, read_release
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS, META_COLUMNS
from dashboard.data.release.writing.seal import seal_release
from dashboard.exceptions import InvalidRelease

AREAS = ("harbour", "eastport", "westport")
OPENED = "2024-01-01"  # Westport; it has no 2023
QUARTERS = tuple((year, quarter) for year in (2023, 2024) for quarter in (1, 2, 3, 4))
PERIODS = (
    *((str(year), f"Calendar year Q{quarter}") for year, quarter in QUARTERS),
    ("2023", "Calendar year"),
    ("2024", "Calendar year"),
    ("202324", "To date"),
)
ROUTES = ("Social care", "Police")
ANSWERS = ("Yes", "No")

DESCRIPTOR: dict[str, Any] = {
    "name": "harbour-families",
    "title": "Harbour Families: figures to December 2024",
    "description": "An invented programme, for tests.",
    "version": "2024.4",
    "formatVersion": "1",
    "illustrative": True,
    "producer": "Harbour Partnership",
    "contact": "figures@harbour.example",
    "published": "2025-02-04",
    "lastUpdated": "2025-02-04",
    "nextUpdate": "2025-05-06",
    "nextUpdateNote": "9.30am",
    "licenses": [
        {
            "name": "OGL-UK-3.0",
            "title": "Open Government Licence v3.0",
            "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        }
    ],
    "programme": {
        "name": "Harbour Families",
        "shortName": "Harbour",
        "summary": "Help at home for families of children aged 10 to 15.",
        "cohort": "children aged 10 to 15",
        "whole": "harbour",
        "comparison": "both towns",
    },
    "disclosure": {
        "threshold": 5,
        "rounding": 1,
        "statement": "Counts from 1 to 4 are hidden, and enough others that none can be worked out.",
    },
    "resources": [
        {
            "name": "referrals",
            "path": "data/referrals.csv",
            "kind": "statistics",
            "title": "Children referred, by route",
            "description": "By the day of referral.",
            "universe": "children referred",
        },
        {
            "name": "endings",
            "path": "data/endings.csv",
            "kind": "statistics",
            "title": "Where children lived at the end",
            "description": "By the day of closure.",
            "universe": "children whose case closed",
        },
        {
            "name": "delivery",
            "path": "data/delivery.csv",
            "kind": "statistics",
            "title": "Length of stay",
            "description": "By the day of closure.",
            "universe": "children whose case closed",
        },
    ],
}

SMALL_FILES: dict[str, str] = {
    "areas.csv": """\
slug,name,level,code,old_code,region_code,region_name,part_of,opened
harbour,Both towns,Programme,,,,,,
eastport,Eastport,Local authority,E09000101,901,E12000091,Coast,harbour,2023-01-01
westport,Westport,Local authority,E09000102,902,E12000091,Coast,harbour,2024-01-01
""",
    "breakdowns.csv": """\
breakdown,label,kind,default,hint
route,Referral route,parts,Total,Who asked for help
answer,Living at home,parts,Total,
""",
    "groups.csv": """\
breakdown,group,label,part_of,definition
route,Total,All routes,,
route,Social care,Children's social care,Total,A social worker asked
route,Police,Police,Total,The police asked
answer,Total,All,,
answer,Known,Known,Total,
answer,Yes,Yes,Known,
answer,No,No,Known,
answer,Not known,Not known,Total,
""",
    "measures.csv": """\
measure,title,short_title,definition,universe,phrase,section,kind,unit,decimals,direction,\
numerator,denominator,target_low,target_high,target_label,target_source,breakdown,sensitive,\
collected_by,headline
referrals,Children referred,Referred,Children referred in the period.,children referred,\
were referred,referrals,count,children,0,neither,table=referrals; column=children,,,,,,route,,\
Each town,1
living_at_home,Living at home at the end,At home,"Of children whose case closed, those at home.",\
children whose case closed,were living at home,outcomes,share,per cent,0,high,\
table=endings; column=children; answer=Yes,table=endings; column=children; answer=Known,90,,\
at least 90%,The partnership,,true,Each town,2
length_of_stay,Mean length of stay,Days,Mean days from start to closure.,\
children whose case closed,,completion,reported,days,0,between,table=delivery; column=mean_days,\
table=delivery; column=children,100,140,100 to 140 days,The partnership,,,Each town,
""",
    "identities.csv": """\
left,relation,right,period_type
table=delivery; column=children,equals,table=endings; column=children,
table=endings; column=children,part_of,table=referrals; column=children,to_date
""",
    "partners.csv": """\
name,role,url
Harbour Partnership,Runs the programme,https://harbour.example/
""",
    "quotes.csv": """\
key,voice,text,role,source,source_url,consent,consent_recorded_on,consent_expires
mum,family,"It helped [my son] and me.",Parent,Interview,,recorded,2024-06-01,2099-06-01
worker,professional,A colleague we trust.,Social worker,Annual report,\
https://harbour.example/report,published_source,,
""",
    "statements.csv": """\
key,page,text,attribution,url,note
evidence,evidence,The evidence is mixed.,Harbour Partnership,https://harbour.example/e,
""",
    "studies.csv": """\
key,study,design,people,result,source,url
first,First study,Trial,108 children,No clear difference,A journal,https://harbour.example/s
""",
    "local_notes.csv": """\
area,kind,text,source
westport,route,The police refer here directly.,Westport team
""",
    "context.csv": """\
area,key,label,value,decimals,unit,period,source
eastport,population,Children aged 10 to 15,22334,0,children,mid-2023,Census office
""",
    "returns.csv": """\
time_period,time_identifier,area,status,due,received
2024,Calendar year Q3,eastport,on_time,2024-10-31,2024-10-30
2024,Calendar year Q3,westport,late,2024-10-31,2024-11-12
2024,Calendar year Q4,eastport,on_time,2025-01-31,2025-01-28
2024,Calendar year Q4,westport,missing,2025-01-31,
""",
    "changes.csv": """\
on,kind,text
2025-02-04,release,Figures to December 2024 added.
""",
    "text/what.md": "Harbour Families helps families **at home**.\n",
    "text/methods.md": "## Counting\n\nEach child is counted once.\n",
}

Row = dict[str, str]
Edit = Callable[[dict[str, str]], None]


def write_release(folder: Path, *, edit: Edit | None = None, seal: bool = True) -> Path:
    """Write a valid release; `edit` may change its files (by path) before they are sealed."""
    release_files = release_texts()
    if edit:
        edit(release_files)
    for name, text in release_files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if seal:
        seal_release(folder)
    return folder


def write_zip(folder: Path, target: Path, *, inside: str = "") -> Path:
    """Zip a release folder, within a folder of the name `inside` if one is given."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{inside}{path.relative_to(folder).as_posix()}")
    return target


def release_texts() -> dict[str, str]:
    """Return the files of the valid release as text, by path."""
    tables = {
        "referrals": (_referrals(), table_meta(["route"], [("children", "Children", "", "0")])),
        "endings": (_endings(), table_meta(["answer"], [("children", "Children", "", "0")])),
        "delivery": (
            _delivery(),
            table_meta(
                [], [("children", "Children", "", "0"), ("mean_days", "Mean days", "days", "0")]
            ),
        ),
    }
    texts = {"datapackage.json": json.dumps(DESCRIPTOR, indent=2), **SMALL_FILES}
    for name, (rows, meta) in tables.items():
        texts[f"data/{name}.csv"] = to_csv(rows)
        texts[f"data/{name}.meta.csv"] = meta
    return texts


def edit_descriptor(texts: dict[str, str], **changes: Any) -> None:
    """Change top-level properties of the descriptor among a release's files."""
    texts["datapackage.json"] = json.dumps(json.loads(texts["datapackage.json"]) | changes)


def replace_once(texts: dict[str, str], path: str, old: str, new: str) -> None:
    """Change one place of a file; the old text must be there exactly once."""
    if texts[path].count(old) != 1:
        raise ValueError(f"{path} holds the text {texts[path].count(old)} times")
    texts[path] = texts[path].replace(old, new)


def to_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """Write rows as a CSV text."""
    listed = list(rows)
    stream = io.StringIO()
    columns = dict.fromkeys(name for row in listed for name in row)
    writer = csv.DictWriter(stream, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    return stream.getvalue()


def place(area: str, time_period: str, time_identifier: str) -> Row:
    """Return the first columns of a row: when and where."""
    row = dict.fromkeys(GEOGRAPHY_COLUMNS, "")
    row |= {"time_period": time_period, "time_identifier": time_identifier}
    row |= {"country_code": "E92000001", "country_name": "England"}
    if area == "harbour":
        return row | {"geographic_level": "Programme"}
    number = AREAS.index(area)
    return row | {
        "geographic_level": "Local authority",
        "region_code": "E12000091",
        "region_name": "Coast",
        "old_la_code": f"90{number}",
        "new_la_code": f"E0900010{number}",
        "la_name": area.capitalize(),
    }


def referred(area: str, time_period: str, time_identifier: str, route: str) -> int:
    """Count the children referred, before anything is hidden."""
    if area == "harbour":
        return sum(referred(a, time_period, time_identifier, route) for a in AREAS[1:])
    if route == "Total":
        return sum(referred(area, time_period, time_identifier, r) for r in ROUTES)
    return sum(
        (10 if area == "eastport" else 8) + (quarter if route == "Police" else 4)
        for year, quarter in QUARTERS
        if _covers(time_period, time_identifier, year, quarter) and not _closed(area, year)
    )


def _covers(time_period: str, time_identifier: str, year: int, quarter: int) -> bool:
    if time_identifier == "To date":
        return True
    if time_identifier == "Calendar year":
        return time_period == str(year)
    return time_period == str(year) and time_identifier.endswith(str(quarter))


def _closed(area: str, year: int) -> bool:
    return area == "westport" and year < int(OPENED[:4])


def _referrals() -> list[Row]:
    rows = []
    for time_period, time_identifier in PERIODS:
        for area in AREAS:
            for route in ("Total", *ROUTES):
                count = str(referred(area, time_period, time_identifier, route))
                if area == "westport" and time_period == "2023":
                    count = "z"
                rows.append(
                    place(area, time_period, time_identifier) | {"route": route, "children": count}
                )
    return rows


# Closures by area and year: yes, no, not known. Eastport's "no" of 2024 and what would give it
# away are hidden; all of Westport's 2024 is there.
_ENDINGS = {
    ("eastport", "2023"): {"Yes": "30", "No": "6", "Not known": "5", "Known": "36", "Total": "41"},
    ("eastport", "2024"): {"Yes": "c", "No": "c", "Not known": "6", "Known": "40", "Total": "46"},
    ("westport", "2024"): {"Yes": "c", "No": "c", "Not known": "5", "Known": "38", "Total": "43"},
    ("harbour", "2023"): {"Yes": "30", "No": "6", "Not known": "5", "Known": "36", "Total": "41"},
    ("harbour", "2024"): {"Yes": "66", "No": "12", "Not known": "11", "Known": "78", "Total": "89"},
    ("eastport", "202324"): {
        "Yes": "c",
        "No": "c",
        "Not known": "11",
        "Known": "76",
        "Total": "87",
    },
    ("westport", "202324"): {"Yes": "c", "No": "c", "Not known": "5", "Known": "38", "Total": "43"},
    ("harbour", "202324"): {
        "Yes": "96",
        "No": "18",
        "Not known": "16",
        "Known": "114",
        "Total": "130",
    },
}


def _endings() -> list[Row]:
    return [
        place(area, time_period, time_identifier)
        | {
            "answer": answer,
            "children": _ENDINGS.get((area, time_period), dict.fromkeys(("z",), "z")).get(
                answer, "z"
            ),
        }
        for time_period, time_identifier in PERIODS[-3:]
        for area in AREAS
        for answer in ("Total", "Known", "Yes", "No", "Not known")
    ]


def _delivery() -> list[Row]:
    rows = []
    for time_period, time_identifier in PERIODS[-3:]:
        for area in AREAS:
            total = _ENDINGS.get((area, time_period), {"Total": "z"})["Total"]
            days = "z" if total == "z" else "118" if area == "eastport" else "126"
            rows.append(
                place(area, time_period, time_identifier) | {"children": total, "mean_days": days}
            )
    return rows


def table_meta(filters: Iterable[str], columns: Iterable[tuple[str, str, str, str]]) -> str:
    """Write a .meta.csv; `columns` are (name, label, unit, decimals)."""
    blank = dict.fromkeys(META_COLUMNS, "")
    rows = [blank | {"col_name": f, "col_type": "Filter", "label": f.capitalize()} for f in filters]
    rows += [
        blank
        | {
            "col_name": name,
            "col_type": "Indicator",
            "label": label,
            "indicator_unit": unit,
            "indicator_dp": decimals,
        }
        for name, label, unit, decimals in columns
    ]
    return to_csv(rows)


def pool_authorities(texts: dict[str, str], *, named: Sequence[str] = ("202324",)) -> None:
    """Print towns by reporting periods and to date alone, and the programme as before.

    `named` are the reporting periods; each has the figures of what it should be: of both years,
    where it has two, or of its one year.
    """
    pooled = {"202324": ("202324", "To date")}
    pooled |= {f"{year}{year % 100}": (str(year), "Calendar year") for year in (2023, 2024)}
    for path in ("data/referrals.csv", "data/endings.csv", "data/delivery.csv"):
        rows = list(csv.DictReader(io.StringIO(texts[path])))
        found = [r for r in rows if r["geographic_level"] == "Programme"]
        towns = [r for r in rows if r["geographic_level"] != "Programme"]
        for name in named:
            wanted = pooled.get(name, pooled["202324"])
            found += [
                r | {"time_period": name, "time_identifier": "Reporting period"}
                for r in towns
                if (r["time_period"], r["time_identifier"]) == wanted
            ]
        found += [r for r in towns if r["time_identifier"] == "To date"]
        texts[path] = to_csv(found)


def correct_endings(texts: dict[str, str], figures: Mapping[tuple[str, str, str], str]) -> None:
    """Change figures of where children lived, by area, time_period and answer."""
    rows = list(csv.DictReader(io.StringIO(texts["data/endings.csv"])))
    for row in rows:
        area = row["la_name"].lower() or "harbour"
        key = (area, row["time_period"], row["answer"])
        row["children"] = figures.get(key, row["children"])
    texts["data/endings.csv"] = to_csv(rows)


CORRECTION = {  # one child in Eastport, of 2023, who was not at home
    ("eastport", "2023", "Yes"): "29",
    ("eastport", "2023", "No"): "7",
    ("harbour", "2023", "Yes"): "29",
    ("harbour", "2023", "No"): "7",
    ("harbour", "202324", "Yes"): "95",
    ("harbour", "202324", "No"): "19",
}
WHY = "Answers of Eastport for 2023 were entered in the wrong column."


def correct(texts: dict[str, str]) -> None:
    """Make the release's second version, which corrects it."""
    edit_descriptor(texts, version="2024.4.1")
    correct_endings(texts, CORRECTION)
    texts["changes.csv"] = texts["changes.csv"].replace(
        "on,kind,text\n", f'on,kind,text\n2025-02-04,correction,"{WHY}"\n'
    )


def correct_by_area(texts: dict[str, str]) -> None:
    """Correct the release, and say of which figures the reason is."""
    correct(texts)
    header, reason, *rest = texts["changes.csv"].splitlines()
    lines = [f"{header},area,measure,period", f"{reason},eastport,living_at_home,2023"]
    texts["changes.csv"] = "\n".join([*lines, *(f"{line},,," for line in rest), ""])


def check_release(path: Path | str) -> tuple[Finding, ...]:
    """Return everything that stands in the way of publishing; nothing if nothing does."""
    return tuple(failures(examine_release(read_release(path))))


def import_checked(path: Path | str) -> FileRelease:
    """Read and check a release, or raise InvalidRelease with every finding, a line each."""
    reading = read_release(path)
    if findings := tuple(failures(examine_release(reading))):
        raise InvalidRelease(told(findings))
    return reading.release()
