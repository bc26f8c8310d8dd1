"""Makes the application that is served, of a store and the settings."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import dash
from flask import Flask

from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web import (
    api_before,
    api_description,
    api_resources,
    downloads,
    feed,
    format_pages,
    headers,
    health,
    live,
    logs,
    page_routes,
    permalinks,
    pictures,
    robots,
    whole_release,
)
from dashboard.web.briefing_routes import register_briefings
from dashboard.web.cards import register_cards
from dashboard.web.current import CurrentRelease
from dashboard.web.response_cache import ResponseCache
from dashboard.web.site import Site
from dashboard.web.static_files import EMBED_STYLES, SITE_STYLES, STATIC_FOLDER, StaticFiles
from dashboard.web.workbook_routes import register_workbooks

LARGEST_REQUEST_BYTES = 64 * 1024
_CODE = Path(__file__).parents[1]
_SHOWN_BY = ("dash", "plotly")  # libraries whose upgrade may change a response


def create_app(
    store: Store, settings: Settings, *, static_folder: Path = STATIC_FOLDER
) -> dash.Dash:
    """Make the application; what is served is `create_app(...).server`."""
    files = StaticFiles.prepare(static_folder)
    site = Site(
        store=store,
        current=CurrentRelease(store),
        responses=ResponseCache(code_version(files)),
        files=files,
        root=settings.public_url.rstrip("/"),
    )
    server = Flask("dashboard", static_folder=None)
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST_BYTES
    hashes = site.files.sheet_hashes()
    headers.register_headers(server, hashes[SITE_STYLES], hashes[EMBED_STYLES])
    logs.register_logs(server, every_request=settings.log_requests)
    if settings.metrics_token:
        from dashboard.web import metrics  # noqa: PLC0415  # its library is loaded where it is used

        metrics.register_metrics(server, settings.metrics_token)
    app = live.mount_dash(server, site)
    server.before_request(lambda: live.shut_routes(app))
    permalinks.register_permalinks(server, site, settings.preview_secret)
    health.register_health(server, site)
    robots.register_findability(server, site)
    downloads.register_downloads(server, site)
    feed.register_feed(server, site)
    api_before.register_earlier_api(server, site)
    api_resources.register_resources(server, site)
    api_description.register_description(server, site)
    whole_release.register_whole_release(server, site)
    register_workbooks(server, site)
    register_briefings(server, site)
    pictures.register_pictures(server, site)
    register_cards(server, site)
    format_pages.register_format_pages(server, site)
    page_routes.register_pages(server, site)
    live.register_start(server, app, site)
    server.wsgi_app = site.files.serve(server.wsgi_app)  # type: ignore[method-assign]  # Flask's own way to wrap it
    return app


def code_version(files: StaticFiles) -> str:
    """Return a name of the code that makes responses: its sources, its static files, and its libraries."""
    digest = hashlib.sha256(files.fingerprint().encode())
    for path in sorted(_CODE.rglob("*.py")):
        digest.update(path.read_bytes())
    for name in _SHOWN_BY:
        digest.update(version(name).encode())
    return digest.hexdigest()
