"""What a table has at each level of area, by its rows: which periods, and which groups.

A release says it by its rows alone: what a level does not have is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from dashboard.data.release.findings import Findings
from dashboard.data.release.model import Breakdown, Period, StatisticalTable
from dashboard.data.release.periods import spelled
from dashboard.data.release.reading.entries import STRUCTURE
from dashboard.data.release.reading.source import Source
from dashboard.data.release.reading.statistics import Row, read_rows
from dashboard.data.release.scope import Scope
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS
from dashboard.exceptions import UnreadableRelease

LEVEL = GEOGRAPHY_COLUMNS.index("geographic_level")
Pair: TypeAlias = tuple[str, str]  # time_period and time_identifier


@dataclass(slots=True)
class Sightings:
    """The periods in a table, with the row of the first; and by level and groups, the periods."""

    rows: dict[Pair, int] = field(default_factory=dict)
    combinations: dict[str, dict[tuple[str, ...], set[Pair]]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Note what a row is of."""
        pair = (row.geography[0], spelled(row.geography[1]))
        level = row.geography[LEVEL].casefold()
        self.rows.setdefault(pair, row.number)
        of_level = self.combinations.setdefault(level, {})
        of_level.setdefault(row.groups, set()).add(pair)


def sight(source: Source, table: StatisticalTable, findings: Findings) -> Sightings:
    """Read which periods and groups a table has rows for."""
    sightings = Sightings()
    try:
        for row in read_rows(source, table):
            if isinstance(row, Row):
                sightings.add(row)
    except UnreadableRelease as error:
        findings.add(STRUCTURE, table.path, f"a CSV file; {error}")
    return sightings


def with_scopes(
    table: StatisticalTable,
    sightings: Sightings,
    periods: Sequence[Period],
    breakdowns: Iterable[Breakdown],
) -> StatisticalTable:
    """Return a table that knows its periods, and what it has at each level."""
    groups = {b.name: [group.name for group in b.groups] for b in breakdowns}
    scopes = []
    for level, combinations in sightings.combinations.items():
        every = set[Pair]().union(*combinations.values())
        by_group = _by_group(table, combinations)
        own = tuple(
            (name, tuple(group for group in groups[name] if (name, group) in by_group))
            for name in table.filters
        )
        fewer = tuple(
            (pair, _keys(pairs, periods)) for pair, pairs in by_group.items() if pairs != every
        )
        scopes.append(Scope(level, _keys(every, periods), own, fewer))
    return replace(table, periods=_keys(sightings.rows, periods), scopes=tuple(scopes))


def _by_group(
    table: StatisticalTable, combinations: Mapping[tuple[str, ...], Collection[Pair]]
) -> dict[tuple[str, str], set[Pair]]:
    """Return the periods of each group of each filter."""
    periods: dict[tuple[str, str], set[Pair]] = {}
    for groups, pairs in combinations.items():
        for pair in zip(table.filters, groups, strict=True):
            periods.setdefault(pair, set()).update(pairs)
    return periods


def _keys(pairs: Collection[Pair], periods: Iterable[Period]) -> tuple[str, ...]:
    return tuple(p.key for p in periods if (p.time_period, p.time_identifier) in pairs)
