"""The settings: what the environment asks for.

Nothing else in the program reads the environment. Every setting has a default that works on one
machine with nothing prepared.

    DATABASE_URL   where the store is; sqlite:///... or postgresql://...
                   (default: a SQLite file in var/, next to the code)
    PORT           which port to serve on (default: 8050)
    PUBLIC_URL     the address that readers use, for canonical links and the sitemap
                   (default: links carry no host name)
    PREVIEW_SECRET  what signs links to releases that are not published yet, of 32 characters or
                   more (default: there are no such links)
    METRICS_TOKEN  what Prometheus must send as its bearer token, of 32 characters or more
                   (default: there is no /metrics)
    LOG_REQUESTS   yes: each request is logged, and all logs are lines of JSON; no: only what
                   fails is, as text (default: no)
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.exceptions import SettingsError

VAR_FOLDER = Path(__file__).resolve().parent.parent / "var"
DEFAULT_DATABASE_URL = f"sqlite:///{VAR_FOLDER / 'releases.sqlite'}"
DEFAULT_PORT = 8050
HIGHEST_PORT = 65_535
SHORTEST_SECRET = 32

NAMES = ("DATABASE_URL", "PORT", "PUBLIC_URL", "PREVIEW_SECRET", "METRICS_TOKEN", "LOG_REQUESTS")


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for; blank text where a setting is left out and has no default."""

    database_url: str = DEFAULT_DATABASE_URL
    port: int = DEFAULT_PORT
    public_url: str = ""
    preview_secret: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    log_requests: bool = False


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read every setting, or raise SettingsError naming the one that is impossible."""
    asked = {name: environment.get(name, "").strip() for name in NAMES}
    return Settings(
        database_url=asked["DATABASE_URL"] or DEFAULT_DATABASE_URL,
        port=_read_port(asked["PORT"]),
        public_url=_read_address("PUBLIC_URL", asked["PUBLIC_URL"]),
        preview_secret=_read_secret("PREVIEW_SECRET", asked["PREVIEW_SECRET"]),
        metrics_token=_read_secret("METRICS_TOKEN", asked["METRICS_TOKEN"]),
        log_requests=_read_answer("LOG_REQUESTS", asked["LOG_REQUESTS"]),
    )


def _read_port(text: str) -> int:
    if not text:
        return DEFAULT_PORT
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT):
        raise SettingsError(f"PORT: expected a number from 1 to {HIGHEST_PORT:,}.")
    return int(text)


def _read_answer(name: str, text: str) -> bool:
    if text not in ("", "yes", "no"):
        raise SettingsError(f"{name}: expected yes or no.")
    return text == "yes"


def _read_secret(name: str, text: str) -> str:
    if text and len(text) < SHORTEST_SECRET:
        raise SettingsError(f"{name}: expected {SHORTEST_SECRET} characters or more.")
    return text


def _read_address(name: str, text: str) -> str:
    """Read the address of a site: the pages name each other from its root, so it has no path."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise SettingsError(f"{name}: expected an address that begins http:// or https://")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise SettingsError(
            f"{name}: expected a scheme and a host alone, as in https://figures.example: the "
            "dashboard is served at the root of its host."
        )
    return f"{parts.scheme}://{parts.netloc}"
