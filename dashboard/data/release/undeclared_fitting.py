"""How far printed figures show that a sum holds.

A reader who sees that some cells add up to another wherever all are printed knows it as well as
one who is told, and works out with it what is suppressed elsewhere.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import EllipsisType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.data.release.model import Catalogue, StatisticalTable

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Place = tuple[str, str]  # a table and a column
Index = tuple[int | slice | EllipsisType, ...]
Term = tuple[Place, Index]  # cells of one column, by areas, periods and groups
Row = tuple[Term, ...]  # a total and its components, cell by cell

PAIR = 2  # a total and its only component are one set
FEWEST_LINES = 3  # that show a sum beyond what chance gives
FEWEST_DISTINCT = 2  # different totals among them
MOST_NAMES = 10  # groups or columns of which every combination is tried
FEW_NAMES = 4  # of which every combination is one that a reader would try
LARGE = 10  # a total of two components or more that is seldom met by chance


class Verdict(enum.IntEnum):
    """How far figures show a sum; the greater wins where they meet."""

    REFUTED = 0  # a printed line does not fit
    OPEN = 1  # nothing contradicts it, and nothing speaks for it
    LIKELY = 2  # its name or a line or two speak for it: the one who made the release may deny it
    SHOWN = 3  # so many lines show it that readers believe it, in spite of what they are told


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sum that may hold in some columns, or one of an equal pair: a total and one component.

    `over` says what it runs over, `of` which area, breakdown or table it belongs to, `names` what
    its total and components are called. `fewest` lines show it; where `natural`, one line with a
    large total makes it likely, and so does a line that it would leave with a single suppressed
    count, a small one; where `spoken_for`, so does its name, from `spoken_for` lines.
    """

    name: str
    over: str
    of: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    fewest: int = FEWEST_LINES
    distinct: int = FEWEST_DISTINCT
    natural: bool = True
    spoken_for: int | None = None
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """What a release prints of its counts: by column, with axes for areas, periods and filters.

    What is marked `z` is 0, and all else that is no number is NaN; `suppressed` is marked `c`.
    """

    catalogue: Catalogue
    values: Mapping[Place, Values]
    suppressed: Mapping[Place, Flags]
    rounding: Mapping[str, float]
    thresholds: Mapping[str, int]

    @property
    def tables(self) -> Iterator[tuple[StatisticalTable, list[str]]]:
        """Yield each table with its columns that count."""
        for table in self.catalogue.tables:
            columns = [c.name for c in table.columns if (table.name, c.name) in self.values]
            if columns:
                yield table, columns

    def judge(self, candidate: Candidate) -> Verdict:
        """Return how far the figures show a sum."""
        totals: list[Values] = []
        betrayed = False
        for row in candidate.rows:
            total, components = self._lines(row)
            allowance = sum(self.rounding[table] for (table, _), _ in row)
            telling = _telling(total, components, allowance)
            if telling is None:
                return Verdict.REFUTED
            if candidate.natural or not allowance or len(row) == PAIR:
                totals.append(telling)  # rounded figures fit some combination too easily
            betrayed = betrayed or (candidate.natural and self._betrays(row, allowance))
        verdict = _weigh(candidate, np.concatenate([np.empty(0), *totals]))
        return max(verdict, Verdict.LIKELY) if betrayed else verdict

    def _betrays(self, row: Row, allowance: float) -> bool:
        """Return True if a sum would leave a small count to the only component without a figure."""
        total, components = self._lines(row)
        marks = np.stack([own.ravel() for own in cells(self.suppressed, row)[1:]], axis=1)
        rest = total - np.nansum(components, axis=1)
        one = (np.isnan(components).sum(axis=1) == 1) & marks.any(axis=1)
        threshold = max(self.thresholds[table] for (table, _), _ in row)
        return len(row) > PAIR and bool((one & (rest > 0) & (rest < threshold + allowance)).any())

    def leaves_open(self, candidate: Candidate) -> bool:
        """Return True if a sum has a cell whose exact count is not printed: else nothing follows."""
        return any(
            self.rounding[place[0]] or np.isnan(self.values[place][index]).any()
            for row in candidate.rows
            for place, index in row
        )

    def _lines(self, row: Row) -> tuple[Values, Values]:
        total, *components = cells(self.values, row)
        return total.ravel(), np.stack([own.ravel() for own in components], axis=1)


def printed_by(
    catalogue: Catalogue, values: Mapping[Place, Values], suppressed: Mapping[Place, Flags]
) -> Printed:
    """Return what a release prints, with how far rounding may put out a figure of each table."""
    limits = {table.name: catalogue.limits_of(table.name) for table in catalogue.tables}
    bases = {table: [own.rounding for own in every] for table, every in limits.items()}
    # A count that is rounded to 5 is out by 2 at most: it is a whole number.
    rounding = {
        table: float(max((base // 2 for base in own if base > 1), default=0))
        for table, own in bases.items()
    }
    thresholds = {
        table: max((own.threshold for own in every), default=0) for table, every in limits.items()
    }
    return Printed(catalogue, values, suppressed, rounding, thresholds)


def cells(arrays: Mapping[Place, NDArray[Any]], row: Row) -> list[NDArray[Any]]:
    """Return the cells of each term of a row, from arrays by column."""
    return [arrays[place][index] for place, index in row]


def _telling(totals: Values, components: Values, allowance: float) -> Values | None:
    """Return the totals of the lines that speak for a sum; None where one speaks against it.

    A line of zeros says nothing, and neither does one with a single component above what rounding
    leaves open, unless the total has no other. Nor does any where a component is 0 wherever it
    stands.
    """
    least = np.nansum(components, axis=1)
    complete = ~np.isnan(components).any(axis=1)
    difference = totals - least
    with np.errstate(invalid="ignore"):
        wrong = (difference < -allowance) | (complete & (difference > allowance))
        if wrong.any():
            return None
        if (components == 0).all(axis=0).any():
            return np.empty(0)
        enough = (components > allowance).sum(axis=1) >= min(2, components.shape[1])
    telling: Values = totals[complete & enough & ~np.isnan(totals)]
    return telling


def _weigh(candidate: Candidate, totals: Values) -> Verdict:
    lines, distinct = len(totals), len(np.unique(totals))
    if lines >= candidate.fewest and distinct >= candidate.distinct:
        return Verdict.SHOWN
    if candidate.spoken_for is not None and lines >= candidate.spoken_for:
        return Verdict.LIKELY
    large = candidate.natural and bool((totals >= LARGE).any())
    return Verdict.LIKELY if large else Verdict.OPEN


def judged(
    printed: Printed, candidates: Iterable[Candidate]
) -> Iterator[tuple[Candidate, Verdict]]:
    """Yield each candidate with its verdict, but for those that one likely before them explains.

    Where a total has components, fewer or more of the same would make some of them 0.
    """
    explained: defaultdict[object, list[set[str]]] = defaultdict(list)
    for candidate in candidates:
        verdict = printed.judge(candidate)
        places = tuple(place for row in candidate.rows for place, _ in row[:1])
        likely = explained[candidate.over, candidate.of, candidate.names[:1], places]
        names = set(candidate.names)
        if not any(names < other or other < names for other in likely):
            yield candidate, verdict
            if verdict >= Verdict.LIKELY:
                likely.append(names)


def along(axis: int, place: int, dimensions: int) -> Index:
    """Return the index of one place on an axis of an array."""
    return tuple(place if n == axis else slice(None) for n in range(dimensions))


def row_along(place: Place, axis: int, places: Sequence[int], dimensions: int) -> Row:
    """Return the row of a total and its components along an axis of one column."""
    return tuple((place, along(axis, own, dimensions)) for own in places)


def combined(others: Sequence[str], *, few: bool) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield every combination of names, with how many lines show it: more where there are many."""
    if len(others) < MOST_NAMES:
        for size in range(2, len(others) + 1):
            for some in combinations(others, size):
                more = 0 if few and len(others) < FEW_NAMES else size
                yield some, FEWEST_LINES + more
