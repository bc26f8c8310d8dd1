"""What do the cheapest changes of a table touch, and is the program left as it was?"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.data.disclosure.detours import Detours, around
from dashboard.data.disclosure.grids import Numbers
from dashboard.data.disclosure.matrix import Row, matrix_of

WIDTH, FAR = 5, 3
EVERY = np.array(list(product(range(-FAR, FAR + 1), repeat=WIDTH)))
LIMITS = np.full(WIDTH, FAR)
ONES = (np.ones(WIDTH), np.ones(WIDTH))
QUICK = settings(max_examples=60, deadline=None, derandomize=True)
coefficients = st.lists(st.integers(-1, 1), min_size=WIDTH, max_size=WIDTH)


def changes_that_keep(said: list[list[int]]) -> Numbers:
    kept: Numbers = EVERY[(EVERY @ np.array(said).T == 0).all(axis=1)]
    return kept


def detours_of(said: list[list[int]]) -> Detours:
    rows = [Row(tuple(range(WIDTH)), tuple(signs), 0, 0) for signs in said]
    return Detours(matrix_of(rows, WIDTH), LIMITS, LIMITS)


@given(
    st.lists(coefficients, min_size=1, max_size=3),
    st.sampled_from(range(WIDTH)),
    st.integers(-FAR, FAR).filter(bool),
)
@QUICK
def test_what_is_touched_is_enough_and_nothing_is_found_only_where_nothing_is(
    said: list[list[int]], unknown: int, needed: int
) -> None:
    possible = changes_that_keep(said)
    moved = possible[:, unknown]
    possible = possible[moved >= needed if needed > 0 else moved <= needed]
    found = list(detours_of(said).of(unknown, needed, [ONES]))
    if len(possible):
        assert len(found) == 1
        assert found[0][unknown]
        # What is held outside does not stand in the way of some change in whole numbers.
        others = np.flatnonzero(~found[0])
        assert (possible[:, others] == 0).all(axis=1).any()
    for touched in found:
        assert touched[unknown]


@pytest.mark.parametrize("needed", [-FAR - 1, FAR + 1])
def test_nothing_moves_further_than_it_may(needed: int) -> None:
    assert not list(detours_of([[1, -1, 0, 0, 0]]).of(0, needed, [ONES]))


@pytest.mark.parametrize("needed", [-FAR, FAR])
def test_as_far_as_it_may_is_found(needed: int) -> None:
    (touched,) = detours_of([[1, -1, 0, 0, 0]]).of(0, needed, [ONES])
    assert touched.tolist() == [True, True, False, False, False]


def test_the_cheaper_way_is_taken_and_asking_leaves_no_trace() -> None:
    detours = detours_of([[1, -1, -1, 0, 0]])
    dear = np.array([1.0, 9.0, 1.0, 1.0, 1.0])
    for _ in range(2):
        asked = detours.of(0, 2, [(dear, dear), ONES])
        assert np.flatnonzero(next(asked)).tolist() == [0, 2]
        asked.close()
    # Had the first to move stayed bound, it would move whatever is asked of the last.
    (touched,) = detours.of(3, 1, [ONES])
    assert np.flatnonzero(touched).tolist() == [3]


def test_what_is_held_does_not_move_up() -> None:
    detours = detours_of([[1, -1, -1, 0, 0]])
    detours.hold(np.array([FAR, 0, FAR, FAR, FAR]))
    (touched,) = detours.of(0, FAR, [ONES])
    assert np.flatnonzero(touched).tolist() == [0, 2]
    assert not list(detours.of(1, 1, [ONES]))
    (touched,) = detours.of(1, -1, [ONES])
    assert touched[1]


def test_statements_around_a_table_are_of_its_changes() -> None:
    table = np.array([4, 1, 3, 0, 0])
    matrix = matrix_of([Row((0, 1, 2), (1, -1, -1), 0, 2)], WIDTH)
    changes = around(matrix, table)
    for change in (np.zeros(WIDTH), np.array([1, 0, 0, 5, 0]), np.array([0, 1, 0, 0, 0])):
        moved = change.astype(np.int64)
        assert changes.holds(moved) == matrix.holds(table + moved)
