"""Every page fits a narrow screen, a reader's own text spacing, and both together."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.addresses import LIVE_ADDRESSES, area_addresses, page_addresses
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

NARROWEST = 320  # pixels: what 1,280 are at 400% zoom (WCAG 1.4.10)
# WCAG 1.4.12, set as a reader's own style sheet would be.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
TOO_WIDE = """() => {
  const wide = document.scrollingElement.scrollWidth > document.documentElement.clientWidth;
  if (!wide) return [];
  const found = [...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(e => e.outerHTML.slice(0, 100));
  return found.length ? found.slice(0, 5) : ['the page'];
}"""
CUT_OFF = """() => [...document.body.querySelectorAll('*')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('svg'))
  .filter(e => ['hidden', 'clip'].some(
    way => [getComputedStyle(e).overflowX, getComputedStyle(e).overflowY].includes(way)))
  .filter(e => e.clientWidth > 1 && e.clientHeight > 1)
  .filter(e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
  .map(e => e.outerHTML.slice(0, 100))"""
FAULTY = """<!doctype html><title>Faulty</title>
<p style="width: 400px">Too wide for the screen.</p>
<p style="height: 1.1em; overflow: hidden">Words that a fixed height cuts off when they wrap.</p>"""


def test_a_page_too_wide_and_a_text_cut_off_are_seen(page: Page) -> None:
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    page.set_content(FAULTY)
    assert page.evaluate(TOO_WIDE)
    assert page.evaluate(CUT_OFF)


OTHERS = ("/api", "/figures/trend?measure=living_at_home&picture=small_multiples")


@pytest.mark.parametrize("address", [*page_addresses(), *OTHERS])
def test_page_fits_the_narrowest_screen(open_still: OpenPage, address: str) -> None:
    with open_still(address, NARROWEST) as page:
        assert page.evaluate(TOO_WIDE) == []


PHONE, TABLET = 375, 820
OVERVIEWS = ("/compare", *area_addresses())


@pytest.mark.parametrize("width", [PHONE, TABLET])
@pytest.mark.parametrize("address", OVERVIEWS)
def test_every_area_of_an_overview_is_on_a_small_screen(
    open_still: OpenPage, address: str, width: int
) -> None:
    with open_still(address, width) as page:
        held = page.locator(".scroll:has(.overview)")
        assert held.evaluate("e => e.scrollWidth") <= held.evaluate("e => e.clientWidth")


@pytest.mark.parametrize("width", [NARROWEST, 1280])
@pytest.mark.parametrize("address", page_addresses())
def test_page_bears_wider_text_spacing(open_still: OpenPage, address: str, width: int) -> None:
    with open_still(address, width) as page:
        page.evaluate(SPACING)
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("address", LIVE_ADDRESSES)
def test_live_page_fits_the_narrowest_screen(open_live: OpenPage, address: str) -> None:
    with open_live(address, NARROWEST) as page:
        assert page.evaluate(TOO_WIDE) == []


def test_live_page_fits_where_letters_are_wider_than_ours(open_live: OpenPage) -> None:
    """A page whose own letters come too late keeps those of the machine, which may be wider."""
    with open_live("/referrals", NARROWEST) as page:
        page.route("**/*.woff2*", lambda route: route.abort())
        page.reload()
        page.evaluate("document.querySelector('main [data-explore]')?.click()")
        page.locator(".live:not(.live--waiting)").wait_for()
        assert page.evaluate(TOO_WIDE) == []
