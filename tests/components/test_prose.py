"""A release's Markdown becomes components, and never raw HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.prose import prose
from dashboard.web.prerendering import render

KNOWN = {"p", "ul", "ol", "li", "blockquote", "strong", "em", "code", "hr", "h2", "h3", "h4", "a"}


def written(markdown: str, heading_level: int = 2) -> str:
    return render([*prose(markdown, heading_level=heading_level)])


def test_paragraphs_lists_and_emphasis_become_components() -> None:
    assert written("One *two* **three**\n\n- four\n- five") == (
        "<p>One <em>two</em> <strong>three</strong></p><ul><li>four</li><li>five</li></ul>"
    )


def test_headings_start_at_the_level_asked_for() -> None:
    assert written("# First\n\n## Second", 3) == "<h3>First</h3><h4>Second</h4>"


def test_a_link_keeps_its_address_and_text() -> None:
    link = '<a href="https://example.org/a">the study</a>'
    assert written("[the study](https://example.org/a)") == f"<p>{link}</p>"


def test_a_link_to_a_script_leads_nowhere() -> None:
    assert "href" not in written("[the study](javascript:alert(1))")


@pytest.mark.parametrize("address", ["//host/x", "/&#47;host/x", r"/\/host/x", "///host/x"])
def test_a_link_within_the_site_stays_there(address: str) -> None:
    assert 'href="/host/x"' in written(f"[the study]({address})")


def test_html_is_shown_as_it_was_written() -> None:
    assert written("a <b>bold</b> claim") == "<p>a &lt;b&gt;bold&lt;/b&gt; claim</p>"


def test_an_image_is_not_built() -> None:
    assert "<img" not in written("![x](https://example.org/x.png)")


@given(st.text(max_size=200))
def test_any_text_becomes_elements_of_the_known_kinds(markdown: str) -> None:
    assert set(re.findall(r"<([a-z][a-z0-9]*)", written(markdown))) <= KNOWN
