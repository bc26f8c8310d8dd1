"""The audit and the suppressor agree with counting through every whole-number table."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.building import Published, build_problem
from dashboard.data.linking.protect import protect_release
from dashboard.disclosure.attacker.audit import assess
from dashboard.disclosure.problem import Status
from dashboard.disclosure.rules import is_protected
from dashboard.exceptions import DisclosureError
from tests.data.disclosure.small import (
    WHOLE,
    Cells,
    catalogue,
    count,
    every_parting,
    hidden_places,
    hide,
    parts,
    table,
    year,
)

SITES = ("east", "west")
GROUPS = ("a", "b", "c")
PLAN = catalogue(
    sites=SITES,
    periods=[year(2024)],
    breakdowns=[parts("group", *GROUPS)],
    tables=[table("starts", "group")],
    threshold=3,
)
PLACES: list[tuple[str, ...]] = list(product((WHOLE, *SITES), ("2024",), ("Total", *GROUPS)))
GRAND_TOTAL = (WHOLE, "2024", "Total")
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
counts_of_six = st.lists(st.integers(0, 3), min_size=6, max_size=6)


def tables_of(leaves: list[int]) -> Cells:
    places = product(SITES, ("2024",), GROUPS)
    return count(PLAN, {"starts": dict(zip(places, leaves, strict=True))})


@cache
def margins_of(total: int) -> dict[tuple[str, ...], NDArray[np.int64]]:
    """Return every cell of every table with a grand total."""
    leaves = every_parting(total, 6).reshape(2, 3, -1)
    margins: dict[tuple[str, ...], NDArray[np.int64]] = {}
    for area, period, group in PLACES:
        of_area = leaves.sum(axis=0) if area == WHOLE else leaves[SITES.index(area)]
        margins[area, period, group] = (
            of_area.sum(axis=0) if group == "Total" else of_area[GROUPS.index(group)]
        )
    return margins


def every_range(cells: Cells) -> dict[tuple[str, ...], tuple[int, int]]:
    """Count through every table with the grand total, and return the range of each hidden cell."""
    published = {
        (c.area, c.period, c.groups[0][1]): c.value for c in cells["starts"] if c.value is not None
    }
    margins = margins_of(int(published[GRAND_TOTAL]))
    fits = np.ones(len(margins[GRAND_TOTAL]), dtype=bool)
    for place, value in published.items():
        fits &= margins[place] == value
    return {
        place: (int(margins[place][fits].min()), int(margins[place][fits].max()))
        for place in hidden_places(cells["starts"])
    }


@given(counts_of_six, st.sets(st.sampled_from(PLACES), min_size=1))
@QUICK
def test_the_audit_fails_exactly_the_cells_that_enumeration_fails(
    leaves: list[int], hidden: set[tuple[str, ...]]
) -> None:
    cells = tables_of([min(n, 2) for n in leaves])
    cells = hide(cells, "starts", *(hidden - {GRAND_TOTAL} or {PLACES[1]}))
    system = build_problem([Published(PLAN, cells)])
    assessment = assess(system)
    unsafe = {
        (figure.area, figure.period, figure.groups[0][1])
        for unknown in assessment.unsafe
        if system.status[unknown] == Status.SUPPRESSED
        for figure in system.figures.of(unknown)
    }
    ranges = every_range(cells)
    assert unsafe == {place for place, found in ranges.items() if not is_protected(*found, 3)}
    for unknown in range(system.printed):
        figures = system.figures.of(unknown)
        place = (figures[0].area, figures[0].period, figures[0].groups[0][1])
        if place in ranges:
            least, most = ranges[place]
            assert least <= assessment.low[unknown] <= assessment.high[unknown] <= most


@given(counts_of_six)
@QUICK
def test_what_the_suppressor_makes_passes_and_what_it_prints_is_true(leaves: list[int]) -> None:
    cells = tables_of([4 * n for n in leaves[:3]] + leaves[3:])
    try:
        suppressed = protect_release(PLAN, cells).cells
    except DisclosureError:
        return  # a table of so few children may have no safe form but silence
    assert audit_release(PLAN, suppressed).passed
    for before, after in zip(cells["starts"], suppressed["starts"], strict=True):
        assert after.value in (None, before.value)
        assert after.value is not None or before.value is not None
        if before.value is not None and 0 < before.value < 3:
            assert after.value is None
