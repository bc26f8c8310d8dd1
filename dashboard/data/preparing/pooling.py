"""Reporting periods that a policy adds to a release, and their counts where tables hold counts.

Records are counted into them like into any other period. Of a table that holds counts already,
they are sums of its shorter periods.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing.policy import Policy
from dashboard.data.release.additivity import span_of, tilings
from dashboard.data.release.model import (
    Catalogue,
    Cell,
    Marker,
    Period,
    StatisticalTable,
)
from dashboard.data.release.periods import REPORTING_PERIOD, derive_periods

Row = tuple[str, tuple[tuple[str, str], ...]]  # an area and a group of each filter


def with_periods(catalogue: Catalogue, policy: Policy) -> Catalogue:
    """Return a catalogue with the reporting periods of a policy, which has been checked."""
    if not policy.periods:
        return catalogue
    pairs = {(p.time_period, p.time_identifier): p for p in catalogue.periods}
    spans = {pair: span_of(p) for pair, p in pairs.items() if p.told}
    usual = {p.key: p.label for p in derive_periods(pairs, spans)}
    added = {(name, REPORTING_PERIOD): span.days for name, span in policy.periods.items()}
    spans = {pair: days for pair, days in spans.items() if pair not in added}
    spans |= {pair: days for pair, days in added.items() if days is not None}
    before = {period.key: period for period in catalogue.periods}
    periods = tuple(
        _in_own_words(period, before.get(period.key), usual)
        for period in derive_periods([*pairs, *added], spans)
    )
    return replace(catalogue, periods=periods)


def _in_own_words(period: Period, before: Period | None, usual: Mapping[str, str]) -> Period:
    if before is None:
        return period
    label = period.label if before.label == usual[before.key] else before.label
    return replace(period, label=label, note=before.note)


def pool_cells(catalogue: Catalogue, cells: Tables, names: Collection[str]) -> Tables:
    """Return tables with reporting periods, named by their digits, summed from shorter periods.

    A table that has the period, or whose periods do not fill it, or do not add up, is as it was.
    """
    periods = [
        p
        for p in catalogue.periods
        if p.time_identifier == REPORTING_PERIOD and p.time_period in names
    ]
    return {
        table.name: (*own, *_pooled(catalogue, table, own, periods))
        for table in catalogue.tables
        for own in [tuple(cells[table.name])]
    }


def _pooled(
    catalogue: Catalogue,
    table: StatisticalTable,
    cells: Collection[Cell],
    periods: Collection[Period],
) -> Iterator[Cell]:
    if not table.adds_over_time:
        return
    there = {cell.period for cell in cells}
    spans = {span_of(p): p.key for p in catalogue.periods if p.key in there}
    for period in periods if there else ():
        own = span_of(period)
        pieces = (own,) if own in spans else tilings([own, *spans]).get(own, ())
        if period.key not in there and pieces and spans.keys() >= set(pieces):
            yield from _summed(catalogue, table, cells, period, [spans[p] for p in pieces])


def _summed(
    catalogue: Catalogue,
    table: StatisticalTable,
    cells: Collection[Cell],
    period: Period,
    pieces: Collection[str],
) -> Iterator[Cell]:
    """Yield the cells of a period, for each row that all its pieces have."""
    rows: dict[Row, dict[str, list[Cell]]] = {}
    for cell in cells:
        if cell.period in pieces:
            of_row = rows.setdefault((cell.area, cell.groups), {})
            of_row.setdefault(cell.column, []).append(cell)
    for (slug, groups), columns in rows.items():
        area = catalogue.area(slug)
        closed = area is not None and not area.exists_in(period)
        for column in table.columns:
            parts = columns.get(column.name, [])
            if len(parts) == len(pieces):
                value, marker = _sum(parts) if column.whole else (None, Marker.NOT_AVAILABLE)
                if closed:
                    value, marker = None, Marker.NOT_APPLICABLE
                yield Cell(table.name, column.name, slug, period.key, groups, value, marker)


def _sum(cells: Collection[Cell]) -> tuple[float | None, Marker | None]:
    """Return a sum; what is not applicable adds nothing, and any other marker stays."""
    markers = [cell.marker for cell in cells if cell.marker is not None]
    others = [marker for marker in markers if marker is not Marker.NOT_APPLICABLE]
    if others:
        return None, others[0]
    if len(markers) == len(cells):
        return None, Marker.NOT_APPLICABLE
    return sum(cell.value for cell in cells if cell.value is not None), None
