"""Columns, or totals of tables, that may be equal or add up although nothing declares it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from dashboard.data.release import additivity
from dashboard.data.release.model import BreakdownKind, Catalogue, CellReference
from dashboard.data.release.references import format_reference
from dashboard.data.release.undeclared_fitting import (
    FEWEST_DISTINCT,
    FEWEST_LINES,
    Candidate,
    Index,
    Place,
    Printed,
    Row,
    combined,
)
from dashboard.data.release.undeclared_sets import CountedSets


def sums_of_columns(printed: Printed) -> Iterator[Candidate]:
    """Yield the sums of columns, and equal or summed totals of tables."""
    sets = CountedSets(printed.catalogue)
    yield from _columns(printed, sets)
    yield from _tables(printed, sets)


def _columns(printed: Printed, sets: CountedSets) -> Iterator[Candidate]:
    for table, columns in printed.tables:
        for total in columns:
            others = [column for column in columns if column != total]
            chosen = dict(combined(others, few=True))
            if len(others) > 1:
                chosen[tuple(others)] = FEWEST_LINES
            for parts, fewest in chosen.items():
                slices = [CellReference(table.name, column) for column in (total, *parts)]
                row = tuple(((table.name, column), (...,)) for column in (total, *parts))
                natural = fewest == FEWEST_LINES
                yield _between(sets, slices, row, fewest=fewest, natural=natural)


def _tables(printed: Printed, sets: CountedSets) -> Iterator[Candidate]:
    """Yield pairs of a total and another figure, and totals that two others add up to."""
    slices = dict(_slices(printed))
    totals = [name for name in slices if not name.groups]
    wholes = [name for name in slices if _is_whole(printed.catalogue, name)]
    for number, total in enumerate(wholes):
        before = set(wholes[: number + 1])
        for other in (name for name in slices if name not in before):
            if not sets.is_known(total, other):
                pair = slices[total], slices[other]
                yield _between(
                    sets, [total, other], pair, natural=not (total.groups or other.groups)
                )
    single = list({sets.of(name): name for name in reversed(totals)}.values())[::-1]
    for total in single:
        for two in combinations([name for name in single if name != total], 2):
            if len({name.table for name in (total, *two)}) > 1:
                every = tuple(slices[name] for name in (total, *two))
                yield _between(sets, [total, *two], every, fewest=FEWEST_LINES + 2, natural=False)


def _between(
    sets: CountedSets,
    slices: Sequence[CellReference],
    row: Row,
    *,
    fewest: int = FEWEST_LINES,
    natural: bool,
) -> Candidate:
    total, *parts = slices
    over = "equal" if len(parts) == 1 else "columns"
    names = [format_reference(name) for name in slices]
    name = (
        " and ".join(sorted(names)) if over == "equal" else f"{names[0]} = {' + '.join(names[1:])}"
    )
    return Candidate(
        name,
        over,
        total.table,
        tuple(names),
        (row,),
        fewest,
        FEWEST_LINES if over == "equal" else FEWEST_DISTINCT,
        natural=natural,
        declared=over == "columns" and sets.is_sum(total, parts),
    )


def _is_whole(catalogue: Catalogue, name: CellReference) -> bool:
    """Return True if a reference names groups of breakdowns alone that have no total."""
    breakdowns = (catalogue.breakdown(pair[0]) for pair in name.groups)
    return all(own is None or own.kind is BreakdownKind.SEPARATE for own in breakdowns)


def _slices(printed: Printed) -> Iterator[tuple[CellReference, tuple[Place, Index]]]:
    """Yield each choice of groups of each column, without those that leave a breakdown open."""
    catalogue = printed.catalogue
    for table, columns in printed.tables:
        axes = [_named_groups(catalogue, name) for name in table.filters]
        for column in columns:
            for choice in product(*axes):
                groups = tuple(pair for pair, _ in choice if pair)
                where: Index = (slice(None), slice(None), *(number for _, number in choice))
                yield CellReference(table.name, column, groups), ((table.name, column), where)


def _named_groups(catalogue: Catalogue, name: str) -> list[tuple[tuple[str, str] | None, int]]:
    breakdown = catalogue.breakdown(name)
    if breakdown is None:
        return []
    root = additivity.root_of(breakdown)
    return [
        (None if group.name == root else (name, group.name), number)
        for number, group in enumerate(breakdown.groups)
    ]
