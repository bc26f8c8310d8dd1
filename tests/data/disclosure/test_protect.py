"""Every pattern that is made passes the audit, is always the same, and leaves others' counts alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.building import Published, build_problem
from dashboard.data.linking.protect import protect_release
from dashboard.data.release.model import Catalogue, CellReference, Measure
from dashboard.disclosure.attacker import search
from dashboard.disclosure.attacker.audit import assess
from dashboard.disclosure.attacker.intervals import Requirement
from dashboard.disclosure.attacker.search import is_feasible
from dashboard.disclosure.constraints import Constraints, Row, constraints_of
from dashboard.disclosure.errors import CannotProtect
from dashboard.disclosure.problem import UNBOUNDED, Problem, Status
from dashboard.disclosure.suppression import secondary
from dashboard.disclosure.suppression.pattern import NOT_GIVEN, Pattern, primary_pattern
from dashboard.disclosure.suppression.protect import protect_pattern
from dashboard.disclosure.unprinted import listed
from dashboard.exceptions import DisclosureError
from tests.data.disclosure.benchmark_set import TWO_WAY, asked, problems, two_way
from tests.data.disclosure.small import (
    Cells,
    catalogue,
    count,
    hidden_places,
    hide_small,
    parts,
    table,
    year,
)

THRESHOLD = 5
AREAS = ("east", "north", "west")
ROWS, COLUMNS = 3, 4
CELLS = ROWS * COLUMNS
WIDTH = (ROWS + 1) * (COLUMNS + 1)
FEW = st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 8, 12, 20))
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def two_way_constraints() -> Constraints:
    """Return the sums of a table of rows by columns with totals, as statements of numbers alone."""
    place = np.arange(WIDTH).reshape(ROWS + 1, COLUMNS + 1)
    rows = [tuple(place[i, :].tolist()) for i in range(ROWS + 1)]
    rows += [tuple(place[:, j].tolist()) for j in range(COLUMNS + 1)]
    return constraints_of([Row(r, (1,) * (len(r) - 1) + (-1,), 0, 0) for r in rows], WIDTH)


def problem_of(leaves: list[int], outside: set[int]) -> Problem:
    """Return a table as a problem of numbers; those `outside` are printed by an earlier release."""
    grid = np.zeros((ROWS + 1, COLUMNS + 1), dtype=np.int64)
    grid[:ROWS, :COLUMNS] = np.array(leaves).reshape(ROWS, COLUMNS)
    grid[ROWS] = grid.sum(axis=0)
    grid[:, COLUMNS] = grid.sum(axis=1)
    counts = grid.ravel()
    return Problem(
        least=counts,
        most=counts.copy(),
        status=np.full(WIDTH, Status.PUBLISHED, dtype=np.int64),
        thresholds=np.full(WIDTH, THRESHOLD, dtype=np.int64),
        constraints=two_way_constraints(),
        must_publish=np.isin(np.arange(WIDTH), sorted(outside)),
    )


def pattern_of(leaves: list[int], outside: set[int]) -> Pattern:
    problem = problem_of(leaves, outside)
    return primary_pattern(problem, problem.least, np.ones(WIDTH))


@given(st.lists(FEW, min_size=CELLS, max_size=CELLS), st.sets(st.integers(0, WIDTH - 1)))
@QUICK
def test_a_protected_pattern_passes_and_suppresses_nothing_from_outside(
    leaves: list[int], outside: set[int]
) -> None:
    pattern = pattern_of(leaves, outside)
    small = (pattern.true > 0) & (pattern.true < THRESHOLD)
    try:
        protect_pattern(pattern)
    except CannotProtect:
        return  # a small count that is known from outside, or too little to suppress beside it
    assert assess(pattern.as_published()).passed
    assert not pattern.suppressed[sorted(outside)].any()
    assert pattern.suppressed[small & pattern.suppressible].all()
    published = pattern.as_published()
    for alternative in pattern.true + pattern.tables().toarray():
        if (alternative[pattern.published] == pattern.true[pattern.published]).all():
            assert is_feasible(published.constraints, published.least, published.most, alternative)


def test_most_random_patterns_can_be_protected() -> None:
    random = np.random.default_rng(7)
    protected = 0
    for _ in range(20):
        pattern = pattern_of(random.choice([0, 1, 3, 6, 9, 20], CELLS).tolist(), set())
        protect_pattern(pattern)
        protected += int(pattern.secondary.any())
    assert protected > 10


def test_the_same_release_is_suppressed_the_same_way_every_time() -> None:
    for problem in list(problems())[-6:]:
        first, again = (
            protect_release(problem.plan, problem.cells, thorough=False) for _ in range(2)
        )
        assert first == again


@pytest.mark.parametrize("seed", [1, 3, 7])
def test_what_was_made_passes_and_what_hides_small_counts_alone_does_not(seed: int) -> None:
    cells = two_way(seed)
    released = build_problem([Published(TWO_WAY, dict(protect_release(TWO_WAY, cells).cells))])
    small = replace(
        released, status=np.where(released.status == Status.SUPPRESSED, 2, released.status)
    )
    truth = build_problem([Published(TWO_WAY, cells)])
    primary = (truth.least > 0) & (truth.least < THRESHOLD)
    leaking = replace(
        truth,
        least=np.where(primary, 0, truth.least),
        most=np.where(primary, UNBOUNDED, truth.most),
        status=np.where(primary, Status.SUPPRESSED, truth.status),
    )
    assert assess(small).passed
    assert assess(leaking).unsafe
    assert not assess(leaking).unresolved


def test_what_an_audit_found_saves_the_next_one_its_search() -> None:
    cells = two_way(1)
    system = build_problem([Published(TWO_WAY, dict(protect_release(TWO_WAY, cells).cells))])
    truth = build_problem([Published(TWO_WAY, cells)]).least[: system.printed]
    first = assess(system, system.extended(truth))
    assert first.changes.nnz
    again = assess(system, system.extended(truth), first.changes)
    assert again.passed
    assert not again.changes.nnz


def test_what_is_too_large_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secondary, "MOST_WORK", 10)
    with pytest.raises(DisclosureError, match="publish longer periods or fewer crossings"):
        protect_release(TWO_WAY, two_way(7), thorough=False)


def test_what_is_too_large_to_audit_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    suppressed = protect_release(TWO_WAY, two_way(7)).cells
    monkeypatch.setattr(search, "MOST_WORK", 10)
    with pytest.raises(DisclosureError, match="publish longer periods or fewer crossings"):
        audit_release(TWO_WAY, suppressed)


def test_an_unprinted_count_may_be_at_most_one_and_at_least_four_instead_of_five() -> None:
    pattern = pattern_of([20] * CELLS, set())
    pattern.admit(listed([(0, (1,))]))
    unknown = WIDTH
    pattern.true[unknown] = 2
    pattern.low[unknown] = pattern.high[unknown] = 2
    for low, high, safe in (
        (1, 4, True),
        (2, 4, False),
        (1, 3, False),
        (3, 5, True),
        (4, 5, False),
    ):
        pattern.low[unknown], pattern.high[unknown] = low, high
        assert (unknown not in pattern.unprotected()) is safe
    pattern.low[unknown] = pattern.high[unknown] = 2
    options = {tuple((r.at_least, r.count) for r in o) for o in pattern.options(unknown)}
    assert options == {((True, 5),), ((True, 4), (False, 1))}


def test_a_complement_of_nobody_in_a_sensitive_share_is_protected() -> None:
    """Of those asked in east all said yes, and no table prints how many did not."""
    plan, _ = asked(1)
    share: Measure = replace(
        plan.measures[0],
        numerator=CellReference("said_yes", "children"),
        denominator=CellReference("asked", "children"),
    )
    plan = catalogue(
        sites=("east", "north", "west"),
        periods=[year(2024)],
        breakdowns=[parts("group", "a", "b")],
        tables=[table("asked", "group"), table("said_yes", "group")],
        measures=[share],
    )
    asked_of = {(s, "2024", g): 20 for s in ("east", "north", "west") for g in ("a", "b")}
    yes = {place: 20 if place[0] == "east" else 12 for place in asked_of}
    cells = count(plan, {"asked": asked_of, "said_yes": yes})
    assert not audit_release(plan, cells).passed
    suppressed = protect_release(plan, cells).cells
    assert audit_release(plan, suppressed).passed
    assert hidden_places(suppressed["asked"]) | hidden_places(suppressed["said_yes"])


def test_a_count_that_was_never_given_is_not_taken_for_suppressed() -> None:
    problem = problem_of([20] * CELLS, set())
    counts = np.where(np.arange(WIDTH) == 0, NOT_GIVEN, problem.least)
    pattern = primary_pattern(problem, counts, np.ones(WIDTH))
    protect_pattern(pattern)
    assert not pattern.suppressed.any()


def sensitive_release(seed: int) -> tuple[Catalogue, Cells]:
    """Return who was asked and who said yes, by group: often nobody or everybody did."""
    random = Random(seed)
    plan, _ = asked(1)
    share = replace(
        plan.measures[0],
        numerator=CellReference("said_yes", "children"),
        denominator=CellReference("asked", "children"),
        breakdown="group",
    )
    plan = catalogue(
        sites=AREAS,
        periods=[year(2024)],
        breakdowns=[parts("group", "a", "b")],
        tables=[table("asked", "group"), table("said_yes", "group")],
        measures=[share],
        rounding=random.choice((1, 1, 5)),
    )
    places = list(product(AREAS, ("2024",), ("a", "b")))
    every = {place: random.choice((0, 2, 5, 8, 12, 20)) for place in places}
    yes = {p: random.choice((n, n, 0, max(0, n - 1), n // 2)) for p, n in every.items()}
    return plan, count(plan, {"asked": every, "said_yes": yes})


@pytest.mark.parametrize("seed", range(25))
def test_what_is_made_of_a_random_sensitive_share_passes(seed: int) -> None:
    plan, cells = sensitive_release(seed)
    safe = protect_release(plan, cells, thorough=False).cells
    assert audit_release(plan, safe).passed


def test_nobody_of_a_group_that_is_itself_suppressed_may_be_published() -> None:
    """It is not known if there is anybody in a group of three: a zero tells nothing of it."""
    plan, _ = sensitive_release(0)
    plan = replace(plan, disclosure=replace(plan.disclosure, rounding=1))
    places = list(product(AREAS, ("2024",), ("a", "b")))
    every = dict.fromkeys(places, 20) | {("east", "2024", "a"): 3, ("west", "2024", "a"): 4}
    yes = dict.fromkeys(places, 10) | {("east", "2024", "a"): 0, ("west", "2024", "a"): 0}
    cells = count(plan, {"asked": every, "said_yes": yes})
    safe = protect_release(plan, cells, thorough=False).cells
    assert audit_release(plan, safe).passed
    assert not hidden_places(safe["said_yes"])


def test_a_group_is_protected_by_its_number_where_its_zero_is_known_already() -> None:
    pattern = pattern_of([0, *[20] * (CELLS - 1)], {0})
    every = COLUMNS  # the total of the first row
    pattern.hide_group(every, 0)
    assert pattern.suppressed[every]
    assert every in pattern.unprotected()
    assert all(Requirement(every, False, 0) in option for option in pattern.options(every))


def test_a_brief_assessment_ends_as_a_whole_one_does() -> None:
    for seed in range(6):
        cells = two_way(seed)
        safe = build_problem([Published(TWO_WAY, dict(protect_release(TWO_WAY, cells).cells))])
        leaking = build_problem([Published(TWO_WAY, hide_small(cells))])
        for problem in (safe, leaking):
            assert assess(problem, brief=True).passed is assess(problem).passed


def test_rounded_totals_move_within_their_rounding_before_anything_is_suppressed() -> None:
    exact = two_way(3)
    rounding = replace(TWO_WAY, disclosure=replace(TWO_WAY.disclosure, rounding=5))
    hidden = {
        plan.disclosure.rounding: hidden_places(
            protect_release(plan, exact, thorough=False).cells["starts"]
        )
        for plan in (TWO_WAY, rounding)
    }
    small = {
        (c.area, c.period, c.groups[0][1])
        for c in exact["starts"]
        if 0 < (c.value or 0) < THRESHOLD
    }
    assert small <= hidden[1]
    assert small == hidden[5] < hidden[1]
