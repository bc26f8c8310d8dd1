"""Pages answer, in sensible words, where towns have other periods than the programme."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from dashboard.pages import PAGES
from tests.releases import pool_authorities, write_release
from tests.web.crawling import FIXED, crawl

REFUSED = {400, 404}
NOTHING = re.compile(r"(?<!If-)\bNone\b|\bnan\b|\bNaT\b|undefined")


def answers(tmp_path: Path, named: Sequence[str]) -> Mapping[str, tuple[int, str]]:
    folder = write_release(tmp_path / "r", edit=lambda texts: pool_authorities(texts, named=named))
    found = crawl(folder, f"sqlite:///{tmp_path / 'store.sqlite'}")
    return {address: (status, text) for address, status, text in found}


@pytest.mark.parametrize("named", [["202324"], ["202323", "202424"]])
def test_every_page_answers(tmp_path: Path, named: Sequence[str]) -> None:
    found = answers(tmp_path, named)
    pages = {a: text for a, (status, text) in found.items() if text and status == 200}
    assert len(pages) > 20
    assert not [a for a, (s, _) in found.items() if s >= 500]
    linked = {a for text in pages.values() for a in re.findall(r'href="([^"?#]*)', text)}
    not_offered = {page.path for page in PAGES} - linked
    refused = {a for a, (s, _) in found.items() if s in REFUSED}
    wrong = refused - {*FIXED, "/areas/harbour"} - not_offered
    assert not {a for a in wrong if not a.startswith("/figures/")}
    words = {a: NOTHING.findall(re.sub(r"<[^>]*>", " ", text)) for a, text in pages.items()}
    assert not {a: w for a, w in words.items() if w}
    label = "2023 to 2024 (2 years)" if len(named) == 1 else "2024 (1 year)"
    assert label in pages["/areas/eastport"]


def test_pages_say_periods_as_people_do(tmp_path: Path) -> None:
    found = answers(tmp_path, ["202324"])
    text = " ".join(re.sub(r"<[^>]*>", " ", page) for _, page in found.values())
    assert "from 2023 to 2024 (2 years)" in text
    assert "in 2023 to 2024" not in text
