"""Whole releases as zips, for readers who take them whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make room: releases that are there have no zip until they are published again."""
    op.create_table(
        "archive",
        sa.Column("release_id", sa.Integer, sa.ForeignKey("release.id"), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Lose the zips. Publishing a release again makes its zip again."""
    op.drop_table("archive")
