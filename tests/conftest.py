"""What do tests of every room share? Databases, a published release, a served site, a browser.

A release is published once for a whole run, by the first worker that asks; the sites and the
browser are each worker's own.
"""

from __future__ import annotations

import contextlib
import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from tests.databases import missing, postgres_database
from tests.made_tables import (
    AUTHORITIES,
    CHILDREN_IN_NEED,
    CONVICTIONS,
    WORKFORCE,
    write_tables,
)
from tests.published import beside_project
from tests.serving import PROJECT, served

# How long an example takes, or takes to draw, says how busy the machine is, and nothing of the product.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
# Nor does how long a page takes to show what is waited for: what never comes fails all the same.
BROWSER_MILLISECONDS = 60_000
expect.set_options(timeout=BROWSER_MILLISECONDS)

ILLUSTRATIVE = PROJECT / "dashboard" / "data" / "releases" / "illustrative"
SECOND = ILLUSTRATIVE.with_name("illustrative-second")  # publish both to see what changed
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Nothing here may leave the machine, and a container gives Chromium no sandbox of its own.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

# The files that take longest are begun first, so that no worker has one left when the others are done.
LONGEST = (
    "test_hostile_reader.py",
    "data/test_illustrative.py",
    "attacker/test_two_attackers.py",
    "browser/test_accessibility.py",
    "web/test_any_release.py",
    "web/test_kills.py",
    "data/disclosure/test_mutations.py",
    "publishing/test_prepare.py",
    "data/preparing/test_choosing.py",
    "data/test_validation.py",
    "web/test_live_frames.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; all others stay in their order, and so does each file's inside."""
    tests = Path(__file__).parent
    places = {tests / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Yield the address of an empty PostgreSQL database."""
    with postgres_database() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty store, on each kind of database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def illustrative_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """Return the address of a store that serves the illustrative release."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent  # that of all workers of this run
    url = f"sqlite:///{shared / 'illustrative.sqlite'}"
    with (shared / "illustrative.published").open("a+") as published:
        fcntl.flock(published, fcntl.LOCK_EX)
        published.seek(0)
        if not published.read():
            publish(ILLUSTRATIVE, url)
            published.write(url)
    return url


@pytest.fixture(scope="session")
def illustrative_store(illustrative_url: str) -> Iterator[Store]:
    """Yield a store, open for reading, that serves the illustrative release."""
    store = Store.open(illustrative_url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def dashboard_url(illustrative_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a served site that shows the illustrative release."""
    with served(illustrative_url, tmp_path_factory.mktemp("site") / "log") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield a Chromium."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=found, args=[*CHROMIUM_FLAGS])
        except PlaywrightError:
            missing("no Chromium starts")
        yield chromium
        chromium.close()


@contextlib.contextmanager
def new_context(browser: Browser, **tab: Any) -> Iterator[BrowserContext]:
    """Yield a browser that has seen nothing yet, and waits as long as a busy machine may need."""
    context = browser.new_context(**tab)
    context.set_default_timeout(BROWSER_MILLISECONDS)
    try:
        yield context
    finally:
        context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield an empty tab, 1280 pixels wide, of a browser that has seen nothing yet."""
    with new_context(browser, viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


@pytest.fixture(
    scope="session", params=["made", pytest.param("published", marks=pytest.mark.published)]
)
def tables(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of published tables: made here, and the real ones where they are."""
    if request.param == "made":
        return write_tables(tmp_path_factory.mktemp("tables"))
    for name in (AUTHORITIES, CHILDREN_IN_NEED, CONVICTIONS, WORKFORCE):
        path = beside_project(f"data/{name}")
    return path.parent


def publish(release: Path, database_url: str) -> None:
    """Publish a release as the product does, but for the checks, which have tests of their own."""
    imported = import_release(release)
    store = Store.open(database_url, read_only=False)
    try:
        store.publish(imported)
    finally:
        store.close()
