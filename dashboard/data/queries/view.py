"""The View: the one answer that every page, chart, table, download and API reply is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard.data.release.model import Breakdown, Marker, Measure
from dashboard.data.release.units import PER_CENT

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "area",
    "area_name",
    "period",
    "period_label",
    "group",
    "group_label",
    "value",
    "marker",
    "numerator",
    "denominator",
    "lower",
    "upper",
)

# Columns of a row's period, and what stands where a view has none: is it unfinished, its days. And
# whether the figure is of rounded counts.
DATES = (("part", False), ("starts", date.min), ("ends", date.min), ("about", False))

NUMBERS = frozenset({"value", "numerator", "denominator", "lower", "upper", "due"})

Columns = Mapping[str, Sequence[Any]]


class Row(NamedTuple):
    """One row of a view, with None where there is nothing.

    `part`: its period is shorter than its kind, as a year that is not over. `starts` and `ends`
    are the period's first and last day. `about`: its value is a share of rounded counts.
    """

    area: str
    area_name: str
    period: str
    period_label: str
    group: str
    group_label: str
    value: float | None
    marker: Marker | None
    numerator: int | None
    denominator: int | None
    lower: float | None
    upper: float | None
    part: bool = False
    starts: date = date.min
    ends: date = date.min
    about: bool = False

    @property
    def applies(self) -> bool:
        """Return False where there is nothing that its measure could be of."""
        return self.marker is not Marker.NOT_APPLICABLE

    @property
    def is_break(self) -> bool:
        """Return True where the series breaks."""
        return self.marker is Marker.BREAK


@dataclass(frozen=True, slots=True)
class ReleaseStamp:
    """Which release an answer comes from; travels with every copy of it."""

    identifier: str
    title: str
    version: str
    producer: str
    licence: str
    published: date
    illustrative: bool
    status: str = ""


class Pooled(NamedTuple):
    """The comparison figure: from pooled counts or a Total row, never from averaged rates."""

    area: str
    area_name: str
    value: float | None
    marker: Marker | None
    numerator: int | None
    denominator: int | None
    about: bool = False  # a share of rounded counts


class FunnelLimits(NamedTuple):
    """Control limits round the pooled share for one denominator, in per cent."""

    denominator: int
    lower_95: float
    upper_95: float
    lower_998: float
    upper_998: float


class Trend(NamedTuple):
    """What can be said of five or more points: `direction` is "rising", "falling" or "no clear change"."""

    area: str
    points: int
    direction: str
    first_period: str
    last_period: str


class Change(NamedTuple):
    """An area's last share against its first: whole periods, in per cent and percentage points.

    `direction` is "higher" or "lower" where the interval of the difference leaves out none, and
    else "no clear change".
    """

    area: str
    first_period: str
    last_period: str
    first: float
    last: float
    lower: float
    upper: float
    direction: str


class Longer(NamedTuple):
    """A longer period that has a figure, in place of an area's suppressed ones."""

    area: str
    period: str
    period_label: str


@dataclass(frozen=True, slots=True)
class View:
    """One frozen answer.

    `question` and `query` name it: the same pair asked again of the same release gives the
    same view, and they are its address as a download. `columns` are COLUMNS and perhaps more, one
    row a figure, in order of display; shares and their intervals are per cent (0-100), value
    and marker exclude one another. `unit` is how a value reads: "children", "per cent", "days"...
    """

    question: str
    query: tuple[tuple[str, str], ...]
    title: str
    subtitle: str
    measure: Measure
    breakdown: Breakdown | None
    columns: Columns
    unit: str
    decimals: int
    notes: tuple[str, ...]
    source: str
    release: ReleaseStamp
    markers: tuple[Marker, ...]  # the markers that occur in the columns, in alphabetical order
    pooled: Pooled | None = None
    funnel: tuple[FunnelLimits, ...] = ()
    trends: tuple[Trend, ...] = ()
    changes: tuple[Change, ...] = ()
    longer: tuple[Longer, ...] = ()
    a_year: bool = False  # values are counts a year; numerators are the counts
    threshold: int = 1  # counts from 1 to threshold - 1 are suppressed
    brief: str = ""  # what is counted, and when: the subtitle without its areas
    drawn: tuple[tuple[str, str], ...] = ()  # how a chart of it is to differ, as addresses say it
    whole: str = ""  # the slug of the programme or nation as a whole: drawn in grey
    places: tuple[
        str, ...
    ] = ()  # every other slug in the catalogue's order: a place keeps its colour

    # By identity: it is made for one page, and words and pictures ask of it again and again.
    __hash__ = object.__hash__

    _rows: list[Row] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def address(self) -> tuple[tuple[str, str], ...]:
        """Return what an address asks for to show it again: its query, and how it is drawn."""
        return (*self.query, *self.drawn)

    @property
    def in_per_cent(self) -> bool:
        return self.unit == PER_CENT

    def rows(self) -> Iterator[Row]:
        """The columns row by row."""
        if not self._rows:  # read once: words, pictures and tables all go through them
            columns = [self.columns[name] for name in COLUMNS]
            columns += [
                self.columns.get(name, [default] * len(columns[0])) for name, default in DATES
            ]
            self._rows.extend(Row(*values) for values in zip(*columns, strict=True))
        return iter(self._rows)

    @property
    def frame(self) -> pd.DataFrame:
        """The columns as a frame, for analysts and tests; making one takes longer than asking.

        NUMBERS are floats, NaN where there is nothing; the rest stay plain objects, with None.
        """
        import pandas as pd  # noqa: PLC0415  # the web process makes no frame and should not load it

        series = {
            name: pd.Series(values, dtype="float64" if name in NUMBERS else "object")
            for name, values in self.columns.items()
        }
        return pd.DataFrame(series)
