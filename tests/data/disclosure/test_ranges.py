"""A count is given up or called safe only where every range that is still possible agrees."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from dashboard.disclosure.attacker.audit import assess
from dashboard.disclosure.attacker.intervals import Ranges
from dashboard.disclosure.constraints import Row, constraints_of
from dashboard.disclosure.problem import Problem, Status
from dashboard.disclosure.rules import is_harmless, is_protected

THRESHOLD = 5
ALLOWED_THRESHOLDS = (3, 4, THRESHOLD)
THRESHOLDS = (1, 2, *ALLOWED_THRESHOLDS)
LARGEST = 9  # beyond the threshold and the least width, more makes no difference
every_rule = pytest.mark.parametrize(
    ("printed", "threshold"), list(product((True, False), THRESHOLDS))
)


def every_state(printed: bool, threshold: int) -> Iterator[tuple[Ranges, list[bool], bool]]:
    """Yield what can be known of one count, the verdict on each range it may have, and on that seen."""
    rule = is_protected if printed else is_harmless
    for least, low, high, most in combinations_with_replacement(range(LARGEST + 1), 4):
        ranges = Ranges(np.array([least]), np.array([most]), np.array([printed]), threshold)
        ranges.see(np.array([low]))
        ranges.see(np.array([high]))
        ends = product(range(least, low + 1), range(high, most + 1))
        possible = [rule(first, last, threshold) for first, last in ends]
        yield ranges, possible, rule(low, high, threshold)


@every_rule
def test_what_is_safe_is_so_in_every_range_that_is_possible(printed: bool, threshold: int) -> None:
    states = [
        possible for ranges, possible, _ in every_state(printed, threshold) if ranges.is_safe(0)
    ]
    assert states
    assert all(all(possible) for possible in states)


@every_rule
def test_what_is_given_up_is_unsafe_in_every_range_and_judged_so(
    printed: bool, threshold: int
) -> None:
    states = [s for s in every_state(printed, threshold) if not s[0].may_yet_be_safe(0)]
    nothing_is_small = threshold == 1 and not printed
    assert bool(states) is not nothing_is_small
    for _, possible, judged in states:
        assert not any(possible)
        assert not judged


@pytest.mark.parametrize(("printed", "threshold"), list(product((True, False), ALLOWED_THRESHOLDS)))
def test_what_is_open_is_searched_for_unless_it_lacks_a_bound_alone(
    printed: bool, threshold: int
) -> None:
    for ranges, _, seen_is_safe in every_state(printed, threshold):
        if ranges.may_yet_be_safe(0) and not ranges.is_safe(0) and not seen_is_safe:
            assert list(ranges.requirements(0))


@pytest.mark.parametrize(("most", "passes"), [(0, True), (1, False), (3, False), (4, True)])
def test_a_count_that_no_table_prints_is_not_taken_for_nought_unproved(
    most: int, passes: bool
) -> None:
    # A rounded whole of 10 to 10 + `most`, of which 10 are known: the rest is nought, or few.
    constraints = constraints_of([Row((0, 1), (1, -1), 10, 10)], 2)
    problem = Problem(
        least=np.array([10, 0]),
        most=np.array([10 + most, 10**9]),
        status=np.array([Status.PUBLISHED, Status.UNPRINTED]),
        thresholds=np.full(2, THRESHOLD),
        constraints=constraints,
        must_publish=np.zeros(2, dtype=bool),
    )
    assert assess(problem).passed is passes
