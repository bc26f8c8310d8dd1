"""Every page prints whole on A4, and an area's briefing on two sides."""

from __future__ import annotations

import io
import re
from collections import Counter

import pytest
from playwright.sync_api import Page
from pypdf import PageObject, PdfReader

from dashboard.data.store.releases import Store
from tests.addresses import LIVE_ADDRESSES, NO_PAGE, area_addresses, page_addresses
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

BRIEFING_SIDES = 2
# Words of the page itself: not the navigation, filters and links that paper has no use for.
WORDS = """() => {
  const words = 'main :is(h1, h2, h3, p, caption, th, td, blockquote)';
  return [...document.querySelectorAll(words)]
    .filter(e => !e.closest('form, svg, details:not([open])'))
    .filter(e => !e.parentElement.closest(words))
    .filter(e => e.checkVisibility({visibilityProperty: true}))
    .filter(e => e.getBoundingClientRect().width > 1 && e.innerText.trim())
    .map(e => e.innerText);
}"""


def printed(page: Page) -> list[str]:
    """Print a page on A4 as a reader would, and read the text of each side."""
    pdf = page.pdf(format="A4", print_background=False)
    return [side.extract_text() for side in PdfReader(io.BytesIO(pdf)).pages]


def lowest_line(side: PageObject) -> str:
    """Return the words that stand lowest on a side, wherever they are in its file."""
    heights: dict[int, str] = {}

    def hear(text: str, by: list[float], at: list[float], *_: object) -> None:
        height = round(at[4] * by[1] + at[5] * by[3] + by[5])
        if text.strip():
            heights[height] = heights.get(height, "") + text

    side.extract_text(visitor_text=hear)
    return heights[min(heights)].strip()


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def missing_words(page: Page) -> Counter[str]:
    """Count the words that a page has and its paper has not, wherever columns put them."""
    page.emulate_media(media="print")
    return words("\n".join(page.evaluate(WORDS))) - words("\n".join(printed(page)))


def test_words_cut_off_by_the_paper_are_seen(page: Page) -> None:
    page.set_content(
        "<main><p>On the paper.</p><div style='height: 1px; overflow: hidden'><p>Not on it.</p>"
        "</div><p style='position: absolute; left: 3000px'>Far beyond.</p></main>"
    )
    assert missing_words(page).keys() >= {"far", "beyond"}


@pytest.mark.parametrize("address", [a for a in page_addresses() if a != NO_PAGE])
def test_page_prints_whole(open_still: OpenPage, address: str) -> None:
    with open_still(address) as page:
        assert missing_words(page) == Counter()
        sides = printed(page)
    assert [number for number, side in enumerate(sides, 1) if not side.strip()] == []
    assert "illustrative" in "".join(sides).casefold()


@pytest.mark.parametrize("address", area_addresses())
def test_briefing_fits_two_sides_and_says_where_it_is_from(
    open_still: OpenPage, illustrative_store: Store, address: str
) -> None:
    with open_still(address) as page:
        pdf = page.pdf(format="A4", print_background=False)
    sides = PdfReader(io.BytesIO(pdf)).pages
    assert len(sides) <= BRIEFING_SIDES
    foot = f"({illustrative_store.latest()}) · Published 22 September 2026 · {address}"
    assert lowest_line(sides[-1]).endswith(foot)


@pytest.mark.parametrize("state", ["open_still", "open_live"])
def test_a_button_prints_a_briefing(request: pytest.FixtureRequest, state: str) -> None:
    open_page: OpenPage = request.getfixturevalue(state)
    with open_page(area_addresses()[0]) as page:
        page.evaluate("window.times = 0; window.print = () => void (times += 1); 0")
        page.get_by_role("button", name="Print it").click()
        assert page.evaluate("times") == 1


# Each picture and each table, and the first two of them that lie over each other.
OVERLAPPING = """() => {
  const boxes = [...document.querySelectorAll('main :is(svg.still, .live-chart__plot, table, h2)')]
    .filter(e => e.checkVisibility())
    .map(e => ({ e, box: e.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1);
  const over = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  return boxes.flatMap((one, i) => boxes.slice(i + 1)
    .filter(other => over(one.box, other.box) && !one.e.contains(other.e))
    .map(other => [one.e.outerHTML.slice(0, 80), other.e.outerHTML.slice(0, 80)]));
}"""


def test_pictures_over_tables_are_seen(page: Page) -> None:
    page.set_content(
        "<main><svg class='still' width='90' height='90'></svg>"
        "<table style='margin-top: -50px'><tr><td>1</td></tr></table></main>"
    )
    assert len(page.evaluate(OVERLAPPING)) == 1


@pytest.mark.parametrize("address", [*LIVE_ADDRESSES, area_addresses()[0]])
def test_a_live_page_prints_its_still_pictures(open_live: OpenPage, address: str) -> None:
    with open_live(address) as page:
        charts = page.locator(".live-chart").count()
        assert charts > 0
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 703, "height": 1000})  # of A4 between its margins
        assert page.locator(".live-chart__plot:visible").count() == 0
        assert page.locator(".paper svg.still:visible").count() == charts
        assert page.evaluate(OVERLAPPING) == []
        page.set_viewport_size({"width": 1280, "height": 900})
        assert missing_words(page) == Counter()


@pytest.mark.parametrize("address", area_addresses())
def test_a_live_briefing_fits_two_sides(open_live: OpenPage, address: str) -> None:
    with open_live(address) as page:
        assert len(printed(page)) <= BRIEFING_SIDES


def test_compare_keeps_no_side_for_the_foot_alone(page: Page, second_url: str) -> None:
    """Its returns are counted on a screen; on paper each is listed with the day it was due."""
    page.goto(f"{second_url}/compare")
    last = printed(page)[-1]
    assert not last.strip().startswith("This release")
    assert "(due 28 October 2027, 15 days late)" in last


def test_charts_next_to_their_tables_share_a_side_of_paper(page: Page, second_url: str) -> None:
    page.goto(f"{second_url}/completion")
    assert len(printed(page)) <= 4


def test_a_heading_stands_on_the_side_of_its_figures(page: Page, second_url: str) -> None:
    page.goto(second_url)
    side = next(side for side in printed(page) if "So far, 2020 to 2027" in side)
    assert "children were referred" in side
