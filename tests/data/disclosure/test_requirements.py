"""The suppressor asks of a count exactly what the rule of the audit asks, and no more."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from dashboard.disclosure.constraints import constraints_of
from dashboard.disclosure.problem import UNBOUNDED, Problem, Status
from dashboard.disclosure.rules import is_harmless, is_protected
from dashboard.disclosure.suppression.pattern import Option, Pattern

LARGEST = 9
THRESHOLDS = (1, 2, 3, 4, 5, 6)
WIDEST = LARGEST + 3  # beyond that a wider range is never asked for


def pattern_of(status: Status, threshold: int, low: int, high: int) -> Pattern:
    """Return a pattern of one count, of which tables show a range."""
    problem = Problem(
        least=np.array([0]),
        most=np.array([UNBOUNDED]),
        status=np.array([status]),
        thresholds=np.array([threshold]),
        constraints=constraints_of((), 1),
        must_publish=np.array([False]),
    )
    no = np.array([False])
    return Pattern(
        problem=problem,
        true=np.array([low]),
        costs=np.ones(1),
        primary=no.copy(),
        suppressible=no.copy(),
        suppressed=np.array([status is Status.SUPPRESSED]),
        low=np.array([low]),
        high=np.array([high]),
        maybe_small=no.copy(),
        caps=np.array([UNBOUNDED]),
    )


def reached_by(option: Option, low: int, high: int) -> tuple[int, int]:
    """Return the range that is shown once every requirement of an option is met."""
    counts = [low, high, *(requirement.count for requirement in option)]
    assert all(r.count > high if r.at_least else r.count < low for r in option)
    return min(counts), max(counts)


def narrowest(accepted: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the ranges that hold no other of the set."""
    return {
        (least, most)
        for least, most in accepted
        if not any(
            (least, most) != other and least <= other[0] and other[1] <= most for other in accepted
        )
    }


@pytest.mark.parametrize("status", [Status.SUPPRESSED, Status.UNPRINTED])
@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_the_options_are_the_narrowest_ranges_that_the_rule_accepts(
    status: Status, threshold: int
) -> None:
    rule = is_protected if status is Status.SUPPRESSED else is_harmless
    asked = 0
    for low in range(LARGEST + 1):
        for high in range(low, LARGEST + 1):
            pattern = pattern_of(status, threshold, low, high)
            accepted = {
                (least, most)
                for least, most in product(range(low + 1), range(high, WIDEST + 1))
                if rule(least, most, threshold)
            }
            assert bool(len(pattern.unprotected())) is ((low, high) not in accepted)
            if len(pattern.unprotected()):
                options = [reached_by(option, low, high) for option in pattern.options(0)]
                assert sorted(options) == sorted(narrowest(accepted))
                asked += 1
    assert asked or (threshold == 1 and status is Status.UNPRINTED)


@pytest.mark.parametrize("status", [Status.SUPPRESSED, Status.UNPRINTED])
@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_a_count_that_may_be_smaller_is_safe_only_in_ranges_that_stay_safe(
    status: Status, threshold: int
) -> None:
    rule = is_protected if status is Status.SUPPRESSED else is_harmless
    for low in range(LARGEST + 1):
        for high in range(low, LARGEST + 1):
            pattern = pattern_of(status, threshold, low, high)
            pattern.maybe_small[0] = True
            wider = product(range(low + 1), range(high, WIDEST + 1))
            if not len(pattern.unprotected()):
                assert all(rule(least, most, threshold) for least, most in wider)
            else:
                for option in pattern.options(0):
                    least, most = reached_by(option, low, high)
                    wider = product(range(least + 1), range(most, WIDEST + 1))
                    assert all(rule(*ends, threshold) for ends in wider)


@pytest.mark.parametrize("cap", [0, 1, 3, 6])
def test_a_dominant_count_must_be_able_to_be_as_low_as_the_rule_allows(cap: int) -> None:
    pattern = pattern_of(Status.SUPPRESSED, 5, 8, 9)
    pattern.caps[0] = cap
    assert pattern.options(0)
    for option in pattern.options(0):
        least, most = reached_by(option, 8, 9)
        assert least <= cap
        assert is_protected(least, most, 5)
