"""The tables in which the database keeps releases, and what it refuses to hold.

A release is immutable: its rows are written once, in one transaction. What becomes of it is told by
the history, to which rows are only ever added: triggers refuse anything else. Surrogate keys are
small whole numbers because the table of cells is long; its primary key runs in the order pages ask
(indicator, combination, area, period), so one figure over time or one figure across places is one
stretch of the index.
"""

from __future__ import annotations

from urllib.parse import unquote

from sqlalchemy import (
    DDL,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

from dashboard.data.release.model import Marker
from dashboard.data.release.table_columns import LARGEST_VALUE

SCHEMA_VERSION = 4

METADATA = MetaData()

POSSIBLE_VALUE = f"value >= -{LARGEST_VALUE:.0f} AND value <= {LARGEST_VALUE:.0f}"
_MARKERS = ", ".join(f"'{marker.value}'" for marker in Marker)

schema_version = Table(
    "schema_version",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
)
alembic_version = Table(  # Alembic's, as it makes it: apart, for it is no table of ours
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

release = Table(
    "release",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("identifier", String(12), nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("version", String, nullable=False),
    Column("title", String, nullable=False),
    Column("published", Date, nullable=False),
    Column("illustrative", Boolean, nullable=False),
    Column("loaded_at", DateTime, nullable=False),
    Column("catalogue", Text, nullable=False),
)
archive = Table(  # a release as readers may take it whole: a zip
    "archive",
    METADATA,
    Column("release_id", ForeignKey("release.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
history = Table(
    "history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("action", String, nullable=False),
    Column("release_id", ForeignKey("release.id"), nullable=False),
    Column("quote", String, nullable=False),
    Column("words", Text, nullable=False),
    Column("takes_effect", DateTime),
    Column("recorded_at", DateTime, nullable=False),
    Column("who", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("undoes", ForeignKey("history.id"), unique=True),
)
_REFUSED = "the history is only ever added to"
for _change in ("UPDATE", "DELETE"):
    event.listen(
        history,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy gives it no types
            f"CREATE TRIGGER history_refuses_{_change.lower()} BEFORE {_change} ON history "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        ).execute_if(dialect="sqlite"),
    )
event.listen(
    history,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy gives it no types
        "CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$; "
        "CREATE TRIGGER history_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON history "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()"
    ).execute_if(dialect="postgresql"),
)

area = Table(
    "area",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("release_id", ForeignKey("release.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("slug", String, nullable=False),
    UniqueConstraint("release_id", "slug"),
)

period = Table(
    "period",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("release_id", ForeignKey("release.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("key", String, nullable=False),
    UniqueConstraint("release_id", "key"),
)

statistical_table = Table(
    "statistical_table",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("release_id", ForeignKey("release.id"), nullable=False),
    Column("name", String, nullable=False),
    UniqueConstraint("release_id", "name"),
)

indicator = Table(
    "indicator",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("table_id", ForeignKey("statistical_table.id"), nullable=False),
    Column("name", String, nullable=False),
    UniqueConstraint("table_id", "name"),
)

combination = Table(
    "combination",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("table_id", ForeignKey("statistical_table.id"), nullable=False),
    Column("key", Text, nullable=False),
    UniqueConstraint("table_id", "key"),
)

cell = Table(
    "cell",
    METADATA,
    Column("indicator_id", ForeignKey("indicator.id"), primary_key=True),
    Column("combination_id", ForeignKey("combination.id"), primary_key=True),
    Column("area_id", ForeignKey("area.id"), primary_key=True),
    Column("period_id", ForeignKey("period.id"), primary_key=True),
    Column("value", Double),
    Column("marker", String(3)),
    CheckConstraint("(value IS NULL) <> (marker IS NULL)", name="value_or_marker"),
    CheckConstraint(f"marker IN ({_MARKERS})", name="known_marker"),
    # A reported change may be negative. NaN and infinity are greater than every number to
    # PostgreSQL, so the upper bound stops them.
    CheckConstraint(POSSIBLE_VALUE, name="possible_value"),
    sqlite_with_rowid=False,
)


def revision(version: int) -> str:
    """Return Alembic's name of the revision that leads to a schema: `0003`."""
    return f"{version:04}"


def combination_key(groups: tuple[tuple[str, str], ...]) -> str:
    """Write the groups of a cell as one text: `route=Police;sex=Total`, blank without filters.

    The separators are escaped with `%`, so that two different combinations never share a key.
    """
    return ";".join(f"{_escape(name)}={_escape(group)}" for name, group in groups)


def combination_groups(key: str) -> tuple[tuple[str, str], ...]:
    """Read the groups that `combination_key` wrote."""
    pairs = (part.partition("=") for part in key.split(";") if part)
    return tuple((unquote(name), unquote(group)) for name, _, group in pairs)


def _escape(part: str) -> str:
    return part.replace("%", "%25").replace(";", "%3B").replace("=", "%3D")
