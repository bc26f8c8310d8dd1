"""Do pages keep their place, fill their width and stay as short as they should?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.addresses import area_addresses
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
@pytest.mark.parametrize("address", [area_addresses()[0]])
def test_the_illustrative_mark_can_be_read(open_still: OpenPage, address: str, width: int) -> None:
    with open_still(address, width) as page:
        marks = page.evaluate(MARKS_PX)
    assert marks
    assert min(marks) >= LEAST_MARK_PX
