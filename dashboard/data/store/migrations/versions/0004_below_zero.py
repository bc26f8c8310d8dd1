"""Figures below zero: a reported change can be one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dashboard.data.store import migrating

revision = "0004"
down_revision = "0003"

# As they were then: see the first schema.
_MARKERS = "'b', 'c', 'e', 'f', 'low', 'k', 'p', 'r', 'u', 'w', 'x', 'z'"
_LARGEST_VALUE = "1000000000000000"
_FROM_ZERO = f"value >= 0 AND value <= {_LARGEST_VALUE}"
_EITHER_SIDE = f"value >= -{_LARGEST_VALUE} AND value <= {_LARGEST_VALUE}"


def upgrade() -> None:
    """Let a figure be below zero."""
    _allow(_EITHER_SIDE)


def downgrade() -> None:
    """Lose nothing, or refuse: a program of schema 3 holds no figure below zero."""
    below = sa.text(
        "SELECT DISTINCT release.identifier FROM cell JOIN area ON area.id = cell.area_id "
        "JOIN release ON release.id = area.release_id WHERE cell.value < 0 ORDER BY 1"
    )
    if identifiers := op.get_bind().execute(below).scalars().all():
        migrating.refuse_to_go_back(
            3,
            f"holds no figures below zero: there are some in the release {', '.join(identifiers)}. Let that "
            "program publish the others into a new store.",
        )
    _allow(_FROM_ZERO)


def _allow(values: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("possible_value", "cell", type_="check")
        op.create_check_constraint("possible_value", "cell", sa.text(values))
        return
    # SQLite changes no constraint of a table that is there.
    op.rename_table("cell", "cell_before")
    _make_cells(values)
    op.execute("INSERT INTO cell SELECT * FROM cell_before")
    op.drop_table("cell_before")


def _make_cells(values: str) -> None:
    op.create_table(
        "cell",
        sa.Column("indicator_id", sa.Integer, sa.ForeignKey("indicator.id"), primary_key=True),
        sa.Column("combination_id", sa.Integer, sa.ForeignKey("combination.id"), primary_key=True),
        sa.Column("area_id", sa.Integer, sa.ForeignKey("area.id"), primary_key=True),
        sa.Column("period_id", sa.Integer, sa.ForeignKey("period.id"), primary_key=True),
        sa.Column("value", sa.Double),
        sa.Column("marker", sa.String(3)),
        sa.CheckConstraint("(value IS NULL) <> (marker IS NULL)", name="value_or_marker"),
        sa.CheckConstraint(f"marker IN ({_MARKERS})", name="known_marker"),
        sa.CheckConstraint(values, name="possible_value"),
        sqlite_with_rowid=False,
    )
