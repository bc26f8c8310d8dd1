"""The breakdowns by which a measure can be opened, and the cells it reads then.

One answer for pages, checks and the audit. A measure is opened by putting each of a breakdown's
groups where the breakdown's default stands, in every cell that the measure reads. Where a cell
fixes the breakdown at another group, or its table lacks it, the figure would have counts that the
release never declared: the yes among all, where the yes among the known is meant.
"""

from __future__ import annotations

from typing import TypeAlias

from dashboard.data.release.model import (
    Breakdown,
    Catalogue,
    CellReference,
    Measure,
    StatisticalTable,
)

Groups: TypeAlias = tuple[tuple[str, str], ...]  # (breakdown, group) pairs


def references_of(measure: Measure) -> tuple[CellReference, ...]:
    """Return the cells that a figure is made of: a count has no denominator."""
    if measure.denominator is None or measure.is_count:
        return (measure.numerator,)
    return (measure.numerator, measure.denominator)


def fixed_groups(catalogue: Catalogue, table: StatisticalTable, reference: CellReference) -> Groups:
    """Return a group for each filter: as the reference says, or the breakdown's default."""
    named = dict(reference.groups)
    return tuple((name, named.get(name, _default(catalogue, name))) for name in table.filters)


def groups_behind(
    catalogue: Catalogue, part: CellReference, whole: CellReference, groups: Groups
) -> Groups | None:
    """Return where a cell's denominator stands: a group for each filter of its table.

    The cell is one that `part` names, in these groups. What `whole` does not fix is the cell's own
    group, or the default where `part` fixes a group alone, or where the cell has none.
    """
    table = catalogue.table(whole.table)
    own, fixed = dict(groups), dict(part.groups)
    if table is None or not fixed.items() <= own.items():
        return None
    named = {name: group for name, group in own.items() if name not in fixed} | dict(whole.groups)
    return tuple((name, named.get(name, _default(catalogue, name))) for name in table.filters)


def opens(catalogue: Catalogue, measure: Measure, name: str) -> bool:
    """Return True if every cell that a measure reads has a filter, at its breakdown's default."""
    breakdown = catalogue.breakdown(name)
    return breakdown is not None and all(
        _stands_open(catalogue, reference, breakdown) for reference in references_of(measure)
    )


def own_breakdown(catalogue: Catalogue, measure: Measure) -> Breakdown | None:
    """Return the breakdown that a measure names, if it can be opened by it."""
    named = catalogue.breakdown(measure.breakdown)
    return named if named is not None and opens(catalogue, measure, named.name) else None


def openable(catalogue: Catalogue, measure: Measure) -> list[Breakdown]:
    """Return the breakdowns that a measure can be opened by, its own first.

    A filter that a reference names, even at its default, is opened only where it is the
    measure's own.
    """
    own = own_breakdown(catalogue, measure)
    table = catalogue.table(measure.numerator.table)
    named = {name for reference in references_of(measure) for name, _ in reference.groups}
    others = [
        breakdown
        for name in (table.filters if table else ())
        if name not in named and opens(catalogue, measure, name)
        if (breakdown := catalogue.breakdown(name)) is not None and breakdown is not own
    ]
    return others if own is None else [own, *others]


def _stands_open(catalogue: Catalogue, reference: CellReference, breakdown: Breakdown) -> bool:
    table = catalogue.table(reference.table)
    if table is None or breakdown.name not in table.filters:
        return False
    return dict(reference.groups).get(breakdown.name, breakdown.default) == breakdown.default


def _default(catalogue: Catalogue, name: str) -> str:
    breakdown = catalogue.breakdown(name)
    return breakdown.default if breakdown else ""
