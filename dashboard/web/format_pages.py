"""Where are all the forms of one figure listed? At its address without an ending."""

from __future__ import annotations

from functools import partial

from flask import Flask, request

from dashboard import pages
from dashboard.components.exhibit import embed_path
from dashboard.data.store.releases import Store
from dashboard.pages.formats import TITLE
from dashboard.web.addresses import Query, split_address
from dashboard.web.document import Document
from dashboard.web.downloads import add_download
from dashboard.web.page_routes import full_title
from dashboard.web.permalinks import rebase
from dashboard.web.pictures import page_of, pictured
from dashboard.web.prerendering import render
from dashboard.web.response_cache import HTML, CachedResponse
from dashboard.web.site import Site


def register_format_pages(server: Flask, site: Site) -> None:
    """Add /figures/<question>."""
    add_download(server, site, "/figures/<question>", partial(_formats, site))


def _formats(site: Site, store: Store, query: Query, question: str) -> CachedResponse:
    view, picture = pictured(store, query, question, "")
    frame = site.whole_address(split_address(embed_path(view, picture))) if site.root else ""
    document = Document(
        title=full_title(TITLE, store),
        description=f"{view.title}. {view.subtitle}",
        canonical="",
        body=rebase(
            render(pages.show_formats(store, view, picture, page_of(store, view), frame)),
            request.script_root,
        ),
        indexed=False,
    )
    return CachedResponse.make(document.write(site.files).encode("utf-8", "replace"), HTML)
