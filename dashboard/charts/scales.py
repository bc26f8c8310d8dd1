"""Scales: the numbers that an axis runs between, and its ticks.

An axis is made from what the view shows, and from nothing else: a hidden figure cannot be read
off how long an axis is.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.charts.style import SMALL_PX
from dashboard.charts.text import text_width
from dashboard.data.queries.view import Row, View
from dashboard.wording import format_quantity, is_long, is_part_period, short_period

_STEPS = (1, 2, 5, 10)
_TICKS = 5
_MOST_NAMED = 5
_LENGTH = re.compile(r"\n(\d+) (\w+)$")
_YEAR_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of values from `low`, which is 0 where nothing else is said, to `top`."""

    top: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]
    low: float = 0


def value_scale(view: View, numbers: Iterable[float | None]) -> Scale:
    """Return the axis for the numbers that a chart shows, with 0, and to 100 for most shares."""
    shown = [number for number in numbers if number is not None]
    highest, lowest = max([0, *shown]), min([0, *shown])
    if view.in_per_cent and highest > 50:
        return _scale(view, 100, 25, 0)
    step = nice_step((highest - lowest) or 1, view.decimals)
    low = math.floor(lowest / step + 1e-9) * step
    top = math.ceil(highest / step - 1e-9) * step
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return _scale(view, top if top > low else step, step, decimals, low)


def window_scale(view: View, numbers: Iterable[float | None]) -> Scale:
    """Return the part of an axis that the numbers lie in, to the next step on both sides.

    For points and lines, whose distance from zero says nothing. Shares lie within 0 and 100.
    """
    shown = [number for number in numbers if number is not None] or [0, 100]
    step = nice_step((max(shown) - min(shown)) or 10, view.decimals)
    low = math.floor(min(shown) / step + 1e-9) * step
    top = max(math.ceil(max(shown) / step - 1e-9) * step, low + step)
    if view.in_per_cent:
        low, top = max(low, 0), min(top, 100)
    ticks = tuple(round(low + i * step, 10) for i in range(int((top - low) / step + 1e-9) + 1))
    decimals = 0 if view.in_per_cent else max(0, -math.floor(math.log10(step) + 1e-9))
    return Scale(top, ticks, _labels(view, ticks, decimals), low)


def count_scale(highest: float) -> Scale:
    """Return an axis of whole numbers that need not end at a tick."""
    step = nice_step(highest, 0)
    ticks = tuple(i * step for i in range(math.floor(highest / step + 1e-9) + 1))
    return Scale(highest, ticks, tuple(format_quantity(tick, "", 0) for tick in ticks))


def nice_step(highest: float, decimals: int) -> float:
    """Return a round step that takes about five ticks to a number, and that its decimals can name."""
    rough = max(highest / _TICKS, 10.0**-decimals)
    magnitude: float = 10.0 ** math.floor(math.log10(rough))
    return next(magnitude * s for s in _STEPS if magnitude * s >= rough * (1 - 1e-9))


def _scale(view: View, top: float, step: float, decimals: int, low: float = 0) -> Scale:
    ticks = tuple(round(low + i * step, 10) for i in range(round((top - low) / step) + 1))
    return Scale(top, ticks, _labels(view, ticks, decimals), low)


def _labels(view: View, ticks: Iterable[float], decimals: int) -> tuple[str, ...]:
    sign = view.unit if view.in_per_cent else ""
    return tuple(format_quantity(tick, sign, decimals) for tick in ticks)


@dataclass(frozen=True, slots=True)
class PeriodScale:
    """An axis of time in years: a tick in the middle of each period that is named."""

    ticks: tuple[float, ...]
    labels: tuple[str, ...]  # blank where there would be no room on a narrow screen
    range: tuple[float, float]

    def place(self, row: Row) -> float:
        """Return where the middle of a row's period lies."""
        return middle(row)


def middle(row: Row) -> float:
    """Return the middle of a row's period in years: 2020.5."""
    return round((_years(row.starts) + period_end(row)) / 2, _YEAR_DECIMALS)


def period_end(row: Row) -> float:
    """Return the end of a row's period in years."""
    return _years(row.ends + dt.timedelta(days=1))


def half_length(row: Row) -> float:
    """Return half the length of a row's period in years."""
    return round(period_end(row) - middle(row), _YEAR_DECIMALS)


def _years(day: dt.date) -> float:
    days = calendar.monthrange(day.year, day.month)[1]
    return day.year + (day.month - 1 + (day.day - 1) / days) / 12


def period_scale(rows: Sequence[Row], whole: str = "") -> PeriodScale:
    """Return the axis of a view's periods, named by those of its areas where it has areas.

    There is a tick for each, or for each year where there are many quarters.
    """
    named = _named_periods(rows, whole)
    ticked = named
    if all("q" in row.period for row in named) and len(named) > _MOST_NAMED:
        ticked = [row for row in named if row.period.endswith("q1")]
        labels = [row.period.partition("q")[0] for row in ticked]
    else:
        labels = [short_period(row) for row in named]
    thinned = _thinned(labels, math.ceil(len(ticked) / _MOST_NAMED))
    return PeriodScale(tuple(middle(row) for row in ticked), thinned, _range(rows))


def fitted(rows: Sequence[Row], whole: str, width: float) -> PeriodScale:
    """Return the axis of a view's periods for a width, with labels that do not touch there.

    Lengths of long periods are broken into lines, the longest first, and where that is not enough, years
    stand where periods begin.
    """
    scale = period_scale(rows, whole)
    labels = list(scale.labels)
    lengths = [label.rpartition("\n")[2] for label in labels]
    longest_first = sorted(range(len(labels)), key=lambda i: -text_width(lengths[i], SMALL_PX))
    for i in longest_first:
        if not _touch(scale, width):
            return scale
        labels[i] = _LENGTH.sub(r"\n\1\n\2", labels[i])
        scale = PeriodScale(scale.ticks, tuple(labels), scale.range)
    return panel_scale(rows, whole) if _touch(scale, width) else scale


def _touch(scale: PeriodScale, width: float) -> bool:
    """Return True if labels of neighbours touch on an axis as long as the width."""
    per_year = width / (scale.range[1] - scale.range[0])
    named = [(tick, label) for tick, label in zip(scale.ticks, scale.labels, strict=True) if label]
    return any(
        any(
            (text_width(one, SMALL_PX) + text_width(other, SMALL_PX)) / 2
            > (right - left) * per_year
            for one, other in zip(before.split("\n"), after.split("\n"), strict=False)
        )
        for (left, before), (right, after) in pairwise(named)
    )


CLOSEST_YEARS = 0.27  # of an axis, between two years below it: a phone's panel has room for three


def panel_scale(rows: Sequence[Row], whole: str = "") -> PeriodScale:
    """Return the same axis for a small panel: where longer periods begin, or the first and last tick."""
    named = _named_periods(rows, whole)
    if any(is_long(row) for row in named):
        starts = tuple(_years(row.starts) for row in named)
        low, high = _range(rows)
        names, last = list[str](), low - high
        for start, row in zip(starts, named, strict=True):
            apart = start - last >= CLOSEST_YEARS * (high - low)
            names.append(str(row.starts.year) if apart else "")
            last = start if apart else last
        return PeriodScale(starts, tuple(names), (low, high))
    scale = period_scale(rows, whole)
    inner = len(scale.labels) - 1
    labels = tuple(label if i in (0, inner) else "" for i, label in enumerate(scale.labels))
    return PeriodScale(scale.ticks, labels, scale.range)


def _named_periods(rows: Sequence[Row], whole: str) -> list[Row]:
    """Return a row of each period of the places, or of the whole where there are none, in order."""
    of_places = [row for row in rows if row.area != whole]
    found = {row.period: row for row in reversed(of_places or rows)}
    return sorted(found.values(), key=lambda row: row.starts)


def _range(rows: Sequence[Row]) -> tuple[float, float]:
    """Return the ends of the axis: all of a long period is on it, and the middle of others."""
    if not rows:
        return (0.0, 1.0)
    firsts = [_years(row.starts) if is_long(row) else middle(row) for row in rows]
    lasts = [period_end(row) if is_long(row) else middle(row) for row in rows]
    whole = [row for row in rows if not is_part_period(row)] or rows
    pad = max(min(half_length(row) for row in whole) / 2, 0.02 * (max(lasts) - min(firsts)))
    return (round(min(firsts) - pad, _YEAR_DECIMALS), round(max(lasts) + pad, _YEAR_DECIMALS))


def _thinned(labels: Sequence[str], step: int) -> tuple[str, ...]:
    """Leave out all but every n-th label, counted from the last."""
    last = len(labels) - 1
    return tuple(label if (last - i) % step == 0 else "" for i, label in enumerate(labels))
