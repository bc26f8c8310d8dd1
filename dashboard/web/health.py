"""The routes that tell whether this process is alive, and whether it can answer readers."""

from __future__ import annotations

from flask import Flask, Response

from dashboard.exceptions import DashboardError
from dashboard.web.response_cache import TEXT, CachedResponse, send
from dashboard.web.site import Site


def register_health(server: Flask, site: Site) -> None:
    """Add /healthz (the process answers) and /readyz (the store holds a release and answers)."""
    server.add_url_rule("/healthz", "healthz", lambda: _say("alive", 200))
    server.add_url_rule("/readyz", "readyz", lambda: _ready(site))


def _ready(site: Site) -> Response:
    """Answer 200 while readers are served, even without the database, and say so then."""
    try:
        site.current.store().catalogue()
    except DashboardError:
        return _say("no release can be served", 503)
    without = site.current.seconds_without()
    if without:
        return _say(f"serving the last release without its database for {without:.0f} s", 200)
    return _say("ready", 200)


def _say(text: str, status: int) -> Response:
    return send(CachedResponse.make(f"{text}\n".encode(), TEXT, status=status))
