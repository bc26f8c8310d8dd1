"""Fetches the cells of a page from the store, and pools counts where that is promised.

One statement fetches the cells of all views of a page, and pools counts of the whole for what its
level of area does not have. A second one pools what is lacking all the same. What was pooled or sought
over many areas is remembered for each release, which never changes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from sqlalchemy import Connection

from dashboard.data.queries import places
from dashboard.data.queries.statement import Address, Keys, Needs, read_rows
from dashboard.data.release.model import Area, Catalogue, CellReference, Marker, Period
from dashboard.data.store import schema


class Published(NamedTuple):
    """What a release says of one cell: a value or a marker."""

    value: float | None
    marker: Marker | None


MARKED = {marker.value: Published(None, marker) for marker in Marker}
ABSENT = Published(None, Marker.NOT_AVAILABLE)

Groups: TypeAlias = tuple[tuple[str, str], ...]  # a breakdown and one of its groups, each
# By address, then by area and period: a view reads a whole address again and again.
Cells: TypeAlias = dict[Address, dict[tuple[str, str], Published]]

# By address, level of area ("" for what is pooled) and period: the area that has a row, and the row.
Facts: TypeAlias = dict[tuple[Address, str, str], tuple[str, Published] | None]

NO_CELLS = Needs((), (), ())


def address(catalogue: Catalogue, reference: CellReference, opened: Groups = ()) -> Address:
    """Return where a reference's cells are, with some filters opened at a group.

    A filter that is neither opened nor fixed by the reference stands at its default.
    """
    chosen = dict((*reference.groups, *opened))
    table = catalogue.table(reference.table)
    groups = []
    for name in table.filters if table else ():
        breakdown = catalogue.breakdown(name)
        groups.append((name, chosen.get(name, breakdown.default if breakdown else "")))
    return Address(reference.table, reference.column, schema.combination_key(tuple(groups)))


def fetch_cells(
    connection: Connection, keys: Keys, catalogue: Catalogue, needs: Sequence[Needs]
) -> Cells:
    """Fetch the cells of several views together; a cell without a row is absent.

    Counts of the whole are pooled from its parts where the release has no row for them.
    """
    whole = places.whole(catalogue)
    cells: Cells = {name: {} for need in needs for name in need.addresses}
    reader = _Reader(connection, keys, whole, cells, _facts(keys))
    known = list(
        _to_pool(catalogue, needs, functools.partial(_is_elsewhere, catalogue, whole.level))
    )
    reader.read(needs, known)
    asked = {(need.addresses[0], period) for need in known for period in need.periods}

    def is_lacking(name: Address, period: Period) -> bool:
        there = (whole.slug, period.key) in cells[name]
        return not there and (name, period) not in asked

    reader.read((), _to_pool(catalogue, needs, is_lacking), _to_seek(catalogue, needs, cells))
    return cells


@functools.lru_cache(maxsize=32)
def _facts(_keys: Keys) -> Facts:
    """Return what is remembered of a release, at first nothing."""
    return {}


def fetch_printed(connection: Connection, keys: Keys, catalogue: Catalogue, need: Needs) -> Cells:
    """Fetch cells as a release prints them, none of them pooled."""
    cells: Cells = {name: {} for name in need.addresses}
    _Reader(connection, keys, places.whole(catalogue), cells, {}).read([need], ())
    return cells


@dataclass(frozen=True, slots=True)
class _Reader:
    """Puts what a statement finds into `cells`."""

    connection: Connection
    keys: Keys
    whole: Area
    cells: Cells
    facts: Facts

    def read(
        self, needs: Iterable[Needs], pooled: Iterable[Needs], sought: Iterable[Needs] = ()
    ) -> None:
        """Read cells, with sums over parts for what has no row of the whole.

        Of what is sought, an area that has a row gets one without its figure.
        """
        pooled, sought = self._recall(pooled, pooled=True), self._recall(sought)
        by_numbers = {self.keys.pair(name): cells for name, cells in self.cells.items()}
        areas = {number: slug for slug, number in self.keys.areas.items()}
        periods = {number: key for key, number in self.keys.periods.items()}
        rows = read_rows(self.connection, self.keys, self.whole, needs, pooled, sought=sought)
        for column, combination, area, period, value, marker, summed in rows:
            of_address = by_numbers.get((column, combination))
            if of_address is not None:
                here = (areas[area], periods[period])
                cell = Published(value, None) if marker is None else MARKED[marker]
                of_address[here] = of_address.get(here, cell) if summed else cell
        for need in pooled:
            self._remember(need, "", [self.whole])
        for need in sought:
            self._remember(need, need.areas[0].level, need.areas)

    def _recall(self, needs: Iterable[Needs], *, pooled: bool = False) -> list[Needs]:
        """Put in what is remembered of needs of one address each; return what is to be read."""
        unknown = []
        for need in needs:
            name, level = need.addresses[0], "" if pooled else need.areas[0].level
            periods = []
            for period in need.periods:
                place = (name, level, period.key)
                if place not in self.facts:
                    periods.append(period)
                elif fact := self.facts[place]:
                    area, cell = fact
                    self.cells[name].setdefault((area, period.key), cell)
            if periods:
                unknown.append(need._replace(periods=periods))
        return unknown

    def _remember(self, need: Needs, level: str, areas: Sequence[Area]) -> None:
        """Keep which of some areas has a row, for each period, and the row."""
        (name,) = need.addresses
        for period in need.periods:
            slugs = (area.slug for area in areas if (area.slug, period.key) in self.cells[name])
            slug = next(slugs, None)
            row = None if slug is None else (slug, self.cells[name][slug, period.key])
            self.facts[name, level, period.key] = row


def _is_elsewhere(catalogue: Catalogue, level: str, name: Address, period: Period) -> bool:
    """Return True if a level of area is known to have no row of a period."""
    table = catalogue.table(name.table)
    if table is None or not table.scopes:
        return False
    scope = table.scope_of(level)
    groups = schema.combination_groups(name.groups)
    return scope is None or period.key not in scope.periods_of(groups)


def _to_pool(
    catalogue: Catalogue, needs: Sequence[Needs], is_needed: Callable[[Address, Period], bool]
) -> Iterator[Needs]:
    """Yield the parts' counts that stand in for the wanted ones of the whole, an address each.

    Never reported figures: rates are not added.
    """
    whole = places.whole(catalogue)
    parts = places.parts(catalogue, whole)
    for need in needs if parts else ():
        for name in need.addresses if whole in need.areas else ():
            periods = [period for period in need.periods if is_needed(name, period)]
            if periods and _counts_children(catalogue, name):
                yield Needs([name], parts, periods)


def _to_seek(catalogue: Catalogue, needs: Sequence[Needs], cells: Cells) -> Iterator[Needs]:
    """Yield, by level, the mates among which to look for what no area asked for has a row of."""
    for need in needs:
        for level in {mate.level for mate in need.mates}:
            mates = [mate for mate in need.mates if mate.level == level]
            slugs = [area.slug for area in need.areas if area.level == level]
            for name in need.addresses:
                rows = cells[name]
                lacking = [
                    period
                    for period in need.periods
                    if not any((slug, period.key) in rows for slug in slugs)
                    and not _is_elsewhere(catalogue, level, name, period)
                ]
                if lacking:
                    yield Needs([name], mates, lacking)


def _counts_children(catalogue: Catalogue, name: Address) -> bool:
    table = catalogue.table(name.table)
    column = table.column(name.column) if table else None
    return column is not None and column.whole
