"""The one command for a change fails on each thing that a change must pass, and says which."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import PROJECT

LOCK = "requirements-dev.txt"
TOOLS = {
    "ruff format": "ruff",
    "ruff check": "ruff",
    "mypy": "mypy",
    "lint-imports": "lint-imports",
}
PYTEST_SAYS = "===== 1 passed in 0.01s ====="


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a project whose commands are ours, and whose tools and tests all pass in no time."""
    for folder in ("bin", ".ci"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    shutil.copyfile(PROJECT / LOCK, tmp_path / LOCK)
    tools = tmp_path / ".venv" / "bin"
    tools.mkdir(parents=True)
    (tools / "python").symlink_to(sys.executable)
    digest = hashlib.sha256((PROJECT / LOCK).read_bytes()).hexdigest()
    (tmp_path / ".venv" / ".installed").write_text(f"{LOCK} {digest}\n")
    for tool in set(TOOLS.values()):
        write_script(tools / tool, "exit 0")
    write_script(tmp_path / "bin" / "test", f"echo '{PYTEST_SAYS}'")
    return tmp_path


def write_script(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def run_ci(clone: Path) -> tuple[int, list[str]]:
    """Run what CI runs; return its exit code and the lines that it prints."""
    ended = subprocess.run(
        ["bash", ".ci/run"],
        cwd=clone,
        env={**os.environ, "CI": "true"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout.splitlines()


def test_what_passes_everything_passes(clone: Path) -> None:
    code, lines = run_ci(clone)
    assert code == 0
    assert lines[-1] == PYTEST_SAYS
    assert [line for line in lines if line.startswith("passed")] == [f"passed  {t}" for t in TOOLS]


@pytest.mark.parametrize("step", TOOLS)
def test_a_step_that_fails_is_named_before_the_tests_and_fails_the_whole(
    clone: Path, step: str
) -> None:
    argument = step.partition(" ")[2]
    fails = f'[ "$1" != "{argument}" ]' if argument else "exit 1"
    write_script(clone / ".venv" / "bin" / TOOLS[step], fails)
    code, lines = run_ci(clone)
    assert code != 0
    assert lines[-1] == PYTEST_SAYS
    assert [line for line in lines if line.startswith("FAILED")] == [f"FAILED  {step}"]


def test_tests_that_fail_fail_the_whole(clone: Path) -> None:
    write_script(clone / "bin" / "test", f"echo '{PYTEST_SAYS}'; exit 1")
    code, lines = run_ci(clone)
    assert code != 0
    assert lines[-1] == PYTEST_SAYS


def test_an_environment_behind_a_link_is_never_cleared(clone: Path) -> None:
    elsewhere = clone / "elsewhere"
    (clone / ".venv").rename(elsewhere)
    (clone / ".venv").symlink_to(elsewhere)
    (elsewhere / ".installed").write_text(f"{LOCK} of another day\n")
    code, lines = run_ci(clone)
    assert code != 0
    assert ".venv is a link" in lines[0]
    assert (elsewhere / "bin" / "ruff").exists()
