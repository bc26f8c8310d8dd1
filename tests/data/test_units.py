"""Is a unit understood however it is spelled, and never taken for harmless where it is not known?"""

from __future__ import annotations

import pytest

from dashboard.data.release.units import counts_others, counts_people, is_percentage, out_of

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
    "mean number of children per family",
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
    "per 10,000 children",
    "rate per 1,000 people",
    "weeks",
)
UNKNOWN = (
    *("laptops", "FTE", "sessions", "visits", "widgets"),
    *("10 to 15 year olds", "exclusions in the year", "stays over 20 nights"),
)


@pytest.mark.parametrize("unit", PERCENTAGES)
def test_a_percentage_is_one_however_it_is_spelled(unit: str) -> None:
    assert is_percentage(unit)
    assert not counts_others(unit)


@pytest.mark.parametrize("unit", PROPORTIONS)
def test_a_proportion_is_out_of_one(unit: str) -> None:
    assert out_of(unit) == 1
    assert not counts_others(unit)


@pytest.mark.parametrize("unit", PEOPLE)
def test_people_are_people_whatever_they_are_called(unit: str) -> None:
    assert counts_people(unit)
    assert out_of(unit) is None
    assert not counts_others(unit)


@pytest.mark.parametrize("unit", OTHERS)
def test_what_is_known_to_be_something_else(unit: str) -> None:
    assert counts_others(unit)
    assert not counts_people(unit)
    assert out_of(unit) is None


@pytest.mark.parametrize("unit", UNKNOWN)
def test_what_nobody_knows_is_not_taken_for_something_else(unit: str) -> None:
    assert not counts_others(unit)
    assert not counts_people(unit)
    assert out_of(unit) is None
