"""Which hidden counts had better be shown again, and others hidden in their place?

A count that is hidden to protect others must be certain to be large, or able to be next to
nothing. Where it can fall to 3 and no further, no reader could tell that it is large, and hiding
still more so that it can fall further costs three counts or four, each of which may fail in its
turn. What it protected can mostly be protected by others instead, for no more than it cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from dashboard.data.disclosure.grids import Flags, Numbers
from dashboard.data.disclosure.ranges import Wish
from dashboard.data.disclosure.rules import NEARLY_NONE
from dashboard.data.disclosure.suppression.plan import Plan, first_wishes, needs
from dashboard.data.disclosure.system import Status


def may_be_shown(plan: Plan, unsafe: Sequence[int], least: float, often: int) -> Numbers:
    """Return those of the unknowns that may be shown again: `least` or more, and not too `often`."""
    own = plan.hidden & plan.given & ~plan.primary & (plan.system.status == Status.PUBLISHED)
    found = own & (plan.truth >= least) & (plan.shunned < often)
    return np.array([unknown for unknown in unsafe if found[unknown]], dtype=np.int64)


def show_again(plan: Plan, unknowns: Numbers, often: int) -> None:
    """Show counts again, and forget what rested on their being hidden, and what they should show.

    Moves that change them are witnesses no longer; what only those showed is wished for once more.
    So is that a count which was shown as `often` as may be, and is hidden, can be next to nothing.
    """
    chosen = np.zeros(len(plan.truth), dtype=bool)
    chosen[unknowns] = True
    for unknown in unknowns.tolist():
        plan.wishes.pop(unknown, None)
    plan.shunned += chosen
    down, up = plan.room()
    kept, lost = [], np.zeros_like(chosen)
    for move in plan.moves:
        where, by = move.unknowns, move.changes
        if (chosen[where] & ((by < down[where]) | (by > up[where]))).any():
            lost[where] = True
        else:
            kept.append(move)
    plan.moves = kept
    plan.hidden &= ~chosen
    plan.wish(*_missing(plan, lost, often))


def show_idle(plan: Plan) -> None:
    """Show again what no move changes: nothing rests on its being hidden."""
    low, high = _seen(plan)
    own = plan.given & ~plan.primary & (plan.system.status == Status.PUBLISHED)
    plan.hidden &= ~(own & (low == high))


def _seen(plan: Plan) -> tuple[Numbers, Numbers]:
    """Return the least and the most that the truth and the moves from it show of each count."""
    low, high = plan.truth.copy(), plan.truth.copy()
    for move in plan.moves:
        table = plan.truth[move.unknowns] + move.changes
        low[move.unknowns] = np.minimum(low[move.unknowns], table)
        high[move.unknowns] = np.maximum(high[move.unknowns], table)
    return low, high


def _missing(plan: Plan, lost: Flags, often: int) -> Iterator[Wish]:
    """Yield what moves must show once more of counts that some of them no longer change."""
    low, high = _seen(plan)
    for unknown in np.flatnonzero(lost & plan.primary).tolist():
        for wish in first_wishes(plan.system, unknown, int(plan.truth[unknown])):
            if not wish.is_met_by(int((high if wish.at_least else low)[unknown])):
                yield wish
    # What no move changes any more need not be hidden, and is shown again unless a new one does.
    secondary = lost & plan.hidden & ~plan.primary & (low < high)
    for unknown in np.flatnonzero(secondary).tolist():
        if plan.shunned[unknown] >= often and low[unknown] > NEARLY_NONE:
            # It was to be hidden better.
            yield Wish(unknown, False, NEARLY_NONE)
        yield from needs(unknown, plan.truth, low, high, plan.system.threshold)
