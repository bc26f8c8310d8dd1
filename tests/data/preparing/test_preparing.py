"""Unsuppressed tables become a release that passes."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.preparing import prepare
from dashboard.data.preparing.counting import Mark, complete_cells, tally
from dashboard.data.release.model import Marker
from dashboard.exceptions import DisclosureError
from tests.data.disclosure.small import WHOLE, catalogue, count, parts, quarter, table, year

TODAY = date(2026, 9, 22)
PLAN = catalogue(
    sites=("east", "west"),
    periods=[quarter(2024, 1), quarter(2024, 2), year(2024)],
    breakdowns=[parts("route", "police", "school")],
    tables=[table("referrals", "route")],
)


def test_marks_are_counted_in_every_parent() -> None:
    marks = [
        Mark("east", date(2024, 2, 1), ("police",)),
        Mark("west", date(2024, 5, 1), ("school",)),
    ]
    found = tally(PLAN, PLAN.tables[0], PLAN.periods, marks)
    assert found[WHOLE, "2024", ("Total",)] == 2
    assert found["east", "2024q1", ("police",)] == 1
    assert found["east", "2024q2", ("Total",)] == 0
    assert found[WHOLE, "2024q2", ("school",)] == 1


def test_the_matrix_is_complete() -> None:
    nobody = {"children": tally(PLAN, PLAN.tables[0], PLAN.periods, [])}
    cells = list(complete_cells(PLAN, PLAN.tables[0], PLAN.periods, nobody))
    assert len(cells) == 3 * 3 * 3
    assert {cell.value for cell in cells} == {0.0}


def test_a_prepared_release_passes_and_carries_its_verdict() -> None:
    counts = {
        ("east", "2024q1", "police"): 3,
        ("east", "2024q1", "school"): 20,
        ("east", "2024q2", "police"): 9,
        ("east", "2024q2", "school"): 21,
        ("west", "2024q1", "police"): 12,
        ("west", "2024q1", "school"): 19,
        ("west", "2024q2", "police"): 8,
        ("west", "2024q2", "school"): 16,
    }
    cells = count(PLAN, {"referrals": counts})
    prepared = prepare(PLAN, cells, on=TODAY)
    verdict = audit_release(prepared.catalogue, prepared.cells)
    rule = prepared.catalogue.disclosure
    assert verdict.passed
    assert (rule.verdict_hash, rule.verdict_on) == (verdict.digest, TODAY)
    hidden = sum(cell.marker is Marker.CONFIDENTIAL for cell in prepared.cells["referrals"])
    done = prepared.suppressed
    assert rule.hidden_cells == hidden == done.primary + done.secondary + done.reported


def test_tables_that_do_not_add_up_are_refused() -> None:
    cells = count(PLAN, {"referrals": {("east", "2024q1", "police"): 30}})
    broken = tuple(
        c if c.area != WHOLE else type(c)(c.table, c.column, c.area, c.period, c.groups, 99.0, None)
        for c in cells["referrals"]
    )
    with pytest.raises(DisclosureError, match="do not add up"):
        prepare(PLAN, {"referrals": broken}, on=TODAY)
