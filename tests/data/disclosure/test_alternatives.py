"""Alternative tables are found wherever linear programs lead, the cheapest, and they fit."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.attacker.alternatives import Surroundings, Switches
from dashboard.disclosure.attacker.solver import Answer, Program, State
from dashboard.disclosure.constraints import Row, constraints_of

WIDTH, FAR = 5, 3
EVERY = np.array(list(product(range(-FAR, FAR + 1), repeat=WIDTH)))
LIMITS = np.full(WIDTH, FAR)
ONES = np.ones(WIDTH)
ALL = np.ones(WIDTH, dtype=bool)
QUICK = settings(max_examples=60, deadline=None, derandomize=True)
coefficients = st.lists(st.integers(-1, 1), min_size=WIDTH, max_size=WIDTH)


def changes_that_keep(statements: list[list[int]]) -> Numbers:
    kept: Numbers = EVERY[(EVERY @ np.array(statements).T == 0).all(axis=1)]
    return kept


def surroundings_of(statements: list[list[int]]) -> Surroundings:
    rows = [Row(tuple(range(WIDTH)), tuple(signs), 0, 0) for signs in statements]
    table = np.zeros(WIDTH, dtype=np.int64)
    return Surroundings(constraints_of(rows, WIDTH), table, LIMITS, LIMITS)


def switches_of(costs: list[float], jump: int = 0) -> Switches:
    none = np.zeros(WIDTH, dtype=np.int64)
    return Switches(ALL, np.array(costs), none, none, none + jump)


@given(
    st.lists(coefficients, min_size=1, max_size=3),
    st.sampled_from(range(WIDTH)),
    st.integers(-FAR, FAR).filter(bool),
)
@QUICK
def test_what_is_touched_is_enough_and_nothing_is_found_only_where_nothing_is(
    statements: list[list[int]], unknown: int, needed: int
) -> None:
    possible = changes_that_keep(statements)
    moved = possible[:, unknown]
    possible = possible[moved >= needed if needed > 0 else moved <= needed]
    around = surroundings_of(statements)
    found = list(around.touched(unknown, needed, [ONES]))
    if len(possible):
        (touched,) = found
        # What is held outside does not stand in the way of some change in whole numbers.
        assert (possible[:, ~touched] == 0).all(axis=1).any()
        change = around.change(touched, unknown, needed)
        assert change is not None
        assert change.tolist() in possible.tolist()
    for touched in found:
        assert touched[unknown]


@given(
    st.lists(coefficients, min_size=1, max_size=3),
    st.sampled_from(range(WIDTH)),
    st.integers(1, FAR),
    st.lists(st.sampled_from((1.0, 2.0, 4.0)), min_size=WIDTH, max_size=WIDTH),
)
@QUICK
def test_the_change_found_costs_little_more_than_the_cheapest(
    statements: list[list[int]], unknown: int, needed: int, costs: list[float]
) -> None:
    possible = changes_that_keep(statements)
    possible = possible[possible[:, unknown] >= needed]
    change = surroundings_of(statements).change(ALL, unknown, needed, switches_of(costs))
    assert (change is None) == (len(possible) == 0)
    if change is not None:
        cheapest = min(np.array(costs)[one != 0].sum() for one in possible)
        assert np.array(costs)[change != 0].sum() <= 1.25 * cheapest


@pytest.mark.parametrize("needed", [-FAR - 1, FAR + 1])
def test_nothing_moves_further_than_it_may(needed: int) -> None:
    around = surroundings_of([[1, -1, 0, 0, 0]])
    assert not list(around.touched(0, needed, [ONES]))


@pytest.mark.parametrize("needed", [-FAR, FAR])
def test_as_far_as_it_may_is_found(needed: int) -> None:
    (touched,) = surroundings_of([[1, -1, 0, 0, 0]]).touched(0, needed, [ONES])
    assert touched.tolist() == [True, True, False, False, False]


def test_the_cheaper_way_is_taken_and_asking_leaves_no_trace() -> None:
    around = surroundings_of([[1, -1, -1, 0, 0]])
    for _ in range(2):
        answers = around.touched(0, 2, [np.array([1.0, 9.0, 1.0, 1.0, 1.0]), ONES])
        assert np.flatnonzero(next(answers)).tolist() == [0, 2]
        answers.close()
    # Had the first to move stayed bound, it would move whatever is required of the last.
    (touched,) = around.touched(3, 1, [ONES])
    assert np.flatnonzero(touched).tolist() == [3]


def test_what_is_held_does_not_move_up() -> None:
    around = surroundings_of([[1, -1, -1, 0, 0]])
    around.bound(LIMITS, np.array([FAR, 0, FAR, FAR, FAR]))
    (touched,) = around.touched(0, FAR, [ONES])
    assert np.flatnonzero(touched).tolist() == [0, 2]
    assert not list(around.touched(1, 1, [ONES]))
    (touched,) = around.touched(1, -1, [ONES])
    assert touched[1]


def test_a_zero_that_is_suppressed_becomes_many_at_once() -> None:
    around = surroundings_of([[1, -1, 0, 0, 0]])
    for jump, moved in ((0, 1), (3, 3)):
        change = around.change(ALL, 0, 1, switches_of([1.0] * WIDTH, jump))
        assert change is not None
        assert change[change != 0].min() >= moved
    assert around.change(ALL, 0, 1, switches_of([1.0] * WIDTH, FAR + 1)) is None


def test_what_is_free_within_its_rounding_is_not_paid_for() -> None:
    around = surroundings_of([[1, -1, -1, 0, 0]])
    wide = np.array([FAR, 1, 0, 0, 0])
    switches = Switches(ALL, np.array([9.0, 5.0, 1.0, 1.0, 1.0]), 0 * wide, wide, 0 * wide)
    change = around.change(ALL, 0, 1, switches)
    assert change is not None
    assert change.tolist() == [1, 1, 0, 0, 0]


def test_what_a_solver_says_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    around = surroundings_of([[1, -1, 0, 0, 0]])
    for wrong in ([1, 2, 0, 0, 0], [FAR + 1, FAR + 1, 0, 0, 0]):
        answer = Answer(State.BEST, np.array(wrong))
        monkeypatch.setattr(Program, "minimise", lambda *_, answer=answer: answer)
        assert around.change(ALL, 0, 1) is None


def test_a_table_in_use_is_changed_and_not_one_of_zeros() -> None:
    table = np.array([4, 1, 3, 0, 0])
    constraints = constraints_of([Row((0, 1, 2), (1, -1, -1), 0, 2)], WIDTH)
    around = Surroundings(constraints, table, table, LIMITS)
    change = around.change(ALL, 0, -4)
    assert change is not None
    after = table + change
    assert after[0] == 0
    assert constraints.holds(after)
    assert (after >= 0).all()
