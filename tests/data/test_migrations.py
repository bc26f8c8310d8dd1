"""A filled store goes to another schema and back whole, or is refused with what to do."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from dashboard.data.release.reading import import_release
from dashboard.data.store import changes, migrating, schema
from dashboard.data.store.changes import NO_REASON, Reason
from dashboard.data.store.migrating import alembic_config, downgrade_store, upgrade_store
from dashboard.data.store.releases import Store
from dashboard.exceptions import NoStoreYet, StoreError
from tests.conftest import ILLUSTRATIVE, SECOND, publish
from tests.releases import edit_descriptor, write_release
from tests.serving import PROJECT
from tests.stores import answers, connected, shape, shape_of, stamps, states, writing

pytestmark = pytest.mark.services

MIGRATIONS = PROJECT / "dashboard" / "data" / "store" / "migrations"
NUMBERS = tuple(range(1, schema.SCHEMA_VERSION + 1))
NEWEST = (schema.revision(schema.SCHEMA_VERSION), schema.SCHEMA_VERSION)
FAR = changes.utc_now() + dt.timedelta(days=9)
WHY = Reason("Ada", "Two areas were exchanged")
UPGRADE = """
import sys
from dashboard.data.store.migrating import upgrade_store
print("ready", flush=True)
print(upgrade_store(sys.argv[1]))
"""
KEPT = (
    *("", "outcomes", "completion", "referrals", "ages", "areas", "compare", "voices", "evidence"),
    *("about", "figures/trend.csv", "data/referrals.csv", "api/changes.json"),
)
MADE_AGAIN = ("data", "data/release.zip")  # the page has a link to the zip


@pytest.fixture
def filled(store_url: str, tmp_path: Path) -> str:
    """Return a store of three releases, of which the first was made current again."""
    with writing(store_url) as writer:
        for version in ("1", "2", "3", "1"):
            folder = tmp_path / version
            if not folder.exists():
                write_release(folder, edit=partial(edit_descriptor, version=version))
            writer.publish(import_release(folder))
    return store_url


@pytest.fixture(params=NUMBERS)
def earlier(request: pytest.FixtureRequest, filled: str) -> tuple[str, int]:
    """Return a store of each schema as a program from before Alembic left it, and its number."""
    number: int = request.param
    downgrade_store(filled, number)
    with connected(filled) as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    return filled, number


def test_alembic_leads_to_the_schema_that_the_program_reads() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_heads() == [schema.revision(schema.SCHEMA_VERSION)]
    assert [one.revision for one in script.walk_revisions()] == [
        schema.revision(number) for number in reversed(NUMBERS)
    ]


def test_a_new_store_and_one_made_by_migrations_are_the_same(store_url: str) -> None:
    with migrating.transaction(store_url) as connection:
        command.upgrade(alembic_config(connection), "head")
        migrated = shape(connection)
        assert compare_metadata(MigrationContext.configure(connection), schema.METADATA) == []
        command.downgrade(alembic_config(connection), "base")
    with connected(store_url) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    Store.open(store_url, read_only=False).close()
    assert shape_of(store_url) == migrated
    assert stamps(store_url) == NEWEST


@pytest.mark.parametrize(
    "harm",
    [
        "ALTER TABLE release ADD COLUMN colour VARCHAR",
        "CREATE INDEX by_name ON release (name)",
        "DROP TABLE history",
    ],
)
def test_a_difference_between_schemas_is_seen(store_url: str, harm: str) -> None:
    Store.open(store_url, read_only=False).close()
    before = shape_of(store_url)
    with connected(store_url) as connection:
        connection.exec_driver_sql(harm)
        assert compare_metadata(MigrationContext.configure(connection), schema.METADATA)
        assert shape(connection) != before


def test_a_store_from_before_alembic_is_refused_with_what_to_do_then_taken_over(
    earlier: tuple[str, int],
) -> None:
    url, number = earlier
    for read_only in (True, False) if number < schema.SCHEMA_VERSION else ():
        with pytest.raises(StoreError, match="run `upgrade`"):
            Store.open(url, read_only=read_only)
    assert upgrade_store(url, dry_run=True) == number
    assert upgrade_store(url) == number
    assert upgrade_store(url) == schema.SCHEMA_VERSION
    assert stamps(url) == NEWEST
    assert states(url) == {"1": "current", "2": "superseded", "3": "superseded"}


def test_a_history_that_is_brought_forward_is_only_added_to(filled: str) -> None:
    downgrade_store(filled, 1)
    upgrade_store(filled)
    with writing(filled) as store:
        assert {change.why for change in store.history()} == {
            "Taken over from a store that kept no history."
        }
        with pytest.raises(StoreError), store.connect() as connection:
            connection.exec_driver_sql("DELETE FROM history")


def test_there_and_back_and_there_again_readers_are_served_the_same(store_url: str) -> None:
    for folder in (ILLUSTRATIVE, SECOND):
        publish(folder, store_url)
    new = shape_of(store_url)
    before = answers(store_url, *KEPT, *MADE_AGAIN)
    for target in (2, 1):
        assert downgrade_store(store_url, target) == schema.SCHEMA_VERSION
        assert stamps(store_url) == (schema.revision(target), target)
        assert upgrade_store(store_url) == target
        assert shape_of(store_url) == new
        assert answers(store_url, *KEPT) == {name: before[name] for name in KEPT}
        publish(SECOND, store_url)
        assert answers(store_url, *KEPT, *MADE_AGAIN) == before


def test_each_schema_is_the_same_from_either_side(store_url: str) -> None:
    forward = {}
    with migrating.transaction(store_url) as connection:
        for number in NUMBERS:
            command.upgrade(alembic_config(connection), schema.revision(number))
            forward[number] = shape(connection)
        for number in reversed(NUMBERS):
            command.downgrade(alembic_config(connection), schema.revision(number))
            assert shape(connection) == forward[number]


def test_what_an_earlier_program_brought_forward_is_believed(filled: str) -> None:
    downgrade_store(filled, 2)
    with connected(filled) as connection:  # as the program of schema 3 did before Alembic
        schema.archive.create(connection)
        connection.execute(schema.schema_version.update().values(version=3))
    assert upgrade_store(filled) == 3
    assert stamps(filled) == NEWEST


def withdraw(store: Store) -> None:
    store.withdraw(store.latest(), WHY)


def schedule(store: Store) -> None:
    others = [record for record in store.releases() if not record.current]
    with store._change() as connection:
        changes.publish(connection, others[0].identifier, FAR, NO_REASON)


def unpublish(store: Store) -> None:
    for _ in range(4):
        store.undo()


def withdraw_quote(store: Store) -> None:
    store.withdraw_quote(store.latest(), "quote-1", ["0" * 64])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (withdraw, r"\(withdrawn\)"),
        (schedule, r"\(scheduled\)"),
        (unpublish, r"\(checked\)"),
        (withdraw_quote, "quotes that were withdrawn"),
    ],
)
def test_no_way_leads_back_to_where_what_is_not_shown_would_be(
    filled: str, change: Callable[[Store], None], told: str
) -> None:
    with writing(filled) as store:
        change(store)
        before = store.history()
    for dry_run in (True, False):
        with pytest.raises(StoreError, match=told):
            downgrade_store(filled, 1, dry_run=dry_run)
    assert stamps(filled) == (
        schema.revision(schema.SCHEMA_VERSION),
        schema.SCHEMA_VERSION,
    )  # not even the first step was kept
    assert downgrade_store(filled, 2) == schema.SCHEMA_VERSION
    assert upgrade_store(filled) == 2
    with writing(filled) as store:
        assert store.history() == before


def test_a_store_is_not_taken_back_to_where_it_is_not_yet(filled: str) -> None:
    downgrade_store(filled, 1)
    assert downgrade_store(filled, 1) == 1
    with pytest.raises(StoreError, match="`upgrade` brings it forward"):
        downgrade_store(filled, 2)


@pytest.mark.parametrize("back", [False, True])
def test_a_step_that_fails_leaves_the_store_as_it_was(
    filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back: bool
) -> None:
    broken = shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    (last,) = (broken / "versions").glob("0002*" if back else "0003*")
    before_the_end = r"(    op\.create_index\()" if back else r"(\n\n\ndef downgrade)"
    fail = '    op.execute("SELECT no_such_function()")\n'
    source, count = re.subn(before_the_end, rf"\n{fail}\1", last.read_text("utf-8"))
    assert count == 1
    last.write_text(source, "utf-8")
    if not back:
        downgrade_store(filled, 1)
    before, stamped = shape_of(filled), stamps(filled)
    with monkeypatch.context() as patched:
        patched.setattr(migrating, "MIGRATIONS", str(broken))
        with pytest.raises(StoreError, match="refused"):
            downgrade_store(filled, 1) if back else upgrade_store(filled)
    assert (shape_of(filled), stamps(filled)) == (before, stamped)
    upgrade_store(filled)
    assert states(filled)["1"] == "current"


def test_two_upgrades_take_turns(filled: str) -> None:
    downgrade_store(filled, 1)
    with migrating.transaction(filled):
        asked = [
            subprocess.Popen(
                [sys.executable, "-c", UPGRADE, filled],
                cwd=PROJECT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for one in asked:
            assert one.stdout
            assert one.stdout.readline() == "ready\n"
        time.sleep(1)
        assert [one.poll() for one in asked] == [None, None]
    told = [one.communicate(timeout=60) for one in asked]
    assert sorted(out.strip() for out, _ in told) == ["1", str(schema.SCHEMA_VERSION)], told
    assert stamps(filled) == NEWEST


def test_rows_that_refer_to_nothing_are_not_carried_along(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    publish(ILLUSTRATIVE, url)
    with migrating.transaction(url) as connection:  # which does not look at what rows refer to
        connection.exec_driver_sql("UPDATE area SET release_id = 99")
    with pytest.raises(StoreError, match="not there"):
        downgrade_store(url, 2)
    assert stamps(url) == NEWEST


BELOW_ZERO = "UPDATE cell SET value = -1 WHERE value = (SELECT max(value) FROM cell)"


def test_figures_below_zero_are_held_and_hold_the_way_back_up(filled: str) -> None:
    downgrade_store(filled, 3)
    with pytest.raises(IntegrityError), connected(filled) as connection:
        connection.exec_driver_sql(BELOW_ZERO)
    upgrade_store(filled)
    with connected(filled) as connection:
        assert connection.exec_driver_sql(BELOW_ZERO).rowcount > 0
    with pytest.raises(StoreError, match="no figures below zero: there are some in the release"):
        downgrade_store(filled, 3)
    assert stamps(filled) == NEWEST


@pytest.mark.parametrize("number", [0, 99])
def test_a_store_of_a_schema_that_is_not_known_is_refused(filled: str, number: int) -> None:
    with connected(filled) as connection:
        connection.execute(schema.schema_version.update().values(version=number))
    for act in (upgrade_store, partial(downgrade_store, target=1)):
        with pytest.raises(StoreError, match=f"it has schema {number}") as caught:
            act(filled)
        assert ("`downgrade` of that version" in str(caught.value)) == (number == 99)


def test_nothing_is_made_where_there_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "absent.sqlite"
    for act in (upgrade_store, partial(downgrade_store, target=1)):
        with pytest.raises(NoStoreYet):
            act(f"sqlite:///{path}")
        assert not path.exists()
