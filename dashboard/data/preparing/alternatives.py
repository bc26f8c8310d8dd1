"""Coarser forms of a release that cost less, where suppression costs too much.

Each is really made, and audited; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing import prepare
from dashboard.data.preparing.coarsening import groups_to, narrow, rule_of
from dashboard.data.preparing.policy import Breadth, Policy
from dashboard.data.preparing.summary import Account, account_for
from dashboard.data.release.model import BreakdownKind, Catalogue, PeriodType, StatisticalTable
from dashboard.exceptions import DisclosureError

FINEST_FIRST = tuple(PeriodType)
BASE = 5


@dataclass(frozen=True, slots=True)
class Alternative:
    """A coarser form: in words, and as words to add to a policy."""

    words: str
    additions: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tried:
    """What an alternative costs; `account` is None where that form is not safe either."""

    alternative: Alternative
    account: Account | None


def try_alternatives(
    catalogue: Catalogue,
    cells: Tables,
    policy: Policy,
    tables: Collection[str],
    *,
    earlier: Sequence[tuple[Catalogue, Tables]] = (),
    on: date,
) -> Iterator[Tried]:
    """Make every coarser form of some tables that differs from theirs, and yield what each costs.

    `catalogue` and `cells` are those to which the policy has not been applied yet.
    """
    now = narrow(catalogue, cells, policy)
    for alternative in alternatives(catalogue, policy, tables):
        coarser = add_to_policy(policy, alternative.additions)
        narrowed = narrow(catalogue, cells, coarser)
        if (narrowed.cells, narrowed.catalogue.disclosure) == (now.cells, now.catalogue.disclosure):
            continue  # what the policy says of a level goes before what it says of a table
        try:
            prepared = prepare(
                narrowed.catalogue, narrowed.cells, earlier, on=on, keep=narrowed.keep
            )
        except DisclosureError:
            yield Tried(alternative, None)
        else:
            yield Tried(alternative, account_for(narrowed.cells, prepared))


def alternatives(
    catalogue: Catalogue, policy: Policy, tables: Collection[str]
) -> Iterator[Alternative]:
    """Yield the coarser forms of some tables: longer periods, bands, rounding."""
    published = [t for t in catalogue.tables if t.name not in policy.leave_out]
    for table in published:
        if table.name in tables:
            breadth = policy.tables.get(table.name, Breadth())
            yield from _longer_periods(catalogue, table, breadth)
            yield from _coarser_groups(catalogue, table, breadth)
    rule = rule_of(catalogue.disclosure, policy)
    if rule.rounding == 1 and not 0 < rule.threshold % BASE <= BASE // 2:
        yield Alternative(
            f"counts rounded to the nearest {BASE}",
            {
                "rounding": BASE,
                "statement": f"Counts from 1 to {rule.threshold - 1} are hidden, all others are "
                f"rounded to the nearest {BASE}, and further counts are hidden where a hidden one "
                "could be worked out from them.",
            },
        )


def add_to_policy(policy: Policy, additions: Mapping[str, Any]) -> Policy:
    """Return a policy with the words of an alternative added to it."""
    words = msgspec.to_builtins(policy)
    for name, value in additions.items():
        if name == "tables":
            tables = words.setdefault("tables", {})
            for table, breadth in value.items():
                tables[table] = {**tables.get(table, {}), **breadth}
        else:
            words[name] = value
    return msgspec.convert(words, Policy)


def _longer_periods(
    catalogue: Catalogue, table: StatisticalTable, breadth: Breadth
) -> Iterator[Alternative]:
    kinds = {period.key: period.type for period in catalogue.periods}
    there = {kinds[key] for key in table.periods or kinds}
    own = {kind for kind in there if not breadth.periods or kind in breadth.periods}
    ordered = [kind for kind in FINEST_FIRST if kind in own]
    if len(ordered) > 1:
        longer = [kind.value for kind in ordered[1:]]
        yield Alternative(
            f"{table.name} without figures by {ordered[0]}",
            {"tables": {table.name: {"periods": longer}}},
        )


def _coarser_groups(
    catalogue: Catalogue, table: StatisticalTable, breadth: Breadth
) -> Iterator[Alternative]:
    for name in table.filters:
        breakdown = catalogue.breakdown(name)
        if breakdown is None or breakdown.kind is not BreakdownKind.PARTS:
            continue
        choice = breadth.groups.get(name, "groups")
        if isinstance(choice, list):
            continue
        now = groups_to(breakdown, choice)
        bands = groups_to(breakdown, "bands")
        depth = "bands" if bands < now else "total"
        if groups_to(breakdown, "total") < now:
            words = "in bands" if depth == "bands" else "as totals only"
            groups = {**breadth.groups, name: depth}
            yield Alternative(
                f"{table.name} with {breakdown.label} {words}",
                {"tables": {table.name: {"groups": groups}}},
            )
