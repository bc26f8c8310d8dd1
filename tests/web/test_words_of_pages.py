"""Are headings findings, are texts short, and is every page free of words that nobody would say?"""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from dashboard.wording.headlines import MOST_WORDS, MOST_WORDS_BELOW
from tests.addresses import STATE_ADDRESSES, area_addresses, page_addresses

PAGES = sorted({*page_addresses(), *area_addresses(), *STATE_ADDRESSES})
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


def texts(page: str, pattern: str) -> list[str]:
    """Return the words of every element that a pattern finds."""
    return [unescape(re.sub(r"<[^>]+>", " ", text)) for text in re.findall(pattern, page)]


def too_long(found: list[str], most: int) -> list[str]:
    return [text for text in found if len(text.split()) > most]


def test_a_long_heading_is_seen() -> None:
    page = f"<h2>{'word ' * (MOST_WORDS + 1)}</h2><h2>Short</h2>"
    assert len(too_long(texts(page, r"<h2[^>]*>(.*?)</h2>"), MOST_WORDS)) == 1


@pytest.mark.parametrize("path", PAGES)
def test_headings_and_findings_are_short(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    headings = texts(page, r"<h[12][^>]*>(.*?)</h[12]>")
    below = texts(page, r'<p class="exhibit__subtitle[^>]*>(.*?)</p>')
    findings = texts(page, r'<p class="exhibit__finding[^>]*>(.*?)</p>')
    assert headings
    assert too_long(headings, MOST_WORDS) == []
    assert too_long(below, MOST_WORDS_BELOW) == []
    assert too_long(findings, MOST_WORDS_OF_A_FINDING) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_says_what_nobody_would(client: FlaskClient, path: str) -> None:
    said = " ".join(texts(client.get(path).text, r"<main.*</main>")).casefold()
    flat = " ".join(said.split())
    assert [phrase for phrase in NOT_SAID if phrase in flat] == []
