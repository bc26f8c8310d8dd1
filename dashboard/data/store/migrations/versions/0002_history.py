"""A history of changes, in place of a flag that says which release is current."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

from dashboard.data.store import changes, migrating
from dashboard.data.store.history import Standing, State

revision = "0002"
down_revision = "0001"

_TAKEN_OVER = "Taken over from a store that kept no history."
_REFUSED = "the history is only ever added to"
_TRIGGERS = {
    "sqlite": tuple(
        f"CREATE TRIGGER history_refuses_{change.lower()} BEFORE {change} ON history "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        for change in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        (
            "CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
        ),
        (
            "CREATE TRIGGER history_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON history "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()"
        ),
    ),
}


def upgrade() -> None:
    """Write down what the flag said: every release was published, and one is current."""
    history = op.create_table(
        "history",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("release_id", sa.Integer, sa.ForeignKey("release.id"), nullable=False),
        sa.Column("quote", sa.String, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("takes_effect", sa.DateTime),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("history.id"), unique=True),
    )
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.bulk_insert(history, _publications())
    op.drop_index("one_current_release", "release")
    with op.batch_alter_table("release") as release:
        release.drop_column("current")


def _publications() -> list[dict[str, object]]:
    releases = sa.text("SELECT id FROM release ORDER BY current, loaded_at, id")
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    return [
        {
            "action": "publish",
            "release_id": release_id,
            "quote": "",
            "words": "",
            "recorded_at": now,
            "who": "",
            "why": _TAKEN_OVER,
        }
        for release_id in op.get_bind().execute(releases).scalars()
    ]


def downgrade() -> None:
    """Keep which release is current, and lose who did what, when and why.

    Which one it is follows from the history by the program's rules, so they are asked.
    """
    standing = changes.read_standing(op.get_bind(), changes.utc_now())
    _refuse_to_show_again(standing)
    op.drop_table("history")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change_of_history()")
    with op.batch_alter_table("release") as release:
        release.add_column(sa.Column("current", sa.Boolean))
    flag = sa.text("UPDATE release SET current = (identifier = :current)")
    op.get_bind().execute(flag, {"current": standing.current})
    with op.batch_alter_table("release") as release:
        release.alter_column("current", existing_type=sa.Boolean(), nullable=False)
    op.create_index(
        "one_current_release",
        "release",
        ["current"],
        unique=True,
        sqlite_where=sa.text("current = 1"),
        postgresql_where=sa.text("current"),
    )


def _refuse_to_show_again(standing: Standing) -> None:
    """Raise StoreError where a program of schema 1 would show what this one does not."""
    visible = (State.CURRENT, State.SUPERSEDED)
    unknown = [
        f"the release {record.identifier} ({State.SCHEDULED if record.scheduled_for else record.state})"
        for record in standing.records
        if record.state not in visible or record.scheduled_for
    ]
    if standing.quotes:
        unknown.append("quotes that were withdrawn")
    if unknown:
        migrating.refuse_to_go_back(
            1,
            f"knows no withdrawals and no times of publication: it would show {', '.join(unknown)}. "
            "Restore or publish first what readers may see; for anything else, let that program publish "
            "what they may see into a new store.",
        )
