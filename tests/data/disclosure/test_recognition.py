"""A new name does not hide an earlier release's figures from the audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.grids import Arrangement
from dashboard.data.linking.recognition import Alike
from dashboard.data.linking.renaming import Names, rename
from dashboard.data.release.aims import Direction
from dashboard.data.release.model import (
    Catalogue,
    Cell,
    CellReference,
    Column,
    Identity,
    Marker,
    Measure,
    MeasureKind,
)
from tests.data.disclosure.small import Cells
from tests.data.disclosure.test_revisions import (
    AFTER,
    BEFORE,
    LEAK,
    NOW,
    PLAN,
    Counts,
    named,
    referrals,
)

Release = tuple[Catalogue, Cells]
REVISED: Counts = {("south", "2024", "social"): 17}
OTHER_ROUTES = {"police": "constabulary", "school": "education", "social": "care"}


def each(release: Release, change: Callable[[Cell], Cell]) -> Cells:
    return {name: tuple(map(change, cells)) for name, cells in release[1].items()}


def universe(release: Release) -> Release:
    (table,) = release[0].tables
    return replace(release[0], tables=(replace(table, universe="young people"),)), release[1]


def column(release: Release) -> Release:
    (table,) = release[0].tables
    columns = (Column("young_people", "Young people", whole=True, unit="children"),)
    plan = replace(release[0], tables=(replace(table, columns=columns),))
    return plan, each(release, lambda cell: replace(cell, column="young_people"))


def days(release: Release) -> Release:
    """Return days by which years end in March; the release on trial does not say when they end."""
    periods = [
        replace(p, told=True, starts=date(p.starts.year - 1, 4, 1), ends=date(p.ends.year, 3, 31))
        for p in release[0].periods
    ]
    return replace(release[0], periods=tuple(periods)), release[1]


def breakdown(release: Release) -> Release:
    """Call the breakdown and its label otherwise; the groups keep their labels."""
    plan, cells = routes(release, {})
    return plan, cells


def groups(release: Release) -> Release:
    """Call the breakdown, its groups and all labels otherwise."""
    return routes(release, OTHER_ROUTES)


def routes(release: Release, names: Mapping[str, str]) -> Release:
    plan, (table,) = release[0], release[0].tables
    (old,) = plan.breakdowns
    own = [
        replace(g, name=names.get(g.name, g.name), label=names.get(g.name, g.label))
        for g in old.groups
    ]
    new = replace(old, name="source", label="Source", groups=tuple(own))

    def change(cell: Cell) -> Cell:
        ((_, group),) = cell.groups
        return replace(cell, groups=(("source", names.get(group, group)),))

    tables = (replace(table, filters=("source",)),)
    return replace(plan, breakdowns=(new,), tables=tables), each(release, change)


def areas(release: Release) -> Release:
    """Return the release with another slug and name for every area; the codes stay."""

    def slug(name: str) -> str:
        return f"borough-of-{name}" if name else ""

    own = [
        replace(a, slug=slug(a.slug), part_of=slug(a.part_of), name=f"Borough of {a.name}")
        for a in release[0].areas
    ]
    programme = replace(release[0].programme, whole=slug(release[0].programme.whole))
    plan = replace(release[0], areas=tuple(own), programme=programme)
    return plan, each(release, lambda cell: replace(cell, area=slug(cell.area)))


def swapped_areas(release: Release) -> Release:
    """Return the release with the slugs of two areas exchanged."""
    other = {"north": "west", "west": "north"}

    def slug(name: str) -> str:
        return other.get(name, name)

    plan = replace(release[0], areas=tuple(replace(a, slug=slug(a.slug)) for a in release[0].areas))
    return plan, each(release, lambda cell: replace(cell, area=slug(cell.area)))


def everything(release: Release) -> Release:
    return areas(groups(column(universe(release))))


DISGUISES = [universe, column, days, breakdown, groups, areas, swapped_areas, everything]


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("revised", [{}, REVISED])
def test_a_new_name_does_not_hide_what_an_earlier_release_printed(
    disguise: Callable[[Release], Release], revised: Counts
) -> None:
    earlier = disguise((replace(PLAN, version="0"), referrals({}, *BEFORE)))
    cells = referrals(revised, *AFTER)
    verdict = audit_release(NOW, cells, [earlier])
    assert LEAK in named(verdict), [str(leak) for leak in verdict.leaks]
    assert Alike(NOW, cells).counts_the_same(replace(earlier[0], name="other"), earlier[1])


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_same_cells_may_stay_hidden_under_a_new_name(
    disguise: Callable[[Release], Release],
) -> None:
    earlier = disguise((replace(PLAN, version="0"), referrals({}, *BEFORE)))
    verdict = audit_release(NOW, referrals(REVISED, *BEFORE), [earlier])
    assert verdict.passed, [str(leak) for leak in verdict.leaks]


def other_children(release: Release) -> Release:
    """Count others: every figure is another."""

    def change(cell: Cell) -> Cell:
        return cell if cell.value is None else replace(cell, value=cell.value * 3)

    return release[0], each(release, change)


def test_a_table_that_keeps_the_old_name_hides_no_other() -> None:
    """The newer release has all figures under a new name, and one year under the old one."""
    (table,) = NOW.tables
    moved = replace(table, name="young_people", title="Young people", universe="young people")
    plan = replace(NOW, tables=(table, moved))
    cells = referrals(REVISED, *AFTER)["referrals"]
    kept = tuple(c for c in cells if c.period == "2023")
    both = {
        "referrals": kept,
        "young_people": tuple(replace(c, table="young_people") for c in cells),
    }
    assert audit_release(plan, both).passed
    earlier = replace(PLAN, version="0"), referrals({}, *BEFORE)
    assert LEAK.replace("referrals", "young_people") in named(audit_release(plan, both, [earlier]))


def test_a_table_that_is_printed_no_more_is_not_taken_for_one_much_like_it() -> None:
    """Of those referred nearly all started: the newer release no longer prints the starts."""
    (table,) = PLAN.tables
    starts = replace(table, name="starts", title="Starts", universe="starts")
    older = replace(PLAN, version="0", tables=(table, starts))
    referred = referrals({}, *BEFORE)["referrals"]
    started = referrals({("south", "2024", "social"): 11}, *BEFORE)["referrals"]
    before = {
        "referrals": referred,
        "starts": tuple(replace(cell, table="starts") for cell in started),
    }
    verdict = audit_release(NOW, referrals({}, *BEFORE), [(older, before)])
    assert verdict.passed, [str(leak) for leak in verdict.leaks]


def test_another_universe_with_other_figures_is_of_other_children() -> None:
    earlier = universe(other_children((replace(PLAN, version="0"), referrals({}, *BEFORE))))
    assert audit_release(NOW, referrals({}, *AFTER), [earlier]).passed


@pytest.mark.parametrize("name", ["small", "other"])
@pytest.mark.parametrize("illustrative", [True, False])
def test_a_release_is_known_by_its_figures_whatever_it_says_of_itself(
    name: str, illustrative: bool
) -> None:
    plan, cells = replace(PLAN, name=name, illustrative=illustrative), referrals({}, *BEFORE)
    alike = Alike(NOW, referrals(REVISED, *AFTER))
    assert alike.counts_the_same(plan, cells)
    others = other_children((plan, cells))
    same_series = (name, illustrative) == (NOW.name, NOW.illustrative)
    assert alike.counts_the_same(*others) is same_series


@pytest.mark.parametrize(
    ("equal", "invented", "alike"),
    [
        (2, True, False),
        (3, True, True),
        (9, False, False),
        (10, False, True),
    ],
)
def test_so_many_figures_must_coincide(equal: int, invented: bool, alike: bool) -> None:
    """All other figures are hidden, so that those that both print are equal."""
    shown = 0

    def change(cell: Cell) -> Cell:
        nonlocal shown
        shown += 1
        return cell if shown <= equal else replace(cell, value=None, marker=Marker.CONFIDENTIAL)

    plan = replace(PLAN, name="other", illustrative=invented)
    cells = each((plan, referrals({})), change)
    assert Alike(NOW, referrals({})).counts_the_same(plan, cells) is alike


def test_every_reference_of_an_earlier_release_is_renamed() -> None:
    """Sums of several cells and the counts behind shares name groups too."""
    (own,) = PLAN.breakdowns
    group = own.groups[1].name
    cells = CellReference("referrals", "children", ((own.name, group),))
    whole = CellReference("referrals", "children")
    share = Measure(
        *("share", "Share", "Share", "", "", "", "outcomes", MeasureKind.REPORTED),
        *("per cent", 0, Direction.HIGH, whole, whole),
        counted=cells,
    )
    plan = replace(
        PLAN, identities=(Identity(whole, "equals", whole, more=(cells,)),), measures=(share,)
    )
    names = Names(breakdowns={own.name: "way"}, groups={(own.name, group): "other"})
    renamed = rename((Arrangement(plan), {}), names)[0].catalogue
    other = replace(cells, groups=(("way", "other"),))
    assert renamed.identities[0].more == (other,)
    assert renamed.measures[0].counted == other
