"""Which of the figures that a move would hide would be hidden badly?

A count that is hidden to protect others must be certain to be large, or able to be next to
nothing: an audit that does not know the truth cannot tell a 7 that can fall to 3 from a 3. The
same figures allow other moves than the one that was found, up to where the first of them falls to
nought; where that leaves another between the two, it is seen before it is hidden.
"""

from __future__ import annotations

from math import ceil

import numpy as np

from dashboard.data.disclosure.components import decompose
from dashboard.data.disclosure.grids import Flags, Numbers
from dashboard.data.disclosure.programs import TOLERANCE, Program
from dashboard.data.disclosure.rules import NEARLY_NONE
from dashboard.data.disclosure.suppression.moves import Block

FURTHEST = 1_000  # that a hidden count may rise: more than any of the others can fall


def badly_hidden(block: Block, hidden: Flags, where: Numbers, changes: Numbers) -> Flags:
    """Say which figures a move hides that could be small, yet not next to nothing.

    What is `hidden` by now may move along with them.
    """
    move = np.zeros(len(block.truth), dtype=np.int64)
    move[where] = changes
    leaves = block.leaves(move)
    free = ~block.candidates | hidden | leaves
    hides = block.candidates & ~hidden & leaves & (block.truth >= block.threshold)
    found = np.zeros_like(hides)
    if not hides.any():
        return found
    down, up = np.where(free, -block.truth, block.room[0]), np.where(free, FURTHEST, block.room[1])
    for part in decompose(block.component.matrix, down, up):
        if not hides[part.unknowns].any():
            continue
        program = Program(part.matrix, part.least, part.most).relaxation()
        for place in np.flatnonzero(hides[part.unknowns]).tolist():
            costs = np.zeros(len(part.unknowns))
            costs[place] = 1.0
            answer = program.minimise(costs)
            if answer is not None:
                unknown = part.unknowns[place]
                least = int(block.truth[unknown]) + ceil(float(answer[place]) - TOLERANCE)
                found[unknown] = NEARLY_NONE < least < block.threshold
    return found
