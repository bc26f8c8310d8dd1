"""Each command does its work, says so, and leaves with the right exit code."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.data.release.checks import CHECKS
from dashboard.data.store.releases import Store
from dashboard.exceptions import InvalidRelease, StoreError, UnreadableRelease
from dashboard.publishing.__main__ import COMMANDS, build_parser, main
from dashboard.publishing.commands import Command
from tests.releases import replace_once, write_release

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{tmp_path / 'var' / 'store.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", address)
    return address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_release(tmp_path / "release")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return write_release(
        tmp_path / "faulty",
        edit=lambda texts: replace_once(texts, "quotes.csv", "2099-06-01", "2025-01-01"),
    )


def test_check_of_a_valid_release_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 0
    assert f"{len(CHECKS)} checks" in capsys.readouterr().out


def test_a_reader_who_has_had_enough_is_told_no_trace(folder: Path) -> None:
    """`bin/releases check FOLDER --rules | head` reads some lines, and hangs up."""
    command = [sys.executable, "-m", "dashboard.publishing", "check", "--rules", str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == ""
    assert run.returncode == 1


def test_check_lists_findings_and_fails(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(faulty)]) == InvalidRelease.exit_code
    assert "quotes.csv, row 2, column consent_expires" in capsys.readouterr().err


def test_check_shows_the_rules_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--rules", str(folder)])
    shown = capsys.readouterr().out
    assert "stages - not applicable: no table has stages" in shown
    for check in CHECKS:
        assert f"{check.name} - " in shown
        assert check.rule.splitlines()[0] in shown


def test_publish_serves_a_release_and_says_when_it_was_there(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(folder)]) == 0
    assert "served from now" in capsys.readouterr().out
    assert main(["publish", str(folder)]) == 0
    assert "was there already" in capsys.readouterr().out
    store = Store.open(url)
    assert len(store.releases()) == 1
    store.close()


def test_publish_refuses_a_faulty_release_and_serves_the_old_one(
    url: str, folder: Path, faulty: Path
) -> None:
    main(["publish", str(folder)])
    store = Store.open(url)
    before = store.latest()
    assert main(["publish", str(faulty)]) == InvalidRelease.exit_code
    assert store.latest() == before
    store.close()


def test_list_shows_what_is_served(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["publish", str(folder)])
    capsys.readouterr()
    assert main(["list"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "2025-02-04  2024.4" in line
    assert line.endswith("illustrative  current")


def test_list_without_a_store_fails_plainly(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == StoreError.exit_code
    assert "publish a release first" in capsys.readouterr().err


def test_seal_makes_a_folder_fit_to_check(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "unsealed", seal=False)
    assert main(["check", str(folder)]) == InvalidRelease.exit_code
    assert main(["seal", str(folder)]) == 0
    assert main(["check", str(folder)]) == 0


def test_sealing_twice_changes_nothing(folder: Path) -> None:
    before = (folder / "datapackage.json").read_bytes()
    assert main(["seal", str(folder)]) == 0
    assert (folder / "datapackage.json").read_bytes() == before


def test_seal_keeps_what_the_analyst_wrote_of_a_column(tmp_path: Path) -> None:
    def write_type(texts: dict[str, str]) -> None:
        raw = json.loads(texts["datapackage.json"])
        own = {"name": "children", "type": "number", "title": "Children, rounded"}
        raw["resources"][0]["schema"] = {"fields": [own]}
        texts["datapackage.json"] = json.dumps(raw)

    folder = write_release(tmp_path / "r", edit=write_type)
    raw = json.loads((folder / "datapackage.json").read_text())
    fields = raw["resources"][0]["schema"]["fields"]
    assert fields[-1] == {"name": "children", "type": "number", "title": "Children, rounded"}


def test_seal_of_a_missing_file_says_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_release(tmp_path / "r")
    (folder / "data" / "endings.csv").unlink()
    assert main(["seal", str(folder)]) == UnreadableRelease.exit_code
    assert "data/endings.csv" in capsys.readouterr().err


def test_seal_of_a_zip_is_refused(tmp_path: Path) -> None:
    assert main(["seal", str(tmp_path / "release.zip")]) == UnreadableRelease.exit_code


def test_release_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "absent"]) == UnreadableRelease.exit_code
    assert "absent" in capsys.readouterr().err


def test_every_command_has_help() -> None:
    command = [sys.executable, "-m", "dashboard.publishing", "--help"]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    shown = " ".join(answer.stdout.split())
    for word in COMMANDS:
        assert word.name in shown
        assert word.summary in shown


@pytest.mark.parametrize("word", COMMANDS, ids=lambda word: word.name)
def test_the_help_of_a_command_shows_a_line_to_copy(
    word: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    with pytest.raises(SystemExit):
        main([word.name, "--help"])
    assert f"Example: bin/releases {word.example or word.name}\n" in capsys.readouterr().out


@pytest.mark.parametrize("word", COMMANDS, ids=lambda word: word.name)
def test_the_example_of_a_command_can_be_run_as_it_stands(word: Command) -> None:
    assert build_parser().parse_args(shlex.split(word.example or word.name)).command is word
