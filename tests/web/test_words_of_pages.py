"""Headings are findings, texts are short, and no page has words that nobody would say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient

from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app
from dashboard.wording.headlines import MOST_WORDS, MOST_WORDS_BELOW
from tests.addresses import STATE_ADDRESSES, area_addresses, page_addresses
from tests.conftest import ILLUSTRATIVE, SECOND, publish

IN_NUMBERS = ("/outcomes?show=number", "/completion?show=number", "/ages?show=number")
PAGES = sorted({*page_addresses(), *area_addresses(), *STATE_ADDRESSES, *IN_NUMBERS})
MOST_WORDS_OF_A_FINDING = 85
NOT_SAID = (
    "of whom",
    "rests on",
    "rest on",
    "told of",
    "tells of",
    "one by one",
    "nought",
    "plausibly come from",
    "most common",
    "by when asked",
    "speak of a trend",
    "would usually give",
)


Read = Callable[[str], str]


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, str]]:
    """Yield a site whose release followed another, and the identifier of that one."""
    url = f"sqlite:///{tmp_path_factory.mktemp('two') / 'store.sqlite'}"
    for release in (ILLUSTRATIVE, SECOND):
        publish(release, url)
    store = Store.open(url)
    before = store.standing().before(store.latest())
    assert before is not None
    yield create_app(store, Settings()).server.test_client(), before.identifier
    store.close()


@pytest.fixture(params=["first", "second", "permalink"])
def read(
    request: pytest.FixtureRequest, client: FlaskClient, after: tuple[FlaskClient, str]
) -> Read:
    """Read a page of a first release, of the one after it, or of the first as it then was."""
    if request.param == "first":
        return lambda path: client.get(path).text
    second, before = after
    prefix = f"/releases/{before}" if request.param == "permalink" else ""
    return lambda path: second.get(prefix + path, follow_redirects=True).text


def texts(page: str, pattern: str) -> list[str]:
    """Return the words of every element that a pattern finds."""
    return [unescape(re.sub(r"<[^>]+>", " ", text)) for text in re.findall(pattern, page)]


def too_long(found: list[str], most: int) -> list[str]:
    return [text for text in found if len(text.split()) > most]


def test_a_long_heading_is_seen() -> None:
    page = f"<h2>{'word ' * (MOST_WORDS + 1)}</h2><h2>Short</h2>"
    assert len(too_long(texts(page, r"<h2[^>]*>(.*?)</h2>"), MOST_WORDS)) == 1


@pytest.mark.parametrize("path", PAGES)
def test_headings_and_findings_are_short(read: Read, path: str) -> None:
    page = read(path)
    headings = texts(page, r"<h[12][^>]*>(.*?)</h[12]>")
    below = texts(page, r'<p class="exhibit__subtitle[^>]*>(.*?)</p>')
    findings = texts(page, r'<p class="exhibit__finding[^>]*>(.*?)</p>')
    assert headings
    assert too_long(headings, MOST_WORDS) == []
    assert too_long(below, MOST_WORDS_BELOW) == []
    assert too_long(findings, MOST_WORDS_OF_A_FINDING) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_says_what_nobody_would(read: Read, path: str) -> None:
    said = " ".join(texts(read(path), r"<main.*</main>")).casefold()
    flat = " ".join(said.split())
    assert [phrase for phrase in NOT_SAID if phrase in flat] == []
