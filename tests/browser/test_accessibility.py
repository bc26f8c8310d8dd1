"""axe-core finds nothing wrong with any page, narrow or wide, in any colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.addresses import LIVE_ADDRESSES, STATE_ADDRESSES, page_addresses
from tests.browser.axe import examine
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

NARROW, WIDE = 375, 1280  # pixels

# Each fault is one that a page of ours could have, and must be seen.
FAULTY = """<!doctype html>
<html><head><title>Faulty</title></head><body>
<main>
  <h1>Faulty</h1>
  <p style="color: #999; background: #fff">Grey words on white, at 2.8 to 1.</p>
  <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
  <select><option>2024</option></select>
  <h4>Three levels down</h4>
  <p><button style="width: 10px; height: 10px; padding: 0; border: 0" aria-label="a"></button
    ><button style="width: 10px; height: 10px; padding: 0; border: 0" aria-label="b"></button></p>
  <div style="height: 20px; overflow: auto"><p style="height: 500px">No key scrolls it.</p></div>
</main>
</body></html>"""
FAULTS = {
    "color-contrast",
    "heading-order",
    "html-has-lang",
    "image-alt",
    "scrollable-region-focusable",
    "select-name",
    "target-size",
}


# axe-core takes the colour of text from -webkit-text-fill-color, of which a browser does not tell
# that it was forced; of `color` it does. So each element is given there what it is drawn in.
TELL_FORCED_COLOURS = """() => {
  const drawn = [...document.body.querySelectorAll('*')].map(e => [e, getComputedStyle(e).color]);
  for (const [e, colour] of drawn) e.style.setProperty('-webkit-text-fill-color', colour);
}"""


def test_each_fault_of_a_faulty_page_is_seen(page: Page) -> None:
    page.set_content(FAULTY)
    seen = {found.partition(":")[0] for found in examine(page).violations}
    assert seen >= FAULTS


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("address", page_addresses())
def test_page_has_no_violation(open_still: OpenPage, address: str, width: int) -> None:
    with open_still(address, width) as page:
        examination = examine(page)
        assert examination.violations == []
        assert "color-contrast" in examination.passed  # it was tested, not passed over
        if width == WIDE:
            assert examine_in_forced_colours(page) == []


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("address", LIVE_ADDRESSES)
def test_live_page_has_no_violation(open_live: OpenPage, address: str, width: int) -> None:
    with open_live(address, width) as page:
        assert examine(page).violations == []


@pytest.mark.parametrize("address", LIVE_ADDRESSES)
def test_live_page_has_no_violation_in_forced_colours(open_live: OpenPage, address: str) -> None:
    with open_live(address, forced_colors="active") as page:
        page.evaluate(TELL_FORCED_COLOURS)
        assert examine(page).violations == []


@pytest.mark.parametrize("address", STATE_ADDRESSES)
def test_no_state_of_a_page_has_a_violation(open_still: OpenPage, address: str) -> None:
    with open_still(address) as page:
        assert examine_at_both_widths(page) == []
        assert examine_in_forced_colours(page) == []


@pytest.mark.parametrize("address", STATE_ADDRESSES)
def test_no_live_state_of_a_page_has_a_violation(open_live: OpenPage, address: str) -> None:
    with open_live(address) as page:
        assert examine_at_both_widths(page) == []


def examine_at_both_widths(page: Page) -> list[str]:
    found = list(examine(page).violations)
    page.set_viewport_size({"width": NARROW, "height": 900})
    return found + list(examine(page).violations)


def examine_in_forced_colours(page: Page) -> list[str]:
    """Examine a page in its reader's colours from now on."""
    page.emulate_media(forced_colors="active")
    page.evaluate(TELL_FORCED_COLOURS)
    return examine(page).violations
