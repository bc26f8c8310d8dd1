"""Counts what other programs suppress on the set of small problems, and puts it to our audit.

    python -m benchmarks.suppressors

Each is installed into an environment of its own under var/. The fewest cells that can be hidden
are known for each problem; ours is measured in one search and in many.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.building import Published, build_base
from dashboard.data.linking.figures import LinkedProblem
from dashboard.data.linking.grids import Figure
from dashboard.data.linking.protect import exact_counts, protect_release
from dashboard.data.release.model import BreakdownKind, Marker
from tests.data.disclosure.benchmark_set import Problem, problems
from tests.data.disclosure.small import WHOLE, Cells
from tests.serving import PROJECT

HERE = Path(__file__).parent
ENVIRONMENTS = PROJECT / "var" / "suppressors"
PROGRAMS = {"gconfid": ("gconfid==2.0.4",), "pytauargus": ("pytauargus==0.6.0",)}
INSTALL_SECONDS, HIDING_SECONDS = 900, 900


def installed(requirements: Sequence[str]) -> Path:
    """Make a program's environment if it is not there yet; give its Python."""
    digest = hashlib.sha256(" ".join(requirements).encode()).hexdigest()[:12]
    home = ENVIRONMENTS / digest
    python, done = home / "bin" / "python", home / "installed"
    if not done.exists():
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(home)],
            [str(python), "-m", "pip", "install", "--quiet", *requirements],
        ):
            subprocess.run(command, check=True, timeout=INSTALL_SECONDS)
        done.touch()
    return python


def as_json(problem: Problem) -> dict[str, Any]:
    """Put a problem in terms that other programs understand: cells, sums, finest counts."""
    base = build_base([Published(problem.plan, problem.cells)])
    sums = base.constraints.sums()
    rows: list[list[int]] = [[] for _ in sums.least]
    order = np.argsort(sums.coefficient == -1, kind="stable")  # the whole comes first
    for entry in order.tolist():
        rows[int(sums.row[entry])].append(int(sums.unknown[entry]))
    return {
        "threshold": problem.plan.disclosure.threshold,
        "values": exact_counts(problem.plan, base, problem.cells).tolist(),
        "sums": rows,
        **single_table(problem, base),
    }


def single_table(problem: Problem, base: LinkedProblem) -> dict[str, Any]:
    """Return the finest counts of a problem that is one table of areas by at most one flat filter."""
    breakdowns = problem.plan.breakdowns
    flat = len(problem.plan.tables) == 1 and len(problem.plan.periods) == 1
    flat &= all(b.kind is BreakdownKind.PARTS for b in breakdowns)
    flat &= all(group.part_of in ("", "Total") for b in breakdowns for group in b.groups)
    if not flat:
        return {"leaves": [], "places": []}
    (cells,) = problem.cells.values()
    unknowns = {f: u for u in range(len(base)) for f in base.figures.of(u)}
    leaves, places = [], []
    for cell in cells:
        place = ["Total" if cell.area == WHOLE else cell.area, *(group for _, group in cell.groups)]
        figure = Figure(cell.table, cell.column, cell.area, cell.period, cell.groups)
        places.append((place, unknowns[figure]))
        if "Total" not in place:
            leaves.append((place, round(cell.value or 0)))
    return {"leaves": leaves, "places": places}


def hidden_by(name: str, asked: Sequence[dict[str, Any]]) -> tuple[list[list[int] | None], float]:
    """Ask a program of every problem; give its answers and the seconds it took."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:  # one of them leaves logs where it is run
        done = subprocess.run(
            [str(installed(PROGRAMS[name])), str(HERE / "others.py"), name],
            cwd=folder,
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=True,
            timeout=HIDING_SECONDS,
        )
    answers: list[list[int] | None] = json.loads(done.stdout.rpartition("ANSWERS")[2])
    return answers, time.perf_counter() - started


def with_hidden(problem: Problem, hidden: Sequence[int]) -> Cells:
    """Return a problem's cells with some unknowns made confidential."""
    base = build_base([Published(problem.plan, problem.cells)])
    gone = {figure for unknown in hidden for figure in base.figures.of(unknown)}
    return {
        name: tuple(
            replace(cell, value=None, marker=Marker.CONFIDENTIAL)
            if Figure(name, cell.column, cell.area, cell.period, cell.groups) in gone
            else cell
            for cell in cells
        )
        for name, cells in problem.cells.items()
    }


def hidden_cells(cells: Cells) -> int:
    """Count what is confidential."""
    return sum(c.marker is Marker.CONFIDENTIAL for rows in cells.values() for c in rows)


def results(
    every: Sequence[Problem],
) -> Iterator[tuple[str, list[Cells | None], float]]:
    """Yield each program's name, what it makes of every problem, and its seconds."""
    for name, thorough in (("ours, thorough", True), ("ours, once", False)):
        started = time.perf_counter()
        found: list[Cells | None] = [
            dict(protect_release(p.plan, p.cells, thorough=thorough).cells) for p in every
        ]
        yield name, found, time.perf_counter() - started
    asked = [as_json(problem) for problem in every]
    for name, requirements in PROGRAMS.items():
        installed(requirements)
        answers, seconds = hidden_by(name, asked)
        pairs = zip(every, answers, strict=True)
        yield name, [None if a is None else with_hidden(p, a) for p, a in pairs], seconds


def main() -> None:
    """Print a row for each program."""
    every = list(problems())
    print(
        f"{'program':<18}{'problems':>9}{'fewest':>8}{'hidden':>8}{'ratio':>7}{'safe':>6}"
        f"{'leaks':>7}{'seconds':>9}"
    )
    for name, found, seconds in results(every):
        taken = [(p, cells) for p, cells in zip(every, found, strict=True) if cells is not None]
        fewest = sum(problem.fewest for problem, _ in taken)
        hidden = sum(hidden_cells(cells) for _, cells in taken)
        verdicts = [audit_release(problem.plan, cells) for problem, cells in taken]
        safe = sum(verdict.passed for verdict in verdicts)
        leaks = sum(len(verdict.leaks) for verdict in verdicts)
        print(
            f"{name:<18}{len(taken):>9}{fewest:>8}{hidden:>8}{hidden / max(fewest, 1):>7.2f}"
            f"{safe:>6}{leaks:>7}{seconds:>9.1f}"
        )


if __name__ == "__main__":
    main()
