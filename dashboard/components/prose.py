"""Turns a release's Markdown into a tree of components."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

# HTML stays off: a release's text is words, and what is not Markdown shows as it was written.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable("image")

_BLOCKS: dict[str, Callable[..., Component]] = {
    "paragraph": html.P,
    "bullet_list": html.Ul,
    "ordered_list": html.Ol,
    "list_item": html.Li,
    "blockquote": html.Blockquote,
    "strong": html.Strong,
    "em": html.Em,
    "code_inline": html.Code,
    "hr": html.Hr,
}
_HEADINGS: dict[int, Callable[..., Component]] = {2: html.H2, 3: html.H3, 4: html.H4}


def prose(markdown: str, *, heading_level: int = 2) -> list[Component | str]:
    """Turn Markdown into components; its first heading level becomes `heading_level`."""
    tree = SyntaxTreeNode(_MARKDOWN.parse(markdown))
    return [built for node in tree.children for built in _build(node, heading_level) if built]


def _within(address: str) -> str:
    """Keep an address that begins with a slash in the site: //host/ would lead to another."""
    return f"/{address.lstrip('/')}" if address.startswith("/") else address


def _build(node: SyntaxTreeNode, heading_level: int) -> list[Component | str]:
    if node.type in ("text", "softbreak", "hardbreak"):
        return [node.content if node.type == "text" else " "]
    children = [built for child in node.children for built in _build(child, heading_level)]
    if node.type == "inline" or (node.type == "paragraph" and node.hidden):
        return children
    if node.type == "heading":
        level = min(heading_level + int(node.tag[1]) - 1, 4)
        return [_HEADINGS[level](children)]
    if node.type == "link":
        return [html.A(children, href=_within(str(node.attrs["href"])))]
    if node.type in _BLOCKS:
        return [_BLOCKS[node.type](children or node.content or None)]
    return [html.P(node.content)]
