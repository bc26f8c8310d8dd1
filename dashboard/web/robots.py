"""What do search engines and browsers' own requests find?"""

from __future__ import annotations

from xml.sax.saxutils import escape

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Redirection

from dashboard.data.store.releases import Store
from dashboard.web.page_routes import page_paths
from dashboard.web.response_cache import TEXT, CachedResponse
from dashboard.web.site import Site

XML = "application/xml; charset=utf-8"


def register_findability(server: Flask, site: Site) -> None:
    """Add /robots.txt, /sitemap.xml and /favicon.ico."""
    server.add_url_rule("/robots.txt", "robots", lambda: _robots(site))
    server.add_url_rule("/sitemap.xml", "sitemap", lambda: _sitemap(site))
    server.add_url_rule("/favicon.ico", "favicon", lambda: _favicon(site))


def _robots(site: Site) -> Response:
    lines = ["User-agent: *", "Disallow: /_live/", f"Sitemap: {public_root(site)}/sitemap.xml", ""]
    return site.responses.respond(
        site.requested_store().edition,
        f"/robots.txt {public_root(site)}",
        lambda: CachedResponse.make("\n".join(lines).encode(), TEXT),
    )


def _sitemap(site: Site) -> Response:
    store = site.requested_store()
    root = public_root(site)
    return site.responses.respond(
        store.edition,
        f"/sitemap.xml {root}",
        lambda: _sitemap_body(store, root),
    )


def _sitemap_body(store: Store, root: str) -> CachedResponse:
    changed = store.catalogue().last_updated.isoformat()
    entries = "".join(
        f"<url><loc>{escape(root + path)}</loc><lastmod>{changed}</lastmod></url>\n"
        for path in page_paths(store)
    )
    whole = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    )
    return CachedResponse.make(whole.encode(), XML)


def _favicon(site: Site) -> Redirection:
    return redirect(site.files.address("favicon.svg"), code=302)


def public_root(site: Site) -> str:
    """Give the site's own address: both files must name whole addresses."""
    return site.root or request.url_root.rstrip("/")
