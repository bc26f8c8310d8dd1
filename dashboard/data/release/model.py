"""A release, once it has been read.

A release is a `Catalogue` (everything that is said once: programme, places, periods,
breakdowns, measures, words) and statistical tables whose cells are far too many to hold.
The catalogue is one frozen value, held in memory; cells are read as a stream.
Nothing here reads a file or a database. What is looked up again and again hashes as its name:
to hash all that it says would take longer than most of what is looked up.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from dashboard.data.release.aims import Direction, Target
from dashboard.data.release.context import (
    Change,
    CheckedWords,
    ContextFigure,
    DataReturn,
    Event,
    LocalNote,
    NotSum,
    PageWords,
    Partner,
    Programme,
    Quote,
    Statement,
    Study,
)
from dashboard.data.release.scope import Scope

TOTAL = "Total"


class Marker(enum.StrEnum):
    """A sign that stands where a number cannot (Government Analysis Function and DfE)."""

    BREAK = "b"
    CONFIDENTIAL = "c"
    ESTIMATED = "e"
    FORECAST = "f"
    ROUNDS_TO_ZERO = "low"
    ROUNDS_TO_ZERO_DFE = "k"
    PROVISIONAL = "p"
    REVISED = "r"
    LOW_RELIABILITY = "u"
    NONE_RECORDED = "w"
    NOT_AVAILABLE = "x"
    NOT_APPLICABLE = "z"


class Level(enum.StrEnum):
    """The levels of place that the product knows by name. Any other text is allowed in data."""

    PROGRAMME = "Programme"
    NATIONAL = "National"
    REGIONAL = "Regional"
    LOCAL_AUTHORITY = "Local authority"


class PeriodType(enum.StrEnum):
    """How long a period is."""

    QUARTER = "quarter"
    YEAR = "year"
    PERIOD = "period"  # from one year to another, closed: printed once, when it is over
    TO_DATE = "to_date"


class BreakdownKind(enum.StrEnum):
    """How the groups of a breakdown relate.

    PARTS: the groups whose `part_of` is G sum to G. STAGES: each group is a subset of its
    `part_of`, with an unlisted remainder. SEPARATE: each group is a separate universe
    (follow-up points, different outcomes), and nothing sums.
    """

    PARTS = "parts"
    STAGES = "stages"
    SEPARATE = "separate"


class MeasureKind(enum.StrEnum):
    """How a measure's figure is had from cells."""

    COUNT = "count"
    SHARE = "share"
    REPORTED = "reported"


def _parted(text: str) -> Iterator[str]:
    """Yield what stands between semicolons."""
    yield from filter(None, (part.strip() for part in text.split(";")))


@dataclass(frozen=True, slots=True)
class Area:
    """A place. `slug` is its key everywhere; `part_of` is the slug of the place it sums into.

    `name` is what people read, which `told_apart` makes one area's alone.
    """

    slug: str
    name: str
    level: str
    code: str = ""
    old_code: str = ""
    region_code: str = ""
    region_name: str = ""
    part_of: str = ""
    opened: date | None = None
    opened_words: str = ""  # what is known of that day where it is not the day itself: in 2020
    shared_name: str = ""  # the name in the files, where areas of other levels have it too
    closed: date | None = None
    succeeded_by: str = ""  # slugs of the areas that took its place
    similar: str = ""  # slugs of areas that the release calls similar
    earlier_codes: str = ""  # rows under them are of this area as well
    latitude: float | None = None  # degrees north; a release has both or neither
    longitude: float | None = None  # degrees east

    def __hash__(self) -> int:
        return hash(self.slug)

    @property
    def codes(self) -> tuple[str, ...]:
        """Its code, and those that it had before."""
        return tuple(filter(None, (self.code, *_parted(self.earlier_codes))))

    @property
    def successors(self) -> tuple[str, ...]:
        return tuple(_parted(self.succeeded_by))

    @property
    def alike(self) -> tuple[str, ...]:
        return tuple(_parted(self.similar))

    def exists_in(self, period: Period) -> bool:
        """Return False of a period that ended before it opened, or began after it closed."""
        unborn = self.opened is not None and period.ends < self.opened
        return not unborn and (self.closed is None or period.starts <= self.closed)

    @property
    def name_in_files(self) -> str:
        return self.shared_name or self.name


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time, with a stable short name in addresses as its `key`.

    Keys are 2024, 2024-25, 2024q1, 2020-to-2022, to-date. `told`: the release itself says which
    days it has, where its name does not.
    """

    key: str
    time_period: str
    time_identifier: str
    type: PeriodType
    label: str
    starts: date
    ends: date
    note: str = ""
    told: bool = False

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a breakdown: an age, a route, an answer. `name` is what data files write."""

    name: str
    label: str
    part_of: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A way to divide a set of children; the name is the filter column in data files."""

    name: str
    label: str
    kind: BreakdownKind
    default: str
    groups: tuple[Group, ...]
    hint: str = ""

    def __hash__(self) -> int:
        return hash(self.name)

    def group(self, name: str) -> Group | None:
        return next((g for g in self.groups if g.name == name), None)


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator column of a table. `whole` columns count children; others are reported figures.

    `counts_no_people`: its maker says so of whole numbers whose unit does not tell.
    """

    name: str
    label: str
    whole: bool
    unit: str = ""
    decimals: int = 0
    counts_no_people: bool = False


@dataclass(frozen=True, slots=True)
class StatisticalTable:
    """A table of cells: its filters are names of breakdowns, its columns are indicators.

    `periods` are the keys of the periods it has rows for, and `scopes` what it has at each level;
    empty means that nobody looked, and anything may be asked. `adds_over_time`: a year's count is
    the sum of its quarters, as for events; not so for children counted on a day, or once a year.
    """

    name: str
    title: str
    description: str
    universe: str
    path: str
    filters: tuple[str, ...]
    columns: tuple[Column, ...]
    periods: tuple[str, ...] = ()
    adds_over_time: bool = True
    scopes: tuple[Scope, ...] = ()

    def scope_of(self, level: str) -> Scope | None:
        """Return what the table has at a level, None where it has no row."""
        named = level.casefold()
        return next((s for s in self.scopes if s.level.casefold() == named), None)

    def column(self, name: str) -> Column | None:
        return next((c for c in self.columns if c.name == name), None)


@dataclass(frozen=True, slots=True)
class CellReference:
    """Names the cells of one column: `groups` fixes some filters, the rest stand at their default."""

    table: str
    column: str
    groups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure people ask for, as data.

    COUNT and REPORTED measures read `numerator`; a SHARE is numerator / denominator, both
    cells that count children. A REPORTED measure's `denominator`, if any, is its n; `counted` are
    the cells, if any, that print the numerator of a reported share or rate.
    `phrase` completes "N of M <universe> ...": "completed treatment".
    `breakdown` names the filter that a page may open; blank when there is none.
    """

    key: str
    title: str
    short_title: str
    definition: str
    universe: str
    phrase: str
    section: str
    kind: MeasureKind
    unit: str
    decimals: int
    direction: Direction
    numerator: CellReference
    denominator: CellReference | None = None
    target: Target | None = None
    breakdown: str = ""
    sensitive: bool = False
    collected_by: str = ""
    headline: int = 0
    counted: CellReference | None = None
    breaks: str = ""  # keys of periods, each the first by another definition

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def is_count(self) -> bool:
        return self.kind is MeasureKind.COUNT

    @property
    def is_share(self) -> bool:
        return self.kind is MeasureKind.SHARE

    @property
    def is_reported(self) -> bool:
        return self.kind is MeasureKind.REPORTED

    @property
    def redefined(self) -> tuple[str, ...]:
        """Keys of the periods in which another definition begins."""
        return tuple(_parted(self.breaks))


@dataclass(frozen=True, slots=True)
class Identity:
    """Two references to the same set of children (`equals`), or one within another (`part_of`).

    `period_type` limits it to periods of that type; blank means all. With `more`, the left is the
    sum of several.
    """

    left: CellReference
    relation: str
    right: CellReference
    period_type: str = ""
    more: tuple[CellReference, ...] = ()

    @property
    def references(self) -> tuple[CellReference, ...]:
        return (self.right, self.left, *self.more)


@dataclass(frozen=True, slots=True)
class OwnRule:
    """The threshold, the rounding or both that one level of area, or one table, has instead."""

    name: str
    threshold: int | None = None
    rounding: int | None = None


class Limits(NamedTuple):
    """Counts from 1 to threshold - 1 are suppressed; the others are rounded to a base, 1: exact."""

    threshold: int
    rounding: int

    def is_small(self, count: float) -> bool:
        """Return True if a count must be suppressed for what it is. Zero need not be."""
        return 0 < count < self.threshold


@dataclass(frozen=True, slots=True)
class DisclosureRule:
    """The rule in force for small counts, as the data controller set it.

    `levels` and `tables` have separate rules; what a table says goes before what a level says.
    """

    threshold: int  # counts from 1 to threshold - 1 are hidden
    rounding: int  # published counts are rounded to this base; 1 means exact
    statement: str
    hidden_cells: int = 0
    tables_with_hidden_cells: int = 0
    verdict: str = ""
    verdict_hash: str = ""
    verdict_on: date | None = None
    dominance_per_cent: int = 0  # of a whole, that no place with a hidden count may surely exceed
    levels: tuple[OwnRule, ...] = ()
    tables: tuple[OwnRule, ...] = ()
    halves_up: bool = False  # readers know that a count halfway between two multiples went up

    @property
    def general(self) -> Limits:
        """Return the limits that hold where no level or table has its own."""
        return Limits(self.threshold, self.rounding)

    def of(self, level: str, table: str) -> Limits:
        """Return the limits of a table's counts of areas of one level."""
        limits = self.general
        named = level.casefold()
        of_level = (own for own in self.levels if own.name.casefold() == named)
        for own in (*of_level, *(own for own in self.tables if own.name == table)):
            threshold = limits.threshold if own.threshold is None else own.threshold
            rounding = limits.rounding if own.rounding is None else own.rounding
            limits = Limits(threshold, rounding)
        return limits


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything a release says once. Orders are the order of display."""

    name: str
    title: str
    description: str
    version: str
    licence: str
    licence_url: str
    producer: str
    contact: str
    published: date
    last_updated: date
    next_update: date | None
    next_update_note: str
    illustrative: bool
    programme: Programme
    disclosure: DisclosureRule
    areas: tuple[Area, ...]
    periods: tuple[Period, ...]
    breakdowns: tuple[Breakdown, ...]
    tables: tuple[StatisticalTable, ...]
    measures: tuple[Measure, ...]
    identities: tuple[Identity, ...] = ()
    not_sums: tuple[NotSum, ...] = ()
    partners: tuple[Partner, ...] = ()
    quotes: tuple[Quote, ...] = ()
    statements: tuple[Statement, ...] = ()
    studies: tuple[Study, ...] = ()
    local_notes: tuple[LocalNote, ...] = ()
    context: tuple[ContextFigure, ...] = ()
    returns: tuple[DataReturn, ...] = ()
    changes: tuple[Change, ...] = ()
    events: tuple[Event, ...] = ()
    checked_words: tuple[CheckedWords, ...] = ()
    text: tuple[tuple[str, str], ...] = ()  # (block name, Markdown)
    pages: tuple[PageWords, ...] = ()  # those named come in this order in the menu
    status: str = ""  # what kind of statistics it is; blank: management information

    # By identity: a release is read once, and to hash or compare all that it says takes too long.
    __hash__ = object.__hash__

    def limits_of(self, table: str) -> tuple[Limits, ...]:
        """Return the limits of a table's counts for each area, in order."""
        return tuple(self.disclosure.of(area.level, table) for area in self.areas)

    def covered(self) -> tuple[date, date] | None:
        """Return the first and the last day of the periods that its tables have."""
        counted = {key for table in self.tables for key in table.periods}
        periods = [period for period in self.periods if period.key in counted]
        if not periods:
            return None
        return min(p.starts for p in periods), max(p.ends for p in periods)

    def area(self, slug: str) -> Area | None:
        return next((a for a in self.areas if a.slug == slug), None)

    def period(self, key: str) -> Period | None:
        return next((p for p in self.periods if p.key == key), None)

    def breakdown(self, name: str) -> Breakdown | None:
        return next((b for b in self.breakdowns if b.name == name), None)

    def table(self, name: str) -> StatisticalTable | None:
        return next((t for t in self.tables if t.name == name), None)

    def column(self, table: str, name: str) -> Column | None:
        found = self.table(table)
        return found.column(name) if found else None

    def measure(self, key: str) -> Measure | None:
        return next((m for m in self.measures if m.key == key), None)

    def words_of_page(self, page: str) -> PageWords:
        return next((words for words in self.pages if words.page == page), PageWords(page))

    def text_block(self, name: str) -> str:
        return next((body for key, body in self.text if key == name), "")


@dataclass(frozen=True, slots=True)
class Cell:
    """One published figure: a value or a marker, never both, never neither.

    `groups` has one (breakdown, group) pair for each filter of the table, in its order.
    """

    table: str
    column: str
    area: str
    period: str
    groups: tuple[tuple[str, str], ...]
    value: float | None
    marker: Marker | None
