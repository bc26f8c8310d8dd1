"""Shares cost most, above all their years, and what was suppressed before costs least."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.data.linking.building import Published, build_base
from dashboard.data.linking.costs import costs_of
from dashboard.data.linking.figures import LinkedProblem
from dashboard.data.release.model import Catalogue
from tests.data.disclosure.benchmark_set import asked
from tests.data.disclosure.small import Cells, hide

PLAN, CELLS = asked(1)
EAST = ("east", "2024")


def cost_by_place(
    plan: Catalogue, cells: Cells, earlier: tuple[Published, ...] = ()
) -> dict[tuple[str, ...], float]:
    """Return what suppressing each cell costs, were all counts alike."""
    linked: LinkedProblem = build_base([Published(plan, cells), *earlier])
    costs = costs_of(plan, linked, np.full(len(linked), 20))
    figures = {u: linked.figures.of(u)[0] for u in range(len(linked)) if linked.figures.of(u)}
    return {(f.area, f.period, *(g for _, g in f.groups)): costs[u] for u, f in figures.items()}


def test_a_share_that_is_no_tile_of_the_summary_is_priced_as_one_that_is() -> None:
    assert not any(measure.headline for measure in PLAN.measures)
    tiles = replace(PLAN, measures=tuple(replace(m, headline=1) for m in PLAN.measures))
    without = replace(PLAN, measures=())
    assert cost_by_place(PLAN, CELLS) == cost_by_place(tiles, CELLS)
    costs, plain = cost_by_place(PLAN, CELLS), cost_by_place(without, CELLS)
    for group, more in (("Total", True), ("Yes", True), ("No", False), ("Not known", False)):
        assert bool(costs[*EAST, group] > plain[*EAST, group]) is more


def test_a_count_costs_what_the_shares_cost_that_it_serves_where_all_their_counts_are() -> None:
    (share,) = PLAN.measures
    without = cost_by_place(replace(PLAN, measures=()), CELLS)
    once = cost_by_place(PLAN, CELLS)
    twice = cost_by_place(replace(PLAN, measures=(share, replace(share, key="again"))), CELLS)
    rows = tuple(c for c in CELLS["answers"] if (c.area, dict(c.groups)["answer"]) != EAST_YES)
    alone = cost_by_place(PLAN, {"answers": rows})
    total = (*EAST, "Total")
    assert twice[total] - once[total] == once[total] - without[total] > 0
    assert alone[total] == without[total]


EAST_YES = ("east", "Yes")


def test_what_an_earlier_release_suppressed_costs_next_to_nothing() -> None:
    hidden = (*EAST, "No")
    earlier = Published(replace(PLAN, version="0"), hide(CELLS, "answers", hidden))
    costs = cost_by_place(PLAN, CELLS, (earlier,))
    assert costs[hidden] < min(cost for place, cost in costs.items() if place != hidden)
    assert costs[hidden] > 0
