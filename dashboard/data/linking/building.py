"""How do published releases become one linked?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

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
from dashboard.data.linking.measured import (
    Denominators,
    Measured,
    denominators_of,
    rows_of,
    share_rows,
)
from dashboard.data.linking.numbering import Numbering
from dashboard.data.linking.printed import bounds_of_count
from dashboard.data.linking.recognition import recognise
from dashboard.data.linking.renaming import Read
from dashboard.data.linking.revisions import compare
from dashboard.data.linking.thresholds import thresholds_of
from dashboard.data.linking.tying import Tied, chained, tie_unknowns
from dashboard.data.release.additivity import area_sums
from dashboard.data.release.model import Catalogue, Cell, DisclosureRule, Marker
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

    The cells of a table are read once, in file order; `note` is shown each as it passes. `exact`
    are the cells before they were rounded, where a release is still being made.
    """

    catalogue: Catalogue
    cells: Tables
    note: Callable[[Cell], None] | None = None
    exact: Tables | None = None


def build_problem(releases: Sequence[Published]) -> LinkedProblem:
    """Build the problem of all releases that readers can reach; the first is the one on trial."""
    return narrow(build_base(releases))


def build_base(releases: Sequence[Published], *, shown_sums: bool = True) -> LinkedProblem:
    """Build the problem without an unknown for any remainder.

    `shown_sums`: with the sums that only figures show, which an audit never leaves out.
    """
    read: list[Read] = []
    for order, release in enumerate(releases):
        name = f"earlier release {release.catalogue.version}" if order else ""
        arrangement = Arrangement(release.catalogue, name)
        own = arrangement, read_grids(arrangement, release.cells, release.note)
        read.append(recognise(read[0], own) if order else own)
    first = releases[0]
    exact = None if first.exact is None else read_grids(read[0][0], first.exact)
    numbering = Numbering(
        [one for one, _ in read], [every for _, every in read], exact, shown_sums=shown_sums
    )
    measured = Measured()
    for order, (arrangement, grids) in enumerate(read):
        measured.add(arrangement, grids, partial(numbering.rows, order))
    numbering.relations.same += measured.same
    numbers = _Numbers(
        numbering,
        measured,
        [grid for _, grids in read for grid in grids.values() if grid.counts],
        read[0][1],
        releases[0].catalogue.disclosure,
    )
    pairs = numbering.pairs
    if not len(pairs):
        return numbers.linked(pairs)[0]
    apart, unknowns = numbers.linked(pairs[:0], [pairs])
    revised = compare(apart, unknowns[pairs], numbering.untouched)
    near = pairs[revised.near]
    base, unknowns = numbers.linked(pairs[revised.same], [near])
    children = revised.children
    rows = [Row((now, old), (1, -1), -children, children) for now, old in unknowns[near].tolist()]
    return replace(base, constraints=extend(base.constraints, rows, len(base)))


@dataclass(frozen=True, slots=True)
class _Numbers:
    """All that is numbered, before it is settled which numbers of two releases are one set."""

    numbering: Numbering
    measured: Measured
    counting: Sequence[Grid]
    on_trial: Grids
    rule: DisclosureRule

    def linked(self, same: Numbers, kept: Sequence[Numbers] = ()) -> tuple[LinkedProblem, Numbers]:
        """Return the problem in which these pairs are one set, and the unknown of each number."""
        counting = self.counting
        tied = tie_unknowns(
            self.numbering, [g.numbers for g in counting], [*self.measured.rows, *kept], same
        )
        of = [np.where(g.numbers == ABSENT, ABSENT, tied.unknowns[g.numbers]) for g in counting]
        figures = Figures(counting, of, self.on_trial, tied.names)
        return _assemble(tied, self.measured, figures, self.rule), tied.unknowns


def _assemble(
    tied: Tied, measured: Measured, figures: Figures, rule: DisclosureRule
) -> LinkedProblem:
    width, of = tied.width, tied.unknowns
    shown = figures.count(width) > 0
    within, named = list(tied.within), list(tied.complements)
    for rows in [*measured.shares, *measured.parts]:
        loose, held = _split(tied.sums, of[rows])
        within.append(loose)
        named.append(held)
    named.append(chained(within, width))
    base = LinkedProblem(
        least=np.zeros(width, dtype=np.int64),
        most=np.full(width, UNBOUNDED, dtype=np.int64),
        status=np.full(width, Status.UNPRINTED, dtype=np.int64),
        thresholds=thresholds_of(figures, rule, tied.sums),
        constraints=tied.sums,
        must_publish=np.zeros(width, dtype=bool),
        candidates=gather(within, named),
        sensitive=distinct_pairs(of[rows][:, ::-1] for rows in measured.sensitive),
        contributors=distinct_pairs(_contributors(figures)),
        nested=(*tied.nested, *(of[rows] for rows in [*measured.shares, *measured.parts])),
        telling=tuple(of[rows] for rows in measured.sensitive),
        dominance_per_cent=rule.dominance_per_cent,
        figures=figures,
        counted={
            **tied.counted,
            "shares": sum(int(shown[of[r]].all(axis=1).sum()) for r in measured.rows),
        },
    )
    base.most[tied.empty[~shown[tied.empty]]] = 0
    return _print(base, denominators_of(of, measured.reported))


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


def _split(sums: Constraints, rows: Numbers) -> tuple[Numbers, Numbers]:
    """Part rows (whole, part) into those that no sum ties, and those that one does."""
    is_part = sums.coefficient == -1
    known = sums.wholes()[sums.row[is_part]] * sums.width + sums.unknown[is_part]
    tied = np.isin(rows[:, 0] * sums.width + rows[:, 1], known)
    return rows[~tied], rows[tied]


def _print(base: LinkedProblem, denominators: Denominators) -> LinkedProblem:
    """Put what is printed into the bounds and the status of each unknown."""
    least, most, status = base.least, base.most, base.status
    hidden = np.zeros(len(base), dtype=bool)
    percent: list[Row] = []
    for grid, unknowns in zip(base.figures.grids, base.figures.unknowns, strict=True):
        if grid.share is not None:
            percent += share_rows(grid, grid.share, unknowns, denominators[grid.arrangement])
            continue
        there = unknowns != ABSENT
        behind, earlier = unknowns[there], bool(grid.arrangement.release)
        base.must_publish[behind[grid.marked(Marker.NOT_APPLICABLE)[there]]] = True
        confidential = grid.marked(Marker.CONFIDENTIAL)[there]
        if earlier:
            base.must_publish[behind[grid.markers[there] == A_VALUE]] = True
        else:
            hidden[behind[confidential]] = True
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
        given_away=tuple(_given_away(base, hidden & (status == Status.PUBLISHED))),
        contradictions=contradictions,
    )


def _given_away(base: LinkedProblem, unknowns: Flags) -> Iterator[tuple[Figure, Figure]]:
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
