"""How is a release kept in a database, whole, and found there again?

SQLite by default, PostgreSQL by address. Writing is one transaction for everything, the switch
of the current release included, so a reader sees the old release or the new one. Reading opens
the database so that it cannot write. SQLite keeps a write-ahead log: without one, a long
import would lock readers out.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import msgspec
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    inspect,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError

from dashboard.data.release.model import Catalogue, Cell, Release
from dashboard.data.store import loading, reading, schema
from dashboard.data.store.database_errors import plain_errors
from dashboard.exceptions import NoStoreYet, StoreError, UnknownRelease

LOCK_WAIT_SECONDS = 30
# Made once, before there are threads, and used by one at a time: several threads that read the
# first catalogue of a process at the same time have crashed it inside msgspec.
_CATALOGUES = msgspec.json.Decoder(Catalogue)


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """One line of the list of releases. `loaded_at` is UTC."""

    identifier: str
    name: str
    version: str
    title: str
    published: dt.date
    illustrative: bool
    loaded_at: dt.datetime
    current: bool


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

    def __init__(
        self,
        url: str,
        engine: Engine,
        *,
        read_only: bool,
        pinned: str = "",
        catalogues: _Catalogues | None = None,
    ) -> None:
        self.url = url
        self.read_only = read_only
        self._engine = engine
        self._checked = False
        self._pinned = pinned
        self._catalogues = catalogues or _Catalogues()

    @classmethod
    def open(cls, url: str, *, read_only: bool = True, wait: bool = False) -> Store:
        """Open the store at a database address; when writing, make it if it is not there.

        With `wait` it need not be there yet: it is looked for whenever something is asked of it, so
        that a dashboard can be started before its first release is published, or its database.
        """
        address = _address(url)
        if address.get_backend_name() == "sqlite":
            engine = _sqlite_engine(address, read_only=read_only)
        else:
            engine = _postgresql_engine(address, read_only=read_only)
        store = cls(url, engine, read_only=read_only)
        if wait:
            return store
        try:
            with plain_errors():
                if not read_only:
                    _create_tables(engine)
                store._check()
        except StoreError:
            engine.dispose()
            raise
        return store

    def pinned(self, identifier: str) -> Store:
        """Return this store with a latest release that stays the same when another is published."""
        return Store(
            self.url,
            self._engine,
            read_only=self.read_only,
            pinned=identifier,
            catalogues=self._catalogues,
        )

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextlib.contextmanager
    def connect(self) -> Iterator[Connection]:
        """Give a connection inside one transaction: everything read through it is of one moment."""
        with plain_errors():
            self._check()
            with self._engine.begin() as connection:
                yield connection

    def latest(self) -> str:
        """Give the identifier of the release that is being served, or that this is pinned to."""
        if self._pinned:
            return self._pinned
        query = select(schema.release.c.identifier).where(schema.release.c.current)
        with self.connect() as connection:
            identifier = connection.execute(query).scalar_one_or_none()
        if identifier is None:
            raise UnknownRelease("The store holds no release yet: publish one first.")
        return str(identifier)

    def releases(self) -> tuple[ReleaseRecord, ...]:
        """List the releases, the last loaded first."""
        columns = [schema.release.c[name] for name in ReleaseRecord.__dataclass_fields__]
        query = select(*columns).order_by(
            schema.release.c.loaded_at.desc(), schema.release.c.id.desc()
        )
        with self.connect() as connection:
            return tuple(ReleaseRecord(*row) for row in connection.execute(query))

    def catalogue(self, identifier: str | None = None) -> Catalogue:
        """Give what a release says once; of the release being served when none is named."""
        wanted = self.latest() if identifier is None else identifier
        known = self._catalogues.get(wanted)
        if known is not None:
            return known
        query = select(schema.release.c.catalogue).where(schema.release.c.identifier == wanted)
        with self.connect() as connection:
            text = connection.execute(query).scalar_one_or_none()
        if text is None:
            raise UnknownRelease(f"The store holds no release named {wanted!r}.")
        return self._catalogues.decode(wanted, text)

    def cells(self, identifier: str, table: str) -> Iterator[Cell]:
        """Stream the cells of one table of a release, in no order that means anything."""
        with self.connect() as connection:
            yield from reading.stream_cells(connection, identifier, table)

    def publish(self, release: Release, alongside: Collection[str] | None = None) -> str:
        """Load a release whole and serve it from then on; return its identifier.

        A release that is already there is not loaded again, only made current. With `alongside`,
        the store must hold those releases and no others: the ones that it was audited with.
        """
        if self.read_only:
            raise StoreError("The store was opened for reading only.")
        with self.connect() as connection:
            loading.take_turns(connection)
            if alongside is not None and _identifiers(connection) != set(alongside):
                raise StoreError(
                    "Another release was published while this one was audited; publish it again."
                )
            if not _holds(connection, release.identifier):
                loading.load_release(connection, release)
            _make_current(connection, release.identifier)
        return release.identifier

    def _check(self) -> None:
        """Look, once, whether the database holds our tables."""
        if not self._checked:
            _require_our_tables(self._engine)
            self._checked = True


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreError("The database address cannot be read.") from None
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError("The store can be kept in SQLite or PostgreSQL only.")
    return address


def _sqlite_engine(address: URL, *, read_only: bool) -> Engine:
    if not address.database or address.database == ":memory:":
        raise StoreError("A SQLite store needs a file.")
    path = Path(address.database).absolute()
    if not read_only:
        path.parent.mkdir(parents=True, exist_ok=True)
    mode = "ro" if read_only else "rwc"
    engine = create_engine(
        address.set(database=f"file:{quote(str(path))}", query={"mode": mode, "uri": "true"}),
        connect_args={"timeout": LOCK_WAIT_SECONDS},
        hide_parameters=True,
    )

    @event.listens_for(engine, "do_connect")
    def require_file(*_: object) -> None:
        if read_only and not path.exists():
            raise NoStoreYet(f"There is no store at {path.name} yet: publish a release first.")

    @event.listens_for(engine, "connect")
    def prepare(connection, _record) -> None:  # type: ignore[no-untyped-def]  # a driver's object
        # The driver must not begin transactions by itself: `begin` below does, at the right time.
        connection.isolation_level = None
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA cache_size = -65536")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _postgresql_engine(address: URL, *, read_only: bool) -> Engine:
    options = "-c default_transaction_read_only=on" if read_only else ""
    return create_engine(
        address,
        connect_args={"options": options} if options else {},
        isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
        pool_pre_ping=True,
        hide_parameters=True,
    )


def _create_tables(engine: Engine) -> None:
    with engine.begin() as connection:
        loading.take_turns(connection)
        if inspect(connection).has_table(schema.schema_version.name):
            return
        schema.METADATA.create_all(connection)
        connection.execute(schema.schema_version.insert(), {"version": schema.SCHEMA_VERSION})


def _require_our_tables(engine: Engine) -> None:
    with engine.begin() as connection:
        if not inspect(connection).has_table(schema.schema_version.name):
            raise NoStoreYet("The database does not hold a store: publish a release first.")
        version = connection.execute(select(schema.schema_version.c.version)).scalar_one_or_none()
    if version != schema.SCHEMA_VERSION:
        raise StoreError(
            f"The store was written by another version of this program: it has schema {version}, "
            f"and this program reads schema {schema.SCHEMA_VERSION}. "
            "Publish the releases again into a new store."
        )


def _identifiers(connection: Connection) -> set[str]:
    return set(connection.execute(select(schema.release.c.identifier)).scalars())


def _holds(connection: Connection, identifier: str) -> bool:
    query = select(schema.release.c.id).where(schema.release.c.identifier == identifier)
    return connection.execute(query).first() is not None


def _make_current(connection: Connection, identifier: str) -> None:
    current = schema.release.c.current
    named = schema.release.c.identifier == identifier
    connection.execute(update(schema.release).where(current & ~named).values(current=False))
    connection.execute(update(schema.release).where(named & ~current).values(current=True))
