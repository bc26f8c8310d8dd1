"""The breakdowns by which a measure may be opened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.building import Published, build_base
from dashboard.data.release.aims import Direction
from dashboard.data.release.model import CellReference, Measure, MeasureKind
from dashboard.data.release.openings import openable, own_breakdown
from tests.data.disclosure.small import catalogue, count, parts, table, year

ROUTE = parts("route", "police", "school")
ANSWER = parts("answer", "yes", "no")
CATALOGUE = catalogue(
    sites=("north", "south"),
    periods=(year(2023),),
    breakdowns=(ROUTE, ANSWER),
    tables=(table("asked", "route", "answer"), table("seen", "answer", "route"), table("plain")),
)
YES = (("answer", "yes"),)


def measure(kind: MeasureKind, over: CellReference, under: CellReference | None) -> Measure:
    return Measure(
        key="m",
        title="M",
        short_title="M",
        definition="",
        universe="children",
        phrase="",
        section="outcomes",
        kind=kind,
        unit="",
        decimals=0,
        direction=Direction.NEITHER,
        numerator=over,
        denominator=under,
    )


def cells(name: str, *groups: tuple[str, str]) -> CellReference:
    return CellReference(name, "children", groups)


@pytest.mark.parametrize(
    ("over", "under", "expected"),
    [
        (cells("asked", *YES), cells("asked"), ["route"]),
        (cells("asked"), cells("seen"), ["route", "answer"]),
        (cells("asked"), cells("plain"), []),
        (cells("asked", *YES), cells("asked", *YES), ["route"]),
        (cells("asked", ("answer", "Total")), cells("asked"), ["route"]),
    ],
)
def test_a_share_opens_where_both_sides_stand_at_the_default(
    over: CellReference, under: CellReference, expected: list[str]
) -> None:
    share = measure(MeasureKind.SHARE, over, under)
    assert [b.name for b in openable(CATALOGUE, share)] == expected


def test_a_breakdown_of_its_own_comes_first_and_may_be_named_at_its_default() -> None:
    at_default = cells("asked", ("answer", "Total"))
    share = replace(measure(MeasureKind.SHARE, at_default, cells("asked")), breakdown="answer")
    assert [b.name for b in openable(CATALOGUE, share)] == ["answer", "route"]


@pytest.mark.parametrize("kind", MeasureKind)
def test_no_measure_opens_a_breakdown_that_its_numerator_fixes(kind: MeasureKind) -> None:
    fixed = replace(measure(kind, cells("asked", *YES), cells("asked")), breakdown="answer")
    assert own_breakdown(CATALOGUE, fixed) is None


def test_a_reported_figure_opens_only_with_the_children_that_it_rests_on() -> None:
    beside_plain = measure(MeasureKind.REPORTED, cells("asked"), cells("plain"))
    assert openable(CATALOGUE, beside_plain) == []


def test_a_count_has_no_denominator_of_its_own() -> None:
    counted = measure(MeasureKind.COUNT, cells("asked"), cells("plain"))
    assert [b.name for b in openable(CATALOGUE, counted)] == ["route", "answer"]


@pytest.mark.parametrize("under", ["asked", "seen", "plain"])
@pytest.mark.parametrize("breakdown", ["", "route", "answer"])
@pytest.mark.parametrize("groups", [(), YES, (("answer", "Total"),)])
def test_the_audit_reads_every_pair_of_tables(
    under: str, breakdown: str, groups: tuple[tuple[str, str], ...]
) -> None:
    """An earlier release in the store may hold what `check` refuses today."""
    share = measure(MeasureKind.SHARE, cells("asked", *groups), cells(under))
    found = replace(CATALOGUE, measures=(replace(share, breakdown=breakdown),))
    counts: dict[str, dict[Any, int]] = {
        "asked": {("north", "2023", "police", "yes"): 40, ("north", "2023", "school", "no"): 40},
        "seen": {("north", "2023", "yes", "police"): 50, ("north", "2023", "no", "school"): 50},
        "plain": {("north", "2023"): 100, ("south", "2023"): 100},
    }
    assert audit_release(found, count(found, counts)).passed


def test_the_audit_pairs_every_combination_that_tables_print() -> None:
    """The pair of "police, yes" of one table is that of "yes, police" of the other."""
    share = replace(measure(MeasureKind.SHARE, cells("asked"), cells("seen")), sensitive=True)
    found = replace(CATALOGUE, measures=(share,))
    counts = {
        "asked": {("north", "2023", "police", "yes"): 40},
        "seen": {("north", "2023", "yes", "police"): 50},
        "plain": {},
    }
    base = build_base([Published(found, count(found, counts))])
    pairs = {
        tuple(base.figures.of(int(unknown))[0].groups for unknown in pair)
        for pair in base.sensitive
    }
    assert len(pairs) == len(ROUTE.groups) * len(ANSWER.groups)
    assert all(sorted(some) == sorted(every) for some, every in pairs)
