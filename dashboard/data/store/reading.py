"""Reads the figures of a stored release again, as a stream."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, exists, func, select

from dashboard.data.release.model import Cell, Marker
from dashboard.data.store import schema

BATCH_CELLS = 20_000


def read_archive(connection: Connection, identifier: str) -> bytes:
    """Return a release as a zip; nothing where it cannot be had whole."""
    query = (
        select(schema.archive.c.content)
        .join(schema.release, schema.archive.c.release_id == schema.release.c.id)
        .where(schema.release.c.identifier == identifier)
    )
    return bytes(connection.execute(query).scalar_one_or_none() or b"")


def read_size(connection: Connection, identifier: str) -> tuple[bool, int]:
    """Return whether a release is kept as a zip, and how many figures and markers it has."""
    release = schema.release.c
    has_archive = exists().where(schema.archive.c.release_id == release.id)
    cells = (
        select(func.count())
        .select_from(schema.cell)
        .join(schema.indicator)
        .join(schema.statistical_table)
        .where(schema.statistical_table.c.release_id == release.id)
    )
    query = select(
        has_archive.correlate(schema.release), cells.correlate(schema.release).scalar_subquery()
    )
    row = connection.execute(query.where(release.identifier == identifier)).one()
    return bool(row[0]), int(row[1])


def stream_cells(connection: Connection, identifier: str, table: str) -> Iterator[Cell]:
    """Yield the cells of one table of a stored release, in no order that means anything."""
    query = (
        select(
            schema.indicator.c.name,
            schema.area.c.slug,
            schema.period.c.key,
            schema.combination.c.key,
            schema.cell.c.value,
            schema.cell.c.marker,
        )
        .select_from(schema.cell)
        .join(schema.indicator)
        .join(schema.combination, schema.cell.c.combination_id == schema.combination.c.id)
        .join(schema.area, schema.cell.c.area_id == schema.area.c.id)
        .join(schema.period, schema.cell.c.period_id == schema.period.c.id)
        .join(
            schema.statistical_table, schema.indicator.c.table_id == schema.statistical_table.c.id
        )
        .join(schema.release, schema.statistical_table.c.release_id == schema.release.c.id)
        .where(schema.release.c.identifier == identifier, schema.statistical_table.c.name == table)
        .execution_options(yield_per=BATCH_CELLS)
    )
    for column, area, period, key, value, marker in connection.execute(query):
        groups = schema.combination_groups(key)
        yield Cell(table, column, area, period, groups, value, Marker(marker) if marker else None)
