"""How may a chart over time be drawn otherwise? What is chosen here changes no figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.charts.scales import Scale, value_scale, window_scale
from dashboard.data.queries import Choice
from dashboard.data.queries.view import View
from dashboard.wording import unit_heading

SCALE, INTERVALS = "scale", "intervals"
FITTED, WITHOUT = "fitted", "off"
SWITCHES: Mapping[str, Choice] = {
    SCALE: Choice(SCALE, (("", "from 0%"), (FITTED, "fitted to the figures")), ""),
    INTERVALS: Choice(INTERVALS, (("", "shown"), (WITHOUT, "left out")), ""),
}
SWITCHED = frozenset({"trend", "small_multiples"})  # pictures that can be drawn otherwise


def take_switches(asked: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Take the switches out of a query that pictures share with questions.

    Raises UnknownQuestion, naming the key and what it may be, for a value that is none.
    """
    switches = {key: value for key in SWITCHES if (value := asked.pop(key, ""))}
    return tuple((key, SWITCHES[key].require(value, repr(key))) for key, value in switches.items())


def is_fitted(view: View) -> bool:
    """Return True if shares are to fill the height of their chart."""
    return (SCALE, FITTED) in view.drawn and view.measure.is_share


def switched_scale(view: View, numbers: Iterable[float | None]) -> Scale:
    """Return the axis of values: from zero, or for shares fitted to the numbers if it is so chosen."""
    return window_scale(view, numbers) if is_fitted(view) else value_scale(view, numbers)


def scale_heading(view: View, scale: Scale) -> str:
    """Write what an axis counts, and that it does not begin at zero where it does not."""
    begins = f"; the scale begins at {scale.labels[0]}" if scale.low > 0 else ""
    return f"{unit_heading(view)}{begins}"


def has_intervals(view: View) -> bool:
    """Return True unless intervals are to be left out."""
    return (INTERVALS, WITHOUT) not in view.drawn
