"""The counts that shares, percentages and rates tie, and what each printed one says of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dashboard.data.linking.grids import A_VALUE, ABSENT, Arrangement, Grid, Grids, rows_of
from dashboard.data.linking.printed import factors_of_share, in_whole_numbers
from dashboard.data.linking.reported import seen_from
from dashboard.data.release.model import CellReference, Marker, Measure, MeasureKind
from dashboard.data.release.openings import openable
from dashboard.data.release.precision import decimals_printed
from dashboard.data.release.units import Share
from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.constraints import Row
from dashboard.disclosure.problem import UNBOUNDED

Numbered = Callable[[Sequence[CellReference], Sequence[str]], Numbers]
# By release, as what is divided may be revised, and by the unknown of a numerator.
Denominators = Mapping[Arrangement, Mapping[int, Sequence[int]]]


@dataclass(slots=True)
class Measured:
    """Rows (denominator, numerator) of measures: shares, those that are sensitive, reported ones.

    `parts` are the reported ones whose numerator lies within the denominator; `same` are rows of
    a numerator's two numbers, as a count and as that of a reported share.
    """

    shares: list[Numbers] = field(default_factory=list)
    sensitive: list[Numbers] = field(default_factory=list)
    reported: list[tuple[Arrangement, Numbers]] = field(default_factory=list)
    parts: list[Numbers] = field(default_factory=list)
    same: list[Numbers] = field(default_factory=list)

    @property
    def rows(self) -> list[Numbers]:
        return [*self.shares, *(rows for _, rows in self.reported)]

    def add(self, arrangement: Arrangement, grids: Grids, numbered: Numbered) -> None:
        """Add the measures of a release; `numbered` gives rows of numbers that references name."""
        measures = arrangement.catalogue.measures
        shares = [m for m in measures if _is_part(m)]
        self.shares += _rows(arrangement, numbered, shares)
        self.sensitive += _rows(arrangement, numbered, [m for m in shares if m.sensitive])
        for measure in measures:
            if measure.kind is MeasureKind.REPORTED:
                self._add_reported(arrangement, grids, measure)

    def _add_reported(self, arrangement: Arrangement, grids: Grids, measure: Measure) -> None:
        some, every, counted = measure.numerator, measure.denominator, measure.counted
        grid = grids.get((some.table, some.column))
        if grid is None or grid.share is None:
            return
        numerators = np.where(grid.named(some, open_=True), grid.numbers, ABSENT)
        if every is not None:
            totals = _numbers_at(grids, grid, arrangement.whole_of(some, every))
            self.reported.append((arrangement, rows_of(totals, numerators)))
            inside = np.ones_like(grid.present) if grid.share.part else _below_one(grid)
            parts = rows_of(totals, np.where(inside, numerators, ABSENT))
            self.parts.append(parts)
            self.sensitive += [parts] if measure.sensitive else []
        if counted is not None:
            self.same.append(rows_of(_numbers_at(grids, grid, counted), numerators))


def _is_part(measure: Measure) -> bool:
    """Return True for a share, or a sensitive count with a number behind it."""
    is_count = measure.kind is MeasureKind.COUNT
    return measure.kind is MeasureKind.SHARE or (is_count and measure.sensitive)


def _numbers_at(grids: Grids, grid: Grid, reference: CellReference) -> Numbers:
    """Return the numbers of the counts that a reference names, for each cell of a grid."""
    counts = grids.get((reference.table, reference.column))
    if counts is None or not counts.column.whole:
        return np.full(grid.numbers.shape, ABSENT, dtype=np.int64)
    return np.asarray(seen_from(grid, reference, counts, counts.numbers))


def _below_one(grid: Grid) -> Flags:
    """Return which rates are printed as at most one for each: their numerator is no larger."""
    return np.asarray(grid.values <= (grid.share.out_of if grid.share else 0))


def _rows(
    arrangement: Arrangement, numbered: Numbered, measures: Iterable[Measure]
) -> Iterator[Numbers]:
    """Yield rows (denominator, numerator) of measures, opened by all that they can be opened by.

    Pages open one breakdown at a time; a copy of a table has every combination of groups.
    """
    for measure in measures:
        some, every = measure.numerator, measure.denominator
        if every is None:
            continue
        opened = [b.name for b in openable(arrangement.catalogue, measure)]
        yield numbered((every, some), opened)


def denominators_of(
    unknowns: Numbers, reported: Iterable[tuple[Arrangement, Numbers]]
) -> Denominators:
    """Return, for each numerator of rows (every, some), all that it is divided by in a release."""
    denominators: defaultdict[Arrangement, defaultdict[int, list[int]]] = defaultdict(
        lambda: defaultdict(list)
    )
    pairs = {
        (some, every, arrangement)
        for arrangement, own in reported
        for every, some in unknowns[own].tolist()
    }
    for some, every, arrangement in sorted(pairs, key=lambda pair: pair[:2]):
        denominators[arrangement][some].append(every)
    return denominators


def share_rows(
    grid: Grid,
    share: Share,
    there: Flags,
    unknowns: Numbers,
    denominators: Mapping[int, Sequence[int]],
) -> Iterator[Row]:
    """Yield that (least * every) <= some <= (most * every), in whole coefficients.

    `unknowns` are the numerators of the cells that are `there`. What rounds to 0 but is not 0 is at
    least one child.
    """
    low = grid.marked(Marker.ROUNDS_TO_ZERO, Marker.ROUNDS_TO_ZERO_DFE)[there]
    has_figure = (grid.markers[there] == A_VALUE) | low
    values = np.where(low, 0.0, grid.values[there])
    decimals = _decimals(grid)[there]
    for some, value, is_low, printed in zip(
        *(a[has_figure].tolist() for a in (unknowns, values, low, decimals)), strict=True
    ):
        if is_low:
            yield Row((some,), (1,), 1, UNBOUNDED)
        least, most = factors_of_share(value, printed, share)
        scale, first, last = in_whole_numbers(least, most)
        for every in denominators.get(some, ()):
            if first > 0:
                yield Row((some, every), (scale, -first), 0, UNBOUNDED * scale)
            yield Row((some, every), (-scale, last), 0, UNBOUNDED * max(scale, last))


def _decimals(grid: Grid) -> Numbers:
    """Return with how many decimals each cell of a grid is printed."""
    areas = grid.arrangement.catalogue.areas
    of_areas = np.array(decimals_printed(areas, grid.values, grid.column.decimals), dtype=np.int64)
    return np.broadcast_to(of_areas.reshape(-1, *[1] * (grid.values.ndim - 1)), grid.values.shape)
