"""A proof gives the count, when the published figures are put in."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from random import Random

import numpy as np
import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.building import Published, build_problem
from dashboard.data.linking.verdict import LeakKind
from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.attacker.audit import assess
from dashboard.disclosure.attacker.proofs import Proof, prove
from dashboard.disclosure.attacker.propagation import propagate
from dashboard.disclosure.constraints import Row, constraints_of
from tests.data.disclosure.small import Cells, catalogue, count, hide, parts, table, year

SITES, GROUPS = ("east", "north", "west"), ("a", "b", "c")
PLAN = catalogue(
    sites=SITES,
    periods=[year(2024)],
    breakdowns=[parts("group", *GROUPS)],
    tables=[table("starts", "group")],
)


def value_of(proof: Proof, published: Numbers) -> Fraction:
    """Put in the published figures."""
    terms = (c * int(published[unknown]) for unknown, c in proof.coefficients.items())
    return sum(terms, Fraction(0))


@pytest.mark.parametrize("seed", range(6))
def test_a_proof_of_an_exact_count_gives_the_count(seed: int) -> None:
    random = Random(seed)
    places = [(site, "2024", group) for site, group in product(SITES, GROUPS)]
    truth = count(PLAN, {"starts": {place: random.randint(0, 20) for place in places}})
    # Three cells of a square: the fourth gives them all away, two of them in two steps.
    corners = [(s, "2024", g) for s, g in product(SITES[:2], GROUPS[:2])][:3]
    published = hide(truth, "starts", *corners)
    system = build_problem([Published(PLAN, published)])
    whole = build_problem([Published(PLAN, truth)])
    constraints = system.constraints
    for unknown in range(system.printed):
        figures = system.figures.of(unknown)
        place = (figures[0].area, figures[0].period, figures[0].groups[0][1])
        if place in corners:
            value = int(whole.least[unknown])
            (proof,) = prove(constraints, system.least, system.most, unknown, low=value, high=value)
            assert proof.bounds == "exactly"
            assert value_of(proof, system.least) == value


def test_a_proof_of_a_range_bounds_it_from_both_sides() -> None:
    # total = a + b + c with the total 9 and c 6 printed: a is from 0 to 3.
    constraints = constraints_of([Row((0, 1, 2, 3), (1, -1, -1, -1), 0, 0)], 4)
    least, most = np.array([9, 0, 0, 6]), np.array([9, 99, 99, 6])
    (upper,) = prove(constraints, least, most, 1, low=0, high=3)
    assert upper.bounds == "at most"
    assert value_of(upper, least) == 3


def test_bounds_follow_from_sums_in_whole_numbers() -> None:
    rows = [Row((0, 1, 2), (1, -1, -1), 0, 0), Row((1, 2), (2, 3), 7, 7)]
    least, most = propagate(
        constraints_of(rows, 3), np.array([0, 0, 0]), np.array([3, 1_000_000_000, 1_000_000_000])
    )
    # 2 x + 3 y = 7 with x + y at most 3, in whole numbers: x is 2 and y is 1.
    assert (least.tolist(), most.tolist()) == ([3, 2, 1], [3, 2, 1])


def test_what_a_solver_gives_up_on_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.disclosure.attacker.solver.SECONDS_AT_MOST", 0.0)
    places = [(site, "2024", group) for site, group in product(SITES, GROUPS)]
    truth = count(PLAN, {"starts": dict.fromkeys(places, 8)})
    published = hide(truth, "starts", *places)
    verdict = audit_release(PLAN, published)
    assert not verdict.passed
    assert {leak.kind for leak in verdict.leaks} == {LeakKind.UNRESOLVED}


def fewest_figures(published: Cells, wanted: int) -> int:
    """Count the fewest printed figures that fix one unknown, by trying every set of them."""
    system = build_problem([Published(PLAN, published)])
    sums = system.constraints.matrix.toarray().astype(float)
    known = np.flatnonzero(system.least == system.most)
    for size in range(len(known) + 1):
        for chosen in combinations(known.tolist(), size):
            rows = np.vstack([sums, np.eye(len(system))[list(chosen)]])
            target = np.eye(len(system))[wanted]
            if np.linalg.matrix_rank(rows) == np.linalg.matrix_rank(np.vstack([rows, target])):
                return size
    raise AssertionError("nothing fixes it")


@pytest.mark.parametrize("seed", range(3))
def test_no_proof_of_an_exact_count_could_have_fewer_figures(seed: int) -> None:
    random = Random(seed)
    places = [(site, "2024", group) for site, group in product(SITES, GROUPS)]
    truth = count(PLAN, {"starts": {place: random.randint(6, 20) for place in places}})
    published = hide(truth, "starts", *random.sample(places, 3))
    system = build_problem([Published(PLAN, published)])
    assessment = assess(system)
    assert assessment.unsafe
    for unknown in assessment.unsafe:
        value = int(assessment.low[unknown])
        (proof,) = prove(
            system.constraints, system.least, system.most, unknown, low=value, high=value
        )
        assert len(proof.coefficients) == fewest_figures(published, unknown)
