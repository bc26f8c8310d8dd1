"""What a printed count tells, at the threshold and on both sides of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dashboard.data.linking.printed import (
    LARGEST_FACTOR,
    bounds_of_count,
    factors_of_share,
    in_whole_numbers,
)
from dashboard.data.release.model import Marker
from dashboard.data.release.units import PERCENTAGE, PROPORTION, Share
from dashboard.disclosure.problem import UNBOUNDED


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
        (6, 3, 7, (7, 7)),
    ],
)
def test_a_rounded_count_is_none_that_would_be_hidden(
    value: int, base: int, threshold: int, bounds: tuple[int, int]
) -> None:
    assert bounds_of_count(value, None, base, threshold) == bounds


@pytest.mark.parametrize(
    ("value", "base", "bounds"),
    [(10, 10, (5, 14)), (20, 10, (15, 24)), (0, 10, (0, 0)), (10, 5, (8, 12)), (7, 7, (5, 10))],
)
def test_a_half_that_goes_up_is_none_of_the_multiple_below(
    value: int, base: int, bounds: tuple[int, int]
) -> None:
    assert bounds_of_count(value, None, base, 5, halves_up=True) == bounds


def test_a_small_count_printed_in_spite_of_the_rule_is_taken_at_its_word() -> None:
    assert bounds_of_count(5, None, 5, 10) == (3, 7)


def test_what_is_hidden_may_be_anything() -> None:
    assert bounds_of_count(None, Marker.CONFIDENTIAL, 5, 5) == (0, UNBOUNDED)


@pytest.mark.parametrize(("rounding", "most"), [(1, 1), (2, 1), (3, 1), (5, 2), (10, 5)])
@pytest.mark.parametrize("marker", [Marker.ROUNDS_TO_ZERO, Marker.ROUNDS_TO_ZERO_DFE])
def test_what_rounds_to_nought_is_not_nought(marker: Marker, rounding: int, most: int) -> None:
    assert bounds_of_count(None, marker, rounding, 5) == (1, most)


def test_what_does_not_apply_is_nought_and_what_is_not_there_is_anything() -> None:
    assert bounds_of_count(None, Marker.NOT_APPLICABLE, 5, 5) == (0, 0)
    assert bounds_of_count(None, Marker.NONE_RECORDED, 5, 5) == (0, 0)
    assert bounds_of_count(None, Marker.NOT_AVAILABLE, 5, 5) == (0, UNBOUNDED)


@pytest.mark.parametrize(
    ("value", "decimals", "least", "most"),
    [
        (95.0, 0, Fraction(945, 1000), Fraction(955, 1000)),
        (95.4, 1, Fraction(9535, 10000), Fraction(9545, 10000)),
        (0.0, 0, Fraction(0), Fraction(5, 1000)),
        (100.0, 0, Fraction(995, 1000), Fraction(1)),
        (99.6, 1, Fraction(9955, 10000), Fraction(9965, 10000)),
        (15.43, 1, Fraction(15425, 100000), Fraction(15435, 100000)),  # as printed, not declared
    ],
)
def test_a_percentage_is_half_a_unit_either_way_within_none_and_all(
    value: float, decimals: int, least: Fraction, most: Fraction
) -> None:
    assert factors_of_share(value, decimals, PERCENTAGE) == (least, most)


def test_a_proportion_is_out_of_one() -> None:
    least, most = Fraction(145, 1000), Fraction(155, 1000)
    assert factors_of_share(0.15, 2, PROPORTION) == (least, most)
    assert factors_of_share(1.0, 2, PROPORTION) == (Fraction(995, 1000), Fraction(1))


def test_a_rate_is_out_of_its_number_and_may_be_above_one() -> None:
    rate = Share(1000, part=False)
    assert factors_of_share(1200.0, 0, rate) == (Fraction(11995, 10000), Fraction(12005, 10000))


@pytest.mark.parametrize(
    ("least", "most", "found"),
    [
        (Fraction(1, 4), Fraction(1, 3), (12, 3, 4)),
        (Fraction(0), Fraction(0), (1, 0, 0)),
        (Fraction(7, 2), Fraction(4), (2, 7, 8)),
        (Fraction(1, 3 * 2**40), Fraction(1, 3), (2**31, 0, 715827883)),  # rounded outwards
        (Fraction(2**40), 2**40 + Fraction(1, 3), (1, 2**31, 2**31)),
    ],
)
def test_a_share_is_tied_in_whole_numbers_that_a_computer_holds(
    least: Fraction, most: Fraction, found: tuple[int, int, int]
) -> None:
    assert in_whole_numbers(least, most) == found
    assert 4 * max(found) * UNBOUNDED < 2**63 == 4 * LARGEST_FACTOR * 2**30


def test_a_count_rounded_to_an_even_base_may_be_half_of_it_off() -> None:
    assert bounds_of_count(20, None, 10, 5) == (15, 25)
