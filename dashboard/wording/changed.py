"""A figure that changed from one release to a later one, in words."""

from __future__ import annotations

from dashboard.data.queries.changed import ChangedFigure, Comparison
from dashboard.data.queries.derive import Figure
from dashboard.data.release.model import Measure
from dashboard.wording.numbers import format_count, format_few, format_quantity


def changed_measure(changed: ChangedFigure) -> str:
    """Write the name of what changed: Children referred: Police."""
    return changed.measure.title + (f": {changed.group.label}" if changed.group else "")


def was_and_is(changed: ChangedFigure) -> tuple[str, str]:
    """Write a figure as both releases print it: 85% (34 of 40), 83% (35 of 42)."""
    return _write(changed.measure, changed.before), _write(changed.measure, changed.after)


def _write(measure: Measure, figure: Figure) -> str:
    about = "about " if figure.about else ""
    value = about + format_quantity(figure.value or 0, measure.unit, measure.decimals)
    if not measure.is_share:
        return value
    above, below = format_count(figure.numerator or 0), format_count(figure.denominator or 0)
    return f"{value} ({about}{above} of {below})"


def how_many_changed(comparison: Comparison) -> str:
    """Write how many figures changed: three figures changed."""
    number = len(comparison.figures)
    return f"{format_few(number)} {'figure' if number == 1 else 'figures'} changed"
