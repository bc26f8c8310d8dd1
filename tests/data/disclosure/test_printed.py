"""What does a printed count tell, at the threshold and on both sides of it?"""

from __future__ import annotations

import pytest

from dashboard.data.disclosure.printed import UNBOUNDED, bounds_of_count
from dashboard.data.release import Marker


@pytest.mark.parametrize("value", [0, 4, 5, 6, 40])
def test_an_exact_count_is_itself(value: int) -> None:
    assert bounds_of_count(value, None, 1, 5) == (value, value)


@pytest.mark.parametrize(
    ("value", "base", "threshold", "bounds"),
    [
        (5, 5, 4, (4, 7)),
        (5, 5, 5, (5, 7)),  # 3 and 4 would be hidden
        (10, 5, 5, (8, 12)),
        (10, 5, 8, (8, 12)),
        (10, 5, 9, (9, 12)),
        (0, 5, 2, (0, 2)),  # 2 rounds to nought and is not small
        (0, 5, 3, (0, 0)),  # 1 and 2 would be hidden
        (0, 5, 5, (0, 0)),
        (5, 5, 1, (3, 7)),  # nothing is hidden for being small
        (0, 5, 1, (0, 2)),
    ],
)
def test_a_rounded_count_is_none_that_would_be_hidden(
    value: int, base: int, threshold: int, bounds: tuple[int, int]
) -> None:
    assert bounds_of_count(value, None, base, threshold) == bounds


def test_a_small_count_printed_in_spite_of_the_rule_is_taken_at_its_word() -> None:
    assert bounds_of_count(5, None, 5, 10) == (3, 7)


def test_what_is_hidden_may_be_anything() -> None:
    assert bounds_of_count(None, Marker.CONFIDENTIAL, 5, 5) == (0, UNBOUNDED)
