"""The states in which pages are looked at: as they arrive, or once they are live."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.conftest import ILLUSTRATIVE, SECOND, new_context, publish
from tests.serving import served

LETTERS_FILES = "**/*.woff2*"
HAS_OUR_LETTERS = """() => document.fonts.ready.then(
  () => document.fonts.check('1rem "Source Sans 3"'))"""

OpenPage = Callable[..., AbstractContextManager[Page]]


@pytest.fixture
def open_still(browser: Browser, dashboard_url: str) -> OpenPage:
    """Open a page that stays as it arrived: its scripts run, and what they ask for never comes.

    What a tab is like may be said as Playwright has it: `forced_colors="active"`.
    """

    @contextlib.contextmanager
    def open_page(address: str, width: int = 1280, **tab: str) -> Iterator[Page]:
        held: list[Route] = []

        def hold(request: Route) -> None:
            held.append(request)

        with _tab(browser, width, **tab) as page:
            page.route("**/_live/**", hold)
            page.goto(dashboard_url + address)
            yield page
            for request in held:
                request.abort()

    return open_page


LETTERS = ("of the site", "of the machine")


@pytest.fixture(params=LETTERS)
def letters(request: pytest.FixtureRequest) -> str:
    """Return whose letters a page gets: the site's own, or the machine's where those come too late."""
    return str(request.param)


@pytest.fixture
def open_lettered(open_still: OpenPage, letters: str) -> OpenPage:
    """Open a page that stays as it arrived, in either kind of letters, whatever the network does."""

    @contextlib.contextmanager
    def open_page(address: str, width: int = 1280, **tab: str) -> Iterator[Page]:
        with open_still(address, width, **tab) as page:
            if letters != LETTERS[0]:
                page.route(LETTERS_FILES, lambda route: route.abort())
            page.reload()  # letters that came too late the first time are kept, and in time now
            assert page.evaluate(HAS_OUR_LETTERS) == (letters == LETTERS[0])
            yield page

    return open_page


@pytest.fixture
def open_live(browser: Browser, dashboard_url: str) -> OpenPage:
    """Open a page and wait until Dash has taken it over."""

    @contextlib.contextmanager
    def open_page(address: str, width: int = 1280, **tab: str) -> Iterator[Page]:
        with _tab(browser, width, **tab) as page:
            page.goto(dashboard_url + address)
            # Where exploring is the point, Dash may start by itself before this asks for it.
            page.evaluate("document.querySelector('main [data-explore]')?.click()")
            page.locator(".live:not(.live--waiting)").wait_for()
            yield page

    return open_page


@pytest.fixture(scope="session")
def second_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a served site whose release followed an earlier one."""
    folder = tmp_path_factory.mktemp("second")
    store = f"sqlite:///{folder / 'store.sqlite'}"
    for release in (ILLUSTRATIVE, SECOND):
        publish(release, store)
    with served(store, folder / "log") as url:
        yield url


@contextlib.contextmanager
def _tab(browser: Browser, width: int, **tab: str) -> Iterator[Page]:
    viewport = {"width": width, "height": 900}
    with new_context(browser, viewport=viewport, reduced_motion="reduce", **tab) as context:
        yield context.new_page()
