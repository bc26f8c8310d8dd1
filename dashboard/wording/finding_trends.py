"""Findings of views over time."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.data.queries.breaks import since_break
from dashboard.data.queries.numbers import is_number_of_share
from dashboard.data.queries.statistics import MINIMUM_TREND_POINTS, NO_CLEAR_CHANGE
from dashboard.data.queries.view import Row, Trend, View
from dashboard.data.release.model import Marker
from dashboard.wording.changes import (
    areas_changed,
    change_words,
    first_then_last,
    interval_words,
    judged,
)
from dashboard.wording.finding_figures import all_hidden, latest_row, row_sentence
from dashboard.wording.markers import marker_state
from dashboard.wording.numbers import format_count, format_few
from dashboard.wording.phrases import (
    is_part_period,
    listed,
    name_within,
    open_upper,
    since_until,
    when,
    where,
    without_length,
)
from dashboard.wording.reading import Reading
from dashboard.wording.targets import target_sentence
from dashboard.wording.values import format_value, value_and_basis

MOST_NAMED = 8  # areas in one sentence


def trend_finding(view: View, reading: Reading) -> list[str]:
    """State the latest figure, which way it goes, and the same of the areas shown with it."""
    rows = reading.of_area(reading.main)
    latest = latest_row(rows)
    if latest is None:
        return [all_hidden(rows), _suppressed(view, reading)]
    sentences = [row_sentence(latest, view), _beside_whole(view, reading, latest)]
    if latest is not rows[-1] and not is_part_period(rows[-1]):
        sentences.insert(0, row_sentence(rows[-1], view))
    sentences.append(_direction(view, reading, rows))
    if len(reading.places) > 1:
        sentences.append(_other_directions(view, reading))
    return [
        *sentences,
        target_sentence(view, latest),
        _broken(view, reading),
        _never_shown(reading),
        _suppressed(view, reading),
    ]


def _broken(view: View, reading: Reading) -> str:
    """Write at which periods the series of any line breaks, or another definition begins."""
    breaks = {row.period: when(row) for row in reading.rows if row.is_break}
    begun = {
        row.period: row.period_label
        for line in reading.lines
        for row in line.rows[1:]
        if row.period in view.measure.redefined
    }
    clauses = [f"The series breaks {listed(list(breaks.values()))}"] if breaks else []
    clauses += [f"Another definition begins with {listed(list(begun.values()))}"] if begun else []
    return " ".join(f"{one}: figures before and after are not compared." for one in clauses)


def _suppressed(view: View, reading: Reading) -> str:
    """Write why figures are suppressed, and what is shown instead."""
    if view.threshold < 2 or Marker.CONFIDENTIAL not in view.markers:
        return ""
    meaning = "[c] means hidden to protect privacy"
    names = {line.area: line.area_name for line in reading.lines}
    periods: dict[str, list[str]] = {}
    for longer in view.longer:
        periods.setdefault(longer.period_label, []).append(name_within(names[longer.area]))
    clauses = [f"{label} for {_some(areas)}" for label, areas in periods.items()]
    return f"{meaning}; a longer period is shown: {listed(clauses)}." if clauses else f"{meaning}."


def _some(areas: Sequence[str]) -> str:
    return listed(areas) if len(areas) <= MOST_NAMED else f"{format_count(len(areas))} areas"


def _never_shown(reading: Reading) -> str:
    """Write of which other areas no figure can be shown, and why."""
    hidden = [n for n in reading.lines if n.area != reading.main and not n.shown]
    if not hidden:
        return ""
    markers = dict.fromkeys(row.marker for line in hidden for row in line.rows)
    states = listed([marker_state(m) for m in markers if m not in (None, Marker.NOT_APPLICABLE)])
    if len(hidden) > MOST_NAMED:
        return f"For {format_count(len(hidden))} areas no figure can be shown: {states}."
    return f"No figure can be shown for {listed([n.area_name for n in hidden])}: {states}."


def _beside_whole(view: View, reading: Reading, latest: Row) -> str:
    """Put the whole's figure next to an area's, where both are in the view."""
    if reading.main == reading.whole or view.measure.is_count:
        return ""
    row = next((r for r in reading.of_area(reading.whole) if r.period == latest.period), None)
    if row is None:
        return ""
    figure = value_and_basis(row, view) if row.value is None else format_value(row, view)
    return f"{open_upper(where(row.area_name))} it was {figure}."


def _direction(view: View, reading: Reading, rows: tuple[Row, ...]) -> str:
    trend = next((t for t in view.trends if t.area == reading.main), None)
    if trend is not None:
        return open_upper(f"{trend_words(trend, reading)} ({format_few(trend.points)} points).")
    change = next((c for c in view.changes if c.area == reading.main), None)
    if change is not None:
        return change_words(view, change)
    if view.measure.is_reported:
        return ""  # no trend is ever called on what others report
    if is_number_of_share(view):
        return ""  # which way it goes is told of the share
    comparable = since_break(rows, view.measure, lambda row: row.marker, lambda row: row.period)
    points = sum(row.value is not None and not is_part_period(row) for row in comparable)
    if points >= MINIMUM_TREND_POINTS:
        return ""
    have = "period has a figure" if points == 1 else "periods have figures"
    since = " since the break" if len(comparable) < len(rows) else ""
    return f"Only {format_few(points)} {have}{since}: too few to say if it is rising or falling."


def trend_words(trend: Trend, reading: Reading) -> str:
    """Write which way a trend goes and over what span, to stand inside a sentence."""
    labels = {row.period: row.period_label for row in reading.rows}
    first, last = (labels.get(key, key) for key in (trend.first_period, trend.last_period))
    span = since_until(first, last)
    if trend.direction == NO_CLEAR_CHANGE:
        return f"there is no clear change {span}"
    return f"the trend is {trend.direction} {span}"


def _changes(view: View, reading: Reading, names: dict[str, str]) -> str:
    """Set the last share against the first of every place that is judged by them."""
    changes = [c for c in view.changes if c.area != reading.main]
    if not changes:
        return ""
    if len(changes) > MOST_NAMED:
        return open_upper(f"{areas_changed(view, names, changes, most=MOST_NAMED)}.")
    clauses = [
        f"{judged(change)} in {names[change.area]} "
        f"({first_then_last(view, change)}, {interval_words(change)})"
        for change in changes
        if change.direction != NO_CLEAR_CHANGE
    ]
    if unclear := [c for c in changes if c.direction == NO_CLEAR_CHANGE]:
        widest = unclear[0]._replace(
            lower=min(c.lower for c in unclear), upper=max(c.upper for c in unclear)
        )
        reach = interval_words(widest, unit=" points")
        if len(unclear) > 1:  # from the lowest end of them all to the highest
            reach = reach.replace("from", "between", 1).replace(" to ", " and ", 1)
        clauses.append(f"{NO_CLEAR_CHANGE} in {listed([names[c.area] for c in unclear])} ({reach})")
    main_ends = {(c.first_period, c.last_period) for c in view.changes if c.area == reading.main}
    ends = {(c.first_period, c.last_period) for c in changes}
    named = len(ends) == 1 and ends != main_ends
    span = " then ".join(map(without_length, next(iter(ends)))) + ": " if named else ""
    return " ".join(open_upper(f"{way}.") for way in (f"{span}{clauses[0]}", *clauses[1:]))


def _other_directions(view: View, reading: Reading) -> str:
    """Write the trends of the areas, apart from that of the whole."""
    names = {row.area: row.area_name for row in reading.rows}
    text = _changes(view, reading, names)
    if text:
        return text
    others = [t for t in view.trends if t.area != reading.main and t.area in names]
    by_direction: dict[str, list[str]] = {}
    for trend in others:
        by_direction.setdefault(trend.direction, []).append(names[trend.area])
    still = by_direction.pop(NO_CLEAR_CHANGE, [])
    moved = [f"{direction} in {listed(areas)}" for direction, areas in by_direction.items()]
    if moved and still:
        text = f"By area, the trend is {listed(moved)}, with no clear change in {listed(still)}."
    elif moved:
        text = f"By area, the trend is {listed(moved)}."
    elif still:
        text = f"By area, there is no clear change in {listed(still)}."
    else:
        return ""
    judged = {t.area for t in others}
    unjudged = [n.area_name for n in reading.places if n.shown and n.area not in judged]
    if not unjudged:
        return text
    return f"{text} There are too few whole periods to say for {listed(unjudged)}."
