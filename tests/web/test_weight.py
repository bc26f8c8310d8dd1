"""Every page is light enough, before anyone asks for its live charts.

`benchmarks/pages.py` weighs what really goes over the wire; this adds the same things up, for a page
in the form in which it is kept once it was asked for twice.
"""

from __future__ import annotations

import re

import brotli
import pytest
from flask.testing import FlaskClient

from dashboard.web.response_cache import DENSE_QUALITY
from dashboard.web.static_files import STATIC_FOLDER
from tests.addresses import NO_PAGE, area_addresses, page_addresses

MOST_BYTES = 30_000
MOST_REQUESTS = 5
SERVER_HEADERS = 150  # what gunicorn and WhiteNoise say beside ours
PAGES = sorted({*page_addresses(), *area_addresses(), NO_PAGE})


@pytest.mark.parametrize("path", PAGES)
def test_a_page_weighs_little_and_asks_for_little(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    weight = (
        len(brotli.compress(page.data, quality=DENSE_QUALITY))
        + len(str(page.headers))
        + SERVER_HEADERS
    )
    asked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    for address in asked:
        with client.get(address, headers={"Accept-Encoding": "br"}) as response:
            weight += len(response.data) + len(str(response.headers)) + SERVER_HEADERS
    assert weight <= MOST_BYTES, (
        f"{path}: make it lighter; what is on every page, such as the menu, weighs here too"
    )
    assert 1 + len(asked) <= MOST_REQUESTS


def test_what_a_page_asks_for_is_there(client: FlaskClient) -> None:
    for address in set(re.findall(r'"(/static/[^"]+)"', client.get("/outcomes").text)):
        assert (STATIC_FOLDER / address.removeprefix("/static/")).is_file()
