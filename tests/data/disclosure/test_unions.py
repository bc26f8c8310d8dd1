"""Sets that no table prints, but that follow from two figures, are held to the threshold too."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.building import Published, build_problem
from dashboard.data.linking.protect import protect_release
from dashboard.data.linking.verdict import LeakKind
from dashboard.data.release.aims import Direction
from dashboard.data.release.model import (
    Breakdown,
    BreakdownKind,
    CellReference,
    Group,
    Measure,
    MeasureKind,
)
from dashboard.data.release.periods import derive_periods
from dashboard.disclosure.attacker.unions import small_unions
from dashboard.disclosure.problem import Status
from dashboard.disclosure.suppression.pattern import primary_pattern
from dashboard.disclosure.unprinted import listed
from tests.data.disclosure.small import Cells, catalogue, count, hide, parts, table, year

ROUTES = parts("route", "police", "school", "social", "family")
REFERRALS = catalogue(
    sites=("east", "north"),
    periods=[year(2024)],
    breakdowns=[ROUTES],
    tables=[table("referrals", "route")],
)
SQUARE = [(site, "2024", route) for site in ("east", "north") for route in ("police", "school")]

# Completed is not a part of Total itself, but of one of its parts.
REASONS = Breakdown(
    "reason",
    "reason",
    BreakdownKind.PARTS,
    "Total",
    (
        Group("Total", "All"),
        Group("fair", "With opportunity", "Total"),
        Group("done", "Completed", "fair"),
        Group("left", "Left", "fair"),
        Group("moved", "Moved", "Total"),
    ),
)


def referrals(police: int, school: int) -> Cells:
    counts = {
        ("east", "2024", "police"): police,
        ("east", "2024", "school"): school,
        ("east", "2024", "social"): 20,
        ("east", "2024", "family"): 10,
        ("north", "2024", "police"): 17,
        ("north", "2024", "school"): 19,
        ("north", "2024", "social"): 21,
        ("north", "2024", "family"): 11,
    }
    return count(REFERRALS, {"referrals": counts})


@pytest.mark.parametrize(("together", "found"), [(4, True), (5, False), (6, False)])
def test_hidden_parts_that_are_few_together_are_found(together: int, found: bool) -> None:
    cells = hide(referrals(2, together - 2), "referrals", *SQUARE)
    verdict = audit_release(REFERRALS, cells)
    assert [leak.kind for leak in verdict.leaks] == [LeakKind.IMPLIED] * found
    for leak in verdict.leaks:
        whole, *shown = (
            f"East, 2024, {group} (referrals)" for group in ("All", "social", "family")
        )
        assert leak.cell == f"what is left of {whole} without {' and '.join(shown)}"
        assert leak.proof == (" \N{MINUS SIGN} ".join([f"exactly + {whole}", *shown]),)


@pytest.mark.parametrize("together", [2, 3, 4, 5])
def test_the_suppressor_leaves_no_hidden_parts_that_are_few_together(together: int) -> None:
    cells = referrals(together // 2, together - together // 2)
    assert audit_release(REFERRALS, protect_release(REFERRALS, cells).cells).passed


@pytest.mark.parametrize(("others", "passes"), [(4, False), (5, True)])
def test_a_group_within_a_group_has_its_complement_in_the_whole(others: int, passes: bool) -> None:
    plan = catalogue(
        sites=("east", "north"),
        periods=[year(2024)],
        breakdowns=[REASONS],
        tables=[table("closures", "reason")],
    )
    counts = {
        (site, "2024", reason): amount
        for site, more in (("east", 0), ("north", 20))
        for reason, amount in (("done", 30), ("left", 2 + more), ("moved", others - 2 + more))
    }
    cells = hide(
        count(plan, {"closures": counts}),
        "closures",
        *((site, "2024", reason) for site in ("east", "north") for reason in ("left", "moved")),
        *((site, "2024", "fair") for site in ("east", "north")),
    )
    leaks = audit_release(plan, cells).leaks
    complement = "without East, 2024, Completed (closures)"
    assert (not any(complement in leak.cell for leak in leaks)) is passes


def test_a_share_of_two_tables_has_its_complement() -> None:
    share = Measure(
        "home",
        "Home",
        "Home",
        "",
        "",
        "",
        "outcomes",
        MeasureKind.SHARE,
        "per cent",
        0,
        Direction.HIGH,
        CellReference("at_home", "children"),
        CellReference("asked", "children"),
    )
    plan = catalogue(
        sites=("east", "north"),
        periods=[year(2024)],
        tables=[table("asked"), table("at_home")],
        measures=[share],
    )

    def asked(home: int) -> Cells:
        return count(
            plan,
            {
                "asked": {("east", "2024"): 40, ("north", "2024"): 60},
                "at_home": {("east", "2024"): home, ("north", "2024"): 30},
            },
        )

    assert [leak.kind for leak in audit_release(plan, asked(38)).leaks] == [LeakKind.IMPLIED]
    assert audit_release(plan, asked(35)).passed


def test_a_union_has_an_unknown_of_its_own_that_fits_every_table() -> None:
    published = hide(referrals(1, 3), "referrals", *SQUARE)
    system = build_problem([Published(REFERRALS, published)])
    truth = build_problem([Published(REFERRALS, referrals(1, 3))])
    unions = small_unions(system, system.least, system.most)
    extended = system.with_remainders(unions)
    table_of_truth = extended.extended(truth.least[: truth.printed])
    assert table_of_truth[-1] == 1 + 3
    assert len(extended) == len(system) + 1
    assert extended.constraints.holds(table_of_truth)
    assert extended.status[-1] == Status.UNPRINTED


def test_moves_are_extended_to_what_is_left_and_to_what_is_left_of_that() -> None:
    system = build_problem([Published(REFERRALS, referrals(1, 3))])
    first, whole, (a, b, c) = len(system), 0, (1, 2, 3)
    pattern = primary_pattern(system, system.least, np.ones(first))
    steps = [{whole: 5, a: 2, b: 1, c: 7}, {a: 4}, {c: 1}, {whole: 3, a: 3}]
    for step in steps:
        pattern.add(np.array([step.get(unknown, 0) for unknown in range(first)]))
    for key in ((whole, (a,)), (first, (b,)), (first + 1, (c,))):
        pattern.admit(listed([key]))
    longer = pattern.tables().toarray()
    for step in steps:
        left = np.cumsum([step.get(whole, 0), *(-step.get(part, 0) for part in (a, b, c))])[1:]
        own = [*(step.get(unknown, 0) for unknown in range(first)), *left]
        assert own in longer.tolist()
    assert pattern.problem.constraints.holds(pattern.true)


def test_a_small_count_is_left_of_years_where_known_sums_go_by_longer_periods() -> None:
    """The whole has years, sites two periods: to date less 2024 and 2026 leaves 4 in 2023 and 2025."""
    periods = derive_periods(
        [
            *((str(number), "Calendar year") for number in (2023, 2024, 2025, 2026)),
            ("202324", "Reporting period"),
            ("202526", "Reporting period"),
            ("202326", "To date"),
        ]
    )
    plan = catalogue(
        sites=("east", "north"),
        periods=periods,
        breakdowns=[ROUTES],
        tables=[table("referrals", "route")],
    )
    shares = {"2023": 1, "2024": 20, "2025": 1, "2026": 20}
    counts = {
        (site, key, route): number if route == "police" else 30
        for site in ("east", "north")
        for key, number in shares.items()
        for route in ("police", "school", "social", "family")
    }
    long = {"2023-to-2024", "2025-to-2026"}
    rows = tuple(
        cell
        for cell in count(plan, {"referrals": counts})["referrals"]
        if (cell.period not in long if cell.area == "whole" else cell.period in long)
        and (cell.area == "whole" or cell.groups == (("route", "Total"),))
    )
    small = [("whole", key, "police") for key in ("2023", "2025")]
    more = [("whole", key, "school") for key in ("2023", "2025")]
    verdict = audit_release(plan, hide({"referrals": rows}, "referrals", *small, *more))
    (leak,) = verdict.leaks
    assert leak.kind is LeakKind.IMPLIED
    made = protect_release(plan, {"referrals": rows})
    assert audit_release(plan, made.cells).passed
