"""Everything can be reached, operated and left by keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.addresses import LIVE_ADDRESSES, page_addresses
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

# What the Tab key should reach, in the order of the document: a chart is one stop, within which the
# arrow keys and Enter do what a press of its names does.
STOPS = """() => [...document.querySelectorAll(
    'a[href], button, select, input:not([type=hidden]), textarea, summary, [tabindex="0"]')]
  .filter(e => !e.matches('[role=application] *'))
  .filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true}) && !e.closest('[inert]'))
  .map((e, i) => { e.dataset.stop = i; return i; }).length"""
STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  return {
    stop: Number(at.dataset.stop ?? -1),
    name: at.outerHTML.slice(0, 120),
    marked: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== 'none',
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""
BACK_TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
}"""
TRAP = """<!doctype html><title>Trap</title><a href="#a">One</a>
<input onkeydown="if (event.key === 'Tab') event.preventDefault()"><a href="#b">Two</a>"""


@dataclass(frozen=True, slots=True)
class Journey:
    """What the Tab key should reach, and what it did, until the end or until it moved no more."""

    expected: list[int]
    reached: list[dict[str, object]]

    def without(self, quality: str) -> list[object]:
        return [stop["name"] for stop in self.reached if not stop[quality]]


def press_tab_to_the_end(page: Page) -> Journey:
    """Press Tab from the start of a page until its end, or until it moves on no more."""
    expected = list(range(int(page.evaluate(STOPS))))
    reached: list[dict[str, object]] = []
    for _ in [*expected, "one more"]:
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or (reached and stop["stop"] == reached[-1]["stop"]):
            break
        reached.append(stop)
    return Journey(expected, reached)


def test_a_trap_is_seen(page: Page) -> None:
    page.set_content(TRAP)
    journey = press_tab_to_the_end(page)
    assert len(journey.reached) < len(journey.expected)


@pytest.mark.parametrize("address", page_addresses())
def test_tab_reaches_everything_in_order_and_shows_where_it_is(
    open_still: OpenPage, address: str
) -> None:
    with open_still(address) as page:
        journey = press_tab_to_the_end(page)
    assert [stop["stop"] for stop in journey.reached] == journey.expected
    assert journey.without("marked") == []
    assert journey.without("seen") == []


@pytest.mark.parametrize("address", LIVE_ADDRESSES)
def test_tab_reaches_everything_of_a_live_page(open_live: OpenPage, address: str) -> None:
    with open_live(address) as page:
        page.evaluate(BACK_TO_THE_TOP)
        journey = press_tab_to_the_end(page)
    assert {stop["stop"] for stop in journey.reached} == set(journey.expected)
    assert journey.without("marked") == []


@pytest.mark.parametrize("address", page_addresses())
def test_first_stop_skips_to_the_content(open_still: OpenPage, address: str) -> None:
    with open_still(address) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => {
              const main = document.querySelector('main');
              const at = document.activeElement;
              return main.contains(at)
                || Boolean(main.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING);
            }"""
        )


def test_a_filter_is_chosen_by_keyboard(page: Page, dashboard_url: str) -> None:
    page.goto(f"{dashboard_url}/completion")
    chosen = page.locator("main select").first
    name, before = chosen.get_attribute("name"), chosen.input_value()
    chosen.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url(lambda url: f"{name}=" in url)
    assert page.locator(f"main select[name='{name}']").input_value() != before
    # Focus is on the same control still, so that the next press of a key is not lost.
    assert page.evaluate("document.activeElement.name") == name
