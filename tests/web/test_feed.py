"""Readers are told what changed: on the pages, in a feed, as JSON, and nothing that is suppressed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from dashboard.data.release.reading import FileRelease, import_release
from dashboard.data.store.changes import Reason
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web import current
from dashboard.web.application import create_app
from tests.releases import (
    WHY,
    correct,
    correct_by_area,
    correct_endings,
    write_release,
)

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", read_only=False)
    yield store
    store.close()


@pytest.fixture
def client(writer: Store) -> Iterator[FlaskClient]:
    store = Store.open(writer.url)
    yield create_app(store, Settings(public_url="https://figures.example")).server.test_client()
    store.close()


@pytest.fixture
def releases(tmp_path: Path) -> list[FileRelease]:
    edits = (None, correct)
    return [import_release(write_release(tmp_path / str(n), edit=e)) for n, e in enumerate(edits)]


def entries(client: FlaskClient) -> list[dict[str, str]]:
    feed = ET.fromstring(client.get("/releases/feed.atom").data)  # noqa: S314  # our own
    return [
        {part.tag.rpartition("}")[2]: part.text or "" for part in entry}
        for entry in feed.findall("a:entry", ATOM)
    ]


def test_a_first_release_tells_of_no_change(
    writer: Store, client: FlaskClient, releases: list[FileRelease]
) -> None:
    writer.publish(releases[0])
    assert "What changed" not in client.get("/data").text + client.get("/").text
    told = client.get("/api/changes.json").get_json()
    assert (told["since"], told["figures"]) == (None, [])
    (entry,) = entries(client)
    assert entry["id"] == f"https://figures.example/releases/{releases[0].identifier}/"


def test_a_correction_is_told_on_its_pages_in_the_feed_and_as_json(
    writer: Store, client: FlaskClient, releases: list[FileRelease]
) -> None:
    for release in releases:
        writer.publish(release)
    page = client.get("/data").text
    assert "Three figures changed since" in page
    assert page.count(WHY) == 1  # not in the log of changes as well
    assert "83% (30 of 36)" in page
    assert "81% (29 of 36)" in page
    assert 'href="/data#changed"' in client.get("/").text
    told = client.get("/api/changes.json").get_json()
    assert told["illustrative"] is True
    assert [one["area"] for one in told["figures"]] == ["harbour", "harbour", "eastport"]
    newest, oldest = entries(client)
    assert "Three figures changed" in newest["summary"]
    assert WHY in newest["summary"]
    assert "Illustrative" in oldest["summary"]
    earlier = f"/releases/{releases[0].identifier}"
    assert "figures changed since" not in client.get(f"{earlier}/data").text


@pytest.mark.parametrize("others", [4, 5])
def test_the_feed_gives_five_reasons_and_counts_the_rest(
    writer: Store, client: FlaskClient, tmp_path: Path, releases: list[FileRelease], others: int
) -> None:
    def explain(texts: dict[str, str]) -> None:
        correct(texts)
        lines = [f'2025-02-04,correction,"Another reason, number {n}."\n' for n in range(others)]
        texts["changes.csv"] += "".join(lines)

    writer.publish(releases[0])
    writer.publish(import_release(write_release(tmp_path / "r", edit=explain)))
    newest = entries(client)[0]["summary"]
    assert newest.count("Another reason") + newest.count(WHY) == 5
    assert newest.endswith("Further reasons given: 1.") is (others == 5)
    assert ("Further" in newest) is (others == 5)


def test_a_reason_stands_next_to_the_figures_that_it_is_of(
    writer: Store, client: FlaskClient, tmp_path: Path, releases: list[FileRelease]
) -> None:
    writer.publish(releases[0])
    writer.publish(import_release(write_release(tmp_path / "r", edit=correct_by_area)))
    section = client.get("/data").text.partition('id="changed"')[2].partition("</section>")[0]
    explained = [row for row in section.split("<tr") if WHY in row]
    assert [("Both towns" in row, ">Eastport<" in row) for row in explained] == [
        (True, False),
        (False, True),
    ]
    assert section.count("no reason given") == 1
    told = client.get("/api/changes.json").get_json()
    assert [one["why"] for one in told["figures"]] == [[WHY], [], [WHY]]
    reason = told["reasons"][0]
    assert (reason["area"], reason["measure"], reason["period"]) == (
        "eastport",
        "living_at_home",
        "2023",
    )


def test_nothing_of_a_withdrawn_release_is_told_but_why(
    writer: Store, client: FlaskClient, releases: list[FileRelease]
) -> None:
    for release in releases:
        writer.publish(release)
    writer.withdraw(releases[0].identifier, Reason("Ada", "Counted twice"))
    for address in ("/data", "/", "/api/changes.json", "/releases/feed.atom"):
        assert "30 of 36" not in client.get(address).text, address
    assert client.get("/api/changes.json").get_json()["since"] is None
    newest = next(e for e in entries(client) if e["title"].startswith("Withdrawn: "))
    assert "Counted twice" in newest["summary"]


def test_what_either_release_suppresses_is_told_nowhere(
    writer: Store, client: FlaskClient, tmp_path: Path, releases: list[FileRelease]
) -> None:
    def hide(texts: dict[str, str]) -> None:
        correct(texts)
        correct_endings(texts, {("eastport", "2023", "Yes"): "c", ("eastport", "2023", "No"): "c"})

    writer.publish(releases[0])
    writer.publish(import_release(write_release(tmp_path / "hidden", edit=hide)))
    told = client.get("/api/changes.json").get_json()
    assert [one["area"] for one in told["figures"]] == ["harbour", "harbour"]
    section = client.get("/data").text.partition('id="changed"')[2].partition("</section>")[0]
    assert section.count("Both towns") == 2
    assert "Eastport" not in section.replace(WHY, "")


def test_a_feed_changes_when_a_release_does(
    writer: Store, client: FlaskClient, releases: list[FileRelease]
) -> None:
    writer.publish(releases[0])
    held = client.get("/releases/feed.atom").headers["ETag"]
    again = client.get("/releases/feed.atom", headers={"If-None-Match": held})
    assert again.status_code == 304
    writer.publish(releases[1])
    again = client.get("/releases/feed.atom", headers={"If-None-Match": held})
    assert again.status_code == 200
