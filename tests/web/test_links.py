"""The links of every page lead to what they name, and not to somebody's front page."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from dashboard.data.release.contact import contact_link
from tests.addresses import area_addresses, page_addresses

OUTWARD = re.compile(r'<a href="(https?://[^"]+)"')


@pytest.mark.parametrize("path", page_addresses())
def test_no_link_leads_to_a_front_page(client: FlaskClient, path: str) -> None:
    found = OUTWARD.findall(client.get(path).text)
    assert [link for link in found if urlsplit(link).path in ("", "/")] == []


def test_every_study_has_a_link(client: FlaskClient) -> None:
    page = client.get("/evidence").text
    rows = re.findall(r"<tr[^>]*>.*?</tr>", page)[1:]
    assert rows
    assert [row for row in rows if not OUTWARD.search(row)] == []


@pytest.mark.parametrize("path", area_addresses())
def test_every_count_by_group_of_a_briefing_leads_to_the_areas_side_by_side(
    client: FlaskClient, path: str
) -> None:
    _, _, below = client.get(path).text.partition('class="splits"')
    rows = re.findall(r'<tr><th [^>]*scope="row"[^>]*>(.*?)</th>', below)
    assert len(rows) > 10
    for row in rows:
        address, group = re.fullmatch(r'<a href="([^"]*)">(.*)</a>', row).groups()  # type: ignore[union-attr]  # or it fails
        answer = client.get(unescape(address))
        assert answer.status_code == 200
        assert 'class="notice"' not in answer.text
        assert re.search(rf"<option selected [^>]*>{re.escape(group)}<", answer.text), row


@pytest.mark.parametrize("path", ["/", "/about"])
def test_the_contact_can_be_followed(client: FlaskClient, path: str) -> None:
    assert 'href="mailto:' in client.get(path).text


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("figures@example.org", "mailto:figures@example.org"),
        ("https://example.org/contact?to=us", "https://example.org/contact?to=us"),
        ("https://example.org", "https://example.org"),
        ("Write to figures@example.org", ""),
        ("javascript:alert(1)", ""),
        ("http://example.org", ""),
        ("https://localhost", ""),
        ("", ""),
    ],
)
def test_a_contact_is_a_letter_or_a_page(contact: str, link: str) -> None:
    assert contact_link(contact) == link
