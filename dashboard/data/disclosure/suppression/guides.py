"""Which few figures of a large block would the cheapest changes need, were fractions allowed?

A linear program answers in a fraction of a second where an integer program takes minutes. Its
answer is seldom in whole numbers, but the figures that it touches are those worth trying.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dashboard.data.disclosure.grids import Flags
from dashboard.data.disclosure.matrix import Matrix
from dashboard.data.disclosure.programs import Costs, Program
from dashboard.data.disclosure.ranges import Wish
from dashboard.data.disclosure.suppression.moves import Block

SHAKEN = 0.5
ALREADY_HIDDEN = 0.02  # per child moved: nearly nothing, but the shortest way is the best
SEED = 6
TINY = 1e-6


def touched(block: Block, wishes: Iterable[Wish], tries: int) -> Flags:
    """Say which unknowns of a block the cheapest ways of granting each wish would change.

    Prices are shaken at each of the tries, so that a way in whole numbers is likely among them.
    """
    part = block.component
    width = len(block.truth)
    prices = np.where(block.candidates, block.costs, ALREADY_HIDDEN)
    least, most = np.minimum(part.least, 0), np.maximum(part.most, 0)
    random = np.random.default_rng(SEED)
    found = np.zeros(width, dtype=bool)
    matrix = _both_ways(part.matrix)
    for wish in wishes:
        needed = wish.count - int(block.truth[wish.unknown])
        up, down = most.copy(), -least
        lowest_up, lowest_down = np.zeros_like(up), np.zeros_like(down)
        ends = (up, lowest_up) if needed > 0 else (down, lowest_down)
        if abs(needed) > ends[0][wish.unknown]:
            continue
        ends[1][wish.unknown] = abs(needed)
        program = Program(
            matrix,
            np.concatenate([lowest_up, lowest_down]),
            np.concatenate([up, down]),
            whole=False,
        )
        for _ in range(tries):
            found |= _change(program, prices * random.uniform(1, 1 + SHAKEN, width), width)
    return found


def _both_ways(matrix: Matrix) -> Matrix:
    """Return the rows over what each unknown gains, and then what each loses."""
    return Matrix(
        np.concatenate([matrix.row, matrix.row]),
        np.concatenate([matrix.unknown, matrix.unknown + matrix.width]),
        np.concatenate([matrix.coefficient, -matrix.coefficient]),
        matrix.least,
        matrix.most,
        2 * matrix.width,
    )


def _change(program: Program, prices: Costs, width: int) -> Flags:
    answer = program.relaxed(np.concatenate([prices, prices]))
    if answer is None:
        return np.zeros(width, dtype=bool)
    return np.asarray(np.abs(answer[:width] - answer[width:]) > TINY)
