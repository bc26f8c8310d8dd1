"""A measure in one period for areas side by side, and whether shares differ by more than chance."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.data.queries import places, statistics
from dashboard.data.queries.asked import Answer, Asked, Words, build_view
from dashboard.data.queries.derive import Figure, Placed
from dashboard.data.queries.notes import FUNNEL, NO_LIMITS, SIZES, notes
from dashboard.data.queries.titles import subtitle, title
from dashboard.data.queries.view import FunnelLimits, Pooled

FUNNEL_STEPS = 40
FUNNEL_MARGIN = 1.1  # the funnel is drawn a little beyond the largest place


def comparison(asked: Asked) -> Answer:
    """Answer with a measure in one period for areas side by side, the whole last.

    They are every area, or with `among` those of a group, it after them, or those like an area.

    `pooled` is the whole. For shares `funnel` has its limits from one child to a little beyond
    the largest area, and `position`, after the frame's columns, says of each area whether it
    lies `within` them, or `above_95`, `above_998`, `below_95`, `below_998`. `due` follows it.
    """
    measure = asked.measure
    areas = (*places.among(asked.catalogue, asked["among"]), asked.whole)
    breakdown, group = asked.chosen_group()
    placed = yield from asked.placed(areas, asked.opened_at(breakdown, group), (asked.period,))
    pooled = _pooled(placed[-1])
    is_share = measure.is_share
    sites = placed[:-1]
    funnel = _funnel(pooled, sites) if is_share else ()
    positions = [_position(pooled, p.figure) if is_share else None for p in sites]
    shown_group = placed[-1].group
    words = Words(
        title(measure, at=breakdown, group=shown_group),
        subtitle(asked.catalogue, measure, areas, (asked.period,)),
        notes(asked.catalogue, measure, placed, *_own_notes(asked, funnel)),
    )
    return build_view(
        asked,
        placed,
        words,
        breakdown=breakdown if shown_group else None,
        extra={"position": [*positions, None]},
        pooled=pooled,
        funnel=funnel,
    )


def _own_notes(asked: Asked, funnel: tuple[FunnelLimits, ...]) -> list[str]:
    compared = asked.catalogue.programme.comparison
    if asked.measure.is_share:
        return [(FUNNEL if funnel else NO_LIMITS).format(whole=compared)]
    return [SIZES] if asked.measure.is_count else []


def _pooled(whole: Placed) -> Pooled:
    figure = whole.figure
    return Pooled(
        whole.area.slug,
        whole.area.name,
        figure.value,
        figure.marker,
        figure.numerator,
        figure.denominator,
        figure.about,
    )


def _position(pooled: Pooled, figure: Figure) -> str | None:
    if pooled.value is None or figure.value is None or not figure.denominator:
        return None
    limits = statistics.funnel_limits(pooled.value, figure.denominator)
    return statistics.position(figure.value, limits)


def _funnel(pooled: Pooled, sites: Sequence[Placed]) -> tuple[FunnelLimits, ...]:
    """Draw the limits at even steps and at each shown area's own size, never at a hidden one's."""
    sizes = {p.figure.denominator for p in sites if p.figure.denominator}
    if pooled.value is None or not sizes:
        return ()
    last = int(max(sizes) * FUNNEL_MARGIN) + 1
    steps = {max(1, round(last * step / FUNNEL_STEPS)) for step in range(FUNNEL_STEPS + 1)}
    return tuple(statistics.funnel_limits(pooled.value, size) for size in sorted(sizes | steps))
