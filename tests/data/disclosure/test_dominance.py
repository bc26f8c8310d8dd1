"""One area that makes up nearly all of a whole is found, where the rule asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.protect import protect_release
from dashboard.data.linking.verdict import LeakKind
from dashboard.data.release.model import Catalogue
from tests.data.disclosure.small import Cells, catalogue, count, hide, parts, table, year

SITES = ("east", "north", "west")
PLAN = catalogue(
    sites=SITES,
    periods=[year(2024)],
    breakdowns=[parts("group", "a", "b")],
    tables=[table("starts", "group")],
)
# East has 90 of 109 at least: 82.57 per cent, by its printed group a.
COUNTS = {
    ("east", "2024", "a"): 90,
    ("north", "2024", "a"): 6,
    ("west", "2024", "a"): 7,
    ("east", "2024", "b"): 2,
    ("north", "2024", "b"): 2,
    ("west", "2024", "b"): 2,
}


def with_rule(per_cent: int) -> Catalogue:
    return replace(PLAN, disclosure=replace(PLAN.disclosure, dominance_per_cent=per_cent))


def published() -> Cells:
    cells = count(PLAN, {"starts": COUNTS})
    return hide(cells, "starts", *((s, "2024", g) for s in SITES for g in ("b", "Total")))


@pytest.mark.parametrize(
    ("per_cent", "passes"), [(0, True), (82, False), (83, True), (84, True), (50, False)]
)
def test_a_place_that_surely_exceeds_its_part_is_found(per_cent: int, passes: bool) -> None:
    verdict = audit_release(with_rule(per_cent), published())
    assert verdict.passed is passes
    if not passes:
        (leak,) = verdict.leaks
        assert leak.kind is LeakKind.DOMINANCE
        assert leak.cell == "East, 2024, All (starts)"
        assert leak.proof == (f"more than {per_cent}% of Whole, 2024, All (starts)",)


def test_a_place_that_is_printed_dominates_in_the_open() -> None:
    cells = count(PLAN, {"starts": {place: n * 10 for place, n in COUNTS.items()}})
    assert audit_release(with_rule(50), cells).passed


def test_the_suppressor_keeps_to_the_rule() -> None:
    cells = count(PLAN, {"starts": COUNTS})
    safe = protect_release(with_rule(82), cells).cells
    assert audit_release(with_rule(82), safe).passed
