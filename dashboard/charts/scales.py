"""Which numbers does an axis run between, and where are its ticks?

An axis is made from what the view shows, and from nothing else: a hidden figure cannot be read
off how long an axis is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.data.queries.view import Row, View
from dashboard.data.release.units import PER_CENT
from dashboard.wording import format_quantity, short_period

_STEPS = (1, 2, 5, 10)
_TICKS = 5
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of values from 0 to `top`."""

    top: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]


def value_scale(view: View, numbers: Iterable[float | None]) -> Scale:
    """Give the axis for the numbers that a chart shows, from 0, and to 100 for most shares."""
    shown = [number for number in numbers if number is not None]
    highest = max(shown, default=0)
    if view.unit == PER_CENT and highest > 50:
        return _scale(100, 25, view.unit, 0)
    step = nice_step(highest or 1, view.decimals)
    top = max(math.ceil(highest / step - 1e-9), 1) * step
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return _scale(top, step, view.unit, decimals)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of an axis of values, for points, whose distance from zero says nothing."""

    low: float
    top: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]


def window_scale(view: View, numbers: Iterable[float | None]) -> Window:
    """Give the part of the axis of shares that the numbers lie in, a step beyond on both sides."""
    shown = [number for number in numbers if number is not None] or [0, 100]
    step = nice_step((max(shown) - min(shown)) or 10, view.decimals)
    low = max(math.floor(min(shown) / step) * step, 0)
    top = min(math.ceil(max(shown) / step) * step, 100)
    ticks = tuple(round(low + i * step, 10) for i in range(int((top - low) / step + 1e-9) + 1))
    labels = tuple(format_quantity(tick, view.unit, 0) for tick in ticks)
    return Window(low, top, ticks, labels)


def count_scale(highest: float) -> Scale:
    """Give an axis of whole numbers that need not end at a tick."""
    step = nice_step(highest, 0)
    ticks = tuple(i * step for i in range(math.floor(highest / step + 1e-9) + 1))
    return Scale(highest, ticks, tuple(format_quantity(tick, "", 0) for tick in ticks))


def nice_step(highest: float, decimals: int) -> float:
    """Give a round step that takes about five ticks to a number, and that its decimals can name."""
    rough = max(highest / _TICKS, 10.0**-decimals)
    magnitude: float = 10.0 ** math.floor(math.log10(rough))
    return next(magnitude * s for s in _STEPS if magnitude * s >= rough * (1 - 1e-9))


def _scale(top: float, step: float, unit: str, decimals: int) -> Scale:
    ticks = tuple(round(i * step, 10) for i in range(round(top / step) + 1))
    sign = unit if unit == PER_CENT else ""
    return Scale(top, ticks, tuple(format_quantity(t, sign, decimals) for t in ticks))


@dataclass(frozen=True, slots=True)
class PeriodScale:
    """An axis of periods, one step each, in the view's order."""

    keys: tuple[str, ...]
    ticks: tuple[int, ...]
    labels: tuple[str, ...]  # blank where there would be no room on a narrow screen

    @property
    def range(self) -> tuple[float, float]:
        pad = max(0.25, 0.02 * len(self.keys))
        return (-pad, len(self.keys) - 1 + pad)

    def place(self, row: Row) -> float:
        """Where a row's period lies."""
        return float(self.keys.index(row.period))


def period_scale(rows: Sequence[Row]) -> PeriodScale:
    """Give the axis of a view's periods: a tick each, or each year where there are many quarters."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row.period, row)
    keys = tuple(first)
    if all("q" in key for key in keys) and len(keys) > _MOST_NAMED:
        ticks = [i for i, key in enumerate(keys) if key.endswith("q1")]
        labels = [keys[i].partition("q")[0] for i in ticks]
    else:
        ticks = list(range(len(keys)))
        labels = [short_period(row) for row in first.values()]
    return PeriodScale(keys, tuple(ticks), _thinned(labels, math.ceil(len(ticks) / _MOST_NAMED)))


def ends_only(scale: PeriodScale) -> PeriodScale:
    """Name only the first and the last tick, for a small panel."""
    inner = len(scale.labels) - 1
    labels = [label if i in (0, inner) else "" for i, label in enumerate(scale.labels)]
    return PeriodScale(scale.keys, scale.ticks, tuple(labels))


def _thinned(labels: Sequence[str], step: int) -> tuple[str, ...]:
    """Leave out all but every n-th label, counted from the last."""
    last = len(labels) - 1
    return tuple(label if (last - i) % step == 0 else "" for i, label in enumerate(labels))
