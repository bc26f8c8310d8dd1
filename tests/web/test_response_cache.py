"""A response is made once per release and day, compressed, and sent only to those who lack it."""

from __future__ import annotations

import gzip
import time
from datetime import date
from functools import partial
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.data.release import clock
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web import current, response_cache, site
from dashboard.web.application import create_app
from dashboard.web.live import CALLBACK
from dashboard.web.response_cache import (
    CSV,
    DENSE_QUALITY,
    LARGEST_DENSE_BYTES,
    PNG,
    TEXT,
    CachedResponse,
    ResponseCache,
    accepts,
)
from tests.releases import edit_descriptor, write_release

SECONDS_TO_PACK = 20.0  # on a machine that does other work
CACHED = [
    "/",
    "/ages?area=kirklees",
    "/figures/trend.csv",
    "/_live/start?page=/ages",
    "/api/catalogue.json",
]


@pytest.mark.parametrize("path", [*CACHED, "/data/referrals.csv"])
def test_who_holds_an_answer_is_not_sent_it_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "public, max-age=4, must-revalidate"
    other = client.get(path, headers={"If-None-Match": 'W/"0"'})
    assert other.status_code == 200


def test_the_same_question_in_another_order_is_the_same_answer(client: FlaskClient) -> None:
    tags = {
        client.get(f"/referrals?{query}").headers["ETag"]
        for query in ("area=kirklees&every=quarter", "every=quarter&area=kirklees&x=1")
    }
    assert len(tags) == 1
    assert client.get("/referrals?area=sandwell").headers["ETag"] not in tags


@pytest.mark.parametrize("path", CACHED[:3])
def test_an_answer_comes_in_the_encoding_asked_for(client: FlaskClient, path: str) -> None:
    plain = client.get(path).data
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    smaller = client.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain
    assert smaller.headers["Content-Encoding"] == "br"
    assert brotli.decompress(smaller.data) == plain
    assert len(smaller.data) < len(packed.data) < len(plain)
    refused = client.get(path, headers={"Accept-Encoding": "br;q=0"})
    assert "Content-Encoding" not in refused.headers
    assert refused.headers["Vary"] == "Accept-Encoding"


def test_a_streamed_table_is_the_same_when_packed(client: FlaskClient) -> None:
    plain = client.get("/data/referrals.csv").data
    packed = client.get("/data/referrals.csv", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain


def test_a_new_release_is_served_whole_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    writer = Store.open(url, read_only=False)
    writer.publish(import_release(write_release(tmp_path / "old")))
    reader = Store.open(url)
    client = create_app(reader, Settings()).server.test_client()
    old = client.get("/about")
    newer = write_release(
        tmp_path / "new", edit=lambda texts: edit_descriptor(texts, version="9.9")
    )
    writer.publish(import_release(newer))
    new = client.get("/about", headers={"If-None-Match": old.headers["ETag"]})
    assert new.status_code == 200
    assert "9.9" not in old.text
    assert "9.9" in new.text
    writer.close()
    reader.close()


def test_the_list_of_releases_is_right_when_an_earlier_one_is_published_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    old, new = (
        import_release(
            write_release(tmp_path / version, edit=partial(edit_descriptor, version=version))
        )
        for version in ("1.0", "9.9")
    )
    writer = Store.open(url, read_only=False)
    writer.publish(old)
    reader = Store.open(url)
    client = create_app(reader, Settings()).server.test_client()
    for release, listed in ((old, {"1.0"}), (new, {"1.0", "9.9"}), (old, {"1.0", "9.9"})):
        writer.publish(release)
        releases = client.get("/api/releases.json").get_json()["releases"]
        assert {line["version"] for line in releases} == listed
    writer.close()
    reader.close()


def call(search: str) -> dict[str, object]:
    """Write the body with which Dash asks for a page."""
    return {
        "output": "address.answer",
        "outputs": {"id": "address", "property": "answer"},
        "inputs": [{"id": "address", "property": "search", "value": search}],
        "state": [{"id": "address", "property": "pathname", "value": "/ages"}],
        "changedPropIds": ["address.search"],
    }


def test_a_live_answer_is_made_once(
    illustrative_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(illustrative_store, Settings()).server.test_client()
    first = client.post(CALLBACK, json=call("?area=kirklees"))
    monkeypatch.setattr("dashboard.pages.ages._filters", None)
    again = client.post(CALLBACK, json=call("?area=kirklees"), headers={"Accept-Encoding": "br"})
    assert first.status_code == 200
    assert brotli.decompress(again.data) == first.data
    assert again.headers["Cache-Control"] == "no-store"
    assert client.post(CALLBACK, json=call("?area=sandwell")).status_code == 500


def test_a_live_answer_is_what_dash_itself_would_answer(illustrative_store: Store) -> None:
    app = create_app(illustrative_store, Settings())
    asked = call("?area=kirklees")
    answer = app.server.test_client().post(CALLBACK, json=asked)
    with app.server.test_request_context(CALLBACK, method="POST", json=asked):
        dash_answer = app.backend.serve_callback(app)()
    assert answer.get_json() == dash_answer.get_json()


def test_a_request_cannot_put_another_answer_into_the_cache(client: FlaskClient) -> None:
    search = "?area=birmingham&every=year"
    forged = call(search) | {
        "outputs": {"id": "elsewhere", "property": "children"},
        "changedPropIds": ["elsewhere.children"],
        "forged": "words",
    }
    client.post(CALLBACK, json=forged)
    answer = client.post(CALLBACK, json=call(search)).get_json()
    assert list(answer["response"]) == ["address"]
    assert "forged" not in str(answer)


def test_a_request_reads_one_release_though_another_is_published_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    writer = Store.open(url, read_only=False)
    old = writer.publish(import_release(write_release(tmp_path / "old")))
    newer = import_release(
        write_release(tmp_path / "new", edit=lambda texts: edit_descriptor(texts, version="9.9"))
    )
    reader = Store.open(url)
    app = create_app(reader, Settings()).server
    asked: list[str] = []
    titled = site.RequestedPage.title

    def publish_first(page: site.RequestedPage, store: Store) -> str:
        asked.append(writer.publish(newer) if not asked else store.latest())
        return titled(page, store)

    monkeypatch.setattr(site.RequestedPage, "title", publish_first)
    meanwhile = app.test_client().get("/about")
    afterwards = app.test_client().get("/about")
    assert "9.9" not in meanwhile.text
    assert "9.9" in afterwards.text
    assert asked[0] != old
    writer.close()
    reader.close()


def test_a_release_that_stays_current_keeps_its_store(
    illustrative_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    pinned = current.CurrentRelease(illustrative_store)
    assert pinned.store() is pinned.store()  # what is known of a release is known by its store


def test_a_response_is_made_once_a_release_and_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def make() -> CachedResponse:
        made.append(1)
        return CachedResponse.make(b"words", TEXT)

    cache = ResponseCache("code")
    names = set()
    with Flask("test").test_request_context("/"):
        for day, release in ((1, "one"), (1, "one"), (1, "two"), (2, "one")):
            monkeypatch.setattr(clock, "today", partial(date, 2026, 6, day))
            response = cache.respond(release, "/a", make)
            assert response.data == b"words"
            names.add(response.headers["ETag"])
    assert len(made) == len(names) == 3


def test_no_error_is_kept() -> None:
    statuses = iter([500, 404, 200])
    cache = ResponseCache("code")

    def make() -> CachedResponse:
        return CachedResponse.make(b"words", TEXT, status=next(statuses))

    with Flask("test").test_request_context("/"):
        found = [cache.respond("one", "/a", make) for _ in range(4)]
    assert [response.status_code for response in found] == [500, 404, 200, 200]
    assert ["ETag" in response.headers for response in found] == [False, False, True, True]


def test_the_least_recently_used_is_thrown_out_before_memory_is_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(response_cache, "MOST_BYTES", 8_000)
    cache = ResponseCache("code")
    made: list[str] = []

    def make(address: str) -> CachedResponse:
        made.append(address)
        return CachedResponse.make(bytes(2_000 if address != "/large" else 3_000), PNG)

    for address in ("/a", "/b", "/c", "/d", "/a", "/e", "/a", "/b", "/large", "/large"):
        cache.get("one", address, partial(make, address))
    assert made == ["/a", "/b", "/c", "/d", "/e", "/b", "/large", "/large"]
    assert len(cache) == 4


def test_what_is_kept_counts_with_its_compressed_forms() -> None:
    plain = b"The same words again and again. " * 100
    kept = CachedResponse.make(plain, CSV)
    assert len(kept) == len(plain) + len(brotli.compress(plain, quality=5)) + len(kept.gzip)
    assert gzip.decompress(kept.gzip) == plain


@pytest.mark.parametrize(
    ("accepted", "encodings"),
    [
        ("gzip, deflate, br, zstd", {"br", "gzip"}),
        ("GZIP;q=0.5,BR", {"br", "gzip"}),
        ("br;q=0, gzip; q = 0.001", {"gzip"}),
        ("br;q=0.0, gzip;q=0.", set()),
        ("", set()),
        ("brotli, x-gzip", set()),
    ],
)
def test_an_encoding_is_accepted_that_is_named_and_not_refused(
    accepted: str, encodings: set[str]
) -> None:
    assert {encoding for encoding in ("br", "gzip") if accepts(encoding, accepted)} == encodings


def test_another_version_of_the_code_gives_other_names() -> None:
    with Flask("test").test_request_context("/"):
        tags = {
            ResponseCache(code)
            .respond("one", "/a", lambda: CachedResponse.make(b"x", TEXT))
            .headers["ETag"]
            for code in ("first", "second")
        }
    assert len(tags) == 2


def test_a_host_that_a_reader_names_is_told_to_that_reader_alone(client: FlaskClient) -> None:
    for path in ("/robots.txt", "/sitemap.xml", "/releases/feed.atom", "/api"):
        for host in ("a.example", "b.example"):
            answer = client.get(path, base_url=f"http://{host}")
            assert f"http://{host}/" in answer.text, path
            assert answer.headers["Cache-Control"] == "private, max-age=4, must-revalidate", path


def test_what_is_asked_for_again_is_packed_as_small_as_can_be(client: FlaskClient) -> None:
    asked = {"path": "/compare?measure=starts", "headers": {"Accept-Encoding": "br"}}
    first, again = client.get(**asked), client.get(**asked)
    assert first.data == again.data  # nobody waited
    smallest = len(brotli.compress(brotli.decompress(first.data), quality=DENSE_QUALITY))
    assert smallest < len(first.data)
    until = time.monotonic() + SECONDS_TO_PACK
    while len(client.get(**asked).data) > smallest and time.monotonic() < until:
        time.sleep(0.05)
    last = client.get(**asked)
    assert len(last.data) == smallest
    assert brotli.decompress(last.data) == brotli.decompress(first.data)
    assert last.headers["ETag"] == first.headers["ETag"]


def test_what_is_large_is_packed_once() -> None:
    small, large = (b"ab" * (size // 2) for size in (LARGEST_DENSE_BYTES, LARGEST_DENSE_BYTES + 2))
    assert not CachedResponse.make(small, TEXT).dense
    assert CachedResponse.make(large, TEXT).dense
