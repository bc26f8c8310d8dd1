"""Charts that leave the site: as a picture to keep, or as a small page to embed.

A picture holds its title, subtitle, source and, where data are illustrative, the mark that says
so. An embedded page has no script and may be framed anywhere.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

import resvg_py
from dash import html
from dash.development.base_component import Component
from flask import Flask, request

from dashboard import pages, wording
from dashboard.charts import PICTURES, build_still
from dashboard.charts.switches import take_switches
from dashboard.components.exhibit import PICTURE_KEY, drawn_figure
from dashboard.components.notices import illustrative_flag
from dashboard.data.queries.view import View
from dashboard.data.store.releases import Store
from dashboard.exceptions import UnknownQuestion
from dashboard.pages.frame import release_banners
from dashboard.web.addresses import Query
from dashboard.web.document import Document
from dashboard.web.downloads import add_download, ask_view
from dashboard.web.filenames import view_filename
from dashboard.web.headers import EMBED_PREFIX
from dashboard.web.prerendering import WIDE, draw_stills, render
from dashboard.web.response_cache import HTML, PNG, SVG, CachedResponse, Headers
from dashboard.web.site import Site
from dashboard.web.static_files import ASSETS, EMBED_STYLES

# The typeface as PNGs need it: every Latin, Greek and Cyrillic letter, one file for each weight.
FONTS = [str(path) for path in sorted((ASSETS / "fonts").glob("*.ttf"))]
FAMILY = "Source Sans 3"
SHARPNESS = 2  # pixels of a PNG for one of the SVG
COMPARED = frozenset({"comparison", "matrix", "returns"})  # what /compare asks


def register_pictures(server: Flask, site: Site) -> None:
    """Add /figures/<question>.svg and .png, and /embed/<question>."""
    add_download(server, site, "/figures/<question>.svg", _svg)
    add_download(server, site, "/figures/<question>.png", _png)
    add_download(server, site, f"{EMBED_PREFIX}<question>", partial(_embed, site))


def _svg(store: Store, query: Query, question: str) -> CachedResponse:
    view, picture = pictured(store, query, question, question)
    content = _draw(view, picture).encode("utf-8", "replace")
    return CachedResponse.make(content, SVG, headers=_named(store, view, "svg"))


def _png(store: Store, query: Query, question: str) -> CachedResponse:
    view, picture = pictured(store, query, question, question)
    still = _draw(view, picture).encode("utf-8", "replace").decode()
    return CachedResponse.make(rasterise(still), PNG, headers=_named(store, view, "png"))


def _named(store: Store, view: View, ending: str) -> Headers:
    """Return the header that names a picture that is kept; in a browser it opens all the same."""
    name = f"{view_filename(view, store.catalogue())}.{ending}"
    return (("Content-Disposition", f'inline; filename="{name}"'),)


def rasterise(svg: str, sharpness: int = SHARPNESS) -> bytes:
    """Turn a picture that stands alone into a PNG, with our own typeface and no other."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=sharpness,
            skip_system_fonts=True,
            font_files=FONTS,
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )


def pictured(store: Store, query: Query, question: str, picture: str) -> tuple[View, str]:
    """Ask for a view, and find out as what it is to be drawn: `picture` where that is not said."""
    asked = dict(query)
    picture = asked.pop(PICTURE_KEY, picture)
    drawn = take_switches(asked)
    view = ask_view(store, question, asked)
    if picture and picture not in PICTURES:
        raise UnknownQuestion(f"{PICTURE_KEY}: one of {', '.join(sorted(PICTURES))}")
    return replace(view, drawn=drawn), picture


def _draw(view: View, picture: str) -> str:
    return build_still(
        PICTURES[picture](view),
        width=WIDE,
        name=view.question,
        title=wording.headline(view),
        description=wording.alternative_text(view, picture),
        standalone=True,
        subtitle=f"{view.title}. {view.subtitle}",
    )


def _embed(site: Site, store: Store, query: Query, question: str) -> CachedResponse:
    view, picture = pictured(store, query, question, question)
    figure = drawn_figure(view, "chart", picture)
    name = store.catalogue().programme.short_name
    back = html.A(
        f"See it in full: {name} impact dashboard",
        href=site.root + request.script_root + page_of(store, view),
        target="_top",
    )
    document = Document(
        title=wording.headline(view),
        description=f"{view.title}. {view.subtitle}",
        canonical="",
        body=(
            f"<main>{render(html.Header(_words(store, view)))}<figure>{draw_stills(figure)}</figure>"
            f"{render([html.P(['Source: ', view.source], className='quiet'), html.P(back)])}</main>"
        ),
        indexed=False,
        styles=EMBED_STYLES,
    )
    return CachedResponse.make(document.write(site.files).encode("utf-8", "replace"), HTML)


def _words(store: Store, view: View) -> list[Component]:
    return [
        *release_banners(store),
        *illustrative_flag(store.catalogue()),
        html.H1(wording.headline(view)),
        html.P(f"{view.title}. {view.subtitle}", className="quiet"),
        html.P(wording.finding(view)),
    ]


def page_of(store: Store, view: View) -> str:
    """Return the address of the page where a view like this is shown among its like."""
    menu = pages.menu(store.catalogue())
    sections = {section: page.path for page in menu for section in page.sections}
    compared = view.question in COMPARED and any(page.path == "/compare" for page in menu)
    path = "/compare" if compared else sections.get(view.measure.section, "/")
    return f"{path}?{urlencode(view.address)}" if view.address else path
