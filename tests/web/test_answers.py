"""Is an answer made once per release, compressed, and sent only to those who lack it?"""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.data.importing import import_release
from dashboard.data.store import Store
from dashboard.settings import Settings
from dashboard.web import current
from dashboard.web.answers import KEPT_BYTES, TEXT, Answers, Body
from dashboard.web.application import create_app
from dashboard.web.background import Background
from tests.releases import edit_descriptor, write_release

CACHED = [
    "/",
    "/ages?area=kirklees",
    "/figures/trend.csv",
    "/_live/start?page=/ages",
    "/robots.txt",
]


@pytest.mark.parametrize("path", [*CACHED, "/data/referrals.csv"])
def test_who_holds_an_answer_is_not_sent_it_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
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


def test_a_page_reads_one_release_even_when_another_is_published_meanwhile(
    illustrative_store: Store,
) -> None:
    pinned = current.PinnedStore(illustrative_store, "0123456789ab")
    assert pinned.latest() == "0123456789ab"
    assert illustrative_store.latest() != "0123456789ab"


def test_an_answer_is_made_once() -> None:
    made = []

    def make() -> Body:
        made.append(1)
        return Body(b"words", TEXT)

    answers = Answers("code", Background())
    with Flask("test").test_request_context("/"):
        for release in ("one", "one", "two"):
            assert answers.answer(release, "/a", make).data == b"words"
    assert len(made) == 2


def test_the_oldest_answers_are_thrown_out_before_memory_is_full() -> None:
    answers = Answers("code", Background())
    size = KEPT_BYTES // 8
    with Flask("test").test_request_context("/"):
        for number in range(10):
            answers.answer("one", f"/{number}", lambda: Body(bytes(size), TEXT))
    assert len(answers._kept) == 8


def test_another_version_of_the_code_gives_other_names() -> None:
    with Flask("test").test_request_context("/"):
        tags = {
            Answers(code, Background())
            .answer("one", "/a", lambda: Body(b"x", TEXT))
            .headers["ETag"]
            for code in ("first", "second")
        }
    assert len(tags) == 2
