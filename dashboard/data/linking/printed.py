"""What one printed figure says about the children it counts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, lcm

from dashboard.data.release.model import Marker
from dashboard.data.release.units import Share
from dashboard.disclosure.problem import UNBOUNDED

LARGEST_FACTOR = 2**31  # a few times this and UNBOUNDED fits 64 bits


def bounds_of_count(
    value: float | None,
    marker: Marker | None,
    rounding: int,
    threshold: int,
    *,
    halves_up: bool = False,
) -> tuple[int, int]:
    """Return the least and most that a printed count can stand for.

    A count rounded to a base may have been half a base less or more; ties may have gone either
    way, unless readers know that they went up. But a count from 1 to threshold - 1 would have been
    hidden, and readers know that: with base 5 and threshold 5, a printed 5 stands for 5 to 7, and a
    printed 0 for nothing else. `low` and `k` stand for a count that rounds to 0 but is not 0. What
    does not apply, or was not recorded in a survey, is 0.
    """
    below = rounding // 2
    above = (rounding - 1) // 2 if halves_up else below
    if value is not None:
        return _bounds_of_rounded(round(value), below, above, threshold)
    if marker in (Marker.ROUNDS_TO_ZERO, Marker.ROUNDS_TO_ZERO_DFE):
        return 1, max(1, above)
    if marker in (Marker.NOT_APPLICABLE, Marker.NONE_RECORDED):
        return 0, 0
    return 0, UNBOUNDED


def _bounds_of_rounded(value: int, below: int, above: int, threshold: int) -> tuple[int, int]:
    if value == 0:
        return 0, above if above >= threshold else 0
    least, most = value - below, value + above
    # A release that prints small counts in spite of its threshold is refused by other means.
    return (max(least, threshold) if threshold <= most else least), most


def factors_of_share(value: float, decimals: int, share: Share) -> tuple[Fraction, Fraction]:
    """Return the least and most that a printed share or rate can stand for, as parts of one.

    Where it is printed with more decimals than its column declares, readers have those.
    """
    exact = Fraction(repr(value))
    printed = -int(Decimal(repr(value)).normalize().as_tuple().exponent)
    half = Fraction(1, 2 * 10 ** max(decimals, printed))
    most = min(Fraction(share.out_of), exact + half) if share.part else exact + half
    return max(Fraction(0), exact - half) / share.out_of, most / share.out_of


def in_whole_numbers(least: Fraction, most: Fraction) -> tuple[int, int, int]:
    """Return a scale, and the least and the most times that scale.

    They are exact where the figure has a usual number of decimals. Beyond that they are rounded
    outwards, by less than one in a thousand million.
    """
    largest = max(1, floor(LARGEST_FACTOR / max(Fraction(1), most)))
    scale = min(lcm(least.denominator, most.denominator), largest)
    low, high = floor(least * scale), ceil(most * scale)
    return scale, min(low, LARGEST_FACTOR), min(high, LARGEST_FACTOR)
