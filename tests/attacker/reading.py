"""The files of a release, read with the standard library as docs/release-format.md tells."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

SPANS = {"To date", "Reporting period"}
FIRST_MONTH = {"Calendar year": 1, "Reporting year": 1, "Academic year": 9, "Financial year": 4}
PER_CENT = {
    "%",
    "per cent",
    "percent",
    "percentage",
    "percentages",
    "pct",
    "pc",
    "per cent.",
    "%age",
}
COUNT_UNITS = {"", "children", "families", "number"}
CODE_COLUMN = {
    "Local authority": "new_la_code",
    "Regional": "region_code",
    "National": "country_code",
}

Span = tuple[int, int]  # the first day and the day after the last, as ordinals
Groups = tuple[tuple[str, str], ...]  # pairs of breakdown and group, sorted


@dataclass(frozen=True)
class Cell:
    """One figure or marker: where, when, of whom, and the text that is printed."""

    area: str
    span: Span
    identifier: str
    groups: Groups
    text: str
    label: str

    @property
    def figure(self) -> str | None:
        """The printed number, or None for a marker."""
        return self.text if self.text[:1].isdigit() else None

    @property
    def marker(self) -> str:
        return "" if self.figure is not None else self.text.strip("[]")


@dataclass
class Table:
    """A statistical table: its count columns and its other columns, each with its cells."""

    name: str
    title: str
    universe: str
    additive: bool
    filters: list[str]
    counts: dict[str, list[Cell]] = field(default_factory=dict)
    others: dict[str, list[Cell]] = field(default_factory=dict)
    meta: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reference:
    """Named cells: a table, a column, and the groups that are named, others at their default."""

    table: str
    column: str
    named: dict[str, str]

    def groups(self, release: Release, like: Groups = ()) -> Groups:
        """Return the group of each filter: as named, or as in another cell, or the default."""
        filters = next(t.filters for t in release.tables if t.name == self.table)
        others = dict(like)
        return tuple(
            sorted(
                (
                    name,
                    self.named.get(name) or others.get(name) or release.breakdowns[name]["default"],
                )
                for name in filters
            )
        )


@dataclass
class Release:
    """All that the folder says, by names."""

    version: str
    threshold: int
    rounding: int
    whole: str
    areas: dict[str, dict[str, str]]
    breakdowns: dict[str, dict[str, str]]
    groups: dict[str, dict[str, dict[str, str]]]
    measures: list[dict[str, str]]
    identities: list[dict[str, str]]
    tables: list[Table]

    def is_top(self, breakdown: str, group: str) -> bool:
        """Return True if a group stands for everybody: `Total`, or the one group parts add up to."""
        if group == "Total":
            return True
        tops = [name for name, row in self.groups[breakdown].items() if not row["part_of"]]
        return self.breakdowns[breakdown]["kind"] == "parts" and tops == [group]

    def reduce(self, groups: Groups) -> Groups:
        """Leave out the groups that stand for everybody."""
        return tuple(pair for pair in groups if not self.is_top(*pair))


def read(folder: Path | str) -> Release:
    """Read a release folder."""
    root = Path(folder)
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    groups: dict[str, dict[str, dict[str, str]]] = {}
    for row in _rows(root / "groups.csv"):
        groups.setdefault(row["breakdown"], {})[row["group"]] = {"part_of": "", "label": ""} | row
    release = Release(
        version=descriptor["version"],
        threshold=int(descriptor["disclosure"]["threshold"]),
        rounding=int(descriptor["disclosure"]["rounding"]),
        whole=descriptor["programme"]["whole"],
        areas={r["slug"]: {"part_of": "", "opened": ""} | r for r in _rows(root / "areas.csv")},
        breakdowns={row["breakdown"]: row for row in _rows(root / "breakdowns.csv")},
        groups=groups,
        measures=list(_rows(root / "measures.csv")),
        identities=list(_rows(root / "identities.csv")),
        tables=[],
    )
    resources = [r for r in descriptor["resources"] if r.get("kind") == "statistics"]
    calendar = _Calendar(root, [root / resource["path"] for resource in resources])
    release.tables += [_table(root, resource, release, calendar) for resource in resources]
    return release


def reference(text: str) -> Reference:
    """Read `table=closures; column=children; reason=Moved away`."""
    named = dict(part.strip().split("=", 1) for part in text.split(";"))
    return Reference(named.pop("table"), named.pop("column"), named)


def is_per_cent(unit: str) -> bool:
    """Return True if a unit is a percentage, however it is spelled."""
    return " ".join(unit.casefold().split()) in PER_CENT


class _Calendar:
    """The days of each period of a release."""

    def __init__(self, root: Path, tables: list[Path]) -> None:
        self._starts = {
            (r["time_period"], r["time_identifier"]): (r.get("starts", ""), r.get("ends", ""))
            for r in _rows(root / "periods.csv")
        }
        periods = {
            (row["time_period"], row["time_identifier"]) for path in tables for row in _rows(path)
        }
        kinds = {name.split(" Q")[0] for _, name in periods if name not in SPANS}
        self._kind = min(kinds, default="Calendar year")
        ends = [self._days(*period)[1] for period in periods if " Q" in period[1]]
        self._last = max(ends, default=None)

    def span(self, time_period: str, identifier: str) -> Span:
        """Return the days, the last year and the total to date ending with the last quarter."""
        start, end = self._days(time_period, identifier)
        cut = " Q" not in identifier and identifier != "Reporting period"
        if cut and self._last and start < self._last < end:
            end = self._last
        return start, end

    def _days(self, time_period: str, identifier: str) -> Span:
        if identifier == "To date":
            first = self._year(time_period[:4], self._kind)
            last = self._year(time_period[:2] + time_period[4:], self._kind)
            if self._kind in {"Academic year", "Financial year"}:  # 202026 ends in 2026
                last = self._year(str(int(time_period[:2] + time_period[4:]) - 1), self._kind)
            return first[0], last[1]
        if identifier == "Reporting period":
            return self._reporting_period(time_period)
        kind, _, quarter = identifier.partition(" Q")
        start, end = self._year(time_period, kind)
        if not quarter:
            return start, end
        months = 3 * (int(quarter) - 1)
        return _add_months(start, months), _add_months(start, months + 3)

    def _reporting_period(self, time_period: str) -> Span:
        starts, ends = self._starts.get((time_period, "Reporting period"), ("", ""))
        first, last = int(time_period[:4]), int(time_period[:2] + time_period[4:])
        start = date.fromisoformat(starts) if starts else date(first, 1, 1)
        end = date.fromisoformat(ends) if ends else date(last, 12, 31)
        return start.toordinal(), end.toordinal() + 1

    def _year(self, time_period: str, kind: str) -> Span:
        starts, ends = self._starts.get((time_period, kind), ("", ""))
        first = date(int(time_period[:4]), FIRST_MONTH[kind], 1).toordinal()
        first = date.fromisoformat(starts).toordinal() if starts else first
        last = date.fromisoformat(ends).toordinal() + 1 if ends else _add_months(first, 12)
        return first, last


def _add_months(ordinal: int, months: int) -> int:
    day = date.fromordinal(ordinal)
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, min(day.day, 28)).toordinal()


def _table(root: Path, resource: dict[str, Any], release: Release, calendar: _Calendar) -> Table:
    path = root / resource["path"]
    meta = {row["col_name"]: row for row in _rows(path.with_suffix(".meta.csv"))}
    rows = list(_rows(path))
    table = Table(
        name=resource["name"],
        title=resource["title"],
        universe=resource.get("universe", resource["name"]),
        additive=resource.get("addsOverTime", True),
        filters=[name for name, row in meta.items() if row["col_type"] == "Filter"],
        meta=meta,
    )
    types = {f["name"]: f.get("type") for f in resource.get("schema", {}).get("fields", [])}
    places = {(a["level"], a.get("code", "")): slug for slug, a in release.areas.items()}
    places |= {(a["level"], ""): slug for slug, a in release.areas.items()}
    for column, row in meta.items():
        if row["col_type"] != "Filter":
            cells = [_cell(r, column, table, places, calendar) for r in rows]
            target = table.counts if _is_count(row, types.get(column)) else table.others
            target[column] = cells
    return table


def _is_count(row: dict[str, str], declared: str | None) -> bool:
    if declared:
        return declared == "integer"
    return row["indicator_unit"] in COUNT_UNITS and row["indicator_dp"] in {"", "0"}


def _cell(
    row: dict[str, str],
    column: str,
    table: Table,
    places: dict[tuple[str, str], str],
    calendar: _Calendar,
) -> Cell:
    level = row["geographic_level"]
    code = row[CODE_COLUMN[level]] if level in CODE_COLUMN else ""
    area = places[level, code]
    groups = tuple(sorted((name, row[name]) for name in table.filters))
    when = f"{row['time_identifier']} {row['time_period']}"
    who = ", ".join(group for _, group in groups)
    return Cell(
        area=area,
        span=calendar.span(row["time_period"], row["time_identifier"]),
        identifier=row["time_identifier"].split(" Q")[0] + " Q" * (" Q" in row["time_identifier"]),
        groups=groups,
        text=row[column],
        label=f"{table.title}: {column}, {area}, {when}" + (f", {who}" if who else ""),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield {key: value or "" for key, value in row.items()}
