"""A browser complains about no page, and goes nowhere but to this site."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.addresses import NO_PAGE, page_addresses

pytestmark = pytest.mark.browser

FAULTY = """<!doctype html><title>Faulty</title>
<meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline'; style-src 'none'">
<p style="color: red">Against the policy.</p>
<img src="http://127.0.0.2:9/elsewhere.png">
<script>console.warn("a warning"); undefinedFunction();</script>"""


def complaints(page: Page) -> list[str]:
    """Collect what a browser complains about from now on, and where it goes."""
    seen: list[str] = []
    page.on("console", lambda m: seen.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("requestfailed", lambda request: seen.append(f"failed: {request.url}"))
    return seen


def addresses_asked(page: Page) -> list[str]:
    """Collect what a browser asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def test_complaints_are_seen(page: Page) -> None:
    seen, asked = complaints(page), addresses_asked(page)
    page.set_content(FAULTY)
    page.wait_for_load_state("networkidle")
    assert any("Content Security Policy" in text for text in seen)
    assert any("undefinedFunction" in text for text in seen)
    assert "a warning" in seen
    assert any("elsewhere.png" in url for url in asked)


@pytest.mark.parametrize("address", [a for a in page_addresses() if a != NO_PAGE])
def test_page_gives_no_cause_for_complaint(page: Page, dashboard_url: str, address: str) -> None:
    seen, asked = complaints(page), addresses_asked(page)
    answer = page.goto(dashboard_url + address)
    assert answer is not None
    assert answer.status == 200
    page.wait_for_load_state("networkidle")
    assert seen == []
    assert [url for url in asked if not url.startswith((f"{dashboard_url}/", "data:"))] == []
    assert page.context.cookies() == []
