"""The locks hold what the project asks for, checked by content, and agree with one another."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dashboard
from tests.serving import PROJECT

LOCKS = sorted(path.name for path in PROJECT.glob("requirements*.txt"))
EXTRAS = {
    "requirements.txt": (),
    "requirements-publishing.txt": ("publishing",),
    "requirements-dev.txt": ("publishing", "dev"),
}
SOURCE = re.compile(r"://|--index-url|--find-links|--trusted-host")


def asked() -> dict[str, list[Requirement]]:
    """Read what pyproject.toml asks for: by extra, the blank one for all."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    listed = {"": project["dependencies"], **project["optional-dependencies"]}
    return {extra: [Requirement(line) for line in lines] for extra, lines in listed.items()}


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Read a lock: for each package its version and how many hashes it may have."""
    entries = re.split(
        r"^(?=[a-z0-9])", Path(PROJECT / name).read_text("utf-8"), flags=re.MULTILINE
    )
    found = {}
    for entry in entries[1:]:
        package, _, version = entry.split()[0].partition("==")
        found[package] = (version, entry.count("--hash=sha256:"))
    return found


def imports_of(folder: str) -> set[str]:
    """List the modules that the sources of a folder import, by their first name."""
    found = set()
    for path in (PROJECT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_by_content_and_no_source_is_named(name: str) -> None:
    packages = locked(name)
    assert packages
    assert [
        package for package, (version, hashes) in packages.items() if not version or not hashes
    ] == []
    assert not SOURCE.search((PROJECT / name).read_text("utf-8"))


@pytest.mark.parametrize(("name", "extras"), EXTRAS.items())
def test_lock_holds_what_is_asked_for(name: str, extras: tuple[str, ...]) -> None:
    packages = locked(name)
    for requirement in [r for extra in ("", *extras) for r in asked()[extra]]:
        version, _ = packages[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement


@pytest.mark.parametrize(
    ("folder", "extras"), [("dashboard", ("publishing",)), ("tests", ("publishing", "dev"))]
)
def test_every_library_that_is_imported_is_asked_for(folder: str, extras: tuple[str, ...]) -> None:
    declared = {canonicalize_name(r.name) for extra in ("", *extras) for r in asked()[extra]}
    owners = packages_distributions()
    imported = {canonicalize_name(owners[name][0]) for name in imports_of(folder) if name in owners}
    assert imported <= declared


def test_locks_agree() -> None:
    largest = locked("requirements-dev.txt")
    for name in EXTRAS:
        assert locked(name).items() <= largest.items()


def test_the_web_process_is_not_given_what_checks_a_release() -> None:
    assert {"alembic", "frictionless", "highspy", "scipy"} & set(
        locked("requirements.txt")
    ) == set()


def test_version_is_said_once() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == dashboard.__version__
    assert f"## [{dashboard.__version__}]" in (PROJECT / "CHANGELOG.md").read_text("utf-8")
