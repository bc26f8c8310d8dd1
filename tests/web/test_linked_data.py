"""Are search engines told of the data, whole and harmlessly, and others of a picture?"""

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

from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app
from dashboard.web.current import open_store
from tests.conftest import publish
from tests.releases import edit_descriptor, write_release

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


@pytest.mark.parametrize("path", ["/", "/ages", "/compare?measure=starts", "/about"])
def test_a_link_to_a_page_is_shown_with_its_chart(public: FlaskClient, path: str) -> None:
    properties = dict(
        re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', public.get(path).text)
    )
    assert properties["title"]
    assert properties["description"]
    assert properties["url"].startswith(ROOT)
    image = unescape(properties["image"])
    assert image.startswith(f"{ROOT}/figures/")
    assert public.get(image.removeprefix(ROOT)).content_type == "image/png"


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
