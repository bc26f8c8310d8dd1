"""The schema of a store: its number, and whether it is this program's.

The number of the schema stands in `schema_version`, where every program and every reader's role finds
it. Alembic's own table follows it: how a store gets from one schema to another is in `migrating`.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, select

from dashboard.data.store import loading, schema
from dashboard.exceptions import NoStoreYet, StoreError


def create_tables(engine: Engine) -> None:
    """Make the tables of a store where there is none."""
    with engine.begin() as connection:
        loading.take_turns(connection)
        if inspect(connection).has_table(schema.schema_version.name):
            return
        schema.METADATA.create_all(connection)
        connection.execute(schema.schema_version.insert(), {"version": schema.SCHEMA_VERSION})
        take_over(connection)


def take_over(connection: Connection) -> None:
    """Stamp a store, if there is one, with the revision of its schema, as Alembic would.

    A program from before Alembic may have made the store, or brought it forward since.
    """
    if not inspect(connection).has_table(schema.schema_version.name):
        return
    stamp = schema.alembic_version
    stamp.create(connection, checkfirst=True)
    connection.execute(stamp.delete())
    connection.execute(stamp.insert(), {"version_num": schema.revision(version_in(connection))})


def require_our_tables(engine: Engine) -> None:
    """Raise StoreError unless the database holds a store of this program's schema."""
    version = version_of(engine)
    if version == schema.SCHEMA_VERSION:
        return
    if 1 <= version < schema.SCHEMA_VERSION:
        raise StoreError(
            f"The store has schema {version}, and this program reads schema "
            f"{schema.SCHEMA_VERSION}: run `upgrade` first. Servers of the earlier program must be "
            "stopped before it."
        )
    raise StoreError(of_another_program(version))


def of_another_program(version: int) -> str:
    """Write that a store has a schema that this program does not know, and what can be done."""
    text = (
        f"The store was written by another version of this program: it has schema {version}, "
        f"and this program reads schema {schema.SCHEMA_VERSION}."
    )
    if version < schema.SCHEMA_VERSION:
        return text
    return f"{text} `downgrade` of that version can take the store back."


def version_of(engine: Engine) -> int:
    """Return the number of a store's schema. Raises NoStoreYet where there is no store."""
    with engine.begin() as connection:
        return version_in(connection)


def version_in(connection: Connection) -> int:
    """Return the number of the schema of the store that a connection reads, as `version_of` does."""
    if not inspect(connection).has_table(schema.schema_version.name):
        raise NoStoreYet("The database does not hold a store: publish a release first.")
    return int(
        connection.execute(select(schema.schema_version.c.version)).scalar_one_or_none() or 0
    )
