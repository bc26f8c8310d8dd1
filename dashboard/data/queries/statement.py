"""The statement that reads the cells of a page from the database.

The database's own numbers for areas, periods, columns and combinations of groups are read once for
each release, which never changes.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Double,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from dashboard.data.release.model import Area, Marker, Period
from dashboard.data.store import schema
from dashboard.data.store.releases import Store

_CELLS = schema.cell.c


class Address(NamedTuple):
    """Names a cell but for its area and period: table, column, and the key of its groups."""

    table: str
    column: str
    groups: str


class Needs(NamedTuple):
    """The cells that one view is made of: every one of these addresses, areas and periods.

    Where none of these areas has a row, one of a mate of its level tells that the level has the
    period.
    """

    addresses: Sequence[Address]
    areas: Sequence[Area]
    periods: Sequence[Period]
    mates: Sequence[Area] = ()


@dataclass(frozen=True, slots=True, eq=False)  # by identity: read once for each release
class Keys:
    """The database's numbers for the names of one release."""

    areas: Mapping[str, int]
    periods: Mapping[str, int]
    columns: Mapping[tuple[str, str], int]  # by table and column
    combinations: Mapping[tuple[str, str], int]  # by table and key of groups

    def pair(self, address: Address) -> tuple[int, int] | None:
        """Return the numbers of an address, or None for one the release has no cell of."""
        column = self.columns.get((address.table, address.column))
        combination = self.combinations.get((address.table, address.groups))
        return None if column is None or combination is None else (column, combination)


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


def read_rows(
    connection: Connection,
    keys: Keys,
    whole: Area,
    needs: Iterable[Needs],
    pooled: Iterable[Needs],
    *,
    sought: Iterable[Needs] = (),
) -> Sequence[Any]:
    """Fetch the rows of several needs by one statement, or by none where nothing can be found.

    Of what is sought, one row for each address and period that any of the areas has.
    """
    single, summed, known = _pieces(keys, needs), _pieces(keys, pooled), _pieces(keys, sought)
    if not (single or summed or known):
        return ()
    values = {
        f"{name}_{number}": value
        for number, piece in enumerate([*single, *summed, *known])
        for name, value in piece.items()
    }
    values["whole"] = keys.areas.get(whole.slug, 0)
    return connection.execute(_statement(len(single), len(summed), len(known)), values).all()


def _pieces(keys: Keys, needs: Iterable[Needs]) -> list[dict[str, Any]]:
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
        literal(0),
    ).where(_held(number))


def _pooled(number: int) -> Select[Any]:
    """Sum counts over the areas asked for, the parts of a whole, only where each is published.

    A part to which nothing applies (`z`) adds nothing; any other marker, or a part without a
    row, leaves the sum unsaid.
    """
    unsaid = case((_CELLS.marker != Marker.NOT_APPLICABLE.value, 1), else_=0)
    nothing = case((func.count(_CELLS.value) == 0, Marker.NOT_APPLICABLE.value), else_=None)
    return (
        select(
            _CELLS.indicator_id,
            _CELLS.combination_id,
            cast(bindparam("whole"), Integer),
            _CELLS.period_id,
            func.sum(_CELLS.value),
            cast(nothing, String),
            literal(1),
        )
        .where(_held(number))
        .group_by(_CELLS.indicator_id, _CELLS.combination_id, _CELLS.period_id)
        .having(func.count() == bindparam(f"parts_{number}"), func.sum(unsaid) == 0)
    )


def _known(number: int) -> Select[Any]:
    """Select one area of those that have a row, for each period; its figure is not read."""
    return (
        select(
            _CELLS.indicator_id,
            _CELLS.combination_id,
            func.min(_CELLS.area_id),
            _CELLS.period_id,
            cast(null(), Double),
            cast(Marker.NOT_AVAILABLE.value, String),
            literal(1),
        )
        .where(_held(number))
        .group_by(_CELLS.indicator_id, _CELLS.combination_id, _CELLS.period_id)
    )


@functools.lru_cache(maxsize=64)  # to put a statement together takes longer than to run it
def _statement(single: int, summed: int, known: int) -> CompoundSelect[Any]:
    """Return the rows of single cells, of sums over the parts of the whole, and of what is there."""
    numbers = iter(range(single + summed + known))
    kinds = [_cell] * single + [_pooled] * summed + [_known] * known
    return union_all(*(select_(number) for select_, number in zip(kinds, numbers, strict=True)))
