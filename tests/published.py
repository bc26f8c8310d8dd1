"""Wraps a published table as a release, by changing data alone.

The real files lie beside the project, in `../shared`, and are never part of it: a test that needs
one is skipped by its name where it is absent, in continuous integration too, since a clone
elsewhere never has them. Tables of the same shape, made by `tests.made_tables`, stand for them.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard.data.release.fields import File
from dashboard.data.release.format import AREAS, BREAKDOWNS, GROUPS, MEASURES, PERIODS
from dashboard.data.release.table_columns import META_COLUMNS
from dashboard.data.release.writing.seal import seal_release
from tests.made_tables import (
    AUTHORITIES,
    CONVICTED,
    CONVICTIONS,
    CONVICTIONS_CHARACTERISTIC,
    TEETH,
    TEETH_CHARACTERISTIC,
)
from tests.releases import to_csv
from tests.serving import PROJECT

SHARED = PROJECT.parent / "shared"
CONVICTED_GROUPS = f"characteristic={CONVICTIONS_CHARACTERISTIC}; breakdown={CONVICTED}"
TEETH_GROUPS = f"characteristic={TEETH_CHARACTERISTIC}; breakdown={TEETH}"


def beside_project(name: str) -> Path:
    """Return the path of a file of `../shared`, or skip the test that needs it."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"../shared/{name} is not beside the project")
    return path


def write_convictions_release(folder: Path, tables: Path) -> Path:
    """Wrap the table of children looked after in a folder of tables, and seal it."""
    columns = {"children_count": "children", "children_percent": "per cent"}
    measures = [
        _measure(
            "convicted",
            "Children looked after who were convicted or cautioned",
            "Convicted",
            f"table=children; column=children_percent; {CONVICTED_GROUPS}",
            direction="low",
        ),
        _measure(
            "teeth",
            "Children looked after whose teeth were checked",
            "Teeth checked",
            f"table=children; column=children_percent; {TEETH_GROUPS}",
            direction="high",
        ),
        _measure(
            "teeth_count",
            "Number of children looked after whose teeth were checked",
            "Teeth checked, number",
            f"table=children; column=children_count; {TEETH_GROUPS}",
            unit="children",
        ),
    ]
    filters = ("characteristic", "breakdown")
    source = tables / CONVICTIONS
    return write_published_release(folder, source, filters, columns, measures, to_march=True)


def write_published_release(
    folder: Path,
    source: Path,
    filters: Iterable[str],
    columns: Mapping[str, str],
    measures: list[dict[str, str]],
    *,
    to_march: bool = False,
) -> Path:
    """Wrap a table, every figure as reported, and seal it. `columns` gives units."""
    rows = read_rows(source)
    data = folder / "data"
    data.mkdir(parents=True)
    shutil.copyfile(source, data / "children.csv")
    (data / "children.meta.csv").write_text(_meta(filters, columns), encoding="utf-8")
    tables = {
        AREAS: _areas(rows, source.with_name(AUTHORITIES)),
        BREAKDOWNS: [
            {"breakdown": f, "label": f.capitalize(), "kind": "separate", "default": rows[0][f]}
            for f in filters
        ],
        PERIODS: [
            _to_march(year)
            for year in sorted({row["time_period"] for row in rows})
            if to_march and rows[0]["time_identifier"] == "Reporting year"
        ],
        GROUPS: [
            {"breakdown": f, "group": group, "label": group}
            for f in filters
            for group in dict.fromkeys(row[f] for row in rows)
        ],
        MEASURES: measures,
    }
    for file, entries in tables.items():
        (folder / file.path).write_text(_table(file, entries), encoding="utf-8")
    (folder / "datapackage.json").write_text(json.dumps(_descriptor(columns)), encoding="utf-8")
    seal_release(folder)
    return folder


def _to_march(year: str) -> dict[str, str]:
    """Return the days of a reporting year that ends in March, as those of social care do."""
    return {
        "time_period": year,
        "time_identifier": "Reporting year",
        "starts": f"{int(year) - 1}-04-01",
        "ends": f"{year}-03-31",
    }


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, with or without a byte-order mark."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _table(file: File, entries: Iterable[Mapping[str, str]]) -> str:
    blank = {field.name: "" for field in file.fields}
    listed = [blank | dict(entry) for entry in entries]
    return to_csv(listed) if listed else ",".join(blank) + "\n"


def _areas(rows: Iterable[Mapping[str, str]], authorities: Path) -> list[dict[str, str]]:
    names = {row["new_la_code"]: row["la_name"] for row in read_rows(authorities)}
    areas: dict[str, dict[str, str]] = {}
    for row in rows:
        level = row["geographic_level"]
        if level == "Local authority":
            code, name = row["new_la_code"], names.get(row["new_la_code"], row["la_name"])
        elif level == "Regional":
            code, name = row["region_code"], row["region_name"]
        else:
            code, name = row["country_code"], row["country_name"]
        areas[code] = {
            "slug": _slug(name if level != "Regional" else f"{name} region"),
            "name": name,
            "level": level,
            "code": code,
            "old_code": row["old_la_code"],
            "region_code": row["region_code"] if level == "Local authority" else "",
            "region_name": row["region_name"] if level == "Local authority" else "",
        }
    return list(areas.values())


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _meta(filters: Iterable[str], columns: Mapping[str, str]) -> str:
    blank = dict.fromkeys(META_COLUMNS, "")
    rows = [blank | {"col_name": f, "col_type": "Filter", "label": f.capitalize()} for f in filters]
    rows += [
        blank
        | {
            "col_name": name,
            "col_type": "Indicator",
            "label": name.replace("_", " ").capitalize(),
            "indicator_unit": unit,
            "indicator_dp": "0",
        }
        for name, unit in columns.items()
    ]
    return to_csv(rows)


def _measure(
    key: str,
    title: str,
    short_title: str,
    numerator: str,
    *,
    unit: str = "per cent",
    direction: str = "neither",
) -> dict[str, str]:
    return {
        "measure": key,
        "title": title,
        "short_title": short_title,
        "definition": f"{title}, as the Department for Education reports it.",
        "universe": "children looked after",
        "section": "outcomes",
        "kind": "reported",
        "unit": unit,
        "decimals": "0",
        "direction": direction,
        "numerator": numerator,
        "collected_by": "Local authorities",
        "headline": "1" if key == "convicted" else "",
    }


def _descriptor(columns: Iterable[str]) -> dict[str, Any]:
    return {
        "name": "published-table",
        "title": "A published table of the Department for Education",
        "description": "A real table, wrapped by a test.",
        "version": "1",
        "formatVersion": "1",
        "illustrative": False,
        "producer": "Department for Education",
        "contact": "https://www.gov.uk/contact-dfe",
        "published": "2025-11-20",
        "lastUpdated": "2025-11-20",
        "licenses": [
            {
                "name": "OGL-UK-3.0",
                "title": "Open Government Licence v3.0",
                "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            }
        ],
        "programme": {
            "name": "Children looked after in England",
            "shortName": "Children looked after",
            "summary": "Figures of the Department for Education.",
            "cohort": "children looked after for at least 12 months",
            "whole": "england",
            "comparison": "England",
        },
        "disclosure": {
            "threshold": 1,
            "rounding": 1,
            "statement": "The department hides small numbers; they are marked c.",
        },
        "resources": [
            {
                "name": "children",
                "path": "data/children.csv",
                "kind": "statistics",
                "title": "Outcomes of children looked after",
                "universe": "children looked after",
                "schema": {"fields": [{"name": name, "type": "number"} for name in columns]},
            }
        ],
    }
