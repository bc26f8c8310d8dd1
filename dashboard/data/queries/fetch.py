"""How are the cells of a page fetched from the store, and counts pooled where that is promised?

One statement fetches the cells of all views of a page, and a second one pools counts where some are
lacking. The database's own numbers for areas, periods, columns and combinations of groups are read
once for each release, which never changes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    select,
    union_all,
)

from dashboard.data.queries import places
from dashboard.data.release.model import Area, Catalogue, CellReference, Marker, Period
from dashboard.data.store import schema
from dashboard.data.store.releases import Store


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


class Needs(NamedTuple):
    """The cells that one view is made of: every one of these addresses, areas and periods."""

    addresses: Sequence[Address]
    areas: Sequence[Area]
    periods: Sequence[Period]


NO_CELLS = Needs((), (), ())

_CELLS = schema.cell.c
# A part of a statement, its parameters named after its number.
_Kind: TypeAlias = Callable[[int], Select[Any]]


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


def fetch_cells(
    connection: Connection, keys: Keys, catalogue: Catalogue, needs: Sequence[Needs]
) -> Cells:
    """Fetch the cells of several views together; a cell without a row is absent.

    Counts of the whole are pooled from its parts where the release has no row for them.
    """
    cells: Cells = {name: {} for need in needs for name in need.addresses}
    by_numbers = {keys.pair(name): of_address for name, of_address in cells.items()}
    areas = {number: slug for slug, number in keys.areas.items()}
    periods = {number: key for key, number in keys.periods.items()}
    for column, combination, area, period, value, marker in _rows(connection, _cell, keys, needs):
        of_address = by_numbers.get((column, combination))
        if of_address is not None:
            here = (areas[area], periods[period])
            of_address[here] = Published(value, None) if marker is None else MARKED[marker]
    whole = places.whole(catalogue)
    lacking = list(_lacking(catalogue, cells, needs))
    rows = _rows(connection, _pooled, keys, lacking)
    for column, combination, period, total, published in rows:
        of_address = by_numbers.get((column, combination))
        if of_address is not None:
            marker = None if published else Marker.NOT_APPLICABLE
            of_address.setdefault((whole.slug, periods[period]), Published(total, marker))
    return cells


def _lacking(catalogue: Catalogue, cells: Cells, needs: Sequence[Needs]) -> Iterator[Needs]:
    """Yield the parts' counts that stand in for what the release has no row of for the whole.

    Never reported figures: rates are not added.
    """
    whole = places.whole(catalogue)
    parts = places.parts(catalogue, whole)
    for need in needs if parts else ():
        if whole not in need.areas:
            continue
        for name in need.addresses:
            if _counts_children(catalogue, name):
                periods = [p for p in need.periods if (whole.slug, p.key) not in cells[name]]
                yield Needs([name], parts, periods)


def _counts_children(catalogue: Catalogue, name: Address) -> bool:
    table = catalogue.table(name.table)
    column = table.column(name.column) if table else None
    return column is not None and column.whole


def _rows(connection: Connection, kind: _Kind, keys: Keys, needs: Sequence[Needs]) -> Sequence[Any]:
    """Fetch the rows of several needs by one statement, or by none where nothing can be found."""
    pieces = _pieces(keys, needs)
    if not pieces:
        return ()
    values = {
        f"{name}_{number}": value
        for number, piece in enumerate(pieces)
        for name, value in piece.items()
    }
    return connection.execute(_statement(kind, len(pieces)), values).all()


def _pieces(keys: Keys, needs: Sequence[Needs]) -> list[dict[str, Any]]:
    """Join needs of the same table, areas and periods: what each part of a statement asks for."""
    joined: dict[tuple[Any, ...], set[tuple[int, int]]] = {}
    for need in needs:
        areas = tuple(keys.areas[a.slug] for a in need.areas if a.slug in keys.areas)
        periods = tuple(keys.periods[p.key] for p in need.periods if p.key in keys.periods)
        for name in need.addresses if areas and periods else ():
            pair = keys.pair(name)
            if pair is not None:
                joined.setdefault((name.table, areas, periods), set()).add(pair)
    return [
        {
            "columns": sorted({column for column, _ in pairs}),
            "combinations": sorted({combination for _, combination in pairs}),
            "areas": areas,
            "periods": periods,
            "parts": len(areas),
        }
        for (_, areas, periods), pairs in joined.items()
    ]


def _held(number: int) -> ColumnElement[bool]:
    """Return which rows hold what a piece asks for; there may be more of other combinations."""
    asked = {
        "columns": _CELLS.indicator_id,
        "combinations": _CELLS.combination_id,
        "areas": _CELLS.area_id,
        "periods": _CELLS.period_id,
    }
    return and_(
        *(
            column.in_(bindparam(f"{name}_{number}", expanding=True))
            for name, column in asked.items()
        )
    )


def _cell(number: int) -> Select[Any]:
    """Select cells as they are."""
    return select(
        _CELLS.indicator_id,
        _CELLS.combination_id,
        _CELLS.area_id,
        _CELLS.period_id,
        _CELLS.value,
        _CELLS.marker,
    ).where(_held(number))


def _pooled(number: int) -> Select[Any]:
    """Sum counts over the areas asked for, the parts of a whole, only where each is published.

    A part to which nothing applies (`z`) adds nothing; any other marker, or a part without a
    row, leaves the sum unsaid.
    """
    unsaid = case((_CELLS.marker != Marker.NOT_APPLICABLE.value, 1), else_=0)
    group = (_CELLS.indicator_id, _CELLS.combination_id, _CELLS.period_id)
    return (
        select(*group, func.sum(_CELLS.value), func.count(_CELLS.value))
        .where(_held(number))
        .group_by(*group)
        .having(func.count() == bindparam(f"parts_{number}"), func.sum(unsaid) == 0)
    )


@functools.lru_cache(maxsize=64)  # to put a statement together takes longer than to run it
def _statement(kind: _Kind, pieces: int) -> CompoundSelect[Any]:
    return union_all(*(kind(number) for number in range(pieces)))
