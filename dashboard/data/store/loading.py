"""Writes a release's cells into the database quickly, in bounded memory.

Cells are read and written in batches, inside a transaction that the caller holds. PostgreSQL
takes them by COPY, SQLite by one prepared statement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Protocol, TypeAlias

import msgspec
from sqlalchemy import Connection, Table, insert

from dashboard.data.release.model import Catalogue, Cell, StatisticalTable
from dashboard.data.store import schema
from dashboard.data.store.database_errors import describe
from dashboard.exceptions import StoreError

BATCH_CELLS = 20_000
COPY_CELLS = """
    COPY cell (indicator_id, combination_id, area_id, period_id, value, marker) FROM STDIN
"""
INSERT_CELLS = """
    INSERT INTO cell (indicator_id, combination_id, area_id, period_id, value, marker)
    VALUES (?, ?, ?, ?, ?, ?)
"""
PUBLISHING_LOCK = 0x6D7374  # the key of PostgreSQL's advisory lock: any number that is ours

CellRow: TypeAlias = tuple[int, int, int, int, float | None, str | None]
Groups: TypeAlias = tuple[tuple[str, str], ...]


class Release(Protocol):
    """A checked release that can be asked for its cells again and again."""

    @property
    def identifier(self) -> str:
        """The content's name: the first 12 hex digits of a SHA-256 over its files."""

    @property
    def catalogue(self) -> Catalogue: ...

    def cells(self, table: str) -> Iterator[Cell]:
        """Stream the cells of one table, in file order, in bounded memory."""

    def archive(self) -> bytes:
        """Return its files as a zip for readers; empty where it has none, or too many to send."""


def take_turns(connection: Connection) -> None:
    """Wait until no other connection is publishing, and keep others waiting until the end."""
    # SQLite's transaction for writing already does it: it begins with BEGIN IMMEDIATE.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({PUBLISHING_LOCK})")


def load_release(connection: Connection, release: Release) -> None:
    """Write a release, of which nobody is told yet, within the connection's transaction."""
    catalogue = release.catalogue
    (release_id,) = _insert(
        connection,
        schema.release,
        [
            {
                "identifier": release.identifier,
                "name": catalogue.name,
                "version": catalogue.version,
                "title": catalogue.title,
                "published": catalogue.published,
                "illustrative": catalogue.illustrative,
                "loaded_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
                "catalogue": msgspec.json.encode(catalogue).decode(),
            }
        ],
    )
    areas = _insert_named(
        connection, schema.area, release_id, "slug", [a.slug for a in catalogue.areas]
    )
    periods = _insert_named(
        connection, schema.period, release_id, "key", [p.key for p in catalogue.periods]
    )
    for table in catalogue.tables:
        cells = release.cells(table.name)
        _load_table(connection, release_id, table, cells, areas=areas, periods=periods)
    keep_archive(connection, release_id, release)
    connection.exec_driver_sql("ANALYZE")  # or the planner guesses the size of a new release


def keep_archive(connection: Connection, release_id: int, release: Release) -> None:
    """Keep the files of a release, where it has them, for readers who take it whole."""
    if content := release.archive():
        connection.execute(insert(schema.archive), {"release_id": release_id, "content": content})


def _load_table(
    connection: Connection,
    release_id: int,
    table: StatisticalTable,
    cells: Iterable[Cell],
    *,
    areas: dict[str, int],
    periods: dict[str, int],
) -> None:
    row = {"release_id": release_id, "name": table.name}
    (table_id,) = _insert(connection, schema.statistical_table, [row])
    names = [column.name for column in table.columns]
    ids = _insert(connection, schema.indicator, [{"table_id": table_id, "name": n} for n in names])
    indicators = dict(zip(names, ids, strict=True))
    combinations: dict[Groups, int] = {}
    counts = {column.name for column in table.columns if column.whole}
    for batch in _batches(cells):
        _require_counts(batch, counts)
        _add_combinations(connection, table_id, batch, combinations)
        _write_cells(
            connection,
            [
                (
                    indicators[cell.column],
                    combinations[cell.groups],
                    areas[cell.area],
                    periods[cell.period],
                    cell.value,
                    cell.marker,
                )
                for cell in batch
            ],
        )


def _require_counts(batch: Sequence[Cell], counts: set[str]) -> None:
    """Raise StoreError for a count below 0: the database lets reported changes be, and knows no more."""
    if any(cell.value is not None and cell.value < 0 and cell.column in counts for cell in batch):
        raise StoreError("A count below 0 cannot be stored.")


def _add_combinations(
    connection: Connection, table_id: int, batch: Sequence[Cell], known: dict[Groups, int]
) -> None:
    new = [groups for groups in dict.fromkeys(c.groups for c in batch) if groups not in known]
    rows = [{"table_id": table_id, "key": schema.combination_key(groups)} for groups in new]
    known.update(zip(new, _insert(connection, schema.combination, rows), strict=True))


def _write_cells(connection: Connection, rows: Sequence[CellRow]) -> None:
    if connection.dialect.name == "postgresql":
        _copy_cells(connection, rows)
    else:
        connection.exec_driver_sql(INSERT_CELLS, list(rows))


def _copy_cells(connection: Connection, rows: Sequence[CellRow]) -> None:
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(COPY_CELLS) as copy:
            for row in rows:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        # COPY goes past SQLAlchemy, and so past what would have made this error plain.
        raise StoreError(describe(error)) from None


def _batches(cells: Iterable[Cell]) -> Iterator[list[Cell]]:
    stream = iter(cells)
    while batch := list(islice(stream, BATCH_CELLS)):
        yield batch


def _insert_named(
    connection: Connection, table: Table, release_id: int, column: str, names: Sequence[str]
) -> dict[str, int]:
    rows = [
        {"release_id": release_id, "position": position, column: name}
        for position, name in enumerate(names)
    ]
    return dict(zip(names, _insert(connection, table, rows), strict=True))


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows and return their keys in the same order."""
    if not rows:
        return []
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars())
