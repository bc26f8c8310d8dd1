"""Which way a measure goes, in the words that headings, findings and panels share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.data.queries.breaks import since_break
from dashboard.data.queries.statistics import HIGHER, LOWER, NO_CLEAR_CHANGE
from dashboard.data.queries.view import Change, Trend, View
from dashboard.data.release.reserved import SEVERAL_AREAS
from dashboard.wording.numbers import format_number, format_share
from dashboard.wording.phrases import in_span, is_part_period, listed, yearly
from dashboard.wording.targets import BEYOND_CHANCE
from dashboard.wording.values import format_value

_CLEARLY = {HIGHER: "clearly higher", LOWER: "clearly lower"}


def direction_words(view: View, area: str) -> str:
    """Write in a few words which way an area goes: "85% then 81%: no clear change"; or nothing."""
    change = next((c for c in view.changes if c.area == area), None)
    if change is not None:
        return f"{first_then_last(view, change)}: {clearly(change.direction)}"
    trend = next((t for t in view.trends if t.area == area), None)
    return "" if trend is None else f"{trend.direction} since {trend.first_period}"


def way_words(view: View, area: str) -> str:
    """Write which way an area goes, or its first and last figure: "41 in 2020, then 62 in 2025"."""
    judgements: list[Change | Trend] = [*view.changes, *view.trends]
    if ways := [one.direction for one in judgements if one.area == area]:
        return clearly(ways[0])
    line = [r for r in view.rows() if r.area == area and not is_part_period(r)]
    rows = since_break(line, view.measure, lambda row: row.marker, lambda row: row.period)
    shown = [row for row in rows if row.value is not None]
    ends = [f"{format_value(r, view)}{yearly(r, view)} {in_span(r.period_label)}" for r in shown]
    return ", then ".join(dict.fromkeys([*ends[:1], *ends[-1:]])) or "no figure since the break"


def verdict(view: View, area: str) -> str:
    """Write which way an area goes, to end a description of its line; or nothing."""
    change = next((c for c in view.changes if c.area == area), None)
    trend = next((t for t in view.trends if t.area == area), None)
    if change is not None:
        return f"first to last, {judged(change)}"
    return "" if trend is None else f"{trend.direction} since {trend.first_period}"


def first_then_last(view: View, change: Change) -> str:
    """Write the first and the last share of a change: 85% then 81%."""
    first, last = (format_share(value, view.decimals) for value in (change.first, change.last))
    return f"{first} then {last}"


def judged(change: Change) -> str:
    """Write whether a change is more than chance: "higher by more than chance would explain"."""
    if change.direction == NO_CLEAR_CHANGE:
        return NO_CLEAR_CHANGE
    return f"{change.direction} {BEYOND_CHANCE}"


def clearly(direction: str) -> str:
    """Return the same in few words: "clearly higher"."""
    return _CLEARLY.get(direction, direction)


def change_words(view: View, change: Change) -> str:
    """Set the last share against the first: It was 85% in 2020: no clear change (from 17 ...)."""
    first = format_share(change.first, view.decimals)
    return (
        f"It was {first} {in_span(change.first_period)}: {judged(change)} "
        f"({interval_words(change, unit=' points')})."
    )


def interval_words(change: Change, unit: str = "") -> str:
    """Write the interval of a difference: from 17 lower to 9 higher; `unit` follows the first."""
    if change.lower < 0 < change.upper:
        return f"from {_size(change.lower)}{unit} lower to {_size(change.upper)} higher"
    ends = sorted((change.lower, change.upper), key=abs)
    return f"from {_size(ends[0])}{unit} to {_size(ends[1])} {_side(ends[1])}"


def _size(points: float) -> str:
    text = format_number(abs(points))
    return "under 1" if text == "0" and points else text


def _side(points: float) -> str:
    return HIGHER if points > 0 else LOWER


def areas_changed(
    view: View, names: Mapping[str, str], changes: Sequence[Change], *, most: int
) -> str:
    """Write in which areas a share is higher or lower; of more areas than `most`, in how many."""
    clauses = []
    for direction in (HIGHER, LOWER):
        areas = [names[change.area] for change in changes if change.direction == direction]
        if areas:
            where = listed(areas) if len(areas) <= most else f"{format_number(len(areas))} areas"
            clauses.append(f"{direction} in {where}")
    if not clauses:
        shown = " shown" if SEVERAL_AREAS in dict(view.query) else ""  # others may have changed
        return f"{NO_CLEAR_CHANGE} in any area{shown}"
    return f"{listed(clauses)} {BEYOND_CHANCE}"
