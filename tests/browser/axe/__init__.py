"""What axe-core finds wrong with the page that a browser shows.

axe-core comes from the lock beside this file, installed by `bin/test`. Every rule that it runs
by default is run, and `target-size` (WCAG 2.2), which it leaves out unless asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.databases import missing

SOURCE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}


@dataclass(frozen=True, slots=True)
class Examination:
    """What is wrong: rule, elements, why. And the rules that tested something and passed it."""

    violations: list[str]
    passed: set[str]


def examine(page: Page) -> Examination:
    """Run axe-core in a page."""
    if not SOURCE.exists():
        missing("axe-core is not installed: bin/test installs it")
    # By evaluation, which a page's own policy does not concern, not by a script element.
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(SOURCE.read_text("utf-8"))
    found = page.evaluate(f"axe.run(document, {json.dumps(OPTIONS)})")
    return Examination(
        violations=[
            f"{rule['id']}: {node['target']}: {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ],
        passed={rule["id"] for rule in found["passes"]},
    )
