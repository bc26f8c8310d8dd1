"""The audit finds what enumeration finds where levels have periods of different kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.building import Published, build_problem
from dashboard.data.linking.protect import protect_release
from dashboard.data.release.periods import derive_periods
from dashboard.disclosure.attacker.audit import assess
from dashboard.disclosure.problem import Status
from dashboard.disclosure.rules import is_protected
from dashboard.exceptions import DisclosureError
from tests.data.disclosure.small import WHOLE, Cells, catalogue, count, every_parting, hide, table

SITES = ("east", "west")
YEARS = (2023, 2024, 2025)
PERIODS = derive_periods(
    [
        *((str(number), "Calendar year") for number in YEARS),
        ("202324", "Reporting period"),
        ("202525", "Reporting period"),
        ("202325", "To date"),
    ]
)
CLOSED = ("2023-to-2024", "2025-to-2025")
PLAN = catalogue(sites=SITES, periods=PERIODS, tables=[table("starts")], threshold=3)
BY_LEVEL = [
    *((WHOLE, key) for key in ("2023", "2024", "2025", "to-date")),
    *((site, key) for site in SITES for key in (*CLOSED, "to-date")),
]
GRAND_TOTAL = (WHOLE, "to-date")
MOST_ENUMERATED = 16
EVERY = [(area, period.key) for area in (WHOLE, *SITES) for period in PERIODS]
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
Place = tuple[str, str]
counts_of_six = st.lists(st.integers(0, 2), min_size=6, max_size=6)


def tables_of(leaves: list[int]) -> Cells:
    """Return the rows that each level has, of sites by years as leaves."""
    places = [(site, str(number)) for site in SITES for number in YEARS]
    whole = count(PLAN, {"starts": dict(zip(places, leaves, strict=True))})
    return {"starts": tuple(c for c in whole["starts"] if (c.area, c.period) in BY_LEVEL)}


@cache
def margins_of(total: int) -> dict[Place, NDArray[np.int64]]:
    """Return every cell, printed or not, of every table with a grand total."""
    leaves = every_parting(total, 6).reshape(2, 3, -1)
    found = {}
    for period in PERIODS:
        inside = [period.starts <= date(number, 7, 1) <= period.ends for number in YEARS]
        of_sites = leaves[:, inside].sum(axis=1)
        found[WHOLE, period.key] = of_sites.sum(axis=0)
        found |= {(site, period.key): of_sites[n] for n, site in enumerate(SITES)}
    return found


def ranges_of(cells: Cells) -> dict[Place, tuple[int, int]]:
    printed = {(c.area, c.period): c.value for c in cells["starts"] if c.value is not None}
    margins = margins_of(int(printed[GRAND_TOTAL]))
    fits = np.ones(len(margins[GRAND_TOTAL]), dtype=bool)
    for place, value in printed.items():
        fits &= margins[place] == value
    return {p: (int(m[fits].min()), int(m[fits].max())) for p, m in margins.items()}


@given(counts_of_six, st.sets(st.sampled_from(BY_LEVEL), min_size=1))
@QUICK
def test_the_audit_fails_exactly_the_cells_that_enumeration_fails(
    leaves: list[int], hidden: set[Place]
) -> None:
    hidden = hidden - {GRAND_TOTAL} or {BY_LEVEL[0]}
    cells = hide(tables_of(leaves), "starts", *hidden)
    system = build_problem([Published(PLAN, cells)])
    assessment = assess(system)
    unsafe = {
        (figure.area, figure.period)
        for unknown in assessment.unsafe
        if system.status[unknown] == Status.SUPPRESSED
        for figure in system.figures.of(unknown)
    }
    ranges = ranges_of(cells)
    assert unsafe == {p for p in hidden if not is_protected(*ranges[p], 3)}


@given(counts_of_six)
@QUICK
def test_small_counts_that_no_level_prints_are_not_given_away(leaves: list[int]) -> None:
    """A town's year follows where the programme's year is nothing, or is all one town's."""
    cells = tables_of(leaves)
    ranges = ranges_of(cells)
    printed = {(c.area, c.period) for c in cells["starts"]}
    given_away = {p for p in EVERY if ranges[p][0] == ranges[p][1] and 0 < ranges[p][0] < 3}
    passed = audit_release(PLAN, cells).passed
    shown = {(c.area, c.period) for c in cells["starts"] if c.value is not None and 0 < c.value < 3}
    if given_away - printed or shown:
        assert not passed


@given(counts_of_six)
@QUICK
def test_what_the_suppressor_makes_passes(leaves: list[int]) -> None:
    cells = tables_of([4 * n for n in leaves[:3]] + leaves[3:])
    try:
        suppressed = protect_release(PLAN, cells).cells
    except DisclosureError:
        return  # a table of so few children may have no safe form but silence
    assert audit_release(PLAN, suppressed).passed
    total = next(c for c in suppressed["starts"] if (c.area, c.period) == GRAND_TOTAL)
    if total.value is not None and total.value <= MOST_ENUMERATED:
        ranges = ranges_of(dict(suppressed))
        hidden = [(c.area, c.period) for c in suppressed["starts"] if c.value is None]
        assert all(is_protected(*ranges[place], 3) for place in hidden)


def test_a_hole_in_the_sums_is_found() -> None:
    """The programme's part year is left out, and a town's small count is the difference."""
    leaves = [20, 20, 2, 20, 20, 20]
    cells = hide(tables_of(leaves), "starts", ("east", "2025-to-2025"), ("west", "2025-to-2025"))
    assert not audit_release(PLAN, cells).passed
    rows = tuple(c for c in cells["starts"] if c.period != "2025")
    hole = {"starts": rows}
    assert not audit_release(PLAN, hole).passed  # to date less 2023 to 2024, printed by town
    both = [("east", key) for key in CLOSED] + [("west", key) for key in CLOSED]
    assert audit_release(PLAN, hide(tables_of(leaves), "starts", *both)).passed


def test_periods_that_overlap_give_a_year_away() -> None:
    periods = derive_periods(
        [("202324", "Reporting period"), ("202425", "Reporting period"), ("2023", "Calendar year")]
    )
    plan = replace(PLAN, periods=periods)
    marks = {("east", "2023"): 20, ("west", "2023"): 20}
    cells = count(plan, {"starts": marks})
    assert audit_release(plan, cells).passed
    rolling = [(site, "2023") for site in SITES]
    hidden = hide(cells, "starts", *rolling)
    assert not audit_release(plan, hidden).passed
