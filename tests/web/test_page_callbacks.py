"""Pages can have callbacks as Dash's own documentation teaches them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from dash import Dash, Input, Output, html
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from werkzeug.serving import make_server

from dashboard import pages
from dashboard.components.page import Content, Page
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app
from tests.browser.test_reading import LIVE

pytestmark = pytest.mark.browser


def layout(_store: Store, **_query: str) -> Content:
    button = html.Button("Count", id="count", type="button")
    return Content("Counted", [html.P("An ordinary paragraph"), button, html.P("0", id="counted")])


def register(app: Dash) -> None:
    @app.callback(Output("counted", "children"), Input("count", "n_clicks"))
    def count(clicks: int | None) -> str:
        return str(clicks or 0)


@pytest.fixture
def counting_url(illustrative_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve the site with a page more, which has a callback."""
    page = Page(
        path="/counting", title="Counted", description="Counts.", layout=layout, callbacks=register
    )
    monkeypatch.setattr(pages, "PAGES", (*pages.PAGES, page))
    app = create_app(illustrative_store, Settings())
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def test_a_callback_of_a_page_answers(page: Tab, counting_url: str) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{counting_url}/counting")
    page.locator(LIVE).wait_for(state="attached")
    for clicked in ("1", "2"):
        page.get_by_role("button", name="Count").click()
        expect(page.locator("#counted")).to_have_text(clicked)
    assert complaints == []


def test_the_other_pages_answer_as_before(page: Tab, counting_url: str) -> None:
    page.goto(f"{counting_url}/outcomes")
    page.locator(LIVE).wait_for(state="attached")
    page.locator("main select").last.select_option(index=1)
    expect(page.locator("body > [role=status]")).to_contain_text("Updated.")
