"""Everything that the suppressor makes is safe, and all that it publishes is true.

With rounding, each published count is the true one rounded; without, the true one.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.protect import protect_release, rounded
from dashboard.data.release.model import Catalogue, CellReference, Identity, Marker
from dashboard.exceptions import DisclosureError
from tests.data.disclosure.benchmark_set import BANDS, TWO_WAY, problems, two_way
from tests.data.disclosure.small import (
    Cells,
    catalogue,
    count,
    hidden_places,
    parts,
    quarter,
    table,
)

SITES = ("east", "west")
AGES = tuple(str(age) for age in range(10, 16))
LINKED = catalogue(
    sites=SITES,
    periods=[quarter(2024, 1), quarter(2024, 2)],
    breakdowns=[BANDS, parts("sex", "f", "m")],
    tables=[table("by_age", "age"), table("by_sex", "sex")],
    identities=[
        Identity(CellReference("by_age", "children"), "equals", CellReference("by_sex", "children"))
    ],
)
LEAVES = list(product(SITES, ("2024q1", "2024q2"), AGES))
# Small counts, noughts, and some in between; how many of the first ages are girls.
COUNTS = st.lists(st.sampled_from((0, 0, 1, 2, 4, 5, 6, 9, 14, 25)), min_size=24, max_size=24)
RULES = st.sampled_from(((5, 1), (3, 1), (5, 5), (3, 3), (8, 5)))
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def under(plan: Catalogue, threshold: int, rounding: int) -> Catalogue:
    rule = replace(plan.disclosure, threshold=threshold, rounding=rounding)
    return replace(plan, disclosure=rule)


def linked_cells(plan: Catalogue, counts: list[int], girls: int) -> Cells:
    by_age = dict(zip(LEAVES, counts, strict=True))
    by_sex: dict[Any, int] = {}
    for site, period in product(SITES, ("2024q1", "2024q2")):
        ages = [by_age[site, period, age] for age in AGES]
        by_sex[site, period, "f"] = sum(ages[:girls])
        by_sex[site, period, "m"] = sum(ages[girls:])
    return count(plan, {"by_age": by_age, "by_sex": by_sex})


def untrue(plan: Catalogue, truth: Cells, shown: Any) -> list[str]:
    """List published counts that are not the true ones, rounded as the rule has it."""
    base = plan.disclosure.rounding
    return [
        f"{true.table} {true.area} {true.period} {true.groups}"
        for name, cells in truth.items()
        for true, cell in zip(cells, shown[name], strict=True)
        if cell.marker is not Marker.CONFIDENTIAL
        and (cell.marker, cell.value) != (true.marker, rounded(true.value or 0, base))
    ]


@pytest.mark.parametrize(
    ("count", "base", "expected"),
    [(0, 5, 0), (2, 5, 0), (3, 5, 5), (7, 5, 5), (8, 5, 10), (4, 3, 3), (5, 3, 6), (7, 1, 7)],
)
def test_counts_are_rounded_to_the_nearest(count: int, base: int, expected: int) -> None:
    assert rounded(count, base) == expected


@given(COUNTS, st.integers(0, 6), RULES)
@QUICK
def test_linked_tables_with_bands_come_out_safe_and_true(
    counts: list[int], girls: int, rule: tuple[int, int]
) -> None:
    plan = under(LINKED, *rule)
    truth = linked_cells(plan, counts, girls)
    try:
        shown = protect_release(plan, truth, thorough=False).cells
    except DisclosureError:
        return  # refused: nothing is published at all
    assert audit_release(plan, shown).passed
    assert untrue(plan, truth, shown) == []
    assert {c.value for rows in shown.values() for c in rows}.isdisjoint(range(1, rule[0]))


@given(st.lists(st.sampled_from((0, 1, 3, 4, 6, 9, 20)), min_size=9, max_size=9), RULES)
@QUICK
def test_a_thorough_search_comes_out_safe_and_true(
    counts: list[int], rule: tuple[int, int]
) -> None:
    plan = under(TWO_WAY, *rule)
    places = product(("east", "north", "west"), ("2024",), ("a", "b", "c"))
    truth = count(plan, {"starts": dict(zip(places, counts, strict=True))})
    try:
        done = protect_release(plan, truth)
    except DisclosureError:
        return
    assert audit_release(plan, done.cells).passed
    assert untrue(plan, truth, done.cells) == []


def test_an_untrue_value_is_seen() -> None:
    truth = two_way(0)
    plan = under(TWO_WAY, 5, 5)
    assert untrue(TWO_WAY, truth, truth) == []
    assert untrue(plan, truth, truth) != []


def test_every_problem_of_the_set_can_be_rounded_and_hides_less() -> None:
    exact = to_five = 0
    for problem in problems():
        plan = under(problem.plan, 5, 5)
        done = protect_release(plan, problem.cells, thorough=False)
        assert audit_release(plan, done.cells).passed, problem.name
        assert untrue(plan, problem.cells, done.cells) == []
        exact += problem.fewest
        to_five += done.primary + done.secondary
    assert to_five < exact


def test_small_counts_are_hidden_and_not_rounded() -> None:
    plan = under(TWO_WAY, 5, 5)
    truth = two_way(2)
    small = {
        (c.area, c.period, c.groups[0][1])
        for c in truth["starts"]
        if c.value is not None and 0 < c.value < 5
    }
    done = protect_release(plan, truth)
    assert small <= hidden_places(done.cells["starts"])
    assert done.primary == len(small)


def test_an_earlier_rounded_release_is_respected() -> None:
    plan = under(TWO_WAY, 5, 5)
    first = protect_release(plan, two_way(0)).cells
    again = protect_release(plan, two_way(0), earlier=[(plan, first)]).cells
    assert audit_release(plan, again, earlier=[(plan, first)]).passed
    assert untrue(plan, two_way(0), again) == []
