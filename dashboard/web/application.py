"""How are a store and the settings made into the application that is served?"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import dash
from flask import Flask

from dashboard.data.store import Store
from dashboard.settings import Settings
from dashboard.web import downloads, findability, headers, health, live, pictures, serving
from dashboard.web.answers import Answers
from dashboard.web.background import Background
from dashboard.web.current import CurrentRelease
from dashboard.web.shelf import RedisShelf
from dashboard.web.shortcuts import Shortcuts
from dashboard.web.site import Site
from dashboard.web.static_files import STATIC_FOLDER, StaticFiles
from dashboard.web.warming import Warming

LARGEST_REQUEST_BYTES = 64 * 1024
_CODE = Path(__file__).parents[1]
_SHOWN_BY = ("dash", "plotly", "pandas")  # libraries whose upgrade may change an answer


def create_app(
    store: Store, settings: Settings, *, static_folder: Path = STATIC_FOLDER, warm: bool = False
) -> dash.Dash:
    """Make the application; what is served is `create_app(...).server`.

    `warm` has its pages made before anyone asks, now and whenever the release changes.
    """
    files = StaticFiles.prepare(static_folder)
    background = Background()
    shelf = RedisShelf(settings.redis_url) if settings.redis_url else None
    site = Site(
        store=store,
        current=CurrentRelease(store),
        answers=Answers(code_version(files), background, shelf),
        files=files,
        root=settings.public_url.rstrip("/"),
    )
    site.current.watchers.append(site.answers.forget)
    app = _make_dash(site)
    if warm:
        warming = Warming(app.server, site, background, shelf)
        site.current.watchers.append(lambda _: warming.begin())
        warming.begin()
    return app


def _make_dash(site: Site) -> dash.Dash:
    server = Flask("dashboard", static_folder=None)
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST_BYTES
    headers.register_headers(server, site.files.sheet_hashes())
    app = live.mount_dash(server, site)
    server.before_request(lambda: live.shut_routes(app))
    health.register_health(server, site)
    findability.register_findability(server, site)
    downloads.register_downloads(server, site)
    pictures.register_pictures(server, site)
    serving.register_pages(server, site)
    live.register_start(server, app, site)
    answered = Shortcuts(server.wsgi_app, site.current)
    server.wsgi_app = site.files.serve(answered)  # type: ignore[method-assign]  # Flask's own way to wrap it
    return app


def code_version(files: StaticFiles) -> str:
    """Name the code that makes answers: its sources, its static files, and its libraries."""
    digest = hashlib.sha256(files.fingerprint().encode())
    for path in sorted(_CODE.rglob("*.py")):
        digest.update(path.read_bytes())
    for name in _SHOWN_BY:
        digest.update(version(name).encode())
    return digest.hexdigest()
