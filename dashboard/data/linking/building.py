"""Builds one linked problem from published releases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from dashboard.data.linking.figures import Figures, LinkedProblem
from dashboard.data.linking.grids import ABSENT, Arrangement, Tables, read_grids, rows_of
from dashboard.data.linking.measured import Measured, denominators_of
from dashboard.data.linking.numbering import Numbering
from dashboard.data.linking.recognition import recognise
from dashboard.data.linking.renaming import Read
from dashboard.data.linking.revisions import compare
from dashboard.data.linking.statuses import thresholds_of, with_figures
from dashboard.data.linking.tying import Tied, chained, tie_unknowns
from dashboard.data.release.additivity import area_sums
from dashboard.data.release.model import Catalogue, Cell, DisclosureRule
from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.attacker.propagation import narrow
from dashboard.disclosure.constraints import Constraints, Row, extend
from dashboard.disclosure.problem import UNBOUNDED, Status, no_pairs
from dashboard.disclosure.unprinted import gather


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
    unrounded = releases[0].exact
    exact = None if unrounded is None else read_grids(read[0][0], unrounded)
    numbering = Numbering(read, exact, shown_sums=shown_sums)
    measured = Measured()
    for order, (arrangement, grids) in enumerate(read):
        measured.add(arrangement, grids, partial(numbering.rows, order))
    numbering.relations.same += measured.same
    linked, pairs = partial(_linked, numbering, measured, read), numbering.pairs
    if not len(pairs):
        return linked(pairs)[0]
    apart, unknowns = linked(pairs[:0], [pairs])
    revised = compare(apart, unknowns[pairs], numbering.untouched)
    near, children = pairs[revised.near], revised.children
    base, unknowns = linked(pairs[revised.same], [near])
    rows = [Row((now, old), (1, -1), -children, children) for now, old in unknowns[near].tolist()]
    return replace(base, constraints=extend(base.constraints, rows, len(base)))


def _linked(
    numbering: Numbering,
    measured: Measured,
    read: Sequence[Read],
    same: Numbers,
    kept: Sequence[Numbers] = (),
) -> tuple[LinkedProblem, Numbers]:
    """Return the problem in which these pairs are one set, and the unknown of each number.

    `kept` are rows of further numbers that matter.
    """
    counting = [grid for _, grids in read for grid in grids.values() if grid.counts]
    tied = tie_unknowns(numbering, [g.numbers for g in counting], [*measured.rows, *kept], same)
    of = [np.where(g.numbers == ABSENT, ABSENT, tied.unknowns[g.numbers]) for g in counting]
    figures = Figures(counting, of, read[0][1], tied.names)
    return _assemble(tied, measured, figures, read[0][0].catalogue.disclosure), tied.unknowns


def _assemble(
    tied: Tied, measured: Measured, figures: Figures, rule: DisclosureRule
) -> LinkedProblem:
    width, of = tied.width, tied.unknowns
    is_printed = figures.count(width) > 0
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
            "shares": sum(int(is_printed[of[r]].all(axis=1).sum()) for r in measured.rows),
        },
    )
    base.most[tied.empty[~is_printed[tied.empty]]] = 0
    return with_figures(base, denominators_of(of, measured.reported))


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
    sums = sums.sums()
    is_part = sums.coefficient == -1
    known = sums.wholes()[sums.row[is_part]] * sums.width + sums.unknown[is_part]
    tied = np.isin(rows[:, 0] * sums.width + rows[:, 1], known)
    return rows[~tied], rows[tied]
