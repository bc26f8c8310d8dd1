"""Who waits at a terminal is shown what goes on; a program that reads what is said is not."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.publishing.test_prepare import desk
from tests.releases import correct, write_release
from tests.serving import PROJECT


def at_a_terminal(folder: Path, *command: str) -> tuple[str, str]:
    """Run a command with a terminal for its standard error; return what either of the two showed."""
    ours, theirs = pty.openpty()
    url = f"sqlite:///{folder / 'store.sqlite'}"
    with subprocess.Popen(
        [sys.executable, "-m", "dashboard.publishing", *command],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": url, "TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        parts = []
        with contextlib.suppress(OSError):  # as Linux says that the other end is closed
            while part := os.read(ours, 65_536):
                parts.append(part)
        os.close(ours)
        assert process.stdout is not None
        said = process.stdout.read().decode()
    shown = b"".join(parts).decode()
    assert process.returncode == 0, shown
    return shown, said


def test_every_step_of_more_than_a_second_has_a_bar(tmp_path: Path) -> None:
    first = str(write_release(tmp_path / "first"))
    corrected = str(write_release(tmp_path / "corrected", edit=correct))
    gate = ("Reading", "Checking", "Auditing")
    expected = {
        ("publish", first): (*gate, "Loading"),
        ("check", corrected): gate,
        ("publish", corrected): (*gate, "Loading"),
        ("diff",): ("Comparing",),
        ("complete", corrected, "--dry-run"): ("Reading",),
        (*desk(tmp_path), str(tmp_path / "made")): (
            *("Counting", "Reading earlier releases", "Suppressing and auditing"),
        ),
    }
    for command, steps in expected.items():
        shown, said = at_a_terminal(tmp_path, *command)
        assert [step for step in steps if step not in shown] == [], command
        assert "\x1b" not in said
        assert "HiGHS" not in shown + said  # nor a banner of a solver
