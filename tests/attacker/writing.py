"""Small releases of any shape, written as docs/release-format.md tells, by no code of the product."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GEOGRAPHY = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,new_la_code,la_name"
)
AREA_COLUMNS = "slug,name,level,code,old_code,region_code,region_name,part_of,opened"
MEASURE_COLUMNS = (
    "measure,title,short_title,definition,universe,phrase,section,kind,unit,decimals,direction,"
    "numerator,denominator"
)
META_COLUMNS = (
    "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,"
    "filter_grouping_column"
)
IDENTITY_COLUMNS = "left,relation,right,period_type"
DESCRIPTOR: dict[str, Any] = {
    "name": "harbour-families",
    "title": "Harbour Families",
    "description": "Children referred to an invented programme.",
    "formatVersion": "1",
    "illustrative": True,
    "producer": "Harbour Partnership",
    "contact": "figures@harbour.example",
    "published": "2026-02-04",
    "lastUpdated": "2026-02-04",
    "licenses": [
        {
            "name": "OGL-UK-3.0",
            "title": "Open Government Licence",
            "path": "https://harbour.example/l",
        }
    ],
    "programme": {
        "name": "Harbour Families",
        "shortName": "Harbour",
        "summary": "Help at home for families.",
        "cohort": "children aged 10 to 15",
        "whole": "harbour",
        "comparison": "all towns",
    },
}
AREAS = {"harbour": "", "eastport": "harbour", "westport": "harbour"}

Line = tuple[str, ...]  # an area, a period, a group for each filter, a text for each column


@dataclass(frozen=True)
class TableText:
    """A table: `lines` of `area`, `period`, groups and texts; units by column."""

    name: str
    lines: Sequence[Line]
    filters: Sequence[str] = ()
    columns: Mapping[str, str] = field(default_factory=lambda: {"children": "children"})
    universe: str = "children referred"
    adds_over_time: bool = True


@dataclass(frozen=True)
class ReleaseText:
    """What a small release says; whole areas have level Programme, areas with parts Regional."""

    tables: Sequence[TableText]
    areas: Mapping[str, str] = field(default_factory=lambda: dict(AREAS))
    opened: Mapping[str, str] = field(default_factory=dict)
    breakdowns: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    identities: Sequence[tuple[str, str, str, str]] = ()
    measures: Sequence[tuple[str, str, str, str]] = ()  # kind, unit, numerator, denominator
    threshold: int = 5
    rounding: int = 1
    version: str = "1"


def write(folder: Path, text: ReleaseText) -> Path:
    """Write a release folder; it is not sealed."""
    (folder / "data").mkdir(parents=True)
    _write(folder / "areas.csv", AREA_COLUMNS, _areas(text))
    kinds = [(b, b, kind, next(iter(g))) for b, (kind, g) in text.breakdowns.items()]
    _write(folder / "breakdowns.csv", "breakdown,label,kind,default", kinds)
    groups = [
        (b, group, group, part_of)
        for b, (_, rows) in text.breakdowns.items()
        for group, part_of in rows.items()
    ]
    _write(folder / "groups.csv", "breakdown,group,label,part_of", groups)
    _write(folder / "measures.csv", MEASURE_COLUMNS, _measures(text))
    if text.identities:
        _write(folder / "identities.csv", IDENTITY_COLUMNS, text.identities)
    for table in text.tables:
        _write_table(folder, text, table)
    disclosure = {
        "threshold": text.threshold,
        "rounding": text.rounding,
        "statement": "Small counts are suppressed.",
    }
    resources = [_resource(table) for table in text.tables]
    descriptor = DESCRIPTOR | {
        "version": text.version,
        "disclosure": disclosure,
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor, indent=1), encoding="utf-8")
    return folder


def _resource(table: TableText) -> dict[str, Any]:
    resource = {
        "name": table.name,
        "path": f"data/{table.name}.csv",
        "kind": "statistics",
        "title": table.name.capitalize(),
        "universe": table.universe,
    }
    return resource if table.adds_over_time else resource | {"addsOverTime": False}


def _level(text: ReleaseText, area: str) -> str:
    if area == "harbour":
        return "Programme"
    return "Regional" if area in text.areas.values() else "Local authority"


def _region(text: ReleaseText, area: str) -> tuple[str, str]:
    """Return the code and name of the region that an area is, or is in."""
    whole = text.areas[area]
    region = area if _level(text, area) == "Regional" else whole
    if region in {"", "harbour"}:
        return "E12000090", "Coast"
    return f"E1200010{list(text.areas).index(region)}", region.capitalize()


def _areas(text: ReleaseText) -> Iterable[Line]:
    for number, (area, whole) in enumerate(text.areas.items()):
        level = _level(text, area)
        opened = text.opened.get(area, "")
        if level == "Programme":
            yield area, "All towns", level, "", "", "", "", whole, opened
        elif level == "Regional":
            yield area, area.capitalize(), level, _region(text, area)[0], "", "", "", whole, opened
        else:
            codes = f"E0900010{number}", f"90{number}", *_region(text, area)
            yield area, area.capitalize(), level, *codes, whole, opened


def _geography(text: ReleaseText, area: str, period: str) -> Line:
    digits, kind = period[:4], "Calendar year" + period[4:]
    if period[4:6].isdigit():  # "202324", or "202324 closed"
        digits, kind = period[:6], "Reporting period" if period[6:] else "To date"
    level = _level(text, area)
    where = digits, kind, level, "E92000001", "England"
    number = list(text.areas).index(area)
    if level == "Programme":
        return *where, "", "", "", "", ""
    if level == "Regional":
        return *where, *_region(text, area), "", "", ""
    codes = f"90{number}", f"E0900010{number}", area.capitalize()
    return *where, *_region(text, area), *codes


def _measures(text: ReleaseText) -> Iterable[Line]:
    table = text.tables[0]
    first = ("count", "children", f"table={table.name}; column={next(iter(table.columns))}", "")
    for number, (kind, unit, numerator, denominator) in enumerate((first, *text.measures)):
        decimals = "1" if kind == "reported" else "0"
        names = f"m{number}", f"Measure {number}", f"M {number}", "What is counted.", "children"
        yield (
            *names,
            "were counted",
            "referrals",
            kind,
            unit,
            decimals,
            "neither",
            numerator,
            denominator,
        )


def _write_table(folder: Path, text: ReleaseText, table: TableText) -> None:
    header = ",".join((GEOGRAPHY, *table.filters, *table.columns))
    lines = [(*_geography(text, area, period), *rest) for area, period, *rest in table.lines]
    _write(folder / f"data/{table.name}.csv", header, lines)
    meta = [(name, "Filter", name.capitalize(), "", "", "", "", "") for name in table.filters]
    meta += [
        (name, "Indicator", name.capitalize(), "", unit, "0" if unit == "children" else "1", "", "")
        for name, unit in table.columns.items()
    ]
    _write(folder / f"data/{table.name}.meta.csv", META_COLUMNS, meta)


def _write(path: Path, header: str, lines: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(lines)
