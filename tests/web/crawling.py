"""Every address of the site that serves a release, asked for one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from flask.testing import FlaskClient
from werkzeug import Response

from dashboard.charts import PICTURES
from dashboard.components.changed import FEED
from dashboard.data.queries import QUESTIONS, choices
from dashboard.data.release.model import Catalogue
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.pages import PAGES
from dashboard.settings import Settings
from dashboard.web.application import create_app
from dashboard.web.current import open_store

FORMS = ("csv", "json", "svg")
FIXED = (
    "/robots.txt",
    "/sitemap.xml",
    "/favicon.ico",
    "/readyz",
    "/api/releases.json",
    "/api/catalogue.json",
    "/api",
    "/api/v1/releases",
    "/api/v1/areas",
    "/api/v1/measures",
    "/api/v1/tables",
    "/api/v1/openapi.json",
    "/data/release.zip",
    "/no-such-page",
    "/areas/no-such-area",
)
FIRST = ("/", "/sitemap.xml", FEED, "/api", "/api/v1/openapi.json", "/data/release.zip")
# Addresses answered as others are that are asked; each workbook and picture takes a program of its
# own.
SAME_PROGRAM = re.compile(r"/static/|/releases/\w+/|\.ods|/figures/.*\.png|\.xlsx\?")
LOCATION = re.compile(r"<loc>\w+://[^/]*(/[^<]*)</loc>")
LINK = re.compile(r'(?:href|src|action)="(/[^"]*)"')
DESIGNED = {200, 301, 302, 304, 308, 400, 404}


def figures(catalogue: Catalogue) -> Iterator[str]:
    """Yield the address of every question's copy and picture, for every measure."""
    for question in QUESTIONS:
        offered = choices(catalogue, question, {})
        options = offered["measure"].options if "measure" in offered else ()
        for form in FORMS:
            yield f"/figures/{question}.{form}"
            for measure, _ in options:
                yield f"/figures/{question}.{form}?{urlencode({'measure': measure})}"
        yield f"/figures/{question}.png"
        yield from (f"/figures/{question}.svg?picture={picture}" for picture in PICTURES)


def addresses(catalogue: Catalogue) -> Iterator[str]:
    """Yield every address of the site but those that pages alone name."""
    yield from FIXED
    yield from (page.path for page in PAGES if page.label)
    yield from (f"/areas/{area.slug}" for area in catalogue.areas)
    for table in catalogue.tables:
        yield f"/data/{table.name}.csv"
        yield f"/data/{table.name}.csv-metadata.json"
    yield from figures(catalogue)


@contextmanager
def published(folder: Path, url: str) -> Iterator[tuple[FlaskClient, Catalogue]]:
    """Publish a release without an audit, and serve it to a test."""
    with closing(Store.open(url, read_only=False)) as writer:
        writer.publish(import_release(folder))
    with closing(open_store(url)) as store:
        server = create_app(store, Settings(database_url=url)).server
        yield server.test_client(), store.catalogue()


def crawl(folder: Path, url: str) -> Iterator[tuple[str, int, str]]:
    """Publish a release without an audit; yield each address, its status and the HTML it has."""
    with published(folder, url) as (client, catalogue):
        waiting = dict.fromkeys(addresses(catalogue))
        asked = set()
        while waiting:
            address = next(iter(waiting))
            del waiting[address]
            asked.add(address)
            answer = client.get(address)
            is_page = answer.mimetype == "text/html"
            yield address, answer.status_code, answer.text if is_page else ""
            if is_page and "?" not in address:
                linked = (unescape(link).split("#")[0] for link in LINK.findall(answer.text))
                waiting |= dict.fromkeys(
                    link for link in linked if link not in asked and "/static/" not in link
                )


def follow(client: FlaskClient, *more: str) -> Iterator[tuple[str, Response]]:
    """Follow every link from the first addresses on, and `more`; yield each address and its answer."""
    waiting = dict.fromkeys([*FIRST, *more])
    asked = set()
    while waiting:
        address, _ = waiting.popitem()
        asked.add(address)
        with client.get(address) as answer:
            kind = {"text/html": LINK, "application/xml": LOCATION}.get(answer.mimetype or "")
            found = kind.findall(answer.get_data(as_text=True)) if kind else []
            yield address, answer
        linked = {unescape(link).split("#")[0] for link in found} - asked
        waiting |= dict.fromkeys(link for link in linked if not SAME_PROGRAM.search(link))
