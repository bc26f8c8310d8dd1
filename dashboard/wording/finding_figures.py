"""One figure as a sentence."""

from __future__ import annotations

from dashboard.data.queries.view import Row, View
from dashboard.data.release.sentences import open_lower
from dashboard.wording.markers import marker_state
from dashboard.wording.numbers import agree
from dashboard.wording.phrases import (
    counted_words,
    figure_for,
    is_open_group,
    is_part_period,
    listed,
    open_upper,
    since_until,
    when,
    where,
)
from dashboard.wording.values import basis, format_value


def row_sentence(row: Row, view: View) -> str:
    """State one figure as a sentence with its place, period and what it rests on."""
    group = f"{row.group_label}: " if is_open_group(row) else ""
    text = f"{when(row)}, {_clause(row, view)}" if row.period_label else _clause(row, view)
    return group + (text if group else open_upper(text)) + "."


def _clause(row: Row, view: View) -> str:
    measure, place = view.measure, where(row.area_name)
    if row.value is None:
        state = "missing" if row.marker is None else marker_state(row.marker)
        return f"{figure_for(row.area_name)} is {state}"
    value, support = format_value(row, view), basis(row, view)
    support = f" ({support})" if support else ""
    if measure.is_share:
        return f"{value} of {measure.universe} {place} {measure.phrase}{support}"
    if measure.is_count:
        return f"{value} {agree(row.value, counted_words(row, view))} {place}"
    verb = ":" if view.in_per_cent else " was"  # a reported share has no singular subject
    return f"{open_lower(measure.title)} {place}{verb} {value}{support}"


def latest_row(rows: tuple[Row, ...]) -> Row | None:
    """Return the last row with a value, before any year that is not over where there is one."""
    shown = [row for row in rows if row.value is not None]
    full = [row for row in shown if not is_part_period(row)]
    return next(iter(reversed(full or shown)), None)


def all_hidden(rows: tuple[Row, ...]) -> str:
    """Write that nothing of a line can be shown, and by which markers."""
    markers = list(dict.fromkeys(row.marker for row in rows if row.marker is not None))
    states = listed([marker_state(marker) for marker in markers]) or "missing"
    first, last = rows[0], rows[-1]
    one = first.period == last.period
    span = when(first) if one else since_until(first.period_label, last.period_label)
    return f"Every figure {where(rows[0].area_name)} {span} is {states}."
