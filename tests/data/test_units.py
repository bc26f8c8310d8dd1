"""A unit is understood in any spelling, and never taken for harmless where it is not known."""

from __future__ import annotations

import pytest

from dashboard.data.release.units import (
    PROPORTION,
    Share,
    compares,
    counts_others,
    counts_people,
    is_average_of_people,
    is_change,
    is_per_person,
    is_percentage,
    is_taken_for_count,
    is_vague,
    share_of,
    unit_of,
)

PERCENTAGES = (
    "per cent",
    "Per cent",
    "PER  CENT",
    " per-cent ",
    "%",
    "(%)",
    "percent",
    "Percentage",
    "percentages",
    "pct",
    "% of children",
    "per cent of those asked",
    "Proportion (%)",
    "turnover rate (%)",
)
PROPORTIONS = ("proportion", "Proportion of children", "fraction")
RATES = {
    "per 10": 10,
    "per 100": 100,
    "per hundred children": 100,
    "per 1,000": 1_000,
    "per 1 000": 1_000,
    "per 1\u202f000 children": 1_000,
    "per thousand": 1_000,
    "Rate per 1,000 people": 1_000,
    "per mille": 1_000,
    "\u2030": 1_000,
    "referrals/1000": 1_000,
    "per 10 000": 10_000,
    "per 10,000 children": 10_000,
    "per 10k": 10_000,
    "per ten thousand": 10_000,
    "exclusions per 10,000 pupils": 10_000,
    "per 100,000": 100_000,
    "Children per hundred thousand": 100_000,
    "per 1 million": 1_000_000,
    "per head": 1,
    "rate per head of population": 1,
    "per capita": 1,
    "children per family": 1,
    "mean number of children per family": 1,
    "ratio": 1,
    "ratio of girls to boys": 1,
}
PARTS = {"out of 10": 10, "out of every 100": 100, "in every 1,000": 1_000, "out of 1": 1}
VAGUE = ("rate", "Rate of referral", "share", "share of children", "odds", "prevalence")
PEOPLE = (
    "",
    " ",
    "number",
    "Number of children",
    "children",
    "Pupils",
    "people",
    "young people",
    "young  People aged 10 to 15",
    "families",
    "cases",
    "headcount",
    "children looked after",
    "clients",
)
OTHERS = (
    "days",
    "Days",
    "mean days",
    "days per child",
    "£",
    "£ per child",
    "£m",
    "pounds",
    "score from 0 to 1",
    "scores",
    "points",
    "percentage points",
    "percentage change",
    "weeks",
    "days per 100 children",
    "£ per 1,000",
    "score out of 10",
    "cost ratio",
)
UNKNOWN = (
    *("laptops", "FTE", "sessions", "visits", "widgets"),
    *("laptops per child", "visits per 2 weeks"),
    *("10 to 15 year olds", "exclusions in the year", "stays over 20 nights"),
)


@pytest.mark.parametrize("unit", PERCENTAGES)
def test_a_percentage_is_one_however_it_is_spelled(unit: str) -> None:
    assert is_percentage(unit)
    assert not counts_others(unit)


@pytest.mark.parametrize("unit", PROPORTIONS)
def test_a_proportion_is_out_of_one(unit: str) -> None:
    assert share_of(unit) == PROPORTION
    assert not counts_others(unit)


@pytest.mark.parametrize("unit", PEOPLE)
def test_people_are_people_whatever_they_are_called(unit: str) -> None:
    assert counts_people(unit)
    assert share_of(unit) is None
    assert not counts_others(unit)


@pytest.mark.parametrize("unit", OTHERS)
def test_what_is_known_to_be_something_else(unit: str) -> None:
    assert counts_others(unit)
    assert not counts_people(unit)
    assert share_of(unit) is None


@pytest.mark.parametrize("unit", UNKNOWN)
def test_what_nobody_knows_is_not_taken_for_something_else(unit: str) -> None:
    assert not counts_others(unit)
    assert not counts_people(unit)
    assert share_of(unit) is None


@pytest.mark.parametrize("unit", RATES)
def test_a_rate_is_so_many_times_a_numerator_by_a_denominator(unit: str) -> None:
    assert share_of(unit) == Share(RATES[unit], part=False)
    assert not counts_others(unit)
    assert not is_percentage(unit)


@pytest.mark.parametrize("unit", PARTS)
def test_a_part_of_a_number_is_never_more_than_all_of_it(unit: str) -> None:
    assert share_of(unit) == Share(PARTS[unit], part=True)


@pytest.mark.parametrize("unit", VAGUE)
def test_a_share_of_nobody_knows_what_is_vague(unit: str) -> None:
    assert is_vague(unit)
    assert share_of(unit) is None
    assert not counts_others(unit)


@pytest.mark.parametrize("unit", [*PERCENTAGES, *RATES, "children", "days", "exchange rate in £"])
def test_what_says_all_is_not_vague(unit: str) -> None:
    assert not is_vague(unit)


@pytest.mark.parametrize("unit", ["", "children", "of whatever kind"])
def test_a_whole_number_is_taken_for_a_count_unless_its_unit_says_otherwise(unit: str) -> None:
    assert is_taken_for_count(unit, 0)
    assert not is_taken_for_count(unit, 1)


@pytest.mark.parametrize("unit", [*PERCENTAGES, *RATES, *VAGUE, "days"])
def test_what_is_no_count_is_not_taken_for_one(unit: str) -> None:
    assert not is_taken_for_count(unit, 0)


def test_a_label_is_read_where_there_is_no_unit() -> None:
    for unit in ("", " ", "number"):
        assert share_of(unit_of(unit, "Percentage who live at home")) == Share(100)
        assert share_of(unit_of(unit, "Referrals per 1,000 children")) == Share(1000, part=False)
        assert is_vague(unit_of(unit, "Rate of referral"))
        assert unit_of(unit, "Days waited") == unit
    assert unit_of("children", "Percentage who live at home") == "children"


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Change in children referred", True),
        ("Percentage change", True),
        ("growth", True),
        ("Children with an increase in attendance", False),
        ("Changes sustained", False),
    ],
)
def test_people_before_a_change_are_those_that_changed(text: str, change: bool) -> None:
    assert is_change(text) is change


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        ("Average number of children", True),
        ("Mean a quarter", True),
        ("Children of less than average height", False),
    ],
)
def test_people_before_an_average_are_those_who_are_counted(text: str, mean: bool) -> None:
    assert is_average_of_people(text) is mean


@pytest.mark.parametrize(
    ("unit", "each"),
    [
        ("£ per child", True),
        ("£/child", True),
        ("Cost per looked-after child", True),
        ("visits per 100 young people", True),
        ("£ per 1,000", True),
        ("visits per 2 weeks", False),
        ("£ per visit", False),
        ("£", False),
        ("child", False),
    ],
)
def test_so_much_for_each_person_is_told_from_so_much_a_week(unit: str, each: bool) -> None:
    assert is_per_person(unit) is each


@pytest.mark.parametrize("unit", ["percentage points", "per cent change", "Rank", "index"])
def test_what_compares_figures_is_told_by_its_unit(unit: str) -> None:
    assert compares(unit)


@pytest.mark.parametrize("unit", ["points", "change in points", "change in £", "days"])
def test_what_is_measured_compares_nothing(unit: str) -> None:
    assert not compares(unit)
