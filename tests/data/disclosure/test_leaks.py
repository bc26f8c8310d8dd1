"""The audit finds every way that a small count leaks, and proves it by published figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.building import Published, build_problem
from dashboard.data.linking.verdict import LeakKind, Verdict
from dashboard.data.release.aims import Direction
from dashboard.data.release.model import (
    Catalogue,
    CellReference,
    Column,
    Identity,
    Marker,
    Measure,
    MeasureKind,
)
from dashboard.disclosure.attacker.audit import assess
from dashboard.disclosure.feasible import changes_of
from dashboard.disclosure.problem import Status
from tests.data.disclosure.small import (
    WHOLE,
    Cells,
    catalogue,
    count,
    hide,
    hide_small,
    parts,
    quarter,
    stages,
    table,
    to_date,
    year,
)

SITES = ("east", "north", "west")
ROUTES = parts("route", "police", "school", "social")
PLAIN = catalogue(
    sites=SITES, periods=[year(2024)], breakdowns=[ROUTES], tables=[table("referrals", "route")]
)
COUNTS = {
    ("east", "2024", "police"): 2,
    ("east", "2024", "school"): 12,
    ("east", "2024", "social"): 20,
    ("north", "2024", "police"): 7,
    ("north", "2024", "school"): 9,
    ("north", "2024", "social"): 11,
    ("west", "2024", "police"): 9,
    ("west", "2024", "school"): 8,
    ("west", "2024", "social"): 14,
}
SQUARE = [
    ("east", "2024", "police"),
    ("east", "2024", "school"),
    ("north", "2024", "police"),
    ("north", "2024", "school"),
]


def referrals() -> Cells:
    return count(PLAIN, {"referrals": COUNTS})


def kinds(verdict: Verdict) -> set[LeakKind]:
    return {leak.kind for leak in verdict.leaks}


def share(key: str, *, sensitive: bool) -> Measure:
    return Measure(
        key,
        key,
        key,
        "",
        "",
        "",
        "outcomes",
        MeasureKind.SHARE,
        "per cent",
        0,
        Direction.HIGH,
        CellReference("outcomes", "children", (("answer", "yes"),)),
        CellReference("outcomes", "children", (("answer", "Total"),)),
        sensitive=sensitive,
    )


def test_a_square_of_hidden_cells_passes() -> None:
    verdict = audit_release(PLAIN, hide(referrals(), "referrals", *SQUARE))
    assert verdict.passed, [str(leak) for leak in verdict.leaks]
    assert verdict.hidden_cells == len(SQUARE)
    assert verdict.tables_with_hidden_cells == 1


def test_a_printed_small_count_fails() -> None:
    verdict = audit_release(PLAIN, referrals())
    assert kinds(verdict) == {LeakKind.PRINTED}
    (leak,) = verdict.leaks
    assert leak.cell == "East, 2024, police (referrals)"


def test_one_hidden_site_is_found_by_subtraction_and_the_proof_is_the_shortest() -> None:
    verdict = audit_release(PLAIN, hide(referrals(), "referrals", SQUARE[0]))
    (leak,) = verdict.leaks
    assert leak.kind is LeakKind.EXACT
    (proof,) = leak.proof
    assert proof.startswith("exactly")
    assert proof.count("referrals") == 3  # the total, and the two other routes or sites


def test_no_message_carries_a_value() -> None:
    cells = hide(referrals(), "referrals", SQUARE[0])
    for leak in audit_release(PLAIN, cells).leaks:
        words = str(leak).replace("2024", "").split()
        assert not any(word.strip("(),;").isdigit() for word in words)


def test_two_hidden_cells_that_fall_only_together_are_found() -> None:
    cells = hide(referrals(), "referrals", SQUARE[0], SQUARE[1], SQUARE[2])
    verdict = audit_release(PLAIN, cells)
    assert {leak.cell for leak in verdict.leaks if leak.kind is LeakKind.EXACT} == {
        "East, 2024, police (referrals)",
        "East, 2024, school (referrals)",
        "North, 2024, police (referrals)",
    }


def test_a_range_that_is_too_narrow_is_found() -> None:
    counts = COUNTS | {("east", "2024", "police"): 1, ("east", "2024", "school"): 2}
    cells = hide(count(PLAIN, {"referrals": counts}), "referrals", *SQUARE)
    verdict = audit_release(PLAIN, cells)
    assert LeakKind.NARROW in kinds(verdict)


@pytest.mark.parametrize("threshold", [3, 5, 10])
def test_a_range_of_two_values_is_not_called_exact(threshold: int) -> None:
    """Of 10, 9 are printed: the other two parts are zero and one, and nobody knows which."""
    plan = catalogue(
        sites=("east",),
        periods=[year(2024)],
        breakdowns=[parts("group", "a", "b", "c")],
        tables=[table("starts", "group")],
        threshold=threshold,
    )
    counts = {("east", "2024", group): n for group, n in (("a", 19), ("b", 1), ("c", 0))}
    hidden = [(area, "2024", group) for area in ("east", WHOLE) for group in "bc"]
    verdict = audit_release(plan, hide(count(plan, {"starts": counts}), "starts", *hidden))
    assert LeakKind.NARROW in kinds(verdict)
    assert LeakKind.EXACT not in kinds(verdict)
    one = audit_release(plan, hide(count(plan, {"starts": counts}), "starts", *hidden[::2]))
    assert LeakKind.EXACT in kinds(one)


def test_a_complement_that_no_table_prints_is_found() -> None:
    counts = {
        ("east", "2024", "police"): 36,
        ("east", "2024", "school"): 2,
        ("east", "2024", "social"): 2,
        ("west", "2024", "police"): 30,
        ("west", "2024", "school"): 20,
        ("west", "2024", "social"): 20,
    }
    plan = replace(PLAIN, areas=tuple(a for a in PLAIN.areas if a.slug != "north"))
    cells = count(plan, {"referrals": counts})
    cells = hide(
        cells,
        "referrals",
        *((site, "2024", route) for site in ("east", "west") for route in ("school", "social")),
    )
    verdict = audit_release(plan, cells)
    assert kinds(verdict) == {LeakKind.IMPLIED}
    assert "what is left of East" in verdict.leaks[0].cell


def test_a_percentage_with_its_denominator_is_a_count() -> None:
    columns = (
        Column("children", "Children", whole=True, unit="children"),
        Column("percentage", "Percentage", whole=False, unit="per cent"),
    )
    measure = replace(
        share("helped", sensitive=False),
        kind=MeasureKind.REPORTED,
        numerator=CellReference("outcomes", "percentage"),
        denominator=CellReference("outcomes", "children"),
    )
    plan = catalogue(
        sites=("east",),
        periods=[year(2024)],
        tables=[table("outcomes", columns=columns)],
        measures=[measure],
    )
    whole = count(replace(plan, tables=(table("outcomes"),)), {"outcomes": {("east", "2024"): 40}})[
        "outcomes"
    ]
    printed = tuple(
        found for cell in whole for found in (cell, replace(cell, column="percentage", value=95.0))
    )
    verdict = audit_release(plan, {"outcomes": printed})
    assert kinds(verdict) == {LeakKind.IMPLIED}  # 2 of 40 were not
    half = tuple(replace(c, value=50.0) if c.column == "percentage" else c for c in printed)
    assert audit_release(plan, {"outcomes": half}).passed


@pytest.mark.parametrize("yes", [0, 30])
def test_all_or_none_of_a_sensitive_group_is_found(yes: int) -> None:
    plan = catalogue(
        sites=("east",),
        periods=[year(2024)],
        breakdowns=[parts("answer", "yes", "no")],
        tables=[table("outcomes", "answer")],
        measures=[share("no_new_arrests", sensitive=True)],
    )
    answers = {("east", "2024", "yes"): yes, ("east", "2024", "no"): 30 - yes}
    cells = count(plan, {"outcomes": answers})
    assert kinds(audit_release(plan, cells)) == {LeakKind.GROUP}
    open_plan = replace(plan, measures=(share("no_new_arrests", sensitive=False),))
    assert audit_release(open_plan, cells).passed


def test_quarters_and_their_year_are_differenced() -> None:
    plan = catalogue(
        sites=("east",),
        periods=[*(quarter(2024, part) for part in range(1, 5)), year(2024)],
        tables=[table("starts")],
    )
    counts = {("east", f"2024q{part}"): n for part, n in enumerate((9, 3, 8, 9), start=1)}
    cells = count(plan, {"starts": counts})
    leaking = hide(cells, "starts", ("east", "2024q2"), (WHOLE, "2024q2"))
    assert LeakKind.EXACT in kinds(audit_release(plan, leaking))
    both = [(area, f"2024q{part}") for area in ("east", WHOLE) for part in (2, 3)]
    assert audit_release(plan, hide(cells, "starts", *both)).passed


def linked(*, relation: str) -> Catalogue:
    return catalogue(
        sites=("east",),
        periods=[year(2024)],
        breakdowns=[parts("sex", "girls", "boys"), parts("age", "younger", "older")],
        tables=[table("by_sex", "sex"), table("by_age", "age")],
        identities=[
            Identity(
                CellReference("by_age", "children"), relation, CellReference("by_sex", "children")
            )
        ],
    )


def test_a_total_hidden_in_one_table_is_read_in_another() -> None:
    plan = linked(relation="equals")
    cells = count(
        plan,
        {
            "by_sex": {("east", "2024", "girls"): 3, ("east", "2024", "boys"): 20},
            "by_age": {("east", "2024", "younger"): 13, ("east", "2024", "older"): 10},
        },
    )
    hidden = [(area, "2024", sex) for area in ("east", WHOLE) for sex in ("girls", "Total")]
    leaking = hide(cells, "by_sex", *hidden)
    verdict = audit_release(plan, leaking)
    assert LeakKind.EXACT in kinds(verdict)
    assert any("by_age" in step for leak in verdict.leaks for step in leak.proof)
    unlinked = replace(plan, identities=())
    assert audit_release(unlinked, leaking).passed


def test_a_hidden_count_that_another_table_prints_is_found_though_it_is_large() -> None:
    plan = linked(relation="equals")
    cells = count(
        plan,
        {
            "by_sex": {("east", "2024", "girls"): 13, ("east", "2024", "boys"): 20},
            "by_age": {("east", "2024", "younger"): 23, ("east", "2024", "older"): 10},
        },
    )
    hidden = hide(cells, "by_sex", ("east", "2024", "Total"), (WHOLE, "2024", "Total"))
    verdict = audit_release(plan, hidden)
    assert kinds(verdict) == {LeakKind.EXACT}
    assert all("by_age" in leak.proof[0] for leak in verdict.leaks)


def test_a_table_that_does_not_fit_what_is_published_is_not_believed() -> None:
    counts = COUNTS | {("east", "2024", "police"): 1, ("east", "2024", "school"): 2}
    whole = count(PLAIN, {"referrals": counts})
    system = build_problem([Published(PLAIN, hide(whole, "referrals", *SQUARE))])
    shown = build_problem([Published(PLAIN, whole)])
    truth = system.extended(shown.least[: shown.printed])
    hidden = system.status == Status.SUPPRESSED
    none, many = (np.where(hidden, n, truth) for n in (0, 9))
    unsafe = assess(system).unsafe
    assert set(np.flatnonzero(hidden).tolist()) & set(unsafe)
    for first in (none, truth, many):
        changes = changes_of([other - first for other in (none, truth, many)], len(first))
        assert assess(system, first, changes).unsafe == unsafe


def test_a_subset_gives_away_those_who_are_left() -> None:
    plan = linked(relation="part_of")
    cells = count(
        plan,
        {
            "by_sex": {("east", "2024", "girls"): 10, ("east", "2024", "boys"): 20},
            "by_age": {("east", "2024", "younger"): 13, ("east", "2024", "older"): 15},
        },
    )
    assert kinds(audit_release(plan, cells)) == {LeakKind.IMPLIED}


def test_stages_that_lie_close_together_give_away_those_who_dropped_out() -> None:
    plan = catalogue(
        sites=("east",),
        periods=[year(2024)],
        breakdowns=[stages("stage", "referred", "started")],
        tables=[table("stages", "stage")],
    )
    for left, passes in ((4, False), (5, True), (6, True), (0, True), (1, False)):
        counts = {("east", "2024", "referred"): 40, ("east", "2024", "started"): 40 - left}
        assert audit_release(plan, count(plan, {"stages": counts})).passed is passes, left


def test_an_earlier_release_gives_away_what_this_one_hides() -> None:
    cells = hide(referrals(), "referrals", *SQUARE)
    earlier = hide(referrals(), "referrals", SQUARE[0])
    assert audit_release(PLAIN, cells).passed
    verdict = audit_release(PLAIN, cells, earlier=[(replace(PLAIN, version="0"), earlier)])
    assert LeakKind.EXACT in kinds(verdict)
    assert verdict.earlier_releases == 1


def test_a_revised_count_is_another_count_and_no_contradiction() -> None:
    cells = hide(referrals(), "referrals", *SQUARE)
    revised = count(PLAIN, {"referrals": COUNTS | {("west", "2024", "social"): 15}})
    older = replace(PLAIN, version="0")
    same_square = hide(revised, "referrals", *SQUARE)
    assert audit_release(PLAIN, cells, earlier=[(older, same_square)]).passed


@pytest.mark.parametrize(("since", "passes"), [(4, False), (5, True), (0, True)])
def test_a_longer_span_than_the_last_release_had_gives_away_those_since(
    since: int, passes: bool
) -> None:
    plan = catalogue(sites=("east",), periods=[year(2024)], tables=[table("starts")])
    to_june = replace(year(2024), ends=date(2024, 6, 30))
    older = replace(plan, periods=(to_june,), version="0")
    before = count(older, {"starts": {("east", "2024"): 12}})
    now = count(plan, {"starts": {("east", "2024"): 12 + since}})
    assert audit_release(plan, now).passed
    verdict = audit_release(plan, now, earlier=[(older, before)])
    assert verdict.passed is passes
    assert kinds(verdict) <= {LeakKind.IMPLIED}


def test_children_counted_on_a_day_do_not_add_up_over_time() -> None:
    plan = catalogue(
        sites=("east",),
        periods=[*(quarter(2024, part) for part in range(1, 5)), year(2024)],
        tables=[table("open_cases")],
    )
    counts = {("east", f"2024q{part}"): n for part, n in enumerate((9, 3, 8, 9), start=1)}
    cells = count(plan, {"open_cases": counts})
    hidden = hide(cells, "open_cases", ("east", "2024q2"), (WHOLE, "2024q2"))
    assert not audit_release(plan, hidden).passed
    on_a_day = replace(plan, tables=(replace(plan.tables[0], adds_over_time=False),))
    assert audit_release(on_a_day, hidden).passed


def test_rounding_leaves_a_small_count_that_is_too_narrow() -> None:
    plan = replace(PLAIN, disclosure=replace(PLAIN.disclosure, rounding=5))
    rounded = {
        name: tuple(replace(c, value=5 * round((c.value or 0) / 5)) for c in rows)
        for name, rows in referrals().items()
    }
    # Every figure is an interval of five: one hidden cell in a row stays open.
    one = hide(rounded, "referrals", ("east", "2024", "police"))
    assert audit_release(plan, one).passed
    # To the nearest 3, a total no larger than its other parts leaves nought, one or two.
    fine = replace(PLAIN, disclosure=replace(PLAIN.disclosure, rounding=3))
    counts = {place: 3 * round(n / 3) if place[2] != "police" else 0 for place, n in COUNTS.items()}
    cells = hide(count(fine, {"referrals": counts}), "referrals", ("east", "2024", "police"))
    narrow = [leak.cell for leak in audit_release(fine, cells).leaks]
    assert narrow == ["East, 2024, police (referrals)"]


def test_a_mean_over_a_hidden_number_is_found() -> None:
    columns = (
        Column("children", "Children", whole=True, unit="children"),
        Column("mean", "Mean", whole=False, unit="days"),
    )
    measure = replace(
        share("stay", sensitive=False),
        kind=MeasureKind.REPORTED,
        unit="days",
        numerator=CellReference("outcomes", "mean"),
        denominator=CellReference("outcomes", "children"),
    )
    plan = catalogue(
        sites=("east", "west"),
        periods=[year(2024)],
        tables=[table("outcomes", columns=columns)],
        measures=[measure],
    )
    counts = {("east", "2024"): 3, ("west", "2024"): 14}
    whole = count(replace(plan, tables=(table("outcomes"),)), {"outcomes": counts})["outcomes"]
    with_means = tuple(
        found for cell in whole for found in (cell, replace(cell, column="mean", value=120.0))
    )
    hidden = hide_small({"outcomes": with_means})
    found = [
        leak.cell for leak in audit_release(plan, hidden).leaks if leak.kind is LeakKind.REPORTED
    ]
    assert found == ["East, 2024, Mean (outcomes)"]


def test_what_contradicts_itself_fails() -> None:
    cells = referrals()
    wrong = tuple(
        replace(c, value=(c.value or 0) + 1) if c.area == WHOLE and c.groups[0][1] == "Total" else c
        for c in cells["referrals"]
    )
    verdict = audit_release(PLAIN, hide({"referrals": wrong}, "referrals", *SQUARE))
    assert kinds(verdict) == {LeakKind.CONTRADICTION}


def test_quarters_that_no_year_holds_are_differenced_from_the_total_to_date() -> None:
    """To date less a year less a quarter is the other quarter: no row stands for 2023."""
    periods = [quarter(2023, 3), quarter(2023, 4), year(2024), to_date(date(2023, 7, 1), 2024)]
    plan = catalogue(
        sites=("east", "west"),
        periods=periods,
        breakdowns=[parts("sex", "a", "b")],
        tables=[table("starts", "sex")],
    )
    counts = {
        (site, key, sex): 3 if key == "2023q4" else 9
        for site in ("east", "west")
        for key in ("2023q3", "2023q4", "2024")
        for sex in ("a", "b")
    }
    cells = hide_small(count(plan, {"starts": counts}))
    verdict = audit_release(plan, cells)
    assert kinds(verdict) == {LeakKind.EXACT}
    assert len(verdict.leaks) == 4
    assert all(leak.proof[0].startswith("exactly") for leak in verdict.leaks)
    without = {"starts": tuple(c for c in cells["starts"] if c.period != "to-date")}
    assert audit_release(plan, without).passed


@pytest.mark.parametrize(
    ("before", "exact"),
    [({}, True), ({"east": 10, "west": 11, "north": 9, WHOLE: 30}, False)],
)
def test_days_before_the_first_period_are_empty_where_all_figures_say_so(
    before: dict[str, int], exact: bool
) -> None:
    """To date begins with its year; its quarters begin in July. Was there anybody before?"""
    periods = [quarter(2023, 3), quarter(2023, 4), to_date(date(2023, 1, 1), 2023)]
    plan = catalogue(sites=("east", "west", "north"), periods=periods, tables=[table("starts")])
    counts = {
        (site, key): 2 if (site, key) in {("east", "2023q4"), ("west", "2023q4")} else 20
        for site in ("east", "west", "north")
        for key in ("2023q3", "2023q4")
    }
    cells = {
        "starts": tuple(
            replace(c, value=(c.value or 0) + before.get(c.area, 0)) if c.period == "to-date" else c
            for c in count(plan, {"starts": counts})["starts"]
        )
    }
    cells = hide(hide_small(cells), "starts", (WHOLE, "2023q4"))  # or the whole would say it
    assert (LeakKind.EXACT in kinds(audit_release(plan, cells))) is exact


def test_nobody_was_helped_in_an_area_before_it_opened() -> None:
    periods = [quarter(2023, 3), quarter(2023, 4), to_date(date(2023, 1, 1), 2023)]
    plan = catalogue(sites=("east",), periods=periods, tables=[table("starts")], threshold=5)
    late = replace(
        plan,
        areas=tuple(
            replace(a, opened=date(2023, 7, 1)) if a.slug == "east" else a for a in plan.areas
        ),
    )
    cells = hide_small(count(plan, {"starts": {("east", "2023q3"): 20, ("east", "2023q4"): 2}}))
    assert LeakKind.EXACT not in kinds(audit_release(plan, cells))
    assert LeakKind.EXACT in kinds(audit_release(late, cells))


def test_a_part_whose_sibling_has_no_row_gives_it_away() -> None:
    asked = parts("asked", "known", "not known")
    plan = catalogue(
        sites=("east", "west"),
        periods=[year(2024)],
        breakdowns=[asked],
        tables=[table("starts", "asked")],
    )
    counts = {
        ("east", "2024", "known"): 9,
        ("east", "2024", "not known"): 2,
        ("west", "2024", "known"): 9,
        ("west", "2024", "not known"): 7,
    }
    every = count(plan, {"starts": counts})["starts"]
    cells = {"starts": tuple(c for c in every if c.groups[0][1] != "not known")}
    verdict = audit_release(plan, cells)
    assert kinds(verdict) == {LeakKind.IMPLIED}
    assert [leak.cell for leak in verdict.leaks] == ["East, 2024, not known (starts, not printed)"]


def test_what_is_marked_as_not_available_is_worked_out_all_the_same() -> None:
    cells = referrals()
    missing = {
        "referrals": tuple(
            replace(c, value=None, marker=Marker.NOT_AVAILABLE)
            if c.value is not None and c.value < 5
            else c
            for c in cells["referrals"]
        )
    }
    assert kinds(audit_release(PLAIN, missing)) == {LeakKind.IMPLIED}


def test_tables_of_one_universe_add_up_to_one_another() -> None:
    """Quarters stand in one table and their year in another: neither has both."""
    plan = catalogue(
        sites=("east", "west"),
        periods=[*(quarter(2024, n) for n in range(1, 5)), year(2024)],
        tables=[replace(table(name), universe="starts") for name in ("quarters", "years")],
    )
    counts = {
        (site, f"2024q{n}"): 3 if n == 1 else 9 for site in ("east", "west") for n in range(1, 5)
    }
    every = count(plan, {"quarters": counts, "years": counts})
    cells = hide_small(
        {
            "quarters": tuple(c for c in every["quarters"] if c.period != "2024"),
            "years": tuple(c for c in every["years"] if c.period == "2024"),
        }
    )
    assert kinds(audit_release(plan, cells)) == {LeakKind.EXACT}
    assert audit_release(plan, cells | {"years": ()}).passed


def test_closed_periods_of_areas_and_years_of_the_whole_hold_one_another() -> None:
    """The areas print two years together, the whole prints each: its two years are their sum."""
    both = to_date(date(2023, 1, 1), 2024)
    plan = catalogue(
        sites=("east", "west"), periods=[year(2023), year(2024), both], tables=[table("starts")]
    )
    counts = {(site, key): 9 for site in ("east", "west") for key in ("2023", "2024")}
    counts |= {("east", "2023"): 1, ("east", "2024"): 1}
    every = count(plan, {"starts": counts})["starts"]
    cells = tuple(c for c in every if (c.area == WHOLE) == (c.period != "to-date"))
    verdict = audit_release(plan, hide_small({"starts": cells}))
    assert kinds(verdict) >= {LeakKind.EXACT}
    assert any(leak.cell.startswith("East, To date") for leak in verdict.leaks)


def test_a_rounded_release_beside_an_exact_one_counts_the_same_children() -> None:
    """23 is printed as 25 now: that is no revision, and gives nothing away by itself."""
    rounded = replace(PLAIN, disclosure=replace(PLAIN.disclosure, rounding=5))
    cells = referrals()
    nearest = {
        "referrals": tuple(
            replace(c, value=float(5 * round((c.value or 0) / 5))) for c in cells["referrals"]
        )
    }
    hidden = hide(nearest, "referrals", SQUARE[0])
    assert LeakKind.EXACT in kinds(audit_release(rounded, hidden, [(PLAIN, cells)]))


def test_the_verdict_says_what_it_rests_on() -> None:
    text = audit_release(PLAIN, hide(referrals(), "referrals", *SQUARE)).text
    assert text == (
        "passed: each suppressed count was tested against every figure of this release, "
        "by 4 sums over areas and 4 sums over groups"
    )


def test_tables_that_cross_breakdowns_in_a_circle_give_away_their_full_cross() -> None:
    """No table prints age by sex by route, and no count of two of them is small."""
    names = ("age", "sex", "route")
    crossings = (("age", "sex"), ("sex", "route"), ("route", "age"))
    finest = dict.fromkeys(product("ab", repeat=3), 8)
    finest |= {("a", "a", "a"): 0, ("a", "a", "b"): 0, ("b", "b", "a"): 2}
    tables = [replace(table("_".join(pair), *pair), universe="starts") for pair in crossings]
    plan = catalogue(
        sites=("east",),
        periods=[year(2024)],
        breakdowns=[parts(name, "a", "b") for name in names],
        tables=tables,
    )
    counts: dict[str, dict[tuple[str, ...], int]] = {plan.name: {} for plan in tables}
    for groups, number in finest.items():
        own = dict(zip(names, groups, strict=True))
        for pair, one in zip(crossings, tables, strict=True):
            key = ("east", "2024", *(own[name] for name in pair))
            counts[one.name][key] = counts[one.name].get(key, 0) + number
    cells = count(plan, counts)
    verdict = audit_release(plan, cells)
    assert kinds(verdict) == {LeakKind.IMPLIED}
    assert any("b, b, a (age_sex, not printed)" in leak.cell for leak in verdict.leaks)
    assert audit_release(plan, {name: cells[name] for name in cells} | {"route_age": ()}).passed


def test_components_without_rows_are_few_together_though_their_total_is_suppressed() -> None:
    """Of 13 to 15 children in the east 12 came by police or court: 1 to 3 came by other routes."""
    routes = parts("route", "police", "court", "school", "social")
    plan = catalogue(
        sites=("east", "west"),
        periods=[year(2024)],
        breakdowns=[routes],
        tables=[table("referrals", "route"), table("starts"), table("closures")],
        identities=[
            Identity(
                CellReference(name, "children"), "part_of", CellReference("referrals", "children")
            )
            for name in ("starts", "closures")
        ],
    )
    counts: dict[str, dict[tuple[str, ...], int]] = {
        "referrals": {
            ("east", "2024", "police"): 7,
            ("east", "2024", "court"): 5,
            ("east", "2024", "school"): 2,
            ("west", "2024", "police"): 8,
            ("west", "2024", "court"): 8,
        },
        "starts": {("east", "2024"): 13, ("west", "2024"): 9},
        "closures": {("east", "2024"): 9, ("west", "2024"): 15},
    }
    every = hide(
        count(plan, counts), "referrals", *((s, "2024", "Total") for s in ("east", "west"))
    )
    cells = every | {
        "referrals": tuple(
            c for c in every["referrals"] if c.groups[0][1] in ("Total", "police", "court")
        )
    }
    east = "East, 2024, {} (referrals)".format
    left = f"what is left of {east('All')} without {east('police')} and {east('court')}"
    assert left in {leak.cell for leak in audit_release(plan, cells).leaks}
