"""How do published releases become one system?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import lcm

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from dashboard.data.disclosure.bounds import propagate
from dashboard.data.disclosure.grids import (
    A_VALUE,
    ABSENT,
    MARKERS,
    Arrangement,
    Figure,
    Flags,
    Grid,
    Grids,
    Numbers,
    Tables,
    is_percentage,
    read_grids,
)
from dashboard.data.disclosure.matrix import Matrix, Row, extend, sums_matrix
from dashboard.data.disclosure.numbering import number_sets
from dashboard.data.disclosure.printed import UNBOUNDED, bounds_of_count, factors_of_percentage
from dashboard.data.disclosure.relations import Relations, relate, relate_identity, rows_of
from dashboard.data.disclosure.remainders import gather, listed
from dashboard.data.disclosure.system import Figures, Status, System
from dashboard.data.openings import openable
from dashboard.data.release import Catalogue, Cell, Marker, Measure, MeasureKind

SAY_SOMETHING = (Marker.NOT_APPLICABLE, Marker.ROUNDS_TO_ZERO, Marker.ROUNDS_TO_ZERO_DFE)


@dataclass(frozen=True, slots=True)
class Published:
    """A release's figures as they stand, or will stand, before readers.

    The cells of a table are read once, in file order; `note` is shown each as it passes.
    """

    catalogue: Catalogue
    cells: Tables
    note: Callable[[Cell], None] | None = None


def build_system(releases: Sequence[Published]) -> System:
    """Build the system of all releases that readers can reach; the first is the one on trial."""
    return narrow(build_base(releases))


def build_base(releases: Sequence[Published]) -> System:
    """Build the system without an unknown for any remainder."""
    read = []
    for order, release in enumerate(releases):
        name = f"earlier release {release.catalogue.version}" if order else ""
        arrangement = Arrangement(release.catalogue, name)
        read.append((arrangement, read_grids(arrangement, release.cells, release.note)))
    count, nested = number_sets([grids for _, grids in read])
    relations = Relations(within=nested)
    measured = _Measured()
    for arrangement, grids in read:
        _relate(arrangement, grids, relations)
        measured.add(arrangement, grids)
    merged = _merge(count, relations.same)
    counting = [grid for _, grids in read for grid in grids.values() if grid.counts]
    unknowns = [np.where(g.numbers == ABSENT, ABSENT, merged[g.numbers]) for g in counting]
    figures = Figures(counting, unknowns, read[0][1])
    threshold = releases[0].catalogue.disclosure.threshold
    return _assemble(merged, relations, measured, figures, threshold)


def narrow(base: System) -> System:
    """Give an unknown to each remainder that may be a small count, as far as bounds tell."""
    return base.with_remainders(base.candidates.take(may_be_small(base)))


def may_be_small(base: System) -> Numbers:
    """Return which candidates do not reach the threshold as far as bounds tell."""
    least, most = propagate(base.matrix, base.least, base.most)
    if (least > most).any():
        return np.zeros(0, dtype=np.int64)
    rest, _ = base.candidates.bounds(least, most)
    rest = np.maximum(rest, _least_of_others(base, least))
    return np.flatnonzero(rest < base.threshold)


def _least_of_others(base: System, least: Numbers) -> Numbers:
    """Return the least that the other parts of a sum leave to a part's complement."""
    candidates, matrix = base.candidates, base.matrix
    found = np.zeros(len(candidates), dtype=np.int64)
    sums = matrix.kept(matrix.is_sum())
    if not len(sums.least) or not len(candidates):
        return found
    is_part = sums.coefficient == -1
    whole = np.zeros(len(sums.least), dtype=np.int64)
    whole[sums.row[~is_part]] = sums.unknown[~is_part]
    total = sums.total(np.where(is_part, least[sums.unknown], 0))
    pairs = whole[sums.row[is_part]] * len(base) + sums.unknown[is_part]
    others = total[sums.row[is_part]] - least[sums.unknown[is_part]]
    order = np.lexsort([others, pairs])
    pairs, others = pairs[order], others[order]  # of equal pairs the greatest comes last
    single = np.flatnonzero(np.diff(candidates.starts) == 1)
    wanted = candidates.whole[single] * len(base) + candidates.parts[candidates.starts[single]]
    place = np.searchsorted(pairs, wanted, side="right") - 1
    there = (place >= 0) & (pairs[place] == wanted)
    found[single[there]] = others[place[there]]
    return found


def _relate(arrangement: Arrangement, grids: Grids, relations: Relations) -> None:
    for grid in grids.values():
        if grid.counts:
            relate(arrangement, grid, relations)
    for identity in arrangement.catalogue.identities:
        left = grids.get((identity.left.table, identity.left.column))
        right = grids.get((identity.right.table, identity.right.column))
        if left is not None and right is not None and left.counts and right.counts:
            relate_identity(arrangement, left, right, identity, relations)


@dataclass(slots=True)
class _Measured:
    """Rows (denominator, numerator) of measures: shares, those that are sensitive, percentages."""

    shares: list[Numbers] = field(default_factory=list)
    sensitive: list[Numbers] = field(default_factory=list)
    percentages: list[Numbers] = field(default_factory=list)

    def add(self, arrangement: Arrangement, grids: Grids) -> None:
        shares = [m for m in arrangement.catalogue.measures if m.kind is MeasureKind.SHARE]
        self.shares += _rows(arrangement, grids, shares)
        self.sensitive += _rows(arrangement, grids, [m for m in shares if m.sensitive])
        reported = [
            m
            for m in arrangement.catalogue.measures
            if m.kind is MeasureKind.REPORTED and m.unit == "per cent"
        ]
        self.percentages += _rows(arrangement, grids, reported)


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
            yield rows_of(others, [ones])


def _merge(count: int, same: Sequence[Numbers]) -> Numbers:
    """Return, for each number, the number of the unknown that it shares with its equals."""
    pairs = np.concatenate([np.empty((0, 2), dtype=np.int64), *same])
    links = sparse.coo_array(
        (np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count)
    )
    _, labels = csgraph.connected_components(links, directed=False)
    return labels.astype(np.int64)


def _assemble(
    merged: Numbers,
    relations: Relations,
    measured: _Measured,
    figures: Figures,
    threshold: int,
) -> System:
    width = int(merged.max(initial=-1)) + 1
    sums = sums_matrix(_distinct([merged[rows] for rows in relations.sums]), width)
    within, named = [merged[rows] for rows in relations.within], []
    for rows in [*measured.shares, *measured.percentages]:
        loose, tied = _split(sums, merged[rows])
        within.append(loose)
        named.append(tied)
    none = np.empty((0, 2), dtype=np.int64)
    base = System(
        np.zeros(width, dtype=np.int64),
        np.full(width, UNBOUNDED, dtype=np.int64),
        np.full(width, Status.IMPLIED, dtype=np.int64),
        threshold,
        sums,
        figures,
        gather(within, [*named, *(merged[rows] for rows in relations.complements)]),
        listed(()),
        np.unique(
            np.concatenate([none, *(merged[rows][:, ::-1] for rows in measured.sensitive)]), axis=0
        ),
        np.zeros(width, dtype=bool),
        np.zeros(width, dtype=bool),
    )
    return _print(base, dict(_pairs(merged, measured.percentages)))


def _distinct(arrays: Iterable[Numbers]) -> list[Numbers]:
    """Return rows (whole, part, part...) each once, whatever the order of the parts."""
    by_width: dict[int, list[Numbers]] = {}
    for rows in arrays:
        ordered = np.hstack([rows[:, :1], np.sort(rows[:, 1:], axis=1)])
        by_width.setdefault(rows.shape[1], []).append(ordered)
    return [np.unique(np.concatenate(found), axis=0) for _, found in sorted(by_width.items())]


def _split(sums: Matrix, rows: Numbers) -> tuple[Numbers, Numbers]:
    """Part rows (whole, part) into those that no sum ties, and those that one does."""
    whole = np.zeros(len(sums.least), dtype=np.int64)
    is_part = sums.coefficient == -1
    whole[sums.row[~is_part]] = sums.unknown[~is_part]
    known = whole[sums.row[is_part]] * sums.width + sums.unknown[is_part]
    tied = np.isin(rows[:, 0] * sums.width + rows[:, 1], known)
    return rows[~tied], rows[tied]


def _pairs(merged: Numbers, rows: Iterable[Numbers]) -> list[tuple[int, int]]:
    """Return pairs (some, every) of rows (every, some)."""
    return sorted({(some, every) for found in rows for every, some in merged[found].tolist()})


def _print(base: System, shares: dict[int, int]) -> System:
    """Put what is printed into the bounds and the status of each unknown."""
    least, most, status = base.least, base.most, base.status
    hidden = np.zeros(len(base), dtype=bool)
    percent: list[Row] = []
    for grid, unknowns in zip(base.figures.grids, base.figures.unknowns, strict=True):
        there = unknowns != ABSENT
        behind, earlier = unknowns[there], bool(grid.arrangement.release)
        base.not_applicable[behind[grid.marked(Marker.NOT_APPLICABLE)[there]]] = True
        confidential = grid.marked(Marker.CONFIDENTIAL)[there]
        if earlier:
            base.known_before[behind[grid.markers[there] == A_VALUE]] = True
        else:
            hidden[behind[confidential]] = True
        if is_percentage(grid.column):
            percent += _percentage_rows(grid, unknowns, shares)
            continue
        says = grid.markers[there] == A_VALUE
        says |= grid.marked(*SAY_SOMETHING)[there]
        own = np.where(says, Status.PUBLISHED, np.where(confidential, Status.HIDDEN, 1))
        np.maximum.at(status, behind, own)
        own_least, own_most = _bounds(grid, there)
        np.maximum.at(least, behind, own_least)
        np.minimum.at(most, behind, own_most)
    wrong = np.flatnonzero(least > most)
    contradictions = tuple(base.figures.of(int(unknown))[0] for unknown in wrong)
    return replace(
        base,
        matrix=extend(base.matrix, percent, len(base)),
        betrayed=tuple(_betrayed(base, hidden & (status == Status.PUBLISHED))),
        contradictions=contradictions,
    )


def _betrayed(base: System, unknowns: Flags) -> Iterator[tuple[Figure, Figure]]:
    for unknown in np.flatnonzero(unknowns).tolist():
        shown, *_, hidden = base.figures.of(unknown)
        yield hidden, shown


def _bounds(grid: Grid, there: Flags) -> tuple[Numbers, Numbers]:
    """Return the least and the most of each cell that is there; each kind is asked about once."""
    rule = grid.arrangement.catalogue.disclosure
    marker, value = grid.markers[there], grid.values[there]
    kinds, kind = np.unique(
        np.stack([marker.astype(float), np.nan_to_num(value, nan=0.0)], axis=1),
        axis=0,
        return_inverse=True,
    )
    bounds = np.array(
        [
            bounds_of_count(
                number if code == A_VALUE else None,
                None if code == A_VALUE else MARKERS[int(code)],
                rule.rounding,
                rule.threshold,
            )
            for code, number in kinds.tolist()
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    return bounds[kind.ravel(), 0], bounds[kind.ravel(), 1]


def _percentage_rows(grid: Grid, unknowns: Numbers, shares: dict[int, int]) -> Iterator[Row]:
    """Yield that (least * every) <= some <= (most * every), in whole coefficients."""
    for position in np.flatnonzero((grid.markers == A_VALUE) & (unknowns != ABSENT)).tolist():
        some, value = int(unknowns.flat[position]), float(grid.values.flat[position])
        every = shares.get(some)
        if every is None:
            continue
        least, most = factors_of_percentage(value, grid.column.decimals)
        scale = lcm(least.denominator, most.denominator)
        low, high = int(least * scale), int(most * scale)
        bound = UNBOUNDED * scale
        yield Row((some, every), (scale, -low), 0, bound)
        yield Row((some, every), (-scale, high), 0, bound)
