"""Which picture do others show with a link to a page? Its name, its finding and its first chart.

It has the shape that social networks and messengers cut pictures to, so that nothing of it is cut off;
and like every picture that leaves the site it says so where data are illustrative.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dash import dcc, html
from flask import Flask, Response, abort

from dashboard.charts import build_still
from dashboard.charts.layout import ILLUSTRATIVE_MARK
from dashboard.charts.style import GROUND, INK, INK_SOFT
from dashboard.charts.svg import element, text_block
from dashboard.charts.text import wrap
from dashboard.data.release.model import Catalogue
from dashboard.data.store.releases import Store
from dashboard.web.addresses import CARD_ENDING, CARD_PREFIX, SUMMARY, Address
from dashboard.web.briefing_blocks import text_of
from dashboard.web.filenames import page_filename
from dashboard.web.page_routes import requested_address
from dashboard.web.pictures import FAMILY, rasterise
from dashboard.web.prerendering import NARROW, find_main, properties
from dashboard.web.response_cache import PNG, CachedResponse
from dashboard.web.site import RequestedPage, Site, find_page, walk

WIDE, HIGH = 1200, 630  # 1.91 to 1: what others cut pictures to that they show with a link
_BAND_PX, _FOOT_PX, _EDGE_PX, _GAP_PX = 84, 64, 56, 28
_NAVY, _FLAG = "#0b2a45", "#ffe9a8"
_TEXT_SIZES = (52, 46, 40, 34, 28)  # of the finding: the largest that fits


class Card(NamedTuple):
    """What a card says: the page's name, what it found or is about, its first chart if it has one."""

    page: str
    finding: str
    description: str = ""
    chart: dcc.Graph | None = None


def register_cards(server: Flask, site: Site) -> None:
    """Add /cards/<page>.png: /cards/outcomes.png?area=sandwell, /cards/summary.png."""

    def answer(path: str) -> Response:
        store, address = site.requested_store(), requested_address()
        page = "/" if f"/{path}" == SUMMARY else f"/{path}"
        asked = find_page(Address(page, address.query), store)
        if asked is None:
            abort(404)
        named = Address(address.path, asked.address.query)
        return site.responses.respond(store.edition, str(named), lambda: _card(asked, store))

    server.add_url_rule(f"{CARD_PREFIX}<path:path>{CARD_ENDING}", "card", answer)


def card_of(asked: RequestedPage, store: Store) -> Card:
    """Read from a page what its card says: of its first chart, or else of its figures or itself."""
    title, description = asked.title(store), asked.page.description
    parts = list(walk(asked.tree(store)))
    chart = next((part for part in parts if isinstance(part, dcc.Graph)), None)
    if chart is not None:
        return Card(title, properties(chart)["figure"]["layout"]["meta"]["title"], chart=chart)
    heading = next(
        (part for part in walk(find_main(parts[0]) or parts[0]) if isinstance(part, html.H2)), None
    )
    return (
        Card(title, text_of(heading), description)
        if asked.page.figures
        else Card("", title, description)
    )


def _card(asked: RequestedPage, store: Store) -> CachedResponse:
    catalogue = store.catalogue()
    svg = draw_card(card_of(asked, store), catalogue).encode("utf-8", "replace").decode()
    name = f"{page_filename(asked.address.path, catalogue)}{CARD_ENDING}"
    headers = (("Content-Disposition", f'inline; filename="{name}"'),)
    return CachedResponse.make(rasterise(svg, sharpness=1), PNG, headers=headers)


def draw_card(card: Card, catalogue: Catalogue) -> str:
    """Draw a card as one SVG."""
    room = WIDE - 2 * _EDGE_PX
    words = room if card.chart is None else room * 0.48
    name = f"{catalogue.programme.short_name} impact dashboard"
    drawn = [
        _band(0, WIDE, HIGH, "#ffffff"),
        _band(0, WIDE, _BAND_PX, _NAVY),
        _line(name, _BAND_PX / 2, 32, fill="#ffffff", bold=True),
        *_words(card, words),
        *([] if card.chart is None else [_chart(card.chart, _EDGE_PX + words + _GAP_PX)]),
        *_foot(catalogue),
    ]
    opening: dict[str, str | float] = {"xmlns": "http://www.w3.org/2000/svg", "font-family": FAMILY}
    size: dict[str, str | float] = {"width": WIDE, "height": HIGH, "viewBox": f"0 0 {WIDE} {HIGH}"}
    return element("svg", {**opening, **size}, "".join(drawn))


def _words(card: Card, room: float) -> list[str]:
    """Write the page's name and what it found, in the largest letters that there is room for."""
    top = _BAND_PX + _GAP_PX
    height = HIGH - top - 46 - _FOOT_PX - _GAP_PX
    for size in _TEXT_SIZES:
        lines = wrap(card.finding, room, size, within_words=True).split("\n")
        if len(lines) * size * 1.3 <= height:
            break
    finding = lines[: int(height / (size * 1.3))]
    below = top + 46 + len(finding) * size * 1.3 + _GAP_PX
    description = wrap(card.description, room, 30).split("\n")[
        : max(0, int((top + 46 + height - below) / 39))
    ]
    return [
        _line(card.page, top + 14, 26, fill=INK_SOFT),
        text_block(finding, _EDGE_PX, top + 46, size, vertical="top", attributes=_BOLD),
        text_block(description, _EDGE_PX, below, 30, vertical="top", attributes={"fill": INK_SOFT}),
    ]


_BOLD: dict[str, str | float] = {"font-weight": "700", "fill": INK}


def _chart(graph: dcc.Graph, left: float) -> str:
    """Set the chart that narrow screens have at the right, as large as it fits."""
    figure = properties(graph)["figure"]
    meta, height = figure["layout"]["meta"], figure["layout"]["height"]
    room = WIDE - _EDGE_PX - left, HIGH - _BAND_PX - _FOOT_PX - 2 * _GAP_PX
    scale = min(room[0] / NARROW, room[1] / height)
    still = build_still(
        dict(figure),
        width=NARROW,
        name="card",
        title=meta["title"],
        description=meta["description"],
    )
    middle = left + (room[0] - NARROW * scale) / 2
    place = f"translate({middle:.0f} {_BAND_PX + _GAP_PX}) scale({scale:.3f})"
    return element("g", {"transform": place}, still)


def _foot(catalogue: Catalogue) -> Sequence[str]:
    """Write at the foot where the figures are from, and that they are illustrative if they are."""
    source = f"{catalogue.title}, version {catalogue.version}"
    mark, ground = (f"{ILLUSTRATIVE_MARK}. ", _FLAG) if catalogue.illustrative else ("", GROUND)
    foot = HIGH - _FOOT_PX
    text = _line(f"{mark}{source}", foot + _FOOT_PX / 2, 26, bold=bool(mark))
    return _band(foot, WIDE, _FOOT_PX, ground), text


def _band(y: float, width: float, height: float, colour: str) -> str:
    return element("rect", {"y": y, "width": width, "height": height, "fill": colour})


def _line(text: str, y: float, size: float, *, fill: str = INK, bold: bool = False) -> str:
    fitted = wrap(text, WIDE - 2 * _EDGE_PX, size, within_words=True).split("\n")[0]
    more: dict[str, str | float] = {"fill": fill, "font-weight": "700" if bold else ""}
    return text_block([fitted], _EDGE_PX, y, size, attributes=more)
