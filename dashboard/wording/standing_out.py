"""What stands out among many measures: only what the tests of chance support, and the uncomfortable too.

`views` are figures of several areas side by side, one view a measure; no area is ranked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.data.queries.statistics import (
    ABOVE_95,
    ABOVE_998,
    HIGHER,
    LOWER,
    NO_CLEAR_CHANGE,
    WITHIN,
    funnel_limits,
    position,
)
from dashboard.data.queries.view import Change, Row, Trend, View
from dashboard.data.release.aims import Direction
from dashboard.data.release.sentences import open_lower
from dashboard.wording.numbers import format_count
from dashboard.wording.phrases import listed, name_within, open_upper, without_length
from dashboard.wording.targets import ABOVE, BELOW, BEYOND_CHANCE, TOO_CLOSE, side_of_target

MOST_AREAS_NAMED = 5
_BAD = {Direction.HIGH: BELOW, Direction.LOW: ABOVE}
WAYS = {
    BELOW: "clearly below on",
    ABOVE: "clearly above on",
    TOO_CLOSE: "too close to say on",
}


def beyond_whole(view: View, row: Row) -> str:
    """Return HIGHER or LOWER if an area's share is so than the whole's beyond chance, or blank."""
    return _side(place_of(view, row))


def sides_of(view: View) -> list[tuple[Row, str]] | None:
    """Return the areas that differ from the whole beyond chance, with the side of each.

    None where no area can be compared by chance.
    """
    whole = _of(view, view.whole)
    placed = [(row, where) for row in view.rows() if (where := _place(view, row, whole))]
    return [(row, side) for row, where in placed if (side := _side(where))] if placed else None


def place_of(view: View, row: Row) -> str:
    """Return where an area's share lies by the limits round the whole's; blank if it has no place."""
    return _place(view, row, _of(view, view.whole))


def _side(where: str) -> str:
    if where in ("", WITHIN):
        return ""
    return HIGHER if where in (ABOVE_95, ABOVE_998) else LOWER


def _place(view: View, row: Row, whole: Row | None) -> str:
    if not view.measure.is_share or whole is None or row is whole:
        return ""
    if whole.value is None or row.value is None or not row.denominator:
        return ""
    if row.about or whole.about:  # limits allow for chance, not for rounding
        return ""
    return position(row.value, funnel_limits(whole.value, row.denominator))


def differences(views: Sequence[View], whole: str) -> str:
    """Write which areas differ from the whole on which measures; `whole` is what it is called.

    Nothing where no area can be compared by chance.
    """
    sides = [(view, of) for view in views if (of := sides_of(view)) is not None]
    if not sides:
        return ""
    by_side: dict[tuple[str, str], list[View]] = {}
    for view, of in sides:
        for row, side in of:
            by_side.setdefault((row.area_name, side), []).append(view)
    if not by_side:
        return f"No area differs from {whole} on any of these measures {BEYOND_CHANCE}."
    areas = dict.fromkeys(area for area, _ in by_side)
    if len(areas) > MOST_AREAS_NAMED:
        return (
            f"{format_count(len(areas))} areas differ from {whole} on some measure {BEYOND_CHANCE}."
        )
    clauses = [f"{area} is {side} on {_named(on)}" for (area, side), on in by_side.items()]
    return f"Against {whole}, {BEYOND_CHANCE}: {'; '.join(clauses)}."


def difference_of(views: Sequence[View], area: str, whole: str) -> str:
    """Write on which measures one area differs from the whole; or nothing, where none can be compared."""
    rows = [(view, row) for view in views if (row := _of(view, area)) is not None]
    if not any(place_of(view, row) for view, row in rows):
        return ""
    sides = [(beyond_whole(view, row), view) for view, row in rows]
    named = rows[0][1].area_name
    clauses = [
        f"{side} on {_named(of)}"
        for side in (HIGHER, LOWER)
        if (of := [view for its_side, view in sides if its_side == side])
    ]
    if not clauses:
        return f"On every measure, the gap between {named} and {whole} could be chance."
    return f"{named} is {listed(clauses)} than {whole}, {BEYOND_CHANCE}."


def targets_of(views: Sequence[View], area: str) -> str:
    """Write which targets an area, or the whole, lies below, above or too close to; or nothing."""
    by_side: dict[str, list[View]] = {}
    name = ""
    for view in views:
        row = _of(view, area)
        if row is not None and (side := side_of_target(view, row)):
            by_side.setdefault(side, []).append(view)
            name = row.area_name
    clauses = [f"{WAYS[side]} {_named(by_side[side])}" for side in WAYS if side in by_side]
    return (
        f"{open_upper(name_within(name))} against targets: {'; '.join(clauses)}." if clauses else ""
    )


def targets_heading(views: Sequence[View], area: str) -> str:
    """Write how many measures miss their target by more than chance would explain; or nothing."""
    rows = [(view, _of(view, area)) for view in views]
    judged = [(v, side) for v, row in rows if row is not None and (side := side_of_target(v, row))]
    missed = [v for v, side in judged if side == _BAD.get(v.measure.direction)]
    if not judged:
        return ""
    count = f"{format_count(len(missed))} of {format_count(len(judged))}"
    if not missed:
        return f"No outcome misses its target {BEYOND_CHANCE}"
    who = "The one outcome misses" if len(judged) == 1 else f"{count} outcomes miss"
    return f"{who} their target {BEYOND_CHANCE}".replace("misses their", "misses its")


def changes_of(over_time: Mapping[str, View], area: str) -> str:
    """Write which measures of an area have gone up or down since their first period; or nothing."""
    spans: dict[str, dict[str, list[View]]] = {}
    still = 0
    for view in over_time.values():
        judged: list[Change | Trend] = [*view.changes, *view.trends]
        for one in (one for one in judged if one.area == area):
            if one.direction == NO_CLEAR_CHANGE:
                still += 1
                continue
            span = spans.setdefault(without_length(one.first_period), {})
            span.setdefault(one.direction, []).append(view)
    sentences = [
        f"Compared with {span}: {listed([f'{way} on {_named(of)}' for way, of in by_way.items()])}."
        for span, by_way in spans.items()
    ]
    if still:
        counted = _other(still) if sentences else _any_of(still)
        sentences.append(f"No clear change since the first period on {counted}.")
    return " ".join(sentences)


def _other(count: int) -> str:
    return "the other measure" if count == 1 else f"the other {_measures(count)}"


def _any_of(count: int) -> str:
    return "the one measure with a trend" if count == 1 else f"any of {_measures(count)}"


def _measures(count: int) -> str:
    return f"{format_count(count)} measure{'' if count == 1 else 's'}"


def _of(view: View, area: str) -> Row | None:
    return next((row for row in view.rows() if row.area == area), None)


def _named(views: Sequence[View]) -> str:
    """Write measures in quotation marks: a name may begin as the sentence goes on, "in school"."""
    return listed([f"“{open_lower(view.measure.short_title)}”" for view in views])
