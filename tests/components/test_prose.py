"""Does a release's Markdown become components, and never raw HTML?"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.prose import prose


def words(node: object) -> str:
    """All text of a tree, in order."""
    if isinstance(node, str):
        return node
    if isinstance(node, list | tuple):
        return "".join(words(child) for child in node)
    return words(getattr(node, "children", None) or "") if isinstance(node, Component) else ""


def test_paragraphs_lists_and_emphasis_become_components() -> None:
    built = prose("One *two* **three**\n\n- four\n- five")
    assert [type(part) for part in built] == [html.P, html.Ul]
    assert words(built) == "One two threefourfive"
    assert [type(child) for child in built[1].children] == [html.Li, html.Li]


def test_headings_start_at_the_level_asked_for() -> None:
    built = prose("# First\n\n## Second", heading_level=3)
    assert [type(part) for part in built] == [html.H3, html.H4]


def test_a_link_keeps_its_address_and_text() -> None:
    [paragraph] = prose("[the study](https://example.org/a)")
    [link] = paragraph.children
    assert isinstance(link, html.A)
    assert link.href == "https://example.org/a"


def test_html_is_shown_as_it_was_written() -> None:
    assert words(prose("a <b>bold</b> claim")) == "a <b>bold</b> claim"


def test_an_image_is_not_built() -> None:
    assert "Img" not in repr(prose("![x](https://example.org/x.png)"))


@given(st.text(max_size=200))
def test_any_text_becomes_components_of_the_known_kinds(markdown: str) -> None:
    def kinds(node: object) -> set[str]:
        if isinstance(node, list | tuple):
            return set().union(*(kinds(child) for child in node))
        if isinstance(node, Component):
            return {type(node).__name__} | kinds(getattr(node, "children", None))
        return set()

    known = "P Ul Ol Li Blockquote Strong Em Code Hr H2 H3 H4 A".split()
    assert kinds(prose(markdown)) <= set(known)
