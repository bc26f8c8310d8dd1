"""The answer of each query, worked out slowly from the release's files by other means.

Nothing of the product is imported: files are read with `csv`, each cell is looked for in the
whole table, and intervals come from statsmodels.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from statsmodels.stats.proportion import proportion_confint

Text = dict[str, str]


@dataclass(frozen=True)
class Expected:
    """One figure as it should be."""

    value: float | None
    marker: str | None
    numerator: int | None = None
    denominator: int | None = None
    lower: float | None = None
    upper: float | None = None


class SlowRelease:
    """A release folder, all of it in memory; a cell that was looked for once is remembered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: dict[tuple[object, ...], str] = {}
        self.areas = self.read("areas.csv")
        self.breakdowns = self.read("breakdowns.csv")
        self.groups = self.read("groups.csv")
        self.measures = self.read("measures.csv")
        self.tables = {
            path.stem: self.read(f"data/{path.name}")
            for path in sorted((folder / "data").glob("*.csv"))
            if not path.name.endswith(".meta.csv")
        }
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        self.whole = descriptor["programme"]["whole"]
        self.counts = {
            resource["name"]: {
                field["name"]
                for field in resource["schema"]["fields"]
                if field["type"] == "integer"
            }
            for resource in descriptor["resources"]
            if resource.get("kind") == "statistics"
        }

    def read(self, name: str) -> list[Text]:
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def figure(
        self, measure: Text, area: str, period: str, opened: dict[str, str] | None = None
    ) -> Expected:
        """Work out one figure, with breakdowns opened at some groups."""
        row = next(a for a in self.areas if a["slug"] == area)
        if row["opened"] and _end(period) < date.fromisoformat(row["opened"]):
            return Expected(None, "z")
        numerator = self.cell(measure["numerator"], row, period, opened or {})
        if measure["kind"] == "share":
            denominator = self.cell(measure["denominator"], row, period, opened or {})
            return _share(numerator, denominator)
        if not _is_number(numerator):
            return Expected(None, numerator)
        rests_on = "x"
        if measure["denominator"] and measure["kind"] != "count":
            rests_on = self.cell(measure["denominator"], row, period, opened or {})
        elif opened and measure["kind"] == "count":
            ((breakdown, group),) = opened.items()
            root = self.root(breakdown)
            if root and root != group:
                rests_on = self.cell(measure["numerator"], row, period, {breakdown: root})
        number = float(numerator)
        whole = int(number) if measure["kind"] == "count" else None
        return Expected(number, None, whole, int(rests_on) if _is_number(rests_on) else None)

    def cell(self, reference: str, area: Text, period: str, opened: dict[str, str]) -> str:
        """Find the one cell that a reference names, or `x`."""
        name = (reference, area["slug"], period, *opened.items())
        if name not in self.found:
            self.found[name] = self._look_for(reference, area, period, opened)
        return self.found[name]

    def _look_for(self, reference: str, area: Text, period: str, opened: dict[str, str]) -> str:
        parts = self.parts(reference)
        table, column = parts.pop("table"), parts.pop("column")
        rows = self.tables[table]
        defaults = {b["breakdown"]: b["default"] for b in self.breakdowns}
        wanted = {name: g for name, g in defaults.items() if name in rows[0]} | parts | opened
        found = [
            row[column].strip("[]")
            for row in rows
            if all(row.get(name) == group for name, group in wanted.items())
            and _is_of(row, area)
            and _period_key(row) == period
        ]
        if not found and area["slug"] == self.whole and column in self.counts[table]:
            return self._pooled(reference, period, opened)
        return found[0] if found else "x"

    def _pooled(self, reference: str, period: str, opened: dict[str, str]) -> str:
        """Add up the areas of the whole, where each has a number or nothing applies to it."""
        inside = [a for a in self.areas if a["part_of"] == self.whole]
        texts = [self.cell(reference, area, period, opened) for area in inside]
        if not texts or not all(_is_number(text) or text == "z" for text in texts):
            return "x"
        numbers = [int(text) for text in texts if _is_number(text)]
        return str(sum(numbers)) if numbers else "z"

    def parts(self, reference: str) -> dict[str, str]:
        return dict(part.strip().split("=", 1) for part in reference.split(";"))

    def may_open(self, measure: Text, breakdown: str) -> bool:
        """Return True if each cell of a figure is of the breakdown's default, in a table that has it."""
        read = [measure["numerator"]]
        if measure["denominator"] and measure["kind"] != "count":
            read.append(measure["denominator"])
        default = next(b["default"] for b in self.breakdowns if b["breakdown"] == breakdown)
        parts = [self.parts(reference) for reference in read]
        return all(
            breakdown in self.tables[part["table"]][0] and part.get(breakdown, default) == default
            for part in parts
        )

    def root(self, breakdown: str) -> str:
        kind = next(b["kind"] for b in self.breakdowns if b["breakdown"] == breakdown)
        names = [g["group"] for g in self.group_rows(breakdown) if not g["part_of"]]
        return "" if kind == "separate" else names[0]

    def group_rows(self, breakdown: str) -> list[Text]:
        return [g for g in self.groups if g["breakdown"] == breakdown]


def _share(numerator: str, denominator: str) -> Expected:
    if denominator in {"0", "z"} or numerator == "z":
        return Expected(None, "z")
    hidden = [text for text in (numerator, denominator) if not _is_number(text)]
    for marker in ("x", "c"):
        if marker in hidden:
            return Expected(None, marker)
    if hidden:
        return Expected(None, hidden[0])
    part, of = int(numerator), int(denominator)
    if part > of:
        return Expected(None, "x")
    lower, upper = proportion_confint(part, of, alpha=0.05, method="wilson")
    return Expected(100 * part / of, None, part, of, 100 * lower, 100 * upper)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _is_of(row: Text, area: Text) -> bool:
    if row["geographic_level"] != area["level"]:
        return False
    return area["level"] != "Local authority" or row["new_la_code"] == area["code"]


def _period_key(row: Text) -> str:
    period, identifier = row["time_period"], row["time_identifier"]
    if identifier == "To date":
        return "to-date"
    if identifier == "Reporting period":
        return f"{period[:4]}-to-{period[:2]}{period[4:]}"
    quarter = identifier[-1] if identifier[-2] == "Q" else ""
    return f"{period}q{quarter}" if quarter else period


def _end(key: str) -> date:
    """Return the last day of a calendar period, or a far day for "to date"."""
    if key == "to-date":
        return date.max
    year, _, quarter = key.rpartition("-")[2].partition("q")
    month = 3 * int(quarter or 4)
    return date(int(year), month, {3: 31, 6: 30, 9: 30, 12: 31}[month])
