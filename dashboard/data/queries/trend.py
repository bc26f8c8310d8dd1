"""A measure over time, in one area or in all of them side by side, with what may be said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

from dashboard.data.queries import statistics
from dashboard.data.queries.asked import Answer, Asked, Words, build_view
from dashboard.data.queries.breaks import since_break
from dashboard.data.queries.derive import Placed, areas_of, periods_of
from dashboard.data.queries.lines import lines
from dashboard.data.queries.notes import change_note, notes, trend_note
from dashboard.data.queries.numbers import SHOW, as_numbers
from dashboard.data.queries.periods import is_part, middle, months
from dashboard.data.queries.places import opened_within, still_opening
from dashboard.data.queries.titles import subtitle, title
from dashboard.data.queries.view import Change, Trend
from dashboard.data.queries.yearly import a_year
from dashboard.data.release.model import (
    Area,
    Breakdown,
    BreakdownKind,
    Catalogue,
    Group,
    Measure,
)
from dashboard.data.release.reserved import SEVERAL_AREAS

_Found = TypeVar("_Found")


def trend(asked: Asked) -> Answer:
    """Answer with a measure over time: by area, then period, every gap a row.

    `due` follows the frame's columns. `trends` has one entry for each area with five or more
    whole periods to judge by; none for reported figures, and none for the later of several
    stages, whose recent periods are unfinished. `changes` sets the last share against the first
    for each other area that has two. Neither reaches over a break in the series. Counts of
    periods of different lengths are counts a year. Shares may be asked for as numbers.
    """
    catalogue = asked.catalogue
    breakdown, group = asked.chosen_group()
    counted, longer = yield from lines(asked, _areas(asked), asked.opened_at(breakdown, group))
    measure, counted = _numbers_or_shares(asked, counted)
    measure, placed = a_year(measure, counted)
    judged = [] if _unfinished(breakdown, group) else placed
    trends = trends_of(catalogue, measure, judged)
    changes = changes_of(catalogue, measure, judged, without={t.area for t in trends})
    shown_group = next((p.group for p in placed), None)
    remarks = [*([trend_note()] if trends else []), *([change_note()] if changes else [])]
    words = Words(
        title(measure, at=breakdown, group=shown_group),
        subtitle(catalogue, measure, areas_of(placed), periods_of(placed)),
        notes(catalogue, measure, placed, *remarks),
    )
    return build_view(
        asked,
        placed,
        words,
        measure=measure,
        breakdown=breakdown if shown_group else None,
        trends=trends,
        changes=changes,
        longer=longer,
        threshold=_threshold(catalogue, measure, areas_of(placed)),
    )


def _numbers_or_shares(asked: Asked, counted: list[Placed]) -> tuple[Measure, list[Placed]]:
    if asked[SHOW]:
        return as_numbers(asked.catalogue, asked.measure, counted)
    return asked.measure, counted


def trends_of(
    catalogue: Catalogue, measure: Measure, placed: Sequence[Placed]
) -> tuple[Trend, ...]:
    """Judge each area's line by its whole periods since any break; those of one area stand together.

    Lines of rounded counts are not judged.
    """
    exact = [p for p in placed if not _rounded(catalogue, measure, p.area)]
    return _by_line(measure, exact, lambda line: _trend(catalogue, measure, line))


def changes_of(
    catalogue: Catalogue, measure: Measure, placed: Sequence[Placed], without: set[str]
) -> tuple[Change, ...]:
    """Set each area's last whole period against its first, where shares are not rounded."""
    if not measure.is_share:
        return ()
    exact = [
        p for p in placed if p.area.slug not in without and not _rounded(catalogue, measure, p.area)
    ]
    return _by_line(measure, exact, _change)


def _by_line(
    measure: Measure,
    placed: Sequence[Placed],
    judge: Callable[[list[Placed]], _Found | None],
) -> tuple[_Found, ...]:
    lines = (list(line) for _, line in groupby(placed, key=lambda p: p.area.slug))
    comparable = (
        since_break(line, measure, lambda p: p.figure.marker, lambda p: p.period.key)
        for line in lines
    )
    judged = (judge(line) for line in comparable if line)
    return tuple(one for one in judged if one is not None)


def _trend(catalogue: Catalogue, measure: Measure, placed: Sequence[Placed]) -> Trend | None:
    # A part of a period holds fewer children in any case, and so does the one an area
    # opened in.
    counted = measure.is_count
    points = [
        p
        for p in _whole(placed)
        if not opened_within(p.area, p.period)
        and not (counted and still_opening(catalogue, p.area, p.period))
    ]
    times = [middle(p.period) for p in points]
    counts = [p.figure.numerator or 0 for p in points]
    direction = None
    if measure.is_share:
        sizes = [p.figure.denominator or 0 for p in points]
        direction = statistics.trend_in_shares(times, counts, sizes)
    elif measure.is_count:
        lengths = [months(p.period) for p in points]
        direction = statistics.trend_in_counts(times, counts, lengths)
    if direction is None:
        return None
    first, last = points[0].period, points[-1].period
    return Trend(placed[0].area.slug, len(points), direction, first.label, last.label)


def _change(placed: Sequence[Placed]) -> Change | None:
    points = _whole(placed)
    if len(points) < 2:
        return None
    first, last = points[0], points[-1]
    interval = statistics.difference_interval(_counts(first), _counts(last))
    return Change(
        first.area.slug,
        first.period.label,
        last.period.label,
        first.figure.value or 0,
        last.figure.value or 0,
        *interval,
        statistics.change_in_shares(interval),
    )


def _whole(placed: Sequence[Placed]) -> list[Placed]:
    """Return the figures of periods that are over."""
    return [p for p in placed if p.figure.value is not None and not is_part(p.period)]


def _counts(point: Placed) -> tuple[int, int]:
    return point.figure.numerator or 0, point.figure.denominator or 0


def _rounded(catalogue: Catalogue, measure: Measure, area: Area) -> bool:
    """Return True if the counts behind an area's figures are rounded: then chance cannot be told."""
    tables = [r.table for r in (measure.numerator, measure.denominator) if r is not None]
    return any(catalogue.disclosure.of(area.level, table).rounding > 1 for table in tables)


def _threshold(catalogue: Catalogue, measure: Measure, areas: Sequence[Area]) -> int:
    table = measure.numerator.table
    return max((catalogue.disclosure.of(a.level, table).threshold for a in areas), default=1)


def _areas(asked: Asked) -> tuple[Area, ...]:
    if not asked["area"]:
        some = [asked.whole.slug, *filter(None, asked[SEVERAL_AREAS].split(","))]
        return tuple(a for a in asked.side_by_side() if len(some) == 1 or a.slug in some)
    return (asked.area, asked.whole) if asked["beside"] else (asked.area,)


def _unfinished(breakdown: Breakdown | None, group: Group | None) -> bool:
    staged = breakdown is not None and breakdown.kind is BreakdownKind.STAGES
    return staged and group is not None and bool(group.part_of)
