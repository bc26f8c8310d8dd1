"""Which other whole-number tables fit everything published?

A witness is a table of whole numbers that any reader must hold possible. Witnesses that differ
in a hidden count prove that it cannot be known; no truth is needed to find them, and no solver
to believe them: each is checked in whole numbers against every statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np

from dashboard.data.disclosure.components import Component
from dashboard.data.disclosure.grids import Flags, Numbers
from dashboard.data.disclosure.hints import Hint, Move, move_of
from dashboard.data.disclosure.matrix import Matrix, Row, extend
from dashboard.data.disclosure.programs import (
    THOROUGH,
    TOLERANCE,
    Costs,
    Effort,
    Program,
    Relaxation,
    State,
)
from dashboard.data.disclosure.ranges import Ranges, Wish

POOLED = Effort(1, 1.0)  # any witness helps: better ones take eight times as long
FEWEST_WISHES = 3  # fewer are granted one by one
WORTHWHILE = 0.1  # a pooled program must grant this share of its wishes to be worth another
REACH = 40  # how far beyond what was seen a pooled program may look

KEPT_BELOW = 1_000  # unknowns of a component whose witnesses somebody may want again


@dataclass(frozen=True, slots=True)
class Findings:
    """The ranges found, the unknowns that a solver gave up on, and witnesses of small components.

    Where a component came with a table, `moves` lead from it to what was come upon.
    """

    ranges: Ranges
    witnesses: tuple[Numbers, ...]
    unresolved: frozenset[int]
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """What to find out about a component.

    `printed` says which unknowns a table prints as hidden, `checked` which need protection;
    `threshold` is one for all unknowns, or one for each.
    `hint` gives tables that may fit; each is checked.
    """

    component: Component
    printed: Flags
    checked: Flags
    threshold: int | Numbers
    hint: Hint | None = None


def search(task: Search) -> Findings | None:
    """Find witnesses until each unknown is shown safe, or its range is known exactly.

    None means that no whole-number table fits: what is published contradicts itself.
    """
    seeker = Seeker(task)
    seeker.take(task.hint)
    known = len(seeker.witnesses)
    if not known:
        first = seeker.program.minimise(np.zeros(len(task.component.unknowns)))
        if first.state is State.IMPOSSIBLE:
            return None
        if first.values is None or not seeker.see(first.values):
            every = frozenset(seeker.checked)
            return Findings(seeker.ranges, (), every)
    seeker.pool()
    unresolved = {u for u in seeker.checked if not seeker.settle(u)}
    small = len(task.component.unknowns) <= KEPT_BELOW
    witnesses = tuple(seeker.witnesses) if small else ()
    new = seeker.witnesses[known:] if known else []
    moves = tuple(move_of(table - seeker.witnesses[0]) for table in new)
    return Findings(seeker.ranges, witnesses, frozenset(unresolved), moves)


def is_witness(matrix: Matrix, least: Numbers, most: Numbers, table: Numbers) -> bool:
    """Say, in whole numbers and without a solver, whether a table fits every statement."""
    within = bool((least <= table).all() and (table <= most).all())
    return within and matrix.holds(table)


class Seeker:
    """A search under way: what was seen, and what is still to be shown."""

    def __init__(self, task: Search, ranges: Ranges | None = None) -> None:
        component = task.component
        self.task = task
        self.checked = np.flatnonzero(task.checked).tolist()
        self.component = component
        self.ranges = ranges or Ranges(
            component.least, component.most, task.printed, task.threshold
        )
        self.program = Program(component.matrix, component.least, component.most)
        self._relaxation: Relaxation | None = None
        self.witnesses: list[Numbers] = []

    def see(self, table: Numbers) -> bool:
        part = self.component
        fits = is_witness(part.matrix, part.least, part.most, table)
        if fits:
            self.ranges.see(table)
            self.witnesses.append(table)
        return fits

    def take(self, hint: Hint | None) -> None:
        """See the tables of a hint that fit."""
        if hint is None or not self.see(hint.table):
            return
        part = self.component
        kept = len(part.unknowns) <= KEPT_BELOW
        for move in hint.fitting(part.matrix, part.least, part.most):
            self.ranges.see_at(move.unknowns, hint.table[move.unknowns] + move.changes)
            if kept:
                self.witnesses.append(hint.table + move.spread(len(part.unknowns)))

    def undecided(self) -> list[int]:
        """Return what is neither shown safe nor known to be unsafe."""
        return [unknown for unknown in self.checked if self.ranges.is_undecided(unknown)]

    def pool(self) -> None:
        """Let each program grant as many wishes as it can at once."""
        while True:
            wishes = [w for u in self.checked for w in self.ranges.wishes(u)]
            if len(wishes) < FEWEST_WISHES:
                return
            witness = _grant(self.component, self.ranges, wishes)
            if witness is None or not self.see(witness):
                return
            if sum(w.is_granted(witness) for w in wishes) < max(2, WORTHWHILE * len(wishes)):
                return

    def settle(self, unknown: int) -> bool:
        """Show an unknown safe, or find its range exactly; false where the solver gave up."""
        ranges = self.ranges
        for upwards in self._directions(unknown):
            if ranges.is_safe(unknown) or not ranges.may_yet_be_safe(unknown):
                return True
            if not self._reach(unknown, upwards):
                return False
        return ranges.is_safe(unknown) or ranges.is_exact(unknown)

    def try_to_show(self, unknown: int) -> None:
        """Look for tables that show an unknown safe; exact ends of its range are not sought.

        Where it must be able to be few and to be many, that one of them fails is enough to stop.
        """
        ranges = self.ranges
        for upwards in self._directions(unknown):
            if ranges.is_safe(unknown) or not ranges.may_yet_be_safe(unknown):
                return
            asked = [wish for wish in ranges.wishes(unknown) if wish.at_least is upwards]
            if not asked:
                continue
            costs = self._relax(unknown, upwards)
            if asked[0] in ranges.wishes(unknown):
                self._is_enough(unknown, upwards, costs)
            if ranges.needs_both(unknown) and asked[0] in ranges.wishes(unknown):
                return

    def _directions(self, unknown: int) -> tuple[bool, bool]:
        """Go first where a printed count is likely to fail, and an unprinted one to pass."""
        return (False, True) if self.ranges.printed[unknown] else (True, False)

    def _reach(self, unknown: int, upwards: bool) -> bool:
        """Find the exact end of a range."""
        ranges = self.ranges
        bounds, seen = (ranges.most, ranges.high) if upwards else (ranges.least, ranges.low)
        if bounds[unknown] == seen[unknown]:
            return True
        costs = self._relax(unknown, upwards)
        if ranges.is_safe(unknown) or bounds[unknown] == seen[unknown]:
            return True
        if self._is_enough(unknown, upwards, costs):
            return True
        answer = self.program.minimise(costs, THOROUGH)
        if answer.values is None or not self.see(answer.values):
            return False
        if answer.state is State.BEST:
            bounds[unknown] = answer.values[unknown]
        return answer.state is State.BEST or ranges.is_safe(unknown)

    def _is_enough(self, unknown: int, upwards: bool, costs: Costs) -> bool:
        """Look for any table that shows an unknown safe: to show the best one takes far longer."""
        wishes = [w for w in self.ranges.wishes(unknown) if w.at_least is upwards]
        if not wishes:
            return False
        enough = -wishes[0].count if upwards else wishes[0].count
        answer = self.program.minimise(costs, replace(THOROUGH, enough=enough))
        found = answer.values is not None and self.see(answer.values)
        return found and self.ranges.is_safe(unknown)

    def _relax(self, unknown: int, upwards: bool) -> Costs:
        """Bound a range, were parts of numbers allowed: a tenth of the work, and often enough.

        Return the costs that ask for its end.
        """
        costs = np.zeros(len(self.component.unknowns))
        costs[unknown] = -1.0 if upwards else 1.0
        if self._relaxation is None:
            self._relaxation = self.program.relaxation()
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


def _grant(component: Component, ranges: Ranges, wishes: Sequence[Wish]) -> Numbers | None:
    """Find a table that grants as many wishes as can be; each has a switch that says so."""
    width = len(component.unknowns)
    most = np.minimum(component.most, ranges.high + REACH)
    rows = []
    for switch, wish in enumerate(wishes, start=width):
        least_here, most_here = int(component.least[wish.unknown]), int(most[wish.unknown])
        if wish.at_least:
            gain = wish.count - least_here
            rows.append(Row((wish.unknown, switch), (1, -gain), least_here, most_here))
        else:
            gain = most_here - wish.count
            rows.append(Row((wish.unknown, switch), (1, gain), least_here, most_here))
    switches = np.ones(len(wishes), dtype=np.int64)
    program = Program(
        extend(component.matrix, rows, width + len(wishes)),
        np.concatenate([component.least, 0 * switches]),
        np.concatenate([most, switches]),
    )
    answer = program.minimise(np.concatenate([np.zeros(width), -1.0 * switches]), POOLED)
    return None if answer.values is None else answer.values[:width]
