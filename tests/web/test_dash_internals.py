"""Is what we rely on inside Dash still so? One test, in a browser, for each thing relied on.

They are listed in dashboard/web/live.py and assets/live/page.js. Nothing here tests the product:
when an upgrade of Dash takes one of these away, its test says which.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.web.test_live import ADDRESS, CALLBACK, explore

pytestmark = pytest.mark.browser


@pytest.fixture
def live_page(page: Page, dashboard_url: str) -> Page:
    page.goto(dashboard_url + ADDRESS)
    explore(page)
    return page


@pytest.fixture
def start(page: Page, dashboard_url: str) -> Any:
    """What the live page of ADDRESS starts from."""
    return page.request.get(f"{dashboard_url}/_live/start?page={ADDRESS}").json()


def place_of(start: Any, identifier: str) -> int:
    parts = start["layout"]["props"]["children"]
    return next(i for i, part in enumerate(parts) if part["props"].get("id") == identifier)


def test_dash_renderer_draws_into_react_entry_point(live_page: Page) -> None:
    assert live_page.evaluate("typeof DashRenderer") == "function"
    assert live_page.locator("#react-entry-point #page").count() == 1


def test_dash_config_is_what_the_renderer_reads(live_page: Page, start: Any) -> None:
    element = live_page.locator("#_dash-config")
    assert element.evaluate("one => one.outerHTML") == start["config"]
    said = json.loads(element.inner_text())
    assert said["requests_pathname_prefix"] == "/_live/"


def test_layout_and_dependencies_are_asked_for_with_window_fetch(
    page: Page, dashboard_url: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(dashboard_url + ADDRESS)
    explore(page)
    assert not [url for url in asked if "_dash-layout" in url or "_dash-dependencies" in url]


def test_dependencies_are_the_list_of_callbacks(start: Any) -> None:
    inputs = [one for call in start["dependencies"] for one in call["inputs"]]
    assert {"id": "address", "property": "search"} in inputs


def test_a_layout_is_nested_namespace_type_and_props(live_page: Page, start: Any) -> None:
    page_node = start["layout"]["props"]["children"][place_of(start, "page")]
    assert {"namespace", "type", "props"} <= set(page_node)
    drawn = live_page.evaluate("one => typeof window[one.namespace][one.type]", page_node)
    assert drawn in ("function", "object")
    assert live_page.locator("#page").count() == 1


def test_a_component_unknown_to_python_is_drawn_from_the_window(
    live_page: Page, start: Any
) -> None:
    assert '"namespace": "dashboard_live"' in json.dumps(start["layout"])
    assert live_page.evaluate("typeof window.dashboard_live.Chart") == "function"
    live_page.wait_for_selector(".live-chart .main-svg")


def test_react_and_reactdom_are_on_the_window(live_page: Page) -> None:
    kinds = live_page.evaluate("[typeof React.createElement, typeof ReactDOM.flushSync]")
    assert kinds == ["function", "function"]


@pytest.mark.parametrize("by_path", [False, True])
def test_set_props_has_drawn_when_flush_sync_returns(
    live_page: Page, start: Any, *, by_path: bool
) -> None:
    named: Any = ["components", "props", "children", place_of(start, "page")] if by_path else "page"
    assert (
        live_page.evaluate(
            """named => {
          ReactDOM.flushSync(() => dash_clientside.set_props(named, { title: "drawn" }));
          return document.querySelector("#page").title;
        }""",
            named,
        )
        == "drawn"
    )


def test_set_props_on_an_input_fires_its_callback(live_page: Page) -> None:
    with live_page.expect_response(f"**{CALLBACK}") as answer:
        live_page.evaluate("dash_clientside.set_props('address', { search: '?area=birmingham' })")
    assert answer.value.ok
    assert answer.value.json()["response"]
