"""Sums over records: the cells of each table, and the means that are unfounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dashboard.data.linking.reported import numbers_behind
from dashboard.data.preparing.counting import Key, Tally, complete_cells
from dashboard.data.release.model import Catalogue, Cell, CellReference, Column, StatisticalTable
from dashboard.data.release.rounding import round_half_up

Where = tuple[str, str]  # table and column


class Sums:
    """The sums of every column that records are counted into."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._amounts: dict[Where, Tally] = {}
        self._numbers: dict[Where, Tally] = {}
        self._behind = list(numbers_behind(catalogue))

    def of(self, table: StatisticalTable, column: str) -> tuple[Tally, Tally]:
        """Return the sums of amounts and of records for one column."""
        where = (table.name, column)
        if where not in self._amounts:
            periods = self.catalogue.periods
            self._amounts[where] = Tally(self.catalogue, table, periods)
            self._numbers[where] = Tally(self.catalogue, table, periods)
        return self._amounts[where], self._numbers[where]

    def tables(self) -> list[StatisticalTable]:
        """Return the tables that records are counted into."""
        named = {table for table, _ in self._amounts}
        return [table for table in self.catalogue.tables if table.name in named]

    def uncounted(self, table: StatisticalTable) -> list[str]:
        """Name the columns of a table that nothing is counted into."""
        return [c.name for c in table.columns if (table.name, c.name) not in self._amounts]

    def unfounded(self, table: StatisticalTable) -> list[str]:
        """Name the means that rest on other records than the number that the release gives them."""
        return [c.name for c in table.columns if not c.whole and not self._is_founded(table, c)]

    def cells(self, table: StatisticalTable) -> Iterator[Cell]:
        """Yield the whole matrix of a table that is counted in full."""
        values = {column.name: self._values(table, column) for column in table.columns}
        yield from complete_cells(self.catalogue, table, self.catalogue.periods, values)

    def _values(self, table: StatisticalTable, column: Column) -> Mapping[Key, float | None]:
        amounts = self._amounts[table.name, column.name].found
        if column.whole:
            return amounts
        return _Means(amounts, self._numbers[table.name, column.name].found, column.decimals)

    def _is_founded(self, table: StatisticalTable, column: Column) -> bool:
        place = table.name, column.name
        behind = [number for where, number in self._behind if where == place]
        return all(self._are_as_many(number, place) for number in behind)

    def _are_as_many(self, number: CellReference, place: Where) -> bool:
        if number.table != place[0] or number.groups:
            return True
        counted = self._amounts.get((number.table, number.column))
        averaged = self._numbers.get(place)
        return counted is None or averaged is None or counted.found == averaged.found


class _Means(dict[Key, float | None]):
    """Means by (area, period, groups); a mean of nobody is not zero, it is nothing."""

    def __init__(
        self, amounts: Mapping[Key, float], numbers: Mapping[Key, float], decimals: int
    ) -> None:
        super().__init__(
            {key: float(round_half_up(amounts[key] / n, decimals)) for key, n in numbers.items()}
        )

    def __missing__(self, _key: Key) -> None:
        return None
