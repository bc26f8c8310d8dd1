"""Pages keep their place, fill their width and stay as short as they should."""

from __future__ import annotations

from itertools import combinations

import pytest
from playwright.sync_api import Page

from tests.addresses import area_addresses, page_addresses
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

PHONE, TABLET, DESK = 375, 768, 1280  # pixels
LEAST_OF_THE_WIDTH = 0.8  # that a chart takes of its column
LEAST_MARK_PX = 11
# How much of its place in the page the narrowest chart takes.
NARROWEST_CHART = """() => Math.min(...[...document.querySelectorAll('main .chart')].map(chart => {
  const still = [...chart.querySelectorAll('svg')].find(svg => svg.checkVisibility());
  return still.getBoundingClientRect().width / chart.parentElement.getBoundingClientRect().width;
}))"""
MARKS_PX = """() => [...document.querySelectorAll('main svg text')]
  .filter(text => /illustrative/i.test(text.textContent) && text.checkVisibility())
  .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""


def heading_top(page: Page) -> float:
    return float(page.evaluate("document.querySelector('h1').getBoundingClientRect().top"))


def test_the_menu_opens_over_the_page(open_still: OpenPage) -> None:
    with open_still("/completion", PHONE) as page:
        before = heading_top(page)
        page.locator(".nav--narrow summary").click()
        assert page.locator(".nav--narrow a").last.is_visible()
        assert heading_top(page) == before
        page.locator(".nav--narrow a", has_text="About").click()
        page.wait_for_url("**/about")


@pytest.mark.parametrize("width", [PHONE, TABLET])
@pytest.mark.parametrize("address", ["/outcomes", area_addresses()[0]])
def test_charts_fill_their_place(open_still: OpenPage, address: str, width: int) -> None:
    with open_still(address, width) as page:
        assert page.evaluate(NARROWEST_CHART) >= LEAST_OF_THE_WIDTH


@pytest.mark.parametrize("width", [PHONE, TABLET, DESK])
@pytest.mark.parametrize("address", ["/completion", area_addresses()[0]])
def test_the_illustrative_mark_can_be_read(open_still: OpenPage, address: str, width: int) -> None:
    with open_still(address, width) as page:
        marks = page.evaluate(MARKS_PX)
    assert marks
    assert min(marks) >= LEAST_MARK_PX


LONGEST_PX = 4000


@pytest.mark.parametrize("address", sorted({*page_addresses(), *area_addresses()}))
def test_no_page_is_longer_than_four_screens(open_lettered: OpenPage, address: str) -> None:
    """That holds if its letters come in time and if not: those of the machine may be wider."""
    with open_lettered(address, DESK) as page:
        assert page.evaluate("document.documentElement.scrollHeight") <= LONGEST_PX


@pytest.mark.parametrize("address", sorted({*page_addresses(), *area_addresses()}))
def test_no_page_of_a_second_release_is_longer(page: Page, second_url: str, address: str) -> None:
    page.goto(second_url + address)
    assert page.evaluate("document.documentElement.scrollHeight") <= LONGEST_PX


def test_two_screens_tell_how_far_children_get_whether_it_works_and_what_families_say(
    open_lettered: OpenPage,
) -> None:
    screens = {DESK: 2 * 900, PHONE: 4 * 812}
    for width, most in screens.items():
        with open_lettered("/", width) as page:
            for part in ("#flow", ".numbers", ".voice", "[href='/evidence']", ".timeline"):
                box = page.locator(f"main {part}").first.bounding_box()
                assert box is not None
                assert box["y"] + box["height"] <= most, (width, part)


FIRST_SCREENS = {DESK: 900, PHONE: 812}
COMPARED = ("No area differs from all four sites on any of these measures", "5 late")
ANSWERS = {
    area_addresses()[-1]: (
        "clearly below on “in school",
        "No clear change",
    ),
    "/compare": COMPARED,
    "/compare?measure=completed_all": COMPARED,
}


@pytest.mark.parametrize("width", FIRST_SCREENS)
@pytest.mark.parametrize("address", ANSWERS)
def test_what_readers_ask_is_answered_on_the_first_screen(
    open_lettered: OpenPage, address: str, width: int
) -> None:
    """Does Sandwell improve, and meet its targets? Do sites differ, and who is late?"""
    with open_lettered(address, width) as page:
        for answer in ANSWERS[address]:
            box = page.locator("main li", has_text=answer).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= FIRST_SCREENS[width], answer


NAMES_ON_THE_MAP = """() => [...document.querySelectorAll('.map text')].map(text => {
  const box = text.getBoundingClientRect();
  return [box.left, box.right, box.top + box.height / 5, box.bottom - box.height / 5];
})"""


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_name_on_the_map_lies_over_another_or_over_its_edge(
    open_lettered: OpenPage, width: int
) -> None:
    with open_lettered("/areas", width) as page:
        names = page.evaluate(NAMES_ON_THE_MAP)
        edge = page.locator(".map").bounding_box()
    assert edge is not None
    assert len(names) == len(area_addresses())
    for (left, right, top, bottom), other in combinations(names, 2):
        apart = right <= other[0] or other[1] <= left
        assert apart or bottom <= other[2] or other[3] <= top
    assert all(edge["x"] <= left < right <= edge["x"] + edge["width"] for left, right, *_ in names)


def test_a_briefing_answers_on_its_first_screen(open_lettered: OpenPage) -> None:
    with open_lettered(area_addresses()[-1], DESK) as page:
        row = page.locator("#overview tr", has_text="In school or working")
        box = row.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900
        assert "then" in row.inner_text()
