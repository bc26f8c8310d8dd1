"""Hidden counts are found by subtracting an earlier release, whatever figures were revised since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.verdict import LeakKind, Verdict
from dashboard.data.release.context import Change
from dashboard.data.release.model import Catalogue
from tests.data.disclosure.small import (
    Cells,
    catalogue,
    count,
    hide,
    parts,
    quarter,
    table,
    year,
)
from tests.data.disclosure.test_shares import release

SITES = ("east", "north", "west", "south")
PLAN = catalogue(
    sites=SITES,
    periods=[year(2023), year(2024)],
    breakdowns=[parts("route", "police", "school", "social")],
    tables=[table("referrals", "route")],
)
NOW = replace(PLAN, version="2")
LEAK = "East, 2024, police (referrals)"
Counts = Mapping[tuple[str, ...], int]
COUNTS: Counts = {
    (site, when, route): number
    for when in ("2023", "2024")
    for site, numbers in {
        "east": (2, 12, 20),
        "north": (7, 9, 11),
        "west": (9, 8, 14),
        "south": (10, 15, 16),
    }.items()
    for route, number in zip(("police", "school", "social"), numbers, strict=True)
}


def square(*sites: str, routes: tuple[str, str], when: str = "2024") -> list[tuple[str, ...]]:
    return [(site, when, route) for site in sites for route in routes]


# What each release hides, of each year: the small count, and what it would follow from.
BEFORE = [
    place
    for when in ("2023", "2024")
    for place in square("east", "north", routes=("police", "school"), when=when)
]
AFTER = [
    *square("east", "north", routes=("police", "school"), when="2023"),
    *square("east", "west", routes=("police", "social")),
]


def referrals(revised: Counts, *hidden: tuple[str, ...]) -> Cells:
    return hide(count(PLAN, {"referrals": {**COUNTS, **revised}}), "referrals", *hidden)


def follow(now: Cells, *earlier: Cells, plan: Catalogue = NOW) -> Verdict:
    """Audit a release after others of the same plan."""
    before = [(replace(plan, version=f"0.{n}"), cells) for n, cells in enumerate(earlier)]
    return audit_release(plan, now, before)


def named(verdict: Verdict) -> set[str]:
    return {leak.cell for leak in verdict.leaks if leak.kind is LeakKind.EXACT}


@pytest.mark.parametrize(
    "revised",
    [
        {},
        {("south", "2024", "social"): 17},  # in another area
        {("south", "2023", "police"): 11},  # and another year
        {("west", "2024", "school"): 9},  # in an area that the newer release hides
        {("east", "2024", "social"): 21},  # in the same area
        {("south", "2024", "police"): 12},  # in the same group
        {("south", "2024", "social"): 19, ("north", "2024", "social"): 10},
    ],
)
def test_a_revised_figure_does_not_hide_what_follows_from_all_others(revised: Counts) -> None:
    verdict = follow(referrals(revised, *AFTER), referrals({}, *BEFORE))
    assert LEAK in named(verdict), [str(leak) for leak in verdict.leaks]


@pytest.mark.parametrize(
    "revised",
    [
        {},
        {("south", "2024", "social"): 17},
        {("south", "2024", "police"): 12},
        {("east", "2024", "social"): 25},
        {("south", "2023", "school"): 3 + 15, ("west", "2024", "police"): 6},
        {("east", "2024", "police"): 3},  # what is hidden in both
        {("east", "2024", "school"): 14},
        {("north", "2024", "school"): 8},
        {("east", "2024", "police"): 3, ("north", "2024", "police"): 6},  # a child moved
    ],
)
def test_a_correction_with_the_same_cells_hidden_passes(revised: Counts) -> None:
    verdict = follow(referrals(revised, *BEFORE), referrals({}, *BEFORE))
    assert verdict.passed, [str(leak) for leak in verdict.leaks]


def test_a_revised_quarter_does_not_hide_the_others() -> None:
    """The year was hidden with the first quarter; now the second is, and a later one revised."""
    quarters = [quarter(2024, part) for part in range(1, 5)]
    plan = catalogue(sites=("east",), periods=[*quarters, year(2024)], tables=[table("starts")])
    counts: Counts = {("east", f"2024q{part}"): n for part, n in enumerate((3, 9, 12, 15), start=1)}

    def starts(counts: Counts, *hidden: str) -> Cells:
        places = [(site, when) for site in ("east", "whole") for when in hidden]
        return hide(count(plan, {"starts": counts}), "starts", *places)

    before = starts(counts, "2024q1", "2024")
    revised = {**counts, ("east", "2024q4"): 16}
    assert follow(starts(revised, "2024q1", "2024"), before, plan=plan).passed
    verdict = follow(starts(revised, "2024q1", "2024q2"), before, plan=plan)
    assert "East, 2024q1 (starts)" in named(verdict)


def test_a_longer_period_with_a_revised_part_is_no_contradiction() -> None:
    halves = [
        replace(year(2024), key="h1", label="h1", ends=date(2024, 6, 30)),
        replace(year(2024), key="h2", label="h2", starts=date(2024, 7, 1)),
    ]
    plan = catalogue(sites=("east",), periods=halves, tables=[table("starts")])
    older = replace(plan, periods=tuple(halves[:1]))
    whole = replace(plan, periods=(year(2024),))
    before = count(older, {"starts": {("east", "h1"): 12}})
    for total, passes in ((11, True), (12, True), (14, False), (17, True)):
        now = count(whole, {"starts": {("east", "2024"): total}})
        assert audit_release(whole, now, [(older, before)]).passed is passes, total


def test_a_share_is_of_the_denominator_that_it_was_printed_with() -> None:
    """A tenth of 60 children were at home, and then a twentieth of 120: 6 in both."""
    plan, before = release(column_unit="%", measure_unit="%", printed={"Total": 10.0})
    _, now = release(column_unit="%", measure_unit="%", printed={"Total": 5.0}, times=2)
    verdict = audit_release(plan, now, [(replace(plan, version="0"), before)])
    assert verdict.passed, [str(leak) for leak in verdict.leaks]


def test_two_earlier_releases_are_subtracted_though_the_newest_revises_all() -> None:
    tripled = referrals({place: 3 * number for place, number in COUNTS.items()})
    first, second = referrals({}, *BEFORE), referrals({}, *AFTER)
    for one in (first, second):
        assert follow(tripled, one).passed
    leaks = named(follow(tripled, first, second))
    assert any(cell.startswith("East, 2024, police (referrals, earlier") for cell in leaks)


def test_one_more_child_somewhere_does_not_hide_a_small_count() -> None:
    """Of 34 children 2 or 14 came by routes that were hidden; of 35 now others are."""
    plan = catalogue(
        sites=("east",),
        periods=[year(2024)],
        breakdowns=[parts("route", "police", "school", "social")],
        tables=[table("referrals", "route")],
    )

    def routes(school: int, hidden: str) -> Cells:
        numbers = {"police": 2, "school": school, "social": 20}
        counts = {("east", "2024", route): number for route, number in numbers.items()}
        places = [(site, "2024", g) for site in ("east", "whole") for g in ("police", hidden)]
        return hide(count(plan, {"referrals": counts}), "referrals", *places)

    first = routes(12, "school")
    for school in (12, 13, 14, 40):
        assert follow(routes(school, "school"), first, plan=plan).passed
        kinds = {leak.kind for leak in follow(routes(school, "social"), first, plan=plan).leaks}
        assert kinds & {LeakKind.EXACT, LeakKind.NARROW}, school


WEST_ROSE: Counts = {("east", "2024"): 3, ("north", "2024"): 17, ("south", "2024"): 30}


@pytest.mark.parametrize(
    ("reasons", "passes"),
    [
        ([("correction", "Figures were corrected.", "", "")], True),
        ([("correction", "Figures were corrected.", "west", "")], False),
        ([("revision", "Figures were corrected.", "west", "2024")], False),
        ([("correction", "Cases of West had been left out.", "", "")], False),
        ([("correction", "As West did, later.", "east", "")], False),
        ([("correction", "Western cases had been left out.", "", "")], True),
        ([("correction", "Figures were corrected.", "whole", "")], True),
        ([("correction", "Figures were corrected.", "north", "2023")], True),  # it cannot be true
        ([("release", "Figures of West came.", "west", "")], True),
        ([("correction", "Late.", "west", ""), ("correction", "Some were.", "", "")], True),
        ([("correction", "Late.", "west", ""), ("release", "New ones.", "", "")], False),
        ([], True),
    ],
)
def test_where_a_release_says_what_it_revised_readers_take_the_rest_for_unchanged(
    reasons: list[tuple[str, str, str, str]], passes: bool
) -> None:
    """East and North were 20. North is 17, and only West was corrected: East is 3."""
    plan = catalogue(sites=SITES, periods=[year(2023), year(2024)], tables=[table("starts")])
    years: Counts = {(site, "2023"): 40 for site in SITES}
    earlier: Counts = {**years, **WEST_ROSE, ("west", "2024"): 20}
    before = hide(count(plan, {"starts": earlier}), "starts", ("east", "2024"), ("north", "2024"))
    hidden = [(site, "2024") for site in ("east", "west", "south")]
    now = hide(count(plan, {"starts": {**earlier, ("west", "2024"): 26}}), "starts", *hidden)
    changes = [
        Change(date(2026, 1, 1), kind, text, area=area, period=period)
        for kind, text, area, period in reasons
    ]
    told = replace(plan, version="2", changes=tuple(changes))
    assert audit_release(told, now, [(plan, before)]).passed is passes
    same = replace(plan, changes=tuple(changes))  # these were reasons for something else
    assert audit_release(told, now, [(same, before)]).passed
