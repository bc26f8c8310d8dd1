"""Designs are chosen by what is in the way, and give the trends that are needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.data.preparing.choosing import Desk, Trial, best_of, trials
from dashboard.data.preparing.choosing_designs import designs, policy_for
from dashboard.data.preparing.choosing_partitions import Partition, merged, partitions, units_of
from dashboard.data.preparing.choosing_screening import Obstacle, Screen
from dashboard.data.preparing.coarsening import narrow
from dashboard.data.preparing.policy import Breadth, Need, Policy, read_policy
from dashboard.data.release.model import Cell, Marker, PeriodType
from dashboard.data.release.points import points_of, printed_in
from dashboard.exceptions import DisclosureError, InvalidRelease
from dashboard.illustrative import POLICY, Counted, count_by_year
from dashboard.illustrative.draft import DRAFT

AUTHORITY = "Local authority"


@pytest.fixture(scope="module")
def by_year() -> Counted:
    return count_by_year()


def with_counts(by_year: Counted, yes: list[int], known: list[int]) -> Counted:
    """Return the programme with these children at home, and these asked, in each authority's years."""
    catalogue, cells = by_year
    years = {p.key: n for n, p in enumerate(units_of(catalogue))}

    def changed(cell: Cell) -> Cell:
        groups = dict(cell.groups)
        asked = {"Yes": yes, "Known": known, "Total": known}.get(groups["answer"])
        there = (groups["outcome"], groups["point"]) == ("Living at home", "At closure")
        if asked is None or not there or cell.period not in years:
            return cell
        return replace(cell, value=float(asked[years[cell.period]]), marker=None)

    return catalogue, {**cells, "outcomes": tuple(map(changed, cells["outcomes"]))}


def screen_of(counted: Counted, key: str) -> Screen:
    catalogue, cells = counted
    return Screen(catalogue, cells, AUTHORITY, [m for m in catalogue.measures if m.key == key])


def test_every_way_to_pool_is_tried_and_a_part_year_never_stands_alone(by_year: Counted) -> None:
    units = units_of(by_year[0])
    found = list(partitions(units))
    assert len({p.cuts for p in found}) == len(found) == 2 ** (len(units) - 2) - 1
    for partition in found:
        assert partition.spans[0][0] == date(2020, 1, 1)
        assert partition.spans[-1][1] == date(2026, 6, 30)
        assert all((ends - starts).days >= 364 for starts, ends in partition.spans)
        assert all(other.refines(partition) is False for other in merged(partition))


def test_three_periods_keep_most_of_the_information_on_a_trend(by_year: Counted) -> None:
    units = units_of(by_year[0])
    assert Partition(units, tuple(range(len(units)))).information == pytest.approx(1)
    assert 0.85 < Partition(units, (0, 3, 5)).information < 0.9
    assert Partition(units, (0, 3)).information < Partition(units, (0, 3, 5)).information


def test_years_with_a_gap_are_refused(by_year: Counted) -> None:
    catalogue, _ = by_year
    periods = tuple(p for p in catalogue.periods if p.key != "2022")
    with pytest.raises(InvalidRelease, match="one after another"):
        units_of(replace(catalogue, periods=periods))


@pytest.mark.parametrize(
    ("yes", "known", "obstacle"),
    [
        (3, 30, Obstacle.NUMERATOR),
        (4, 4, Obstacle.DENOMINATOR),
        (27, 30, Obstacle.COMPLEMENT),
        (20, 30, None),
        (30, 30, None),
        (5, 10, None),
    ],
)
def test_what_is_in_the_way_is_named(
    by_year: Counted, yes: int, known: int, obstacle: Obstacle | None
) -> None:
    counted = with_counts(by_year, [yes, *[20] * 6], [known, *[30] * 6])
    screen = screen_of(counted, "living_at_home")
    units = units_of(counted[0])
    one, *_ = screen.measures
    found = screen.screen(one, Partition(units, (0, 1)))
    areas = 3  # Birmingham opened later
    wanted = {} if obstacle is None else {obstacle: areas}
    assert {k: n for k, n in found.obstacles.items() if k is obstacle} == wanted
    assert found.blocked == (0 if obstacle is None else areas)


@pytest.mark.parametrize(("areas", "lost"), [(0, 0), (1, 2), (2, 2), (3, 3)])
def test_a_small_count_alone_in_its_period_hides_one_more(
    by_year: Counted, areas: int, lost: int
) -> None:
    catalogue, cells = with_counts(by_year, [20] * 7, [30] * 7)
    chosen = [area.slug for area in catalogue.areas if area.level == AUTHORITY][-areas:]
    at_home = {("outcome", "Living at home"), ("point", "At closure"), ("answer", "Yes")}
    few = tuple(
        replace(c, value=28.0)
        if areas and c.area in chosen and c.period == "2024" and set(c.groups) == at_home
        else c
        for c in cells["outcomes"]
    )
    screen = screen_of((catalogue, {**cells, "outcomes": few}), "living_at_home")
    units = units_of(catalogue)
    found = screen.screen(screen.measures[0], Partition(units, (0, 4, 5)))
    assert (found.blocked, found.lost) == (areas, lost)


def test_periods_in_which_points_are_hidden_give_way_to_longer_ones(by_year: Counted) -> None:
    """The years keep more of a trend, but a fifth of their points would be hidden."""
    counted = with_counts(by_year, [20, 20, 20, 20, 29, 20, 20], [30] * 7)
    units = units_of(counted[0])
    screen = screen_of(counted, "living_at_home")
    years = Partition(units, (0, 1, 2, 3, 4, 5))
    hidden = screen.screen(screen.measures[0], years)
    chosen = screen.design(years)["living_at_home"]
    assert hidden.blocked
    assert not hidden.is_clear
    assert chosen.is_clear
    assert chosen.partition.cuts not in {years.cuts, ()}


def test_a_measure_of_which_most_points_would_be_hidden_has_to_date_alone(
    by_year: Counted,
) -> None:
    catalogue, cells = with_counts(by_year, [29, *[0] * 6], [30, *[0] * 6])
    needs = {AUTHORITY: Need(["aged_10_13", "living_at_home"])}
    design = next(designs(catalogue, cells, needs))
    chosen = design.levels[AUTHORITY]
    assert len(chosen["aged_10_13"].partition.cuts) >= 3
    assert (chosen["living_at_home"].partition.words, chosen["living_at_home"].score) == ((), 0)
    policy = policy_for(catalogue, cells, Policy(needs=needs), design)
    breadth = policy.tables["outcomes"].levels[AUTHORITY]
    assert breadth.periods_of["outcome"]["Living at home"] == ["to_date"]


def test_all_of_a_sensitive_group_is_in_the_way(by_year: Counted) -> None:
    counted = with_counts(by_year, [30] * 7, [30] * 7)
    catalogue, cells = counted
    measures = tuple(replace(m, sensitive=True) for m in catalogue.measures)
    screen = screen_of((replace(catalogue, measures=measures), cells), "living_at_home")
    (one,) = screen.measures
    found = screen.screen(one, Partition(units_of(catalogue), (0, 3, 5)))
    assert found.obstacles == {Obstacle.SENSITIVE: found.points}


def test_a_measure_that_cannot_have_the_periods_of_others_has_fewer(by_year: Counted) -> None:
    catalogue, cells = by_year
    first = next(designs(catalogue, cells, {AUTHORITY: read_policy(POLICY).needs[AUTHORITY]}))
    chosen = first.levels[AUTHORITY]
    assert chosen["completed_all"].partition == first.partitions[AUTHORITY]
    fewer = chosen["completed_opportunity"].partition
    assert len(fewer.cuts) < len(first.partitions[AUTHORITY].cuts)
    assert first.partitions[AUTHORITY].refines(fewer)
    assert chosen["completed_opportunity"].blocked == 0


def test_a_level_of_fewer_areas_has_parts_of_the_periods_of_the_other(by_year: Counted) -> None:
    needs = {"Programme": Need(["living_at_home"], 5), AUTHORITY: Need(["living_at_home"])}
    for design in designs(*by_year, needs):
        assert design.partitions["Programme"].refines(design.partitions[AUTHORITY])
        assert len(design.partitions["Programme"].cuts) >= 5


def test_what_is_chosen_passes_and_shows_what_counting_promised(by_year: Counted) -> None:
    policy = Policy(needs={AUTHORITY: Need(["aged_10_13"])}, leave_out=["outcomes", "instrumental"])
    made = list(trials(Desk(*by_year, (), DRAFT.published), policy))
    best = best_of(made)
    (points,) = best.points
    assert points.visible == points.points == best.design.levels[AUTHORITY]["aged_10_13"].points
    assert all(trial.score <= best.score for trial in made if trial.complete == best.complete)


def test_the_same_design_is_best_in_whatever_order_designs_end(by_year: Counted) -> None:
    policy = Policy(needs={AUTHORITY: Need(["aged_10_13"])}, leave_out=["outcomes", "instrumental"])
    tied = [
        Trial(design, policy, (), 10, hidden, 0.0)
        for design in designs(*by_year, policy.needs)
        for hidden in (3, 2)
    ]
    assert len({trial.score for trial in tied}) == 1
    orders = [sorted(order, key=lambda t: t.rank) for order in (tied, tied[::-1])]
    assert orders[0] == orders[1]
    assert [trial.hidden for trial in orders[0]] == [2, 2, 2, 3, 3, 3]


def test_no_safe_design_is_an_error() -> None:
    with pytest.raises(DisclosureError, match="No design"):
        best_of([])


def test_a_safe_design_without_a_point_of_what_is_needed_is_told_from_none(
    by_year: Counted,
) -> None:
    policy = Policy(needs={AUTHORITY: Need(["aged_10_13"])})
    design = next(designs(*by_year, policy.needs))
    with pytest.raises(DisclosureError, match="safe form"):
        best_of([Trial(design, policy, (), 0, 0, 0.0)])
    with pytest.raises(InvalidRelease, match="has a point of what is needed"):
        best_of([Trial(design, policy, (), 10, 4, 0.0)])


def test_points_are_counted_by_what_a_reader_sees(by_year: Counted) -> None:
    catalogue, cells = by_year
    hidden = {"birmingham", "kirklees"}
    printed = {
        **cells,
        "starts_by_age": tuple(
            replace(c, value=None, marker=Marker.CONFIDENTIAL)
            if (c.area in hidden and c.period == "2023" and ("age", "10-13") in c.groups)
            else c
            for c in cells["starts_by_age"]
        ),
    }
    years = [p for p in catalogue.periods if p.type is PeriodType.YEAR]
    (points,) = points_of(
        catalogue, printed_in(catalogue, printed), {AUTHORITY: Need(["aged_10_13"], len(years))}
    )
    assert (points.points, points.visible) == (4 * len(years) - 1, 4 * len(years) - 3)
    assert (points.lines, points.complete) == (4, 2)


def test_a_group_with_fewer_periods_has_no_other_rows(by_year: Counted) -> None:
    catalogue, cells = by_year
    others = [t.name for t in catalogue.tables if t.name != "closures"]
    whole = narrow(catalogue, cells, Policy(leave_out=others)).cells["closures"]
    breadth = Breadth(periods_of={"reason": {"Moved away": ["to_date"]}})
    cut = Policy(leave_out=others, tables={"closures": breadth})
    left = narrow(catalogue, cells, cut).cells["closures"]
    gone = set(whole) - set(left)
    assert gone
    assert all(("reason", "Moved away") in c.groups and c.period != "to-date" for c in gone)
    assert {c.period for c in left if ("reason", "Moved away") in c.groups} == {"to-date"}
