"""Every copy and page of a random release shows only the counts that the release declares."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.data.queries import choices
from dashboard.data.release.model import Catalogue
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.pages import PAGES, menu
from dashboard.settings import Settings
from dashboard.web.application import create_app
from dashboard.web.current import open_store
from tests.data.queries.alternative_implementations import Expected, SlowRelease
from tests.data.queries.random_releases import write_random_release

SEEDS = range(6)
QUESTIONS = ("trend", "breakdown", "breakdown_trend", "followup", "comparison", "figure")
PAIR = re.compile(r"[(|](\d[\d,]*) of (\d[\d,]*)(?=[;)|])")  # tags are written |


@pytest.fixture(params=SEEDS)
def site(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[SlowRelease, FlaskClient, Catalogue]]:
    """Serve a random release; give its slow reading, a client and its catalogue."""
    folder = write_random_release(tmp_path / "release", request.param)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with closing(Store.open(url, read_only=False)) as writer:
        writer.publish(import_release(folder))
    store = open_store(url)
    try:
        server = create_app(store, Settings(database_url=url)).server
        yield SlowRelease(folder), server.test_client(), store.catalogue()
    finally:
        store.close()


def declared(slow: SlowRelease) -> Iterator[tuple[tuple[str, str, str, str, str], Expected]]:
    """Yield every figure that the release declares, by measure, area, period, breakdown, group."""
    periods = ("to-date", "2022", "2023", "2023q4")
    for measure, area, period in itertools.product(slow.measures, slow.areas, periods):
        place = (measure["measure"], area["slug"], period)
        yield (*place, "", ""), slow.figure(measure, area["slug"], period)
        for row in slow.groups:
            breakdown, group = row["breakdown"], row["group"]
            if slow.may_open(measure, breakdown):
                found = slow.figure(measure, area["slug"], period, {breakdown: group})
                yield (*place, breakdown, group), found


def test_copies_have_the_declared_counts(
    site: tuple[SlowRelease, FlaskClient, Catalogue],
) -> None:
    slow, client, catalogue = site
    known = dict(declared(slow))
    compared = 0
    for question in QUESTIONS:
        for measure, _ in choices(catalogue, question, {})["measure"].options:
            query = {"measure": measure}
            told = client.get(f"/figures/{question}.json", query_string=query).get_json()
            text = client.get(f"/figures/{question}.csv", query_string=query).text
            copied = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
            asked = told["query"]
            own = next(m["breakdown"] for m in slow.measures if m["measure"] == measure)
            for row, other in zip(told["rows"], copied, strict=True):
                group = row["group"] or asked.get("group", "")
                by = (asked.get("by") or own) if group else ""
                expected = known[measure, row["area"], row["period"], by, group]
                counts = (expected.numerator, expected.denominator)
                assert (row["numerator"], row["denominator"]) == counts
                assert (other["numerator"], other["denominator"]) == tuple(
                    "" if count is None else str(count) for count in counts
                )
                assert (row["value"] is None) == (expected.value is None)
                assert row["marker"] == expected.marker
                compared += 1
    assert compared > 20


def test_pages_show_no_pair_of_counts_that_is_not_declared(
    site: tuple[SlowRelease, FlaskClient, Catalogue],
) -> None:
    slow, client, catalogue = site
    pairs = {(found.numerator, found.denominator) for _, found in declared(slow)}
    pages = [page.path for page in menu(catalogue)]
    absent = {page.path for page in PAGES if page.label} - set(pages)
    assert {client.get(path).status_code for path in absent} <= {404}
    areas = [f"/areas/{a['slug']}" for a in slow.areas if a["part_of"]]
    seen = 0
    for address in [*pages, *areas]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = unescape(re.sub(r"<[^>]+>", "|", answer.text))
        for found in PAIR.finditer(text):
            one, other = found.groups()
            part, whole = int(one.replace(",", "")), int(other.replace(",", ""))
            assert (part, whole) in pairs, (address, text[found.start() - 60 : found.end() + 20])
            seen += 1
    assert seen > 2
