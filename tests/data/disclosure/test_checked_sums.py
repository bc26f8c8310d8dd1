"""The audit knows every sum that `check` verifies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from dashboard.data.linking.building import Published, build_base
from dashboard.data.linking.figures import LinkedProblem
from dashboard.data.release.checks import sums
from dashboard.data.release.checks.check import Subject
from dashboard.data.release.checks.scanning import scan_tables
from dashboard.data.release.reading import Reading, read_release
from dashboard.disclosure.arrays import Numbers
from tests.releases import write_release

TOTALS = {
    "areas": sums._area_totals,
    "periods": sums._period_totals,
    "groups": sums._group_totals,
}
Cell = tuple[str, str, str, str, tuple[tuple[str, str], ...]]


def without(*identifiers: str) -> Callable[[dict[str, str]], None]:
    """Return an edit that leaves out the rows of some kinds of period."""

    def edit(texts: dict[str, str]) -> None:
        for path, text in texts.items():
            if path.startswith("data/") and not path.endswith(".meta.csv"):
                kept = [
                    line
                    for line in text.splitlines()
                    if not any(f",{name}," in line for name in identifiers)
                ]
                texts[path] = "\n".join([*kept, ""])

    return edit


def system_of(reading: Reading) -> LinkedProblem:
    release = reading.release()
    cells = {table.name: list(release.cells(table.name)) for table in release.catalogue.tables}
    return build_base([Published(release.catalogue, cells)])


def unknowns_of(system: LinkedProblem) -> dict[Cell, int]:
    found = {}
    for grid, unknowns in zip(system.figures.grids, system.figures.unknowns, strict=True):
        for place in np.flatnonzero(unknowns >= 0).tolist():
            figure = grid.figure(place)
            name = (figure.table, figure.column, figure.area, figure.period, figure.groups)
            found[name] = int(unknowns.flat[place])
    return found


def checked_rows(subject: Subject, unknowns: dict[Cell, int], kind: str) -> Iterator[Numbers]:
    """Yield each complete sum that `check` verifies, as coefficients of unknowns."""
    width = max(unknowns.values()) + 1
    for grid, total in TOTALS[kind](subject):
        if not total.complete:
            continue
        for column in (c.name for c in grid.table.columns if c.whole):
            others = [range(n) for axis, n in enumerate(grid.rows.shape) if axis != total.axis]
            for rest in np.ndindex(*(len(other) for other in others)):
                row = np.zeros(width, dtype=np.int64)
                places = [(total.whole, 1), *((part, -1) for part in total.parts)]
                for place, coefficient in places:
                    at = list(rest)
                    at.insert(total.axis, place)
                    combination, area, period = at
                    name = (
                        grid.table.name,
                        column,
                        grid.areas[area],
                        grid.periods[period],
                        grid.combinations[combination],
                    )
                    if name not in unknowns:
                        break
                    row[unknowns[name]] += coefficient
                else:
                    yield row


@pytest.mark.parametrize("kind", TOTALS)
@pytest.mark.parametrize(
    "left_out", [(), ("Calendar year",), ("To date",), ("Calendar year Q1", "Calendar year Q2")]
)
def test_every_sum_that_is_checked_follows_from_the_audits_own(
    kind: str, left_out: tuple[str, ...], tmp_path: Path
) -> None:
    reading = read_release(write_release(tmp_path, edit=without(*left_out)))
    subject = Subject(reading, *scan_tables(reading))
    system = system_of(reading)
    rows = list(checked_rows(subject, unknowns_of(system), kind))
    known = system.constraints.sums().matrix.toarray()
    wide = np.zeros((len(rows), known.shape[1]))
    for number, row in enumerate(rows):
        wide[number, : len(row)] = row
    assert (
        rows
        or (kind == "periods" and "To date" in left_out)
        or left_out[:1] == ("Calendar year Q1",)
    )
    assert np.linalg.matrix_rank(np.vstack([known, wide])) == np.linalg.matrix_rank(known)


def test_a_sum_that_the_audit_does_not_know_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = read_release(write_release(tmp_path))
    subject = Subject(reading, *scan_tables(reading))
    monkeypatch.setattr("dashboard.data.linking.completion.tilings", lambda *_: {})
    system = system_of(reading)
    rows = np.array(list(checked_rows(subject, unknowns_of(system), "periods")))
    known = system.constraints.sums().matrix.toarray()[:, : rows.shape[1]]
    assert np.linalg.matrix_rank(np.vstack([known, rows])) > np.linalg.matrix_rank(known)
