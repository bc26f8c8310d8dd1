"""The statistics agree with others' code, with published values and with what they promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from dashboard.data.queries import statistics

REFERENCE_INTERVALS = [
    (9, 10, 59.6, 98.2),
    (17, 20, 64.0, 94.8),
    (34, 40, 70.9, 92.9),
    (136, 160, 78.7, 89.7),
    (98, 160, 53.5, 68.5),
    (30, 50, 46.2, 72.4),
]
fractions = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
pooled_shares = st.integers(1, 999).map(lambda tenths: tenths / 10)


@pytest.mark.parametrize(("numerator", "denominator", "lower", "upper"), REFERENCE_INTERVALS)
def test_wilson_interval_gives_the_reference_values(
    numerator: int, denominator: int, lower: float, upper: float
) -> None:
    found = statistics.wilson_interval(numerator, denominator)
    assert tuple(round(end, 1) for end in found) == (lower, upper)


@given(fractions)
def test_wilson_interval_agrees_with_statsmodels(fraction: tuple[int, int]) -> None:
    expected = [100 * end for end in proportion_confint(*fraction, alpha=0.05, method="wilson")]
    assert statistics.wilson_interval(*fraction) == pytest.approx(expected, abs=1e-9)


@given(fractions)
def test_wilson_interval_holds_its_share_and_stays_in_range(fraction: tuple[int, int]) -> None:
    lower, upper = statistics.wilson_interval(*fraction)
    assert 0 <= lower <= statistics.share(*fraction) <= upper <= 100


@pytest.mark.parametrize("fraction", [(0, 0), (3, 2), (-1, 4)])
def test_an_impossible_fraction_has_no_interval(fraction: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="interval needs"):
        statistics.wilson_interval(*fraction)


def interpolated(chance: float, size: int, tail: float) -> float:
    """Spiegelhalter (2005), appendix A.1.1, with scipy's binomial distribution."""
    count = int(stats.binom.ppf(tail, size, chance))
    above = stats.binom.cdf(count, size, chance) - tail
    return max(0.0, 100 * (count - above / stats.binom.pmf(count, size, chance)) / size)


@given(pooled_shares, st.integers(1, 2_000))
def test_funnel_limits_are_the_interpolated_exact_binomial_limits(pooled: float, size: int) -> None:
    limits = statistics.funnel_limits(pooled, size)
    complement = (100 - pooled) / 100
    expected = (
        size,
        interpolated(pooled / 100, size, 0.025),
        100 - interpolated(complement, size, 0.025),
        interpolated(pooled / 100, size, 0.001),
        100 - interpolated(complement, size, 0.001),
    )
    assert limits == pytest.approx(expected, abs=1e-5)


@given(pooled_shares, fractions)
def test_a_place_is_outside_exactly_when_its_tail_is_that_unlikely(
    pooled: float, fraction: tuple[int, int]
) -> None:
    count, size = fraction
    at_most = stats.binom.cdf(count, size, pooled / 100)
    at_least = stats.binom.sf(count - 1, size, pooled / 100)
    for tail in (0.025, 0.001):
        if min(abs(at_most - tail), abs(at_least - tail)) < 1e-12:
            return  # on the edge two ways of rounding may disagree
    expected = statistics.WITHIN
    if at_most < 0.025:
        expected = statistics.BELOW_998 if at_most < 0.001 else statistics.BELOW_95
    elif at_least < 0.025:
        expected = statistics.ABOVE_998 if at_least < 0.001 else statistics.ABOVE_95
    limits = statistics.funnel_limits(pooled, size)
    assert statistics.position(statistics.share(count, size), limits) == expected


@given(pooled_shares, st.integers(1, 500))
def test_a_share_and_its_complement_have_the_same_funnel(pooled: float, size: int) -> None:
    one, other = (statistics.funnel_limits(p, size) for p in (pooled, 100 - pooled))
    assert one.lower_95 == pytest.approx(100 - other.upper_95, abs=1e-6)
    assert one.upper_998 == pytest.approx(100 - other.lower_998, abs=1e-6)


@given(pooled_shares, st.integers(1, 500))
def test_the_998_limits_lie_outside_the_95_limits(pooled: float, size: int) -> None:
    limits = statistics.funnel_limits(pooled, size)
    assert 0 <= limits.lower_998 <= limits.lower_95 <= pooled + 1e-9
    assert pooled - 1e-9 <= limits.upper_95 <= limits.upper_998 <= 100


def test_a_place_too_small_to_be_unlike_the_rest_has_no_limit_short_of_0_and_100() -> None:
    # At 84% pooled, none of two is 2.56% likely and both of two is 70.56% likely.
    assert statistics.funnel_limits(84.0, 2) == (2, 0, 100, 0, 100)


@pytest.mark.parametrize("pooled", [0.0, 100.0])
def test_anything_else_than_none_or_all_is_outside_when_the_pooled_share_is(pooled: float) -> None:
    limits = statistics.funnel_limits(pooled, 8)
    assert statistics.position(pooled, limits) == statistics.WITHIN
    assert statistics.position(50.0, limits) in (statistics.ABOVE_998, statistics.BELOW_998)


def test_limits_close_in_on_the_normal_approximation_for_large_places() -> None:
    limits = statistics.funnel_limits(30.0, 1_000_000)
    half = 100 * statistics.Z_95 * math.sqrt(0.3 * 0.7 / 1_000_000)
    assert limits.lower_95 == pytest.approx(30 - half, abs=1e-3)
    assert limits.upper_95 == pytest.approx(30 + half, abs=1e-3)


@pytest.mark.parametrize(("pooled", "size"), [(101.0, 5), (-1.0, 5), (50.0, 0)])
def test_impossible_limits_are_refused(pooled: float, size: int) -> None:
    with pytest.raises(ValueError, match="limits need"):
        statistics.funnel_limits(pooled, size)


points = st.lists(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=5,
    max_size=12,
)


def expected_direction(z: float) -> str:
    if abs(z) <= statistics.Z_95:
        return statistics.NO_CLEAR_CHANGE
    return statistics.RISING if z > 0 else statistics.FALLING


def score_test(flat: sm.GLM, times: np.ndarray) -> float:
    """Return the size of the z by which a slope over time would improve a flat model."""
    chi_squared = flat.fit().score_test(exog_extra=times[:, None])[0]
    return math.sqrt(max(0.0, float(np.squeeze(chi_squared))))


@given(points)
def test_trend_in_shares_agrees_with_the_score_test_of_a_binomial_model(
    sample: list[tuple[int, int]],
) -> None:
    numerators, denominators = zip(*sample, strict=True)
    found = statistics.trend_in_shares(range(len(sample)), numerators, denominators)
    if len({n / d for n, d in sample}) == 1:  # a model has nothing to fit
        assert found == statistics.NO_CLEAR_CHANGE
        return
    outcomes = np.array([[n, d - n] for n, d in sample])
    times = np.arange(len(sample), dtype=float)
    flat = sm.GLM(outcomes, np.ones(len(sample)), family=sm.families.Binomial())
    expected = np.array(denominators) * sum(numerators) / sum(denominators)
    z = math.copysign(score_test(flat, times), float(times @ (np.array(numerators) - expected)))
    if abs(abs(z) - statistics.Z_95) > 1e-6:
        assert found == expected_direction(z)


@given(st.lists(st.integers(0, 80), min_size=5, max_size=12))
def test_trend_in_counts_agrees_with_the_score_test_of_a_poisson_model(counts: list[int]) -> None:
    found = statistics.trend_in_counts(range(len(counts)), counts, [1] * len(counts))
    if len(set(counts)) == 1:  # a model has nothing to fit
        assert found == statistics.NO_CLEAR_CHANGE
        return
    times = np.arange(len(counts), dtype=float)
    flat = sm.GLM(counts, np.ones(len(counts)), family=sm.families.Poisson())
    z = math.copysign(score_test(flat, times), float(np.cov(times, counts)[0, 1]))
    if abs(abs(z) - statistics.Z_95) > 1e-6:
        assert found == expected_direction(z)


def test_a_known_rise_and_fall_are_called() -> None:
    sizes = [100] * 5
    assert statistics.trend_in_shares(range(5), [50, 56, 62, 68, 74], sizes) == "rising"
    assert statistics.trend_in_shares(range(5), [74, 68, 62, 56, 50], sizes) == "falling"
    assert statistics.trend_in_shares(range(5), [60, 63, 58, 62, 61], sizes) == "no clear change"
    assert statistics.trend_in_counts(range(5), [20, 25, 30, 40, 45], [12] * 5) == "rising"


def test_no_trend_is_called_from_four_points() -> None:
    assert statistics.trend_in_shares(range(4), [1, 20, 60, 99], [100] * 4) is None
    assert statistics.trend_in_counts(range(4), [1, 20, 60, 99], [12] * 4) is None


def test_a_missing_point_keeps_its_place_in_time() -> None:
    # Early and alone, the two low points weigh more when the gap after them is kept.
    counts = [10, 11, 24, 19, 17]
    assert statistics.trend_in_counts([0, 1, 2, 3, 4], counts, [1] * 5) == "no clear change"
    assert statistics.trend_in_counts([0, 1, 7, 8, 9], counts, [1] * 5) == "rising"


@given(
    st.lists(st.tuples(st.integers(0, 80), st.integers(6, 36)), min_size=5, max_size=12),
)
def test_trend_in_counts_allows_for_the_lengths_of_periods(sample: list[tuple[int, int]]) -> None:
    counts, lengths = zip(*sample, strict=True)
    found = statistics.trend_in_counts(range(len(sample)), counts, lengths)
    expected = np.array(lengths) * sum(counts) / sum(lengths)
    if np.allclose(counts, expected):  # a model has nothing to fit
        assert found == statistics.NO_CLEAR_CHANGE
        return
    times = np.arange(len(sample), dtype=float)
    ones = np.ones(len(sample))
    flat = sm.GLM(counts, ones, family=sm.families.Poisson(), exposure=np.array(lengths))
    z = math.copysign(score_test(flat, times), float(times @ (np.array(counts) - expected)))
    if abs(abs(z) - statistics.Z_95) > 1e-6:
        assert found == expected_direction(z)


shares = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares, shares)
def test_the_interval_of_a_difference_agrees_with_an_independent_method_10(
    first: tuple[int, int], last: tuple[int, int]
) -> None:
    expected = confint_proportions_2indep(
        *last, *first, method="newcomb", compare="diff", alpha=0.05
    )
    found = statistics.difference_interval(first, last)
    assert found == pytest.approx([100 * end for end in expected], abs=1e-6)


def test_a_published_interval_of_a_difference_is_met() -> None:
    """Newcombe (1998), table II, example (a): 56 of 70 against 48 of 80."""
    found = statistics.difference_interval((48, 80), (56, 70))
    assert found == pytest.approx((5.24, 33.39), abs=0.005)


@pytest.mark.parametrize(
    ("interval", "direction"),
    [
        ((0.1, 9.0), statistics.HIGHER),
        ((-9.0, -0.1), statistics.LOWER),
        ((-0.1, 9.0), statistics.NO_CLEAR_CHANGE),
        ((0.0, 9.0), statistics.NO_CLEAR_CHANGE),
        ((-9.0, 0.0), statistics.NO_CLEAR_CHANGE),
    ],
)
def test_a_change_is_called_only_where_the_interval_leaves_out_none(
    interval: tuple[float, float], direction: str
) -> None:
    assert statistics.change_in_shares(interval) == direction


@pytest.mark.parametrize("base", [3, 5, 7, 10])
def test_the_interval_of_rounded_counts_holds_that_of_all_counts_they_may_stand_for(
    base: int,
) -> None:
    def rounded(count: int) -> int:
        return (count + base // 2) // base * base

    for of in range(base, 60):
        for part in (n for n in range(of + 1) if n == 0 or n >= base):
            printed = min(rounded(part), rounded(of)), rounded(of)
            low, high = statistics.rounded_interval(*printed, (base // 2, base // 2))
            least, most = statistics.wilson_interval(part, of)
            assert 0 <= low <= least + 1e-9
            assert most - 1e-9 <= high <= 100


def test_the_interval_of_exact_counts_is_wilson_s() -> None:
    assert statistics.rounded_interval(40, 45, (0, 0)) == statistics.wilson_interval(40, 45)
