"""Do workers share their answers through Redis, and serve without it when it fails?"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import redis
from flask import Flask

from dashboard.data.importing import import_release
from dashboard.data.store import Store
from dashboard.settings import Settings
from dashboard.web import current
from dashboard.web.answers import TEXT, Answers, Body
from dashboard.web.application import create_app
from dashboard.web.background import Background
from dashboard.web.shelf import KEPT_SECONDS, PREFIX, RedisShelf
from tests.releases import edit_descriptor, write_release

pytestmark = pytest.mark.services

WORDS = Body(b"words " * 200, TEXT, headers=(("X-Kept", "yes"),))


@pytest.fixture
def keys(redis_url: str) -> redis.Redis:
    return redis.Redis.from_url(redis_url)


def test_what_is_put_can_be_had_again_compressed_once(redis_url: str, keys: redis.Redis) -> None:
    shelf = RedisShelf(redis_url)
    shelf.put("one", "a", WORDS)
    found = RedisShelf(redis_url).get("one", "a")
    assert found is not None
    assert found == WORDS
    assert found.encoded("br") is found._compressed["br"]
    assert brotli.decompress(found.encoded("br")) == WORDS.content
    assert 0 < keys.ttl(f"{PREFIX}:one:a") <= KEPT_SECONDS
    assert shelf.get("one", "b") is None
    assert shelf.get("two", "a") is None


def test_a_release_is_forgotten_alone(redis_url: str) -> None:
    shelf = RedisShelf(redis_url)
    for release in ("one", "two"):
        for number in range(600):
            shelf.put(release, str(number), Body(b"x", TEXT))
    shelf.forget("one")
    assert [shelf.get("one", str(n)) for n in (0, 599)] == [None, None]
    assert shelf.get("two", "599") is not None


@pytest.mark.parametrize("content", [b"", b"\x00", b"\x93\x01\x02\x03", b"\x93\xa1t\x90\xc4\x01x"])
def test_what_is_none_of_ours_is_not_served(
    redis_url: str, keys: redis.Redis, content: bytes
) -> None:
    keys.set(f"{PREFIX}:one:a", content)
    assert RedisShelf(redis_url).get("one", "a") is None


def test_only_one_worker_claims_a_piece_of_work(redis_url: str) -> None:
    assert [RedisShelf(redis_url).claim("this", 60) for _ in range(3)] == [True, False, False]


def test_a_redis_that_is_not_there_is_asked_once(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    check_left_alone(f"redis://:secret@127.0.0.1:{port}/0", caplog)


def test_a_redis_that_does_not_answer_is_not_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        check_left_alone(f"redis://:secret@127.0.0.1:{silent.getsockname()[1]}/0", caplog)


def check_left_alone(url: str, caplog: pytest.LogCaptureFixture) -> None:
    shelf = RedisShelf(url)
    start = time.monotonic()
    with caplog.at_level(logging.WARNING):
        for number in range(50):
            assert shelf.get("one", str(number)) is None
            shelf.put("one", str(number), WORDS)
        shelf.forget("one")
        assert not shelf.claim("this", 60)
    assert time.monotonic() - start < 1
    assert len(caplog.records) == 1
    assert "secret" not in caplog.text


def test_one_worker_makes_an_answer_for_all(redis_url: str) -> None:
    made = []

    def make() -> Body:
        made.append(1)
        return WORDS

    with Flask("test").test_request_context("/"):
        for _ in range(3):
            background = Background(0)
            answers = Answers("code", background, RedisShelf(redis_url))
            response = answers.answer("one", "/a", make)
            assert response.data == WORDS.content
            assert response.headers["X-Kept"] == "yes"
            background.wait()
        assert len(made) == 1
        Answers("newer code", Background(0), RedisShelf(redis_url)).answer("one", "/a", make)
    assert len(made) == 2


def test_two_workers_never_serve_a_mixture(
    redis_url: str, tmp_path: Path, keys: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    writer = Store.open(url, read_only=False)
    old = writer.publish(import_release(write_release(tmp_path / "old")))
    store = Store.open(url)
    clients = [
        create_app(store, Settings(redis_url=redis_url)).server.test_client() for _ in range(2)
    ]
    first, second = (client.get("/about") for client in clients)
    assert first.data == second.data
    wait_until(lambda: has_answers_of(keys, old))
    newer = write_release(
        tmp_path / "new", edit=lambda texts: edit_descriptor(texts, version="9.9")
    )
    new = writer.publish(import_release(newer))
    for client in [*clients, *clients]:
        assert "9.9" in client.get("/about").text
    wait_until(lambda: has_answers_of(keys, new) and not has_answers_of(keys, old))
    writer.close()
    store.close()


def has_answers_of(keys: redis.Redis, release: str) -> bool:
    return any(keys.scan_iter(f"{PREFIX}:{release}:*"))


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
