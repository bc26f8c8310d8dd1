"""Counts the invented records into the cells of each table, before any is suppressed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from dashboard.data.preparing.counting import Key, Mark, complete_cells, tally
from dashboard.data.release.model import Catalogue, Cell, Marker, PeriodType
from dashboard.illustrative import groups
from dashboard.illustrative.children import Child

QUARTERLY = frozenset({"referrals"})  # tables that count quarters too
ADHERENT_ABOVE = 0.61
SCORES_KEPT_FROM = date(2023, 1, 1)


def count_children(catalogue: Catalogue, children: Iterable[Child]) -> dict[str, tuple[Cell, ...]]:
    """Return the unsuppressed cells of every table, by table name."""
    everyone = tuple(children)
    by_table = {}
    for table in catalogue.tables:
        periods = [
            period
            for period in catalogue.periods
            if period.type is not PeriodType.QUARTER or table.name in QUARTERLY
        ]
        values: dict[str, Mapping[Key, float | None]] = {}
        for column in table.columns:
            marks = [mark for child in everyone for mark in _MARKS[table.name, column.name](child)]
            values[column.name] = tally(catalogue, table, periods, marks)
        if table.name == "delivery":
            _divide(values, "mean_length_of_stay", "closed_cases", 0)
            _divide(values, "mean_adherence", "families_with_adherence", 2)
        complete = complete_cells(catalogue, table, periods, values)
        by_table[table.name] = tuple(_unless_kept(catalogue, complete))
    return by_table


def _unless_kept(catalogue: Catalogue, cells: Iterable[Cell]) -> Iterator[Cell]:
    """Mark mean scores as not available in periods that begin before scores were kept."""
    early = {period.key for period in catalogue.periods if period.starts < SCORES_KEPT_FROM}
    for cell in cells:
        lacking = cell.column == "mean_adherence" and cell.period in early
        if lacking and cell.value is not None:
            yield replace(cell, value=None, marker=Marker.NOT_AVAILABLE)
        else:
            yield cell


def _divide(
    values: dict[str, Mapping[Key, float | None]], column: str, number: str, decimals: int
) -> None:
    """Turn the sum of a column into a mean; a mean of nobody is not zero, it is nothing."""
    sums, counts = values[column], values[number]
    values[column] = defaultdict(
        lambda: None,
        {
            key: round(total / n, decimals)
            for key, total in sums.items()
            if (n := counts.get(key)) and total is not None
        },
    )


def _referred(child: Child) -> Iterator[Mark]:
    yield Mark(child.area, child.referred, (child.route,))


def _stages(child: Child) -> Iterator[Mark]:
    reached = (
        True,
        child.eligible,
        child.consented,
        child.started is not None,
        child.closed is not None,
        child.reason == groups.COMPLETED,
    )
    for stage, so in zip(groups.STAGES, reached, strict=True):
        if so:
            yield Mark(child.area, child.referred, (stage,))


def _aged(child: Child) -> Iterator[Mark]:
    if child.started is not None:
        yield Mark(child.area, child.started, (str(child.age),))


def _sexed(child: Child) -> Iterator[Mark]:
    if child.started is not None:
        yield Mark(child.area, child.started, (child.sex,))


def _closed(child: Child) -> Iterator[Mark]:
    if child.closed is not None:
        yield Mark(child.area, child.closed, (child.reason,))


def _case(amount: Callable[[Child, date, date], float | None]) -> Callable[[Child], Iterator[Mark]]:
    def marks(child: Child) -> Iterator[Mark]:
        if child.started is not None and child.closed is not None:
            number = amount(child, child.started, child.closed)
            if number is not None:
                yield Mark(child.area, child.closed, (), number)

    return marks


def _asked(child: Child) -> Iterator[Mark]:
    if child.closed is not None:
        for groups in child.answers:
            yield Mark(child.area, child.closed, groups)


def _changed(child: Child) -> Iterator[Mark]:
    if child.closed is not None:
        for groups in child.changes:
            yield Mark(child.area, child.closed, groups)


_MARKS: dict[tuple[str, str], Callable[[Child], Iterator[Mark]]] = {
    ("referrals", "children"): _referred,
    ("stages", "children"): _stages,
    ("starts_by_age", "children"): _aged,
    ("starts_by_sex", "children"): _sexed,
    ("closures", "children"): _closed,
    ("delivery", "closed_cases"): _case(lambda _child, _started, _closed: 1.0),
    ("delivery", "mean_length_of_stay"): _case(
        lambda _child, started, closed: float((closed - started).days)
    ),
    ("delivery", "families_with_adherence"): _case(
        lambda child, _started, _closed: None if child.adherence is None else 1.0
    ),
    ("delivery", "mean_adherence"): _case(lambda child, _started, _closed: child.adherence),
    ("delivery", "adherent_families"): _case(
        lambda child, _started, _closed: (
            1.0 if child.adherence is not None and child.adherence > ADHERENT_ABOVE else None
        )
    ),
    ("outcomes", "children"): _asked,
    ("instrumental", "children"): _changed,
}
