"""One figure of an overview over time, as a line no longer than a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.charts.scales import middle
from dashboard.charts.svg import polyline
from dashboard.components.drawing import Drawing
from dashboard.data.queries.breaks import by_definition
from dashboard.data.queries.view import Row, View
from dashboard.wording import is_part_period, way_words

WIDE, HIGH = 40, 16
FEWEST = 2  # figures: of fewer there is nothing to see over time
LEAST_POINTS = 50  # of shares: a narrower scale would make chance look like change
Span = tuple[float, float]


def sparkline(view: View, areas: Sequence[str], *, told: bool = False) -> list[Drawing]:
    """Draw lines of some areas, the last of which is the one that counts; none with too few figures.

    All lines of a measure have one scale of time and one of values, but the whole's counts have
    their own, which would dwarf those of its parts. A period that is not over is left out.
    `told` says that words next to it tell which way it goes.
    """
    lines = [(area, _shown(row for row in view.rows() if row.area == area)) for area in areas]
    if sum(row.value is not None for row in lines[-1][1]) < FEWEST:
        return []
    times = [middle(row) for row in view.rows()]
    paths = [
        ("whole" if area == view.whole else "", _path(run, _span(times), _scale(view, area)))
        for area, rows in lines
        for run in by_definition(rows, view.measure, lambda row: row.period)
    ]
    label = "" if told else f"over time, {way_words(view, areas[-1])}"
    return [Drawing(className="spark", width=WIDE, height=HIGH, paths=paths, label=label)]


def _shown(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if not is_part_period(row)]


def _span(numbers: Sequence[float]) -> Span:
    return min(numbers), max(numbers)


def _scale(view: View, area: str) -> Span:
    """Return the ends of the scale of values: from zero, or for shares at least LEAST_POINTS."""
    counts = view.measure.is_count
    alike = [
        row.value
        for row in _shown(view.rows())
        if row.value is not None
        and (not counts or (row.area == view.whole) is (area == view.whole))
    ]
    low, high = _span(alike or [0])
    if not view.measure.is_share:
        return min(low, 0), high
    low = max(min(low, (low + high - LEAST_POINTS) / 2, 100 - LEAST_POINTS), 0)
    return low, max(high, low + LEAST_POINTS)


def _path(rows: Sequence[Row], times: Span, values: Span) -> str:
    """Write the commands of a line that is broken where there is no figure."""
    runs: list[list[tuple[float, float]]] = [[]]
    for row in rows:
        if row.value is None:
            runs.append([])
        else:
            runs[-1].append(
                (_along(middle(row), times, WIDE), HIGH - 1 - _along(row.value, values, HIGH - 2))
            )
    # A figure between two gaps is a line of no length, of which the round ends are seen.
    return "".join(polyline(run if len(run) > 1 else run * 2) for run in runs if run)


def _along(number: float, span: Span, length: float) -> float:
    low, high = span
    return (number - low) / (high - low) * length if high > low else length / 2
