"""Addresses that ask the same become one, and hostile ones become harmless."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from html import unescape

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.queries.parameters import MOST_SIDE_BY_SIDE
from dashboard.data.release.reserved import LONGEST_VALUE
from dashboard.web.addresses import MOST_KEYS, MOST_TOGETHER, read_address, split_address
from dashboard.web.site import KNOWN_KEYS


@pytest.mark.parametrize(
    "text",
    [
        "/compare?area=leeds&measure=referrals",
        "/compare?measure=referrals&area=leeds",
        "/compare?measure=referrals&area=leeds&area=york",
        "/compare?measure=referrals&area=leeds&Area=york&a-b=1&=x",
        "/compare?measure=refer%00rals&area=leeds",
    ],
)
def test_the_same_question_has_one_canonical_address(text: str) -> None:
    assert str(split_address(text)) == "/compare?area=leeds&measure=referrals"


@pytest.mark.parametrize(
    "key",
    ["utm_source", "fbclid", "gclid", "msclkid", "mc_eid", "_ga", "igshid", "ref_src", "srsltid"],
)
def test_a_tracking_key_changes_nothing(key: str) -> None:
    assert str(split_address(f"/figures/trend.csv?area=leeds&{key}=1")).endswith("?area=leeds")


def test_no_key_of_a_question_is_taken_for_a_tracking_key() -> None:
    kept = read_address("/", [(key, "1") for key in sorted(KNOWN_KEYS | {"picture", "comments"})])
    assert kept.values().keys() == KNOWN_KEYS | {"picture", "comments"}


def test_an_address_without_a_query_has_no_question_mark() -> None:
    assert str(split_address("/ages")) == "/ages"


@given(st.text(), st.lists(st.tuples(st.text(), st.text())))
def test_no_query_holds_more_than_a_database_can_take(
    path: str, pairs: list[tuple[str, str]]
) -> None:
    address = read_address(path, pairs)
    assert len(address.query) <= MOST_KEYS
    for key, value in address.query:
        assert key.isidentifier()
        assert len(value) <= LONGEST_VALUE
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in value)


PICKED = [
    ("areas=sandwell&areas=kirklees", "?areas=kirklees,sandwell"),
    ("areas=sandwell,kirklees&areas=sandwell&area=", "?areas=kirklees,sandwell"),
    ("areas=programme&areas=sandwell&areas=kirklees", "?areas=kirklees,sandwell"),
    ("areas=programme&areas=sandwell&period=to-date", "?area=sandwell&period=to-date"),
    ("area=sandwell&areas=programme", "?area=programme"),
    ("areas=birmingham&areas=nottingham&areas=kirklees&areas=sandwell", ""),
    ("areas=", ""),
]


@pytest.mark.parametrize(("sent", "settled"), PICKED)
def test_boxes_lead_to_the_one_address_of_what_they_ask(
    client: FlaskClient, sent: str, settled: str
) -> None:
    response = client.get(f"/completion?{sent}")
    assert (response.status_code, response.headers["Location"]) == (302, f"/completion{settled}")
    assert client.get(f"/completion{settled}").status_code == 200


def test_no_two_addresses_of_picked_areas_are_kept(client: FlaskClient) -> None:
    asked = ("areas=sandwell,kirklees", "areas=kirklees%2Csandwell", "areas=kirklees,sandwell")
    pages = [client.get(f"/outcomes?{one}", follow_redirects=True) for one in asked]
    assert len({page.headers["ETag"] for page in pages}) == 1
    ticked = re.findall(r'checked name="areas" type="checkbox" value="(\w+)"', pages[0].text)
    assert ticked == ["kirklees", "sandwell"]


def test_an_unknown_area_among_those_picked_is_said(client: FlaskClient) -> None:
    page = client.get("/outcomes?areas=atlantis,kirklees").text
    assert "it shows “Every area and all four sites”" in page
    assert page.count(" checked") == 4


def test_switches_are_in_the_address_of_a_page_and_of_all_its_pictures(client: FlaskClient) -> None:
    asked = {"area": "sandwell", "intervals": "off", "scale": "fitted"}
    page = client.get("/outcomes", query_string=asked).text
    assert re.findall(r'checked name="(\w+)" type="checkbox" value="(\w+)"', page)[1:] == [
        ("scale", "fitted"),
        ("intervals", "off"),
    ]
    section = page[page.index('id="over-time"') : page.index('id="follow-up"')]
    formats = {unescape(link) for link in re.findall(r'href="(/figures/trend\?[^"]*)"', section)}
    forms = client.get(formats.pop()).text
    links = {unescape(link) for link in re.findall(r'href="(/(?:figures|embed)/[^"]*)"', forms)}
    pictures = {link for link in links if "/embed/" in link or ".png" in link or ".svg" in link}
    assert len(pictures) == 3
    assert all("scale=fitted&intervals=off" in link for link in pictures)
    assert "scale=" not in next(link for link in links if ".csv?" in link)
    (embedded,) = (link for link in pictures if "/embed/" in link)
    framed = client.get(embedded).text
    assert "the scale begins at" in " ".join(re.sub("<[^>]*>", " ", framed).split())
    assert re.search(r'href="/outcomes\?[^"]*scale=fitted&amp;intervals=off"', framed)


def test_numbers_in_place_of_shares_go_with_every_copy_of_a_view(client: FlaskClient) -> None:
    page = client.get("/outcomes?show=number&scale=fitted").text
    switched = re.findall(r'checked name="(\w+)" type="checkbox" value="(\w+)"', page)
    assert switched[4:] == [("show", "number")]  # a scale fits shares alone, and is not offered
    section = page[page.index('id="over-time"') : page.index('id="follow-up"')]
    (formats,) = {unescape(link) for link in re.findall(r'href="(/figures/trend\?[^"]*)"', section)}
    forms = client.get(formats).text
    links = {unescape(link) for link in re.findall(r'href="(/(?:figures|embed)/[^"]*)"', forms)}
    assert len(links) > 3
    assert all("show=number" in link for link in links)
    rows = list(csv.DictReader(client.get(_ending(links, ".csv")).text.splitlines()))
    shares = client.get(_ending(links, ".csv").replace("show=number", "show=")).text
    assert not any(row["lower"] or row["upper"] for row in rows)
    assert {bool(row["value"]) == bool(row["numerator"]) for row in rows} == {True}
    assert [r["numerator"] for r in rows] == [
        r["numerator"] for r in csv.DictReader(shares.splitlines())
    ]


def _ending(links: Iterable[str], ending: str) -> str:
    return min((link for link in links if f"{ending}?" in link), key=len)


def test_counts_are_not_asked_for_in_numbers(client: FlaskClient) -> None:
    response = client.get("/figures/trend.csv?measure=starts&show=number")
    assert response.status_code == 400
    assert "show" in response.text


@pytest.mark.parametrize("address", ["/figures/trend.svg?scale=log", "/embed/trend?intervals=on"])
def test_a_switch_that_is_none_is_refused_by_name(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert address.partition("?")[2].partition("=")[0] in response.get_json()["error"]


def test_more_areas_fit_in_an_address_than_may_be_picked() -> None:
    assert MOST_TOGETHER > MOST_SIDE_BY_SIDE
    asked = [("areas", ",".join(f"{number}" * 300 for number in range(50)))] * 50
    (kept,) = read_address("/", asked).values().values()
    assert len(kept.split(",")) <= MOST_TOGETHER
    assert len(kept) <= (LONGEST_VALUE + 1) * MOST_TOGETHER


OTHERWISE_WRITTEN = [
    ("/compare/", "/compare"),
    ("/areas/kirklees/", "/areas/kirklees"),
    ("/areas/Kirklees", "/areas/kirklees"),
    ("/AREAS//Kirklees//", "/areas/kirklees"),
    ("/About?area=kirklees", "/about?area=kirklees"),
    ("/data/referrals.csv/", "/data/referrals.csv"),
    ("/Figures/Trend.png?measure=starts", "/figures/trend.png?measure=starts"),
]


@pytest.mark.parametrize(("written", "meant"), OTHERWISE_WRITTEN)
def test_slashes_and_capitals_lead_to_what_is_meant(
    client: FlaskClient, written: str, meant: str
) -> None:
    response = client.get(written)
    assert (response.status_code, response.headers["Location"]) == (301, meant)
    with client.get(meant) as there:
        assert there.status_code == 200


@pytest.mark.parametrize("path", ["/nothing/", "/areas/Nowhere", "/areas/leeds/x/"])
def test_what_is_nowhere_leads_nowhere(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/figures/trend.png?measure=referrals&fbclid=1",
        "/figures/trend.csv?measure=referrals&utm_source=x",
        "/data/referrals.csv?gclid=1",
        "/compare?utm_campaign=x",
    ],
)
def test_tracking_keys_break_no_address(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert response.status_code == 200


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(max_size=20)))
def test_a_canonical_address_reads_back_as_itself(values: dict[str, str]) -> None:
    address = read_address("/ages", values.items())
    assert split_address(str(address)) == address
