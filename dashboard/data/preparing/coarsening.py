"""Cuts a release down to what a policy publishes of it.

Left-out tables, periods and groups take with them the measures and identities that need them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing.policy import Breadth, Depth, Part, Policy
from dashboard.data.release.additivity import upwards
from dashboard.data.release.model import (
    Breakdown,
    BreakdownKind,
    Catalogue,
    Cell,
    CellReference,
    DisclosureRule,
    Measure,
    OwnRule,
    Period,
    PeriodType,
    StatisticalTable,
)

Kept = Mapping[tuple[str, str], frozenset[str]]  # by table and filter, the groups that stay
TABLE = ""  # in place of a filter: the table itself stays


@dataclass(frozen=True, slots=True)
class Cut:
    """What stays of a table at one level: keys of periods, and groups by filter.

    `periods_of` are those of a group, by filter and group, where it has fewer.
    """

    periods: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    periods_of: Mapping[tuple[str, str], frozenset[str]]

    def has(self, cell: Cell) -> bool:
        """Return True if a cell stays."""
        return (
            cell.period in self.periods
            and all(g in self.groups[f] for f, g in cell.groups)
            and all(cell.period in self.periods_of.get(g, self.periods) for g in cell.groups)
        )


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A release as the policy publishes it, still with every count.

    `dropped` are the titles of measures left out; `keep` names the cells that must stay visible.
    """

    catalogue: Catalogue
    cells: Mapping[str, tuple[Cell, ...]]
    dropped: tuple[str, ...]
    keep: tuple[CellReference, ...]


def narrow(catalogue: Catalogue, cells: Tables, policy: Policy) -> Narrowed:
    """Apply a policy, which has been checked, to a release."""
    tables = [table for table in catalogue.tables if table.name not in policy.leave_out]
    full = {table.name: tuple(cells[table.name]) for table in tables}
    cuts = {table.name: _cuts(catalogue, policy, table) for table in tables}
    remaining = {
        name: tuple(cell for cell in rows if cuts[name][cell.area].has(cell))
        for name, rows in full.items()
    }
    tables = [table for table in tables if remaining[table.name] or not full[table.name]]
    groups = _kept_groups(tables, cuts)
    whole = {name for name, rows in full.items() if len(rows) == len(remaining[name])}
    narrowed = replace(
        with_rule(catalogue, policy),
        periods=_used_periods(catalogue, remaining),
        breakdowns=tuple(_used(breakdown, groups) for breakdown in catalogue.breakdowns),
        tables=tuple(_cut_table(t, remaining[t.name], whole=t.name in whole) for t in tables),
        measures=tuple(_measures(catalogue, groups, policy)),
        identities=tuple(i for i in catalogue.identities if _are_there(groups, i.references)),
    )
    keys = {measure.key for measure in narrowed.measures}
    dropped = tuple(m.title for m in catalogue.measures if m.key not in keys)
    keep = tuple(reference for reference in policy.kept() if _are_there(groups, [reference]))
    return Narrowed(narrowed, {t.name: remaining[t.name] for t in tables}, dropped, keep)


def _used_periods(catalogue: Catalogue, tables: Tables) -> tuple[Period, ...]:
    """Return the periods that cells or data returns have; all, where there are neither."""
    there = {cell.period for cells in tables.values() for cell in cells}
    there |= {item.period for item in catalogue.returns}
    return tuple(p for p in catalogue.periods if p.key in there) or catalogue.periods


def _cut_table(
    table: StatisticalTable, cells: Collection[Cell], *, whole: bool
) -> StatisticalTable:
    """Return a table that knows its periods; what it has at each level is known of a whole one."""
    periods = tuple(dict.fromkeys(cell.period for cell in cells))
    return replace(table, periods=periods, scopes=table.scopes if whole else ())


def _measures(catalogue: Catalogue, groups: Kept, policy: Policy) -> Iterator[Measure]:
    """Yield the measures whose cells stay, and which of them are sensitive."""
    for measure in catalogue.measures:
        references = (measure.numerator, measure.denominator, measure.counted)
        if _are_there(groups, [r for r in references if r is not None]):
            keys = policy.sensitive
            sensitive = measure.sensitive if keys is None else measure.key in keys
            yield replace(measure, sensitive=sensitive)


def groups_to(breakdown: Breakdown, depth: Depth) -> frozenset[str]:
    """Return the groups of a breakdown down to a depth.

    "bands" leaves out the groups that are furthest from the whole, if they are not its own parts.
    """
    above = {group.name: group.part_of for group in breakdown.groups}
    levels = {name: len(upwards(above, name)) - 1 for name in above}
    deepest = max(levels.values(), default=0)
    furthest = {"total": 0, "bands": max(1, deepest - 1), "groups": deepest}[depth]
    return frozenset(name for name, level in levels.items() if level <= furthest)


def _cuts(catalogue: Catalogue, policy: Policy, table: StatisticalTable) -> dict[str, Cut]:
    """Return what stays of a table in each area, by its level."""
    of_table = policy.tables.get(table.name, Breadth())
    own = {name.casefold(): part for name, part in of_table.levels.items()}
    everywhere = {name.casefold(): part for name, part in policy.levels.items()}
    cuts = {}
    for area in catalogue.areas:
        level = area.level.casefold()
        parts = [own[level]] if level in own else [of_table, everywhere.get(level, Part())]
        cuts[area.slug] = _cut(catalogue, table, parts)
    return cuts


def _cut(catalogue: Catalogue, table: StatisticalTable, parts: Sequence[Part]) -> Cut:
    """Return what stays by all of some parts of a policy."""
    periods = frozenset(period.key for period in catalogue.periods)
    groups = {
        b.name: frozenset(g.name for g in b.groups)
        for b in catalogue.breakdowns
        if b.name in table.filters
    }
    fewer: dict[tuple[str, str], frozenset[str]] = {}
    for part in parts:
        if part.periods:
            periods &= _periods_named(catalogue, part.periods)
        for name in groups.keys() & part.groups.keys():
            groups[name] &= _groups_of(catalogue, name, part.groups[name])
        for name in groups.keys() & part.periods_of.keys():
            for group, names in part.periods_of[name].items():
                before = fewer.get((name, group), periods)
                fewer[name, group] = before & _periods_named(catalogue, names)
    return Cut(periods, groups, fewer)


def _periods_named(catalogue: Catalogue, names: Collection[str]) -> frozenset[str]:
    return frozenset(p.key for p in catalogue.periods if names_of(p) & set(names))


def names_of(period: Period) -> set[str]:
    """Return what a policy may call a period: its kind, its key, a reporting period's digits."""
    digits = {period.time_period} if period.type is PeriodType.PERIOD else set()
    return {period.type.value, period.key} | digits


def _groups_of(catalogue: Catalogue, name: str, choice: Depth | list[str]) -> frozenset[str]:
    if isinstance(choice, list):
        return frozenset(choice)
    breakdown = catalogue.breakdown(name)
    return groups_to(breakdown, choice) if breakdown is not None else frozenset()


def _kept_groups(tables: Iterable[StatisticalTable], cuts: Mapping[str, Mapping[str, Cut]]) -> Kept:
    """Return the groups that stay at any level, of tables that stay."""
    groups = {}
    for table in tables:
        groups[table.name, TABLE] = frozenset[str]()
        for name in table.filters:
            own = [cut.groups[name] for cut in cuts[table.name].values() if cut.periods]
            groups[table.name, name] = frozenset[str]().union(*own)
    return groups


def _used(breakdown: Breakdown, groups: Kept) -> Breakdown:
    """Leave out of a breakdown the groups that no table has any more.

    Where one component of a sum stays, all do: the sum holds by all that may be printed of it.
    """
    used = [own for (_, name), own in groups.items() if name == breakdown.name]
    if not used:
        return breakdown
    above = {group.name: group.part_of for group in breakdown.groups}
    named = set[str]().union(*used)
    every = {held for name in named for held in upwards(above, name)}
    totals = {above[name] for name in every if name in above} - {""}
    if breakdown.kind is not BreakdownKind.SEPARATE:
        every |= {name for name, total in above.items() if total in totals}
    return replace(breakdown, groups=tuple(g for g in breakdown.groups if g.name in every))


def _are_there(groups: Kept, references: Iterable[CellReference]) -> bool:
    return all(
        (reference.table, TABLE) in groups
        and all(
            group in groups.get((reference.table, name), ()) for name, group in reference.groups
        )
        for reference in references
    )


def with_rule(catalogue: Catalogue, policy: Policy) -> Catalogue:
    """Return a catalogue under a policy's rule for small counts."""
    return replace(catalogue, disclosure=rule_of(catalogue.disclosure, policy))


def rule_of(rule: DisclosureRule, policy: Policy) -> DisclosureRule:
    """Return the rule for small counts with what a policy changes of it."""
    levels = {own.name.casefold(): own for own in rule.levels}
    for name, own in policy.levels.items():
        if own.threshold is not None or own.rounding is not None:
            before = levels.get(name.casefold(), OwnRule(name))
            levels[name.casefold()] = OwnRule(
                before.name,
                before.threshold if own.threshold is None else own.threshold,
                before.rounding if own.rounding is None else own.rounding,
            )
    return replace(
        rule,
        levels=tuple(levels.values()),
        threshold=rule.threshold if policy.threshold is None else policy.threshold,
        rounding=rule.rounding if policy.rounding is None else policy.rounding,
        statement=policy.statement or rule.statement,
    )
