"""Are large counts that cannot be hidden well shown again, and others hidden in their place?"""

from __future__ import annotations

from dataclasses import astuple
from itertools import product

import numpy as np
import pytest

from dashboard.data.disclosure import suppression
from dashboard.data.disclosure.audit import audit_release
from dashboard.data.disclosure.building import Published, build_base
from dashboard.data.disclosure.crew import ALONE, Crew
from dashboard.data.disclosure.grids import Figure
from dashboard.data.disclosure.hints import move_of
from dashboard.data.disclosure.ranges import Wish
from dashboard.data.disclosure.suppression import hiding, suppress
from dashboard.data.disclosure.suppression.plan import Plan, make_plan, needs
from dashboard.data.disclosure.suppression.showing import may_be_shown, show_again, show_idle
from dashboard.data.release import Catalogue, Cell
from dashboard.exceptions import DisclosureError
from tests.data.disclosure.benchmark_set import TWO_WAY, problems
from tests.data.disclosure.small import count, hidden_places, hide

# East a is small. The cheapest square that protects it leaves east b between 3 and 23, and no
# reader could tell that it is not 3.
COUNTS = {
    ("east", "a"): 3,
    ("east", "b"): 20,
    ("east", "c"): 41,
    ("north", "a"): 17,
    ("north", "b"): 21,
    ("north", "c"): 60,
    ("west", "a"): 38,
    ("west", "b"): 50,
    ("west", "c"): 60,
}
SQUARE = [(site, "2024", group) for site, group in product(("east", "north"), ("a", "b"))]
OTHERS = [("north", "2024", "c"), ("west", "2024", "b"), ("west", "2024", "c")]
THRESHOLD = TWO_WAY.disclosure.threshold
OFTEN = 3


def cells() -> dict[str, tuple[Cell, ...]]:
    starts = {(site, "2024", group): number for (site, group), number in COUNTS.items()}
    return count(TWO_WAY, {"starts": starts})


@pytest.fixture
def plan() -> Plan:
    """Return a plan in which the square is hidden, and shown to move by 2 and by 17."""
    base = build_base([Published(TWO_WAY, cells())])
    counts = base.least.copy()
    found = make_plan(base, np.ones(len(base), dtype=bool), counts)
    found.hide(unknowns(found, SQUARE))
    for step in (-2, 17):
        found.see(move_of(square(found, step)))
    assert not found.wishes
    return found


def unknowns(plan: Plan, places: list[tuple[str, str, str]]) -> list[int]:
    figures = plan.system.figures
    wanted = {
        Figure("starts", "children", site, year, (("group", group),))
        for site, year, group in places
    }
    return [u for u in range(len(plan.truth)) if wanted & set(figures.of(u))]


def square(
    plan: Plan, step: int, other: str = "north", group: str = "a"
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return the move of four counts by `step`: of east and another place, of b and another group."""
    move = np.zeros(len(plan.truth), dtype=np.int64)
    for place in product(("east", other), ("2024",), (group, "b")):
        even = (place[0] == "east") == (place[2] == group)
        move[unknowns(plan, [place])] = step if even else -step
    assert plan.matrix.holds(plan.truth + move)
    return move


def test_the_square_alone_does_not_do() -> None:
    (leak,) = audit_release(TWO_WAY, hide(cells(), "starts", *SQUARE)).leaks
    assert leak.cell.startswith("East, 2024, b")


def test_another_square_is_hidden_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = suppress(TWO_WAY, cells(), exact=False).cells
    monkeypatch.setattr(hiding, "WAYS", [hiding._Way(1, 0, well=False)])
    hidden_better = suppress(TWO_WAY, cells(), exact=False).cells
    assert audit_release(TWO_WAY, shown).passed
    assert audit_release(TWO_WAY, hidden_better).passed
    assert len(hidden_places(shown["starts"])) == 4
    assert len(hidden_places(hidden_better["starts"])) == 6


def test_of_all_ways_the_cheapest_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    prices: list[float] = []
    hide_enough = hiding.hide_enough

    def priced(catalogue: Catalogue, plan: Plan, crew: Crew) -> Plan:
        found = hide_enough(catalogue, plan, crew)
        prices.append(hiding._total(catalogue, found))
        return found

    def price_of(*ways: hiding._Way) -> list[float]:
        prices.clear()
        monkeypatch.setattr(hiding, "WAYS", ways)
        for problem in problems():
            suppress(problem.plan, problem.cells, exact=False)
        return list(prices)

    monkeypatch.setattr(suppression, "hide_enough", priced)
    ways = hiding.WAYS
    by_way = [price_of(way) for way in ways]
    cheapest = [min(prices) for prices in zip(*by_way, strict=True)]
    assert by_way[0] != by_way[1]
    assert price_of(*ways) == cheapest
    assert price_of(*reversed(ways)) == cheapest


def mending(plan: Plan, repairs: int, way: hiding._Way) -> hiding._Search:
    search = hiding._Search(TWO_WAY, plan, np.zeros(len(plan.truth), dtype=bool), ALONE, way)
    search.repairs = repairs
    return search


@pytest.mark.parametrize(("repairs", "dear"), [(hiding.LATE - 1, 1), (hiding.LATE, hiding.DEAR)])
def test_after_the_first_repairs_of_what_is_dense_large_counts_cost_more(
    repairs: int, dear: float, plan: Plan
) -> None:
    before = mending(plan, 0, hiding.DENSE)._costs()
    large = unknowns(plan, [("east", "2024", "b")])  # 20: four times the threshold
    smaller = unknowns(plan, [("north", "2024", "a")])  # 17
    costs = mending(plan, repairs, hiding.DENSE)._costs()
    assert costs[large].tolist() == (dear * before[large]).tolist()
    assert costs[smaller].tolist() == before[smaller].tolist()


@pytest.mark.parametrize(
    ("way", "repairs", "shown"),
    [
        (hiding.DENSE, hiding.LATE - 1, True),
        (hiding.DENSE, hiding.LATE, False),
        (hiding.WAYS[-1], hiding.LATE, True),
    ],
)
def test_after_the_first_repairs_of_what_is_dense_more_is_hidden_instead(
    way: hiding._Way, repairs: int, shown: bool, plan: Plan
) -> None:
    search = mending(plan, repairs, way)
    objections = search.examine()
    (large,) = unknowns(plan, [("east", "2024", "b")])
    assert objections.assessment.in_doubt == [large]
    search._wish_again(objections)
    assert plan.hidden[large] == (not shown)
    assert (large in plan.wishes) == (not shown)
    assert shown or plan.wishes[large] == {Wish(large, False, 1)}


@pytest.mark.parametrize(("far_larger", "shown"), [(4, True), (5, False)])
def test_what_is_far_larger_is_always_shown_again(
    far_larger: int, shown: bool, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hiding, "FAR_LARGER", far_larger)
    search = mending(plan, hiding.LATE, hiding.DENSE)
    search._wish_again(search.examine())
    (large,) = unknowns(plan, [("east", "2024", "b")])  # 20
    assert plan.hidden[large] == (not shown)


def test_what_cannot_be_hidden_well_is_shown_again(plan: Plan) -> None:
    (large,), (small,) = (unknowns(plan, [("east", "2024", group)]) for group in "ba")
    free = [*SQUARE, ("east", "2024", "c"), ("west", "2024", "a"), ("west", "2024", "c")]
    plan.kept[:] = True
    plan.kept[unknowns(plan, free)] = False
    plan.wish(Wish(large, False, 1))  # north a has 17, so east b can fall by no more
    search = mending(plan, 0, hiding.WAYS[-1])
    search.protect()
    assert not plan.wishes
    assert not plan.hidden[large]
    assert plan.shunned[large] == 1
    shown = {
        step for move in plan.moves for u, step in zip(*astuple(move), strict=True) if u == small
    }
    assert min(shown) <= -2
    assert max(shown) >= 1


def test_a_small_count_that_cannot_be_protected_is_not_shown(plan: Plan) -> None:
    (small,) = unknowns(plan, [("east", "2024", "a")])
    plan.hidden[unknowns(plan, SQUARE)] = False
    plan.hidden[small] = True
    plan.moves.clear()
    plan.kept[:] = True
    plan.kept[small] = False
    plan.wish(Wish(small, False, 1))
    with pytest.raises(DisclosureError, match="publish fewer or coarser"):
        mending(plan, 0, hiding.WAYS[-1]).protect()
    assert plan.hidden[small]


def test_what_rested_on_a_count_is_asked_for_again(plan: Plan) -> None:
    large = unknowns(plan, [("east", "2024", "b")])
    small = unknowns(plan, [("east", "2024", "a")])[0]
    count_there = int(plan.truth[large[0]])
    assert may_be_shown(plan, [*large, small], count_there, OFTEN).tolist() == large
    assert not may_be_shown(plan, [*large, small], count_there + 1, OFTEN).size
    show_again(plan, np.array(large), OFTEN)
    assert not plan.hidden[large].any()
    assert not plan.moves
    assert plan.wishes == {small: {Wish(small, False, 1), Wish(small, True, THRESHOLD - 1)}}
    assert plan.hidden[unknowns(plan, SQUARE)].sum() == 3
    show_idle(plan)
    assert np.flatnonzero(plan.hidden).tolist() == [small]


def test_a_count_is_shown_again_a_few_times_and_then_hidden_better(plan: Plan) -> None:
    large = np.array(unknowns(plan, [("east", "2024", "b")]))
    steps = list(plan.moves)
    for _ in range(OFTEN):
        assert may_be_shown(plan, large.tolist(), THRESHOLD, OFTEN).tolist() == large.tolist()
        show_again(plan, large, OFTEN)
        plan.hide(large.tolist())
        plan.moves = list(steps)
    assert not may_be_shown(
        plan, large.tolist(), THRESHOLD, OFTEN
    ).size  # or it might go on for ever
    # Where another move still needs it hidden, that it be hidden well is asked for once more.
    plan.see(move_of(square(plan, 2, "west", "c")))
    show_again(plan, np.array(unknowns(plan, [("north", "2024", "b")])), OFTEN)
    assert Wish(int(large[0]), False, 1) in plan.wishes[int(large[0])]


def test_what_a_move_still_changes_stays_hidden(plan: Plan) -> None:
    aside = unknowns(plan, OTHERS)[0]
    plan.hide([aside])
    moves = list(plan.moves)
    show_again(plan, np.array([aside]), OFTEN)
    show_idle(plan)
    assert plan.moves == moves
    assert not plan.wishes
    assert np.flatnonzero(plan.hidden).tolist() == unknowns(plan, SQUARE)


def test_a_copy_of_a_plan_is_its_own(plan: Plan) -> None:
    plan.spare = [plan.moves[0]]
    copy = plan.copy()
    show_again(copy, np.array(unknowns(plan, [("east", "2024", "b")])), OFTEN)
    copy.hide(unknowns(plan, OTHERS))
    copy.spare.clear()
    assert len(plan.moves) == 2
    assert len(plan.spare) == 1
    assert not plan.wishes
    assert not plan.shunned.any()
    assert np.flatnonzero(plan.hidden).tolist() == unknowns(plan, SQUARE)


@pytest.mark.parametrize(
    ("truth", "low", "high", "asked"),
    [
        (0, 0, 3, [(True, 4)]),
        (0, 0, 4, []),
        (9, 9, 10, [(False, 8)]),
        (9, 8, 9, [(True, 10)]),
        (9, 8, 10, []),
        (9, 9, 11, []),
    ],
)
def test_what_is_hidden_for_others_needs_a_range_of_two(
    truth: int, low: int, high: int, asked: list[tuple[bool, int]]
) -> None:
    found = needs(0, np.array([truth]), np.array([low]), np.array([high]), 5)
    assert [(wish.at_least, wish.count) for wish in found] == asked
