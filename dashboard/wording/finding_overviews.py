"""Findings of views of many different things: headline figures, or states."""

from __future__ import annotations

from collections import Counter

from dashboard.data.queries.view import Row, View
from dashboard.data.release.sentences import open_lower
from dashboard.data.release.units import PER_CENT
from dashboard.wording.numbers import format_count, format_quantity
from dashboard.wording.phrases import listed, open_upper, when, where
from dashboard.wording.reading import Reading
from dashboard.wording.values import about


def overview_finding(view: View, reading: Reading) -> list[str]:
    """State each figure of a view whose rows are measures; count the rows whose groups are states."""
    if "decimals" in view.columns:
        return [_measures(view, reading)]
    counted = Counter(row.group_label for row in reading.rows)
    counts = [f"{format_count(count)} {open_lower(state)}" for state, count in counted.items()]
    return [f"Of {format_count(len(reading.rows))} in all: {listed(counts)}."]


def _measures(view: View, reading: Reading) -> str:
    extra = zip(reading.rows, view.columns["unit"], view.columns["decimals"], strict=True)
    figures = [
        f"{open_lower(row.group_label)}, {_figure(row, str(unit), int(decimals))}"
        for row, unit, decimals in extra
    ]
    first = reading.rows[0]
    return open_upper(f"{when(first)} {where(first.area_name)}: {'; '.join(figures)}.")


def _figure(row: Row, unit: str, decimals: int) -> str:
    if row.value is None:
        return "no figure" if row.marker is None else f"[{row.marker}]"
    figure = about(row) + format_quantity(row.value, unit, decimals)
    if unit != PER_CENT or row.numerator is None or row.denominator is None:
        return figure
    return (
        f"{figure} ({about(row)}{format_count(row.numerator)} of {format_count(row.denominator)})"
    )
