"""What may be said of a count out of a count: how sure, how unlike the rest, and which way.

Everything here is arithmetic on published whole numbers, in per cent from 0 to 100.

- `wilson_interval`: the score interval (Wilson 1927), the method of the Office for Health
  Improvement and Disparities for proportions.
- `funnel_limits`: exact binomial control limits with the interpolation of Spiegelhalter (2005),
  Statistics in Medicine 24, 1185-1202, appendix A.1.1. His formula is used for the lower tail of
  the share and for the lower tail of its complement, so that "85% completed" and "15% did not"
  draw the same funnel, and a place lies outside a limit exactly when the binomial chance of a
  count as extreme as its own is under 2.5% (or 0.1%) on that side. Where even 0 of n (or n of n)
  is not that unlikely, the limit is 0 (or 100): a place so small cannot lie outside.
- `trend_in_shares` and `trend_in_counts`: the chi-squared test for a straight-line trend
  (Cochran 1954, Armitage 1955), and its like for counts that vary as chance alone would make
  them (the score test of a Poisson trend), two-sided at 95%.
- `rounded_interval`: the same of rounded counts, at the least and the most share that they allow.
- `difference_interval`: the 95% interval of the difference of two shares from their Wilson
  intervals, method 10 of Newcombe (1998), Statistics in Medicine 17, 873-890.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

from dashboard.data.queries.view import FunnelLimits

Z_95 = 1.959963984540054
TAIL_95 = 0.025
TAIL_998 = 0.001
MINIMUM_TREND_POINTS = 5

RISING = "rising"
FALLING = "falling"
NO_CLEAR_CHANGE = "no clear change"
HIGHER = "higher"
LOWER = "lower"

WITHIN = "within"
ABOVE_95 = "above_95"
ABOVE_998 = "above_998"
BELOW_95 = "below_95"
BELOW_998 = "below_998"

_NEGLIGIBLE_SD = 9  # beyond this many standard deviations a binomial tail is under 1e-15
_ROUNDING = 1e-9  # per cent; less than any two shares of the same denominator differ by


def share(numerator: int, denominator: int) -> float:
    """Return the share in per cent."""
    return 100 * numerator / denominator


def wilson_interval(numerator: int, denominator: int) -> tuple[float, float]:
    """Return the 95% Wilson score interval of a share, in per cent.

    Raises ValueError unless 0 <= numerator <= denominator and 0 < denominator.
    """
    if not 0 <= numerator <= denominator or denominator == 0:
        raise ValueError("an interval needs 0 <= numerator <= denominator, and a denominator")
    part = numerator / denominator
    weight = Z_95**2 / denominator
    middle = part + weight / 2
    half = Z_95 * math.sqrt(part * (1 - part) / denominator + weight / (4 * denominator))
    # The ends are exact where every or no child is counted; rounding would miss them by 1e-15.
    lower = 0.0 if numerator == 0 else 100 * (middle - half) / (1 + weight)
    upper = 100.0 if numerator == denominator else 100 * (middle + half) / (1 + weight)
    return lower, upper


def rounded_interval(
    numerator: int, denominator: int, margins: tuple[int, int]
) -> tuple[float, float]:
    """Return the 95% interval of a share of rounded counts, in per cent: any that they may stand for.

    `margins` are what rounding may have taken from the numerator and from the denominator, or
    added. A printed 0 is one, as a small count is never rounded to it.
    """
    above, below = margins if numerator else (0, margins[1])
    fewest, most = denominator + below, max(denominator - below, 1)
    lower, _ = wilson_interval(max(numerator - above, 0), fewest)
    _, upper = wilson_interval(min(numerator + above, most), most)
    return lower, upper


def difference_interval(first: tuple[int, int], last: tuple[int, int]) -> tuple[float, float]:
    """Return the 95% interval of the last share less the first, in percentage points.

    Each is a numerator and its denominator, of different children.
    """
    before, after = share(*first), share(*last)
    low_before, high_before = wilson_interval(*first)
    low_after, high_after = wilson_interval(*last)
    difference = after - before
    return (
        difference - math.hypot(after - low_after, high_before - before),
        difference + math.hypot(high_after - after, before - low_before),
    )


def change_in_shares(interval: tuple[float, float]) -> str:
    """Return HIGHER or LOWER, or NO_CLEAR_CHANGE where chance alone would explain the difference."""
    if interval[0] > _ROUNDING:
        return HIGHER
    return LOWER if interval[1] < -_ROUNDING else NO_CLEAR_CHANGE


@functools.lru_cache(maxsize=4096)
def funnel_limits(pooled: float, denominator: int) -> FunnelLimits:
    """Return the 95% and 99.8% control limits round a pooled share (per cent) for one denominator."""
    if denominator < 1 or not 0 <= pooled <= 100:
        raise ValueError("limits need a pooled share from 0 to 100 and a denominator")
    low_95, low_998 = _lower_limits(pooled / 100, denominator)
    high_95, high_998 = _lower_limits(1 - pooled / 100, denominator)
    return FunnelLimits(denominator, low_95, 100 - high_95, low_998, 100 - high_998)


def _lower_limits(chance: float, size: int) -> tuple[float, float]:
    """Return the lower limits in per cent for both tails, summing the tail once."""
    cumulated = 0.0
    limits: list[float] = []
    tails = [TAIL_998, TAIL_95]
    for count, probability in _probabilities(chance, size):
        before, cumulated = cumulated, cumulated + probability
        while tails and cumulated >= tails[0]:
            beyond = (cumulated - tails.pop(0)) / (cumulated - before)
            limits.append(max(0.0, 100 * (count - beyond) / size))
        if not tails:
            break
    narrow, wide = limits
    return wide, narrow


def _probabilities(chance: float, size: int) -> list[tuple[int, float]]:
    """Return the binomial probabilities of each count that matters, up to just past the middle."""
    if chance <= 0:
        return [(0, 1.0)]
    if chance >= 1:
        return [(size, 1.0)]
    spread = _NEGLIGIBLE_SD * math.sqrt(size * chance * (1 - chance)) + _NEGLIGIBLE_SD
    first = max(0, math.floor(size * chance - spread))
    last = min(size, math.ceil(size * chance) + 1)
    odds = chance / (1 - chance)
    probability = math.exp(
        math.lgamma(size + 1)
        - math.lgamma(first + 1)
        - math.lgamma(size - first + 1)
        + first * math.log(chance)
        + (size - first) * math.log1p(-chance)
    )
    probabilities = []
    for count in range(first, last + 1):
        probabilities.append((count, probability))
        probability *= odds * (size - count) / (count + 1)
    return probabilities


def position(value: float, limits: FunnelLimits) -> str:
    """Return where a share lies against its own limits: WITHIN, or beyond which limit."""
    if value < limits.lower_998 - _ROUNDING:
        return BELOW_998
    if value < limits.lower_95 - _ROUNDING:
        return BELOW_95
    if value > limits.upper_998 + _ROUNDING:
        return ABOVE_998
    if value > limits.upper_95 + _ROUNDING:
        return ABOVE_95
    return WITHIN


def trend_in_shares(
    times: Sequence[int], numerators: Sequence[int], denominators: Sequence[int]
) -> str | None:
    """Return which way shares move, or None for fewer than MINIMUM_TREND_POINTS points.

    `times` are the middles of the points' periods, on any even scale.
    """
    if len(times) < MINIMUM_TREND_POINTS:
        return None
    children = sum(denominators)
    overall = sum(numerators) / children
    spread = _spread(times, denominators)
    return _direction(times, numerators, denominators, overall, overall * (1 - overall) * spread)


def trend_in_counts(
    times: Sequence[int], counts: Sequence[int], lengths: Sequence[int]
) -> str | None:
    """Return which way counts move for the lengths of their periods.

    None for fewer than MINIMUM_TREND_POINTS points. `times` are the middles of the periods.
    """
    if len(times) < MINIMUM_TREND_POINTS:
        return None
    rate = sum(counts) / sum(lengths)
    return _direction(times, counts, lengths, rate, rate * _spread(times, lengths))


def _spread(times: Sequence[int], weights: Sequence[int]) -> float:
    middle = sum(w * t for w, t in zip(weights, times, strict=True)) / sum(weights)
    return sum(w * (t - middle) ** 2 for w, t in zip(weights, times, strict=True))


def _direction(
    times: Sequence[int],
    observed: Sequence[int],
    weights: Sequence[int],
    rate: float,
    variance: float,
) -> str:
    """Compare the slope's score with the variance it has when nothing changes."""
    if variance <= 0:
        return NO_CLEAR_CHANGE
    score = sum(
        t * (o - w * rate) for t, o, w in zip(times, observed, weights, strict=True)
    ) / math.sqrt(variance)
    if abs(score) <= Z_95:
        return NO_CLEAR_CHANGE
    return RISING if score > 0 else FALLING
