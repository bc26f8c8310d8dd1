"""Findings of views of groups: components of a total, stages, or points of follow-up."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.data.queries.view import Row, View
from dashboard.data.release.model import BreakdownKind
from dashboard.data.release.sentences import open_lower
from dashboard.wording.finding_figures import all_hidden, latest_row, row_sentence
from dashboard.wording.numbers import agree, format_count, format_few, format_share
from dashboard.wording.phrases import listed, open_upper, when, where
from dashboard.wording.reading import Reading, leaves, total_row
from dashboard.wording.values import format_value, value_and_basis


def parts_finding(view: View, reading: Reading) -> list[str]:
    """State the total and the largest part that is shown."""
    return _parts(view, reading.of_area(reading.main))


def stages_finding(view: View, reading: Reading) -> list[str]:
    """State how many of those at the first stage reached the last."""
    rows = reading.of_area(reading.main)
    first, last = rows[0], rows[-1]
    if first.value is None or last.value is None:
        figures = [f"{row.group_label} {format_value(row, view)}" for row in rows if row.value]
        text = listed(figures) or "no stage can be shown"
        opening = open_upper(f"{when(first)} {where(first.area_name)}: {text}.")
        return [opening, _without_figure(rows)]
    share = share_of(last, first)
    reached = f"{format_value(last, view)} ({share})" if share else format_value(last, view)
    universe = agree(first.value, view.measure.universe)
    opening = f"{when(first)}, of {format_count(first.value)} {universe} {where(first.area_name)}, "
    return [
        open_upper(f"{opening}{reached} reached “{last.group_label}”."),
        _without_figure(rows),
    ]


def points_finding(view: View, reading: Reading) -> list[str]:
    """State the figure at each point, with the number of children there."""
    return _points(view, reading.of_area(reading.main))


def over_time_finding(view: View, reading: Reading) -> list[str]:
    """State what the groups are in the last full period that has a figure."""
    now = latest_rows(view, reading)
    if not now:
        return [all_hidden(reading.of_area(reading.main))]
    separate = view.breakdown is not None and view.breakdown.kind is BreakdownKind.SEPARATE
    return _points(view, now) if separate else _parts(view, now)


def latest_rows(view: View, reading: Reading) -> tuple[Row, ...]:
    """Return the rows of every group in the last full period whose total, or any group, has a figure."""
    rows = reading.of_area(reading.main)
    periods = list(dict.fromkeys(row.period for row in rows))
    total = total_row(view, rows)
    telling = [row for row in rows if total is None or row.group == total.group]
    latest = latest_row(tuple(sorted(telling, key=lambda row: periods.index(row.period))))
    latest = latest or latest_row(tuple(sorted(rows, key=lambda row: periods.index(row.period))))
    return tuple(row for row in rows if latest is not None and row.period == latest.period)


def share_of(row: Row, total: Row | None) -> str:
    """Write a count's share of a total that is published too; blank where either is hidden.

    Blank also where rounding has made the part larger than the total.
    """
    if total is None or row is total or row.value is None or not total.value:
        return ""
    if row.value > total.value:
        return ""
    return format_share(100 * row.value / total.value)


def largest_parts(parts: Sequence[Row]) -> list[Row]:
    """Return the parts with the highest value; none where nothing above 0 is shown."""
    highest = max((row.value for row in parts if row.value is not None), default=0)
    return [row for row in parts if row.value == highest] if highest else []


def _parts(view: View, rows: tuple[Row, ...]) -> list[str]:
    total, parts = total_row(view, rows), leaves(view, rows)
    largest = largest_parts(parts)
    if total is not None:
        opening = row_sentence(total._replace(group=""), view)
    else:
        opening = open_upper(f"{when(rows[0])} {where(rows[0].area_name)}, by group.")
    if not largest:
        return [opening, _without_figure(parts)]
    share = share_of(largest[0], total)
    figure = format_value(largest[0], view) + (f" ({share})" if share else "")
    names = listed([row.group_label for row in largest])
    shown = "" if all(row.marker is None for row in parts) else " shown"
    verb = "is the largest group" if len(largest) == 1 else "are the largest groups"
    each = "" if len(largest) == 1 else " each"
    return [opening, f"{names} {verb}{shown}: {figure}{each}.", _without_figure(parts)]


def _points(view: View, rows: Sequence[Row]) -> list[str]:
    opening = f"{when(rows[0])} {where(rows[0].area_name)}, {open_lower(view.measure.title)}: "
    points = [f"{open_lower(row.group_label)}, {_value_and_count(row, view)}" for row in rows]
    return [open_upper(f"{opening}{'; '.join(points)}.")]


def _value_and_count(row: Row, view: View) -> str:
    """Write one of several values with its count alone: their intervals are in the table."""
    return value_and_basis(row._replace(lower=None, upper=None), view)


def _without_figure(rows: Sequence[Row]) -> str:
    hidden = [row.marker for row in rows if row.marker is not None]
    if not hidden:
        return ""
    words = "group has no figure" if len(hidden) == 1 else "groups have no figure"
    signs = " ".join(f"[{marker}]" for marker in dict.fromkeys(hidden))
    return f"{open_upper(format_few(len(hidden)))} {words} {signs}."
