"""What readers see of a release's life: its time, its withdrawal, its permanent address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape

import pytest
from flask.testing import FlaskClient

from dashboard.data.release.reading import FileRelease, import_release
from dashboard.data.store.changes import Reason
from dashboard.data.store.history import words_of
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web import current, response_cache
from dashboard.web.application import create_app
from dashboard.web.page_routes import page_paths
from dashboard.web.permalinks import rebase
from tests.clocks import FakeClock
from tests.releases import edit_descriptor, write_release

pytestmark = pytest.mark.services
BECAUSE = Reason("Ada", "The counts of Eastport were wrong")
FILES = (
    "/figures/trend.csv",
    "/figures/trend.json",
    "/figures/trend.svg",
    "/figures/trend.png",
    "/embed/trend",
    "/data/referrals.csv",
    "/data/referrals.csv-metadata.json",
    "/api/catalogue.json",
)
LINK = re.compile(r'<a [^>]*href="(/[^"]*)"[^>]*>')


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    clock = FakeClock(monkeypatch)
    clock.set("2026-11-28T12:00")
    return clock


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[FileRelease]:
    folder = tmp_path_factory.mktemp("releases")
    return [
        import_release(write_release(folder / v, edit=partial(edit_descriptor, version=v)))
        for v in ("1.old", "2.new")
    ]


@pytest.fixture
def writer(store_url: str, fake: FakeClock, releases: list[FileRelease]) -> Iterator[Store]:
    store = Store.open(store_url, read_only=False)
    store.publish(releases[0])
    yield store
    store.close()


@pytest.fixture
def visitors(writer: Store, store_url: str) -> Iterator[list[FlaskClient]]:
    """Yield two workers, each with a separate store, application and cache."""
    stores = [Store.open(store_url), Store.open(store_url)]
    yield [create_app(store, Settings()).server.test_client() for store in stores]
    for store in stores:
        store.close()


@pytest.fixture
def visitor(visitors: list[FlaskClient]) -> FlaskClient:
    return visitors[0]


def permalink(release: FileRelease) -> str:
    return f"/releases/{release.identifier}"


def test_a_change_is_everywhere_within_five_seconds() -> None:
    assert current.ASK_AGAIN_SECONDS + response_cache.FRESH_SECONDS < 5


def test_a_scheduled_release_takes_effect_in_every_worker_at_its_time(
    writer: Store, visitors: list[FlaskClient], releases: list[FileRelease], fake: FakeClock
) -> None:
    writer.publish(releases[1], at=fake.set("2026-12-01T09:30"))
    fake.set("2026-12-01T09:29:59")
    before = [visitor.get("/about") for visitor in visitors]
    assert all("1.old" in answer.text and "2.new" not in answer.text for answer in before)
    fake.set("2026-12-01T09:30")
    for visitor, held in zip(visitors, before, strict=True):
        answer = visitor.get("/about", headers={"If-None-Match": held.headers["ETag"]})
        assert answer.status_code == 200
        assert "2.new" in answer.text
        assert visitor.get("/readyz").status_code == 200


@pytest.mark.parametrize("path", ["/about", "/data"])  # its footer, and the list of facts
def test_a_next_update_that_has_not_come_is_late_from_the_day_after(
    writer: Store,
    visitor: FlaskClient,
    releases: list[FileRelease],
    fake: FakeClock,
    path: str,
) -> None:
    late = re.compile("late: it was due on 6 May 2025", re.IGNORECASE)
    fake.set("2025-05-06T20:00")
    assert not late.search(visitor.get(path).text)
    assert "6 May 2025" in visitor.get(path).text
    fake.set("2025-05-07T08:00")
    assert len(late.findall(visitor.get(path).text)) == 1 + (path == "/data")
    writer.publish(releases[1])
    assert not late.search(visitor.get(f"{permalink(releases[0])}{path}").text)
    assert late.search(visitor.get(f"{permalink(releases[1])}{path}").text)


def test_nothing_tells_of_a_scheduled_release_before_its_time(
    writer: Store, visitor: FlaskClient, releases: list[FileRelease], fake: FakeClock
) -> None:
    writer.publish(releases[1], at=fake.set("2026-12-01T09:30"))
    fake.set("2026-12-01T09:29")
    new = releases[1].identifier
    assert visitor.get(f"{permalink(releases[1])}/").status_code == 404
    for address in ("/data", "/api/releases.json", "/sitemap.xml", "/"):
        assert new not in visitor.get(address).text
        assert "2.new" not in visitor.get(address).text


def test_every_page_and_file_of_a_superseded_release_stays_as_it_was(
    writer: Store, visitor: FlaskClient, releases: list[FileRelease]
) -> None:
    prefix = permalink(releases[0])
    before = {path: visitor.get(path) for path in FILES}
    writer.publish(releases[1])
    paths = page_paths(writer.pinned(releases[0].identifier))
    assert "/areas/eastport" in paths
    for path in paths:
        answer = visitor.get(f"{prefix}{path}")
        assert answer.status_code == 200, path
        assert "Superseded." in answer.text
        assert "1.old" in answer.text
        assert '<meta name="robots" content="noindex">' in answer.text
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "canonical" not in answer.text
        assert "<script" not in answer.text
        assert "1.old" not in visitor.get(path).text or path == "/data"
    for path in FILES:
        answer = visitor.get(f"{prefix}{path}")
        assert answer.status_code == 200, path
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert releases[1].identifier.encode() not in answer.data
        if path not in ("/embed/trend", "/figures/trend.png"):
            assert answer.text.replace(prefix, "") == before[path].text
    assert visitor.get(f"{prefix}/figures/trend.png").data == before["/figures/trend.png"].data


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)  # a link knows no database
def test_links_of_a_permanent_page_stay_in_its_release(
    writer: Store, visitor: FlaskClient, releases: list[FileRelease]
) -> None:
    writer.publish(releases[1])
    prefix = permalink(releases[0])
    waiting, seen = [f"{prefix}/"], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        if answer.mimetype == "text/html":
            tags = [
                tag for tag in LINK.finditer(answer.text) if "latest-version" not in tag.group()
            ]
            links = {unescape(tag.group(1)).partition("#")[0] for tag in tags}
            assert all(link.startswith("/releases/") for link in links), address
            waiting += [link for link in links if link.startswith(prefix)]
    assert {f"{prefix}/voices", f"{prefix}/data/referrals.csv"} <= seen
    metadata = visitor.get(f"{prefix}/data/referrals.csv-metadata.json").get_json()
    assert metadata["url"] == f"{prefix}/data/referrals.csv"


@pytest.mark.parametrize(
    "rest", ["/_live/start?page=/", "/sitemap.xml", "/robots.txt", "/healthz", "/nothing"]
)
def test_what_is_of_the_site_has_no_permanent_address(
    visitor: FlaskClient, releases: list[FileRelease], rest: str
) -> None:
    assert visitor.get(f"{permalink(releases[0])}{rest}").status_code == 404
    doubled = permalink(releases[0]) * 2
    assert visitor.get(f"{doubled}/").status_code == 404


def test_a_withdrawn_release_is_its_reason_and_no_figures(
    writer: Store, visitors: list[FlaskClient], releases: list[FileRelease]
) -> None:
    writer.publish(releases[1])
    prefix = permalink(releases[1])
    paths = [*page_paths(writer.pinned(releases[1].identifier)), *FILES]
    for visitor in visitors:
        assert all(visitor.get(f"{prefix}{path}").status_code == 200 for path in paths)
    writer.withdraw(releases[1].identifier, BECAUSE)
    for visitor in visitors:
        answers = [visitor.get(f"{prefix}{path}") for path in [*paths, "/nothing"]]
        assert {answer.status_code for answer in answers} == {410}
        assert len({answer.data for answer in answers}) == 1
        assert BECAUSE.why in answers[0].text
        assert answers[0].headers["Cache-Control"] == "no-store"
        page = visitor.get("/").text
        assert "A later release was withdrawn." in page
        assert BECAUSE.why in page
        assert "1.old" in page
        assert f"Withdrawn: {BECAUSE.why}" in visitor.get("/data").text
        assert BECAUSE.who not in visitor.get("/data").text


def test_a_withdrawn_release_with_none_before_it_leaves_its_reason(
    writer: Store, visitor: FlaskClient, releases: list[FileRelease]
) -> None:
    writer.withdraw(releases[0].identifier, BECAUSE)
    for path in ("/", "/areas/eastport", *FILES):
        answer = visitor.get(path)
        assert answer.status_code == 503
        assert BECAUSE.why in answer.text
    writer.restore(releases[0].identifier)
    assert visitor.get("/").status_code == 200


def test_a_withdrawn_quote_is_gone_from_every_release_and_cache(
    writer: Store, visitors: list[FlaskClient], releases: list[FileRelease]
) -> None:
    writer.publish(releases[1])
    quote = next(q for q in releases[0].catalogue.quotes if "It helped" in q.text)
    prefixes = ["", *map(permalink, releases)]
    paths = [*page_paths(writer.pinned(releases[0].identifier)), *FILES]
    addresses = [f"{prefix}{path}" for prefix in prefixes for path in paths]
    addresses += [f"/_live/start?page={path}" for path in paths[:12]]
    held = visitors[0].get("/voices").headers["ETag"]
    for visitor in visitors:
        before = {a for a in addresses if b"It helped" in visitor.get(a).data}
        assert {f"{prefix}/voices" for prefix in prefixes} <= before
    writer.withdraw_quote(releases[0].identifier, quote.key, [words_of(quote)])
    for visitor in visitors:
        assert not [a for a in addresses if b"It helped" in visitor.get(a).data]
        again = visitor.get("/voices", headers={"If-None-Match": held})
        assert again.status_code == 200
    writer.undo()
    assert b"It helped" in visitors[0].get("/voices").data


def test_only_links_within_tags_are_led_below_a_prefix() -> None:
    page = (
        '<a href="/x" class="y">href="/x"</a><a href="//host/x"></a><a href="https://x/"></a>'
        '<form action="/go"></form><a href="/releases/b/"></a><a href="/" rel="latest-version"></a>'
    )
    assert rebase(page, "/releases/a") == (
        '<a href="/releases/a/x" class="y">href="/x"</a><a href="//host/x"></a>'
        '<a href="https://x/"></a><form action="/releases/a/go"></form><a href="/releases/b/"></a>'
        '<a href="/" rel="latest-version"></a>'
    )
