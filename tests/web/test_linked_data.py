"""Search engines are told of the data, whole and harmlessly, and those who share a page get a picture."""

from __future__ import annotations

import json
import re
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.charts.layout import ILLUSTRATIVE_MARK
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.addresses import split_address
from dashboard.web.application import create_app
from dashboard.web.cards import HIGH, WIDE, card_of, draw_card
from dashboard.web.current import CurrentRelease, open_store
from dashboard.web.site import find_page
from tests.conftest import publish
from tests.releases import edit_descriptor, write_release
from tests.web.test_pictures import size_of

ROOT = "https://mst.example"


@pytest.fixture(scope="module")
def public(illustrative_store: Store) -> FlaskClient:
    """Ask a site that knows its own address."""
    server: Flask = create_app(illustrative_store, Settings(public_url=ROOT)).server
    return server.test_client()


def told(text: str) -> dict[str, Any]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert len(blocks) == 1
    found: dict[str, Any] = json.loads(blocks[0])
    return found


@pytest.mark.parametrize("path", ["/", "/data"])
def test_the_release_is_told_as_a_data_set(
    public: FlaskClient, illustrative_store: Store, path: str
) -> None:
    data = told(public.get(path).text)
    catalogue = illustrative_store.catalogue()
    assert data["@type"] == "Dataset"
    assert data["name"] == catalogue.title
    assert data["description"].startswith("Illustrative data, made up")
    assert data["dateModified"] == catalogue.last_updated.isoformat()
    addresses = [one["contentUrl"] for one in data["distribution"]]
    assert len(addresses) == len(catalogue.tables)
    for address in addresses:
        assert address.startswith(f"{ROOT}/data/")
        with public.get(address.removeprefix(ROOT)) as response:
            assert response.status_code == 200


def test_other_pages_do_not_repeat_it(public: FlaskClient) -> None:
    assert "ld+json" not in public.get("/ages").text


def test_no_text_of_a_release_ends_the_block(tmp_path: Path) -> None:
    title = "</script><script>alert(1)</script><!--"
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    store = Store.open(url, read_only=False)
    release = write_release(
        tmp_path / "release", edit=lambda texts: edit_descriptor(texts, title=title)
    )
    store.publish(import_release(release))
    text = create_app(store, Settings()).server.test_client().get("/data").text
    assert told(text)["name"] == title
    assert "<script>alert" not in text
    store.close()


@pytest.mark.parametrize(
    ("path", "card", "name"),
    [
        ("/", "/cards/summary.png", "mst-e-summary-illustrative"),
        (
            "/compare?measure=starts",
            "/cards/compare.png?measure=starts",
            "mst-e-compare-illustrative",
        ),
        ("/areas/sandwell", "/cards/areas/sandwell.png", "mst-e-areas-sandwell-illustrative"),
        ("/about", "/cards/about.png", "mst-e-about-illustrative"),
    ],
)
def test_a_link_to_a_page_is_shown_with_a_card(
    public: FlaskClient, path: str, card: str, name: str
) -> None:
    text = public.get(path).text
    properties = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', text))
    assert properties["title"]
    assert properties["description"]
    assert properties["url"].startswith(ROOT)
    assert unescape(properties["image"]) == f"{ROOT}{card}"
    assert '<meta name="twitter:card" content="summary_large_image">' in text
    drawn = public.get(card)
    assert size_of(drawn.data) == (WIDE, HIGH)
    assert drawn.headers["Content-Disposition"] == f'inline; filename="{name}.png"'
    assert drawn.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_card_has_its_page_s_finding_and_says_that_data_are_illustrative(
    illustrative_store: Store,
) -> None:
    store = CurrentRelease(illustrative_store).store()
    for address, said in (
        ("/outcomes?area=sandwell", "Living at home (at closure) in Sandwell: "),
        ("/", "Of 100 children referred: "),
        ("/voices", "Voices"),
    ):
        asked = find_page(split_address(address), store)
        assert asked is not None
        card = card_of(asked, store)
        assert card.finding.startswith(said)
        svg = draw_card(card, store.catalogue())
        assert f"{ILLUSTRATIVE_MARK}. {store.catalogue().title}" in svg
        assert ("Living at home" in svg) is (card.chart is not None)


def test_a_figure_can_be_framed_by_html_to_copy_which_no_preview_gives(
    public: FlaskClient, client: FlaskClient
) -> None:
    asked = {"measure": "living_at_home", "picture": "trend", "scale": "fitted"}
    text = public.get("/figures/trend", query_string=asked).text
    copied = unescape("".join(re.findall(r'<pre class="copied"><code>(.*?)</code></pre>', text)))
    frame = re.fullmatch(r'<iframe src="([^"]+)" title="Living [^"]+" [^<>]*></iframe>', copied)
    assert frame is not None
    address = unescape(frame[1])
    assert address.startswith(f"{ROOT}/embed/trend?")
    framed = public.get(address.removeprefix(ROOT))
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "Illustrative data." in framed.text
    assert f'href="{ROOT}/outcomes?' in framed.text
    # A site that does not know its own address has none to give.
    assert "iframe" not in client.get("/figures/trend", query_string=asked).text


def test_there_is_no_card_of_what_is_no_page_and_none_is_named_for_what_is_not_listed(
    public: FlaskClient, illustrative_store: Store
) -> None:
    assert public.get("/cards/nowhere.png").status_code == 404
    assert public.get("/cards/areas/atlantis.png").status_code == 404
    below = f"/releases/{illustrative_store.latest()}"
    for page in (f"{below}/outcomes", "/no-such-page"):
        assert "og:" not in public.get(page).text


def test_without_an_address_of_its_own_a_site_names_no_picture(client: FlaskClient) -> None:
    assert "og:" not in client.get("/").text


def test_a_return_that_is_due_later_is_no_figure(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        texts["returns.csv"] += "2025,Calendar year Q1,eastport,not_due,2025-04-30,\n"

    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    publish(write_release(tmp_path / "release", edit=edit), url)
    with closing(open_store(url)) as store:
        client = create_app(store, Settings(database_url=url)).server.test_client()
        assert told(client.get("/data").text)["temporalCoverage"] == "2023-01-01/2024-12-31"
