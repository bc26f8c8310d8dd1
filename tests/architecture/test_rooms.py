"""Imports point one way, and it would be seen if they did not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.diagram import PAGE, with_drawing
from tests.serving import PROJECT

# A line in a file, and the contract that it breaks.
SEEDS = [
    ("charts/__init__.py", "import dashboard.pages.about", "Rooms import one way"),
    ("cellar.py", "", "Rooms import one way"),
    ("publishing/__main__.py", "import dashboard.wording", "Publishing works from data alone"),
    ("data/store/releases.py", "import flask", "Data and publishing know nothing of the web"),
    ("publishing/__main__.py", "import plotly", "Data and publishing know nothing of the web"),
    ("pages/about.py", "import sqlalchemy", "Only data talks to the database"),
    ("publishing/upgrade.py", "import alembic", "Only data talks to the database"),
    (
        "pages/about.py",
        "import dashboard.data.release.checks",
        "The site never meets what checks, audits or prepares a release",
    ),
    (
        "data/store/releases.py",
        "import dashboard.data.store.migrating",
        "The site never meets what checks, audits or prepares a release",
    ),
    (
        "data/queries/titles.py",
        "import dashboard.disclosure.rules",
        "The site never meets what checks, audits or prepares a release",
    ),
    (
        "wording/numbers.py",
        "import dashboard.data.release.undeclared",
        "The site never meets what checks, audits or prepares a release",
    ),
    (
        "data/release/checks/sums.py",
        "import dashboard.data.store.schema",
        "The rooms of data import one way",
    ),
    (
        "data/release/reading/source.py",
        "import dashboard.data.release.checks",
        "A release is read before it is checked or written",
    ),
    (
        "disclosure/constraints.py",
        "import dashboard.disclosure.attacker.audit",
        "The rooms of disclosure control import one way",
    ),
    (
        "disclosure/attacker/search.py",
        "import dashboard.disclosure.attacker.audit",
        "A verdict stands above what it is made from",
    ),
    (
        "disclosure/suppression/pattern.py",
        "import dashboard.disclosure.suppression.protect",
        "Protection stands above what it is made from",
    ),
    (
        "disclosure/rules.py",
        "import dashboard.exceptions",
        "Disclosure control knows nothing of the house",
    ),
    (
        "data/preparing/summary.py",
        "import dashboard.disclosure.rules",
        "Only linking uses disclosure control",
    ),
    (
        "data/release/checks/sums.py",
        "import dashboard.data.release.checks.words",
        "Checks are independent of one another",
    ),
    ("pages/about.py", "import dashboard.pages.ages", "Pages are independent of one another"),
]


def lint_imports(project: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the product's code to do harm to."""
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    shutil.copytree(
        PROJECT / "dashboard", tmp_path / "dashboard", ignore=shutil.ignore_patterns("*.csv")
    )
    return tmp_path


def test_every_contract_is_kept() -> None:
    linted = lint_imports(PROJECT)
    assert linted.returncode == 0, linted.stdout
    assert ", 0 broken." in linted.stdout


@pytest.mark.parametrize(("file", "line", "contract"), SEEDS)
def test_a_forbidden_import_is_seen(copy: Path, file: str, line: str, contract: str) -> None:
    path = copy / "dashboard" / file
    before = path.read_text("utf-8") if path.exists() else ""
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    linted = lint_imports(copy)
    assert linted.returncode != 0
    assert f"{contract} BROKEN" in linted.stdout or "cellar" in linted.stdout


def modules_after(code: str, **environment: str) -> set[str]:
    """Run code in a process of its own and list the modules that it loaded."""
    listed = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules, sep='\\n')"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return {name.partition(".")[0] for name in listed.stdout.split()}


def test_publishing_runs_without_the_web() -> None:
    loaded = modules_after(
        "import dashboard.publishing.__main__\nimport dashboard.data.release.checks"
    )
    assert loaded & {"dash", "plotly", "flask", "werkzeug", "gunicorn"} == set()


def test_the_web_process_never_loads_what_checks_a_release(illustrative_url: str) -> None:
    code = "import app\napp.server.test_client().get('/')\napp.server.test_client().get('/compare')"
    loaded = modules_after(code, DATABASE_URL=illustrative_url)
    assert "dash" in loaded
    assert loaded & {"alembic", "frictionless", "highspy", "scipy", "pytest"} == set()


def test_the_drawing_of_the_rooms_is_what_the_code_is() -> None:
    page = PAGE.read_text("utf-8")
    assert with_drawing(page) == page, "run python -m tests.architecture.diagram"


def test_a_drawing_that_is_out_of_date_is_seen() -> None:
    page = PAGE.read_text("utf-8").replace("pages ", "cellar ", 1)
    assert with_drawing(page) != page
