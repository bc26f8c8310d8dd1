"""A second release beside an earlier one passes: what was published stays so, and no more is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from random import Random

import pytest

from dashboard.data import preparing
from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.protect import protect_release
from dashboard.data.release.model import Breakdown, BreakdownKind, Catalogue, Group
from tests.data.disclosure.benchmark_set import LARGER, SITES
from tests.data.disclosure.small import Cells, catalogue, count, hidden_places, table, year

Counts = Mapping[tuple[str, str, str], int]
HALVES = ("a1", "a2", "b1", "b2", "c1", "c2")
YEARS = (2023, 2024, 2025)


def children(seed: int, years: Sequence[int]) -> Counts:
    """Return a few children of each area, year and half of a group."""
    random = Random(seed)
    return {
        (site, str(number), half): random.choice(LARGER) // 2
        for site in SITES
        for number in years
        for half in HALVES
    }


def release(counts: Counts, *, halves: bool, version: str) -> tuple[Catalogue, Cells]:
    """Return tables of the counts, by group alone or by its halves as well."""
    groups = [Group("Total", "All"), *(Group(g, g, "Total") for g in "abc")]
    groups += [Group(half, half, half[0]) for half in HALVES if halves]
    plan = catalogue(
        sites=SITES,
        periods=[year(number) for number in sorted({int(place[1]) for place in counts})],
        breakdowns=[Breakdown("group", "group", BreakdownKind.PARTS, "Total", tuple(groups))],
        tables=[table("starts", "group")],
        version=version,
    )
    leaves: Counter[tuple[str, str, str]] = Counter()
    for (site, period, half), number in counts.items():
        leaves[site, period, half if halves else half[0]] += number
    return plan, count(plan, {"starts": leaves})


def second_beside(
    first: tuple[Catalogue, Cells], second: tuple[Catalogue, Cells]
) -> tuple[Cells, Cells]:
    """Return both releases as they are published; the second knows of the first."""
    plan, cells = first
    before = dict(protect_release(plan, cells, thorough=False).cells)
    later, now = second
    after = dict(protect_release(later, now, earlier=[(plan, before)], thorough=False).cells)
    assert audit_release(later, after, earlier=[(plan, before)]).passed
    return before, after


@pytest.mark.parametrize("seed", range(4))
def test_one_more_year(seed: int) -> None:
    every = children(seed, YEARS)
    early = {place: number for place, number in every.items() if place[1] != "2025"}
    before, after = second_beside(
        release(early, halves=False, version="1"), release(every, halves=False, version="2")
    )
    earlier_years = {place for place in hidden_places(after["starts"]) if place[1] != "2025"}
    assert earlier_years <= hidden_places(before["starts"])


@pytest.mark.parametrize("seed", range(4))
def test_one_corrected_figure(seed: int) -> None:
    counts = children(seed, YEARS[:2])
    wrong = Random(seed).choice(sorted(counts))
    corrected = {**counts, wrong: counts[wrong] + 1}
    second_beside(
        release(counts, halves=False, version="1"), release(corrected, halves=False, version="2")
    )


@pytest.mark.parametrize("seed", range(4))
def test_finer_groups(seed: int) -> None:
    counts = children(seed, YEARS[:1])
    before, after = second_beside(
        release(counts, halves=False, version="1"), release(counts, halves=True, version="2")
    )
    published = {place for place in hidden_places(after["starts"]) if place[2] in {"Total", *"abc"}}
    assert published <= hidden_places(before["starts"])


@pytest.mark.parametrize(("seed", "halves"), [(0, True), (32, False), (38, True)])
def test_a_correction_that_is_hidden_itself_is_made_safe_as_readers_see_it(
    seed: int, halves: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who cannot see that a count was corrected takes it for the one before, and learns of others."""
    every, random = children(seed, YEARS[:2]), Random(seed)
    early = {place: number for place, number in every.items() if place[1] == "2023"}
    late = dict(every)
    for _ in range(2):
        late[random.choice(sorted(early))] += random.choice([2, 4, 6])
    plan, cells = release(early, halves=False, version="1")
    earlier = [(plan, protect_release(plan, cells, thorough=False).cells)]
    later, now = release(late, halves=halves, version="2")
    first = protect_release(later, now, earlier, thorough=False)
    assert not audit_release(later, first.cells, earlier).passed
    more = protect_release(later, now, earlier, thorough=False, more_than=first)
    assert audit_release(later, more.cells, earlier).passed
    hidden = hidden_places(more.cells["starts"])
    assert hidden_places(first.cells["starts"]) < hidden
    assert len(hidden) == more.primary + more.secondary
    monkeypatch.setattr(preparing, "protect_release", partial(protect_release, thorough=False))
    prepared = preparing.prepare(later, now, earlier, on=date(2026, 9, 22))
    assert hidden_places(prepared.cells["starts"]) == hidden


@pytest.mark.parametrize("seed", [0, 1, 2, 11])
def test_coarser_groups_beside_finer_ones_that_are_no_longer_printed(seed: int) -> None:
    counts = children(seed, (2024,))
    second_beside(
        release(counts, halves=True, version="1"), release(counts, halves=False, version="2")
    )


def test_nothing_else_is_suppressed_the_second_time() -> None:
    counts = children(2, YEARS[:1])
    plan, cells = release(counts, halves=False, version="1")
    before = dict(protect_release(plan, cells, thorough=False).cells)
    again = protect_release(
        replace(plan, version="2"), cells, earlier=[(plan, before)], thorough=False
    )
    assert hidden_places(again.cells["starts"]) <= hidden_places(before["starts"])
