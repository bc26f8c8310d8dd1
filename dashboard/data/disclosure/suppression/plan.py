"""What must be hidden, what may be, and what is left to show of it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from dashboard.data.disclosure.bounds import Matrix, extend, matrix_of
from dashboard.data.disclosure.grids import Numbers
from dashboard.data.disclosure.programs import Program
from dashboard.data.disclosure.ranges import Flags, Wish
from dashboard.data.disclosure.rules import NEARLY_NONE, is_small
from dashboard.data.disclosure.system import Remainder, Status, System
from dashboard.data.disclosure.unions import counts_of, with_unions
from dashboard.exceptions import DisclosureError


@dataclass(slots=True)
class Plan:
    """The state of a suppression: the truth, what is hidden so far, and what is left to show.

    `wishes` are what witnesses must still show; `moves` are witnesses as differences from the
    truth. `kept` are figures that may not be hidden: they are published already, are not
    printed as counts, or the policy says so.
    """

    system: System
    matrix: Matrix
    truth: Numbers
    primary: Flags
    hidden: Flags
    kept: Flags
    wishes: set[Wish] = field(default_factory=set)
    moves: list[Numbers] = field(default_factory=list)

    def hide(self, unknowns: Iterable[int]) -> None:
        """Hide more; a nought that is hidden must be able to be near the threshold."""
        for unknown in unknowns:
            self.hidden[unknown] = True
            if self.truth[unknown] == 0:
                self.wishes.add(Wish(unknown, True, self.system.threshold - 1))

    def open_unions(self, unions: list[Remainder]) -> None:
        """Give unions of hidden parts unknowns of their own, to be held to the rule for cells."""
        counts = counts_of(unions, self.truth)
        first, none = len(self.truth), np.zeros(len(unions), dtype=bool)
        self.system, rows = with_unions(self.system, unions)
        self.matrix = extend(self.matrix, rows, len(self.system))
        self.moves = [np.append(move, counts_of(unions, move)) for move in self.moves]
        self.truth = np.append(self.truth, counts)
        self.primary = np.append(self.primary, ~none)
        self.hidden, self.kept = np.append(self.hidden, none), np.append(self.kept, none)
        for i, count in enumerate(counts.tolist()):
            self.wishes.update(_wishes(first + i, count, self.system.threshold))

    def see(self, move: Numbers) -> None:
        """Keep a witness, and strike out what it shows."""
        self.moves.append(move)
        table = self.truth + move
        self.wishes = {wish for wish in self.wishes if not wish.is_granted(table)}


def make_plan(system: System, movable: Flags) -> Plan:
    """Start from the system of unsuppressed figures; `movable` are those that may be hidden."""
    matrix = matrix_of(system.rows, len(system))
    truth = _truth(system, matrix)
    primary = _primary(system, truth)
    unprinted = system.status != Status.PUBLISHED
    plan = Plan(
        system,
        matrix,
        truth,
        primary,
        (primary & movable) | (system.status == Status.HIDDEN),
        ~movable & ~unprinted,
    )
    for unknown in np.flatnonzero(primary).tolist():
        plan.wishes.update(_wishes(unknown, int(truth[unknown]), system.threshold))
    return plan


def _truth(system: System, matrix: Matrix) -> Numbers:
    """Return every unknown's true count; where one was never given, any that fits."""
    answer = Program(matrix, system.least, system.most).minimise(np.zeros(len(system)))
    if answer.values is None or not matrix.holds(answer.values):
        message = "The unsuppressed tables do not add up; check them before preparing a release."
        raise DisclosureError(message)
    return answer.values


def _primary(system: System, truth: Numbers) -> Flags:
    """Say which counts must be hidden for what they are, printed or not."""
    small = np.array([is_small(count, system.threshold) for count in truth.tolist()], dtype=bool)
    for some, every in system.sensitive:
        if truth[every] > 0 and truth[some] == 0:
            small[some] = True
    return small


def _wishes(unknown: int, count: int, threshold: int) -> Iterable[Wish]:
    if count > NEARLY_NONE:
        yield Wish(unknown, False, NEARLY_NONE)
    if count < threshold - 1:
        yield Wish(unknown, True, threshold - 1)
