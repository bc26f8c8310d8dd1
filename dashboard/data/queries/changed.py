"""The figures that differ between two releases of one name, of those that both print.

What either suppresses is never read: the database compares cells, value with value. So nothing is
told that does not stand in both releases, and the gate audited the two of them together.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Column, Connection, Select, and_, select

from dashboard.data.queries.derive import Addresses, Figure, addresses, every_address, figure
from dashboard.data.queries.fetch import Cells, fetch_cells
from dashboard.data.queries.reasons import reasons_for
from dashboard.data.queries.statement import Address, Needs, release_keys
from dashboard.data.release.context import Change
from dashboard.data.release.model import Area, Catalogue, DisclosureRule, Group, Measure, Period
from dashboard.data.release.openings import own_breakdown
from dashboard.data.store import schema
from dashboard.data.store.history import ReleaseRecord
from dashboard.data.store.releases import Store

Places: TypeAlias = set[tuple[str, str]]  # slugs of areas and keys of periods


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure that two releases print differently; `group` is None where nothing is opened.

    `why` are the reasons given for it, for its measure, period or area, or for an area that is part of this.
    """

    measure: Measure
    area: Area
    period: Period
    group: Group | None
    before: Figure
    after: Figure
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one release to a later one.

    `reasons` are what the later one's log adds. `incomparable` measures count otherwise, or are
    rounded otherwise, than they were.
    """

    figures: tuple[ChangedFigure, ...]
    reasons: tuple[Change, ...]
    incomparable: tuple[Measure, ...]

    def others(self, figures: Iterable[ChangedFigure]) -> list[Change]:
        """Return the reasons that are given for none of some figures."""
        texts = {text for figure in figures for text in figure.why}
        return [reason for reason in self.reasons if reason.text not in texts]


class Since(NamedTuple):
    """What a release changed, and from which."""

    before: ReleaseRecord
    comparison: Comparison


class _Asked(NamedTuple):
    """A measure of the later release, and where its figures are that may have changed."""

    measure: Measure
    groups: Sequence[tuple[Group | None, Addresses]]
    needs: Needs


def since_before(store: Store, identifier: str) -> Since | None:
    """Compare a release with the one that readers had before it; None where there was none."""
    before = store.standing().before(identifier)
    if before is None:
        return None
    return Since(before, compare_releases(store, before.identifier, identifier))


@functools.lru_cache(maxsize=32)
def compare_releases(store: Store, before: str, after: str) -> Comparison:
    """Compare two releases of a store, in the order of the later one's measures."""
    old, new = store.catalogue(before), store.catalogue(after)
    known = {measure.key: measure for measure in old.measures}
    both = [measure for measure in new.measures if measure.key in known]
    same = [m for m in both if _counts_the_same(known[m.key], m, old.disclosure, new.disclosure)]
    keys = [release_keys(store, identifier) for identifier in (before, after)]
    with store.connect() as connection:
        changed = _changed_cells(connection, before, after)
        asked = [*_affected(old, new, same, changed)]
        needs = [one.needs for one in asked]
        cells_before = fetch_cells(connection, keys[0], old, needs)
        cells_after = fetch_cells(connection, keys[1], new, needs)
    reasons = tuple(change for change in new.changes if change not in old.changes)
    return Comparison(
        tuple(
            replace(
                figure, why=reasons_for(figure.measure, figure.area, figure.period, reasons, new)
            )
            for one in asked
            for figure in _differences(one, cells_before, cells_after)
        ),
        reasons,
        tuple(measure for measure in both if measure not in same),
    )


def _counts_the_same(
    was: Measure, now: Measure, rule_before: DisclosureRule, rule_now: DisclosureRule
) -> bool:
    """Return True if two measures of one key read the same cells, rounded by the same rule."""
    fixed = ("kind", "unit", "universe", "numerator", "denominator")
    return _roundings(rule_before) == _roundings(rule_now) and all(
        getattr(was, name) == getattr(now, name) for name in fixed
    )


def _roundings(rule: DisclosureRule) -> tuple[object, ...]:
    by_name = [(one.name, one.rounding) for one in (*rule.levels, *rule.tables) if one.rounding]
    return rule.rounding, rule.halves_up, sorted(by_name)


def _affected(
    old: Catalogue, new: Catalogue, measures: Sequence[Measure], changed: Mapping[Address, Places]
) -> Iterator[_Asked]:
    """Yield the measures whose cells changed, with the areas and periods in which they did."""
    areas = {area.slug: area for area in new.areas if _is_known(area, old)}
    periods = {period.key: period for period in new.periods if _has_same_days(period, old)}
    for measure in measures:
        groups = [*_opened(new, measure)]
        names = every_address(groups)
        places = [place for name in names for place in changed.get(name, ())]
        where = [area for slug, area in areas.items() if any(slug == a for a, _ in places)]
        when = [period for key, period in periods.items() if any(key == p for _, p in places)]
        if where and when:
            yield _Asked(measure, groups, Needs(names, where, when))


def _is_known(area: Area, old: Catalogue) -> bool:
    was = old.area(area.slug)
    return was is not None and (was.name, was.code) == (area.name, area.code)


def _has_same_days(period: Period, old: Catalogue) -> bool:
    """Return True for a period of both releases: *to date* is another with each release."""
    return any(
        (was.key, was.starts, was.ends) == (period.key, period.starts, period.ends)
        for was in old.periods
    )


def _opened(catalogue: Catalogue, measure: Measure) -> Iterator[tuple[Group | None, Addresses]]:
    yield None, addresses(catalogue, measure)
    breakdown = own_breakdown(catalogue, measure)
    for group in breakdown.groups if breakdown else ():
        if breakdown and group.name != breakdown.default:
            yield group, addresses(catalogue, measure, ((breakdown.name, group.name),))


def _differences(asked: _Asked, before: Cells, after: Cells) -> Iterator[ChangedFigure]:
    measure, groups, needs = asked
    for group, where in groups:
        for area in needs.areas:
            for period in needs.periods:
                was = figure(measure, before, where, area, period)
                now = figure(measure, after, where, area, period)
                if _differ(measure, was, now):
                    yield ChangedFigure(measure, area, period, group, was, now)


def _differ(measure: Measure, was: Figure, now: Figure) -> bool:
    """Return True if both figures are printed, and not alike."""
    if was.value is None or now.value is None:
        return False
    if measure.is_share:
        return (was.numerator, was.denominator) != (now.numerator, now.denominator)
    return was.value != now.value


def _changed_cells(connection: Connection, before: str, after: str) -> dict[Address, Places]:
    """Return which cells have a value in both releases, and not the same one."""
    changed: dict[Address, Places] = {}
    for table, column, groups, area, period in connection.execute(_comparison(before, after)):
        changed.setdefault(Address(table, column, groups), set()).add((area, period))
    return changed


def _comparison(before: str, after: str) -> Select[Any]:
    """Join the cells of two releases by the names of all that they are of."""
    was, now = _Tables(), _Tables()
    return (
        select(*was.names())
        .select_from(was.release)
        .join(was.table, was.table.c.release_id == was.release.c.id)
        .join(was.column, was.column.c.table_id == was.table.c.id)
        .join(was.cell, was.cell.c.indicator_id == was.column.c.id)
        .join(was.groups, was.groups.c.id == was.cell.c.combination_id)
        .join(was.area, was.area.c.id == was.cell.c.area_id)
        .join(was.period, was.period.c.id == was.cell.c.period_id)
        .join(now.release, now.release.c.identifier == after)
        .join(now.table, now.table.c.release_id == now.release.c.id)
        .join(now.column, now.column.c.table_id == now.table.c.id)
        .join(now.groups, now.groups.c.table_id == now.table.c.id)
        .join(now.area, now.area.c.release_id == now.release.c.id)
        .join(now.period, now.period.c.release_id == now.release.c.id)
        .join(
            now.cell,
            and_(
                now.cell.c.indicator_id == now.column.c.id,
                now.cell.c.combination_id == now.groups.c.id,
                now.cell.c.area_id == now.area.c.id,
                now.cell.c.period_id == now.period.c.id,
            ),
        )
        .where(
            was.release.c.identifier == before,
            was.cell.c.value != now.cell.c.value,
            *(one == other for one, other in zip(was.names(), now.names(), strict=True)),
        )
    )


class _Tables:
    """The database's tables as one of two releases that are compared."""

    def __init__(self) -> None:
        self.release, self.table, self.column, self.groups, self.area, self.period, self.cell = (
            table.alias()
            for table in (
                schema.release,
                schema.statistical_table,
                schema.indicator,
                schema.combination,
                schema.area,
                schema.period,
                schema.cell,
            )
        )

    def names(self) -> tuple[Column[Any], ...]:
        """Return the names of what a cell is of: table, column, groups, area and period."""
        return (
            self.table.c.name,
            self.column.c.name,
            self.groups.c.key,
            self.area.c.slug,
            self.period.c.key,
        )
