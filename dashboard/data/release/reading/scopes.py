"""What a table has at each level of area, by its rows: which periods, and which groups.

A release says it by its rows alone: what a level does not have is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from dashboard.data.release.findings import Findings
from dashboard.data.release.format import GEOGRAPHY_COLUMNS
from dashboard.data.release.model import Breakdown, Period, Scope, StatisticalTable
from dashboard.data.release.reading.entries import STRUCTURE
from dashboard.data.release.reading.source import Source
from dashboard.data.release.reading.statistics import Row, read_rows
from dashboard.exceptions import UnreadableRelease

LEVEL = GEOGRAPHY_COLUMNS.index("geographic_level")
Pair: TypeAlias = tuple[str, str]  # time_period and time_identifier


@dataclass(slots=True)
class Sightings:
    """The periods in a table, with the row of the first; and by level, the periods and groups."""

    rows: dict[Pair, int] = field(default_factory=dict)
    pairs: dict[str, set[Pair]] = field(default_factory=dict)
    groups: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Note what a row is of."""
        pair = (row.geography[0], row.geography[1])
        level = row.geography[LEVEL].casefold()
        self.rows.setdefault(pair, row.number)
        self.pairs.setdefault(level, set()).add(pair)
        self.groups.setdefault(level, set()).add(row.groups)


def sight(source: Source, table: StatisticalTable, findings: Findings) -> Sightings:
    """Read which periods and groups a table has rows for."""
    found = Sightings()
    try:
        for row in read_rows(source, table):
            if isinstance(row, Row):
                found.add(row)
    except UnreadableRelease as error:
        findings.add(STRUCTURE, table.path, f"a CSV file; {error}")
    return found


def with_scopes(
    table: StatisticalTable,
    sightings: Sightings,
    periods: Sequence[Period],
    breakdowns: Iterable[Breakdown],
) -> StatisticalTable:
    """Return a table that knows its periods, and what it has at each level."""
    groups = {b.name: [group.name for group in b.groups] for b in breakdowns}
    scopes = []
    for level, pairs in sightings.pairs.items():
        entries = [frozenset(entry) for entry in zip(*sightings.groups[level], strict=True)]
        own = tuple(
            (name, tuple(group for group in groups[name] if group in entry))
            for name, entry in zip(table.filters, entries, strict=True)
        )
        scopes.append(Scope(level, _keys(pairs, periods), own))
    return replace(table, periods=_keys(sightings.rows, periods), scopes=tuple(scopes))


def _keys(pairs: Collection[Pair], periods: Iterable[Period]) -> tuple[str, ...]:
    return tuple(p.key for p in periods if (p.time_period, p.time_identifier) in pairs)
