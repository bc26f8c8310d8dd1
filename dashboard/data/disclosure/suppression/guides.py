"""Which few figures of a large block would the cheapest changes need, were fractions allowed?

A linear program answers in a fraction of a second where an integer program takes minutes. Its
answer is seldom in whole numbers, but the figures that it touches are those worth trying.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import starmap, takewhile

import numpy as np

from dashboard.data.disclosure.grids import Flags
from dashboard.data.disclosure.matrix import Matrix
from dashboard.data.disclosure.programs import Costs, Program
from dashboard.data.disclosure.ranges import Wish
from dashboard.data.disclosure.rules import NEARLY_NONE
from dashboard.data.disclosure.suppression.moves import Block, is_large

SHAKEN = 0.5
UNFIT = 2.0  # times the price of what would fall too little, or too far
ALREADY_HIDDEN = 0.02  # per child moved: nearly nothing, but the shortest way is the best
SEED = 6
TINY = 1e-6


class Guide:
    """Asks one block again and again; `well` says that large counts must be hidden well."""

    def __init__(self, block: Block, *, well: bool) -> None:
        self._well = well
        part = block.component
        self._block, self._width = block, len(block.truth)
        self._down = np.maximum(-np.minimum(part.least, 0), 0)
        self._up = np.maximum(part.most, 0)
        nought = np.zeros(2 * self._width, dtype=np.int64)
        program = Program(_both_ways(part.matrix), nought, np.append(self._up, self._down))
        self._program = program.relaxation(afresh=True)
        self._random = np.random.default_rng(SEED)
        self.impossible: set[Wish] = set()  # not even fractions would grant these

    def touched(self, hidden: Flags, wishes: Iterable[Wish], tries: int, noughts: bool) -> Flags:
        """Say which unknowns the cheapest ways of granting each wish would change.

        Prices are shaken at each of the tries, so that a way in whole numbers is likely among
        them. A nought that is shown must not move a little, which fractions would have it do:
        `noughts` says whether they may move for wishes that nothing else grants.
        """
        found = np.zeros(self._width, dtype=bool)
        prices = _prices(self._block, hidden)
        shown_noughts = self._block.candidates & ~hidden & (self._block.truth == 0)
        left = list(wishes)
        for held in (shown_noughts, np.zeros_like(shown_noughts))[: 1 + noughts]:
            self._hold(held)
            answers = [(wish, self._ways(wish, prices, held, tries)) for wish in left]
            found |= np.any([way for _, ways in answers for way in ways] or [found], axis=0)
            left = [wish for wish, ways in answers if not ways]
        self.impossible |= set(left if noughts else ())
        return found

    def _hold(self, held: Flags) -> None:
        most = np.append(np.where(held, 0, self._up), self._down)
        self._program.bound_all(np.zeros_like(most), most)

    def _ways(self, wish: Wish, prices: Costs, held: Flags, tries: int) -> list[Flags]:
        needed = wish.count - int(self._block.truth[wish.unknown])
        up = 0 if held[wish.unknown] else int(self._up[wish.unknown])
        down = int(self._down[wish.unknown])
        if not -down <= needed <= up:
            return []
        gain, loss = wish.unknown, wish.unknown + self._width
        # What it gains on one side it may not lose again on the other.
        self._program.bound(gain, max(needed, 0), up if needed > 0 else 0)
        self._program.bound(loss, max(-needed, 0), 0 if needed > 0 else down)
        losses = self._losses(wish, prices)
        pairs = ((prices * shake, losses * shake) for shake in self._shakes(tries))
        found = list(takewhile(lambda way: way is not None, starmap(self._change, pairs)))
        self._program.bound(gain, 0, up)
        self._program.bound(loss, 0, down)
        return [way for way in found if way is not None]

    def _shakes(self, tries: int) -> Iterator[Costs]:
        for _ in range(tries):
            yield self._random.uniform(1, 1 + SHAKEN, self._width)

    def _losses(self, wish: Wish, prices: Costs) -> Costs:
        """Price what falls with a large count: what would then be few, but not next to nothing."""
        block = self._block
        if not (self._well and is_large(block, wish)):
            return prices
        left = block.truth - (int(block.truth[wish.unknown]) - wish.count)
        return np.where((left >= 0) & (left <= NEARLY_NONE), prices, UNFIT * prices)

    def _change(self, gains: Costs, losses: Costs) -> Flags | None:
        answer = self._program.minimise(np.concatenate([gains, losses]))
        if answer is None:
            return None
        return np.asarray(np.abs(answer[: self._width] - answer[self._width :]) > TINY)


def _prices(block: Block, hidden: Flags) -> Costs:
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
