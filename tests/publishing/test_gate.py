"""A release is refused when a suppressed count can be found, by every command that opens one."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.data.release.reading import import_release
from dashboard.data.release.writing.seal import seal_release
from dashboard.data.store.releases import Store
from dashboard.exceptions import DisclosureError, InvalidRelease, StoreError
from dashboard.publishing.__main__ import main
from dashboard.publishing.gate import open_release, store_if_any
from tests.releases import Edit, edit_descriptor, place, replace_once, to_csv, write_release

WESTPORT = (
    "2024,Calendar year,Local authority,E92000001,England,E12000091,Coast,902,E09000102,Westport"
)
SHOWN_AGAIN = 31  # with it, the counts of the other town follow


def leak(texts: dict[str, str]) -> None:
    """Print one count that was hidden to protect others."""
    hidden, shown = f"{WESTPORT},Yes,c", f"{WESTPORT},Yes,{SHOWN_AGAIN}"
    replace_once(texts, "data/endings.csv", hidden, shown)


def latest(url: str) -> str:
    with closing(Store.open(url)) as store:
        return store.latest()


@pytest.fixture
def leaky(tmp_path: Path) -> Path:
    return write_release(tmp_path / "leaky", edit=leak)


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_leak_is_refused_with_a_proof_and_without_a_value(
    command: str,
    leaky: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["publish", str(write_release(tmp_path / "safe"))]) == 0
    with_safe = latest(url)

    assert main([command, str(leaky)]) == DisclosureError.exit_code

    said = capsys.readouterr().err
    assert "Eastport, 2024, Yes (endings)" in said
    assert "exactly + " in said
    assert str(SHOWN_AGAIN) not in said.replace("2024", "")
    assert latest(url) == with_safe


def print_small(texts: dict[str, str]) -> None:
    """Add a table of one town that prints a small count, and nothing to subtract it from."""
    descriptor = json.loads(texts["datapackage.json"])
    table = {"name": "visits", "path": "data/visits.csv", "kind": "statistics"}
    descriptor["resources"].append(table | {"title": "Visits", "universe": "children visited"})
    texts["datapackage.json"] = json.dumps(descriptor)
    texts["data/visits.csv"] = to_csv(
        place(area, "2024", "Calendar year") | {"children": count}
        for area, count in (("eastport", "3"), ("westport", "20"))
    )
    texts["data/visits.meta.csv"] = texts["data/delivery.meta.csv"].replace(
        "mean_days,Indicator,Mean days,,days,0,,,\n", ""
    )


@pytest.mark.parametrize("command", ["check", "publish"])
@pytest.mark.parametrize("leaks", [True, False])
def test_small_counts_and_what_the_audit_finds_are_told_at_once(
    command: str,
    leaks: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)

    def edit(texts: dict[str, str]) -> None:
        print_small(texts)
        if leaks:
            leak(texts)

    folder = write_release(tmp_path / "release", edit=edit)
    code = DisclosureError.exit_code if leaks else InvalidRelease.exit_code
    assert main([command, str(folder)]) == code
    said = capsys.readouterr().err
    assert "[small_counts] data/visits.csv, row 2, column children" in said
    assert ("exactly + " in said) is leaks
    assert ("finds nothing more" in said) is not leaks
    assert "a count below the threshold is printed" not in said  # once is enough
    with store_if_any(url) as store:
        assert store is None or not store.releases()


def test_what_cannot_be_read_is_not_audited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def edit(texts: dict[str, str]) -> None:
        leak(texts)
        texts["data/referrals.csv"] = texts["data/referrals.csv"].replace(
            ",Total,25", ",Total,x2", 1
        )

    assert main(["check", str(write_release(tmp_path, edit=edit))]) == InvalidRelease.exit_code
    said = capsys.readouterr().err
    assert "[markers]" in said
    assert "audit" not in said


def test_a_verdict_on_other_figures_is_refused(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "release")
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["disclosure"] |= {
        "verdict": "passed",
        "verdictHash": "0" * 64,
        "verdictOn": "2025-02-04",
    }
    path.write_text(json.dumps(descriptor), "utf-8")
    seal_release(folder)
    with pytest.raises(DisclosureError, match="verdictHash"):
        open_release(folder)


# The same figures, of which others are hidden: Westport's are shown, and the whole's are not.
SHOWN_INSTEAD = {"Yes": "31", "No": "7"}


def hide_others(texts: dict[str, str]) -> None:
    rows = list(csv.DictReader(io.StringIO(texts["data/endings.csv"])))
    for row in rows:
        if row["answer"] in SHOWN_INSTEAD and row["time_period"] in ("2024", "202324"):
            if row["la_name"] == "Westport":
                row["children"] = SHOWN_INSTEAD[row["answer"]]
            elif row["geographic_level"] == "Programme":
                row["children"] = "c"
    texts["data/endings.csv"] = to_csv(rows)
    edit_descriptor(texts, version="2024.5", published="2025-03-04", lastUpdated="2025-03-04")


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_release_that_leaks_beside_an_earlier_one_is_refused(
    command: str,
    store_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", store_url)
    other = write_release(tmp_path / "other", edit=hide_others)
    assert main(["check", str(other)]) == 0  # by itself, it is safe
    assert main(["publish", str(write_release(tmp_path / "first"))]) == 0
    first = latest(store_url)

    assert main([command, str(other)]) == DisclosureError.exit_code

    said = capsys.readouterr().err
    assert "Eastport, 2024, Yes (endings)" in said
    assert f"earlier release 2024.4 ({first})" in said
    assert SHOWN_INSTEAD["Yes"] not in said.replace(first, "")
    assert latest(store_url) == first


def disguise(name: str, illustrative: bool) -> Edit:
    def edit(texts: dict[str, str]) -> None:
        hide_others(texts)
        edit_descriptor(texts, name=name, illustrative=illustrative)

    return edit


@pytest.mark.parametrize("name", ["harbour-families", "other-families"])
@pytest.mark.parametrize("illustrative", [True, False])
def test_a_release_that_claims_to_be_another_is_held_against_the_same_figures(
    name: str, illustrative: bool, store_url: str, tmp_path: Path
) -> None:
    other = write_release(tmp_path / "other", edit=disguise(name, illustrative))
    open_release(other)  # by itself, it is safe
    with closing(Store.open(store_url, read_only=False)) as store:
        store.publish(open_release(write_release(tmp_path / "first")))
        with pytest.raises(DisclosureError, match=re.escape("Eastport, 2024, Yes (endings)")):
            open_release(other, store)


@pytest.mark.parametrize("illustrative", [True, False])
def test_only_an_illustrative_release_may_be_made_again(illustrative: bool, tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        disguise("harbour-families", illustrative)(texts)
        edit_descriptor(texts, version="2024.4")

    first = write_release(
        tmp_path / "first", edit=lambda texts: edit_descriptor(texts, illustrative=illustrative)
    )
    again = write_release(tmp_path / "again", edit=edit)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with closing(Store.open(url, read_only=False)) as store:
        store.publish(import_release(first))
        if illustrative:
            assert open_release(again, store).catalogue.version == "2024.4"
        else:
            with pytest.raises(DisclosureError, match=re.escape("Eastport, 2024, Yes (endings)")):
                open_release(again, store)


@pytest.mark.parametrize("name", ["harbour-families", "other-families"])
@pytest.mark.parametrize("illustrative", [True, False])
def test_a_release_may_follow_itself_and_one_of_other_children(
    name: str,
    illustrative: bool,
    store_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Others hide other cells of other figures: only a release of the same series is in the way."""

    def edit(texts: dict[str, str]) -> None:
        disguise(name, illustrative)(texts)
        for table in ("referrals", "endings", "delivery"):
            path = f"data/{table}.csv"
            rows = list(csv.DictReader(io.StringIO(texts[path])))
            for row in rows:
                row["children"] = (
                    str(int(row["children"]) * 3) if row["children"].isdigit() else row["children"]
                )
            texts[path] = to_csv(rows)

    monkeypatch.setenv("DATABASE_URL", store_url)
    first, other = (
        str(write_release(tmp_path / "first")),
        str(write_release(tmp_path / "other", edit=edit)),
    )
    for path in (first, first, other, first):
        assert main(["publish", path]) == 0


def test_a_release_published_while_another_is_audited_stops_it(
    store_url: str, tmp_path: Path
) -> None:
    first = open_release(write_release(tmp_path / "first"))
    second = open_release(write_release(tmp_path / "other", edit=hide_others))
    with closing(Store.open(store_url, read_only=False)) as store:
        store.publish(first, alongside=())
        with pytest.raises(StoreError, match="publish it again"):
            store.publish(second, alongside=())
        assert store.latest() == first.identifier


def test_a_store_that_cannot_be_read_is_no_store_without_releases(tmp_path: Path) -> None:
    broken = tmp_path / "store.sqlite"
    broken.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError), store_if_any(f"sqlite:///{broken}"):
        pass
    with store_if_any(f"sqlite:///{tmp_path / 'none.sqlite'}") as store:
        assert store is None


def test_stored_cells_are_those_of_the_files(store_url: str, tmp_path: Path) -> None:
    release = open_release(write_release(tmp_path / "release"))
    with closing(Store.open(store_url, read_only=False)) as store:
        store.publish(release)
        for table in release.catalogue.tables:
            stored = set(store.cells(release.identifier, table.name))
            assert stored == set(release.cells(table.name))
