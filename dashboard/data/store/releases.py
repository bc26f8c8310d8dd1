"""Releases kept in a database, whole, and found there again.

SQLite by default, PostgreSQL by address. Each change is one transaction, a release's import
included, so a reader sees the old release or the new one. Reading opens the database so that it
cannot write.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, Engine, select

from dashboard.data.release.model import Catalogue, Cell
from dashboard.data.store import changes, loading, reading, schema, upgrading
from dashboard.data.store.changes import NO_REASON, Reason
from dashboard.data.store.database_errors import plain_errors
from dashboard.data.store.engines import make_engine
from dashboard.data.store.history import Change, ReleaseRecord, Standing
from dashboard.data.store.loading import Release
from dashboard.exceptions import StoreError, UnknownRelease

# Spreadsheets of more are for a database: writing one would take a worker half a minute.
MOST_CELLS_OF_A_WORKBOOK = 20_000

# Made once, before there are threads, and used by one at a time: several threads that read the
# first catalogue of a process at the same time have crashed it inside msgspec.
_CATALOGUES = msgspec.json.Decoder(Catalogue)


class Whole(NamedTuple):
    """The forms in which a release can be had whole: as a zip, as one workbook."""

    archive: bool
    workbook: bool


class _Catalogues:
    """The catalogues read so far, by the identifiers of their releases, which never change."""

    def __init__(self) -> None:
        self._read: dict[str, Catalogue] = {}
        self._lock = threading.Lock()

    def get(self, identifier: str) -> Catalogue | None:
        with self._lock:
            return self._read.get(identifier)

    def decode(self, identifier: str, text: str) -> Catalogue:
        with self._lock:
            if identifier not in self._read:
                self._read[identifier] = _CATALOGUES.decode(text)
            return self._read[identifier]


class Store:
    """Releases in a database. Open it with `Store.open`; one instance serves many threads."""

    permanent = False  # whether a reader named the release, and did not ask for the current one

    def __init__(
        self,
        url: str,
        engine: Engine,
        *,
        read_only: bool,
        catalogues: _Catalogues | None = None,
        rehearsal: bool = False,
    ) -> None:
        self.url = url
        self._rehearsal = rehearsal
        self.read_only = read_only
        self._engine = engine
        self._checked = False
        self._catalogues = catalogues or _Catalogues()

    @classmethod
    def open(
        cls, url: str, *, read_only: bool = True, wait: bool = False, rehearsal: bool = False
    ) -> Store:
        """Open the store at a database address; when writing, make it if it is not there.

        With `wait` it need not be there yet: it is looked for whenever something is asked of it, so
        that a dashboard can be started before its first release is published, or its database.
        In a rehearsal every change is made, and taken back before anyone sees it.
        """
        engine = make_engine(url, read_only=read_only)
        store = cls(url, engine, read_only=read_only, rehearsal=rehearsal)
        if wait:
            return store
        try:
            with plain_errors():
                if not read_only:
                    upgrading.create_tables(engine)
                store._check()
        except StoreError:
            engine.dispose()
            raise
        return store

    def pinned(
        self,
        identifier: str,
        standing: Standing | None = None,
        *,
        permanent: bool = False,
        may_ask: Callable[[], bool] = lambda: True,
    ) -> PinnedStore:
        """Return this store as it reads one release, even if another is published meanwhile.

        While `may_ask` says no, nothing is asked of its database.
        """
        known = self.standing() if standing is None else standing
        return PinnedStore(self, identifier, known, permanent=permanent, may_ask=may_ask)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextlib.contextmanager
    def connect(self) -> Iterator[Connection]:
        """Yield a connection inside one transaction: everything read through it is of one moment."""
        with plain_errors():
            self._check()
            with self._engine.begin() as connection:
                yield connection

    def standing(self, at: dt.datetime | None = None) -> Standing:
        """Return what is true of releases and quotes at a moment (UTC), or now."""
        with self.connect() as connection:
            return changes.read_standing(connection, at or changes.utc_now())

    def latest(self) -> str:
        """Return the identifier of the release that is current now."""
        return self.standing().require_current()

    @property
    def is_current(self) -> bool:
        """Return True if the release that it serves is the current one, which a pinned one may not be."""
        return self.standing().current == self.latest()

    def releases(self) -> tuple[ReleaseRecord, ...]:
        """List every release, the last loaded first."""
        return self.standing().records

    def history(self) -> tuple[Change, ...]:
        """List every change ever made, the first made first."""
        with self.connect() as connection:
            return changes.read_history(connection)

    def catalogue(self, identifier: str | None = None) -> Catalogue:
        """Return what a release says once; of the release being served when none is named."""
        name = self.latest() if identifier is None else identifier
        known = self._catalogues.get(name)
        if known is not None:
            return known
        query = select(schema.release.c.catalogue).where(schema.release.c.identifier == name)
        with self.connect() as connection:
            text = connection.execute(query).scalar_one_or_none()
        if text is None:
            raise UnknownRelease(f"The store holds no release named {name!r}.")
        return self._catalogues.decode(name, text)

    def cells(self, identifier: str, table: str) -> Iterator[Cell]:
        """Stream the cells of one table of a release, in no order that means anything."""
        with self.connect() as connection:
            yield from reading.stream_cells(connection, identifier, table)

    def archive(self, identifier: str) -> bytes:
        """Return a release as a zip of the files it was read from, without what is withheld.

        Empty where it cannot be had whole: it would be too large, or was stored by an earlier
        program. Quotes that were withdrawn since are still in it.
        """
        with self.connect() as connection:
            return reading.read_archive(connection, identifier)

    def whole(self, identifier: str) -> Whole:
        """Return in which forms a release can be had whole."""
        with self.connect() as connection:
            is_kept, cells = reading.read_size(connection, identifier)
        return Whole(is_kept, cells <= MOST_CELLS_OF_A_WORKBOOK)

    def publish(
        self,
        release: Release,
        alongside: Collection[str] | None = None,
        *,
        at: dt.datetime | None = None,
        reason: Reason = NO_REASON,
    ) -> str:
        """Load a release whole and make it current, now or from a moment (UTC) on.

        A release that is already there is not loaded again. With `alongside`, the store must hold
        those releases and no others: the ones that it was audited with. Returns its identifier.
        """
        with self._change() as connection:
            if alongside is not None and _identifiers(connection) != set(alongside):
                raise StoreError(
                    "Another release was published while this one was audited; publish it again."
                )
            if not _holds(connection, release.identifier):
                loading.load_release(connection, release)
            elif not reading.read_size(connection, release.identifier)[0]:
                loading.keep_archive(
                    connection, _release_id(connection, release.identifier), release
                )
            changes.publish(connection, release.identifier, at, reason)
        return release.identifier

    def withdraw(self, identifier: str, reason: Reason) -> Standing:
        """Withdraw a release: its figures are shown nowhere, and the reason instead of them.

        Returns what is true afterwards, as the other changes do.
        """
        with self._change() as connection:
            changes.withdraw(connection, identifier, reason)
            return changes.read_standing(connection, changes.utc_now())

    def restore(self, identifier: str, reason: Reason = NO_REASON) -> Standing:
        """End the withdrawal of a release."""
        with self._change() as connection:
            changes.restore(connection, identifier, reason)
            return changes.read_standing(connection, changes.utc_now())

    def withdraw_quote(
        self, identifier: str, quote: str, words: Collection[str], reason: Reason = NO_REASON
    ) -> None:
        """Withdraw a quote from the releases with this one's name, and its words from all."""
        with self._change() as connection:
            changes.withdraw_quote(connection, identifier, quote, words, reason)

    def undo(self, reason: Reason = NO_REASON) -> tuple[Change, Standing]:
        """Undo the last change that stands, and return it."""
        with self._change() as connection:
            undone = changes.undo(connection, reason)
            return undone, changes.read_standing(connection, changes.utc_now())

    @contextlib.contextmanager
    def _change(self) -> Iterator[Connection]:
        if self.read_only:
            raise StoreError("The store was opened for reading only.")
        with self.connect() as connection:
            loading.take_turns(connection)
            yield connection
            if self._rehearsal:
                connection.rollback()

    def _check(self) -> None:
        """Look, once, whether the database holds our tables."""
        if not self._checked:
            upgrading.require_our_tables(self._engine)
            self._checked = True


class PinnedStore(Store):
    """A store as one request reads it: one release, and what was true when it was asked.

    Its catalogue lacks the quotes that were withdrawn. `permanent` says that the reader named the
    release, and did not ask for whichever is current.
    """

    def __init__(
        self,
        store: Store,
        identifier: str,
        standing: Standing,
        *,
        permanent: bool,
        may_ask: Callable[[], bool],
    ) -> None:
        super().__init__(
            store.url,
            store._engine,  # noqa: SLF001  # the same store, read otherwise
            read_only=store.read_only,
            catalogues=store._catalogues,  # noqa: SLF001  # the same
        )
        self._identifier = identifier
        self._may_ask = may_ask
        self._standing = standing
        self._catalogue: Catalogue | None = None
        self.permanent = permanent
        place = "permanent" if permanent else "current"
        record = standing.record(identifier)
        coming = record.scheduled_for if record and not record.is_public else ""
        self.edition = f"{identifier} {place} {standing.digest()} {coming}"

    @contextlib.contextmanager
    def connect(self) -> Iterator[Connection]:
        if not self._may_ask():
            raise StoreError("The database does not answer.")
        with super().connect() as connection:
            yield connection

    def standing(self, at: dt.datetime | None = None) -> Standing:
        return self._standing if at is None else super().standing(at)

    def latest(self) -> str:
        return self._identifier

    def catalogue(self, identifier: str | None = None) -> Catalogue:
        if identifier is not None and identifier != self._identifier:
            return self._standing.without_withdrawn_quotes(super().catalogue(identifier))
        if self._catalogue is None:
            whole = super().catalogue(self._identifier)
            self._catalogue = self._standing.without_withdrawn_quotes(whole)
        return self._catalogue


def _identifiers(connection: Connection) -> set[str]:
    return set(connection.execute(select(schema.release.c.identifier)).scalars())


def _release_id(connection: Connection, identifier: str) -> int:
    query = select(schema.release.c.id).where(schema.release.c.identifier == identifier)
    return int(connection.execute(query).scalar_one())


def _holds(connection: Connection, identifier: str) -> bool:
    query = select(schema.release.c.id).where(schema.release.c.identifier == identifier)
    return connection.execute(query).first() is not None
