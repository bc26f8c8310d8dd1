"""Which few figures of a large block are worth trying to hide, so that it shows what it should?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing

import numpy as np

from dashboard.data.disclosure.detours import Detours
from dashboard.data.disclosure.grids import Flags
from dashboard.data.disclosure.programs import Costs
from dashboard.data.disclosure.ranges import Wish
from dashboard.data.disclosure.rules import NEARLY_NONE
from dashboard.data.disclosure.suppression.moves import Block, is_large

SHAKEN = 0.5
PLENTY = 400  # unknowns touched: enough for a way in whole numbers to be among them
UNFIT = 2.0  # times the price of what would fall too little, or too far
ALREADY_HIDDEN = 0.02  # per child moved: nearly nothing, but the shortest way is the best
SEED = 6


class Guide:
    """Asks one block again and again; `well` says that large counts must be hidden well."""

    def __init__(self, block: Block, *, well: bool) -> None:
        self._well = well
        part = block.component
        self._block, self._width = block, len(block.truth)
        self._down = np.maximum(-np.minimum(part.least, 0), 0)
        self._up = np.maximum(part.most, 0)
        self._detours = Detours(part.matrix, self._down, self._up)
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
            self._detours.hold(np.where(held, 0, self._up))
            answers = [(wish, self._ways(wish, prices, tries)) for wish in left]
            found |= np.any([way for _, ways in answers for way in ways] or [found], axis=0)
            left = [wish for wish, ways in answers if not ways]
        self.impossible |= set(left if noughts else ())
        return found

    def _ways(self, wish: Wish, prices: Costs, tries: int) -> list[Flags]:
        needed = wish.count - int(self._block.truth[wish.unknown])
        losses = self._losses(wish, prices)
        shaken = ((prices * shake, losses * shake) for shake in self._shakes(tries))
        found: list[Flags] = []
        with closing(self._detours.of(wish.unknown, needed, shaken)) as ways:
            for way in ways:
                found.append(way)
                if np.any(found, axis=0).sum() > PLENTY:
                    break
        return found

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


def _prices(block: Block, hidden: Flags) -> Costs:
    """Return what each child moved costs: nearly nothing where the figure is hidden anyway."""
    free = block.candidates & ~hidden
    return np.where(free, block.costs, ALREADY_HIDDEN)
