"""Releases made by chance, with every shape of measure that the format can write.

`write_random_release` writes a folder through the documented format. Nothing is suppressed and
no sum holds: what is asked of it is whether each figure is made of the cells that the release
declares for it, whatever they say.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from random import Random
from typing import Any

from dashboard.data.release.fields import File
from dashboard.data.release.format import AREAS, BREAKDOWNS, GROUPS, MEASURES
from dashboard.data.release.writing.seal import seal_release
from tests.releases import DESCRIPTOR, place, table_meta, to_csv

BREAKDOWN_NAMES = ("route", "stage", "point")
KINDS = ("parts", "stages", "separate")
GROUP_NAMES = ("Total", "Some", "Few", "Others")
TOWNS = ("eastport", "westport")
CODES = {"eastport": "E09000101", "westport": "E09000102"}
PERIODS = (
    ("2023", "Calendar year Q4"),
    ("2022", "Calendar year"),
    ("2023", "Calendar year"),
    ("202223", "To date"),
)
OPENINGS = ("", "2022-01-01", "2023-01-01")
MARKERS = ("c", "x", "z", "low", "u")


def write_random_release(folder: Path, seed: int) -> Path:
    """Write and seal a release; the same seed gives the same release."""
    chance = Random(seed)
    groups = {name: _groups(chance) for name in BREAKDOWN_NAMES}
    defaults = {name: chance.choice(groups[name]) for name in BREAKDOWN_NAMES}
    tables = {
        name: chance.sample(BREAKDOWN_NAMES, chance.randint(0, 2))
        for name in ("seen", "asked", "helped")[: chance.randint(1, 3)]
    }
    files = {
        AREAS.path: _table(AREAS, _areas(chance)),
        BREAKDOWNS.path: _table(BREAKDOWNS, _breakdowns(chance, defaults)),
        GROUPS.path: _table(GROUPS, _group_rows(groups)),
        MEASURES.path: _table(MEASURES, _measures(chance, tables, groups, defaults)),
        "datapackage.json": json.dumps(_descriptor(tables)),
    }
    for name, filters in tables.items():
        files[f"data/{name}.csv"] = to_csv(_rows(chance, filters, groups))
        files[f"data/{name}.meta.csv"] = table_meta(
            filters, [("children", "Children", "", "0"), ("days", "Mean days", "days", "1")]
        )
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    seal_release(folder)
    return folder


def _groups(chance: Random) -> list[str]:
    return list(GROUP_NAMES[: chance.randint(2, len(GROUP_NAMES))])


def _areas(chance: Random) -> list[dict[str, str]]:
    towns = [
        {
            "slug": town,
            "name": town.capitalize(),
            "level": "Local authority",
            "code": CODES[town],
            "part_of": "harbour",
            "opened": chance.choice(OPENINGS),
        }
        for town in TOWNS
    ]
    return [{"slug": "harbour", "name": "Both towns", "level": "Programme"}, *towns]


def _breakdowns(chance: Random, defaults: dict[str, str]) -> list[dict[str, str]]:
    return [
        {
            "breakdown": name,
            "label": f"By {name}",
            "kind": chance.choice(KINDS),
            "default": default,
        }
        for name, default in defaults.items()
    ]


def _group_rows(groups: dict[str, list[str]]) -> list[dict[str, str]]:
    return [
        {
            "breakdown": name,
            "group": group,
            "label": f"{group} of {name}",
            "part_of": "" if group == found[0] else found[0],
        }
        for name, found in groups.items()
        for group in found
    ]


def _measures(
    chance: Random,
    tables: dict[str, list[str]],
    groups: dict[str, list[str]],
    defaults: dict[str, str],
) -> list[dict[str, str]]:
    def reference(column: str) -> str:
        table = chance.choice(list(tables))
        named = [name for name in tables[table] if chance.random() < 0.4]
        picked = [(n, chance.choice([defaults[n], *groups[n]])) for n in named]
        parts = [f"table={table}", f"column={column}", *(f"{n}={g}" for n, g in picked)]
        return "; ".join(parts)

    found = []
    for number in range(8):
        kind = chance.choice(("count", "share", "share", "reported"))
        under = reference("children") if kind == "share" or chance.random() < 0.5 else ""
        unit = {"count": "children", "share": "per cent", "reported": "days"}[kind]
        found.append(
            {
                "measure": f"m{number}",
                "title": f"Measure {number}",
                "short_title": f"M{number}",
                "definition": "Drawn by chance.",
                "universe": "children",
                "phrase": "were counted",
                "section": chance.choice(("referrals", "completion", "outcomes", "ages")),
                "kind": kind,
                "unit": unit,
                "decimals": str(chance.randint(0, 2)),
                "direction": "neither",
                "numerator": reference("days" if kind == "reported" else "children"),
                "denominator": under,
                "breakdown": chance.choice(("", *BREAKDOWN_NAMES)),
                "headline": str(number + 1),
            }
        )
    return found


def _rows(chance: Random, filters: list[str], groups: dict[str, list[str]]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for time in PERIODS:
        for area in ("harbour", *TOWNS):
            for picked in itertools.product(*(groups[name] for name in filters)):
                if chance.random() < 0.1 and rows:
                    continue  # a row left out
                row = place(area, *time) | dict(zip(filters, picked, strict=True))
                days = f"{chance.randint(0, 3000) / 10}"
                rows.append(row | {"children": _figure(chance), "days": days})
    return rows


def _figure(chance: Random) -> str:
    if chance.random() < 0.15:
        return chance.choice(MARKERS)
    return str(chance.choice((0, 1, 2, 7, 199, 200, chance.randint(0, 400))))


def _descriptor(tables: dict[str, list[str]]) -> dict[str, Any]:
    resources = [
        {
            "name": name,
            "path": f"data/{name}.csv",
            "kind": "statistics",
            "title": f"Children {name}",
            "universe": f"children {name}",
            "schema": {
                "fields": [
                    {"name": "children", "type": "integer"},
                    {"name": "days", "type": "number"},
                ]
            },
        }
        for name in tables
    ]
    return DESCRIPTOR | {"resources": resources}


def _table(file: File, entries: list[dict[str, str]]) -> str:
    blank = {field.name: "" for field in file.fields}
    return to_csv([blank | entry for entry in entries])
