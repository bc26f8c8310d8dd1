"""Each count is audited by the rounding and the threshold of its own level and table."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.building import Published, build_problem
from dashboard.data.linking.verdict import LeakKind
from dashboard.data.preparing import prepare
from dashboard.data.release.model import Catalogue, Level, Marker, OwnRule
from dashboard.disclosure.attacker.audit import assess
from dashboard.disclosure.problem import Status
from dashboard.disclosure.rules import is_protected
from dashboard.exceptions import DisclosureError
from tests.data.disclosure.small import (
    DAY,
    WHOLE,
    Cells,
    catalogue,
    count,
    hide,
    parts,
    table,
    year,
)

SITES = ("east", "west")
GROUPS = ("a", "b")
PLACES = list(product((WHOLE, *SITES), ("Total", *GROUPS)))
LARGEST = 36  # of one site's group, in the enumeration: no printed total allows more
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
PLAN = catalogue(
    sites=SITES,
    periods=[year(2024)],
    breakdowns=[parts("group", *GROUPS)],
    tables=[table("starts", "group")],
    threshold=3,
)


def with_rules(
    plan: Catalogue, *, levels: tuple[OwnRule, ...] = (), tables: tuple[OwnRule, ...] = ()
) -> Catalogue:
    return replace(plan, disclosure=replace(plan.disclosure, levels=levels, tables=tables))


def as_printed(plan: Catalogue, cells: Cells) -> Cells:
    """Round each count to the base of its level and table, halves up."""
    levels = {area.slug: area.level for area in plan.areas}
    return {
        name: tuple(
            replace(c, value=float(round_to((c.value or 0), plan, levels[c.area], name)))
            for c in rows
        )
        for name, rows in cells.items()
    }


def round_to(value: float, plan: Catalogue, level: str, name: str) -> int:
    base = plan.disclosure.of(level, name).rounding
    return int(value + base // 2) // base * base


@given(
    st.lists(st.integers(0, 8), min_size=4, max_size=4),
    st.sets(st.sampled_from(PLACES[3:]), min_size=1, max_size=4),
    st.sampled_from([(3, 1), (5, 1), (7, 1), (1, 3), (1, 7), (5, 3), (10, 1)]),
)
@QUICK
def test_the_audit_fails_what_enumeration_fails_when_levels_round_apart(
    leaves: list[int], hidden: set[tuple[str, str]], bases: tuple[int, int]
) -> None:
    """Every table of 0 to LARGEST is tried; the whole's rows and the sites' have other bases."""
    above, below = bases
    plan = with_rules(
        PLAN,
        levels=(
            OwnRule(Level.PROGRAMME, rounding=above),
            OwnRule(Level.LOCAL_AUTHORITY.upper(), rounding=below),
        ),
    )
    counts = {
        (site, "2024", group): leaves[2 * i + j]
        for i, site in enumerate(SITES)
        for j, group in enumerate(GROUPS)
    }
    cells = as_printed(plan, count(plan, {"starts": counts}))
    cells = hide(cells, "starts", *((area, "2024", group) for area, group in hidden))
    system = build_problem([Published(plan, cells)])
    assessment = assess(system)
    ranges = _every_range(plan, cells)
    if not ranges:
        return  # what is printed of a small count fits no table: refused by other means
    unsafe = {
        (figure.area, figure.groups[0][1])
        for unknown in assessment.unsafe
        if system.status[unknown] == Status.SUPPRESSED
        for figure in system.figures.of(unknown)
    }
    assert not assessment.contradiction
    assert unsafe == {place for place in hidden if not is_protected(*ranges[place], 3)}


@cache
def _margins() -> dict[tuple[str, str], NDArray[np.int16]]:
    """Return every cell, printed or not, of every table of 0 to LARGEST."""
    axes = np.meshgrid(*[np.arange(LARGEST, dtype=np.int16)] * 4, indexing="ij")
    leaves = np.stack([axis.ravel() for axis in axes]).reshape(2, 2, -1)
    margins = {}
    for area, group in PLACES:
        of_area = leaves.sum(axis=0, dtype=np.int16)
        if area != WHOLE:
            of_area = leaves[SITES.index(area)]
        of_group = of_area.sum(axis=0, dtype=np.int16)
        margins[area, group] = of_group if group == "Total" else of_area[int(group == "b")]
    return margins


def _every_range(plan: Catalogue, cells: Cells) -> dict[tuple[str, str], tuple[int, int]]:
    margins = _margins()
    fits = np.ones(len(next(iter(margins.values()))), dtype=bool)
    levels = {area.slug: area.level for area in plan.areas}
    for cell in cells["starts"]:
        if cell.marker is Marker.CONFIDENTIAL:
            continue
        half = plan.disclosure.of(levels[cell.area], "starts").rounding // 2
        found, value = margins[cell.area, cell.groups[0][1]], int(cell.value or 0)
        fits &= (found >= value - half) & (found <= value + half)
        small = (found > 0) & (found < plan.disclosure.threshold)
        if value == 0 or value + half >= plan.disclosure.threshold:
            fits &= ~small  # it would be suppressed
    if not fits.any():
        return {}
    return {place: (int(m[fits].min()), int(m[fits].max())) for place, m in margins.items()}


def test_a_rounded_whole_protects_what_an_exact_one_gives_away() -> None:
    counts = {("east", "2024"): 3, ("west", "2024"): 38}
    plan = catalogue(sites=SITES, periods=[year(2024)], tables=[table("starts")])
    for levels, passes in (((), False), ((OwnRule(Level.PROGRAMME, rounding=10),), True)):
        ruled = with_rules(plan, levels=levels)
        cells = as_printed(ruled, count(ruled, {"starts": counts}))
        cells = hide(cells, "starts", ("east", "2024"))
        assert audit_release(ruled, cells).passed is passes


@pytest.mark.parametrize("own", [3, 5, 10])
@pytest.mark.parametrize("step", [-1, 0, 1])
def test_what_is_small_is_so_by_the_threshold_of_the_table(own: int, step: int) -> None:
    plan = with_rules(
        catalogue(sites=("east",), periods=[year(2024)], tables=[table("starts"), table("ends")]),
        tables=(OwnRule("ends", threshold=own),),
    )
    cells = count(plan, {"starts": {("east", "2024"): 5}, "ends": {("east", "2024"): own + step}})
    kinds = [leak.kind for leak in audit_release(plan, cells).leaks]
    assert kinds == ([LeakKind.PRINTED] * 2 if step < 0 else [])


@pytest.mark.parametrize("own", [3, 5, 10])
@pytest.mark.parametrize("step", [-1, 0, 1])
def test_a_suppressed_count_must_reach_the_threshold_of_its_own_table(own: int, step: int) -> None:
    """Of two suppressed parts of a whole, each may be anything up to the whole."""
    plan = with_rules(
        catalogue(
            sites=("east",),
            periods=[year(2024)],
            breakdowns=[parts("group", *GROUPS)],
            tables=[table("starts", "group")],
            threshold=4,
        ),
        tables=(OwnRule("starts", threshold=own),),
    )
    most = own - 1 + step  # what either part may be at most, with the other at zero
    counts = {("east", "2024", "a"): most, ("east", "2024", "b"): 0}
    cells = count(plan, {"starts": counts})
    every = [(area, "2024", group) for area in ("east", WHOLE) for group in GROUPS]
    system = build_problem([Published(plan, hide(cells, "starts", *every))])
    assert bool(assess(system).unsafe) is (step < 0)


@pytest.mark.parametrize("base", [3, 5, 7, 10])
@given(st.lists(st.integers(0, 30), min_size=4, max_size=4))
@settings(QUICK, max_examples=15)
def test_each_level_is_prepared_by_its_own_base(base: int, leaves: list[int]) -> None:
    plan = with_rules(
        replace(PLAN, disclosure=replace(PLAN.disclosure, threshold=5)),
        levels=(OwnRule(Level.LOCAL_AUTHORITY, rounding=base),),
    )
    places = product(SITES, ("2024",), GROUPS)
    cells = count(plan, {"starts": dict(zip(places, leaves, strict=True))})
    try:
        prepared = prepare(plan, cells, on=DAY)
    except DisclosureError:
        return  # a table of so few children may have no safe form but silence
    assert prepared.catalogue.disclosure.halves_up is (base == 10)
    assert audit_release(prepared.catalogue, prepared.cells).passed
    for true, shown in zip(cells["starts"], prepared.cells["starts"], strict=True):
        if shown.value is not None and true.value is not None:
            step = 1 if shown.area == WHOLE else base
            assert shown.value == (true.value + step // 2) // step * step
            assert shown.value == 0 or shown.value >= 5


def test_a_half_that_went_up_tells_more_than_one_that_may_have_gone_down() -> None:
    """A whole of 10 is 5 to 14, not 15: beside 11, the rest is at most 3, not 4."""
    plan = with_rules(
        replace(PLAN, disclosure=replace(PLAN.disclosure, threshold=5)),
        levels=(OwnRule(Level.PROGRAMME, rounding=10),),
    )
    counts = {("east", "2024", "a"): 2, ("west", "2024", "a"): 11}
    counts |= {(site, "2024", "b"): 0 for site in SITES}
    cells = as_printed(plan, count(plan, {"starts": counts}))
    every = [("east", "2024", group) for group in ("a", "Total")]
    known = replace(plan, disclosure=replace(plan.disclosure, halves_up=True))
    assert audit_release(plan, hide(cells, "starts", *every)).passed
    assert not audit_release(known, hide(cells, "starts", *every)).passed


def test_what_a_table_says_goes_before_what_a_level_says() -> None:
    rule = with_rules(
        PLAN,
        levels=(OwnRule("Regional", threshold=10, rounding=10),),
        tables=(OwnRule("starts", rounding=5),),
    ).disclosure
    assert rule.of("regional", "starts") == (10, 5)
    assert rule.of("Regional", "ends") == (10, 10)
    assert rule.of("National", "starts") == (3, 5)
    assert rule.of("National", "ends") == (3, 1)


@pytest.mark.parametrize(("left", "passes"), [(2, False), (6, False), (9, False), (10, True)])
def test_what_no_table_prints_is_held_to_the_threshold_of_the_sum_that_tells_it(
    left: int, *, passes: bool
) -> None:
    """A group without a row is the rest of a total, and the total's table hides up to nine."""
    plan = with_rules(PLAN, tables=(OwnRule("starts", threshold=10),))
    counts = {
        (site, "2024", group): left if group == GROUPS[-1] else 40
        for site in SITES
        for group in GROUPS
    }
    cells = {
        name: tuple(cell for cell in rows if cell.groups[0][1] != GROUPS[-1])
        for name, rows in count(plan, {"starts": counts}).items()
    }
    assert audit_release(plan, cells).passed is passes
