"""Counts of periods of different lengths, as counts a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.data.queries import places
from dashboard.data.queries.derive import Figure, Placed
from dashboard.data.queries.periods import lengths_differ, months
from dashboard.data.release.model import Measure

A_YEAR = "a year"
MOST_WITH_DECIMALS = 10  # children a year: below this a decimal says something


def a_year(measure: Measure, placed: Sequence[Placed]) -> tuple[Measure, list[Placed]]:
    """Return counts of periods of different lengths as counts a year; other figures as they are.

    Of a period in which an area opened, the time since it opened counts. The measure of such
    counts says so. A figure's numerator stays the count itself.
    """
    differ = lengths_differ(p.period for p in placed)
    if not measure.is_count or not differ:
        return measure, list(placed)
    yearly = [p._replace(figure=_figure_a_year(p)) for p in placed]
    fine = max((p.figure.value or 0 for p in yearly), default=0) < MOST_WITH_DECIMALS
    return replace(measure, decimals=int(fine), unit=f"{measure.unit} {A_YEAR}"), yearly


def _figure_a_year(placed: Placed) -> Figure:
    figure, period = placed.figure, placed.period
    if figure.value is None:
        return figure
    if placed.area.opened is not None and places.opened_within(placed.area, period):
        period = replace(period, starts=placed.area.opened)
    return figure._replace(value=figure.value * 12 / months(period))
