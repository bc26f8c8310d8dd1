"""How do published releases become one linked?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import lcm

import numpy as np

from dashboard.data.linking.figures import Figures, LinkedProblem
from dashboard.data.linking.grids import (
    A_VALUE,
    ABSENT,
    MARKERS,
    Arrangement,
    Figure,
    Grid,
    Grids,
    Tables,
    read_grids,
)
from dashboard.data.linking.numbering import Numbering
from dashboard.data.linking.printed import bounds_of_count, factors_of_share
from dashboard.data.linking.reported import seen_from
from dashboard.data.linking.tying import Tied, tie_unknowns
from dashboard.data.release.additivity import area_sums
from dashboard.data.release.model import (
    Catalogue,
    Cell,
    DisclosureRule,
    Marker,
    Measure,
    MeasureKind,
)
from dashboard.data.release.openings import openable
from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.attacker.remainders import narrow
from dashboard.disclosure.constraints import Constraints, Row, extend
from dashboard.disclosure.problem import UNBOUNDED, Status, no_pairs
from dashboard.disclosure.unprinted import gather

SAY_SOMETHING = (
    Marker.NOT_APPLICABLE,
    Marker.NONE_RECORDED,
    Marker.ROUNDS_TO_ZERO,
    Marker.ROUNDS_TO_ZERO_DFE,
)


@dataclass(frozen=True, slots=True)
class Published:
    """A release's figures as they stand, or will stand, before readers.

    The cells of a table are read once, in file order; `note` is shown each as it passes.
    """

    catalogue: Catalogue
    cells: Tables
    note: Callable[[Cell], None] | None = None


def build_problem(releases: Sequence[Published]) -> LinkedProblem:
    """Build the linked of all releases that readers can reach; the first is the one on trial."""
    return narrow(build_base(releases))


def build_base(releases: Sequence[Published]) -> LinkedProblem:
    """Build the linked without an unknown for any remainder."""
    read = []
    for order, release in enumerate(releases):
        name = f"earlier release {release.catalogue.version}" if order else ""
        arrangement = Arrangement(release.catalogue, name)
        read.append((arrangement, read_grids(arrangement, release.cells, release.note)))
    numbering = Numbering(*zip(*read, strict=True))
    measured = _Measured()
    for arrangement, grids in read:
        measured.add(arrangement, grids)
    counting = [grid for _, grids in read for grid in grids.values() if grid.counts]
    tied = tie_unknowns(numbering, [g.numbers for g in counting], measured.rows)
    unknowns = [np.where(g.numbers == ABSENT, ABSENT, tied.unknowns[g.numbers]) for g in counting]
    figures = Figures(counting, unknowns, read[0][1], tied.names)
    return _assemble(tied, measured, figures, releases[0].catalogue.disclosure)


@dataclass(slots=True)
class _Measured:
    """Rows (denominator, numerator) of measures: shares, those that are sensitive, percentages."""

    shares: list[Numbers] = field(default_factory=list)
    sensitive: list[Numbers] = field(default_factory=list)
    percentages: list[Numbers] = field(default_factory=list)

    @property
    def rows(self) -> list[Numbers]:
        return [*self.shares, *self.percentages]

    def add(self, arrangement: Arrangement, grids: Grids) -> None:
        shares = [m for m in arrangement.catalogue.measures if m.kind is MeasureKind.SHARE]
        self.shares += _rows(arrangement, grids, shares)
        self.sensitive += _rows(arrangement, grids, [m for m in shares if m.sensitive])
        self.percentages += _reported_rows(arrangement, grids)


def rows_of(total: Numbers, component: Numbers) -> Numbers:
    """Return rows (total, component) of what is there."""
    rows = np.stack([total.ravel(), component.ravel()], axis=1)
    return np.asarray(rows[(rows != ABSENT).all(axis=1)])


def _rows(arrangement: Arrangement, grids: Grids, measures: Iterable[Measure]) -> Iterator[Numbers]:
    """Yield rows (denominator, numerator) of measures, opened by all that they can be opened by.

    Pages open one breakdown at a time; a copy of a table has every combination of groups.
    """
    for measure in measures:
        some, every = measure.numerator, measure.denominator
        if every is None:
            continue
        left, right = grids.get((some.table, some.column)), grids.get((every.table, every.column))
        if left is not None and right is not None and left.counts and right.counts:
            opened = [b.name for b in openable(arrangement.catalogue, measure)]
            ones = arrangement.slice_of(left, some, opened)
            others = arrangement.slice_of(right, every, opened)
            yield rows_of(others, ones)


def _reported_rows(arrangement: Arrangement, grids: Grids) -> Iterator[Numbers]:
    """Yield rows (denominator, numerator) of reported shares, every cell of each."""
    for measure in arrangement.catalogue.measures:
        some, every = measure.numerator, measure.denominator
        if measure.kind is not MeasureKind.REPORTED or every is None:
            continue
        left, right = grids.get((some.table, some.column)), grids.get((every.table, every.column))
        if left is not None and right is not None and left.out_of and right.counts:
            whole = seen_from(left, arrangement.whole_of(some, every), right, right.numbers)
            yield rows_of(whole, arrangement.only(left, some))


def _assemble(
    tied: Tied, measured: _Measured, figures: Figures, rule: DisclosureRule
) -> LinkedProblem:
    width, of = tied.width, tied.unknowns
    within, named = list(tied.within), list(tied.complements)
    for rows in [*measured.shares, *measured.percentages]:
        loose, held = _split(tied.sums, of[rows])
        within.append(loose)
        named.append(held)
    base = LinkedProblem(
        least=np.zeros(width, dtype=np.int64),
        most=np.full(width, UNBOUNDED, dtype=np.int64),
        status=np.full(width, Status.UNPRINTED, dtype=np.int64),
        thresholds=_thresholds(figures, rule, width),
        constraints=tied.sums,
        must_publish=np.zeros(width, dtype=bool),
        candidates=gather(within, named),
        sensitive=distinct_pairs(of[rows][:, ::-1] for rows in measured.sensitive),
        contributors=distinct_pairs(_contributors(figures)),
        dominance_per_cent=rule.dominance_per_cent,
        figures=figures,
        counted={**tied.counted, "shares": sum(len(rows) for rows in measured.rows)},
    )
    base.most[tied.empty[figures.count(width)[tied.empty] == 0]] = 0
    return _print(base, dict(_pairs(of, measured.percentages)))


def distinct_pairs(arrays: Iterable[Numbers]) -> Numbers:
    """Return rows of two, each once, in order."""
    return np.asarray(np.unique(np.concatenate([no_pairs(), *arrays]), axis=0))


def _contributors(figures: Figures) -> Iterator[Numbers]:
    """Yield rows (total, area) of the release on trial: an area in a total, in otherwise one cell."""
    for grid, unknowns in zip(figures.grids, figures.unknowns, strict=True):
        if not grid.column.whole or grid.arrangement.release:
            continue
        areas = grid.arrangement.areas
        for total in area_sums(grid.arrangement.catalogue):
            for slug in total.components:
                yield rows_of(unknowns[areas[total.total]], unknowns[areas[slug]])


def _thresholds(figures: Figures, rule: DisclosureRule, width: int) -> Numbers:
    """Return the greatest threshold of the tables and levels that print each unknown."""
    found = np.zeros(width, dtype=np.int64)
    for grid, unknowns in zip(figures.grids, figures.unknowns, strict=True):
        there = unknowns != ABSENT
        areas = grid.arrangement.catalogue.areas
        own = np.array([rule.of(area.level, grid.table.name).threshold for area in areas])
        np.maximum.at(found, unknowns[there], own[np.nonzero(there)[0]])
    return np.where(found > 0, found, rule.threshold)


def _split(sums: Constraints, rows: Numbers) -> tuple[Numbers, Numbers]:
    """Part rows (whole, part) into those that no sum ties, and those that one does."""
    whole = np.zeros(len(sums.least), dtype=np.int64)
    is_part = sums.coefficient == -1
    whole[sums.row[~is_part]] = sums.unknown[~is_part]
    known = whole[sums.row[is_part]] * sums.width + sums.unknown[is_part]
    tied = np.isin(rows[:, 0] * sums.width + rows[:, 1], known)
    return rows[~tied], rows[tied]


def _pairs(unknowns: Numbers, rows: Iterable[Numbers]) -> list[tuple[int, int]]:
    """Return pairs (some, every) of rows (every, some)."""
    return sorted({(some, every) for found in rows for every, some in unknowns[found].tolist()})


def _print(base: LinkedProblem, shares: dict[int, int]) -> LinkedProblem:
    """Put what is printed into the bounds and the status of each unknown."""
    least, most, status = base.least, base.most, base.status
    hidden = np.zeros(len(base), dtype=bool)
    percent: list[Row] = []
    for grid, unknowns in zip(base.figures.grids, base.figures.unknowns, strict=True):
        there = unknowns != ABSENT
        behind, earlier = unknowns[there], bool(grid.arrangement.release)
        base.must_publish[behind[grid.marked(Marker.NOT_APPLICABLE)[there]]] = True
        confidential = grid.marked(Marker.CONFIDENTIAL)[there]
        if earlier:
            base.must_publish[behind[grid.markers[there] == A_VALUE]] = True
        else:
            hidden[behind[confidential]] = True
        if grid.out_of:
            percent += _share_rows(grid, grid.out_of, unknowns, shares)
            continue
        says = grid.markers[there] == A_VALUE
        says |= grid.marked(*SAY_SOMETHING)[there]
        own = np.where(
            says, Status.PUBLISHED, np.where(confidential, Status.SUPPRESSED, Status.UNPRINTED)
        )
        np.maximum.at(status, behind, own)
        own_least, own_most = _bounds(grid, there)
        np.maximum.at(least, behind, own_least)
        np.minimum.at(most, behind, own_most)
    wrong = np.flatnonzero(least > most)
    contradictions = tuple(base.figures.of(int(unknown))[0] for unknown in wrong)
    return replace(
        base,
        constraints=extend(base.constraints, percent, len(base)),
        betrayed=tuple(_betrayed(base, hidden & (status == Status.PUBLISHED))),
        contradictions=contradictions,
    )


def _betrayed(base: LinkedProblem, unknowns: Flags) -> Iterator[tuple[Figure, Figure]]:
    for unknown in np.flatnonzero(unknowns).tolist():
        shown, *_, hidden = base.figures.of(unknown)
        yield hidden, shown


def _bounds(grid: Grid, there: Flags) -> tuple[Numbers, Numbers]:
    """Return the least and the most of each cell that is there; each kind is asked about once."""
    limits = np.array(grid.arrangement.catalogue.limits_of(grid.table.name), dtype=float)
    marker, value = grid.markers[there], grid.values[there]
    printed = np.stack([marker.astype(float), np.nan_to_num(value, nan=0.0)], axis=1)
    kinds, kind = np.unique(
        np.hstack([printed, limits[np.nonzero(there)[0]]]),
        axis=0,
        return_inverse=True,
    )
    bounds = np.array(
        [
            bounds_of_count(
                number if code == A_VALUE else None,
                None if code == A_VALUE else MARKERS[int(code)],
                int(rounding),
                int(threshold),
                halves_up=grid.arrangement.catalogue.disclosure.halves_up,
            )
            for code, number, threshold, rounding in kinds.tolist()
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    return bounds[kind.ravel(), 0], bounds[kind.ravel(), 1]


def _share_rows(
    grid: Grid, out_of: int, unknowns: Numbers, shares: dict[int, int]
) -> Iterator[Row]:
    """Yield that (least * every) <= some <= (most * every), in whole coefficients."""
    for position in np.flatnonzero((grid.markers == A_VALUE) & (unknowns != ABSENT)).tolist():
        some, value = int(unknowns.flat[position]), float(grid.values.flat[position])
        every = shares.get(some)
        if every is None:
            continue
        least, most = factors_of_share(value, grid.column.decimals, out_of)
        scale = lcm(least.denominator, most.denominator)
        low, high = int(least * scale), int(most * scale)
        bound = UNBOUNDED * scale
        yield Row((some, every), (scale, -low), 0, bound)
        yield Row((some, every), (-scale, high), 0, bound)
