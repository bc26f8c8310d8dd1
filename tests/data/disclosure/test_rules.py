"""The threshold is kept to the count: at one below it, at it, and at one above."""

from __future__ import annotations

import pytest

from dashboard.data.release.model import Limits
from dashboard.disclosure.rules import is_harmless, is_protected

THRESHOLDS = (3, 5, 8, 10)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_counts_below_the_threshold_are_small_and_nought_is_not(threshold: int) -> None:
    assert not Limits(threshold, 1).is_small(0)
    assert Limits(threshold, 1).is_small(1)
    assert Limits(threshold, 1).is_small(threshold - 1)
    assert not Limits(threshold, 1).is_small(threshold)
    assert not Limits(threshold, 1).is_small(threshold + 1)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_a_small_count_must_be_able_to_be_near_both_ends(threshold: int) -> None:
    assert is_protected(0, threshold - 1, threshold)
    assert is_protected(1, threshold - 1, threshold)
    assert is_protected(1, threshold + 1, threshold)
    assert not is_protected(2, threshold - 1, threshold)
    assert not is_protected(1, threshold - 2, threshold)
    assert not is_protected(2, threshold + 20, threshold)


@pytest.mark.parametrize("threshold", [-1, 0, 1, 2, *THRESHOLDS])
def test_a_hidden_count_with_one_possible_value_is_safe_at_no_threshold(threshold: int) -> None:
    assert not any(is_protected(count, count, threshold) for count in range(30))


def test_where_nothing_is_small_no_count_tells_too_much() -> None:
    assert all(is_harmless(least, most, 1) for most in range(9) for least in range(most + 1))
    assert not is_harmless(1, 1, 2)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_a_large_hidden_count_needs_a_range_of_two(threshold: int) -> None:
    assert is_protected(threshold, threshold + 2, threshold)
    assert not is_protected(threshold, threshold + 1, threshold)
    assert not is_protected(threshold + 7, threshold + 7, threshold)
    # One below the threshold, the rule for small counts holds, however wide the range.
    assert not is_protected(threshold - 1, threshold + 9, threshold)


def test_a_count_that_no_table_prints_may_be_nought_or_large_but_not_known_to_be_small() -> None:
    assert is_harmless(0, 0, 5)
    assert is_harmless(5, 5, 5)
    assert not is_harmless(4, 4, 5)
    assert not is_harmless(1, 1, 5)
    assert not is_harmless(0, 3, 5)
    assert is_harmless(0, 4, 5)
    assert is_harmless(4, 6, 5)
    assert is_harmless(3, 5, 5)
    assert not is_harmless(4, 5, 5)
