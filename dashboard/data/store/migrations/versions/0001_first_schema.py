"""Releases, their cells, and which of them is current."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# As they were then: a migration does not change with the program.
_MARKERS = "'b', 'c', 'e', 'f', 'low', 'k', 'p', 'r', 'u', 'w', 'x', 'z'"
_LARGEST_VALUE = "1000000000000000"


def upgrade() -> None:
    """Make every table of a store, those that are referred to first."""
    op.create_table(
        "schema_version",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("identifier", sa.String(12), nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("illustrative", sa.Boolean, nullable=False),
        sa.Column("loaded_at", sa.DateTime, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("catalogue", sa.Text, nullable=False),
    )
    op.create_index(
        "one_current_release",
        "release",
        ["current"],
        unique=True,
        sqlite_where=sa.text("current = 1"),
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "area",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("release_id", sa.Integer, sa.ForeignKey("release.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("slug", sa.String, nullable=False),
        sa.UniqueConstraint("release_id", "slug"),
    )
    op.create_table(
        "period",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("release_id", sa.Integer, sa.ForeignKey("release.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.UniqueConstraint("release_id", "key"),
    )
    op.create_table(
        "statistical_table",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("release_id", sa.Integer, sa.ForeignKey("release.id"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.UniqueConstraint("release_id", "name"),
    )
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("table_id", sa.Integer, sa.ForeignKey("statistical_table.id"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.UniqueConstraint("table_id", "name"),
    )
    op.create_table(
        "combination",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("table_id", sa.Integer, sa.ForeignKey("statistical_table.id"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.UniqueConstraint("table_id", "key"),
    )
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
        sa.CheckConstraint(f"value >= 0 AND value <= {_LARGEST_VALUE}", name="possible_value"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take every table away, and all that is in them."""
    for table in ("cell", "combination", "indicator", "statistical_table", "period", "area"):
        op.drop_table(table)
    op.drop_table("release")
    op.drop_table("schema_version")
