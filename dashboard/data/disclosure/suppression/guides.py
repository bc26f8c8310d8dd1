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


class Guide:
    """Asks one block again and again; each answer starts from the last."""

    def __init__(self, block: Block) -> None:
        part = block.component
        self._truth, self._width = block.truth, len(block.truth)
        self._down = np.maximum(-np.minimum(part.least, 0), 0)
        self._up = np.maximum(part.most, 0)
        nought = np.zeros(2 * self._width, dtype=np.int64)
        program = Program(_both_ways(part.matrix), nought, np.append(self._up, self._down))
        self._program = program.relaxation()
        self._random = np.random.default_rng(SEED)

    def touched(self, prices: Costs, wishes: Iterable[Wish], tries: int) -> Flags:
        """Say which unknowns the cheapest ways of granting each wish would change.

        Prices are shaken at each of the tries, so that a way in whole numbers is likely among them.
        """
        found = np.zeros(self._width, dtype=bool)
        for wish in wishes:
            needed = wish.count - int(self._truth[wish.unknown])
            ends = self._up if needed > 0 else self._down
            column = wish.unknown if needed > 0 else wish.unknown + self._width
            most = int(ends[wish.unknown])
            if abs(needed) > most:
                continue
            self._program.bound(column, abs(needed), most)
            for _ in range(tries):
                found |= self._change(prices * self._random.uniform(1, 1 + SHAKEN, self._width))
            self._program.bound(column, 0, most)
        return found

    def _change(self, prices: Costs) -> Flags:
        answer = self._program.minimise(np.concatenate([prices, prices]))
        if answer is None:
            return np.zeros(self._width, dtype=bool)
        return np.asarray(np.abs(answer[: self._width] - answer[self._width :]) > TINY)


def prices_of(block: Block, hidden: Flags) -> Costs:
    """Return what each child moved costs: nearly nothing where the figure is hidden anyway."""
    free = block.candidates & ~hidden
    return np.where(free, block.costs, ALREADY_HIDDEN)


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
