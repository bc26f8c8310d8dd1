"""Writes a tree of Dash components as finished HTML.

The same tree that Dash would draw in the browser is written out here, so that a page is complete
before (and without) any script. A `dcc.Graph` becomes its two still pictures, one for wide and
one for narrow screens. What cannot be written faithfully is refused, not skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts import build_still
from dashboard.components import map_drawing
from dashboard.components.drawing import Drawing
from dashboard.components.field import Field

WIDE = 720
NARROW = 340

HTML_ROOM = "dash.html."
GRAPH = "#graph"  # where an element is named: no element, but a chart's stills
DRAWING = "svg"
MAP = "#map"  # no element of Dash's either
VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }
)
# A parser drops the first line break inside these, so a real one is written twice.
_SWALLOW_LINE_BREAK = frozenset({"pre", "textarea"})
# Their text is not escaped text, and no page has a reason to write them.
_REFUSED = frozenset({"script", "style", "plaintext", "xmp"})
_TAGS = {"MapEl": "map", "ObjectEl": "object"}
_ATTRIBUTES = {
    "className": "class",
    "htmlFor": "for",
    "acceptCharset": "accept-charset",
    "httpEquiv": "http-equiv",
}
# What Dash keeps in a component for itself.
_OURS = frozenset(
    {
        "children",
        "key",
        "n_clicks",
        "n_clicks_timestamp",
        "disable_n_clicks",
        "loading_state",
        "persistence",
        "persisted_props",
        "persistence_type",
        "refresh",
    }
)
# What Dash writes on each component and is none of its properties.
_OF_THE_CLASS = frozenset({"available_properties", "available_wildcard_properties"})
_NOT_WRITTEN = _OURS | _OF_THE_CLASS
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "cite", "poster", "data"})
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_CONTROLS = dict.fromkeys([*range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0)])
_INVISIBLE_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]+")

Node = Component | str | int | float | list["Node"] | tuple["Node", ...] | None


def render(node: Node) -> str:
    """Write a tree of html components and dcc.Graph as HTML.

    Raises TypeError for a component that has no finished form, ValueError for one that carries
    what a page may not: a style, a script, children in a void element.
    """
    out: list[str] = []
    _write(node, out)
    return "".join(out)


def find_main(node: Node) -> Component | None:
    """Find the page's `html.Main`: the part that Dash takes over."""
    if isinstance(node, list | tuple):
        return next((main for child in node if (main := find_main(child))), None)
    if not isinstance(node, Component):
        return None
    if isinstance(node, html.Main):
        return node
    return find_main(getattr(node, "children", None))


def properties(component: Component) -> dict[str, Any]:
    """Return the properties that a component was made with.

    Dash's own way, `to_plotly_json`, asks for each of some forty that it could have; a test holds
    that both give the same. Dash gives them in any order, and pages should always read the same.
    """
    return _properties(component, _OF_THE_CLASS)


def _properties(component: Component, but: frozenset[str]) -> dict[str, Any]:
    props = {k: v for k, v in vars(component).items() if k not in but and k[0] != "_"}
    if len(props) < 2:
        return props
    return {name: props[name] for name in sorted(props, key=_id_first)}


def _id_first(name: str) -> str:
    return "" if name == "id" else name


def kept_properties(component: Component) -> dict[str, Any]:
    """Return the properties with which a script may draw the same element, its children apart."""
    return {
        name: value
        for name, value in properties(component).items()
        if name not in _OURS and (name.lower() not in _ADDRESSES or _is_safe(str(value)))
    }


def tag_of(component: Component) -> str:
    """Return the element that an html component is."""
    return _tag_of(type(component).__name__)


def _tag_of(kind: str) -> str:
    return _TAGS.get(kind) or kind.lower()


def _write(node: Node, out: list[str]) -> None:
    # What pages have most of is asked for first.
    if isinstance(node, str):
        out.append(_text(node))
    elif isinstance(node, list | tuple):
        for child in node:
            _write(child, out)
    elif node is None or isinstance(node, bool):
        return
    elif isinstance(node, int | float):
        out.append(str(node))
    else:
        _write_component(node, out)


def _write_component(component: Component, out: list[str]) -> None:
    element = _element_for(type(component))
    if element == GRAPH:
        out.extend(_stills(properties(component)))
    elif element == DRAWING:
        out.append(_drawing(properties(component)))
    elif element == MAP:
        out.append(_map(properties(component)))
    else:
        _write_element(element, component, out)


@cache
def _element_for(kind: type[Component]) -> str:
    """Return the element as which a kind of component is written, GRAPH for a chart."""
    if not issubclass(kind, Component):
        raise TypeError(f"A page cannot hold a {kind.__name__}.")
    if issubclass(kind, dcc.Graph):
        return GRAPH
    if issubclass(kind, Field):
        return "input"
    if issubclass(kind, Drawing):
        return DRAWING
    if issubclass(kind, map_drawing.AreaMap):
        return MAP
    if kind.__module__.startswith(HTML_ROOM):
        return _tag_of(kind.__name__)
    raise TypeError(f"A page cannot hold a {kind.__name__}: it has no finished form.")


def _write_element(tag: str, component: Component, out: list[str]) -> None:
    if tag in _REFUSED:
        raise ValueError(f"A page cannot hold a {tag} element.")
    out.append(f"<{tag}{_attributes(component)}>")
    children = getattr(component, "children", None)
    if tag in VOID:
        if render(children):
            raise ValueError(f"A {tag} element cannot hold anything.")
        return
    if tag in _SWALLOW_LINE_BREAK and render(children).startswith("\n"):
        out.append("\n")
    _write(children, out)
    out.append(f"</{tag}>")


def _attributes(component: Component) -> str:
    props = _properties(component, _NOT_WRITTEN)
    return "".join([_attribute(name, value) for name, value in props.items()])


def _attribute(name: str, value: Any) -> str:  # a property is anything
    if name == "style":
        raise ValueError("A page carries no style attributes: name a class instead.")
    written = _written_name(name)
    if written.startswith(("aria-", "data-")) and isinstance(value, bool):
        value = str(value).lower()
    if value is None or value is False:
        return ""
    if value is True:
        return f" {written}"
    if not isinstance(value, str | int | float):
        raise TypeError(f"The property {name} of a component has no written form.")
    if written in _ADDRESSES and not _is_safe(str(value)):
        return ""
    return f' {written}="{_quoted(str(value))}"'


@cache
def _written_name(name: str) -> str:
    """Return a property's name as HTML has it."""
    written = _ATTRIBUTES.get(name, name.lower())
    if not _NAME.match(written):
        raise ValueError("A component's property has no name in HTML.")
    return written


def _is_safe(address: str) -> bool:
    """Return True if an address leads to a page and not to a script: addresses come with data."""
    scheme = _SCHEME.match(_INVISIBLE_IN_ADDRESSES.sub("", address))
    return scheme is None or scheme.group().lower() in _SAFE_SCHEMES


def draw_stills(figure: Mapping[str, Any]) -> str:
    """Draw a figure for wide and for narrow screens; the style sheet shows one of them.

    A compact one is drawn for narrow places alone.
    """
    meta = figure["layout"]["meta"]
    drawn = ""
    widths = ((NARROW, "narrow"),) if meta.get("compact") else ((WIDE, "wide"), (NARROW, "narrow"))
    for width, variant in widths:
        picture = build_still(
            dict(figure),
            width=width,
            name=f"{meta['name']}-{variant}",
            title=meta["title"],
            description=meta["description"],
        )
        drawn += f'<div class="still still--{variant}">{picture}</div>'
    return drawn


def _stills(props: Mapping[str, Any]) -> Iterator[str]:
    yield draw_stills(props["figure"])
    if props["config"].get("staticPlot"):
        return
    yield (
        f'<button type="button" class="explore button button--quiet" '
        f'data-explore="{_quoted(props["id"])}">Explore this chart</button>'
    )


def _drawing(props: Mapping[str, Any]) -> str:
    """Write a drawing, named in words or hidden from those whom words next to it tell."""
    label = _quoted(props.get("label", ""))
    role = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    paths = (f'<path{_attribute("class", k or None)} d="{_quoted(d)}"/>' for k, d in props["paths"])
    stretch = 'preserveAspectRatio="none" ' if props.get("stretched") else ""
    box = f"0 0 {props['width']} {props['height']}"
    kind = f"drawing {_quoted(props['className'])}"
    return f'<svg class="{kind}" viewBox="{box}" {stretch}{role}>{"".join(paths)}</svg>'


# How a map looks, in the style sheet's own colours. It is of one page: the sheet is in all of them.
_ON_LAND = 'fill="var(--ground)" stroke="var(--ink-soft)" vector-effect="non-scaling-stroke"'
_ON_LINKS = (
    'fill="var(--navy)" stroke="var(--paper)" stroke-width="3" paint-order="stroke" '
    f'text-decoration="underline" font-size="{map_drawing.LETTERS}"'
)


def _map(props: Mapping[str, Any]) -> str:
    """Write a map: land, and on it a link for each mark, named in letters or when pointed at."""
    scale, (across, down) = props["scale"], props["shift"]
    place = f"translate({across:.1f} {down:.1f}) scale({scale:.4f})"
    land = f'<path {_ON_LAND} transform="{place}" d="{_quoted(props["land"])}"/>'
    links = "".join(_mark(*mark, stops=props["stops"]) for mark in props["marks"])
    box = f"0 0 {map_drawing.WIDE} {map_drawing.HIGH}"
    label = f'role="group" aria-label="{_quoted(props["label"])}"'
    return f'<svg class="map" viewBox="{box}" {label}>{land}<g {_ON_LINKS}>{links}</g></svg>'


def _mark(
    address: str,
    words: str,
    dot: map_drawing.Spot,
    name: map_drawing.Name | None,
    *,
    stops: bool,
) -> str:
    label = (
        f'<text x="{name.x:.1f}" y="{name.y:.1f}">{_text(words)}</text>'
        if name
        else f"<title>{_text(words)}</title>"
    )
    passed_over = "" if stops else ' tabindex="-1"'
    drawn = f'r="{map_drawing.RADIUS}" fill="var(--plum)" stroke-width="1"'
    circle = f'<circle cx="{dot.x:.1f}" cy="{dot.y:.1f}" {drawn}/>'
    return f"<a{_attribute('href', address)}{passed_over}>{label}{circle}</a>"


def _text(text: str) -> str:
    return escape(_without_controls(text), quote=False)


def _quoted(text: str) -> str:
    return escape(_without_controls(text), quote=True)


def _without_controls(text: str) -> str:
    return text if text.isprintable() else text.translate(_CONTROLS)
