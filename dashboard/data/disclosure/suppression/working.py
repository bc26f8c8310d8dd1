"""What must be hidden within one block, so that it shows what it should?

A function of the block alone, so that many blocks can be worked on at once. Large blocks are
tried with their cheapest figures first: most of the others cannot move then, the block falls
into small pieces, and programs are a hundred times faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.data.disclosure.bounds import propagate
from dashboard.data.disclosure.components import decompose
from dashboard.data.disclosure.grids import Flags, Numbers
from dashboard.data.disclosure.hints import Move
from dashboard.data.disclosure.ranges import Wish
from dashboard.data.disclosure.suppression.blocks import FEW, LARGEST, SMALL
from dashboard.data.disclosure.suppression.guides import Guide
from dashboard.data.disclosure.suppression.moves import (
    Block,
    find_move,
    grant,
    grant_well,
    is_large,
)
from dashboard.data.disclosure.suppression.plan import needs

REWARDS = (3.0, 8.0, 25.0, 100.0, 1000.0)  # for granting a wish, from thrifty to desperate
ENOUGH = 0.2  # a move must grant this share of the wishes, or the next reward is tried
CHEAP = 0.15  # of the figures of a large block that may be hidden: tried first
TRIES = 2  # of linear programs for each wish, that guide programs for many
MORE_TRIES = 4  # for one wish that is left
LARGEST_WELL = 2_000  # unknowns of a piece in which two moves are sought together
MOST_TRIES = 10  # that a large count can be few: not every way does


@dataclass(frozen=True, slots=True)
class Task:
    """A block, and what is left to show in it. Wishes name unknowns by their place in it.

    `stubborn` says whether to take pains over what is hard to grant: that waits until totals near
    it are unlocked; `well`, whether what large counts hide must itself be able to be few.
    """

    block: Block
    wishes: tuple[Wish, ...]
    stubborn: bool
    well: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What to hide, and the moves that this allows, by places in the block."""

    hidden: Numbers
    moves: tuple[Move, ...]


def work(task: Task) -> Done:
    """Grant what can be granted within one block, the cheapest first."""
    labour = _Labour(task.block, task.wishes, well=task.well)
    size = len(task.block.truth)
    few = len(labour.wishes) <= FEW
    if few:
        labour.insist(noughts=False, alone=True)
    if size > SMALL:
        if not few:
            labour.work_within(labour.cheap())
            labour.work_within(labour.guided())
        labour.insist(noughts=task.stubborn, alone=False)
    if size <= (LARGEST if task.stubborn else SMALL) and labour.wishes:
        labour.work(np.arange(size), labour.block)
    return Done(np.flatnonzero(labour.hidden), tuple(labour.moves))


class _Labour:
    """The state of the work on a block."""

    def __init__(self, block: Block, wishes: tuple[Wish, ...], *, well: bool) -> None:
        self.block, self.well = block, well
        self.wishes = set(_possible(block, wishes))
        self.hidden: Flags = np.zeros(len(block.truth), dtype=bool)
        self.moves: list[Move] = []
        self._guide: Guide | None = None
        self.low, self.high = block.truth.copy(), block.truth.copy()  # what moves have shown

    def cheap(self) -> Flags:
        """Choose the cheapest figures of those that may be hidden."""
        free, costs = self.block.candidates & ~self.hidden, self.block.costs
        return free & (costs <= np.quantile(costs[free], CHEAP)) if free.any() else free

    def guided(self) -> Flags:
        """Choose the figures that linear programs would change."""
        return self._touched(_in_order(self.wishes), TRIES, noughts=False)

    def _touched(self, wishes: Iterable[Wish], tries: int, *, noughts: bool) -> Flags:
        if self._guide is None:
            self._guide = Guide(self.block, well=self.well)
        touched = self._guide.touched(self.hidden, wishes, tries, noughts)
        self.wishes -= self._guide.impossible
        return touched

    def work_within(self, chosen: Flags) -> None:
        """Grant what can be granted by hiding chosen figures alone, piece by piece."""
        for where, piece in list(self._pieces(chosen)):
            if len(where) <= LARGEST:
                self.work(where, piece)

    def insist(self, *, noughts: bool, alone: bool) -> None:
        """Grant what is left one by one, each by the figures that its own programs change.

        Those move `alone`, or with all that is hidden already, unless that is too much.
        """
        alone = alone or len(self.block.truth) > LARGEST
        tried: set[Wish] = set()
        while left := _in_order(self.wishes - tried):
            tried.add(left[0])
            tries = MOST_TRIES if self.well and is_large(self.block, left[0]) else MORE_TRIES
            chosen = self._touched(left[:1], tries, noughts=noughts)
            if left[0] in self.wishes:
                self._insist_on(left[0], chosen, alone=alone)

    def _insist_on(self, wish: Wish, chosen: Flags, *, alone: bool) -> None:
        for where, piece in self._pieces(chosen, alone=alone):
            place = int(np.searchsorted(where, wish.unknown))
            if place < len(where) and where[place] == wish.unknown:
                for move in self._moves(piece, replace(wish, unknown=place)):
                    self._take(where, piece, move)
                return

    def _moves(self, piece: Block, wish: Wish) -> tuple[Numbers, ...]:
        well = self.well and is_large(piece, wish) and len(piece.truth) <= LARGEST_WELL
        if well and (found := grant_well(piece, wish)):
            return found
        move = grant(piece, wish)
        return () if move is None else (move,)

    def _pieces(self, chosen: Flags, *, alone: bool = False) -> Iterator[tuple[Numbers, Block]]:
        block, part = self.block, self.block.component
        candidates = block.candidates & ~self.hidden
        still = ~chosen if alone else candidates & ~chosen
        down, up = block.room
        least, most = np.where(still, down, part.least), np.where(still, up, part.most)
        for piece in decompose(part.matrix, least, most):
            where = piece.unknowns
            yield where, replace(block.part(where), component=piece, candidates=candidates[where])

    def work(self, where: Numbers, piece: Block) -> None:
        """Grant what can be granted within a piece, whose unknowns are at these places."""
        inside = {place: i for i, place in enumerate(where.tolist())}
        piece = replace(piece, candidates=piece.candidates & ~self.hidden[where])
        # Where nothing more is hidden, no reward buys more than another.
        for reward in REWARDS if piece.candidates.any() else REWARDS[-1:]:
            while asked := self._asked(inside):
                move = find_move(piece, asked, reward)
                granted = [] if move is None else _granted(asked, piece.truth + move)
                if move is None or not granted:
                    break
                self._take(where, piece, move)
                piece = replace(piece, candidates=piece.candidates & ~piece.leaves(move))
                if len(granted) < ENOUGH * len(asked) and reward != REWARDS[-1]:
                    break

    def _asked(self, inside: dict[int, int]) -> list[Wish]:
        own = (wish for wish in self.wishes if wish.unknown in inside)
        found = (replace(wish, unknown=inside[wish.unknown]) for wish in own)
        return _in_order(found)

    def _take(self, where: Numbers, piece: Block, move: Numbers) -> None:
        """Hide what a move changes, note what it shows, and wish for what that needs."""
        changed = np.flatnonzero(move)
        places = where[changed]
        table = self.block.truth[places] + move[changed]
        self.moves.append(Move(places, move[changed]))
        self.low[places] = np.minimum(self.low[places], table)
        self.high[places] = np.maximum(self.high[places], table)
        for place in where[piece.candidates & piece.leaves(move)].tolist():
            self.hidden[place] = True
            self.wishes |= set(
                needs(place, self.block.truth, self.low, self.high, self.block.threshold)
            )
        shown = dict(zip(places.tolist(), table.tolist(), strict=True))
        self.wishes = {
            wish
            for wish in self.wishes
            if wish.unknown not in shown or not wish.is_met_by(shown[wish.unknown])
        }


def _possible(block: Block, wishes: Iterable[Wish]) -> Iterator[Wish]:
    """Yield the wishes that no chain of single statements rules out."""
    part = block.component
    least, most = propagate(part.matrix, part.least, part.most)
    for wish in wishes:
        move = wish.count - int(block.truth[wish.unknown])
        if (move <= most[wish.unknown]) if wish.at_least else (move >= least[wish.unknown]):
            yield wish


def _in_order(wishes: Iterable[Wish]) -> list[Wish]:
    return sorted(wishes, key=lambda wish: (wish.unknown, wish.at_least))


def _granted(wishes: list[Wish], table: Numbers) -> list[Wish]:
    return [wish for wish in wishes if wish.is_granted(table)]
