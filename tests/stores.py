"""What tests of migrations ask of a store, past the product's own way of reading it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from dashboard.data.store import schema
from dashboard.data.store.engines import make_engine
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app

REST = {  # indexes, triggers and what else a table can be made with
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type <> 'table' UNION "
    "SELECT name, 'WITHOUT ROWID' FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' UNION "
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal UNION "
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = make_engine(url, read_only=False)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def writing(url: str) -> Iterator[Store]:
    with closing(Store.open(url, read_only=False)) as store:
        yield store


def shape(connection: Connection) -> dict[str, Any]:
    """Return all that a database knows of its tables, whichever way they were made."""
    found = inspect(connection)
    told: dict[str, Any] = {
        "": sorted(map(str, connection.execute(text(REST[found.dialect.name]))))
    }
    for name in found.get_table_names():
        columns = {c.pop("name"): str(c) for c in map(dict, found.get_columns(name))}
        told[name] = columns, found.get_pk_constraint(name)
        for listed in ("foreign_keys", "unique_constraints", "check_constraints"):
            told[f"{name} {listed}"] = sorted(map(str, getattr(found, f"get_{listed}")(name)))
    return told


def shape_of(url: str) -> dict[str, Any]:
    with connected(url) as connection:
        return shape(connection)


def stamps(url: str) -> tuple[str | None, int]:
    with connected(url) as connection:
        number = connection.execute(schema.schema_version.select()).scalar_one()
        return MigrationContext.configure(connection).get_current_revision(), number


def states(url: str) -> dict[str, str]:
    with closing(Store.open(url)) as store:
        return {record.version: record.state.value for record in store.releases()}


def answers(url: str, *addresses: str) -> dict[str, bytes]:
    with closing(Store.open(url)) as store:
        client = create_app(store, Settings()).server.test_client()
        got = {address: client.get(f"/{address}") for address in addresses}
        assert {
            address: one.status_code for address, one in got.items() if one.status_code != 200
        } == {}
        return {address: one.data for address, one in got.items()}
