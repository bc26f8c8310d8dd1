"""A release's life by commands alone: published, scheduled, corrected, withdrawn, and taken back."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dashboard.data.store.history import State
from dashboard.data.store.releases import Store
from dashboard.data.store.schema import SCHEMA_VERSION
from dashboard.exceptions import InvalidRelease, SettingsError, StoreError, UnknownRelease
from dashboard.publishing.__main__ import main
from dashboard.publishing.downgrade import LOST
from tests.clocks import FakeClock
from tests.releases import WHY, correct, edit_descriptor, write_release
from tests.serving import PROJECT

pytestmark = pytest.mark.services
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    clock = FakeClock(monkeypatch)
    clock.set("2026-11-28T12:00")
    return clock


@pytest.fixture
def url(store_url: str, fake: FakeClock, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATABASE_URL", store_url)
    return store_url


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Return a release and its correction."""
    return [
        write_release(tmp_path / version, edit=partial(edit_descriptor, version=version))
        for version in ("1", "2")
    ]


def states(url: str) -> dict[str, State]:
    store = Store.open(url)
    found = {record.version: record.state for record in store.releases()}
    store.close()
    return found


def identifier(url: str, version: str) -> str:
    store = Store.open(url)
    found = next(r.identifier for r in store.releases() if r.version == version)
    store.close()
    return found


def test_a_life_from_folder_to_correction_to_withdrawal(
    url: str, folders: list[Path], fake: FakeClock, capsys: Capture
) -> None:
    old, new = folders
    assert main(["publish", str(old)]) == 0
    assert (
        main(["publish", str(new), "--at", "2026-12-01", "--by", "Ada", "--reason", "Row 4"]) == 0
    )
    assert "scheduled for 2026-12-01 09:30 GMT" in capsys.readouterr().out
    assert states(url) == {"1": State.CURRENT, "2": State.SCHEDULED}
    fake.set("2026-12-01T09:30")
    assert states(url) == {"1": State.SUPERSEDED, "2": State.CURRENT}
    first, second = identifier(url, "1"), identifier(url, "2")
    assert main(["withdraw", second, "--reason", "Wrong again"]) == 0
    assert f"version 1 ({first})" in capsys.readouterr().out
    assert main(["withdraw", first, "--reason", "Wrong too"]) == 0
    assert "There is none in its place" in capsys.readouterr().out
    assert main(["list"]) == 0
    shown = capsys.readouterr().out
    (release,) = re.findall('grep -Eq "(.*)"', (PROJECT / "bin" / "serve").read_text())
    assert all(re.match(release, line) for line in shown.splitlines())  # so it publishes none
    assert "withdrawn: Wrong again" in shown
    assert "withdrawn: Wrong too" in shown
    assert main(["undo"]) == 0
    assert f"withdraw {first}" in capsys.readouterr().out
    assert main(["restore", second]) == 0
    assert states(url) == {"1": State.SUPERSEDED, "2": State.CURRENT}
    capsys.readouterr()
    assert main(["history"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert f"publish {second}  from 2026-12-01 09:30 GMT  by Ada: Row 4" in lines[1]


def test_a_publication_date_to_come_is_scheduled_and_not_served(
    url: str, folders: list[Path], tmp_path: Path, fake: FakeClock, capsys: Capture
) -> None:
    dates = {"published": "2027-06-01", "lastUpdated": "2027-06-01", "nextUpdate": "2027-09-01"}

    def edit(texts: dict[str, str]) -> None:
        edit_descriptor(texts, version="3", **dates)

    coming = write_release(tmp_path / "coming", edit=edit)
    main(["publish", str(folders[0])])
    assert main(["publish", str(coming)]) == 0
    assert "scheduled for 2027-06-01 09:30 BST" in capsys.readouterr().out
    assert states(url)["3"] is State.SCHEDULED
    assert main(["publish", str(coming), "--at", "2027-01-01"]) == SettingsError.exit_code
    fake.set("2027-06-01T08:30")
    assert states(url)["3"] is State.CURRENT


def test_who_publishes_is_told_what_is_scheduled_to_replace_it(
    url: str, folders: list[Path], tmp_path: Path, fake: FakeClock, capsys: Capture
) -> None:
    first, corrected = folders
    main(["publish", str(first), "--at", "2026-12-01"])
    assert "replaced" not in capsys.readouterr().out
    assert main(["publish", str(corrected)]) == 0
    said = capsys.readouterr().out
    assert f"replaced on 2026-12-01 09:30 GMT by version 1 ({identifier(url, '1')})" in said
    third = write_release(tmp_path / "3", edit=partial(edit_descriptor, version="3"))
    assert main(["publish", str(third), "--at", "2026-12-02"]) == 0
    assert "replaced" not in capsys.readouterr().out
    main(["withdraw", identifier(url, "1"), "--reason", "Never shown"])
    fake.set("2026-12-01T09:30")
    assert states(url)["2"] is State.CURRENT


def test_a_dry_run_of_any_command_changes_nothing(
    url: str, folders: list[Path], capsys: Capture
) -> None:
    old, new = folders
    assert main(["publish", str(old), "--dry-run"]) == 0
    assert "could be published" in capsys.readouterr().out
    assert main(["list"]) == StoreError.exit_code  # not even a store was made
    main(["publish", str(old)])
    before = states(url)
    first = identifier(url, "1")
    for command in (
        ["publish", str(new)],
        ["publish", str(new), "--at", "2026-12-01"],
        ["withdraw", first, "--reason", "Wrong"],
        ["quotes", "withdraw", "mum"],
        ["undo"],
        ["upgrade"],
        ["downgrade", "--to", "2"],
        ["downgrade", "--to", "1", "--lose-history"],
    ):
        capsys.readouterr()
        assert main([*command, "--dry-run"]) == 0, command
        assert "Nothing was changed: this was a dry run." in capsys.readouterr().out
        assert states(url) == before
    main(["history"])
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_what_is_refused_leaves_with_its_exit_code(url: str, folders: list[Path]) -> None:
    withdrawal = ["withdraw", "0123456789ab", "--reason", "Wrong"]
    assert main(withdrawal) == StoreError.exit_code
    main(["publish", str(folders[0])])
    assert main(withdrawal) == UnknownRelease.exit_code
    assert main(["restore", identifier(url, "1")]) == StoreError.exit_code
    assert main(["publish", str(folders[1]), "--at", "soon"]) == SettingsError.exit_code
    assert main(["quotes", "withdraw", "no-such-quote"]) == StoreError.exit_code
    with pytest.raises(SystemExit):
        main(["withdraw", identifier(url, "1")])  # readers must be told why


def test_a_store_is_taken_back_by_who_says_what_may_be_lost(
    url: str, folders: list[Path], capsys: Capture
) -> None:
    for folder in folders:
        main(["publish", str(folder)])
    before = states(url)
    capsys.readouterr()
    assert main(["downgrade", "--to", "1"]) == StoreError.exit_code
    assert "loses what was done to releases and quotes" in capsys.readouterr().err
    assert states(url) == before
    assert main(["downgrade", "--to", "1", "--lose-history"]) == 0
    said = capsys.readouterr().out
    assert said.count("Lost: ") == len(LOST)
    assert main(["downgrade", "--to", "1", "--lose-history"]) == 0
    assert "nothing to do" in capsys.readouterr().out
    assert main(["list"]) == StoreError.exit_code
    assert "run `upgrade` first" in capsys.readouterr().err
    assert main(["upgrade"]) == 0
    assert states(url) == before
    with pytest.raises(SystemExit):
        main(["downgrade", "--to", str(SCHEMA_VERSION)])


def test_every_way_back_says_what_it_loses() -> None:
    assert set(LOST) == set(range(2, SCHEMA_VERSION + 1))


@pytest.mark.parametrize(
    "reason",
    ["It showed that two boys were excluded", "3 of the 40 families were named", "Tom was named"],
)
def test_a_reason_that_readers_are_shown_is_read_as_texts_of_a_release_are(
    reason: str, url: str, folders: list[Path], capsys: Capture
) -> None:
    assert main(["publish", str(folders[0])]) == 0
    withdrawal = ["withdraw", identifier(url, "1"), "--reason"]
    assert main([*withdrawal, reason]) == InvalidRelease.exit_code
    said = capsys.readouterr().err
    assert "[wording] --reason: expected no " in said
    assert not any(word in said for word in ("two", "3", "Tom"))
    assert states(url) == {"1": State.CURRENT}
    assert main([*withdrawal, "It showed a small count, of the route Police"]) == 0


def test_a_quote_is_withdrawn_from_every_release_and_told_of_when_it_comes_again(
    url: str, folders: list[Path], tmp_path: Path, capsys: Capture
) -> None:
    for folder in folders:
        main(["publish", str(folder)])
    capsys.readouterr()
    main(["quotes", "list"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert all("  shown  consent " in line for line in lines)
    key = next(line.split("  ")[2] for line in lines if "It helped" in line)
    assert main(["quotes", "withdraw", key, "--by", "Ada"]) == 0
    said = capsys.readouterr().out
    assert identifier(url, "1") in said
    assert identifier(url, "2") in said
    assert "It helped" not in said
    main(["quotes", "list"])
    assert capsys.readouterr().out.count("  withdrawn  ") == 2
    main(["history"])
    assert "It helped" not in capsys.readouterr().out
    third = write_release(tmp_path / "3", edit=partial(edit_descriptor, version="3"))
    main(["publish", str(third)])
    assert "1 of its 2 quotes were withdrawn" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_folder_that_was_never_sealed_is_to_be_sealed_first(
    url: str, tmp_path: Path, command: str, capsys: Capture
) -> None:
    folder = write_release(tmp_path / "unsealed", seal=False)
    assert main([command, str(folder)]) == InvalidRelease.exit_code
    assert "seal it first" in capsys.readouterr().err
    before = (folder / "datapackage.json").read_bytes()
    assert main(["seal", str(folder), "--dry-run"]) == 0
    assert (folder / "datapackage.json").read_bytes() == before


def test_diff_says_what_a_correction_changed_and_why(
    url: str, folders: list[Path], tmp_path: Path, capsys: Capture
) -> None:
    main(["publish", str(write_release(tmp_path / "first"))])
    assert main(["diff"]) == StoreError.exit_code  # there is none before it
    main(["publish", str(write_release(tmp_path / "corrected", edit=correct))])
    capsys.readouterr()
    assert main(["diff"]) == 0
    shown = capsys.readouterr().out
    assert "3 figures that both print differ" in shown
    assert "Eastport, 2023: 83 (30 of 36) -> 81 (29 of 36) per cent" in shown
    assert f"Why: {WHY}" in shown
    first, second = identifier(url, "2024.4"), identifier(url, "2024.4.1")
    assert main(["diff", first, second]) == 0
    assert "81 (29 of 36) -> 83 (30 of 36)" in capsys.readouterr().out
    assert main(["diff", second, "0123456789ab"]) == UnknownRelease.exit_code
    edit = partial(edit_descriptor, name="other", version="9")
    main(["publish", str(write_release(tmp_path / "other", edit=edit))])
    assert main(["diff", first, identifier(url, "9")]) == StoreError.exit_code


def test_every_answer_can_be_had_as_one_line_of_json(
    url: str, folders: list[Path], tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREVIEW_SECRET", "s" * 32)

    def told(*command: str) -> Any:
        exit_code = main([*command, "--json"])
        (line,) = capsys.readouterr().out.splitlines()
        answer = json.loads(line)
        assert answer["exit_code"] == exit_code
        return answer

    old, new = folders
    unsealed = write_release(tmp_path / "unsealed", seal=False)
    refused = told("check", str(unsealed))
    assert (refused["exit_code"], refused["error"]) == (4, "InvalidRelease")
    assert "seal it first" in refused["messages"][0]
    assert "datapackage.json" not in told("seal", str(unsealed))["files"]
    assert told("check", str(old))["audit"].startswith("passed")
    first = told("publish", str(old))["release"]
    second = told("publish", str(new), "--at", "2026-12-01")
    assert second["takes_effect"] == "2026-12-01T09:30:00Z"
    assert told("preview", second["release"])["link"].endswith("/")
    states = {one["identifier"]: one["state"] for one in told("list")["releases"]}
    assert states == {first: "current", second["release"]: "scheduled"}
    assert told("diff", second["release"])["figures"] == []
    assert told("withdraw", first, "--reason", "Wrong")["current"] is None
    assert told("restore", first)["current"] == first
    assert told("quotes", "withdraw", "mum")["releases"] == [second["release"], first]
    assert {quote["state"] for quote in told("quotes", "list")["quotes"]} == {"withdrawn", "shown"}
    assert told("undo")["undone"] == 5
    assert [change["action"] for change in told("history")["changes"]][-1] == "undo"
    assert told("upgrade")["before"] == told("upgrade")["schema"]
    assert told("downgrade", "--to", "2", "--dry-run")["schema"] == SCHEMA_VERSION
    back = told("downgrade", "--to", "2")
    assert (back["before"], back["schema"], len(back["lost"])) == (
        SCHEMA_VERSION,
        2,
        SCHEMA_VERSION - 2,
    )
    assert told("downgrade", "--to", "1", "--lose-history")["exit_code"] == StoreError.exit_code
    assert told("list")["error"] == "StoreError"
    assert told("upgrade")["before"] == 2
    assert {one["identifier"]: one["state"] for one in told("list")["releases"]} == states


def test_after_findings_it_says_what_to_do_next(url: str, tmp_path: Path, capsys: Capture) -> None:
    def spoil(texts: dict[str, str]) -> None:
        edit_descriptor(texts, disclosure={"threshold": 2, "rounding": 1, "statement": "None."})

    assert main(["check", str(write_release(tmp_path / "bad", edit=spoil))]) != 0
    assert "Next: " in capsys.readouterr().err
