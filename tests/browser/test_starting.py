"""A page becomes live when it should, and a reader who asks for that sees that it is on its way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.addresses import LIVE_ADDRESSES
from tests.browser.test_reading import LIVE, NOT_IDLE

pytestmark = pytest.mark.browser

CONNECTION = """Object.defineProperty(navigator, 'connection', {{value: {}}});"""
LOADING = "Loading…"


@pytest.mark.parametrize("address", LIVE_ADDRESSES)
def test_a_page_with_charts_becomes_live_by_itself(
    page: Page, dashboard_url: str, address: str
) -> None:
    page.goto(dashboard_url + address)
    page.locator(LIVE).wait_for(state="attached")
    assert page.locator(".live-chart .main-svg").count() > 0
    assert page.locator("[data-explore]").count() == 0


@pytest.mark.parametrize("connection", ["{saveData: true}", "{effectiveType: 'slow-2g'}"])
def test_a_reader_who_saves_data_is_sent_nothing_until_they_ask(
    page: Page, dashboard_url: str, connection: str
) -> None:
    page.add_init_script(CONNECTION.format(connection))
    page.goto(f"{dashboard_url}/outcomes")
    page.locator(".exhibit .chart").first.hover()
    page.wait_for_timeout(1500)
    assert not page.evaluate("Boolean(window.starting)")
    page.locator("[data-explore]").first.click()
    page.locator(LIVE).wait_for(state="attached")


def test_a_pointer_near_a_chart_starts_it_before_the_browser_is_idle(
    page: Page, dashboard_url: str
) -> None:
    page.add_init_script(NOT_IDLE)
    page.goto(f"{dashboard_url}/outcomes")
    page.wait_for_timeout(300)
    assert not page.evaluate("Boolean(window.starting)")
    page.locator(".exhibit .chart").first.hover()
    page.locator(LIVE).wait_for(state="attached")


def test_focus_near_a_chart_starts_it_too(page: Page, dashboard_url: str) -> None:
    page.add_init_script(NOT_IDLE)
    page.goto(f"{dashboard_url}/outcomes")
    page.locator(".exhibit summary").first.focus()
    page.locator(LIVE).wait_for(state="attached")


def test_who_asks_sees_that_the_chart_is_loading(page: Page, dashboard_url: str) -> None:
    held: list[Route] = []
    page.add_init_script(NOT_IDLE)
    page.route("**/_live/start*", lambda request: held.append(request))  # noqa: PLW0108  # Playwright marks it
    page.goto(f"{dashboard_url}/outcomes")
    explore = page.locator("[data-explore]").first
    explore.click()
    expect(explore).to_have_text(LOADING)
    page.locator("main select").last.select_option(index=1)
    expect(page.locator("body > .said[role=status]")).to_be_visible()
    for request in held:
        request.continue_()
    page.locator(LIVE).wait_for(state="attached")
    expect(page.locator(".said")).to_have_count(0)
