"""What search engines, and browsers by themselves, ask for: robots.txt, the sitemap and the icon."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Redirection

from dashboard.data.store.releases import PinnedStore, Store
from dashboard.web.page_routes import page_paths
from dashboard.web.response_cache import TEXT, CachedResponse, cache_control
from dashboard.web.site import Site

XML = "application/xml; charset=utf-8"


def register_findability(server: Flask, site: Site) -> None:
    """Add /robots.txt, /sitemap.xml and /favicon.ico."""
    server.add_url_rule("/robots.txt", "robots", lambda: _robots(site))
    server.add_url_rule("/sitemap.xml", "sitemap", lambda: _sitemap(site))
    server.add_url_rule("/favicon.ico", "favicon", lambda: _favicon(site))


def _robots(site: Site) -> Response:
    def write(root: str) -> CachedResponse:
        lines = ["User-agent: *", "Disallow: /_live/", f"Sitemap: {root}/sitemap.xml", ""]
        return CachedResponse.make("\n".join(lines).encode(), TEXT)

    return respond_naming_site(site, site.requested_store(), "/robots.txt", write)


def _sitemap(site: Site) -> Response:
    store = site.requested_store()
    return respond_naming_site(site, store, "/sitemap.xml", lambda root: _sitemap_body(store, root))


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


def respond_naming_site(
    site: Site, store: PinnedStore, path: str, make: Callable[[str], CachedResponse]
) -> Response:
    """Respond with what names whole addresses of the site: its own, else those that were asked for.

    The latter are for no shared cache: a reader could have a host of theirs named to others.
    """
    asked = request.root_url.rstrip("/").removesuffix(request.script_root)
    root = site.root or asked
    response = site.responses.respond(store.edition, f"{path} {root}", lambda: make(root))
    if not site.root:
        response.headers["Cache-Control"] = cache_control().replace("public", "private")
    return response
