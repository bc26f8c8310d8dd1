"""Other whole-number tables that fit everything published.

An alternative table is one of whole numbers that any reader must hold possible. Tables that differ
in a suppressed count prove that it cannot be known; no true table is needed to find them, and no solver
to believe them: each is checked in whole numbers against every statement.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, floor

import numpy as np

from dashboard.disclosure.arrays import Costs, Matrix, Numbers
from dashboard.disclosure.attacker.alternatives import Surroundings
from dashboard.disclosure.attacker.components import Component
from dashboard.disclosure.attacker.intervals import Ranges, Requirement
from dashboard.disclosure.attacker.solver import (
    THOROUGH,
    TOLERANCE,
    Effort,
    Program,
    Relaxation,
    State,
)
from dashboard.disclosure.constraints import Constraints
from dashboard.disclosure.errors import CannotProtect
from dashboard.disclosure.feasible import changes_of, ends, fitting
from dashboard.disclosure.problem import Status

PATIENT = Effort(200_000, 1.0)  # to find any table at all
MOST_WORK = 150_000_000  # counts to show safe, times unknowns: about ten minutes

FURTHEST = 1_000  # that an unknown may change around the first table
SHAKEN = 0.5  # by which prices differ, so that a change in whole numbers is likely among them
TRIES = 2  # linear programs for each requirement
SEED = 5
LARGEST_SIGNATURE = 100  # unknowns; larger components are seldom alike


@dataclass(frozen=True, slots=True)
class Findings:
    """The ranges found, and the unknowns that a solver gave up on.

    Where a component came with a table, `changes` lead from it to others that were found.
    """

    ranges: Ranges
    unresolved: frozenset[int]
    changes: Matrix


@dataclass(frozen=True, slots=True)
class Search:
    """What to find out about a component.

    `table`, and others by `changes` of it, may fit; each is checked. A `brief` search ends at the first count
    that is not safe, and leaves the others unresolved.
    """

    component: Component
    table: Numbers | None
    changes: Matrix
    brief: bool = False

    def signature(self) -> tuple[object, ...] | None:
        """Return all that the search rests on; None where it begins from tables, or is large.

        Two of one signature find the same: a search has no other input, and its chance a seed.
        """
        part = self.component.problem
        tied = part.constraints
        if self.table is not None or len(part) > LARGEST_SIGNATURE:
            return None
        rows = (tied.row, tied.unknown, tied.coefficient, tied.least, tied.most)
        arrays = (*rows, part.least, part.most, part.status, part.thresholds)
        return (self.brief, *((one.dtype.str, one.tobytes()) for one in arrays))


def search(task: Search) -> Findings | None:
    """Find tables until each unknown is shown safe, or is known to be unsafe.

    None means that no whole-number table fits: what is published contradicts itself.

    Raises CannotProtect where a component is too large to be searched.
    """
    seeker, size = Seeker(task), len(task.component.unknowns)
    checked = len(seeker.checked)
    if checked * size > MOST_WORK:
        raise CannotProtect(
            f"This release is too large to audit: {checked:,} counts hang together with {size:,}; "
            "publish longer periods or fewer crossings."
        )
    fits = seeker.take(task)
    if not fits:
        first = seeker.program.minimise(np.zeros(size), PATIENT)
        if first.state is State.IMPOSSIBLE:
            return None
        if first.values is None or not seeker.see(first.values):
            return Findings(seeker.ranges, frozenset(seeker.checked), changes_of([], size))
    unresolved = seeker.settle_all(brief=task.brief)
    start, *others = seeker.tables
    changes = changes_of([table - start for table in others] if fits else [], size)
    return Findings(seeker.ranges, unresolved, changes)


def is_feasible(constraints: Constraints, least: Numbers, most: Numbers, table: Numbers) -> bool:
    """Return True if a table fits every statement, in whole numbers and without a solver."""
    within = bool((least <= table).all() and (table <= most).all())
    return within and constraints.holds(table)


class Seeker:
    """A search under way: what was seen, and what is still to be shown."""

    def __init__(self, task: Search) -> None:
        part = task.component.problem
        self.checked = np.flatnonzero(part.status != Status.PUBLISHED).tolist()
        self.part = part
        printed = part.status == Status.SUPPRESSED
        self.ranges = Ranges(part.least, part.most, printed, part.thresholds)
        self.program = Program(part.constraints, part.least, part.most)
        self.tables: list[Numbers] = []  # the first that fits, and what was found since
        self._random = np.random.default_rng(SEED)

    @cached_property
    def _relaxation(self) -> Relaxation:
        return self.program.relaxation()

    @cached_property
    def _surroundings(self) -> Surroundings:
        part, table = self.part, self.tables[0]
        down = np.minimum(table - part.least, FURTHEST)
        return Surroundings(part.constraints, table, down, np.minimum(part.most - table, FURTHEST))

    def see(self, table: Numbers) -> bool:
        """Take a table for feasible if it is; say whether it is."""
        part = self.part
        fits = is_feasible(part.constraints, part.least, part.most, table)
        if fits:
            self.ranges.see(table)
            self.tables.append(table)
        return fits

    def take(self, task: Search) -> bool:
        """See the given tables that fit, if the first does; say whether it does."""
        if task.table is None or not self.see(task.table):
            return False
        part = self.part
        fits = fitting(task.table, task.changes, part.constraints, part.least, part.most)
        for end in ends(task.table, fits):
            self.ranges.see(end)
        return True

    def settle_all(self, *, brief: bool) -> frozenset[int]:
        """Show each unknown safe or unsafe, and return those that are neither."""
        unresolved = set()
        for unknown in self.checked:
            if not self.settle(unknown):
                unresolved.add(unknown)
            if brief and not self.ranges.is_safe(unknown):
                return frozenset(u for u in self.checked if not self.ranges.is_safe(u))
        return frozenset(unresolved)

    def settle(self, unknown: int) -> bool:
        """Show an unknown safe or unsafe; false where the solver gave up."""
        ranges = self.ranges
        for exactly in (False, True):  # a side of which nothing is required is left for the last
            # A printed count is likely to fail, and an unprinted one to pass:
            for upwards in (not ranges.printed[unknown], ranges.printed[unknown]):
                if not ranges.is_undecided(unknown):
                    return True
                idle = not exactly and self._required(unknown, upwards) is None
                if not idle and not self._reach(unknown, upwards):
                    return False
        return not ranges.is_undecided(unknown) or ranges.is_exact(unknown)

    def _reach(self, unknown: int, upwards: bool) -> bool:
        """Show what is required on one side of a range, or find its exact end."""
        ranges = self.ranges
        bounds, seen = (ranges.most, ranges.high) if upwards else (ranges.least, ranges.low)
        if bounds[unknown] == seen[unknown] or self._look_around(unknown, upwards):
            return True
        costs = self._relax(unknown, upwards)
        if ranges.is_safe(unknown) or bounds[unknown] == seen[unknown]:
            return True
        if self._look_around(unknown, upwards):
            return True
        required, effort = self._required(unknown, upwards), THOROUGH
        if required is not None:  # any table that shows it will do: the best one takes far longer
            effort = replace(effort, enough=-required.count if upwards else required.count)
        answer = self.program.minimise(costs, effort)
        if answer.values is None or not self.see(answer.values):
            return False
        if answer.state is State.BEST:
            bounds[unknown] = answer.values[unknown]
        if answer.state is State.BEST or ranges.is_safe(unknown):
            return True
        met = required is not None and required.is_met_by(int(answer.values[unknown]))
        return met and self._reach(unknown, upwards)

    def _required(self, unknown: int, upwards: bool) -> Requirement | None:
        """Return what is still to be shown on one side of a range."""
        required = self.ranges.requirements(unknown)
        return next((r for r in required if r.at_least == upwards), None)

    def _look_around(self, unknown: int, upwards: bool) -> bool:
        """Look for a table near the first that shows what is required on one side.

        That takes a hundredth of the time of a program over the whole component, and mostly does.
        """
        required = self._required(unknown, upwards)
        if required is None:
            return False
        table = self.tables[0]
        prices = (self._random.uniform(1, 1 + SHAKEN, len(table)) for _ in range(TRIES))
        needed = required.count - int(table[unknown])
        inside = np.zeros(len(table), dtype=bool)
        with closing(self._surroundings.touched(unknown, needed, prices)) as tried:
            for touched in tried:  # the first is mostly enough
                inside |= touched
                change = self._surroundings.change(inside, unknown, needed)
                if change is not None and self.see(table + change):
                    return True
        return False

    def _relax(self, unknown: int, upwards: bool) -> Costs:
        """Bound a range, were parts of numbers allowed: a tenth of the work, and often enough.

        Return the costs that ask for its end.
        """
        costs = np.zeros(len(self.part))
        costs[unknown] = -1.0 if upwards else 1.0
        answer = self._relaxation.minimise(costs)
        if answer is None:
            return costs
        end, ranges = float(answer[unknown]), self.ranges
        if upwards:
            ranges.most[unknown] = min(ranges.most[unknown], floor(end + TOLERANCE))
        else:
            ranges.least[unknown] = max(ranges.least[unknown], ceil(end - TOLERANCE))
        table = np.rint(answer).astype(np.int64)
        if np.abs(answer - table).max() < TOLERANCE:
            self.see(table)
        return costs
