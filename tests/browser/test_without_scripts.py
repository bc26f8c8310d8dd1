"""Every page is whole, and every filter usable, where no script runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.addresses import NO_PAGE, area_addresses, page_addresses
from tests.conftest import new_context

pytestmark = pytest.mark.browser

WITH_FIGURES = [
    address
    for address in page_addresses()
    if address not in (NO_PAGE, "/voices", "/evidence", "/data", "/about", "/areas")
]


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    with new_context(browser, java_script_enabled=False) as context:
        yield context.new_page()


@pytest.mark.parametrize("address", page_addresses())
def test_page_reads_in_full(plain_page: Page, dashboard_url: str, address: str) -> None:
    plain_page.goto(dashboard_url + address)
    assert plain_page.locator("html").get_attribute("lang") == "en-GB"
    assert plain_page.locator("h1").count() == 1
    assert plain_page.locator("h1").is_visible()
    assert len(plain_page.locator("main").inner_text()) > 100
    assert "Loading" not in plain_page.locator("body").inner_text()


def test_what_needs_a_script_is_not_offered(plain_page: Page, dashboard_url: str) -> None:
    plain_page.goto(dashboard_url + area_addresses()[0])
    assert plain_page.locator("[data-print]").count() == 1
    assert plain_page.get_by_role("button").count() == 0


@pytest.mark.parametrize("address", WITH_FIGURES)
def test_figures_have_a_picture_and_the_same_numbers_in_a_table(
    plain_page: Page, dashboard_url: str, address: str
) -> None:
    plain_page.goto(dashboard_url + address)
    assert plain_page.locator("main :is(svg, img)").count() > 0
    assert plain_page.locator("main table caption").count() > 0


@pytest.mark.parametrize("address", [a for a in page_addresses() if a != NO_PAGE])
def test_every_filter_works(plain_page: Page, dashboard_url: str, address: str) -> None:
    plain_page.goto(dashboard_url + address)
    for number in range(plain_page.locator("main form select").count()):
        plain_page.goto(dashboard_url + address)
        chosen = plain_page.locator("main form select").nth(number)
        name = chosen.get_attribute("name")
        last = chosen.locator("option").last.get_attribute("value")
        assert last is not None
        chosen.select_option(last)
        with plain_page.expect_navigation():
            plain_page.locator("main form [type=submit]").first.click()
        assert plain_page.locator(f"main select[name='{name}']").input_value() == last


@pytest.mark.parametrize("address", ["/referrals", "/ages", "/completion", "/outcomes"])
def test_areas_are_picked_by_keys_alone(plain_page: Page, dashboard_url: str, address: str) -> None:
    plain_page.goto(dashboard_url + address)
    for name in ("birmingham", "nottingham"):
        plain_page.locator(f"#filter-areas-{name}").focus()
        plain_page.keyboard.press("Space")
    plain_page.keyboard.press("Enter")
    plain_page.wait_for_url("**areas=kirklees,sandwell*")
    ticked = plain_page.locator("main form input:checked")
    assert [box.get_attribute("value") for box in ticked.all()] == ["kirklees", "sandwell"]
    table = plain_page.locator("main table").first
    expect(table).to_contain_text("Sandwell")
    expect(table).not_to_contain_text("Nottingham")
