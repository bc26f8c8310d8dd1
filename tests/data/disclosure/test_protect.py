"""Does every pattern that is made pass the audit, always the same, and leave others' counts alone?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.building import Published, build_problem
from dashboard.data.linking.protect import protect_release
from dashboard.data.release.model import CellReference, Measure
from dashboard.disclosure.attacker import search
from dashboard.disclosure.attacker.search import is_feasible
from dashboard.disclosure.audit import assess
from dashboard.disclosure.constraints import Constraints, Row, constraints_of
from dashboard.disclosure.errors import CannotProtect
from dashboard.disclosure.problem import UNBOUNDED, Problem, Status
from dashboard.disclosure.protect import protect_pattern
from dashboard.disclosure.suppression import secondary
from dashboard.disclosure.suppression.pattern import NOT_GIVEN, Pattern, primary_pattern
from dashboard.disclosure.unprinted import listed
from dashboard.exceptions import DisclosureError
from tests.data.disclosure.benchmark_set import TWO_WAY, asked, problems, two_way
from tests.data.disclosure.small import catalogue, count, hidden_places, parts, table, year

THRESHOLD = 5
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
    for change in pattern.alternatives:
        alternative = pattern.true + change.spread(WIDTH)
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
        first, again = (protect_release(problem.plan, problem.cells, exact=False) for _ in range(2))
        assert first == again


@pytest.mark.parametrize("pooled", [0, 10**6])
@pytest.mark.parametrize("seed", [1, 3, 7])
def test_a_large_component_is_judged_as_a_small_one_is(
    seed: int, pooled: int, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    monkeypatch.setattr(search, "POOLED_AT_MOST", pooled)
    assert assess(small).passed
    assert assess(leaking).unsafe
    assert not assess(leaking).unresolved


def test_what_an_audit_found_saves_the_next_one_its_search() -> None:
    cells = two_way(1)
    system = build_problem([Published(TWO_WAY, dict(protect_release(TWO_WAY, cells).cells))])
    truth = build_problem([Published(TWO_WAY, cells)]).least[: system.printed]
    first = assess(system, system.extended(truth))
    assert first.changes
    again = assess(system, system.extended(truth), first.changes)
    assert again.passed
    assert not again.changes


def test_what_is_too_large_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secondary, "MOST_WORK", 10)
    with pytest.raises(DisclosureError, match="publish longer periods or fewer crossings"):
        protect_release(TWO_WAY, two_way(7), exact=False)


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
