"""Counts records into the cells of a table, with every parent it promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from dashboard.data.release.additivity import areas_holding, groups_holding, periods_holding
from dashboard.data.release.model import (
    Breakdown,
    Catalogue,
    Cell,
    Marker,
    Period,
    StatisticalTable,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One stroke of the tally: where and when, in which groups of the table's filters."""

    area: str
    day: date
    groups: tuple[str, ...]
    amount: float = 1.0


Key = tuple[str, str, tuple[str, ...]]


class Tally:
    """Adds up marks by (area, period, groups), in every parent of each; keys without are zero.

    Nothing of a mark is kept but its amount in these sums.
    """

    def __init__(
        self, catalogue: Catalogue, table: StatisticalTable, periods: Sequence[Period]
    ) -> None:
        self.found: defaultdict[Key, float] = defaultdict(float)
        self._periods = periods
        self._ancestors = [
            {group.name: groups_holding(breakdown, group.name) for group in breakdown.groups}
            for breakdown in breakdowns_of(catalogue, table)
        ]
        self._places = {area.slug: areas_holding(catalogue, area.slug) for area in catalogue.areas}

    def add(self, mark: Mark) -> bool:
        """Add one mark; say whether its day lies in any period."""
        combinations = [a[name] for a, name in zip(self._ancestors, mark.groups, strict=True)]
        when = periods_holding(self._periods, mark.day)
        for place, key, *groups in product(self._places[mark.area], when, *combinations):
            self.found[place, key, tuple(groups)] += mark.amount
        return bool(when)


def tally(
    catalogue: Catalogue, table: StatisticalTable, periods: Sequence[Period], marks: Iterable[Mark]
) -> Mapping[Key, float]:
    """Add up marks by (area, period, groups), in every parent of each; keys without are zero."""
    counted = Tally(catalogue, table, periods)
    for mark in marks:
        counted.add(mark)
    return counted.found


def complete_cells(
    catalogue: Catalogue,
    table: StatisticalTable,
    periods: Sequence[Period],
    values: Mapping[str, Mapping[Key, float | None]],
) -> Iterator[Cell]:
    """Yield the whole matrix of a table, in file order, row by row and column by column.

    `values` is by column. A period that ends before an area opened is not applicable, as is a
    figure given as None.
    """
    breakdowns = breakdowns_of(catalogue, table)
    combinations = [
        tuple(groups) for groups in product(*([g.name for g in b.groups] for b in breakdowns))
    ]
    for period, area, groups in product(periods, catalogue.areas, combinations):
        pairs = tuple(zip(table.filters, groups, strict=True))
        for column in table.columns:
            value = values[column.name][area.slug, period.key, groups]
            missing = value is None or not area.exists_in(period)
            yield Cell(
                table.name,
                column.name,
                area.slug,
                period.key,
                pairs,
                None if missing else value,
                Marker.NOT_APPLICABLE if missing else None,
            )


def breakdowns_of(catalogue: Catalogue, table: StatisticalTable) -> list[Breakdown]:
    """Return the breakdowns that a table's filters name."""
    return [b for name in table.filters if (b := catalogue.breakdown(name)) is not None]
