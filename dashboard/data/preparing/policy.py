"""An analyst's policy file: the rule, what to publish, and how records are counted.

A policy is JSON. All of it is optional: what it leaves out is as the release folder has it.
docs/preparing.md lists every word of it, from the descriptions here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from dashboard.data.release.model import CellReference
from dashboard.data.release.references import read_reference
from dashboard.exceptions import UnreadableRelease

GUIDE = "docs/preparing.md lists what a policy may say"
Text: TypeAlias = Annotated[str, Meta(min_length=1)]
Threshold: TypeAlias = Annotated[int, Meta(ge=3)]
Base: TypeAlias = Annotated[int, Meta(ge=1)]
Depth: TypeAlias = Literal["total", "bands", "groups"]


class _Words(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename="camel",
):
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


class Span(_Words, frozen=True):
    """The days of a reporting period; without them it is of whole calendar years."""

    starts: Annotated[date | None, Meta(description="Its first day.")] = None
    ends: Annotated[date | None, Meta(description="Its last day.")] = None

    @property
    def days(self) -> tuple[date, date] | None:
        """Return the days, if it says both."""
        return None if self.starts is None or self.ends is None else (self.starts, self.ends)


class Part(_Words, frozen=True):
    """How much of a table, or of every table, is published at a level."""

    periods: Annotated[
        list[str],
        Meta(
            description="Kinds of period, of `quarter`, `year`, `period`, `to_date`, or single "
            "ones: `2024`, or a reporting period, `202022`."
        ),
    ] = []
    groups: Annotated[
        dict[str, Depth | list[str]],
        Meta(
            description="For a filter, how fine: `total` only, `bands` (all but the finest groups) "
            "or all `groups`; or a list of groups by name."
        ),
    ] = {}
    periods_of: Annotated[
        dict[str, dict[str, list[str]]],
        Meta(
            description="For a filter and a group of it by name, the periods that it has, where it "
            "has fewer."
        ),
    ] = {}


class Breadth(Part, frozen=True):
    """How much of a table is published."""

    levels: Annotated[
        dict[str, Part],
        Meta(
            description="For a level of area, how much of this table it has, instead of what is "
            "said of the table and of the level."
        ),
    ] = {}


class OwnLevel(Part, frozen=True):
    """How much a level of area has in every table, and the rule for its small counts."""

    threshold: Annotated[
        Threshold | None, Meta(description="A separate threshold for this level.")
    ] = None
    rounding: Annotated[
        Base | None,
        Meta(description="A separate base, to which this level's counts are rounded."),
    ] = None


class Need(_Words, frozen=True):
    """The trends that readers need of a level of area."""

    measures: Annotated[
        list[str], Meta(description="Keys of shares in measures.csv.", min_length=1)
    ]
    points: Annotated[
        int, Meta(ge=2, description="Points that a line has at the least; 3 if left out.")
    ] = 3


class Policy(_Words, frozen=True):
    """What a policy file says."""

    threshold: Annotated[
        Threshold | None, Meta(description="Counts from 1 to one below it are hidden.")
    ] = None
    rounding: Annotated[
        Base | None,
        Meta(
            description="A base to which counts are rounded; 1 is exact. A count halfway between "
            "two goes up."
        ),
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
    periods: Annotated[
        dict[str, Span],
        Meta(
            description="Reporting periods to count, by their `time_period`, with their days if they "
            "are not of whole calendar years."
        ),
    ] = {}
    levels: Annotated[
        dict[str, OwnLevel],
        Meta(description="How much is published at a level of area, such as `Local authority`."),
    ] = {}
    tables: Annotated[
        dict[str, Breadth], Meta(description="How much of a table is published, by its name.")
    ] = {}
    needs: Annotated[
        dict[str, Need],
        Meta(
            description="For a level of area, the trends that readers need: `prepare --choose` "
            "chooses `periods`, `levels` and `tables` for them."
        ),
    ] = {}
    least_visible: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="The share of headline points that each level shows at the least: with fewer "
            "nothing is written; 0 if left out.",
        ),
    ] = 0.0
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
    "periods.PERIOD": Span,
    "levels.LEVEL": OwnLevel,
    "needs.LEVEL": Need,
    "tables.TABLE": Breadth,
    "tables.TABLE.levels.LEVEL": Part,
    "records.FILE": Records,
    "records.FILE.counts": Count,
    "records.FILE.counts.filters.FILTER": Source,
    "records.FILE.counts.where.COLUMN": Limits,
    "records.FILE.counts.mean": Days,
}


def policy_text(policy: Policy) -> bytes:
    """Return a policy as its file has it."""
    return msgspec.json.format(msgspec.json.encode(policy), indent=2) + b"\n"


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
