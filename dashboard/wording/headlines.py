"""The message of a view, short enough for a heading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dashboard.data.queries.numbers import is_number_of_share
from dashboard.data.queries.statistics import NO_CLEAR_CHANGE, WITHIN
from dashboard.data.queries.view import Row, View
from dashboard.data.release.model import BreakdownKind
from dashboard.data.release.sentences import open_lower
from dashboard.data.release.units import counts_people
from dashboard.wording.changes import areas_changed, clearly, first_then_last, judged
from dashboard.wording.finding_comparisons import positions
from dashboard.wording.finding_figures import latest_row
from dashboard.wording.finding_groups import largest_parts, latest_rows, share_of
from dashboard.wording.markers import marker_state
from dashboard.wording.numbers import agree, format_count
from dashboard.wording.phrases import (
    counted_words,
    is_open_group,
    listed,
    open_upper,
    when,
    where,
    without_length,
    yearly,
)
from dashboard.wording.reading import Reading, Shape, leaves, read_view, total_row
from dashboard.wording.targets import BEYOND_CHANCE, target_clauses
from dashboard.wording.values import format_value

MOST_WORDS = 14  # in a heading
MOST_WORDS_BELOW = 12  # in the line below it
AREAS_NAMED = 5  # more than these are counted in a heading, not named


def headline(view: View) -> str:
    """Write the message of a view in a short title, without a full stop."""
    reading = read_view(view)
    if reading.shape is Shape.OVERVIEW:
        return view.title
    if not any(row.value is not None for row in reading.rows):
        return f"{_subject(view, reading)}: no figure can be shown"
    return _HEADLINES[reading.shape](view, reading)


def subtitle(view: View) -> str:
    """Write, to go below a heading, which measure it is about, what is counted and when, where they fit."""
    brief = view.brief or view.subtitle
    span = brief.rpartition(", ")[2]
    named = (view.title, view.measure.short_title)
    candidates = [f"{name}: {open_lower(brief)}" for name in named]
    candidates += [brief, f"{view.measure.short_title}: {view.unit}, {span}"]
    return _fitting(candidates, MOST_WORDS_BELOW)


def headline_phrase(view: View) -> str:
    """Write what a headline number counts, to stand under the number: of closed cases completed."""
    measure = view.measure
    if measure.is_reported:
        return open_lower(measure.title)
    words = f"{measure.universe} {measure.phrase}".strip()
    if measure.is_count:
        return words or open_lower(measure.title)
    row = next(view.rows(), None)
    return f"{words} {open_lower(row.group_label)}" if row and is_open_group(row) else words


def _subject(view: View, reading: Reading) -> str:
    """Write what the view is about: the measure, and its group where it tells of one alone."""
    groups = {row.group for row in reading.rows}
    row = next(iter(reading.rows), None)
    if row is None or len(groups) > 1 or not is_open_group(row):
        return view.measure.short_title
    separate = view.breakdown is not None and view.breakdown.kind is BreakdownKind.SEPARATE
    group = open_lower(row.group_label) if separate else row.group_label
    return f"{view.measure.short_title} ({group})"


def _single(view: View, reading: Reading) -> str:
    return _latest(view, reading, reading.rows[0])


def _latest(view: View, reading: Reading, row: Row) -> str:
    """Write what one row tells: 79% of closed cases completed treatment in Ashby in 2025.

    A share names what it is a share of. The whole is not named.
    """
    place = "" if row.area == reading.whole else f" {where(row.area_name)}"
    period = f" {when(row)}" if row.period_label else ""
    if row.value is None or not _says_something(view):
        figure = marker_state(row.marker) if row.marker else format_value(row, view)
        figure += yearly(row, view) if row.value is not None else ""
        return f"{_subject(view, reading)}{place}: {figure}{period}"
    group = f"{row.group_label}, " if is_open_group(row) else ""
    return open_upper(f"{group}{_clause(view, row)}{place}{period}")


def _says_something(view: View) -> bool:
    """Return True if a sentence says what is told: a number tells not of which share it was."""
    if is_number_of_share(view):
        return False
    return bool(view.measure.phrase) or view.measure.is_reported


def _clause(view: View, row: Row) -> str:
    """Write a value with its verb: 79% of closed cases completed treatment; 1 child was referred."""
    measure, value = view.measure, format_value(row, view)
    if measure.is_reported:
        return f"{measure.title}: {value}"
    if measure.is_count:
        return f"{value} {agree(row.value or 0, counted_words(row, view))}"
    return f"{value} of {measure.universe} {measure.phrase}"


def _trend(view: View, reading: Reading) -> str:
    rows = reading.of_area(reading.main)
    latest = latest_row(rows)
    if latest is None:
        return f"{_subject(view, reading)}: no figure can be shown {where(rows[0].area_name)}"
    text = _latest(view, reading, latest)
    trend = next((t for t in view.trends if t.area == reading.main), None)
    period = without_length(when(latest))
    value = f"{format_value(latest, view)}{yearly(latest, view)} {period}"
    aims = target_clauses(view, latest)
    if pooled := _of_areas(view, reading):
        return _with_aim(pooled, pooled[-1], [f"together {aim}" for aim in aims[1:]], period)
    if trend is not None:
        way = trend.direction
        since = f"{way} since {without_length(trend.first_period)}"
        with_ = "with " if way == NO_CLEAR_CHANGE else ""
        longest = f"{text}, {with_}{since}"
        *short, least = _short(view, rows, f"{value}, {since}", f"{value}, {way}", way)
        return _with_aim([longest, *short], least, aims, period)
    change = next((c for c in view.changes if c.area == reading.main), None)
    if change is not None:
        values = first_then_last(view, change)
        way = clearly(change.direction)
        *short, least = _short(view, rows, f"{values}, {judged(change)}", f"{values}, {way}", way)
        return _with_aim(short, least, aims, period)
    *short, least = _short(view, rows, value)
    return _with_aim([text, *short], least, aims, period)


def _with_aim(headlines: Sequence[str], least: str, aims: Sequence[str], period: str) -> str:
    """Write whether the target is met after what else there is to say, where there is room.

    `least` leaves out the area, and is said only where nothing else fits. That the target is met or
    missed in the last period alone is said where the `period` is not: over all periods it may be
    otherwise, and other pages say so.
    """

    def ended(one: str) -> list[str]:
        return [f"{one}; {'' if period in one else 'lately '}{aim}" for aim in aims]

    whole = [text for one in headlines for text in ended(one)]
    return _fitting([*whole, *headlines, *ended(least), least])


def _of_areas(view: View, reading: Reading) -> list[str]:
    """Write which of several areas have changed, where each is judged by its first and last share."""
    changes = [change for change in view.changes if change.area != reading.whole]
    places = {line.area: line.area_name for line in reading.places}
    if len(places) < 2 or not changes or any(trend.area in places for trend in view.trends):
        return []
    subject = _subject(view, reading)
    return [
        f"{subject}: {areas_changed(view, places, changes, most=most)}"
        for most in range(AREAS_NAMED, -1, -1)
    ]


def _short(view: View, rows: Sequence[Row], *clauses: str) -> list[str]:
    """Write each clause after the measure and its area, and the last after the measure alone."""
    subject = _subject(view, read_view(view))
    place = where(rows[0].area_name) if rows[0].area != view.whole else ""
    return [
        *(f"{subject} {place}".rstrip() + f": {one}" for one in clauses),
        f"{subject}: {clauses[-1]}",
    ]


def _fitting(candidates: Sequence[str], most: int = MOST_WORDS) -> str:
    """Return the first text that is no longer than a heading may be, or else the last."""
    fitting = (text for text in candidates if len(text.split()) <= most)
    return next(fitting, candidates[-1])


def _comparison(view: View, reading: Reading) -> str:
    rows = [row for row in reading.rows if row.area != reading.whole]
    places = positions(view, rows)
    title = _subject(view, reading)
    if not places:
        return _range(view, reading, rows)
    beyond = [row.area_name for row, place in places if place != WITHIN]
    if not beyond:
        return f"{title}: no area differs {BEYOND_CHANCE}"
    verb = "differs" if len(beyond) == 1 else "differ"
    named = [listed(beyond)] if len(beyond) <= AREAS_NAMED else []
    counted = f"{format_count(len(beyond))} {agree(len(beyond), 'areas')}"
    return _fitting([f"{title}: {who} {verb} {BEYOND_CHANCE}" for who in (*named, counted)])


def _range(view: View, reading: Reading, rows: Sequence[Row]) -> str:
    """Write between what figures areas lie, where nothing more can be said of them."""
    title = _subject(view, reading)
    shown = [row for row in rows if row.value is not None]
    if len(shown) < 2:
        main = next(iter(reading.of_area(reading.main)), None)
        return _latest(view, reading, main) if main is not None else f"{title} by area"
    ends = [format_value(f(shown, key=lambda row: row.value or 0), view) for f in (min, max)]
    return _fitting(
        [f"{title}: {ends[0]} to {ends[1]} by area{e}" for e in (f" {when(shown[0])}", "")]
    )


def _parts(view: View, reading: Reading) -> str:
    rows = reading.of_area(reading.main)
    largest = largest_parts(leaves(view, rows))
    if not largest:
        hidden = all(row.value is None for row in leaves(view, rows))
        return view.measure.short_title + (": no group can be shown" if hidden else " by group")
    share = share_of(largest[0], total_row(view, rows))
    return _largest(view, rows, largest, share)


def _over_time(view: View, reading: Reading) -> str:
    """Write the largest group: of every period where it is always the same, else of the last."""
    now = latest_rows(view, reading)
    separate = view.breakdown is not None and view.breakdown.kind is BreakdownKind.SEPARATE
    largest = [] if separate else largest_parts(leaves(view, now))
    if not largest:
        return f"{view.measure.short_title} over time"
    rows = reading.of_area(reading.main)
    periods = list(dict.fromkeys(row.period for row in rows))
    always = {
        tuple(row.group for row in largest_parts(leaves(view, [r for r in rows if r.period == p])))
        for p in periods
    }
    if len(always - {()}) == 1 and len(largest) == 1:
        return f"{_largest(view, rows, largest)} in every period"
    return f"{_largest(view, now, largest)} {when(now[0])}"


def _largest(view: View, rows: Sequence[Row], largest: Sequence[Row], share: str = "") -> str:
    """Write the largest group: Police: the largest group of children who were referred, 46%."""
    shown = "" if all(row.marker is None for row in leaves(view, rows)) else " shown"
    names = listed([row.group_label for row in largest])
    size = "largest group" if len(largest) == 1 else "largest groups"
    if not share or shown or len(largest) > 1:
        return f"{names}: the {size}{shown}" + (f", {share}" if share else "")
    universe, phrase = view.measure.universe, view.measure.phrase
    who = "who" if counts_people(universe) else "that"
    return _fitting([f"{names}: {share} of {universe} {who} {phrase}", f"{names}: {share}"])


def _stages(view: View, reading: Reading) -> str:
    rows = reading.of_area(reading.main)
    first, last = rows[0], rows[-1]
    if first.value is None or last.value is None:
        return f"{view.measure.short_title} {where(first.area_name)}, stage by stage"
    counted = f"{format_count(last.value)} of {format_count(first.value)}"
    return f"{counted} {view.measure.universe} reached “{last.group_label}”"


def _points(view: View, reading: Reading) -> str:
    rows = [row for row in reading.of_area(reading.main) if row.value is not None]
    if not rows:
        return f"{view.measure.short_title}: no figure can be shown"
    first, last = rows[0], rows[-1]
    if not _says_something(view):
        return f"{view.measure.short_title}: {format_value(first, view)} {_point(first)}"
    opening = f"{_clause(view, first)} {_point(first)}"
    if first is last:
        return opening
    values = [f"{format_value(row, view)} {_point(row)}" for row in (first, last)]
    return _fitting(
        [
            f"{opening} and, {_point(last)}, {format_value(last, view)}",
            f"{view.measure.short_title}: {listed(values)}",
            f"{view.measure.short_title}: {format_value(first, view)}, then {format_value(last, view)}",
        ]
    )


def _point(row: Row) -> str:
    return open_lower(row.group_label)


_HEADLINES: Mapping[Shape, Callable[[View, Reading], str]] = {
    Shape.SINGLE: _single,
    Shape.TREND: _trend,
    Shape.OVER_TIME: _over_time,
    Shape.PARTS: _parts,
    Shape.STAGES: _stages,
    Shape.POINTS: _points,
    Shape.COMPARISON: _comparison,
}
