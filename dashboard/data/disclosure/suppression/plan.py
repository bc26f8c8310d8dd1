"""What must be hidden, what may be, and what is left to show of it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from dashboard.data.disclosure.grids import Flags, Numbers
from dashboard.data.disclosure.hints import Move
from dashboard.data.disclosure.matrix import Matrix
from dashboard.data.disclosure.programs import Program
from dashboard.data.disclosure.ranges import Wish
from dashboard.data.disclosure.remainders import Remainders
from dashboard.data.disclosure.rules import LEAST_WIDTH, NEARLY_NONE
from dashboard.data.disclosure.suppression.rounding import NOT_GIVEN
from dashboard.data.disclosure.system import Status, System
from dashboard.exceptions import DisclosureError


@dataclass(slots=True)
class Plan:
    """The state of a suppression: the truth, what is hidden so far, and what is left to show.

    `wishes` are, by unknown, what witnesses must still show; `moves` are witnesses as differences
    from the truth, `spare` others that the audit came upon. `kept` are figures that may not be
    hidden: they are published already, are not printed as counts, or the policy says so. `given`
    are those whose exact count is known here. `shunned` says how often each was hidden and shown
    again: such cost more than others.
    """

    system: System
    truth: Numbers
    primary: Flags
    hidden: Flags
    kept: Flags
    given: Flags
    shunned: Numbers
    wishes: dict[int, set[Wish]] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    spare: list[Move] = field(default_factory=list)

    @property
    def matrix(self) -> Matrix:
        return self.system.matrix

    def copy(self) -> Plan:
        """Return a plan of its own that stands where this one does."""
        return replace(
            self,
            primary=self.primary.copy(),
            hidden=self.hidden.copy(),
            kept=self.kept.copy(),
            given=self.given.copy(),
            shunned=self.shunned.copy(),
            wishes={unknown: set(wishes) for unknown, wishes in self.wishes.items()},
            moves=list(self.moves),
            spare=list(self.spare),
        )

    def hide(self, unknowns: Iterable[int]) -> None:
        """Hide more; a nought that is hidden must be able to be near the threshold."""
        for unknown in unknowns:
            self.hidden[unknown] = True
            if self.truth[unknown] == 0:
                self.wish(Wish(unknown, True, self.system.threshold - 1))

    def wish(self, *wishes: Wish) -> None:
        """Ask that witnesses show more."""
        for wish in wishes:
            self.wishes.setdefault(wish.unknown, set()).add(wish)

    def admit(self, remainders: Remainders) -> None:
        """Give sets that no table prints unknowns of their own, held to the rule for such."""
        first, more = len(self.truth), len(remainders)
        self.system = self.system.with_remainders(remainders)
        self.truth = self.system.extended(self.truth)
        if more:
            self.moves = self.system.extended_moves(self.moves, first)
            self.spare = self.system.extended_moves(self.spare, first)
        none = np.zeros(more, dtype=bool)
        counts = self.truth[first:]
        small = (counts > 0) & (counts < self.system.threshold)
        self.primary = np.append(self.primary, small)
        self.hidden, self.kept = np.append(self.hidden, none), np.append(self.kept, none)
        self.given, self.shunned = np.append(self.given, none), np.append(self.shunned, 0 * counts)
        for unknown in (first + np.flatnonzero(small)).tolist():
            count = int(self.truth[unknown])
            self.wish(unprinted_wish(unknown, count, self.system.threshold))

    def room(self) -> tuple[Numbers, Numbers]:
        """Return how far down and up each count may move while it is shown: as it is rounded."""
        system = self.system
        shown = system.status == Status.PUBLISHED
        down = np.where(shown, np.minimum(system.least - self.truth, 0), 0)
        return down, np.where(shown, np.maximum(system.most - self.truth, 0), 0)

    def see(self, move: Move) -> None:
        """Keep a witness, and strike out what it shows."""
        self.moves.append(move)
        for unknown, change in zip(move.unknowns.tolist(), move.changes.tolist(), strict=True):
            if unknown in self.wishes:
                count = int(self.truth[unknown]) + change
                left = {wish for wish in self.wishes[unknown] if not wish.is_met_by(count)}
                self.wishes[unknown] = left
                if not left:
                    del self.wishes[unknown]


def make_plan(system: System, movable: Flags, counts: Numbers) -> Plan:
    """Start from the system of unsuppressed figures; `movable` are those that may be hidden.

    `counts` are exact, or NOT_GIVEN: what is printed of them may be rounded. They are of the
    unknowns that are printed, which come first.
    """
    left = np.full(len(system) - len(counts), NOT_GIVEN, dtype=np.int64)
    counts = np.append(counts, left)
    given = counts != NOT_GIVEN
    truth = _truth(
        system, np.where(given, counts, system.least), np.where(given, counts, system.most)
    )
    primary = _primary(system, truth)
    unprinted = system.status != Status.PUBLISHED
    plan = Plan(
        system,
        truth,
        primary,
        (primary & movable) | (system.status == Status.HIDDEN),
        ~movable & ~unprinted,
        given,
        np.zeros_like(truth),
    )
    for unknown in np.flatnonzero(primary).tolist():
        plan.wish(*first_wishes(system, unknown, int(truth[unknown])))
    return plan


def _truth(system: System, least: Numbers, most: Numbers) -> Numbers:
    """Return every unknown's true count; where one was never given, any that fits."""
    matrix = system.matrix
    if (least == most)[: system.printed].all():
        table = system.extended(least[: system.printed])
        if matrix.holds(table) and (table >= 0).all():
            return table
    answer = Program(matrix, least, most).minimise(np.zeros(len(system)))
    if answer.values is None or not matrix.holds(answer.values):
        message = "The unsuppressed tables do not add up; check them before preparing a release."
        raise DisclosureError(message)
    return answer.values


def _primary(system: System, truth: Numbers) -> Flags:
    """Say which counts must be hidden for what they are, printed or not."""
    small = np.asarray((truth > 0) & (truth < system.threshold))
    left = {key: system.printed + i for i, key in enumerate(system.remainders.pairs())}
    for some, every in system.sensitive.tolist():
        for nobody in (some, left.get((every, (some,)))):
            if nobody is not None and truth[every] > 0 and truth[nobody] == 0:
                small[nobody] = True
    return small


def first_wishes(system: System, unknown: int, count: int) -> Iterator[Wish]:
    """Yield what witnesses must show of a count that is hidden for what it is."""
    threshold = system.threshold
    if system.status[unknown] == Status.IMPLIED and count:
        yield unprinted_wish(unknown, count, threshold)
        return
    if count > NEARLY_NONE:
        yield Wish(unknown, False, NEARLY_NONE)
    if count < threshold - 1:
        yield Wish(unknown, True, threshold - 1)


def unprinted_wish(unknown: int, least: int, threshold: int) -> Wish:
    """Return what makes a count that no table prints, and that may be so few, harmless."""
    enough = threshold - 1 if least <= NEARLY_NONE else max(threshold, least + LEAST_WIDTH)
    return Wish(unknown, True, enough)


def needs(
    unknown: int, truth: Numbers, low: Numbers, high: Numbers, threshold: int
) -> Iterator[Wish]:
    """Yield what must yet be shown of a count that is hidden to protect others.

    `low` and `high` were seen.
    """
    count = int(truth[unknown])
    if count == 0:
        if high[unknown] < threshold - 1:
            yield Wish(unknown, True, threshold - 1)
    elif high[unknown] - low[unknown] < LEAST_WIDTH:
        # Seen one more or one less: the other side makes a range of two.
        up = high[unknown] == count
        yield Wish(unknown, bool(up), count + (1 if up else -1))
