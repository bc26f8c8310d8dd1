"""Does it follow from what is printed that one place makes up nearly all of a whole?

Where a rule asks for it (`dominance_per_cent`): a place whose own count is hidden must not be
shown to be more than that part of a printed whole that places add up to. Whoever knows the
place then knows, nearly, how few the others are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.data.linking.grids import ABSENT, Flags, Grid, Numbers
from dashboard.data.release.additivity import area_sums
from dashboard.disclosure.attacker.propagation import propagate
from dashboard.disclosure.attacker.solver import Program, State
from dashboard.disclosure.problem import Status, System

WHOLE_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Dominance:
    """A hidden count, the printed whole that it dominates, and the most that would be allowed."""

    part: int
    whole: int
    allowed: int


def dominating(system: System, low: Numbers, per_cent: int) -> Iterator[Dominance]:
    """Yield the hidden counts of places that surely exceed their allowed part of a whole.

    `low` is the least of each unknown that any table found has; what it does not clear is
    settled by a program of its own, and fails where that gives up.
    """
    if not per_cent:
        return
    exact, hidden = system.least == system.most, system.status == Status.HIDDEN
    seen = set()
    for whole, part in _places_in_wholes(system):
        if not exact[whole] or not hidden[part] or (whole, part) in seen:
            continue
        seen.add((whole, part))
        allowed = int(system.least[whole]) * per_cent // WHOLE_PER_CENT
        if low[part] > allowed and not _can_be(system, part, allowed):
            yield Dominance(part, whole, allowed)


def _places_in_wholes(system: System) -> Iterator[tuple[int, int]]:
    """Yield pairs of unknowns (whole, part): one place in another, in the same cell else."""
    for grid, unknowns in zip(system.figures.grids, system.figures.unknowns, strict=True):
        if grid.column.whole and not grid.arrangement.release:
            for outer, inner in _nested(grid):
                both = _both(unknowns[outer], unknowns[inner])
                yield from zip(
                    unknowns[outer][both].tolist(), unknowns[inner][both].tolist(), strict=True
                )


def _nested(grid: Grid) -> Iterator[tuple[int, int]]:
    places = grid.arrangement.areas
    for total in area_sums(grid.arrangement.catalogue):
        yield from ((places[total.total], places[slug]) for slug in total.components)


def _both(ones: Numbers, others: Numbers) -> Flags:
    return np.asarray((ones != ABSENT) & (others != ABSENT))


def _can_be(system: System, unknown: int, most: int) -> bool:
    """Say whether a table that fits everything has an unknown no greater than this."""
    limits = system.most.copy()
    limits[unknown] = min(limits[unknown], most)
    least, highest = propagate(system.matrix, system.least, limits)
    if (least > highest).any():
        return False
    answer = Program(system.matrix, least, highest).minimise(np.zeros(len(system)))
    if answer.state is State.IMPOSSIBLE or answer.values is None:
        return False
    return system.matrix.holds(answer.values) and int(answer.values[unknown]) <= most
