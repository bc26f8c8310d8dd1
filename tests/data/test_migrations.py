"""A store of an earlier schema is brought forward whole, or refused with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect

from dashboard.data.release.reading import import_release
from dashboard.data.store import schema, upgrading
from dashboard.data.store.engines import make_engine
from dashboard.data.store.releases import Store
from dashboard.data.store.upgrading import upgrade_store
from dashboard.exceptions import NoStoreYet, StoreError
from tests.releases import edit_descriptor, write_release

pytestmark = pytest.mark.services

# What schema 1 had in place of the history.
BACK_TO_SCHEMA_1 = (
    "DROP TABLE archive",
    "DROP TABLE history",
    "ALTER TABLE release ADD COLUMN current BOOLEAN NOT NULL DEFAULT false",
    "UPDATE release SET current = true WHERE version = '1'",
    "CREATE UNIQUE INDEX one_current_release ON release (current) WHERE current",
    "UPDATE schema_version SET version = 1",
)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = make_engine(url, read_only=False)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def earlier(store_url: str, tmp_path: Path) -> str:
    """Give a store of schema 1: of three releases, the first is current."""
    writer = Store.open(store_url, read_only=False)
    for version in ("1", "2", "3"):
        edit = partial(edit_descriptor, version=version)
        writer.publish(import_release(write_release(tmp_path / version, edit=edit)))
    writer.close()
    with connected(store_url) as connection:
        for statement in BACK_TO_SCHEMA_1:
            connection.exec_driver_sql(statement)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP FUNCTION refuse_change_of_history")
    return store_url


def shape(url: str) -> dict[str, set[str]]:
    with connected(url) as connection:
        found = inspect(connection)
        names = {"release", "history", "archive"}
        return {name: {c["name"] for c in found.get_columns(name)} for name in names}


def test_an_earlier_store_is_refused_with_what_to_do(earlier: str) -> None:
    for read_only in (True, False):
        with pytest.raises(StoreError, match="run `upgrade`"):
            Store.open(earlier, read_only=read_only)


def test_an_earlier_store_is_brought_forward_and_serves_what_it_did(earlier: str) -> None:
    assert upgrade_store(earlier, dry_run=True) == 1
    assert upgrade_store(earlier) == 1
    assert upgrade_store(earlier) == schema.SCHEMA_VERSION
    store = Store.open(earlier, read_only=False)
    assert {r.version: r.state.value for r in store.releases()} == {
        "1": "current",
        "2": "superseded",
        "3": "superseded",
    }
    assert {change.why for change in store.history()} == {upgrading.TAKEN_OVER}
    with pytest.raises(StoreError), store.connect() as connection:
        connection.exec_driver_sql("DELETE FROM history")
    store.close()


def test_a_store_brought_forward_has_the_columns_of_a_new_one(earlier: str, tmp_path: Path) -> None:
    upgrade_store(earlier)
    new = f"sqlite:///{tmp_path / 'new.sqlite'}"
    Store.open(new, read_only=False).close()
    assert shape(earlier) == shape(new)


def test_a_step_that_fails_leaves_the_earlier_store_as_it_was(
    earlier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = upgrading._STEPS[1]  # made to fail at its end

    def fail(connection: Connection) -> None:
        step(connection)
        raise StoreError("The disk is full.")

    monkeypatch.setitem(upgrading._STEPS, 1, fail)  # see above
    with pytest.raises(StoreError, match="full"):
        upgrade_store(earlier)
    monkeypatch.undo()
    assert upgrade_store(earlier) == 1


def test_nothing_is_made_where_there_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "absent.sqlite"
    with pytest.raises(NoStoreYet):
        upgrade_store(f"sqlite:///{path}")
    assert not path.exists()
