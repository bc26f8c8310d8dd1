"""Does a large count that must be able to be few hide nothing badly in its turn?"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.data.disclosure.building import Published, build_base
from dashboard.data.disclosure.components import decompose
from dashboard.data.disclosure.grids import Figure, Numbers
from dashboard.data.disclosure.ranges import Wish
from dashboard.data.disclosure.rules import NEARLY_NONE
from dashboard.data.disclosure.suppression.blocks import shared_totals
from dashboard.data.disclosure.suppression.costs import costs_of
from dashboard.data.disclosure.suppression.guides import Guide
from dashboard.data.disclosure.suppression.moves import Block, grant, grant_well
from tests.data.disclosure.benchmark_set import TWO_WAY
from tests.data.disclosure.small import count

SITES, GROUPS = ("east", "north", "west"), ("a", "b", "c")
FURTHEST = 12
THRESHOLD = TWO_WAY.disclosure.threshold
# East a can fall to 1 if north b falls from 12 to 4, or, a little dearer, if west b falls from 9 to 1.
COUNTS = {
    ("east", "a"): 9,
    ("east", "b"): 12,
    ("east", "c"): 300,
    ("north", "a"): 9,
    ("north", "b"): 12,
    ("north", "c"): 300,
    ("west", "a"): 13,
    ("west", "b"): 9,
    ("west", "c"): 300,
}


def block_of(counts: dict[tuple[str, str], int]) -> tuple[Block, dict[tuple[str, str], int]]:
    """Return a block in which the counts may move and no total may, and where each of them is."""
    cells = count(TWO_WAY, {"starts": {(s, "2024", g): n for (s, g), n in counts.items()}})
    system = build_base([Published(TWO_WAY, cells)])
    truth = system.least
    held = shared_totals(system)
    inside = [
        Figure("starts", "children", site, "2024", (("group", group),))
        for site, group in product(SITES, GROUPS)
    ]
    unknown = [
        next(u for u in range(len(system)) if figure in system.figures.of(u)) for figure in inside
    ]
    free = np.zeros(len(system), dtype=bool)
    free[unknown] = True
    assert not (free & held).any()
    truths = system.matrix.times(truth)
    still = replace(
        system.matrix, least=system.matrix.least - truths, most=system.matrix.most - truths
    )
    least = np.where(free, -np.minimum(truth, FURTHEST), 0)
    most = np.where(free, FURTHEST, 0)
    (part,) = decompose(still, least, most)
    where = part.unknowns
    costs = costs_of(TWO_WAY, system, truth)[where]
    none = np.zeros(len(where), dtype=np.int64)
    own = Block(part, truth[where], costs, none == 0, THRESHOLD, (none, none))
    places = {
        (site, group): int(np.searchsorted(where, u))
        for (site, group), u in zip(product(SITES, GROUPS), unknown, strict=True)
    }
    return own, places


def fall_short(block: Block, tables: list[Numbers]) -> list[int]:
    """Return the places of what is hidden, and could be small, but not next to nothing."""
    lowest = np.min([block.truth, *tables], axis=0)
    moved = np.any([table != block.truth for table in tables], axis=0)
    return np.flatnonzero(moved & (lowest > NEARLY_NONE)).tolist()


def test_what_is_hidden_with_a_large_count_can_be_next_to_nothing_too() -> None:
    block, places = block_of(COUNTS)
    wish = Wish(places["east", "a"], False, NEARLY_NONE)
    cheapest = grant(block, wish)
    assert cheapest is not None
    assert cheapest[places["north", "b"]] < 0
    first, second = grant_well(block, wish)
    assert block.truth[wish.unknown] + first[wish.unknown] <= NEARLY_NONE
    assert first[places["west", "b"]] < 0 < first[places["west", "a"]]
    assert not first[places["north", "b"]]
    assert not fall_short(block, [block.truth + first, block.truth + second])


def test_what_costs_too_much_is_left_to_fail() -> None:
    block, places = block_of({**COUNTS, ("west", "a"): 0, ("west", "b"): 20})
    wish = Wish(places["east", "a"], False, NEARLY_NONE)
    first, second = grant_well(block, wish)
    assert wish.is_granted(block.truth + first)
    assert fall_short(block, [block.truth + first, block.truth + second])


def test_what_no_move_grants_is_not_granted() -> None:
    block, places = block_of(dict.fromkeys(COUNTS, 0) | {("east", "a"): 9})
    assert grant_well(block, Wish(places["east", "a"], False, NEARLY_NONE)) == ()


def test_a_nought_does_not_move_a_little() -> None:
    # East a can only fall by 4 if east b and east c, noughts both, rise by 2 each.
    short = {("east", "a"): 5, ("north", "a"): 9, ("north", "b"): 2, ("north", "c"): 2}
    block, places = block_of(dict.fromkeys(COUNTS, 0) | short)
    wish = Wish(places["east", "a"], False, NEARLY_NONE)
    assert grant_well(block, wish) == ()
    more, there = block_of(dict.fromkeys(COUNTS, 0) | short | {("north", "b"): 4})
    moves = grant_well(more, wish)
    assert moves[0][there["east", "b"]] == 4


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 14), min_size=9, max_size=9))
def test_two_moves_keep_every_sum_and_hide_no_nought_badly(numbers: list[int]) -> None:
    counts = dict(zip(product(SITES, GROUPS), numbers, strict=True))
    counts["east", "a"] = max(counts["east", "a"], THRESHOLD)
    block, places = block_of(counts)
    wish = Wish(places["east", "a"], False, NEARLY_NONE)
    moves = grant_well(block, wish)
    assert bool(moves) == (grant(block, wish) is not None)
    for move in moves:
        assert block.component.matrix.holds(move)
        assert (block.truth + move >= 0).all()
    if moves:
        assert wish.is_granted(block.truth + moves[0])
        moved = np.any([move != 0 for move in moves], axis=0)
        highest = np.max([block.truth + move for move in moves], axis=0)
        assert (highest[moved & (block.truth == 0)] >= THRESHOLD - 1).all()


@pytest.mark.parametrize("group", ["b", "c"])
def test_a_guide_prefers_what_falls_just_as_far(group: str) -> None:
    even = dict.fromkeys(product(SITES, GROUPS), 10) | {("east", "a"): 9}
    block, places = block_of({**even, ("west", group): 9})
    wish = Wish(places["east", "a"], False, NEARLY_NONE)
    prices = np.ones(len(block.truth))
    touched = Guide(block, well=True).touched(prices == 0, [wish], 1, noughts=False)
    fallen = {place for place in product(("north", "west"), ("b", "c")) if touched[places[place]]}
    assert fallen == {("west", group)}
