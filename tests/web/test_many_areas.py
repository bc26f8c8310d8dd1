"""Pages of 40 and of 400 areas stay short, light and legible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from itertools import combinations
from typing import NamedTuple

import pytest

from benchmarks.queries import WideRelease
from dashboard.charts.text import text_width
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app
from dashboard.web.current import open_store
from dashboard.web.page_routes import page_paths
from tests.conftest import ILLUSTRATIVE

LONGEST_HEADING = 120  # characters
LONGEST_PARAGRAPH = 1_500
MOST_BYTES = 200_000
ROOM_PX = (
    4.5  # by which `text_width`, which must be enough for any letters, is too wide for figures
)
REPORTED = "/compare?measure=length_of_stay"
NAMED = ("/outcomes?area=area+17", "/areas?area=AREA++17", "/areas?area=Area")
HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
PICTURE = re.compile(r'<svg class="still".*?</svg>', re.DOTALL)
TEXT = re.compile(r"<text ([^>]*)>(.*?)</text>", re.DOTALL)
LINE = re.compile(r'<tspan x="([\d.-]+)" (?:y|dy)="([\d.-]+)"[^>]*>([^<]*)')


class Box(NamedTuple):
    """A line of text in a picture, in pixels."""

    left: float
    right: float
    top: float
    bottom: float
    text: str

    def touches(self, other: Box) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > ROOM_PX and down > 1


@pytest.fixture(scope="module", params=[40, 400])
def pages(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Return every page, and that of one area, of a release of many areas."""
    url = f"sqlite:///{tmp_path_factory.mktemp('many') / 'store.sqlite'}"
    with closing(Store.open(url, read_only=False)) as writer:
        writer.publish(WideRelease(import_release(ILLUSTRATIVE), request.param))
    with closing(open_store(url)) as store:
        client = create_app(store, Settings(database_url=url)).server.test_client()
        paths = page_paths(store)
        one = next(path for path in paths if path.startswith("/areas/"))
        every = [path for path in paths if not path.startswith("/areas/")]
        asked = (*every, one, REPORTED, *NAMED)
        return {path: client.get(path, follow_redirects=True).text for path in asked}


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def boxes(picture: str) -> Iterator[Box]:
    """Yield the box of each line of a still picture, but those of the mark behind it."""
    for given, inside in TEXT.findall(picture):
        entries = dict(re.findall(r'([\w-]+)="([^"]*)"', given))
        if "transform" in entries:
            continue
        size = float(entries.get("font-size", 14))
        x, y = float(entries.get("x", 0)), float(entries.get("y", 0))
        for left, line_y, text in LINE.findall(inside) or [(x, y, inside)]:
            width = text_width(words(text), int(size))
            start = {"middle": width / 2, "end": width}.get(entries.get("text-anchor", ""), 0)
            from_ = float(left) - start
            yield Box(from_, from_ + width, float(line_y) - size * 0.7, float(line_y), words(text))


def test_no_heading_and_no_paragraph_lists_areas_without_end(pages: dict[str, str]) -> None:
    headings = {words(h) for page in pages.values() for h in HEADING.findall(page)}
    assert max(map(len, headings)) <= LONGEST_HEADING
    paragraphs = {words(p) for page in pages.values() for p in PARAGRAPH.findall(page)}
    assert max(map(len, paragraphs)) <= LONGEST_PARAGRAPH


def test_an_area_is_found_by_its_name_without_any_script(pages: dict[str, str]) -> None:
    outcomes, found, unclear = (pages[path] for path in NAMED)
    assert 'list="names-area" name="area" type="search" value="Area 17">' in outcomes
    assert '<datalist id="names-area"><option value="' in outcomes
    assert "<h1>Area 17: area briefing</h1>" in found
    assert 'class="notice"' in unclear
    assert "<h1>Area briefings</h1>" in unclear


def test_figures_that_others_report_have_a_picture(pages: dict[str, str]) -> None:
    assert any("one for each area" in picture for picture in PICTURE.findall(pages[REPORTED]))


def test_no_page_has_a_box_for_each_of_many_areas(pages: dict[str, str]) -> None:
    boxes = re.compile(r'<input [^>]*name="areas" type="checkbox"')
    assert [path for path, page in pages.items() if boxes.search(page)] == []
    assert 'name="area"' in pages["/outcomes"]


def test_no_page_is_heavy(pages: dict[str, str]) -> None:
    heavy = {path: len(page.encode()) for path, page in pages.items()}
    assert {path: size for path, size in heavy.items() if size > MOST_BYTES} == {}


def test_no_label_lies_over_another(pages: dict[str, str]) -> None:
    drawn = [p for page in pages.values() for p in PICTURE.findall(page)]
    assert len(drawn) > 10
    touching = [
        (one.text, other.text)
        for picture in drawn
        for one, other in combinations([b for b in boxes(picture) if b.text.strip()], 2)
        if one.touches(other)
    ]
    assert touching == []
