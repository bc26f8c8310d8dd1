"""A component of a problem that is like another is searched once, and told the same as if alone."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from dashboard.data.linking.building import Published, build_problem
from dashboard.disclosure.attacker import audit as auditing
from dashboard.disclosure.attacker import search
from tests.data.disclosure.small import catalogue, count, hide, parts, table, year

SITES, GROUPS, YEARS = ("east", "north"), ("a", "b", "c"), range(2015, 2025)
PLAN = catalogue(
    sites=SITES,
    periods=[year(number) for number in YEARS],
    breakdowns=[parts("group", *GROUPS)],
    tables=[table("starts", "group")],
)


def test_parts_that_are_alike_are_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    places = list(product(SITES, map(str, YEARS), GROUPS))
    truth = count(PLAN, {"starts": {p: 3 if p[2] == "a" else 9 for p in places}})
    published = hide(truth, "starts", *(p for p in places if p[2] in "ab" and p[1] != "2020"))
    problem = build_problem([Published(PLAN, published)])
    searched = []

    def counted(task: search.Search) -> search.Findings | None:
        searched.append(task)
        return search.search(task)

    monkeypatch.setattr(auditing, "search", counted)
    told: list[tuple[int, int]] = []
    once = auditing.assess(problem, progress=lambda done, every: told.append((done, every)))
    searches = len(searched)
    monkeypatch.setattr(search, "LARGEST_SIGNATURE", 0)
    each = auditing.assess(problem)
    assert 0 < searches < len(searched) - searches == len(told)
    assert told[-1][0] == told[-1][1]
    for name in ("least", "most", "low", "high"):
        assert np.array_equal(getattr(once, name), getattr(each, name))
    assert once.passed == each.passed
