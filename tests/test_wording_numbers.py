"""Numbers, dates, units and markers are written as people read them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.data.release.model import Marker
from dashboard.data.release.rounding import round_half_up
from dashboard.wording import (
    agree,
    dots_out_of_100,
    format_count,
    format_date,
    format_few,
    format_interval,
    format_number,
    format_quantity,
    format_share,
    listed,
    marker_text,
    markers_legend,
    open_lower,
    out_of_100,
)
from tests.charts import samples

patient = settings(deadline=None)  # the machine may be busy


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1, "1"), (999, "999"), (1234, "1,234"), (1234567, "1,234,567")]
)
def test_counts_have_commas_between_thousands(value: int, text: str) -> None:
    assert format_count(value) == text


@patient
@given(st.integers(0, 10**9))
def test_a_count_reads_back_as_itself(value: int) -> None:
    assert int(format_count(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (0.605, 2, "0.61"), (-0.2, 0, "0")],
)
def test_halves_are_rounded_away_from_zero(value: float, decimals: int, text: str) -> None:
    assert format_number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0%"),
        (0.4, 0, "under 1%"),
        (0.5, 0, "1%"),
        (83.87, 0, "84%"),
        (83.87, 1, "83.9%"),
        (99.4, 0, "99%"),
        (99.5, 0, "over 99%"),
        (99.96, 1, "over 99.9%"),
        (0.04, 1, "under 0.1%"),
        (100, 0, "100%"),
    ],
)
def test_only_none_is_0_and_only_all_is_100_per_cent(
    value: float, decimals: int, text: str
) -> None:
    assert format_share(value, decimals) == text


@patient
@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_says_all_or_none_only_when_it_is(counts: tuple[int, int]) -> None:
    numerator, denominator = counts
    text = format_share(100 * numerator / denominator)
    assert (text == "0%") == (numerator == 0)
    assert (text == "100%") == (numerator == denominator)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (84.2, "per cent", 0, "84%"),
        (31, "children", 0, "31"),
        (121.4, "days", 0, "121 days"),
        (1, "days", 0, "1 day"),
        (0.71, "score from 0 to 1", 2, "0.71"),
        (0.614, "", 2, "0.61"),
        (84, "%", 0, "84%"),
        (66.7, "Percentage of children", 1, "66.7%"),
        (31, "pupils", 0, "31"),
    ],
)
def test_a_quantity_has_its_unit(value: float, unit: str, decimals: int, text: str) -> None:
    assert format_quantity(value, unit, decimals) == text


@pytest.mark.parametrize(
    ("count", "words", "text"),
    [
        (1, "children were referred", "child was referred"),
        (0, "children were referred", "children were referred"),
        (2, "closed cases", "closed cases"),
        (1, "closed cases", "closed case"),
        (1, "families who answered", "family who answered"),
        (1, "childrens", "childrens"),
    ],
)
def test_one_is_singular(count: int, words: str, text: str) -> None:
    assert agree(count, words) == text


def test_small_numbers_are_words() -> None:
    assert [format_few(n) for n in (0, 5, 9, 10, 1200)] == ["no", "five", "nine", "10", "1,200"]


def test_dates_are_british() -> None:
    assert format_date(date(2026, 9, 22)) == "22 September 2026"
    assert format_date(date(2026, 1, 1)) == "1 January 2026"


def test_names_are_joined_as_in_prose() -> None:
    assert [listed(["A", "B", "C"][:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]


def test_abbreviations_keep_their_capitals() -> None:
    assert open_lower("TAM-R score") == "TAM-R score"
    assert open_lower("Mean length") == "mean length"
    assert open_lower("") == ""


def test_every_marker_has_a_sign_and_a_meaning() -> None:
    texts = [marker_text(marker) for marker in Marker]
    assert [text.sign for text in texts] == [f"[{marker}]" for marker in Marker]
    assert all(text.meaning for text in texts)


def test_a_share_is_hidden_for_a_number_behind_it() -> None:
    (count,) = markers_legend([Marker.CONFIDENTIAL], samples.count_trend())
    (share,) = markers_legend([Marker.CONFIDENTIAL], samples.single())
    assert "the number is small" in count.meaning
    assert "a number behind the figure is small" in share.meaning


@pytest.mark.parametrize(
    ("value", "text", "dots"),
    [
        (0, "0", 0),
        (0.3, "fewer than 1", 1),
        (0.5, "1", 1),
        (83.9, "84", 84),
        (99.4, "99", 99),
        (99.7, "more than 99", 99),
        (100, "100", 100),
    ],
)
def test_out_of_100_says_all_or_none_only_when_it_is(value: float, text: str, dots: int) -> None:
    assert out_of_100(samples.share(1, 2)._replace(value=value)) == text
    assert dots_out_of_100(value) == dots


def test_a_hidden_share_is_not_out_of_100() -> None:
    assert out_of_100(samples.hidden()) == ""


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(0.5, 0, "1"), (2.5, 0, "3"), (2.675, 2, "2.68"), (-0.4, 0, "0"), (-2.5, 0, "-3")],
)
def test_halves_are_rounded_up_as_they_are_written(
    value: float, decimals: int, expected: str
) -> None:
    assert str(round_half_up(value, decimals)) == expected


def test_an_interval_is_written_as_a_share_is() -> None:
    row = samples.share(1, 400)
    view = samples.view([row])
    assert format_interval(row._replace(lower=0.2, upper=99.7), view) == "under 1% to over 99%"


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (1234.5, "£", 2, "£1,234.50"),
        (1, "£", 0, "£1"),
        (-3, "£", 0, "-£3"),
        (1.25, "£ million", 1, "£1.3 million"),
        (4, "£m", 0, "£4m"),
        (1234.5, "£ per child", 2, "£1,234.50"),
        (20, "€", 0, "€20"),
        (66.7, "%", 1, "66.7%"),
        (66.7, "Per cent", 1, "66.7%"),
        (12, "pounds", 0, "12 pounds"),
    ],
)
def test_money_has_its_sign_in_front_and_a_percentage_its_own_behind(
    value: float, unit: str, decimals: int, written: str
) -> None:
    assert format_quantity(value, unit, decimals) == written
