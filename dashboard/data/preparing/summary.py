"""Sums up what was suppressed of each table and why, and how much readers still learn from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing import Prepared
from dashboard.data.release.additivity import area_sums, group_sums
from dashboard.data.release.model import Catalogue, Cell, Marker, StatisticalTable


@dataclass(frozen=True, slots=True)
class TableAccount:
    """What became of one table. Cells that are not applicable are left out.

    `share_of_children` is of those in its finest cells, how many are in cells that are shown;
    None where the table counts nobody.
    """

    table: str
    cells: int
    hidden: int
    share_of_children: float | None

    @property
    def share_hidden(self) -> float:
        return self.hidden / self.cells if self.cells else 0.0


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a release: cells hidden for each reason, and each table."""

    small: int  # counts from 1 to one below the threshold
    telling: int  # zeros that would tell of all or none of a sensitive group
    protecting: int  # cells without which those could be worked out
    reported: int  # reported figures that rest on a hidden number
    tables: tuple[TableAccount, ...]

    @property
    def cells(self) -> int:
        return sum(table.cells for table in self.tables)

    @property
    def hidden(self) -> int:
        return sum(table.hidden for table in self.tables)


def account_for(truth: Tables, prepared: Prepared) -> Account:
    """Compare a prepared release with its unsuppressed cells, which go no further."""
    catalogue, done = prepared.catalogue, prepared.suppressed
    slugs, small = [area.slug for area in catalogue.areas], 0
    tables = []
    for table in catalogue.tables:
        pairs = list(zip(truth[table.name], prepared.cells[table.name], strict=True))
        counts = {column.name for column in table.columns if column.whole}
        limits = dict(zip(slugs, catalogue.limits_of(table.name), strict=True))
        small += sum(
            true.column in counts
            and true.value is not None
            and limits[true.area].is_small(true.value)
            for true, shown in pairs
            if shown.marker is Marker.CONFIDENTIAL
        )
        markers = Counter(shown.marker for _, shown in pairs)
        tables.append(
            TableAccount(
                table.name,
                len(pairs) - markers[Marker.NOT_APPLICABLE],
                markers[Marker.CONFIDENTIAL],
                _share(catalogue, table, pairs),
            )
        )
    telling = done.primary - small
    return Account(small, telling, done.secondary, done.reported, tuple(tables))


def _share(
    catalogue: Catalogue, table: StatisticalTable, pairs: Sequence[tuple[Cell, Cell]]
) -> float | None:
    finest = _Finest(catalogue, table, [true for true, _ in pairs])
    every = shown_only = 0.0
    for true, shown in pairs:
        if true.value is not None and finest.has(true):
            every += true.value
            shown_only += true.value if shown.value is not None else 0.0
    return shown_only / every if every else None


class _Finest:
    """Says which cells of a table no other cells of it make up."""

    def __init__(
        self, catalogue: Catalogue, table: StatisticalTable, cells: Collection[Cell]
    ) -> None:
        totals = {total.total for total in area_sums(catalogue)}
        self._areas = {area.slug for area in catalogue.areas} - totals
        there = [cell for cell in cells if cell.area in self._areas]
        periods = {cell.period for cell in there}
        own = [p for p in catalogue.periods if p.key in periods]
        shortest = min((p.ends - p.starts for p in own), default=None)
        kinds = {p.type for p in own if p.ends - p.starts == shortest}
        self._periods = {p.key for p in own if p.type in kinds}
        self._counts = {column.name for column in table.columns if column.whole}
        self._wholes = set(_wholes(catalogue, {pair for cell in there for pair in cell.groups}))

    def has(self, cell: Cell) -> bool:
        return (
            cell.column in self._counts
            and cell.area in self._areas
            and cell.period in self._periods
            and self._wholes.isdisjoint(cell.groups)
        )


def _wholes(catalogue: Catalogue, there: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the groups that have components in these cells."""
    for breakdown in catalogue.breakdowns:
        for total in group_sums(breakdown):
            if any((breakdown.name, component) in there for component in total.components):
                yield breakdown.name, total.total
