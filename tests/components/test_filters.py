"""Any address gets a page, which says what was wrong in the address."""

from __future__ import annotations

import re

import pytest

from dashboard.components.filters import Filter, Picker, filter_form, read_filters
from dashboard.data.queries import Choice
from dashboard.web.prerendering import render

AREA = Filter("Area", Choice("area", (("", "Every area"), ("leeds", "Leeds")), ""))
TOWNS = (("", "Every area"), ("all", "All"), ("leeds", "Leeds"), ("york", "York"))
SOME = Choice("areas", TOWNS, "", several=True)
PICKED = Filter("Area", Choice("area", TOWNS, ""), Picker(SOME, "Areas, alongside all", "all"))
EVERY = Filter("Points", Choice("every", (("year", "Years"),), "year"))


def test_a_known_value_is_taken_without_a_notice() -> None:
    chosen = read_filters([AREA], {"area": "leeds"})
    assert chosen["area"] == "leeds"
    assert chosen.notices == ()


def test_a_missing_value_becomes_the_default_without_a_notice() -> None:
    chosen = read_filters([AREA], {})
    assert chosen["area"] == ""
    assert chosen.notices == ()


def test_a_bad_value_becomes_the_default_with_a_notice_that_does_not_repeat_it() -> None:
    chosen = read_filters([AREA], {"area": "<script>"})
    assert chosen["area"] == ""
    assert len(chosen.notices) == 1
    assert "Every area" in chosen.notices[0]
    assert "script" not in chosen.notices[0]


def test_unknown_keys_are_ignored() -> None:
    chosen = read_filters([AREA], {"colour": "red"})
    assert dict(chosen.values) == {"area": ""}
    assert chosen.notices == ()


def test_the_form_offers_each_option_and_marks_the_chosen_one() -> None:
    form = render(filter_form("/ages", [AREA], read_filters([AREA], {"area": "leeds"}))[0])
    assert 'method="get"' in form
    assert 'action="/ages"' in form
    assert '<label for="filter-area">Area</label>' in form
    options = re.findall(r"<option[^>]*>", form)
    assert [('"leeds"' in o, " selected" in o) for o in options] == [(False, False), (True, True)]


def test_a_choice_of_one_is_not_asked() -> None:
    assert filter_form("/ages", [EVERY], read_filters([EVERY], {})) == []


@pytest.mark.parametrize(
    ("query", "ticked"),
    [
        ({}, ["leeds", "york"]),
        ({"areas": "leeds,york"}, ["leeds", "york"]),
        ({"area": "york"}, ["york"]),
        ({"area": "all"}, []),
    ],
)
def test_boxes_stand_as_the_address_says(query: dict[str, str], ticked: list[str]) -> None:
    form = render(filter_form("/ages", [PICKED], read_filters([PICKED], query))[0])
    assert "<legend>Areas, alongside all</legend>" in form
    assert '<input name="areas" type="hidden" value="all">' in form
    boxes = re.findall(r'<label><input id="filter-areas-(\w+)"([^>]*)>', form)
    assert [value for value, _ in boxes] == ["leeds", "york"]
    assert [value for value, given in boxes if " checked" in given] == ticked
