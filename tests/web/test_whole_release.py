"""The release that readers take whole is the one published, and nothing that is not theirs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import frictionless
import pytest
from flask.testing import FlaskClient

from dashboard.data.release import archive, clock
from dashboard.data.release.checks import examine_release, failures
from dashboard.data.release.reading import import_release, read_release
from dashboard.data.release.writing.seal import seal_release
from dashboard.data.store.history import words_of
from dashboard.data.store.releases import Store
from dashboard.publishing.gate import open_release
from dashboard.settings import Settings
from dashboard.web import current
from dashboard.web.application import create_app
from tests.conftest import ILLUSTRATIVE
from tests.releases import replace_once, write_release

CHECKED = "checked_words,checked_by,checked_on,check_reason"
WHO = "The editor of the release"
WHY = "It begins a sentence"


def save(client: FlaskClient, folder: Path, prefix: str = "") -> Path:
    response = client.get(f"{prefix}/data/release.zip")
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    path = folder / "release.zip"
    path.write_bytes(response.data)
    return path


def test_it_imports_again_to_the_same_hash_and_every_byte(
    client: FlaskClient, illustrative_store: Store, tmp_path: Path
) -> None:
    path = save(client, tmp_path)
    assert import_release(path).identifier == illustrative_store.latest()
    with zipfile.ZipFile(path) as whole:
        added = {"CITATION.cff", "data-dictionary.md"}
        names = set(whole.namelist()) - added
        assert names == {
            file.relative_to(ILLUSTRATIVE).as_posix()
            for file in ILLUSTRATIVE.rglob("*")
            if file.is_file()
        }
        for name in names:
            assert whole.read(name) == (ILLUSTRATIVE / name).read_bytes()


def test_the_gate_lets_it_pass(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "release")
    with served(folder, tmp_path) as (client, _):
        path = save(client, tmp_path)
    assert open_release(path).identifier == import_release(folder).identifier


def test_a_frictionless_client_validates_it_unchanged(client: FlaskClient, tmp_path: Path) -> None:
    report = frictionless.validate(save(client, tmp_path))
    assert report.valid, report.flatten(["name", "type", "note"])[:5]
    assert report.stats["tasks"] == len(frictionless.Package(tmp_path / "release.zip").resources)


def test_it_says_what_it_holds_and_how_to_cite_it(
    client: FlaskClient, illustrative_store: Store, tmp_path: Path
) -> None:
    catalogue, identifier = illustrative_store.catalogue(), illustrative_store.latest()
    with zipfile.ZipFile(save(client, tmp_path)) as whole:
        told = [line.split(": ", 1) for line in whole.read("CITATION.cff").decode().splitlines()]
        dictionary = whole.read("data-dictionary.md").decode()
    cited = {key: json.loads(value) for key, value in (pair for pair in told if len(pair) == 2)}
    assert cited["title"] == f"ILLUSTRATIVE: {catalogue.title}"
    assert identifier in cited["version"]
    assert cited["  - name"] == catalogue.producer
    assert "ILLUSTRATIVE" in dictionary
    for table in catalogue.tables:
        assert table.title in dictionary
        for column in table.columns:
            assert f"`{column.name}`" in dictionary
    for measure in catalogue.measures:
        assert measure.definition.split(".")[0] in dictionary
    assert "checked_by" not in dictionary


@contextmanager
def served(folder: Path, tmp_path: Path) -> Iterator[tuple[FlaskClient, Store]]:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with closing(Store.open(url, read_only=False)) as store:
        store.publish(import_release(folder))
        yield create_app(store, Settings(database_url=url)).server.test_client(), store


@pytest.fixture
def governed(tmp_path: Path) -> Path:
    """Write a release of which words of a quote were let pass, by someone and for a reason."""

    def edit(texts: dict[str, str]) -> None:
        replace_once(texts, "quotes.csv", "consent_expires\n", f"consent_expires,{CHECKED}\n")
        replace_once(texts, "quotes.csv", "2099-06-01", f"2099-06-01,It,{WHO},2025-01-01,{WHY}")
        replace_once(texts, "quotes.csv", "published_source,,", "published_source,,,,,,")

    return write_release(tmp_path / "governed", edit=edit)


def quotes_in(path: Path) -> dict[str, dict[str, str]]:
    with zipfile.ZipFile(path) as whole:
        text = io.StringIO(whole.read("quotes.csv").decode())
    return {row["key"]: row for row in csv.DictReader(text)}


def findings(path: Path) -> list[str]:
    return [str(finding) for finding in failures(examine_release(read_release(path)))]


def test_who_let_words_pass_and_why_is_withheld(governed: Path, tmp_path: Path) -> None:
    with served(governed, tmp_path) as (client, store):
        path = save(client, tmp_path)
        identifier = store.latest()
    with zipfile.ZipFile(path) as whole:
        content = b"".join(whole.read(name) for name in whole.namelist())
    assert WHO.encode() not in content
    assert WHY.encode() not in content
    found = quotes_in(path)["mum"]
    assert found["checked_by"] == found["check_reason"] == archive.WITHHELD
    assert found["checked_words"] == "It"
    reading = read_release(path)
    assert findings(path) == findings(governed)
    assert reading.release().identifier != identifier


def test_a_quote_that_may_not_be_shown_is_not_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(write_release(tmp_path / "release"), tmp_path) as (client, store):
        assert set(quotes_in(save(client, tmp_path))) == {"mum", "worker"}
        catalogue = store.catalogue()
        words = [words_of(quote) for quote in catalogue.quotes if quote.key == "worker"]
        store.withdraw_quote(store.latest(), "worker", words)
        monkeypatch.setattr(current, "ASK_AGAIN_SECONDS", 0)
        assert set(quotes_in(save(client, tmp_path))) == {"mum"}
        moment = dt.datetime(2099, 6, 2, 12, tzinfo=clock.now().tzinfo)
        monkeypatch.setattr(clock, "now", lambda: moment)
        path = save(client, tmp_path)
    assert quotes_in(path) == {}
    assert findings(path) == []


def test_a_release_with_a_file_that_no_check_reads_is_not_to_be_had_whole(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "release")
    (folder / "notes.txt").write_text("Not for readers")
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    descriptor["resources"].append({"name": "notes", "path": "notes.txt"})
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    seal_release(folder)
    with served(folder, tmp_path) as (client, _):
        assert client.get("/data/release.zip").status_code == 404
        assert "release.zip" not in client.get("/data").text


def test_one_stored_by_an_earlier_program_is_had_whole_when_published_again(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "release")
    with served(folder, tmp_path) as (client, store):
        with store.connect() as connection:
            connection.exec_driver_sql("DELETE FROM archive")
        assert client.get("/data/release.zip").status_code == 404
        store.publish(import_release(folder))
        assert import_release(save(client, tmp_path)).identifier == store.latest()
