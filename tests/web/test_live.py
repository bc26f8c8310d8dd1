"""A page becomes live when it is asked to, and stays whole when that fails."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Locator, Page, Route, expect
from plotly.offline import get_plotlyjs_version

from dashboard.web.vendored_scripts import PLOTLY
from tests.addresses import page_addresses
from tests.conftest import new_context

CALLBACK = "/_live/_dash-update-component"
LIVE = ".live:not(.live--waiting) #page"
ADDRESS = "/referrals"
IDLE = "/outcomes"

# A page becomes live by itself when its browser is idle: here when a test says so.
HELD = "window.requestIdleCallback = (work) => { window.begin = work; };"
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

# What styles let come after some seconds is there: nobody has to wait for it.
ALL_SECONDS_LATER = "document.getAnimations().forEach((one) => one.finish())"


class Watched:
    """A tab whose every complaint is kept."""

    def __init__(self, page: Page, root: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self._root = root
        page.add_init_script(WATCH + HELD)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, path: str) -> Page:
        self.page.goto(self._root + path)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def asked_of(self, ending: str) -> list[str]:
        return [url for url in self.requests if re.search(ending, url)]

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning", "trace"):
            self.complaints.append(f"{message.text} {message.location}")


@pytest.fixture
def watched(page: Page, dashboard_url: str) -> Watched:
    return Watched(page, dashboard_url)


@pytest.fixture
def quiet(watched: Watched) -> Iterator[Watched]:
    """A tab that must have nothing to complain of at the end."""
    yield watched
    assert watched.complaints == []
    assert all(url.startswith((watched._root, "data:")) for url in watched.requests)


def explore(page: Page) -> None:
    page.evaluate("document.querySelector('main [data-explore]')?.click()")
    page.wait_for_selector(LIVE)


def status(page: Page) -> Locator:
    return page.locator("body > [role=status]")


def first_filter(page: Page) -> tuple[Locator, str]:
    """Return a page's first filter, and a value that it does not stand at."""
    select = page.locator("main form select").first
    values = select.locator("option").evaluate_all("all => all.map((one) => one.value)")
    return select, next(v for v in values if v and v != select.input_value())


@pytest.mark.browser
@pytest.mark.parametrize("path", page_addresses())
def test_a_still_page_asks_for_little_and_complains_of_nothing(quiet: Watched, path: str) -> None:
    quiet.open(path)
    # Chromium complains of a page that is a 404, as it should be.
    quiet.complaints = [c for c in quiet.complaints if "status of 404" not in c]
    assert len(quiet.requests) <= 5
    assert not quiet.asked_of("dash|plotly|live")


@pytest.mark.browser
def test_a_page_reads_and_filters_without_javascript(browser: Browser, dashboard_url: str) -> None:
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(dashboard_url + ADDRESS)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".still--wide svg").first).to_be_visible()
        expect(page.locator("[data-explore]").first).to_be_hidden()
        before = page.locator(".exhibit").first.inner_text()
        select, value = first_filter(page)
        select.select_option(value)
        page.get_by_role("button", name="Show").click()
        page.wait_for_url(f"**={value}*")
        assert page.locator(".exhibit").first.inner_text() != before
        assert page.locator("main form select").first.input_value() == value


@pytest.mark.browser
def test_a_chart_is_explored_when_asked_and_nothing_moves(quiet: Watched) -> None:
    page = quiet.open(ADDRESS)
    heights = page.locator("main section[id]").evaluate_all(
        "all => all.map((one) => [one.id, Math.round(one.getBoundingClientRect().height)])"
    )
    page.locator("[data-explore]").last.scroll_into_view_if_needed()
    name = page.locator("[data-explore]").last.get_attribute("data-explore")
    scrolled = page.evaluate("scrollY")
    page.locator("[data-explore]").last.click()
    page.wait_for_selector(LIVE, state="attached")
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == scrolled
    assert heights == page.locator("main section[id]").evaluate_all(
        "all => all.map((one) => [one.id, Math.round(one.getBoundingClientRect().height)])"
    )
    assert page.evaluate("shifted") == 0
    assert page.evaluate("document.activeElement.id") == f"{name}-frame"
    assert page.locator("main").count() == 1
    assert page.locator(".js-plotly-plot .main-svg").count() > 0
    expect(status(page)).to_have_text("The charts on this page are live.")
    scripts = [re.sub(r".*/|\.[0-9a-f]+\.js", "", url) for url in quiet.asked_of(r"\.js$")]
    assert sorted(scripts) == ["boot", "dash", "live", "plotly"]


@pytest.mark.browser
@pytest.mark.parametrize("path", [ADDRESS, IDLE])
def test_a_filter_changes_figures_table_and_address_together(quiet: Watched, path: str) -> None:
    page = quiet.open(path)
    page.evaluate("begin()")
    page.wait_for_selector(LIVE, state="attached")
    before = page.locator("main").inner_text()
    title = page.title()
    select, value = first_filter(page)
    select.focus()
    select.select_option(value)
    expect(status(page)).to_contain_text("Updated.")
    assert f"={value}" in page.url
    changed = page.locator("main").inner_text()
    assert changed != before
    assert page.locator("main form select").first.input_value() == value
    assert page.evaluate("document.activeElement.id") == select.get_attribute("id")
    page.wait_for_selector(".live-chart .main-svg")

    page.go_back()
    page.wait_for_function(
        "before => document.querySelector('main').innerText === before", arg=before
    )
    assert page.title() == title
    assert page.locator("main form select").first.input_value() != value
    page.go_forward()
    page.wait_for_function("text => document.querySelector('main').innerText === text", arg=changed)


@pytest.mark.browser
def test_the_live_page_and_the_still_one_at_its_address_say_the_same(quiet: Watched) -> None:
    page = quiet.open(ADDRESS)
    explore(page)
    select, value = first_filter(page)
    select.select_option(value)
    expect(status(page)).to_contain_text("Updated.")
    words = "all => all.map((one) => one.textContent)"
    parts = "main h1, main h2, main p:not(.explore), main td, main th, main li"
    live = page.locator(parts).evaluate_all(words)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.locator(LIVE).count() == 0
    assert page.locator(parts).evaluate_all(words) == live


@pytest.mark.browser
def test_a_filter_used_on_the_still_page_makes_it_live_and_is_obeyed(quiet: Watched) -> None:
    page = quiet.open(ADDRESS)
    select, value = first_filter(page)
    select.focus()
    select.select_option(value)
    expect(status(page)).to_contain_text("Updated.")
    assert f"={value}" in page.url
    assert page.locator("main form select").first.input_value() == value
    assert page.evaluate("document.activeElement.id") == select.get_attribute("id")


@pytest.mark.browser
def test_a_reader_in_the_middle_of_something_is_left_alone(quiet: Watched) -> None:
    page = quiet.open(IDLE)
    page.locator("main form select").first.focus()
    page.evaluate("begin()")
    page.wait_for_selector(".live--waiting .js-plotly-plot .main-svg", state="attached")
    page.wait_for_timeout(600)
    assert page.locator(LIVE).count() == 0
    assert page.evaluate("document.activeElement.id").startswith("filter-")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_selector(LIVE, state="attached")


@pytest.mark.browser
def test_what_a_reader_opened_stays_open(quiet: Watched) -> None:
    page = quiet.open(ADDRESS)
    name, opened = page.locator("main details").first.evaluate("one => [one.id, one.open]")
    page.locator("main details summary").first.click()
    explore(page)
    assert page.locator(f"#{name}").evaluate("one => one.open") is not opened
    page.locator(f"#{name} summary").click()
    page.locator(f"#{name} summary").click()
    select, value = first_filter(page)
    select.select_option(value)
    expect(status(page)).to_contain_text("Updated.")
    assert page.locator(f"#{name}").evaluate("one => one.open") is not opened


@pytest.mark.browser
@pytest.mark.parametrize("lost", ["**/static/dash.*", "**/static/plotly.*", "**/_live/start*"])
def test_a_script_that_cannot_be_had_leaves_the_still_page(watched: Watched, lost: str) -> None:
    watched.page.route(lost, lambda route: route.abort())
    page = watched.open(ADDRESS)
    page.locator("[data-explore]").first.click()
    expect(status(page)).to_contain_text("could not be loaded")
    expect(page.locator(".still--wide svg").first).to_be_visible()
    assert page.locator(".live").count() == 0
    assert page.locator("main").count() == 1
    select, value = first_filter(page)
    select.select_option(value)
    page.wait_for_url(f"**={value}*")
    expect(page.locator("main form select").first).to_have_value(value)


@pytest.mark.browser
def test_without_the_script_of_the_live_page_nothing_is_offered(watched: Watched) -> None:
    watched.page.route("**/static/live.*", lambda route: route.abort())
    page = watched.open(ADDRESS)
    page.locator("[data-explore]").first.click()
    expect(page.locator("[data-explore]").first).to_be_hidden()
    expect(page.locator(".still--wide svg").first).to_be_visible()
    select, value = first_filter(page)
    select.select_option(value)
    page.wait_for_url(f"**={value}*")


@pytest.mark.browser
@pytest.mark.parametrize("lost", ["**/static/nothing.*", "**/static/boot.*"])
def test_a_filter_has_a_button_only_where_no_script_of_ours_runs(
    watched: Watched, lost: str
) -> None:
    watched.page.route(lost, lambda route: route.abort())
    page = watched.open(ADDRESS)
    button = page.get_by_role("button", name="Show", include_hidden=True)
    expect(button).to_be_hidden()
    page.evaluate(ALL_SECONDS_LATER)
    assert button.is_visible() is ("boot" in lost)
    assert page.evaluate("shifted") == 0


@pytest.mark.browser
def test_a_callback_that_fails_gives_way_to_the_still_page(watched: Watched) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=500, body="")

    page = watched.open(ADDRESS)
    explore(page)
    page.route(f"**{CALLBACK}*", fail)
    select, value = first_filter(page)
    select.select_option(value)
    expect(page.locator(".live")).to_have_count(0)
    assert f"={value}" in page.url
    expect(page.locator(".still--wide svg").first).to_be_visible()


@pytest.mark.browser
def test_dash_serves_nothing_itself_but_start_and_callbacks(quiet: Watched) -> None:
    page = quiet.open(ADDRESS)
    explore(page)
    select, value = first_filter(page)
    select.select_option(value)
    expect(status(page)).to_contain_text("Updated.")
    asked = {re.sub(r"\?.*", "", url) for url in quiet.asked_of("/_live/")}
    assert {url.partition("/_live/")[2] for url in asked} == {"start", "_dash-update-component"}


def test_the_bundle_of_plotly_is_of_the_version_that_plotly_py_brings() -> None:
    assert PLOTLY.version == get_plotlyjs_version()
    assert PLOTLY.source() == PLOTLY.fetched(), "run python -m dashboard.web.vendored_scripts"


def test_what_dash_starts_from_tells_no_versions(client: FlaskClient) -> None:
    told = client.get("/_live/start?page=/outcomes").get_json()
    assert set(told) == {"config", "dependencies", "entry", "layout"}
    config = json.loads(re.sub(r"</?script[^>]*>", "", told["config"]))
    assert not [key for key in config if "version" in key and key != "disable_version_check"]
    assert "end_id" not in config


def test_start_is_asked_for_pages_only(client: FlaskClient) -> None:
    for page in ("", "/no-such-page", "/figures/trend.csv", "/_live/start", "//outcomes"):
        assert client.get("/_live/start", query_string={"page": page}).status_code == 404


def call(search: object = "?area=kirklees", pathname: object = ADDRESS) -> dict[str, Any]:
    """Write the body with which Dash asks for a page."""
    return {
        "output": "address.answer",
        "outputs": {"id": "address", "property": "answer"},
        "inputs": [{"id": "address", "property": "search", "value": search}],
        "state": [{"id": "address", "property": "pathname", "value": pathname}],
        "changedPropIds": ["address.search"],
    }


def test_a_callback_answers_with_the_page_and_its_title(client: FlaskClient) -> None:
    response = client.post(CALLBACK, json=call())
    told = response.get_json()["response"]["address"]["answer"]
    assert response.status_code == 200
    assert told["search"] == "?area=kirklees"
    assert "Kirklees" in json.dumps(told["page"])
    assert told["title"].startswith("Referrals")


@pytest.mark.parametrize(
    "search",
    ["?area=<script>", "?area=%00", "?" + "a" * 3000, "?store=1&self=2&area=1&area=2", "x"],
)
def test_a_hostile_search_gets_the_page_at_its_default(client: FlaskClient, search: str) -> None:
    assert client.post(CALLBACK, json=call(search)).status_code == 200


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (call(pathname="/no-such-page"), 404),
        (call(pathname="/areas/atlantis"), 404),
        (call(search=None), 400),
        (call(search={"a": 1}), 400),
        (call(pathname=7), 400),
        ({**call(), "output": "other.children"}, 400),
        ({**call(), "output": ["page"]}, 400),
        ({**call(), "outputs": None}, 400),
        ({**call(), "inputs": []}, 400),
        ({**call(), "inputs": [1]}, 400),
        ({**call(), "state": "x"}, 400),
        ({**call(), "changedPropIds": 3}, 400),
        ({}, 400),
        ([], 400),
        (None, 400),
        ("x" * 70_000, 400),
    ],
)
def test_a_call_that_is_none_is_refused(client: FlaskClient, body: object, answer: int) -> None:
    assert client.post(CALLBACK, json=body).status_code == answer


def test_what_is_not_json_is_refused(client: FlaskClient) -> None:
    deep = json.dumps(call(search="?")).replace('"?"', "[" * 20_000 + "]" * 20_000).encode()
    given = (b"\xff", b"[" * 60_000, deep, b"9" * 60_000)
    for data, kind in [*((one, "application/json") for one in given), (b"a=b", "text/plain")]:
        assert client.post(CALLBACK, data=data, content_type=kind).status_code == 400
