"""Where is a page's briefing to be had on paper? At its address with .pdf at the end: an area's only."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort

from dashboard.components.page import AREA
from dashboard.data.queries.titles import catalogue_stamp
from dashboard.data.store.releases import PinnedStore
from dashboard.web.addresses import Address
from dashboard.web.briefing_blocks import blocks
from dashboard.web.filenames import attachment, page_filename
from dashboard.web.making import make
from dashboard.web.page_routes import requested_address
from dashboard.web.prerendering import find_main
from dashboard.web.provenance import foot_lines, release_lines
from dashboard.web.response_cache import PDF, CachedResponse
from dashboard.web.site import RequestedPage, Site, find_page
from dashboard.web.static_files import ASSETS

PROGRAM = "dashboard.web.briefing_program"
ENDING = ".pdf"


def register_briefings(server: Flask, site: Site) -> None:
    """Add /areas/<area>.pdf."""

    def answer(path: str) -> Response:  # noqa: ARG001  # Flask passes it
        store, address = site.requested_store(), requested_address()
        asked = find_page(Address(address.path.removesuffix(ENDING)), store)
        if asked is None or AREA not in asked.page.path:
            abort(404)
        return site.responses.respond(
            store.edition, address.path, lambda: _briefing(site, asked, store)
        )

    server.add_url_rule(f"/<path:path>{ENDING}", "briefing", answer)


def _briefing(site: Site, asked: RequestedPage, store: PinnedStore) -> CachedResponse:
    catalogue = store.catalogue()
    stamp = catalogue_stamp(store.latest(), catalogue)
    contents: dict[str, Any] = {
        "title": f"{asked.title(store)}: {catalogue.programme.name}",
        "producer": catalogue.producer,
        "published": catalogue.published.isoformat(),
        "mark": release_lines(stamp)[0] if catalogue.illustrative else "",
        "foot": foot_lines(store.latest(), catalogue, site.whole_address(asked.address)),
        "blocks": list(blocks(find_main(asked.tree(store)))),
        "fonts": str(ASSETS / "fonts"),
    }
    name = f"{page_filename(asked.address.path, catalogue)}.pdf"
    return CachedResponse.make(make(PROGRAM, contents=contents), PDF, headers=(attachment(name),))
