"""What does an analyst's policy file say: the rule, what to publish, and how records are counted?

A policy is JSON. All of it is optional: what it leaves out is as the release folder has it.
docs/preparing.md lists every word of it, from the descriptions here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from dashboard.data.release.model import CellReference, PeriodType
from dashboard.data.release.reading.catalogue import read_reference
from dashboard.exceptions import UnreadableRelease

GUIDE = "docs/preparing.md lists what a policy may say"
Text: TypeAlias = Annotated[str, Meta(min_length=1)]
Threshold: TypeAlias = Annotated[int, Meta(ge=3)]
Base: TypeAlias = Annotated[int, Meta(ge=1)]
Depth: TypeAlias = Literal["total", "bands", "groups"]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Words of a policy; a word that is not one of them is refused."""


class Limits(_Words, frozen=True):
    """Numbers between which an entry must lie."""

    above: Annotated[float | None, Meta(description="The entry is greater than this.")] = None
    below: Annotated[float | None, Meta(description="The entry is less than this.")] = None


class Source(_Words, frozen=True):
    """Where a count finds a group."""

    column: Annotated[str, Meta(description="The column of the records that holds it.")] = ""
    groups: Annotated[
        dict[str, str],
        Meta(description="What the column writes, and the name of the group that it means."),
    ] = {}
    group: Annotated[str, Meta(description="One group, instead of a column.")] = ""


class Days(_Words, frozen=True):
    """A length of time between two dates of a record."""

    since: Annotated[Text, Meta(description="The column with the first day.")]
    until: Annotated[Text, Meta(description="The column with the last day.")]


class Count(_Words, frozen=True):
    """How records are counted into one column of one table."""

    table: Annotated[Text, Meta(description="The table.")]
    date: Annotated[
        Text,
        Meta(
            description="The column with the day that decides the period; a record without that "
            "day is not counted here."
        ),
    ]
    column: Annotated[Text, Meta(description="The table's column; `children` if left out.")] = (
        "children"
    )
    filters: Annotated[
        dict[str, str | Source],
        Meta(
            description="For each filter of the table, the column of the records that holds the "
            'group, or `{"column": ..., "groups": {...}}`, or `{"group": ...}`.'
        ),
    ] = {}
    where: Annotated[
        dict[str, bool | list[str] | Limits],
        Meta(
            description="Only records in which a column is filled in (`true`), is blank (`false`), "
            'has one of the listed entries, or a number within `{"above": ..., "below": ...}`.'
        ),
    ] = {}
    mean: Annotated[
        str | Days | None,
        Meta(
            description="The column of numbers to average, or "
            '`{"since": COLUMN, "until": COLUMN}` for days; only for a reported figure.'
        ),
    ] = None


class Records(_Words, frozen=True):
    """How one file of records is read."""

    area: Annotated[
        Text, Meta(description="The column with the area: its slug, name or code, as in areas.csv.")
    ]
    counts: Annotated[list[Count], Meta(description="What is counted from it.", min_length=1)]


class Breadth(_Words, frozen=True):
    """How much of a table is published."""

    periods: Annotated[
        list[PeriodType],
        Meta(description="The kinds of period, of `quarter`, `year`, `period`, `to_date`."),
    ] = []
    groups: Annotated[
        dict[str, Depth],
        Meta(
            description="For a filter, how fine: `total` only, `bands` (all but the finest groups) "
            "or all `groups`."
        ),
    ] = {}


class Policy(_Words, frozen=True):
    """What a policy file says."""

    threshold: Annotated[
        Threshold | None, Meta(description="Counts from 1 to one below it are hidden.")
    ] = None
    rounding: Annotated[
        Base | None,
        Meta(description="An odd base to which counts are rounded; 1 is exact."),
    ] = None
    statement: Annotated[
        str, Meta(description="The rule in words, for readers; needed where either is changed.")
    ] = ""
    sensitive: Annotated[
        list[str] | None,
        Meta(description="The measures for which all or none of a group would tell too much."),
    ] = None
    keep: Annotated[
        list[str],
        Meta(description="Cells, as references, that stay visible unless small themselves."),
    ] = []
    leave_out: Annotated[list[str], Meta(description="Tables that are not published.")] = []
    tables: Annotated[
        dict[str, Breadth], Meta(description="How much of a table is published, by its name.")
    ] = {}
    most_hidden: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="The share of a table's cells that may be hidden before coarser forms "
            "are tried and offered; 0.4 if left out.",
        ),
    ] = 0.4
    records: Annotated[
        dict[str, Records], Meta(description="How records are counted, by the name of their file.")
    ] = {}

    def kept(self) -> tuple[CellReference, ...]:
        """Return the cells that must stay visible."""
        return tuple(read_reference(text) for text in self.keep)


WORDS: Mapping[str, type[msgspec.Struct]] = {
    "": Policy,
    "tables.TABLE": Breadth,
    "records.FILE": Records,
    "records.FILE.counts": Count,
    "records.FILE.counts.filters.FILTER": Source,
    "records.FILE.counts.where.COLUMN": Limits,
    "records.FILE.counts.mean": Days,
}


def read_policy(path: Path) -> Policy:
    """Read a policy; raise UnreadableRelease with what was expected, and where."""
    try:
        policy = msgspec.json.decode(path.read_bytes(), type=Policy)
        policy.kept()
    except OSError as error:
        raise UnreadableRelease(f"{path.name}: cannot be read ({error.strerror}).") from None
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise UnreadableRelease(f"{path.name}: {error} ({GUIDE}).") from None
    return policy
