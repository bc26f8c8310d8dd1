"""How are a question's cells fetched from the store, and counts pooled where that is promised?

One statement fetches every cell of a view. The database's own numbers for areas, periods,
columns and combinations of groups are read once for each release, which never changes.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, select

from dashboard.data import schema
from dashboard.data.release import Area, Catalogue, CellReference, Marker, Period
from dashboard.data.store import Store


class Address(NamedTuple):
    """Names a cell but for its area and period: table, column, and the key of its groups."""

    table: str
    column: str
    groups: str


class Published(NamedTuple):
    """What a release says of one cell: a value or a marker."""

    value: float | None
    marker: Marker | None


MARKED = {marker.value: Published(None, marker) for marker in Marker}
ABSENT = Published(None, Marker.NOT_AVAILABLE)

Groups: TypeAlias = tuple[tuple[str, str], ...]  # a breakdown and one of its groups, each
# By address, then by area and period: a view reads a whole address again and again.
Cells: TypeAlias = dict[Address, dict[tuple[str, str], Published]]


@dataclass(frozen=True, slots=True)
class Keys:
    """The database's numbers for the names of one release."""

    areas: Mapping[str, int]
    periods: Mapping[str, int]
    columns: Mapping[tuple[str, str], int]  # by table and column
    combinations: Mapping[tuple[str, str], int]  # by table and key of groups

    def pair(self, address: Address) -> tuple[int, int] | None:
        """Give the numbers of an address, or None for one the release has no cell of."""
        column = self.columns.get((address.table, address.column))
        combination = self.combinations.get((address.table, address.groups))
        return None if column is None or combination is None else (column, combination)


def address(catalogue: Catalogue, reference: CellReference, opened: Groups = ()) -> Address:
    """Say where a reference's cells are, with some filters opened at a group.

    A filter that is neither opened nor fixed by the reference stands at its default.
    """
    chosen = dict((*reference.groups, *opened))
    table = catalogue.table(reference.table)
    groups = []
    for name in table.filters if table else ():
        breakdown = catalogue.breakdown(name)
        groups.append((name, chosen.get(name, breakdown.default if breakdown else "")))
    return Address(reference.table, reference.column, schema.combination_key(tuple(groups)))


@functools.lru_cache(maxsize=32)
def release_keys(store: Store, identifier: str) -> Keys:
    """Read the database's numbers for a release's names."""
    release, table = schema.release, schema.statistical_table
    area, period = schema.area, schema.period
    column, combination = schema.indicator, schema.combination
    named = release.c.identifier == identifier
    columns = select(table.c.name, column.c.name, column.c.id).select_from(column)
    combinations = select(table.c.name, combination.c.key, combination.c.id).select_from(
        combination
    )
    with store.connect() as connection:

        def numbers(query: Select[Any]) -> dict[Any, int]:
            rows = connection.execute(query.join(release).where(named))
            return {tuple(names) if len(names) > 1 else names[0]: n for *names, n in rows}

        return Keys(
            numbers(select(area.c.slug, area.c.id)),
            numbers(select(period.c.key, period.c.id)),
            numbers(columns.join(table)),
            numbers(combinations.join(table)),
        )


class Wanted:
    """The cells that a view asks for, and their names by the database's numbers."""

    def __init__(
        self,
        keys: Keys,
        addresses: Iterable[Address],
        areas: Iterable[Area],
        periods: Iterable[Period],
    ) -> None:
        pairs = ((keys.pair(address), address) for address in addresses)
        self.addresses = {pair: address for pair, address in pairs if pair is not None}
        self.areas = {keys.areas[a.slug]: a.slug for a in areas if a.slug in keys.areas}
        self.periods = {keys.periods[p.key]: p.key for p in periods if p.key in keys.periods}

    def values(self) -> dict[str, Any]:
        """Give the values that the statements below leave open."""
        return {
            "columns": list({column for column, _ in self.addresses}),
            "combinations": list({combination for _, combination in self.addresses}),
            "areas": list(self.areas),
            "periods": list(self.periods),
            "parts": len(self.areas),
        }


def _one_of(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True))


# Statements are put together once: that takes longer than running them.
_CELL = schema.cell.c
# Which rows hold what is wanted. Where columns of several tables meet there are more.
_HELD = and_(
    _one_of(_CELL.indicator_id, "columns"),
    _one_of(_CELL.combination_id, "combinations"),
    _one_of(_CELL.area_id, "areas"),
    _one_of(_CELL.period_id, "periods"),
)
_CELLS = select(
    _CELL.indicator_id,
    _CELL.combination_id,
    _CELL.area_id,
    _CELL.period_id,
    _CELL.value,
    _CELL.marker,
).where(_HELD)
_POOLED = (
    select(
        _CELL.indicator_id,
        _CELL.combination_id,
        _CELL.period_id,
        func.sum(_CELL.value),
        func.count(_CELL.value),
    )
    .where(_HELD)
    .group_by(_CELL.indicator_id, _CELL.combination_id, _CELL.period_id)
    .having(
        func.count() == bindparam("parts"),
        func.sum(case((_CELL.marker != Marker.NOT_APPLICABLE.value, 1), else_=0)) == 0,
    )
)


def get_cells(connection: Connection, wanted: Wanted) -> Cells:
    """Fetch cells; a cell without a row is absent from the answer."""
    found: Cells = {name: {} for name in wanted.addresses.values()}
    held = {pair: found[name] for pair, name in wanted.addresses.items()}
    areas, periods = wanted.areas, wanted.periods
    rows = connection.execute(_CELLS, wanted.values()).all()
    for column, combination, area, period, value, marker in rows:
        cells = held.get((column, combination))
        if cells is not None:
            place = (areas[area], periods[period])
            cells[place] = Published(value, None) if marker is None else MARKED[marker]
    return found


def get_pooled_counts(connection: Connection, wanted: Wanted, whole: Area) -> Cells:
    """Sum counts over the wanted areas, the parts of a whole, only where each is published.

    A part to which nothing applies (`z`) adds nothing; any other marker, or a part without a
    row, leaves the sum unsaid. Never use it on reported figures: rates are not added.
    """
    found: Cells = {name: {} for name in wanted.addresses.values()}
    rows = connection.execute(_POOLED, wanted.values()).all()
    for column, combination, period, total, published in rows:
        name = wanted.addresses.get((column, combination))
        if name is not None:
            marker = None if published else Marker.NOT_APPLICABLE
            found[name][whole.slug, wanted.periods[period]] = Published(total, marker)
    return found
