"""The suppressor suppresses enough, and keeps what it is told to keep."""

from __future__ import annotations

from itertools import product

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.protect import protect_release
from dashboard.data.release.model import CellReference
from dashboard.exceptions import DisclosureError
from tests.data.disclosure.benchmark_set import TWO_WAY, asked_of_those_known, two_way
from tests.data.disclosure.small import (
    WHOLE,
    catalogue,
    count,
    hidden_places,
    table,
    year,
)

SITES, GROUPS = ("east", "north", "west"), ("a", "b", "c")
PLAN, table_of = TWO_WAY, two_way
KEPT_SEED, KEPT_GROUP = 7, "a"  # a table whose group is hidden only to protect others


def test_a_table_without_small_counts_stays_whole() -> None:
    cells = count(PLAN, {"starts": {(site, "2024", g): 20 for site, g in product(SITES, GROUPS)}})
    assert protect_release(PLAN, cells).cells == cells


@pytest.mark.parametrize(("small", "hidden"), [(4, True), (5, False), (6, False), (0, False)])
def test_the_threshold_is_kept_to_the_count(small: int, hidden: bool) -> None:
    counts = {(site, "2024", g): 20 for site, g in product(SITES, GROUPS)}
    cells = count(PLAN, {"starts": counts | {("east", "2024", "a"): small}})
    places = hidden_places(protect_release(PLAN, cells).cells["starts"])
    assert (("east", "2024", "a") in places) is hidden
    assert bool(places) is hidden


def test_what_the_policy_keeps_stays_visible() -> None:
    cells = table_of(KEPT_SEED)
    free = hidden_places(protect_release(PLAN, cells).cells["starts"])
    keep = CellReference("starts", "children", (("group", KEPT_GROUP),))
    kept = hidden_places(protect_release(PLAN, cells, keep=[keep]).cells["starts"])
    assert any(place[2] == KEPT_GROUP for place in free)
    assert not any(place[2] == KEPT_GROUP for place in kept)


def test_a_release_that_readers_can_still_reach_is_respected() -> None:
    cells = table_of(0)
    first = protect_release(PLAN, cells).cells
    again = protect_release(PLAN, cells, earlier=[(PLAN, first)]).cells
    assert audit_release(PLAN, again, earlier=[(PLAN, first)]).passed


def test_what_cannot_be_protected_is_refused() -> None:
    lonely = catalogue(sites=("east",), periods=[year(2024)], tables=[table("starts")])
    told = count(lonely, {"starts": {("east", "2024"): 3}})
    protected = protect_release(
        lonely, told
    ).cells  # one small count and nothing else: hiding is enough
    assert hidden_places(protected["starts"]) == {("east", "2024"), (WHOLE, "2024")}
    with pytest.raises(DisclosureError):
        protect_release(lonely, told, earlier=[(lonely, told)])


@pytest.mark.parametrize("answer", ["Yes", "No"])
@pytest.mark.parametrize("thorough", [True, False])
def test_a_nought_that_tells_of_a_whole_sensitive_group_is_hidden(
    answer: str, thorough: bool
) -> None:
    plan = asked_of_those_known()
    answers = {
        (site, "2024", group): 0 if (site, group) == ("east", answer) else number
        for site in SITES
        for group, number in (("Yes", 20), ("No", 11), ("Not known", 9))
    }
    cells = count(plan, {"answers": answers})
    assert not audit_release(plan, cells).passed
    assert audit_release(plan, protect_release(plan, cells, thorough=thorough).cells).passed
