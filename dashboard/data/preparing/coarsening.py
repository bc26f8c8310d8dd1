"""How is a release cut down to what a policy publishes of it?

Left-out tables, periods and groups take with them the measures and identities that need them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing.policy import Breadth, Depth, Policy
from dashboard.data.release.model import (
    Breakdown,
    Catalogue,
    Cell,
    CellReference,
    DisclosureRule,
    Measure,
)

Kept = Mapping[tuple[str, str], frozenset[str]]  # by table and filter, the groups that stay
TABLE = ""  # in place of a filter: the table itself stays


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
    kept = _kept_groups(catalogue, policy)
    periods = {period.key: period.type for period in catalogue.periods}
    tables = [table for table in catalogue.tables if table.name not in policy.leave_out]
    shown = {}
    for table in tables:
        types = policy.tables.get(table.name, Breadth()).periods
        shown[table.name] = tuple(
            cell
            for cell in cells[table.name]
            if (not types or periods[cell.period] in types)
            and all(group in kept[table.name, name] for name, group in cell.groups)
        )
    sensitive = policy.sensitive
    measures = [m for m in catalogue.measures if _has_cells(kept, m)]
    if sensitive is not None:
        measures = [replace(m, sensitive=m.key in sensitive) for m in measures]
    narrowed = replace(
        catalogue,
        disclosure=_rule(catalogue.disclosure, policy),
        breakdowns=tuple(_used(breakdown, kept) for breakdown in catalogue.breakdowns),
        tables=tuple(
            replace(table, periods=tuple(dict.fromkeys(c.period for c in shown[table.name])))
            for table in tables
        ),
        measures=tuple(measures),
        identities=tuple(
            identity
            for identity in catalogue.identities
            if all(_is_there(kept, reference) for reference in identity.references)
        ),
    )
    left = {measure.key for measure in measures}
    dropped = tuple(m.title for m in catalogue.measures if m.key not in left)
    keep = tuple(reference for reference in policy.kept() if _is_there(kept, reference))
    return Narrowed(narrowed, shown, dropped, keep)


def groups_to(breakdown: Breakdown, depth: Depth) -> frozenset[str]:
    """Return the groups of a breakdown down to a depth.

    "bands" leaves out the groups that are furthest from the whole, if they are not its own parts.
    """
    above = {group.name: group.part_of for group in breakdown.groups}
    levels = {name: _level(above, name) for name in above}
    deepest = max(levels.values(), default=0)
    furthest = {"total": 0, "bands": max(1, deepest - 1), "groups": deepest}[depth]
    return frozenset(name for name, level in levels.items() if level <= furthest)


def _level(above: Mapping[str, str], name: str) -> int:
    level = 0
    while name := above.get(name, ""):
        level += 1
    return level


def _kept_groups(catalogue: Catalogue, policy: Policy) -> Kept:
    found = {}
    for table in catalogue.tables:
        if table.name in policy.leave_out:
            continue
        found[table.name, TABLE] = frozenset[str]()
        depths = policy.tables.get(table.name, Breadth()).groups
        for name in table.filters:
            breakdown = catalogue.breakdown(name)
            if breakdown is not None:
                found[table.name, name] = groups_to(breakdown, depths.get(name, "groups"))
    return found


def _used(breakdown: Breakdown, kept: Kept) -> Breakdown:
    """Leave out of a breakdown the groups that no table has any more."""
    used = [groups for (_, name), groups in kept.items() if name == breakdown.name]
    if not used:
        return breakdown
    every = frozenset[str]().union(*used)
    return replace(breakdown, groups=tuple(g for g in breakdown.groups if g.name in every))


def _has_cells(kept: Kept, measure: Measure) -> bool:
    references = (measure.numerator, measure.denominator, measure.counted)
    return all(_is_there(kept, r) for r in references if r is not None)


def _is_there(kept: Kept, reference: CellReference) -> bool:
    table = reference.table
    return (table, TABLE) in kept and all(
        group in kept.get((table, name), ()) for name, group in reference.groups
    )


def _rule(rule: DisclosureRule, policy: Policy) -> DisclosureRule:
    return replace(
        rule,
        threshold=rule.threshold if policy.threshold is None else policy.threshold,
        rounding=rule.rounding if policy.rounding is None else policy.rounding,
        statement=policy.statement or rule.statement,
    )
