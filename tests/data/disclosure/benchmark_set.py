"""The small tables on which the suppressor is measured against the very least that can be suppressed.

Tables of one and two ways, with bands, stages, quarters, linked totals and a sensitive share.
`fewest` is the least number of cells of any choice that the audit accepts, and stands here so that
no later change can move the mark: tests find it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from dashboard.data.release.aims import Direction
from dashboard.data.release.model import (
    Breakdown,
    BreakdownKind,
    Catalogue,
    CellReference,
    Group,
    Identity,
    Measure,
    MeasureKind,
    Period,
)
from tests.data.disclosure.small import (
    Cells,
    catalogue,
    count,
    parts,
    quarter,
    stages,
    table,
    year,
)

SLOW = "2 sites by 3 groups by 4 quarters"  # the fewest of it took half a minute to prove
SITES, GROUPS = ("east", "north", "west"), ("a", "b", "c")
COUNTS = (0, 1, 2, 3, 4, 6, 7, 9, 12, 15, 20)
LARGER = (*COUNTS, 8, 11, 14, 25, 30)
TWO_WAY = catalogue(
    sites=SITES,
    periods=[year(2024)],
    breakdowns=[parts("group", *GROUPS)],
    tables=[table("starts", "group")],
)
# The fewest cells that can be hidden, by trying every set of them: table seed -> cells.
TWO_WAY_OPTIMA = {0: 4, 1: 7, 2: 9, 3: 4, 4: 10, 5: 4, 6: 6, 7: 8, 8: 9, 9: 6, 10: 4, 11: 4}
BANDS = Breakdown(
    "age",
    "age",
    BreakdownKind.PARTS,
    "Total",
    (
        Group("Total", "All"),
        Group("10-12", "10-12", "Total"),
        Group("13-15", "13-15", "Total"),
        *(Group(str(age), str(age), "10-12" if age < 13 else "13-15") for age in range(10, 16)),
    ),
)
ANSWER = parts("answer", "Yes", "No", "Not known")


@dataclass(frozen=True, slots=True)
class Problem:
    """A release with every count in it, and the fewest cells that can be hidden."""

    name: str
    plan: Catalogue
    cells: Cells
    fewest: int


def two_way(seed: int) -> Cells:
    """Return the cells of a table of three sites by three groups."""
    random = Random(seed)
    places = [(site, "2024", group) for site, group in product(SITES, GROUPS)]
    return count(TWO_WAY, {"starts": {place: random.choice(COUNTS) for place in places}})


def filled(plan: Catalogue, seed: int, leaves: dict[str, Sequence[str]]) -> Cells:
    """Fill every finest cell of a plan's tables; `leaves` are the finest groups of breakdowns."""
    random = Random(seed)
    sites = [area.slug for area in plan.areas if area.part_of]
    shortest = plan.periods[0].type
    periods = [period.key for period in plan.periods if period.type is shortest]
    return count(
        plan,
        {
            plan_table.name: {
                place: random.choice(LARGER)
                for place in product(sites, periods, *(leaves[name] for name in plan_table.filters))
            }
            for plan_table in plan.tables
        },
    )


def by_group(sites: Sequence[str], groups: Sequence[str], periods: Sequence[Period]) -> Catalogue:
    return catalogue(
        sites=sites,
        periods=periods,
        breakdowns=[parts("group", *groups)] if groups else [],
        tables=[table("starts", *(["group"] if groups else []))],
    )


def linked(seed: int) -> tuple[Catalogue, Cells]:
    """Return two tables of the same children: by age, and by sex."""
    plan = catalogue(
        sites=("east", "west"),
        periods=[year(2024)],
        breakdowns=[parts("age", "10", "11", "12"), parts("sex", "f", "m")],
        tables=[table("by_age", "age"), table("by_sex", "sex")],
        identities=[
            Identity(
                CellReference("by_age", "children"), "equals", CellReference("by_sex", "children")
            )
        ],
    )
    random = Random(seed)
    ages = {place: random.choice(LARGER) for place in product(("east", "west"), ("10", "11", "12"))}
    sexes = {}
    for site in ("east", "west"):
        every = sum(number for place, number in ages.items() if place[0] == site)
        female = random.randrange(every + 1)
        sexes[site, "2024", "f"], sexes[site, "2024", "m"] = female, every - female
    counts = {
        "by_age": {(site, "2024", age): number for (site, age), number in ages.items()},
        "by_sex": sexes,
    }
    return plan, count(plan, counts)


def staged(seed: int) -> tuple[Catalogue, Cells]:
    """Return children who were referred, some of whom started, some of whom completed."""
    plan = catalogue(
        sites=SITES,
        periods=[year(2024)],
        breakdowns=[stages("stage", "referred", "started", "completed")],
        tables=[table("reached", "stage")],
    )
    random = Random(seed)
    counts = {}
    for site in SITES:
        left = random.randint(20, 40)
        for stage in ("referred", "started", "completed"):
            counts[site, "2024", stage] = left
            left -= min(left, random.choice((0, 2, 3, 6, 9)))
    return plan, count(plan, {"reached": counts})


def asked(seed: int) -> tuple[Catalogue, Cells]:
    """Return a sensitive share: of those known, how many said yes."""
    plan = catalogue(
        sites=SITES,
        periods=[year(2024)],
        breakdowns=[ANSWER],
        tables=[table("answers", "answer")],
        measures=[
            Measure(
                key="yes",
                title="Yes",
                short_title="Yes",
                definition="",
                universe="",
                phrase="",
                section="",
                kind=MeasureKind.SHARE,
                unit="per cent",
                decimals=0,
                direction=Direction.HIGH,
                numerator=CellReference("answers", "children", (("answer", "Yes"),)),
                denominator=CellReference("answers", "children"),
                sensitive=True,
            )
        ],
    )
    return plan, filled(plan, seed, {"answer": ("Yes", "No", "Not known")})


def asked_of_those_known() -> Catalogue:
    """Return the plan of a sensitive share of those whose answer is known."""
    plan, _ = asked(1)
    answer = Breakdown(
        "answer",
        "answer",
        BreakdownKind.PARTS,
        "Total",
        (
            Group("Total", "All"),
            Group("Known", "Known", "Total"),
            Group("Yes", "Yes", "Known"),
            Group("No", "No", "Known"),
            Group("Not known", "Not known", "Total"),
        ),
    )
    known = CellReference("answers", "children", (("answer", "Known"),))
    measures = tuple(replace(measure, denominator=known) for measure in plan.measures)
    return replace(plan, breakdowns=(answer,), measures=measures)


def problems() -> Iterator[Problem]:
    """Yield every problem of the set."""
    for seed, fewest in TWO_WAY_OPTIMA.items():
        yield Problem(f"3 sites by 3 groups, {seed}", TWO_WAY, two_way(seed), fewest)
    sites = ("east", "north", "south", "west")
    leaves = {"group": ("a", "b", "c", "d", "e", "f"), "age": [str(age) for age in range(10, 16)]}
    plan = by_group(("east",), leaves["group"], [year(2024)])
    yield Problem("1 way of 6 groups", plan, filled(plan, 2, leaves), 6)
    plan = by_group(sites, (), [year(2024)])
    yield Problem("1 way of 4 sites", plan, filled(plan, 6, leaves), 3)
    plan = by_group(sites, leaves["group"], [year(2024)])
    yield Problem("4 sites by 6 groups", plan, filled(plan, 461, leaves), 12)
    plan = by_group(sites[:2], (), [*(quarter(2024, part) for part in range(1, 5)), year(2024)])
    yield Problem("2 sites by 4 quarters", plan, filled(plan, 3, leaves), 6)
    plan = by_group(SITES, (), [*(quarter(2024, part) for part in range(1, 5)), year(2024)])
    yield Problem("3 sites by 4 quarters", plan, filled(plan, 8, leaves), 7)
    plan = catalogue(
        sites=("east", "west"),
        periods=[year(2024)],
        breakdowns=[BANDS],
        tables=[table("starts", "age")],
    )
    for seed, fewest in ((1, 8), (2, 7)):
        cells = filled(plan, seed, leaves)
        yield Problem(f"2 sites by ages in bands, {seed}", plan, cells, fewest)
    for seed, fewest in ((1, 8), (4, 8)):
        yield Problem(f"2 tables with one total, {seed}", *linked(seed), fewest)
    for seed, fewest in ((1, 2), (2, 2)):
        yield Problem(f"3 sites by stages, {seed}", *staged(seed), fewest)
    for seed, fewest in ((1, 4), (2, 7)):
        yield Problem(f"3 sites by a sensitive answer, {seed}", *asked(seed), fewest)
    quarters = [*(quarter(2024, part) for part in range(1, 5)), year(2024)]
    plan = by_group(("east", "west"), GROUPS, quarters)
    cells = filled(plan, 5, {"group": GROUPS})
    yield Problem(SLOW, plan, cells, 18)
