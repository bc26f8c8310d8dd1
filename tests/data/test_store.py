"""A release is in the store whole or not at all, in spite of all that happens on the way."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import String, func, select, text

from benchmarks.importing import measure
from benchmarks.importing import write_release as write_long_release
from dashboard.data.release.model import Catalogue, Cell, Marker
from dashboard.data.release.reading import FileRelease, import_release
from dashboard.data.store import changes, schema
from dashboard.data.store.releases import Store
from dashboard.exceptions import NoStoreYet, StoreError, UnknownRelease
from tests.releases import replace_once, write_release
from tests.serving import PROJECT

pytestmark = pytest.mark.services
ROOT = Path(__file__).resolve().parents[2]


def newer_release(folder: Path) -> FileRelease:
    """Return a release that differs from the shared one in its version."""
    return import_release(
        write_release(
            folder, edit=lambda texts: replace_once(texts, "datapackage.json", "2024.4", "2025.1")
        )
    )


def publish(url: str, release: FileRelease) -> None:
    store = Store.open(url, read_only=False)
    try:
        store.publish(release)
    finally:
        store.close()


def count_cells(store: Store) -> int:
    with store.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.cell)).scalar_one()


def test_every_cell_comes_back_as_it_was_read(store: Store, release_folder: Path) -> None:
    release = import_release(release_folder)
    expected = {
        (c.table, c.column, c.area, c.period, schema.combination_key(c.groups), c.value, c.marker)
        for table in release.catalogue.tables
        for c in release.cells(table.name)
    }
    query = (
        select(
            schema.statistical_table.c.name,
            schema.indicator.c.name,
            schema.area.c.slug,
            schema.period.c.key,
            schema.combination.c.key,
            schema.cell.c.value,
            schema.cell.c.marker,
        )
        .select_from(schema.cell)
        .join(schema.indicator)
        .join(schema.statistical_table)
        .join(schema.combination, schema.combination.c.id == schema.cell.c.combination_id)
        .join(schema.area, schema.area.c.id == schema.cell.c.area_id)
        .join(schema.period, schema.period.c.id == schema.cell.c.period_id)
    )
    with store.connect() as connection:
        found = [tuple(row) for row in connection.execute(query)]
    assert len(found) == len(expected)
    assert set(found) == expected


def test_catalogue_comes_back_as_it_was_read(store: Store, release_folder: Path) -> None:
    assert store.catalogue() == import_release(release_folder).catalogue
    assert store.catalogue() is store.catalogue(store.latest())


def test_publishing_the_same_content_twice_changes_nothing(
    store_url: str, release_folder: Path
) -> None:
    release = import_release(release_folder)
    publish(store_url, release)
    store = Store.open(store_url)
    before = store.releases(), count_cells(store)
    publish(store_url, import_release(release_folder))
    assert (store.releases(), count_cells(store)) == before
    store.close()


def test_last_published_release_is_served_and_the_older_one_stays(
    store_url: str, release_folder: Path, tmp_path: Path
) -> None:
    old, new = import_release(release_folder), newer_release(tmp_path / "newer")
    publish(store_url, old)
    publish(store_url, new)
    store = Store.open(store_url)
    assert store.latest() == new.identifier
    assert [(r.version, r.current) for r in store.releases()] == [
        ("2025.1", True),
        ("2024.4", False),
    ]
    assert store.catalogue(old.identifier).version == "2024.4"
    store.close()


def test_older_release_published_again_is_served_again(
    store_url: str, release_folder: Path, tmp_path: Path
) -> None:
    old, new = import_release(release_folder), newer_release(tmp_path / "newer")
    for release in (old, new, old):
        publish(store_url, release)
    store = Store.open(store_url)
    assert store.latest() == old.identifier
    assert [r.current for r in store.releases()].count(True) == 1
    store.close()


def test_reading_store_refuses_to_write(store: Store, release_folder: Path) -> None:
    with pytest.raises(StoreError), store.connect() as connection:
        connection.execute(text("DELETE FROM cell"))
    with pytest.raises(StoreError):
        store.publish(import_release(release_folder))


def test_empty_store_says_that_nothing_is_published(store_url: str) -> None:
    Store.open(store_url, read_only=False).close()
    store = Store.open(store_url)
    assert store.releases() == ()
    with pytest.raises(UnknownRelease):
        store.latest()
    with pytest.raises(UnknownRelease):
        store.catalogue("0123456789ab")
    store.close()


def test_database_that_is_not_a_store_is_refused(store_url: str, tmp_path: Path) -> None:
    if store_url.startswith("sqlite"):
        sqlite3.connect(tmp_path / "store.sqlite").close()
        (tmp_path / "store.sqlite").touch()
    with pytest.raises(StoreError, match="does not hold a store"):
        Store.open(store_url)


def test_store_of_another_version_is_refused(store_url: str) -> None:
    store = Store.open(store_url, read_only=False)
    with store.connect() as connection:
        connection.execute(schema.schema_version.update().values(version=99))
    store.close()
    with pytest.raises(StoreError, match="another version"):
        Store.open(store_url)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////no/such/folder/store.sqlite",
        "sqlite://",
        "mysql://127.0.0.1/store",
        "postgresql://nobody:secret@127.0.0.1:1/store",
        "nonsense",
    ],
)
def test_address_that_cannot_be_opened_is_a_plain_error(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "marker"),
    [
        (None, None),
        (7.0, "c"),
        (None, "secret"),
        (-2e15, None),
        (float("inf"), None),
        (float("-inf"), None),
        (float("nan"), None),
    ],
)
def test_database_refuses_a_cell_that_cannot_be(
    store_url: str, release_folder: Path, value: float | None, marker: str | None
) -> None:
    store = Store.open(store_url, read_only=False)
    store.publish(import_release(release_folder))
    change = text("UPDATE cell SET value = :value, marker = :marker")
    with pytest.raises(StoreError), store.connect() as connection:
        connection.execute(change, {"value": value, "marker": marker})
    store.close()


@pytest.mark.parametrize("statement", ["UPDATE history SET why = 'x'", "DELETE FROM history"])
def test_database_refuses_to_change_what_was_done(
    store_url: str, release_folder: Path, statement: str
) -> None:
    store = Store.open(store_url, read_only=False)
    store.publish(import_release(release_folder))
    before = store.history()
    with pytest.raises(StoreError, match="refused"), store.connect() as connection:
        connection.execute(text(statement))
    assert store.history() == before
    store.close()


class BrokenRelease:
    """A release whose last table breaks off in the middle with an error."""

    def __init__(self, release: FileRelease, error: Exception) -> None:
        self._release = release
        self._error = error
        self.identifier = "broken000000"

    @property
    def catalogue(self) -> Catalogue:
        return self._release.catalogue

    def cells(self, table: str) -> Iterator[Cell]:
        cells = list(self._release.cells(table))
        yield from cells[: len(cells) // 2]
        if table == self._release.catalogue.tables[-1].name:
            raise self._error
        yield from cells[len(cells) // 2 :]

    def archive(self) -> bytes:
        return b""


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), sqlite3.OperationalError("disk is full")]
)
def test_failed_import_leaves_the_old_release_served_whole(
    store_url: str, release_folder: Path, error: Exception
) -> None:
    release = import_release(release_folder)
    publish(store_url, release)
    reader = Store.open(store_url)
    before = reader.releases(), count_cells(reader)
    writer = Store.open(store_url, read_only=False)
    with pytest.raises(type(error)):
        writer.publish(BrokenRelease(release, error))
    writer.close()
    assert (reader.releases(), count_cells(reader)) == before
    reader.close()


def test_full_disk_leaves_the_old_release_served_whole(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    old = import_release(write_release(tmp_path / "old"))
    publish(url, old)
    writer = Store.open(url, read_only=False)
    with writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="SQLITE_FULL"):
        writer.publish(newer_release(tmp_path / "newer"))
    writer.close()
    reader = Store.open(url)
    assert reader.latest() == old.identifier
    assert count_cells(reader) == sum(
        1 for table in old.catalogue.tables for _ in old.cells(table.name)
    )
    reader.close()


KILLED_IMPORT = """
import os, signal, sys
from dashboard.data.store import loading
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store

url, folder, point = sys.argv[1:]
loading.BATCH_CELLS = 40

def die(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)

if point == "before the first cell":
    loading._load_table = die
elif point == "between batches":
    write, written = loading._write_cells, []
    def write_some(connection, rows):
        if len(written) == 2:
            die()
        written.append(rows)
        write(connection, rows)
    loading._write_cells = write_some
elif point == "before the switch":
    from dashboard.data.store import changes
    changes.publish = die
elif point == "before the commit":
    from dashboard.data.store import changes
    switch = changes.publish
    def switch_and_die(*arguments):
        switch(*arguments)
        die()
    changes.publish = switch_and_die
Store.open(url, read_only=False).publish(import_release(folder))
"""


@pytest.mark.parametrize(
    "point", ["before the first cell", "between batches", "before the switch", "before the commit"]
)
def test_killed_import_leaves_the_old_release_served_whole(
    store_url: str, release_folder: Path, tmp_path: Path, point: str
) -> None:
    old = import_release(release_folder)
    publish(store_url, old)
    reader = Store.open(store_url)
    before = count_cells(reader)
    newer = newer_release(tmp_path / "newer")
    command = [sys.executable, "-c", KILLED_IMPORT, store_url, str(tmp_path / "newer"), point]
    killed = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    assert reader.latest() == old.identifier
    assert [record.identifier for record in reader.releases()] == [old.identifier]
    assert count_cells(reader) == before
    late = Store.open(store_url)
    assert (late.latest(), count_cells(late)) == (old.identifier, before)
    late.close()
    publish(store_url, newer)
    assert reader.latest() == newer.identifier
    reader.close()


def test_readers_see_the_old_release_until_the_new_one_is_whole(
    store_url: str, release_folder: Path, tmp_path: Path
) -> None:
    old, new = import_release(release_folder), newer_release(tmp_path / "newer")
    publish(store_url, old)
    reader = Store.open(store_url)
    before = count_cells(reader)
    seen: list[tuple[str, int]] = []

    class Watched(BrokenRelease):
        def __init__(self) -> None:
            super().__init__(new, RuntimeError())
            self.identifier = new.identifier

        def cells(self, table: str) -> Iterator[Cell]:
            for cell in new.cells(table):
                if not seen or len(seen) < 5:
                    seen.append((reader.latest(), count_cells(reader)))
                yield cell

    writer = Store.open(store_url, read_only=False)
    writer.publish(Watched())
    writer.close()
    assert set(seen) == {(old.identifier, before)}
    assert (reader.latest(), count_cells(reader)) == (new.identifier, 2 * before)
    reader.close()


def test_one_transaction_is_of_one_moment(
    store_url: str, release_folder: Path, tmp_path: Path
) -> None:
    publish(store_url, import_release(release_folder))
    reader = Store.open(store_url)
    with reader.connect() as connection:
        first = changes.read_standing(connection, changes.utc_now()).current
        publish(store_url, newer_release(tmp_path / "newer"))
        assert changes.read_standing(connection, changes.utc_now()).current == first
    assert reader.latest() != first
    reader.close()


def test_a_pinned_store_reads_one_release_whatever_is_published(
    store_url: str, release_folder: Path, tmp_path: Path
) -> None:
    publish(store_url, import_release(release_folder))
    with closing(Store.open(store_url)) as reader:
        first = reader.latest()
        pinned = reader.pinned(first)
        publish(store_url, newer_release(tmp_path / "newer"))
        assert reader.latest() != first
        assert pinned.latest() == first
        assert pinned.catalogue() is reader.catalogue(first)


def test_a_store_that_may_wait_is_looked_for_again(store_url: str, release_folder: Path) -> None:
    with closing(Store.open(store_url, wait=True)) as reader:
        with pytest.raises(NoStoreYet):
            reader.latest()
        publish(store_url, import_release(release_folder))
        assert reader.catalogue(reader.latest()).tables


def test_two_publishers_at_once_both_end_whole(
    store_url: str, release_folder: Path, tmp_path: Path
) -> None:
    releases = [import_release(release_folder), newer_release(tmp_path / "newer")]
    Store.open(store_url, read_only=False).close()
    threads = [threading.Thread(target=publish, args=(store_url, r)) for r in releases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = Store.open(store_url)
    records = store.releases()
    assert {r.identifier for r in records} == {r.identifier for r in releases}
    assert [r.current for r in records].count(True) == 1
    store.close()


def test_error_of_the_database_never_tells_a_value(store_url: str, release_folder: Path) -> None:
    release = import_release(release_folder)

    class Impossible(BrokenRelease):
        def cells(self, table: str) -> Iterator[Cell]:
            for cell in release.cells(table):
                yield replace(cell, value=987654e10, marker=None)

    store = Store.open(store_url, read_only=False)
    with pytest.raises(StoreError) as caught:
        store.publish(Impossible(release, RuntimeError()))
    store.close()
    assert "987654" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_count_below_zero_is_refused_without_its_value(
    store_url: str, release_folder: Path
) -> None:
    release = import_release(release_folder)

    class Negative(BrokenRelease):
        def cells(self, table: str) -> Iterator[Cell]:
            for cell in release.cells(table):
                yield replace(cell, value=-987654.0, marker=None)

    store = Store.open(store_url, read_only=False)
    with pytest.raises(StoreError, match="count below 0") as caught:
        store.publish(Negative(release, RuntimeError()))
    assert "987654" not in str(caught.value)
    assert store.releases() == ()
    store.close()


def test_memory_does_not_grow_with_the_release(tmp_path: Path) -> None:
    peaks = []
    for areas in (2, 14):
        rows = write_long_release(tmp_path / str(areas), areas)
        url = f"sqlite:///{tmp_path}/{areas}.sqlite"
        peaks.append(measure("publish", tmp_path / str(areas), url)[1])
    assert rows > 90_000
    assert peaks[1] - peaks[0] < 8  # MB; held in memory, 80,000 more rows are 20 or more


def test_combination_keys_of_different_groups_differ() -> None:
    one = (("route", "a;b=c"), ("sex", "d"))
    other = (("route", "a"), ("b", "c;sex=d"))
    assert schema.combination_key(one) != schema.combination_key(other)
    assert schema.combination_key((("route", "Police"),)) == "route=Police"
    assert schema.combination_key(()) == ""


def test_every_marker_fits_the_database() -> None:
    column = schema.cell.c.marker.type
    assert isinstance(column, String)
    assert column.length == max(len(marker.value) for marker in Marker)


# A process of its own, for what would go wrong is a crash.
MANY_AT_ONCE = """
import sys, threading
from dashboard.data.store.releases import Store
sys.setswitchinterval(1e-6)
store = Store.open(sys.argv[1])
IDENTIFIER = store.latest()
together = threading.Barrier(8)
found = []
def read():
    together.wait()
    found.append(store.catalogue(IDENTIFIER).name)
threads = [threading.Thread(target=read) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert len(found) == 8
"""


@pytest.mark.parametrize("attempt", range(4))
def test_many_threads_may_read_the_first_catalogue_at_once(
    attempt: int, illustrative_url: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", MANY_AT_ONCE, illustrative_url], cwd=PROJECT, check=False
    )
    assert ended.returncode == 0
