"""Every table column that counts the same people is one family: a grid of areas, groups and days.

A set of people is one unknown, in however many tables and releases it is printed. Counts that add
over time are cut at every day on which any printed period begins or ends: the people of the days
between two cuts are one unknown, and a printed period is the sum of its pieces. So every exact
tiling holds, of whatever lengths, and what is left between printed periods is there as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise, product
from math import ceil, floor, inf

from tests.attacker.reading import Cell, Groups, Reference, Release, Span, Table
from tests.attacker.system import System

Key = tuple[str, Groups, Span]


@dataclass(frozen=True)
class Known:
    """A row of a table, as bounds of the count that stands there."""

    key: Key
    identifier: str
    low: float
    high: float
    suppressed: bool
    label: str


@dataclass
class Family:
    """The cells of one set of people, and the grid of unknowns below them."""

    name: str
    release: Release
    additive: bool
    mixed: bool = True
    cells: list[Known] = field(default_factory=list)
    values: dict[Key, int] = field(default_factory=dict)
    present: dict[Key, str] = field(default_factory=dict)
    unknowns: dict[Key, int] = field(default_factory=dict)
    _spans: dict[Span, str] = field(default_factory=dict)
    _pieces: dict[Span, list[Span]] = field(default_factory=dict)

    def agrees(self, cells: Iterable[Known]) -> bool:
        """Return True if no figure contradicts one that is here already."""
        bounds: dict[Key, tuple[float, float]] = {}
        for cell in self.cells:
            low, high = bounds.get(cell.key, (0.0, inf))
            bounds[cell.key] = (max(low, cell.low), min(high, cell.high))
        return all(
            cell.low <= bounds.get(cell.key, (0, inf))[1]
            and cell.high >= bounds.get(cell.key, (0, inf))[0]
            for cell in cells
        )

    def extend(self, cells: Iterable[Known]) -> None:
        """Take in the rows of a table."""
        for cell in cells:
            self.cells.append(cell)
            self.present.setdefault(cell.key, cell.identifier)
            if cell.low == cell.high:
                self.values[cell.key] = int(cell.low)
        self._spans = {span: kind for (_, _, span), kind in self.present.items()}
        self._pieces.clear()

    @property
    def spans(self) -> dict[Span, str]:
        """Return the periods of the family's rows, each with its kind."""
        return self._spans

    def pieces(self, span: Span) -> list[Span]:
        """Return the shortest spans that make up a period; none if the grid does not reach it."""
        if span not in self._pieces:
            self._pieces[span] = self._cut(span)
        return self._pieces[span]

    def _cut(self, span: Span) -> list[Span]:
        spans = self.spans
        if not (self.additive and self.mixed):
            return [span] if span in spans else []
        cuts = sorted({day for each in spans for day in each})
        if span[0] not in cuts or span[1] not in cuts:
            return []
        found = [piece for piece in pairwise(cuts) if inside(piece, span)]
        covered = all(any(inside(piece, each) for each in spans) for piece in found)
        return found if covered else []

    def all_pieces(self) -> list[Span]:
        """Return all of the grid's spans."""
        return sorted({piece for span in self.spans for piece in self.pieces(span)})

    def combinations(self) -> list[Groups]:
        """Return every combination of groups, printed or not, of breakdowns printed together."""
        together = {tuple(name for name, _ in groups) for _, groups, _ in self.present}
        found: set[Groups] = set()
        for names in together:
            choices = [
                [(name, g) for g in self.release.groups[name] if not self.release.is_top(name, g)]
                for name in names
            ]
            found |= set(product(*choices))
        return sorted(found)

    def grid(self, system: System, area: str, groups: Groups, pieces: Iterable[Span]) -> list[int]:
        """Return the unknowns of these pieces; those that end before the area opened are 0."""
        found = []
        for piece in pieces:
            key = (area, groups, piece)
            if key not in self.unknowns:
                closed = piece[1] <= opening(self.release, area)
                self.unknowns[key] = system.unknown(0 if closed else inf)
            found.append(self.unknowns[key])
        return found

    def count(self, system: System, key: Key) -> int:
        """Return the unknown of one cell, printed or not; ValueError outside the grid."""
        area, groups, span = key
        pieces = self.pieces(span)
        if not pieces:
            raise ValueError(f"{key} is outside the grid of {self.name}")
        return system.total(dict.fromkeys(self.grid(system, area, groups, pieces), 1.0))

    def label(self, area: str, groups: Groups, span: Span) -> str:
        """Return a name for a cell."""
        first, last = date.fromordinal(span[0]), date.fromordinal(span[1] - 1)
        who = "".join(f", {group}" for _, group in groups)
        return f"{self.name}: {area}, {first} to {last}{who}"


def inside(span: Span, other: Span) -> bool:
    """Return True if a span lies within another."""
    return other[0] <= span[0] and span[1] <= other[1]


def opening(release: Release, area: str) -> int:
    """Return the day an area opened: its own, or the first of all areas that are part of it."""
    own = release.areas[area]["opened"]
    if own:
        return date.fromisoformat(own).toordinal()
    parts = [name for name, row in release.areas.items() if row["part_of"] == area]
    return min((opening(release, part) for part in parts), default=0)


def swap(release: Release, groups: Groups, breakdown: str, group: str) -> Groups:
    """Put one breakdown at another group."""
    others = tuple(pair for pair in groups if pair[0] != breakdown)
    return release.reduce(tuple(sorted((*others, (breakdown, group)))))


def known(cell: Cell, release: Release) -> Known:
    """Return what a printed text means: half a base either way, and no small count is printed."""
    base, small = release.rounding, release.threshold - 1
    low, high = 0.0, inf
    if cell.figure is not None:
        value = float(cell.figure)
        low = high = value
        if base > 1 and value:
            low, high = max(ceil(value - base / 2), small + 1, 1), floor(value + base / 2)
    elif cell.marker == "z":
        high = 0.0
    elif cell.marker in {"low", "k"}:
        low, high = 1.0, float(floor(base / 2) if base > 1 else max(small, 1))
    return Known(
        key=(cell.area, release.reduce(cell.groups), cell.span),
        identifier=cell.identifier,
        low=low,
        high=high,
        suppressed=cell.figure is None and cell.marker != "z",
        label=cell.label,
    )


@dataclass(frozen=True)
class Families:
    """All families by name, and the name of each count column's family, by table and column."""

    named: dict[str, Family] = field(default_factory=dict)
    homes: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, side: Reference, suffix: str = "") -> Family | None:
        """Return the family of a column; None if it counts no people."""
        return self.named.get(self.homes.get((side.table + suffix, side.column), ""))


def collect(releases: Iterable[tuple[Release, str]], leave_out: frozenset[str]) -> Families:
    """Return the families of a release and of others, whose tables' names get a suffix."""
    found = Families()
    families = found.named
    for release, suffix in releases:
        for table, column, cells in _columns(release):
            rows = [known(cell, release) for cell in cells]
            name = _name(release, table, column)
            if "same_universe" in leave_out:
                name = f"{name} of {table.name}"
            if name in families and not families[name].agrees(rows):
                if suffix and "unrevised" not in leave_out:
                    _extend_unrevised(families[name], rows)
                name = f"{name} of {table.name}{suffix}"
            if name not in families:
                families[name] = Family(
                    name, release, table.additive, mixed="mixed_tilings" not in leave_out
                )
            shown = families[name].values  # a later release may print what was suppressed before
            if suffix:
                rows = [replace(r, suppressed=r.suppressed and r.key not in shown) for r in rows]
            families[name].extend(rows)
            found.homes[table.name + suffix, column] = name
    return found


def _extend_unrevised(family: Family, rows: Iterable[Known]) -> None:
    """Take in the rows of an earlier release that no revised figure lies in, nor holds."""
    rows = list(rows)
    revised = [row.key for row in rows if not family.agrees([row])]
    family.extend(
        replace(row, suppressed=False)
        for row in rows
        if not any(
            _holds(family.release, row.key, key) or _holds(family.release, key, row.key)
            for key in revised
        )
    )


def _holds(release: Release, key: Key, other: Key) -> bool:
    """Return True if all people of the other set are in this one, as far as names tell."""
    area, groups, span = key
    within = dict(other[1])
    return (
        inside(other[2], span)
        and area
        in _upwards(other[0], {name: row["part_of"] for name, row in release.areas.items()})
        and all(
            group in _upwards(within.get(name, ""), _parents(release, name))
            for name, group in groups
        )
    )


def _parents(release: Release, breakdown: str) -> dict[str, str]:
    return {name: row["part_of"] for name, row in release.groups[breakdown].items()}


def _upwards(name: str, part_of: dict[str, str]) -> list[str]:
    found = []
    while name and name not in found:
        found.append(name)
        name = part_of.get(name, "")
    return found


def _columns(release: Release) -> Iterator[tuple[Table, str, list[Cell]]]:
    for table in release.tables:
        for column, cells in table.counts.items():
            yield table, column, cells


def _name(release: Release, table: Table, column: str) -> str:
    """Return whom a column counts: its universe, where it is the only count of a table of it."""
    alone = {
        next(iter(other.counts))
        for other in release.tables
        if other.universe == table.universe and len(other.counts) == 1
    }
    whom = (
        table.universe
        if len(table.counts) == 1 or column in alone
        else f"{column}, of {table.name}"
    )
    return f"{whom} ({'adding' if table.additive else 'not adding'})"
