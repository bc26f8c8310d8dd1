"""Which unknowns would the cheapest changes of a table touch, were parts of numbers allowed?

A linear program answers in a fraction of a second where an integer program takes minutes. Its
answer is seldom in whole numbers, but what it touches is worth searching, while all else is held.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace

import numpy as np

from dashboard.data.disclosure.grids import Flags, Numbers
from dashboard.data.disclosure.matrix import Matrix
from dashboard.data.disclosure.programs import Costs, Program

TINY = 1e-6


class Detours:
    """Asks the same statements, around one table, again and again."""

    def __init__(self, matrix: Matrix, down: Numbers, up: Numbers) -> None:
        """`matrix` states what holds of changes; each unknown may move so far `down` and `up`."""
        self._down, self._up = down, up
        nought = np.zeros(2 * matrix.width, dtype=np.int64)
        program = Program(_both_ways(matrix), nought, np.append(up, down))
        self._program = program.relaxation(afresh=True)

    def hold(self, up: Numbers) -> None:
        """Let each unknown move so far up from now on."""
        self._up = up
        self._program.bound_all(np.zeros(2 * len(up), dtype=np.int64), np.append(up, self._down))

    def of(
        self, unknown: int, needed: int, prices: Iterable[tuple[Costs, Costs]]
    ) -> Generator[Flags, None, None]:
        """Yield what the cheapest changes touch that move an unknown so far, or further.

        Prices are those of one more and of one less of each unknown. An answer comes for each, but
        none after the first for which nothing was found.
        """
        width, up, down = len(self._up), int(self._up[unknown]), int(self._down[unknown])
        if not -down <= needed <= up:
            return
        # What it gains on one side it may not lose again on the other.
        self._program.bound(unknown, max(needed, 0), up if needed > 0 else 0)
        self._program.bound(unknown + width, max(-needed, 0), 0 if needed > 0 else down)
        try:
            for gains, losses in prices:
                answer = self._program.minimise(np.concatenate([gains, losses]))
                if answer is None:
                    return
                yield np.asarray(np.abs(answer[:width] - answer[width:]) > TINY)
        finally:  # whoever asks may have enough before prices end
            self._program.bound(unknown, 0, up)
            self._program.bound(unknown + width, 0, down)


def around(matrix: Matrix, table: Numbers) -> Matrix:
    """State of changes of a table what a matrix states of the table."""
    now = matrix.times(table)
    least = np.maximum(matrix.least - now, -(10**9))
    return replace(matrix, least=least, most=np.minimum(matrix.most - now, 10**9))


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
