"""Is what the exact search finds the least that the audit accepts, and how near is the heuristic?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.protect import protect_release
from dashboard.data.release.model import Catalogue, Marker
from dashboard.disclosure.suppression import optimal
from dashboard.disclosure.suppression.failures import Failure, Kind
from dashboard.disclosure.suppression.optimal import Fewest
from dashboard.exceptions import DisclosureError
from tests.data.disclosure.benchmark_set import (
    SLOW,
    TWO_WAY,
    TWO_WAY_OPTIMA,
    Problem,
    problems,
    two_way,
)
from tests.data.disclosure.small import Cells, catalogue, count, hide, parts, table, year

PROBLEMS = list(problems())
MOST_TIMES_THE_FEWEST = 1.25  # of all problems together
CHEAPEST_TO_FEWEST = 1.3  # of one problem
TINY = catalogue(
    sites=("east", "west"),
    periods=[year(2024)],
    breakdowns=[parts("group", "a", "b", "c")],
    tables=[table("starts", "group")],
    threshold=3,
)


def hidden_cells(cells: Cells) -> int:
    return sum(c.marker is Marker.CONFIDENTIAL for rows in cells.values() for c in rows)


def every_wider_set(cells: Cells, threshold: int) -> Iterator[list[tuple[str, ...]]]:
    """Yield the small cells with more and more others, the fewest first."""
    printed = {(c.area, c.period, c.groups[0][1]): c.value or 0 for c in cells["starts"]}
    small: list[tuple[str, ...]] = [p for p, value in printed.items() if 0 < value < threshold]
    others = [place for place in printed if place not in small]
    for more in range(len(others) + 1):
        yield from ([*small, *extra] for extra in combinations(others, more))


def fewest_by_trying(plan: Catalogue, cells: Cells) -> int | None:
    """Try every set of cells, from the smallest on, and ask the audit of each."""
    for hidden in every_wider_set(cells, plan.disclosure.threshold):
        if audit_release(plan, hide(cells, "starts", *hidden) if hidden else cells).passed:
            return len(hidden)
    return None


def fewest_by_search(plan: Catalogue, cells: Cells) -> int | None:
    try:
        fewest = protect_release(plan, cells).fewest
    except DisclosureError:
        return None
    assert fewest is not None
    assert fewest.proved
    return fewest.cells


@pytest.mark.parametrize("seed", [0, 3])
def test_the_optima_of_the_set_are_found_by_trying_every_choice(seed: int) -> None:
    assert fewest_by_trying(TWO_WAY, two_way(seed)) == TWO_WAY_OPTIMA[seed]


@pytest.mark.parametrize("seed", range(25))
def test_the_search_finds_what_trying_every_choice_finds(seed: int) -> None:
    random = Random(seed)
    places = product(("east", "west"), ("2024",), ("a", "b", "c"))
    cells = count(TINY, {"starts": {place: random.choice((0, 1, 2, 3, 5)) for place in places}})
    assert fewest_by_search(TINY, cells) == fewest_by_trying(TINY, cells)


@pytest.mark.parametrize(
    "problem", [p for p in PROBLEMS if p.name != SLOW], ids=lambda problem: problem.name
)
def test_the_optimum_of_each_problem_is_found_again(problem: Problem) -> None:
    done = protect_release(problem.plan, problem.cells)
    assert done.fewest == Fewest(problem.fewest, proved=True)
    assert audit_release(problem.plan, done.cells).passed
    hidden = hidden_cells(dict(done.cells))
    assert problem.fewest <= hidden == done.primary + done.secondary
    # What is hidden is what costs least, which may be a few more cells than the fewest.
    assert hidden <= CHEAPEST_TO_FEWEST * problem.fewest


def test_without_the_exact_search_at_most_a_quarter_more_is_hidden() -> None:
    assert len(PROBLEMS) > 15
    hidden = 0
    for problem in PROBLEMS:
        done = protect_release(problem.plan, problem.cells, exact=False)
        assert done.fewest is None
        assert audit_release(problem.plan, done.cells).passed, problem.name
        assert hidden_cells(dict(done.cells)) >= problem.fewest
        hidden += hidden_cells(dict(done.cells))
    assert hidden <= MOST_TIMES_THE_FEWEST * sum(problem.fewest for problem in PROBLEMS)


def test_a_larger_release_is_left_to_the_heuristic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimal, "LARGEST", 15)
    assert protect_release(TWO_WAY, two_way(0)).fewest is None


def test_a_search_that_is_given_up_leaves_it_to_the_heuristic(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(optimal, "RULES_AT_MOST", 2)
    done = protect_release(TWO_WAY, two_way(7))
    assert done.fewest is None
    assert audit_release(TWO_WAY, done.cells).passed


def test_where_no_choice_would_do_it_says_so() -> None:
    lonely = catalogue(sites=("east",), periods=[year(2024)], tables=[table("starts")])
    told = count(lonely, {"starts": {("east", "2024"): 3}})
    later = replace(lonely, version="2")
    with pytest.raises(DisclosureError, match="No choice of suppressed cells protects"):
        protect_release(later, told, earlier=[(lonely, told)])


@pytest.mark.parametrize(
    ("kind", "low", "high", "fails"),
    [
        (Kind.SUPPRESSED, 0, 4, False),
        (Kind.SUPPRESSED, 0, 3, True),
        (Kind.SUPPRESSED, 2, 9, True),
        (Kind.SUPPRESSED, 5, 7, False),
        (Kind.SUPPRESSED, 5, 6, True),
        (Kind.UNPRINTED, 0, 0, False),
        (Kind.UNPRINTED, 0, 1, True),
        (Kind.UNPRINTED, 5, 5, False),
        (Kind.NOBODY, 1, 0, True),
        (Kind.NOBODY, 0, 0, False),
        (Kind.NOBODY, 1, 1, False),
    ],
)
def test_each_rule_fails_where_the_audit_says_so(
    kind: Kind, low: int, high: int, fails: bool
) -> None:
    assert Failure(kind, 0, 0, 5).holds(low, high) is fails


def test_a_rule_that_holds_at_both_ends_may_fail_between_them() -> None:
    failure = Failure(Kind.UNPRINTED, 0, 0, 5)
    assert failure.holds(0, 3)
    assert not failure.holds_between((0, 0), (0, 3))  # exactly nought is harmless
    assert failure.holds_between((0, 0), (1, 3))
