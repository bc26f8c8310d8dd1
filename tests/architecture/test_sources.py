"""The sources keep the rules that no linter knows."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import LONGEST
from tests.serving import PROJECT

MADE_HERE = {".git", ".hypothesis", ".venv", "__pycache__", "node_modules", "var"}
CACHES = re.compile(r"\.\w+_cache\Z")
TEXT = {".cfg", ".css", ".csv", ".js", ".json", ".md", ".py", ".svg", ".toml", ".txt", ".yml", ""}
# A folder of someone's own machine; those that every system of a kind has are no such thing.
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:home|mnt|opt|root|srv|tmp|Users|work)/[\w.]")
IGNORED_WITHOUT_REASON = re.compile(r"#\s*(?:noqa(?!:)|noqa: [A-Z0-9, ]+$|type: ignore\[[^]]*\]$)")


def project_files() -> Iterator[Path]:
    """List the files that a clone of the project has."""
    for folder, folders, names in os.walk(PROJECT):
        folders[:] = sorted(f for f in folders if f not in MADE_HERE and not CACHES.match(f))
        # In a working tree that git added beside another, .git is a file.
        yield from (Path(folder) / name for name in sorted(names) if name not in MADE_HERE)


def product_sources() -> list[Path]:
    return [PROJECT / "app.py", *sorted((PROJECT / "dashboard").rglob("*.py"))]


def texts() -> Iterator[tuple[Path, str]]:
    for path in project_files():
        if path.suffix in TEXT:
            yield path.relative_to(PROJECT), path.read_text("utf-8")


def machine_paths(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if MACHINE_PATH.search(line)]


def environment_readings(source: str) -> list[int]:
    """List the lines that read the environment, however they spell it."""
    names = {"environ", "environb", "getenv", "getenvb"}
    nodes = list(ast.walk(ast.parse(source)))
    imported = [alias for n in nodes if isinstance(n, ast.Import) for alias in n.names]
    os_is = {alias.asname or alias.name for alias in imported if alias.name == "os"}
    return [
        node.lineno
        for node in nodes
        if (isinstance(node, ast.Attribute) and node.attr in names and _name(node.value) in os_is)
        or (isinstance(node, ast.ImportFrom) and names & {alias.name for alias in node.names})
    ]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def ignored_without_reason(source: str) -> list[str]:
    return [
        line.strip() for line in source.splitlines() if IGNORED_WITHOUT_REASON.search(line.rstrip())
    ]


@pytest.mark.parametrize("text", ["in /home/ann/code", 'open("/tmp/x")', "/srv/main"])
def test_a_path_of_a_machine_is_seen(text: str) -> None:
    assert machine_paths(text)


@pytest.mark.parametrize("text", ["#!/usr/bin/env bash", "https://x.example/home/a", "/areas/work"])
def test_what_every_system_has_is_no_path_of_a_machine(text: str) -> None:
    assert machine_paths(text) == []


def test_no_file_names_a_path_of_a_machine() -> None:
    here = Path(__file__).relative_to(PROJECT)
    found = {str(path): machine_paths(text) for path, text in texts() if path != here}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source", ["import os\nos.getenv('A')", "import os as o\no.environ", "from os import environ"]
)
def test_a_reading_of_the_environment_is_seen(source: str) -> None:
    assert environment_readings(source)


def test_settings_alone_reads_the_environment() -> None:
    readers = [
        path.relative_to(PROJECT).as_posix()
        for path in product_sources()
        if environment_readings(path.read_text("utf-8"))
    ]
    assert readers == ["dashboard/settings.py"]


@pytest.mark.parametrize("comment", ["# noqa", "# noqa: S603", "# type: ignore[arg-type]"])
def test_an_ignore_without_its_reason_is_seen(comment: str) -> None:
    assert ignored_without_reason(f"x = 1  {comment}")


@pytest.mark.parametrize("comment", ["# noqa: S603  # why", "# type: ignore[arg-type]  # why"])
def test_an_ignore_with_its_reason_is_left_alone(comment: str) -> None:
    assert ignored_without_reason(f"x = 1  {comment}") == []


def test_every_ignore_has_its_reason_beside_it() -> None:
    here = Path(__file__).relative_to(PROJECT)
    found = {
        str(path): ignored_without_reason(text)
        for path, text in texts()
        if path.suffix == ".py" and path != here
    }
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_the_files_that_are_begun_first_are_there() -> None:
    assert [name for name in LONGEST if not (PROJECT / "tests" / name).is_file()] == []
