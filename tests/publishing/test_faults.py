"""What happens to a publisher when a file is a bomb, or the disk is full."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dashboard.data.store.releases import Store
from dashboard.exceptions import InvalidRelease, StoreError, UnreadableRelease
from tests.releases import correct, write_release, write_zip
from tests.serving import PROJECT

BOMB_BYTES = 400_000_000
PEAK = "Most kibibytes in memory:"
MOST_BYTES = 300_000_000  # that the command may have in memory at any time


def run(folder: Path, *command: str, most_written: int = 0) -> tuple[int, str, int]:
    """Run a command; return its exit code, what it said, and the most memory it had, in bytes."""

    def limit() -> None:
        if most_written:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_written, most_written))

    # Said by the command itself: what the system says of a process counts what it was forked from.
    program = (
        "import atexit, re, runpy, sys\n"
        "read = lambda: re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]\n"
        f"atexit.register(lambda: print('{PEAK}', read(), flush=True))\n"
        "runpy.run_module('dashboard.publishing', run_name='__main__', alter_sys=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, *command],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'store.sqlite'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=limit,  # noqa: PLW1509  # nothing here has threads
    )
    assert process.stdout is not None
    with process.stdout as output:
        said, _, peak = output.read().decode().rpartition(PEAK)
    return process.wait(), said, int(peak) * 1024


@pytest.mark.parametrize(
    "name", ["data/referrals.csv", "areas.csv", "text/why.md", "datapackage.json"]
)
def test_a_zip_bomb_is_refused_in_little_memory(tmp_path: Path, name: str) -> None:
    whole = write_zip(write_release(tmp_path / "release"), tmp_path / "whole.zip")
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(whole) as good, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as bad:
        for entry in good.namelist():
            if entry != name:
                bad.writestr(entry, good.read(entry))
        with bad.open(name, "w", force_zip64=True) as file:
            for _ in range(BOMB_BYTES // 1_000_000):
                file.write(b"0" * 1_000_000)
    assert bomb.stat().st_size < 1_000_000
    code, said, memory = run(tmp_path, "check", str(bomb))
    assert code in (InvalidRelease.exit_code, UnreadableRelease.exit_code), said
    assert name in said
    assert "Traceback" not in said
    assert memory < MOST_BYTES


def test_a_text_of_200_megabytes_is_refused_in_little_memory(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "release")
    with (folder / "text" / "why.md").open("wb") as text:
        text.truncate(200_000_000)
    code, said, memory = run(tmp_path, "check", str(folder))
    assert code == InvalidRelease.exit_code, said
    assert "text/why.md" in said
    assert memory < MOST_BYTES


def test_a_full_disk_leaves_the_release_that_was_there(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", read_only=False)
    first = write_release(tmp_path / "first")
    second = write_release(tmp_path / "second", edit=correct)
    assert run(tmp_path, "publish", str(first))[0] == 0
    identifier = store.latest()
    size = (tmp_path / "store.sqlite").stat().st_size
    code, said, _ = run(tmp_path, "publish", str(second), most_written=max(4096, size // 2))
    assert code == StoreError.exit_code, said
    assert "Traceback" not in said
    assert store.latest() == identifier
    assert len(store.releases()) == 1
    assert run(tmp_path, "publish", str(second))[0] == 0
    assert len(store.releases()) == 2
    store.close()
