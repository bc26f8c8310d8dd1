"""Others' scripts are fetched as they were pinned, and it is said when they are not."""

from __future__ import annotations

import logging
import os
import subprocess
from pathlib import Path

import pytest

from dashboard.web import vendored_scripts
from tests.serving import PROJECT


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a program that stands before every other npm."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder / "npm"


def write(program: Path, line: str) -> None:
    program.write_text(f"#!/bin/sh\n{line}\n")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("exit 1", "could not fetch"),
        ("exit 0", "not what was pinned"),
        ("echo no archive > a.tgz", "not what was pinned"),
    ],
)
def test_a_fetch_that_fails_is_told_by_the_exit_code_and_the_stand_ins_serve(
    npm: Path, does: str, said: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(npm, does)
    with caplog.at_level(logging.INFO):
        assert vendored_scripts.main(tmp_path / "vendor") == 1
    assert said in caplog.text
    assert "static files are ready" in caplog.text
    for package in vendored_scripts.PACKAGES:
        assert package.source(tmp_path / "vendor") == package.stand_in
        assert package.stand_in.is_file()


def test_the_commands_hear_of_it(npm: Path, tmp_path: Path) -> None:
    """Ask what bin/serve asks, with a Python that cannot fetch anything."""
    write(npm, "exit 0")
    (tmp_path / "bin").mkdir()
    for name in ("bin/environment", "dashboard"):
        (tmp_path / name).symlink_to(PROJECT / name)
    script = f"source {tmp_path}/bin/environment; PYTHON=false; install_scripts || echo heavier"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "heavier\n"
    assert not (tmp_path / "var").exists()
