"""Is an answer given again the same answer, to the last header, and only while it is right?"""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.data.importing import import_release
from dashboard.data.store import Store
from dashboard.settings import Settings
from dashboard.web import current, shortcuts
from dashboard.web.answers import TEXT, Answers, Body
from dashboard.web.application import create_app
from dashboard.web.background import Background
from dashboard.web.shortcuts import Shortcuts
from tests.releases import edit_descriptor, write_release

PATHS = ["/", "/ages?area=kirklees", "/figures/trend.csv", "/_live/start?page=/ages", "/areas"]
HEADERS: list[dict[str, str]] = [
    {},
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "br, gzip;q=0.5"},
    {"X-Forwarded-Proto": "https"},
]


@pytest.fixture
def slow(server: Flask) -> FlaskClient:
    """Ask Flask itself, without what stands before it."""
    bare = Flask("bare")
    bare.wsgi_app = server.__class__.wsgi_app.__get__(server)  # type: ignore[method-assign]  # the seam is the method
    return bare.test_client()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("headers", HEADERS)
@pytest.mark.parametrize("path", PATHS)
def test_an_answer_given_again_is_what_flask_gives(
    client: FlaskClient, slow: FlaskClient, path: str, headers: dict[str, str], method: str
) -> None:
    client.get(path, headers=headers)
    quick = client.open(path, method=method, headers=headers)
    first = slow.open(path, method=method, headers=headers)
    assert quick.status == first.status == "200 OK"
    assert quick.data == first.data
    assert sorted(quick.headers) == sorted(first.headers)
    held = {**headers, "If-None-Match": first.headers["ETag"]}
    quick, first = client.get(path, headers=held), slow.get(path, headers=held)
    assert quick.status == first.status == "304 NOT MODIFIED"
    assert sorted(quick.headers) == sorted(first.headers)


def test_flask_is_not_asked_again(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/ages?area=sandwell")
    monkeypatch.setattr(Flask, "full_dispatch_request", None)
    assert client.get("/ages?area=sandwell").data == first.data


@pytest.mark.parametrize("path", ["/no-such-page", "/data/referrals.csv", "/robots.txt"])
def test_errors_streams_and_what_names_the_host_are_made_each_time(
    client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(path).close()
    asked: list[str] = []
    dispatch = Flask.full_dispatch_request

    def listen(server: Flask) -> object:
        asked.append(path)
        return dispatch(server)

    monkeypatch.setattr(Flask, "full_dispatch_request", listen)
    client.get(path).close()
    assert asked == [path]


def test_each_host_is_told_its_own_name(client: FlaskClient) -> None:
    for host in ("a.example", "b.example"):
        text = client.get("/robots.txt", base_url=f"http://{host}").text
        assert f"Sitemap: http://{host}/sitemap.xml" in text


def test_a_new_release_takes_the_shortcuts_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    writer = Store.open(url, read_only=False)
    writer.publish(import_release(write_release(tmp_path / "old")))
    reader = Store.open(url)
    client = create_app(reader, Settings()).server.test_client()
    for _ in range(2):
        assert "9.9" not in client.get("/about").text
    newer = write_release(
        tmp_path / "new", edit=lambda texts: edit_descriptor(texts, version="9.9")
    )
    writer.publish(import_release(newer))
    for _ in range(2):
        assert "9.9" in client.get("/about").text
    writer.close()
    reader.close()


def test_no_more_is_remembered_than_there_is_room_for(
    illustrative_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortcuts, "MOST_KEPT", 3)
    server = Flask("test")
    answers = Answers("code", Background())
    release = illustrative_store.latest()
    server.add_url_rule(
        "/<name>",
        "any",
        lambda name: answers.answer(release, name, lambda: Body(name.encode(), TEXT)),
    )
    kept = Shortcuts(server.wsgi_app, current.CurrentRelease(illustrative_store))
    server.wsgi_app = kept  # type: ignore[method-assign]  # the seam is the method
    client = server.test_client()
    for name in "abcd":
        assert client.get(f"/{name}").text == name
    assert [path for path, _, _ in kept._given] == ["/b", "/c", "/d"]
    answers.forget(release)
    assert client.get("/d").text == "d"
