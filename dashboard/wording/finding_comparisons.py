"""Which areas of a view differ by more than chance would usually give? No area is ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard.data.queries.statistics import (
    ABOVE_95,
    ABOVE_998,
    BELOW_95,
    BELOW_998,
    WITHIN,
    position,
)
from dashboard.data.queries.view import Row, View
from dashboard.wording.finding_figures import row_sentence
from dashboard.wording.numbers import format_count, format_quantity
from dashboard.wording.phrases import figure_for, listed
from dashboard.wording.reading import Reading
from dashboard.wording.targets import BEYOND_CHANCE

MOST_NAMED = 5  # areas in one sentence

_BEYOND = {
    ABOVE_998: ("higher", "99.8%"),
    ABOVE_95: ("higher", "95%"),
    BELOW_95: ("lower", "95%"),
    BELOW_998: ("lower", "99.8%"),
}


def comparison_finding(view: View, reading: Reading) -> list[str]:
    """State the whole's figure, and which areas differ from it by more than chance would give.

    One area's figure that was only set against the whole's is stated with it.
    """
    if view.pooled is None and len(reading.places) == 1:
        return [row_sentence(row, view) for row in reading.rows]
    whole = next(iter(reading.of_area(reading.whole)), None)
    sentences = [] if whole is None else [row_sentence(whole, view)]
    rows = [row for row in reading.rows if row.area != reading.whole]
    if view.measure.is_share:
        sentences += _against_limits(view, rows)
    else:
        sentences.append(_range(view, rows))
    return [*sentences, _not_compared(rows)]


def positions(view: View, rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Return each area that has a share, with where it lies against the limits for its denominator.

    Limits allow for chance, not for rounding: a share of rounded counts has no place.
    """
    if view.pooled is not None and view.pooled.about:
        return []
    limits = {limit.denominator: limit for limit in view.funnel}
    return [
        (row, position(row.value, limits[row.denominator]))
        for row in rows
        if row.value is not None and not row.about and row.denominator in limits
    ]


def _against_limits(view: View, rows: Sequence[Row]) -> list[str]:
    places = positions(view, rows)
    if view.pooled is None:  # one period of a line: nothing was compared
        return [_range(view, rows)]
    if view.pooled.value is None or not places:
        return ["The areas cannot be compared with a figure for all of them together."]
    pooled = figure_for(view.pooled.area_name)
    beyond = [(row, _BEYOND[where]) for row, where in places if where != WITHIN]
    if not beyond:
        return [f"No area differs from {pooled} {BEYOND_CHANCE}."]
    if len(beyond) > MOST_NAMED:
        return _counted_beyond([way for _, way in beyond], len(places), pooled)
    sentences = [
        f"{row.area_name} is {direction} than chance would explain "
        f"(outside the {limit} limits round {pooled})."
        for row, (direction, limit) in beyond
    ]
    return (
        sentences
        if len(beyond) == len(places)
        else [*sentences, "No other area that can be compared is."]
    )


def _counted_beyond(beyond: Sequence[tuple[str, str]], compared: int, pooled: str) -> list[str]:
    """Count the areas that differ, where they are too many to be named: the table names them."""
    ways = Counter(beyond)
    counted = [
        f"{format_count(ways[direction, limit])} {direction} (outside the {limit} limits)"
        for direction, limit in _BEYOND.values()
        if ways[direction, limit]
    ]
    differ = (
        f"{format_count(len(beyond))} of {format_count(compared)} areas that can be compared differ"
    )
    return [f"{differ} from {pooled} {BEYOND_CHANCE}: {listed(counted)}."]


def _range(view: View, rows: Sequence[Row]) -> str:
    printed = [row for row in rows if row.value is not None]
    values = [row.value for row in printed if row.value is not None]
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    last = format_quantity(high, view.unit, view.decimals)
    if low == high:
        return f"Every area shown has {last}."
    first = format_quantity(low, "", view.decimals)
    chance = (
        " No interval is published with them, so the differences may be chance."
        if view.measure.is_reported and all(row.lower is None for row in printed)
        else ""
    )
    return f"The areas shown range from {first} to {last}.{chance}"


def _not_compared(rows: Sequence[Row]) -> str:
    hidden = [row for row in rows if row.value is None]
    if not hidden:
        return ""
    if len(hidden) > MOST_NAMED:
        return f"{format_count(len(hidden))} areas without a figure cannot be compared."
    marked = [f"{row.area_name} [{row.marker}]" if row.marker else row.area_name for row in hidden]
    return f"{listed(marked)} cannot be compared."
