"""How a store is brought to another schema by Alembic, forward or back, on filled tables.

All steps of a run are one transaction, in turn with what is being published. The web process
never loads this.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event

from dashboard.data.store import loading, upgrading
from dashboard.data.store.database_errors import plain_errors
from dashboard.data.store.engines import make_engine
from dashboard.data.store.schema import SCHEMA_VERSION, revision
from dashboard.exceptions import StoreError
from dashboard.settings import read_settings

MIGRATIONS = "dashboard.data.store:migrations"


def upgrade_store(url: str, *, dry_run: bool = False) -> int:
    """Bring a store forward to this program's schema; return which it had."""

    def forward(config: Config, _before: int) -> None:
        command.upgrade(config, revision(SCHEMA_VERSION))

    return _migrate(url, forward, dry_run=dry_run)


def downgrade_store(url: str, target: int, *, dry_run: bool = False) -> int:
    """Take a store back to an earlier schema; return which it had.

    Raises StoreError where a program of that schema would show what was withdrawn or is scheduled.
    """

    def back(config: Config, before: int) -> None:
        if before < target:
            raise StoreError(f"The store has schema {before}: `upgrade` brings it forward.")
        command.downgrade(config, revision(target))

    return _migrate(url, back, dry_run=dry_run)


def refuse_to_go_back(schema: int, why: str) -> NoReturn:
    """Raise StoreError from a step back: `why` goes on from the program of that schema."""
    raise StoreError(f"The store cannot go back to schema {schema}, whose program {why}")


def _migrate(url: str, move: Callable[[Config, int], None], *, dry_run: bool) -> int:
    with plain_errors():
        _require_store(url)
        with transaction(url) as connection:
            before = upgrading.version_in(connection)
            if before not in range(1, SCHEMA_VERSION + 1):
                raise StoreError(upgrading.of_another_program(before))
            move(alembic_config(connection), before)
            if dry_run:
                connection.rollback()
    return before


def _require_store(url: str) -> None:
    """Look before writing, for that would make a file."""
    engine = make_engine(url, read_only=True)
    try:
        upgrading.version_of(engine)
    finally:
        engine.dispose()


def alembic_config(connection: Connection) -> Config:
    """Make what Alembic's commands take, to run on a connection inside the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.attributes["connection"] = connection
    return config


@contextlib.contextmanager
def transaction(url: str = "") -> Iterator[Connection]:
    """Yield a connection for migrations, once it is their turn, whose revision Alembic knows.

    Where no address is given it is of the store of DATABASE_URL.
    """
    engine = make_engine(url or read_settings().database_url, read_only=False)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _let_tables_be_copied)
    try:
        with engine.begin() as connection:
            loading.take_turns(connection)
            upgrading.take_over(connection)
            yield connection
    finally:
        engine.dispose()


def _let_tables_be_copied(connection: Any, _record: object) -> None:
    """SQLite changes a column by copying its table, and would take the old one's rows for missed.

    It can be told so only outside a transaction; `require_whole_rows` looks at the end.
    """
    connection.execute("PRAGMA foreign_keys = OFF")


def require_whole_rows(connection: Connection) -> None:
    """Raise StoreError where rows refer to others that are not there, which SQLite did not look at."""
    if connection.dialect.name == "sqlite" and list(
        connection.exec_driver_sql("PRAGMA foreign_key_check")
    ):
        raise StoreError("Rows of the store refer to others that are not there.")
