"""Names keep apart, scales hold their numbers, and lines of text fit."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.labels import spread
from dashboard.charts.scales import count_scale, period_scale, value_scale
from dashboard.charts.svg import lines_of
from dashboard.charts.text import escape_text, shortened, text_width, wrap
from tests.charts import samples

patient = settings(deadline=None)  # the machine may be busy

COUNTS = samples.view([samples.count(1)], samples.REFERRED)
SHARES = samples.single()
heights = st.lists(st.floats(0, 300), max_size=12)


@patient
@given(heights)
def test_spread_keeps_a_gap_and_the_order(wanted: list[float]) -> None:
    placed = spread(wanted, [17] * len(wanted), 0, 300)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    gaps = [placed[b] - placed[a] for a, b in itertools.pairwise(order)]
    assert all(gap >= 17 - 1e-6 for gap in gaps)


@patient
@given(heights)
def test_spread_stays_between_the_ends(wanted: list[float]) -> None:
    placed = spread(wanted, [17] * len(wanted), 0, 300)
    assert all(-1e-6 <= place <= 300 + 1e-6 for place in placed)


@patient
@given(st.lists(st.tuples(st.floats(0, 300), st.sampled_from([17, 34, 51])), max_size=6))
def test_spread_lays_nothing_over_anything_of_another_height(
    things: list[tuple[float, int]],
) -> None:
    sizes = [size for _, size in things]
    placed = spread([at for at, _ in things], sizes, 0, 300)
    laid = sorted(zip(placed, sizes, strict=True))
    for (low, one), (high, other) in itertools.pairwise(laid):
        assert high - low >= (one + other) / 2 - 1e-6


@patient
@given(st.text("Wil-", min_size=1, max_size=80), st.integers(30, 200))
def test_a_word_that_is_broken_fits_and_loses_no_letter(word: str, width: int) -> None:
    lines = wrap(word, width, 14, within_words=True).split("\n")
    assert all(text_width(line, 14) <= width for line in lines)
    assert "".join(lines).replace("-", "") == word.replace("-", "")
    assert text_width(shortened(word, width, 14), 14) <= width


@patient
@given(st.lists(st.integers(0, 10).map(lambda n: n * 30.0), unique=True, max_size=8))
def test_spread_moves_nothing_that_is_far_enough_apart(wanted: list[float]) -> None:
    assert spread(wanted, [17] * len(wanted), 0, 300) == wanted


@patient
@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_a_scale_of_counts_begins_at_zero_and_reaches_every_number(numbers: list[float]) -> None:
    scale = value_scale(COUNTS, numbers)
    assert scale.ticks[0] == 0
    assert scale.ticks[-1] == scale.top >= max(numbers) - 1e-3
    assert len(scale.ticks) <= 8


@patient
@given(st.lists(st.floats(0, 100), min_size=1))
def test_a_scale_of_shares_never_passes_100(numbers: list[float]) -> None:
    assert max(numbers) <= value_scale(SHARES, numbers).top <= 100


@patient
@given(st.integers(1, 10**6))
def test_ticks_of_counts_are_whole_numbers(highest: int) -> None:
    scale = count_scale(highest)
    assert all(tick == int(tick) and tick <= highest for tick in scale.ticks)


@patient
@given(st.lists(st.floats(-500, 500), min_size=1))
def test_a_scale_of_changes_holds_zero_and_every_number(numbers: list[float]) -> None:
    scale = value_scale(COUNTS, numbers)
    assert scale.low <= min(0, *numbers) + 1e-6
    assert scale.top >= max(0, *numbers) - 1e-6
    assert scale.top > scale.low
    assert 0 in scale.ticks
    assert (scale.ticks[0], scale.ticks[-1]) == pytest.approx((scale.low, scale.top))


def test_a_scale_without_numbers_still_has_a_length() -> None:
    assert value_scale(samples.view([], samples.REFERRED), []).top > 0


def test_years_are_named_every_other_one_when_there_are_many() -> None:
    scale = period_scale(list(samples.share_trend().rows()))
    assert scale.labels == ("2020", "", "2022", "", "2024", "", "2026\npart year")
    assert len(scale.ticks) == 7


def test_many_quarters_are_named_by_their_years() -> None:
    scale = period_scale(list(samples.quarter_trend().rows()))
    assert [label for label in scale.labels if label] == ["2021", "2023", "2025"]
    assert scale.ticks == tuple(year + 0.125 for year in range(2020, 2026))


@patient
@given(st.text())
def test_escaped_text_reads_back_as_it_was(text: str) -> None:
    assert "\n".join(lines_of(escape_text(text))) == text


@patient
@given(st.text(alphabet="abc wide", max_size=80))
def test_wrapped_text_keeps_its_words_and_its_width(text: str) -> None:
    wrapped = wrap(text, 60, 13)
    assert wrapped.split() == text.split()
    for line in wrapped.split("\n"):
        assert text_width(line, 13) <= 60 or " " not in line
