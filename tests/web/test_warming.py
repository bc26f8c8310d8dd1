"""Is what readers will ask for made before they ask, and never for a release that has gone?"""

from __future__ import annotations

import logging
import threading
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from flask import Flask

from dashboard.data.importing import import_release
from dashboard.data.store import Store
from dashboard.settings import Settings
from dashboard.web import background, current
from dashboard.web.application import create_app
from dashboard.web.background import Background
from dashboard.web.current import CurrentRelease, PinnedStore
from dashboard.web.findability import page_paths
from dashboard.web.warming import offered_queries
from tests.releases import edit_descriptor, write_release


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> list[Background]:
    """Collect what applications do in the background, and let it hurry."""
    found: list[Background] = []

    def make(_: float = 0) -> Background:
        found.append(Background(0))
        return found[-1]

    monkeypatch.setattr("dashboard.web.application.Background", make)
    return found


def test_every_page_is_ready_before_anyone_asks(
    illustrative_store: Store, works: list[Background], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = create_app(illustrative_store, Settings(), warm=True).server
    works[0].wait()
    monkeypatch.setattr(Flask, "full_dispatch_request", None)
    store = CurrentRelease(illustrative_store).store()
    for path in page_paths(store):
        assert server.test_client().get(path).status_code == 200


def test_a_new_release_is_made_ready_too(
    tmp_path: Path, works: list[Background], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    writer = Store.open(url, read_only=False)
    writer.publish(import_release(write_release(tmp_path / "old")))
    reader = Store.open(url)
    client = create_app(reader, Settings(), warm=True).server.test_client()
    works[0].wait()
    newer = write_release(
        tmp_path / "new", edit=lambda texts: edit_descriptor(texts, version="9.9")
    )
    writer.publish(import_release(newer))
    client.get("/healthz")
    assert "9.9" in client.get("/about").text
    works[0].wait()
    monkeypatch.setattr(Flask, "full_dispatch_request", None)
    assert client.get("/areas").status_code == 200
    writer.close()
    reader.close()


def test_without_a_release_there_is_nothing_to_make(
    tmp_path: Path, works: list[Background], caplog: pytest.LogCaptureFixture
) -> None:
    Store.open(f"sqlite:///{tmp_path / 's.sqlite'}", read_only=False).close()
    store = Store.open(f"sqlite:///{tmp_path / 's.sqlite'}")
    with caplog.at_level(logging.WARNING):
        create_app(store, Settings(), warm=True)
        works[0].wait()
    assert caplog.records == []
    store.close()


@pytest.mark.services
def test_where_workers_share_every_choice_is_made_by_one(
    illustrative_store: Store, works: list[Background], redis_url: str
) -> None:
    store = PinnedStore(illustrative_store, illustrative_store.latest())
    choices = list(offered_queries(store, "/referrals"))
    settings = Settings(redis_url=redis_url)
    for _ in range(2):
        server = create_app(illustrative_store, settings, warm=True).server
        works[-1].wait()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("dashboard.web.serving.render", None)
            answers = [server.test_client().get(f"/referrals?{query}") for query in choices]
        assert {answer.status_code for answer in answers} == {200}


def test_a_form_s_choices_are_asked_for_as_the_form_asks(illustrative_store: Store) -> None:
    store = PinnedStore(illustrative_store, illustrative_store.latest())
    found = [
        dict(parse_qsl(query, keep_blank_values=True))
        for query in offered_queries(store, "/referrals")
    ]
    assert any(query.get("area") == "kirklees" for query in found)
    assert len({frozenset(query.items()) for query in found}) == len(found)
    assert list(offered_queries(store, "/voices")) == []
    assert list(offered_queries(store, "/no-such-page")) == []


def test_work_that_fails_is_noted_and_the_rest_is_done(caplog: pytest.LogCaptureFixture) -> None:
    done = threading.Event()
    work = Background(0)

    def fail() -> None:
        raise KeyError("missing")

    work.add(fail)
    work.add(done.set)
    work.wait()
    assert done.is_set()
    assert "KeyError" in caplog.text


def test_what_is_wanted_soon_is_done_first() -> None:
    work = Background(0)
    begun, held = threading.Event(), threading.Event()
    done: list[str] = []

    def hold() -> None:
        begun.set()
        held.wait(5)

    work.add(hold)
    begun.wait(5)
    for name in ("later", "last"):
        work.add(partial(done.append, name))
    work.add(partial(done.append, "soon"), soon=True)
    held.set()
    work.wait()
    assert done == ["soon", "later", "last"]


def test_work_beyond_what_can_wait_is_left_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "MOST_WAITING", 2)
    work = Background(0)
    begun, held = threading.Event(), threading.Event()
    done: list[int] = []

    def hold() -> None:
        begun.set()
        held.wait(5)

    work.add(hold)
    begun.wait(5)
    for number in range(5):
        work.add(partial(done.append, number))
    held.set()
    work.wait()
    assert done == [0, 1]
