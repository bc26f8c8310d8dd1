"""Does every page print whole on A4, and an area's briefing on two sides?"""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.addresses import NO_PAGE, area_addresses, page_addresses
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

BRIEFING_SIDES = 2
LEAST_CHARACTERS = 40  # a side with fewer is blank but for its margins
# Words of the page itself: not the navigation, filters and links that paper has no use for.
WORDS = """() => [...document.querySelectorAll(
    'main h1, main h2, main h3, main p, main caption, main th, main td, main blockquote')]
  .filter(e => !e.closest('form, svg, details:not([open])'))
  .filter(e => e.checkVisibility({visibilityProperty: true}))
  .filter(e => e.getBoundingClientRect().width > 1 && e.innerText.trim())
  .map(e => e.innerText)"""


def printed(page: Page) -> list[str]:
    """Print a page on A4 as a reader would, and read the text of each side."""
    pdf = page.pdf(format="A4", print_background=False)
    return [side.extract_text() for side in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Leave out what a PDF does not keep: spaces, line breaks, and hyphens at them."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text).casefold()


def missing_words(page: Page) -> list[str]:
    page.emulate_media(media="print")
    expected = page.evaluate(WORDS)
    paper = squeezed("".join(printed(page)))
    return [words for words in expected if squeezed(words) not in paper]


def test_words_cut_off_by_the_paper_are_seen(page: Page) -> None:
    page.set_content(
        "<main><p>On the paper.</p><div style='height: 1px; overflow: hidden'><p>Not on it.</p>"
        "</div><p style='position: absolute; left: 3000px'>Far beyond.</p></main>"
    )
    assert "Far beyond." in missing_words(page)


@pytest.mark.parametrize("address", [a for a in page_addresses() if a != NO_PAGE])
def test_page_prints_whole(open_still: OpenPage, address: str) -> None:
    with open_still(address) as page:
        assert missing_words(page) == []
        sides = printed(page)
    assert [side for side in sides if len(side.strip()) < LEAST_CHARACTERS] == []
    assert "illustrative" in "".join(sides).casefold()


@pytest.mark.parametrize("address", area_addresses())
def test_briefing_fits_two_sides(open_still: OpenPage, address: str) -> None:
    with open_still(address) as page:
        assert len(printed(page)) <= BRIEFING_SIDES
