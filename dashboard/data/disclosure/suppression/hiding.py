"""How is enough hidden, and as little as can be found?

Wishes are granted; then the audit that every release must pass is made on the result, knowing
nothing of the truth. Where it objects to a count that is large, that is shown again, and others are
hidden in its place; where that was done a few times and has not helped, and where it objects to
anything else, more is hidden. This is done in a few ways, and the cheapest outcome is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.data.disclosure.audit import Assessment, assess
from dashboard.data.disclosure.building import may_be_small
from dashboard.data.disclosure.crew import Crew
from dashboard.data.disclosure.dominance import Dominance, dominating
from dashboard.data.disclosure.grids import Flags
from dashboard.data.disclosure.hints import Hint, Move
from dashboard.data.disclosure.programs import Costs
from dashboard.data.disclosure.ranges import Wish
from dashboard.data.disclosure.remainders import Remainders
from dashboard.data.disclosure.rules import LEAST_WIDTH, NEARLY_NONE
from dashboard.data.disclosure.suppression.blocks import (
    batches,
    hidden_alone,
    neighbours,
    shared_totals,
)
from dashboard.data.disclosure.suppression.costs import costs_of
from dashboard.data.disclosure.suppression.moves import Block
from dashboard.data.disclosure.suppression.plan import Plan, unprinted_wish
from dashboard.data.disclosure.suppression.pruning import prune
from dashboard.data.disclosure.suppression.showing import may_be_shown, show_again, show_idle
from dashboard.data.disclosure.suppression.working import Task, work
from dashboard.data.disclosure.system import Status, System
from dashboard.data.disclosure.unions import small_unions
from dashboard.data.release import Catalogue
from dashboard.exceptions import DisclosureError

REPAIRS_AT_MOST = 60
ATTEMPTS_AT_MOST = 30  # to grant the wishes of one repair, with more and more totals unlocked
ALL_WAYS = 10_000  # unknowns of a release; a larger one is mended in the last way only
SHUNNED = 10.0  # times the cost of hiding what was hidden and shown again
# Where much is hidden, much rests on whatever would be shown again.
LATE = 1  # repairs, after which little of it is shown again there
FAR_LARGER = 20  # times the threshold: what is, still
DEAR = 10.0  # times the cost of hiding large counts there, from then on
LAST_ATTEMPTS = 6  # with nothing locked, other places are taken together so often


def hide_enough(catalogue: Catalogue, plan: Plan, crew: Crew) -> Plan:
    """Return a plan that passes the audit: of some ways to mend one that does not, the cheapest.

    Raises DisclosureError where none leads anywhere.
    """
    locked = shared_totals(plan.system) & ~plan.hidden
    search = _Search(catalogue, plan, locked, crew, WAYS[-1])
    search.protect()
    objections = search.examine()
    if objections.none:
        search.prune(objections.assessment)
        return search.plan
    found, failures = [], []
    settled = not objections.assessment.unresolved
    for way in ways_to_mend(len(plan.truth), settled=settled):
        own = _Search(catalogue, plan.copy(), search.locked.copy(), crew, way)
        try:
            found.append(own.mend(objections))
        except DisclosureError as failure:
            failures.append(failure)
    if not found:
        raise failures[0]
    return min(found, key=lambda mended: _total(catalogue, mended))


@dataclass(frozen=True, slots=True)
class _Way:
    """How to mend: what is shown again, how often, and whether the rest is hidden well at once.

    Counts of so many times the threshold, or more, are shown again. If the way is `dense`, the first
    repairs alone do so: after LATE of them only counts of FAR_LARGER times the threshold are, and
    hiding any of the others costs DEAR times as much.
    """

    shown: int
    often: int
    well: bool
    dense: bool = False


WAYS = (_Way(1, 1, well=False), _Way(2, 3, well=True))
DENSE = _Way(4, 3, well=True, dense=True)


def ways_to_mend(unknowns: int, *, settled: bool) -> tuple[_Way, ...]:
    """Choose the ways to mend a plan of so many unknowns: a single one where each takes long.

    `settled` says whether the audit could settle everything.
    """
    if unknowns > ALL_WAYS:
        return WAYS[-1:]
    return WAYS if settled else (DENSE,)


@dataclass(frozen=True, slots=True)
class _Objections:
    """What the audit says of a plan; small unions, and places that dominate, besides."""

    assessment: Assessment
    unions: Remainders
    dominant: tuple[Dominance, ...]

    @property
    def none(self) -> bool:
        return self.assessment.passed and not len(self.unions) and not self.dominant


class _Search:
    """A plan, the totals that are still held, and who does the work."""

    def __init__(
        self,
        catalogue: Catalogue,
        plan: Plan,
        locked: Flags,
        crew: Crew,
        way: _Way,
    ) -> None:
        self.catalogue, self.plan, self.locked, self.crew = catalogue, plan, locked, crew
        self.way = way
        self.repairs = 0

    def mend(self, objections: _Objections) -> Plan:
        """Hide more, and show large counts again, until nothing is in doubt."""
        for self.repairs in range(REPAIRS_AT_MOST):
            self._wish_again(objections)
            self.protect()
            show_idle(self.plan)
            objections = self.examine()
            if objections.none:
                self.prune(objections.assessment)
                return self.plan
        raise DisclosureError("No set of hidden cells was found that protects every small count.")

    def _wish_again(self, objections: _Objections) -> None:
        """Show large counts again; turn all other objections into what witnesses must show."""
        plan, assessment, often = self.plan, objections.assessment, self.way.often
        least = (FAR_LARGER if self.late else self.way.shown) * plan.system.threshold
        again = may_be_shown(plan, assessment.in_doubt, least, often)
        plan.wishes.clear()
        show_again(plan, again, often)
        left = np.setdiff1d(np.array(assessment.in_doubt, dtype=np.int64), again)
        plan.wish(*_wishes(plan, assessment, left.tolist()))
        plan.wish(*(Wish(found.part, False, found.allowed) for found in objections.dominant))
        plan.admit(objections.unions)

    def examine(self) -> _Objections:
        """Ask what the audit has against the plan."""
        admit_what_may_be_small(self.plan)
        published = _as_published(self.plan)
        truth, plan = self.plan.truth, self.plan
        # What the audit came upon the last time saves most of its work, where it still fits.
        spare = Hint(truth, tuple(plan.spare))
        plan.spare = list(spare.fitting(published.matrix, published.least, published.most))
        assessment = assess(published, truth, [*plan.moves, *plan.spare], thorough=False)
        plan.spare += assessment.moves
        if assessment.contradiction:
            raise DisclosureError("It could not be settled which counts are safe.")
        per_cent = self.catalogue.disclosure.dominance_per_cent
        dominant = tuple(dominating(published, assessment.low, per_cent))
        return _Objections(assessment, small_unions(published), dominant)

    @property
    def late(self) -> bool:
        """Say whether others must be hidden well rather than shown again."""
        return self.way.dense and self.repairs >= LATE

    def protect(self) -> None:
        """Grant every wish; show again what no way is found to hide as it is wished."""
        while not self._grant():
            stuck = may_be_shown(self.plan, sorted(self.plan.wishes), 0, self.way.often)
            if not len(stuck):
                raise DisclosureError(
                    "Some small counts cannot be protected: publish fewer or coarser tables."
                )
            show_again(self.plan, stuck, self.way.often)

    def _grant(self) -> bool:
        """Try to grant every wish, unlocking totals where nothing else will do."""
        plan, costs = self.plan, self._costs()
        none = np.zeros(len(plan.truth) - len(self.locked), dtype=bool)
        self.locked = locked = np.append(self.locked, none)
        for blocks in hidden_alone(plan, costs):
            self._work(blocks, stubborn=False)
        for attempt in range(ATTEMPTS_AT_MOST):
            for blocks in batches(plan, locked, costs, attempt):
                self._work(blocks, stubborn=attempt > 0)
            if not plan.wishes:
                return True
            if not locked.any() and attempt >= LAST_ATTEMPTS:
                break
            stuck = np.array(sorted(plan.wishes), dtype=np.int64)
            near = neighbours(plan.matrix, stuck)
            if not locked[near].any():
                near = neighbours(plan.matrix, near)
            locked[near if locked[near].any() else slice(None)] = False
        return False

    def _work(self, blocks: Sequence[Block], *, stubborn: bool) -> None:
        """Grant what can be granted within blocks that do not touch."""
        plan = self.plan
        tasks = [Task(block, _wishes_in(plan, block), stubborn, self.way.well) for block in blocks]
        for block, done in zip(blocks, self.crew.do(work, tasks), strict=True):
            where = block.component.unknowns
            plan.hide(where[done.hidden].tolist())
            for move in done.moves:
                plan.see(Move(where[move.unknowns], move.changes))

    def prune(self, assessment: Assessment) -> None:
        """Show again what need not be hidden, unless that leaves a small union of what is."""
        before = self.plan.hidden.copy()
        prune(self.plan, assessment, self._costs(), self.crew)
        if len(small_unions(_as_published(self.plan))):
            self.plan.hidden = before

    def _costs(self) -> Costs:
        plan = self.plan
        costs = costs_of(self.catalogue, plan.system, plan.truth)
        if self.late:
            large = plan.truth >= self.way.shown * plan.system.threshold
            costs = np.where(large, DEAR * costs, costs)
        return np.where(plan.shunned > 0, SHUNNED * costs, costs)


def _total(catalogue: Catalogue, plan: Plan) -> float:
    costs = costs_of(catalogue, plan.system, plan.truth)
    return float(costs[plan.hidden & plan.given].sum())


def admit_what_may_be_small(plan: Plan) -> None:
    """Give an unknown to whatever may be a small count, as far as a reader can tell."""
    published = _as_published(plan)
    wanted = published.candidates.take(may_be_small(published))
    known = set(plan.system.remainders.pairs())
    new = [i for i, key in enumerate(wanted.pairs()) if key not in known]
    plan.admit(wanted.take(np.array(new, dtype=np.int64)))


def _wishes_in(plan: Plan, block: Block) -> tuple[Wish, ...]:
    """Return what is left to show in a block, by places in the block."""
    where = block.component.unknowns.tolist()
    return tuple(
        replace(wish, unknown=place)
        for place, unknown in enumerate(where)
        for wish in sorted(plan.wishes.get(unknown, ()), key=lambda w: w.at_least)
    )


def _as_published(plan: Plan) -> System:
    """Return the system as readers will see it."""
    system = plan.system
    hidden = plan.hidden & (system.status == Status.PUBLISHED)
    return replace(
        system,
        least=np.where(hidden, 0, system.least),
        most=np.where(hidden, 10**9, system.most),
        status=np.where(hidden, Status.HIDDEN, system.status),
    )


def _wishes(plan: Plan, assessment: Assessment, in_doubt: Sequence[int]) -> list[Wish]:
    """Turn what the audit objects to into what further witnesses must show."""
    threshold = plan.system.threshold
    found = []
    for unknown in in_doubt:
        low, high = int(assessment.low[unknown]), int(assessment.high[unknown])
        if plan.system.status[unknown] == Status.IMPLIED:
            found.append(unprinted_wish(unknown, low, threshold))
            continue
        if assessment.least[unknown] >= threshold:
            found.append(Wish(unknown, True, low + LEAST_WIDTH))
            continue
        if low > NEARLY_NONE:
            found.append(Wish(unknown, False, NEARLY_NONE))
        if high < threshold - 1:
            found.append(Wish(unknown, True, threshold - 1))
    return found
