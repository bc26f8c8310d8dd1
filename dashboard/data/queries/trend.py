"""How has a measure moved over time, in one area or in all of them side by side?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dashboard.data.queries import statistics
from dashboard.data.queries.asked import Answer, Asked, Words, build_view
from dashboard.data.queries.derive import Placed, areas_of
from dashboard.data.queries.notes import notes, trend_note
from dashboard.data.queries.periods import are_even, covered, is_part
from dashboard.data.queries.places import opened_within, still_opening
from dashboard.data.queries.titles import subtitle, title
from dashboard.data.queries.view import Trend
from dashboard.data.release.model import (
    Area,
    Breakdown,
    BreakdownKind,
    Catalogue,
    Group,
    Marker,
    Measure,
    MeasureKind,
)


def trend(asked: Asked) -> Answer:
    """Answer with a measure over time: by area, then period, every gap a row.

    A period that an area's level does not have is no gap.

    `due` follows the frame's columns. `trends` has one entry for each area with five or more
    whole periods to judge by; none for reported figures, and none for the later of several
    stages, whose recent periods are unfinished.
    """
    measure = asked.measure
    periods = asked.run()
    breakdown, group = asked.chosen_group()
    every = yield from asked.placed(_areas(asked), asked.opened_at(breakdown, group), periods)
    placed = [p for p in every if not _is_not_there(asked, p)] or every
    trends = () if _unfinished(breakdown, group) else trends_of(asked.catalogue, measure, placed)
    shown_group = next((p.group for p in placed), None)
    areas = areas_of(placed)
    words = Words(
        title(measure, at=breakdown, group=shown_group),
        subtitle(asked.catalogue, measure, areas, periods),
        notes(asked.catalogue, measure, placed, *([trend_note()] if trends else [])),
    )
    return build_view(
        asked, placed, words, breakdown=breakdown if shown_group else None, trends=trends
    )


def _is_not_there(asked: Asked, placed: Placed) -> bool:
    """Return True if other levels alone have such a period, and nothing could be pooled for it."""
    if placed.figure.marker is not Marker.NOT_AVAILABLE:
        return False
    catalogue, measure, period = asked.catalogue, asked.measure, placed.period
    own = covered(catalogue, measure, (placed.area,), pooled=False)
    return period in covered(catalogue, measure) and period not in own


def trends_of(
    catalogue: Catalogue, measure: Measure, placed: Sequence[Placed]
) -> tuple[Trend, ...]:
    """Judge each area's line by its whole periods; figures of one area stand together."""
    lines = groupby(placed, key=lambda p: p.area.slug)
    found = (_trend(catalogue, measure, list(line)) for _, line in lines)
    return tuple(trend for trend in found if trend is not None)


def _trend(catalogue: Catalogue, measure: Measure, placed: Sequence[Placed]) -> Trend | None:
    # A part of a period holds fewer children in any case, and so does the one an area
    # opened in; a place on the scale of time is kept for what is missing.
    counted = measure.kind is MeasureKind.COUNT
    points = [
        (time, p)
        for time, p in enumerate(placed)
        if p.figure.value is not None
        and not is_part(p.period)
        and not opened_within(p.area, p.period)
        and not (counted and still_opening(catalogue, p.area, p.period))
    ]
    even = are_even([p.period for p in placed])
    if counted and not even:
        return None  # a count grows with the length of its period
    times = [time if even else p.period.middle.toordinal() for time, p in points]
    counts = [p.figure.numerator or 0 for _, p in points]
    direction = None
    if measure.kind is MeasureKind.SHARE:
        sizes = [p.figure.denominator or 0 for _, p in points]
        direction = statistics.trend_in_shares(times, counts, sizes)
    elif measure.kind is MeasureKind.COUNT:
        direction = statistics.trend_in_counts(times, counts)
    if direction is None:
        return None
    first, last = points[0][1].period, points[-1][1].period
    return Trend(placed[0].area.slug, len(points), direction, first.label, last.label)


def _areas(asked: Asked) -> tuple[Area, ...]:
    if not asked["area"]:
        return asked.side_by_side()
    return (asked.area, asked.whole) if asked["beside"] else (asked.area,)


def _unfinished(breakdown: Breakdown | None, group: Group | None) -> bool:
    staged = breakdown is not None and breakdown.kind is BreakdownKind.STAGES
    return staged and group is not None and bool(group.part_of)
