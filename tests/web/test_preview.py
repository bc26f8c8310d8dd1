"""Who can read a release before its time? Those with a signed link, for a while, and no cache."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.data.release.reading import FileRelease, import_release
from dashboard.data.store import preview_links
from dashboard.data.store.changes import Reason
from dashboard.data.store.releases import Store
from dashboard.exceptions import SettingsError, StoreError, UnknownRelease
from dashboard.publishing.__main__ import main
from dashboard.settings import Settings, read_settings
from dashboard.web import current
from dashboard.web.application import create_app
from dashboard.web.page_routes import page_paths
from tests.clocks import FakeClock
from tests.releases import edit_descriptor, write_release
from tests.web.test_permalinks import FILES, LINK

SECRET = "0123456789abcdef" * 2


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0.0)
    clock = FakeClock(monkeypatch)
    clock.set("2026-11-28T12:00")
    return clock


@pytest.fixture
def releases(tmp_path: Path) -> list[FileRelease]:
    return [
        import_release(write_release(tmp_path / v, edit=partial(edit_descriptor, version=v)))
        for v in ("1.old", "2.new")
    ]


@pytest.fixture
def writer(tmp_path: Path, fake: FakeClock, releases: list[FileRelease]) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", read_only=False)
    store.publish(releases[0])
    store.publish(releases[1], at=fake.set("2026-12-01T09:30"))
    fake.set("2026-11-28T12:00")
    yield store
    store.close()


@pytest.fixture
def client(writer: Store) -> Iterator[FlaskClient]:
    store = Store.open(writer.url)
    yield create_app(store, Settings(preview_secret=SECRET)).server.test_client()
    store.close()


def preview_of(release: FileRelease, *, secret: str = SECRET, days: float = 2) -> str:
    return f"/preview/{preview_links.sign(secret, release.identifier, days)}"


def test_the_foot_of_a_briefing_on_paper_names_its_address_but_never_that_of_a_preview(
    client: FlaskClient, releases: list[FileRelease]
) -> None:
    for release, prefix, address in (
        (releases[0], "", "/areas/eastport"),
        (releases[0], f"/releases/{releases[0].identifier}", "/areas/eastport"),
        (releases[1], preview_of(releases[1]), ""),
    ):
        (foot,) = re.findall('data-foot="([^"]*)"', client.get(f"{prefix}/areas/eastport").text)
        assert f"({release.identifier}) · Published 4 February 2025" in foot
        assert foot.endswith(f" · {prefix}{address}" if address else "Published 4 February 2025")


def test_every_page_of_a_preview_is_marked_and_kept_by_no_cache(
    writer: Store, client: FlaskClient, releases: list[FileRelease]
) -> None:
    prefix = preview_of(releases[1])
    paths = page_paths(writer.pinned(releases[1].identifier))
    for path in [*paths, *FILES]:
        answer = client.get(f"{prefix}{path}")
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers
        assert answer.headers["X-Robots-Tag"] == "noindex"
        if answer.mimetype == "text/html" and path in paths:
            assert "Preview: not published" in answer.text, path
            assert "2.new" in answer.text
            assert '<meta name="robots" content="noindex">' in answer.text
            links = {tag.group(1) for tag in LINK.finditer(answer.text)}
            assert all(link.startswith((prefix, "/releases/")) for link in links), path


def test_two_links_to_one_release_do_not_tell_of_each_other(
    client: FlaskClient, releases: list[FileRelease]
) -> None:
    one, other = preview_of(releases[1]), preview_of(releases[1], days=3)
    assert one in client.get(f"{one}/").text
    assert one not in client.get(f"{other}/").text


def test_nothing_public_tells_of_a_preview(
    client: FlaskClient, releases: list[FileRelease]
) -> None:
    client.get(f"{preview_of(releases[1])}/")
    for address in ("/", "/data", "/sitemap.xml", "/robots.txt", "/releases/feed.atom"):
        answer = client.get(address)
        assert "preview" not in answer.text.lower(), address
        assert "2.new" not in answer.text, address


def test_a_link_that_is_false_or_over_leads_nowhere(
    client: FlaskClient, releases: list[FileRelease], fake: FakeClock
) -> None:
    good = preview_of(releases[1])
    assert client.get(f"{preview_of(releases[1], secret=SECRET[::-1])}/").status_code == 404
    assert client.get(f"{good[:-1]}/").status_code == 404
    assert client.get("/preview/x.y/").status_code == 404
    assert client.get(f"{preview_of(releases[0])[:-3]}abc/").status_code == 404
    fake.set("2026-11-30T12:01")
    ended = client.get(f"{good}/")
    assert (ended.status_code, "2.new" in ended.text) == (410, False)
    assert ended.headers["Cache-Control"] == "private, no-store"


def test_a_preview_leads_to_what_became_of_the_release(
    writer: Store, client: FlaskClient, releases: list[FileRelease], fake: FakeClock
) -> None:
    prefix = preview_of(releases[1], days=9)
    assert client.get(f"{prefix}/healthz").status_code == 404
    fake.set("2026-12-01T09:30")
    published = client.get(f"{prefix}/about")
    assert published.status_code == 302
    assert published.headers["Location"] == f"/releases/{releases[1].identifier}/about"
    writer.withdraw(releases[1].identifier, Reason("Ada", "Wrong"))
    assert client.get(f"{prefix}/").status_code == 404


def test_without_a_secret_there_are_no_previews(
    writer: Store, releases: list[FileRelease], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(writer.url)
    client = create_app(store, Settings()).server.test_client()
    assert client.get(f"{preview_of(releases[1])}/").status_code == 404
    store.close()
    with pytest.raises(SettingsError, match="PREVIEW_SECRET"):
        read_settings({"PREVIEW_SECRET": "short"})
    assert SECRET not in repr(read_settings({"PREVIEW_SECRET": SECRET}))
    monkeypatch.setenv("DATABASE_URL", writer.url)
    assert main(["preview", releases[1].identifier]) == SettingsError.exit_code


def test_the_command_makes_a_link_that_works(
    writer: Store,
    client: FlaskClient,
    releases: list[FileRelease],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", writer.url)
    monkeypatch.setenv("PREVIEW_SECRET", SECRET)
    monkeypatch.setenv("PUBLIC_URL", "https://figures.example")
    assert main(["preview", releases[1].identifier, "--days", "1"]) == 0
    link, until = capsys.readouterr().out.splitlines()
    assert client.get(link.removeprefix("https://figures.example")).status_code == 200
    assert "2026-11-29 12:00 GMT" in until
    assert main(["preview", releases[0].identifier]) == StoreError.exit_code
    assert main(["preview", "0123456789ab"]) == UnknownRelease.exit_code
    assert main(["preview", releases[1].identifier, "--days", "99"]) == SettingsError.exit_code
