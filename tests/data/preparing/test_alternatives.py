"""Coarser forms are offered where suppression costs too much, each really tried and measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard.data.linking.audit import audit_release
from dashboard.data.preparing import prepare
from dashboard.data.preparing.alternatives import add_to_policy, alternatives, try_alternatives
from dashboard.data.preparing.coarsening import narrow
from dashboard.data.preparing.policy import Breadth, Part, Policy
from dashboard.data.preparing.summary import account_for
from dashboard.data.release.model import Catalogue, CellReference, Marker
from tests.data.disclosure.benchmark_set import BANDS, asked
from tests.data.disclosure.small import Cells, catalogue, count, quarter, table, year

TODAY = date(2026, 9, 22)
PLAN = catalogue(
    sites=("east", "west"),
    periods=[quarter(2024, 1), quarter(2024, 2), year(2024)],
    breakdowns=[BANDS],
    tables=[table("starts", "age")],
)
WORDS = [
    "starts without figures by quarter",
    "starts with age in bands",
    "counts rounded to the nearest 5",
]


def cells_of(plan: Catalogue) -> Cells:
    numbers = (1, 2, 9, 14, 20, 3, 30, 4, 11, 6, 7, 25)
    places = [
        (site, key, str(age))
        for site in ("east", "west")
        for key in ("2024q1", "2024q2")
        for age in range(10, 16)
    ]
    found = {place: numbers[i % len(numbers)] + i % 3 for i, place in enumerate(places)}
    return count(plan, {"starts": found})


def test_coarser_periods_bands_and_rounding_are_offered() -> None:
    offered = list(alternatives(PLAN, Policy(), {"starts"}))
    assert [one.words for one in offered] == WORDS
    assert [one.additions for one in offered][:2] == [
        {"tables": {"starts": {"periods": ["year"]}}},
        {"tables": {"starts": {"groups": {"age": "bands"}}}},
    ]
    assert offered[2].additions["rounding"] == 5


def test_what_the_policy_has_taken_is_not_offered_again() -> None:
    policy = Policy(
        rounding=5,
        tables={"starts": Breadth(periods=[PLAN.periods[-1].type], groups={"age": "bands"})},
    )
    words = [one.words for one in alternatives(PLAN, policy, {"starts"})]
    assert words == ["starts with age as totals only"]


def test_a_form_that_changes_nothing_is_not_offered() -> None:
    """What a policy says of a level of a table goes before what it says of the table."""
    levels = {level: Part(groups={"age": "bands"}) for level in ("Programme", "Local authority")}
    policy = Policy(tables={"starts": Breadth(levels=levels)})
    tried = try_alternatives(PLAN, cells_of(PLAN), policy, {"starts"}, on=TODAY)
    assert [one.alternative.words for one in tried] == WORDS[2:]


def test_tables_that_cost_little_are_left_alone() -> None:
    assert [a.words for a in alternatives(PLAN, Policy(), ())] == WORDS[2:]


def test_each_is_tried_and_what_it_says_is_what_its_policy_gives() -> None:
    cells = cells_of(PLAN)
    tried = list(try_alternatives(PLAN, cells, Policy(), {"starts"}, on=TODAY))
    assert [one.alternative.words for one in tried] == WORDS
    for one in tried:
        policy = add_to_policy(Policy(), one.alternative.additions)
        narrowed = narrow(PLAN, cells, policy)
        prepared = prepare(narrowed.catalogue, narrowed.cells, on=TODAY, keep=narrowed.keep)
        assert audit_release(prepared.catalogue, prepared.cells).passed
        assert one.account is not None
        assert one.account == account_for(narrowed.cells, prepared)
        hidden = sum(c.marker is Marker.CONFIDENTIAL for c in prepared.cells["starts"])
        assert one.account.hidden == hidden
        assert one.account.cells == len(prepared.cells["starts"])


def test_where_no_form_is_safe_it_says_so() -> None:
    lonely = catalogue(sites=("east",), periods=[year(2024)], tables=[table("starts")])
    told = count(lonely, {"starts": {("east", "2024"): 3}})
    tried = list(
        try_alternatives(lonely, told, Policy(), {"starts"}, earlier=[(lonely, told)], on=TODAY)
    )
    assert [one.account for one in tried] == [None]


def test_cells_to_keep_go_with_the_groups_that_go() -> None:
    policy = Policy(
        keep=["table=starts; column=children; age=11", "table=starts; column=children; age=10-12"],
        tables={"starts": Breadth(groups={"age": "bands"})},
    )
    assert narrow(PLAN, cells_of(PLAN), policy).keep == (
        CellReference("starts", "children", (("age", "10-12"),)),
    )


def test_the_account_gives_each_reason_and_what_is_left() -> None:
    plan, cells = asked(2)
    prepared = prepare(plan, cells, on=TODAY)
    account = account_for(cells, prepared)
    pairs = list(zip(cells["answers"], prepared.cells["answers"], strict=True))
    hidden = [true.value or 0 for true, shown in pairs if shown.value is None]
    assert account.small == sum(0 < value < 5 for value in hidden)
    assert account.small + account.telling + account.protecting == len(hidden) == account.hidden
    (own,) = account.tables
    finest = [
        (true.value or 0, shown.value)
        for true, shown in pairs
        if true.area != "whole" and true.groups[0][1] != "Total"
    ]
    left = sum(value for value, shown in finest if shown is not None)
    assert own.share_of_children == left / sum(value for value, _ in finest)
    assert own.share_hidden == len(hidden) / len(pairs)


def test_a_nought_that_tells_of_a_whole_group_is_counted_apart() -> None:
    plan, _ = asked(1)
    answers = {
        (site, "2024", answer): number
        for site in ("east", "north", "west")
        for answer, number in (("Yes", 20), ("No", 11), ("Not known", 9))
    }
    nobody = count(plan, {"answers": answers | {("east", "2024", "Yes"): 0}})
    account = account_for(nobody, prepare(plan, nobody, on=TODAY))
    assert (account.small, account.telling) == (0, 1)
    open_ = replace(plan, measures=tuple(replace(m, sensitive=False) for m in plan.measures))
    assert account_for(nobody, prepare(open_, nobody, on=TODAY)).hidden == 0
