"""How a database is opened: for reading so that it cannot write, for writing so that it is safe.

SQLite keeps a write-ahead log: without one, a long import would lock readers out.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from dashboard.exceptions import NoStoreYet, StoreError

LOCK_WAIT_SECONDS = 30
CONNECT_SECONDS = 3  # for a reader's connection to PostgreSQL: a request waits for it
ANSWER_SECONDS = 20  # for one question of a reader's


def make_engine(url: str, *, read_only: bool) -> Engine:
    """Make the engine of a database address. Raises StoreError for one that is neither of ours."""
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite_engine(address, read_only=read_only)
    return _postgresql_engine(address, read_only=read_only)


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
    options = f"-c default_transaction_read_only=on -c statement_timeout={ANSWER_SECONDS}s"
    readers = {
        "options": options,
        "connect_timeout": CONNECT_SECONDS,
        "tcp_user_timeout": 1000 * CONNECT_SECONDS,  # of a network that is gone; else 15 minutes
    }
    return create_engine(
        address,
        connect_args=readers if read_only else {},
        isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
        pool_pre_ping=True,
        hide_parameters=True,
    )
