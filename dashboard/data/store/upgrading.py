"""How a store gets the tables of this program's schema: made new, or brought forward.

Each step forward is one transaction, with the number of the schema that it leads to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import Connection, Engine, inspect, select

from dashboard.data.store import loading, schema
from dashboard.data.store.database_errors import plain_errors
from dashboard.data.store.engines import make_engine
from dashboard.exceptions import NoStoreYet, StoreError

TAKEN_OVER = "Taken over from a store that kept no history."


def create_tables(engine: Engine) -> None:
    """Make the tables of a store where there is none."""
    with engine.begin() as connection:
        loading.take_turns(connection)
        if inspect(connection).has_table(schema.schema_version.name):
            return
        schema.METADATA.create_all(connection)
        connection.execute(schema.schema_version.insert(), {"version": schema.SCHEMA_VERSION})


def require_our_tables(engine: Engine) -> None:
    """Raise StoreError unless the database holds a store of this program's schema."""
    version = version_of(engine)
    if version == schema.SCHEMA_VERSION:
        return
    if version in _STEPS:
        raise StoreError(
            f"The store has schema {version}, and this program reads schema "
            f"{schema.SCHEMA_VERSION}: run `upgrade` first. Servers of the earlier program must be "
            "stopped before it."
        )
    raise StoreError(
        f"The store was written by another version of this program: it has schema {version}, "
        f"and this program reads schema {schema.SCHEMA_VERSION}."
    )


def version_of(engine: Engine) -> int:
    """Return the number of a store's schema. Raises NoStoreYet where there is no store."""
    with engine.begin() as connection:
        return _version(connection)


def upgrade_store(url: str, *, dry_run: bool = False) -> int:
    """Bring a store forward to this program's schema; return which it had."""
    with plain_errors():
        before = _with_engine(url, version_of, read_only=True)
        return before if dry_run else _with_engine(url, _upgrade, read_only=False)


def _with_engine(url: str, act: Callable[[Engine], int], *, read_only: bool) -> int:
    engine = make_engine(url, read_only=read_only)
    try:
        return act(engine)
    finally:
        engine.dispose()


def _upgrade(engine: Engine) -> int:
    with engine.begin() as connection:
        loading.take_turns(connection)
        before = _version(connection)
        version = before
        while version in _STEPS:
            _STEPS[version](connection)
            version += 1
        if version != schema.SCHEMA_VERSION:
            raise StoreError(f"A store of schema {before} cannot be brought forward.")
        connection.execute(schema.schema_version.update().values(version=version))
    return before


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table(schema.schema_version.name):
        raise NoStoreYet("The database does not hold a store: publish a release first.")
    return int(
        connection.execute(select(schema.schema_version.c.version)).scalar_one_or_none() or 0
    )


def _add_history(connection: Connection) -> None:
    """Write down what schema 1 said by one flag: every release was published, and one is current."""
    schema.history.create(connection)
    releases = connection.exec_driver_sql("SELECT id, current FROM release ORDER BY loaded_at, id")
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    rows = [
        {
            "action": "publish",
            "release_id": release_id,
            "quote": "",
            "words": "",
            "recorded_at": now,
            "who": "",
            "why": TAKEN_OVER,
        }
        for release_id, _ in sorted(releases, key=lambda row: bool(row[1]))
    ]
    if rows:
        connection.execute(schema.history.insert(), rows)
    connection.exec_driver_sql("DROP INDEX one_current_release")
    connection.exec_driver_sql("ALTER TABLE release DROP COLUMN current")


def _add_archives(connection: Connection) -> None:
    """Make room for whole releases: those that are there have none until they are published again."""
    schema.archive.create(connection)


def _let_changes_be_negative(connection: Connection) -> None:
    """Widen what a figure may be: a reported change can be below 0."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "ALTER TABLE cell DROP CONSTRAINT possible_value, "
            f"ADD CONSTRAINT possible_value CHECK ({schema.POSSIBLE_VALUE})"
        )
        return
    # SQLite changes no constraint of a table that is there.
    connection.exec_driver_sql("ALTER TABLE cell RENAME TO narrower_cell")
    schema.cell.create(connection)
    connection.exec_driver_sql("INSERT INTO cell SELECT * FROM narrower_cell")
    connection.exec_driver_sql("DROP TABLE narrower_cell")


_STEPS = {1: _add_history, 2: _add_archives, 3: _let_changes_be_negative}
