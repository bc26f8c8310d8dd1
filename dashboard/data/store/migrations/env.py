"""Alembic's environment: runs migrations through the connection that it is given.

The `alembic` command gives none: it gets the store of DATABASE_URL, in one transaction as well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection, inspect

from dashboard.data.store import migrating, schema


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=schema.METADATA,
        render_as_batch=True,
        on_version_apply=_keep_number,
    )
    with context.begin_transaction():
        context.run_migrations()
    migrating.require_whole_rows(connection)


def _keep_number(
    ctx: MigrationContext,
    step: MigrationInfo,
    heads: Collection[Any],
    run_args: Mapping[str, Any],
) -> None:
    """Keep the number that web processes and earlier programs read in step with the revision."""
    del step, run_args  # Alembic passes them by name
    connection = ctx.connection
    if heads and connection and inspect(connection).has_table(schema.schema_version.name):
        connection.execute(schema.schema_version.delete())
        connection.execute(schema.schema_version.insert(), {"version": int(max(heads))})


_given = context.config.attributes.get("connection")
if _given is not None:
    _run(_given)
else:
    with migrating.transaction() as _connection:
        _run(_connection)
