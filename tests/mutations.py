"""Changes a small release by chance, within what `check` accepts.

A mutation changes the texts of a release's files, one fact at a time; `mutated_release` keeps those
that `check` accepts. The same seed gives the same release.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from dashboard.data.release.fields import FieldType
from dashboard.data.release.format import FILES, NOTE_KINDS, SECTIONS
from dashboard.data.release.writing.seal import seal_release
from dashboard.exceptions import DashboardError
from tests.releases import check_release, release_texts, to_csv

Texts = dict[str, str]
Row = dict[str, str]
Mutation = Callable[[Texts, Random], None]

ODD_TEXTS = (
    "x",
    "0",
    "é" * 300,
    "word " * 60,
    "</script><b>&amp;\u202e\u200d",
    "=1+1",
    "%s {0} {} \\N %(x)d",
    "\U0001f600 ôŵ≥€",
    "'\"`",
    "العربية",
    "[link](https://example.org) **bold",
)
ODD_NUMBERS = ("0", "-1", "1", "0.5", "1000000000000", "-99999999999999999999", "0.000001")
ODD_DATES = ("0001-01-01", "1000-02-28", "9999-12-31", "2024-02-29", "2025-01-01")
UNITS = ("per cent", "%", "children", "pounds", "score from 0 to 1", "days", "£", "families", "x")
TABLES = ("referrals", "endings", "delivery")
OPTIONAL = tuple(file.path for file in FILES if not file.required)
SMALL = tuple(file for file in FILES if file.path in release_texts())


def mutated_release(folder: Path, seed: int, mutations: int) -> list[str]:
    """Write a release that passes `check` after some mutations; return their names."""
    chance = Random(seed)
    texts = release_texts()
    done: list[str] = []
    attempt = 0
    while len(done) < mutations and attempt < 3 * mutations:
        attempt += 1
        mutation = chance.choice(MUTATIONS)
        changed = dict(texts)
        mutation(changed, chance)
        if changed != texts and _is_accepted(folder / f"attempt{attempt}", changed):
            texts = changed
            done.append(mutation.__name__)
    _write(folder / "release", texts)
    return done


def _is_accepted(folder: Path, texts: Texts) -> bool:
    try:
        _write(folder, texts)
        return not check_release(folder)
    except DashboardError:
        return False


def _write(folder: Path, texts: Texts) -> None:
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    seal_release(folder)


def _rows(texts: Texts, path: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(texts[path])))


def _put(texts: Texts, path: str, rows: list[Row]) -> None:
    header = texts[path].splitlines()[0] + "\n"
    texts[path] = to_csv(rows) if rows else header


def odd_text(texts: Texts, chance: Random) -> None:
    """Put an odd text where any text may stand."""
    file = chance.choice([file for file in SMALL if file.path in texts])
    free = [f.name for f in file.fields if f.type is FieldType.STRING and not f.choices]
    rows = _rows(texts, file.path)
    if rows:
        name = chance.choice(free)
        chance.choice(rows)[name] = chance.choice(ODD_TEXTS)
        _put(texts, file.path, rows)


def odd_number(texts: Texts, chance: Random) -> None:
    """Put an odd number or date where one may stand."""
    file = chance.choice([file for file in SMALL if file.path in texts])
    typed = [f for f in file.fields if f.type not in (FieldType.STRING, FieldType.BOOLEAN)]
    rows = _rows(texts, file.path)
    if typed and rows:
        field = chance.choice(typed)
        odd = ODD_DATES if field.type is FieldType.DATE else (*ODD_NUMBERS, "6", "")
        chance.choice(rows)[field.name] = chance.choice(odd)
        _put(texts, file.path, rows)


def odd_target(texts: Texts, chance: Random) -> None:
    rows = _rows(texts, "measures.csv")
    row = chance.choice(rows)
    row["target_low"] = chance.choice((*ODD_NUMBERS, ""))
    row["target_high"] = chance.choice((*ODD_NUMBERS, ""))
    row["target_label"] = chance.choice(("", "a target"))
    _put(texts, "measures.csv", rows)


def other_choice(texts: Texts, chance: Random) -> None:
    """Choose another of the words that a column may hold."""
    file = chance.choice([file for file in SMALL if file.path in texts])
    closed = [f for f in file.fields if f.choices]
    rows = _rows(texts, file.path)
    if closed and rows:
        field = chance.choice(closed)
        chance.choice(rows)[field.name] = chance.choice(field.choices)
        _put(texts, file.path, rows)


def other_measure(texts: Texts, chance: Random) -> None:
    """Change a measure's page, unit, number of decimals, breakdown or headline."""
    rows = _rows(texts, "measures.csv")
    row = chance.choice(rows)
    row["section"] = chance.choice(SECTIONS)
    row["decimals"] = chance.choice("0126")
    row["unit"] = chance.choice((row["unit"], *UNITS))
    row["breakdown"] = chance.choice(("", row["breakdown"], "route", "answer"))
    row["headline"] = chance.choice(("", "0", "1", "9"))
    row["phrase"] = chance.choice(("", row["phrase"]))
    _put(texts, "measures.csv", rows)


def other_unit(texts: Texts, chance: Random) -> None:
    path = "data/delivery.meta.csv"
    rows = _rows(texts, path)
    rows[-1]["indicator_unit"] = chance.choice(UNITS)
    rows[-1]["indicator_dp"] = chance.choice(("", "0", "6"))
    _put(texts, path, rows)


def no_file(texts: Texts, chance: Random) -> None:
    """Leave out an optional file, or its rows."""
    path = chance.choice([p for p in texts if p in OPTIONAL or p.startswith("text/")] or ["-"])
    if chance.random() < 0.5 and path.endswith(".csv"):
        _put(texts, path, [])
    else:
        texts.pop(path, None)


def few_rows(texts: Texts, chance: Random) -> None:
    """Keep one row, or some, of a small table."""
    file = chance.choice([file for file in SMALL if file.path in texts])
    rows = _rows(texts, file.path)
    if rows:
        _put(
            texts,
            file.path,
            sorted(chance.sample(rows, chance.randint(1, len(rows))), key=rows.index),
        )


def one_measure(texts: Texts, chance: Random) -> None:
    _put(texts, "measures.csv", [chance.choice(_rows(texts, "measures.csv"))])


def one_area(texts: Texts, chance: Random) -> None:
    """Keep the whole and at most one of its parts."""
    kept = chance.choice((("harbour",), ("harbour", "eastport"), ("harbour", "westport")))
    names = {name.capitalize() for name in kept[1:]}
    for path in ("areas.csv", "local_notes.csv", "context.csv", "returns.csv"):
        if path in texts:
            key = "slug" if path == "areas.csv" else "area"
            _put(texts, path, [row for row in _rows(texts, path) if row[key] in kept])
    for name in TABLES:
        path = f"data/{name}.csv"
        if path in texts:
            rows = _rows(texts, path)
            _put(texts, path, [r for r in rows if r["la_name"] in {"", *names}])
    if chance.random() < 0.7:  # the whole is then not the sum of what is there
        rows = _rows(texts, "areas.csv")
        _put(texts, "areas.csv", [row | {"part_of": ""} for row in rows])


def few_periods(texts: Texts, chance: Random) -> None:
    """Keep one period, or those of one kind."""
    periods = [("2024", "Calendar year"), ("202324", "To date"), ("2023", "Calendar year")]
    kept = chance.sample(periods, chance.randint(1, 2))
    if chance.random() < 0.3:
        kept += [("2024", f"Calendar year Q{quarter}") for quarter in (1, 2, 3, 4)]
    for path in [f"data/{name}.csv" for name in TABLES] + ["returns.csv"]:
        if path in texts:
            rows = _rows(texts, path)
            _put(texts, path, [r for r in rows if (r["time_period"], r["time_identifier"]) in kept])


def other_figures(texts: Texts, chance: Random) -> None:
    """Make every figure of a table nothing, suppressed, huge, or another marker."""
    change: Callable[[str], str] = chance.choice(
        (
            lambda _: "0",
            lambda _: "c",
            lambda text: text + "000000",
            lambda text: text + "0" * 15,
            lambda _: chance.choice("xuz"),
            lambda _: "x",
            lambda _: "z",
        )
    )
    for name in chance.sample(TABLES, chance.randint(1, 3)):
        path = f"data/{name}.csv"
        if path in texts:
            rows = _rows(texts, path)
            for row in rows:
                for column in ("children", "mean_days"):
                    if row.get(column, "").isdigit():
                        row[column] = change(row[column])
            _put(texts, path, rows)


def no_breakdown_sum(texts: Texts, chance: Random) -> None:
    """Make a breakdown's groups universes of their own, or stages, with another default."""
    name = chance.choice(("route", "answer"))
    rows = _rows(texts, "breakdowns.csv")
    groups = [r["group"] for r in _rows(texts, "groups.csv") if r["breakdown"] == name]
    for row in rows:
        if row["breakdown"] == name:
            row["kind"] = chance.choice(("separate", "stages"))
            row["default"] = chance.choice(groups)
    _put(texts, "breakdowns.csv", rows)


def other_descriptor(texts: Texts, chance: Random) -> None:
    """Put an odd text, date or number into the descriptor."""
    descriptor: dict[str, Any] = json.loads(texts["datapackage.json"])
    part = chance.choice((descriptor, descriptor["programme"], descriptor["resources"][0]))
    names = [n for n, value in part.items() if isinstance(value, str) and n not in ("path", "kind")]
    part[chance.choice(names)] = chance.choice((*ODD_TEXTS, *ODD_DATES))
    if chance.random() < 0.3:
        descriptor["nextUpdate"] = chance.choice((None, *ODD_DATES))
    if chance.random() < 0.3:
        descriptor["disclosure"]["threshold"] = chance.choice((1, 2, 10))
    if chance.random() < 0.3:
        descriptor["licenses"] = [{"name": chance.choice(ODD_TEXTS)}]
    if chance.random() < 0.3:
        descriptor["illustrative"] = False
    texts["datapackage.json"] = json.dumps(descriptor)


def odd_block(texts: Texts, chance: Random) -> None:
    name = chance.choice(("what", "methods", "cannot_tell", "contact", "evidence"))
    odd = (
        "",
        "\n",
        "# ",
        "- \n  - \n",
        "| a |\n|---|\n",
        "```",
        "> ",
        "![](x)",
        "[a](b c",
        *ODD_TEXTS,
    )
    texts[f"text/{name}.md"] = chance.choice(odd)


def another_slug(texts: Texts, chance: Random) -> None:
    slug = chance.choice(("0", "all", "a" * 250, "x-_", "programme"))
    for path in ("areas.csv", "local_notes.csv", "context.csv", "returns.csv"):
        if path in texts:
            rows = _rows(texts, path)
            for row in rows:
                for name in ("slug", "area"):
                    row[name] = slug if row.get(name) == "eastport" else row.get(name, "")
                    if not row[name]:
                        del row[name]
            _put(texts, path, rows)


def another_key(texts: Texts, chance: Random) -> None:
    rows = _rows(texts, "measures.csv")
    chance.choice(rows)["measure"] = chance.choice(("0", "m" * 250, "all", "--", "0_", "due"))
    _put(texts, "measures.csv", rows)


def own_periods(texts: Texts, chance: Random) -> None:
    """Add labels and notes of the release's own to periods."""
    texts["periods.csv"] = to_csv(
        [
            {
                "time_period": year,
                "time_identifier": identifier,
                "label": chance.choice(("", *ODD_TEXTS)),
                "note": chance.choice(("", *ODD_TEXTS)),
            }
            for year, identifier in (("2024", "Calendar year"), ("202324", "To date"))
        ]
    )


def more_notes(texts: Texts, chance: Random) -> None:
    if "local_notes.csv" in texts:
        rows = _rows(texts, "local_notes.csv")
        kind, text = chance.choice(NOTE_KINDS), chance.choice(ODD_TEXTS)
        rows.append({"area": "eastport", "kind": kind, "text": text, "source": "x"})
        _put(texts, "local_notes.csv", rows)


MUTATIONS: tuple[Mutation, ...] = (
    odd_text,
    odd_text,
    odd_number,
    odd_target,
    other_choice,
    other_measure,
    other_unit,
    no_file,
    few_rows,
    one_measure,
    one_area,
    few_periods,
    other_figures,
    no_breakdown_sum,
    other_descriptor,
    odd_block,
    another_slug,
    another_key,
    own_periods,
    more_notes,
)
