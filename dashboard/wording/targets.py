"""Whether a figure meets its target by more than chance would explain, in words."""

from __future__ import annotations

from dashboard.data.queries.view import Row, View
from dashboard.wording.numbers import format_quantity

ABOVE, BELOW, TOO_CLOSE = "above", "below", "too close"
BEYOND_CHANCE = "by more than chance would explain"


def side_of_target(view: View, row: Row) -> str:
    """Return on which side of the target a figure's whole interval lies, or TOO_CLOSE.

    Blank where the measure has no target with one bound, or the figure no interval.
    """
    bound = target_bound(view)
    if bound is None or row.lower is None or row.upper is None:
        return ""
    if row.lower <= bound <= row.upper:
        return TOO_CLOSE
    return BELOW if row.upper < bound else ABOVE


def target_bound(view: View) -> float | None:
    """Return the one bound of a measure's target; None where it has none, or two."""
    target = view.measure.target
    bounds = [b for b in (target.low, target.high) if b is not None] if target else []
    return bounds[0] if len(bounds) == 1 else None


def target_clauses(view: View, row: Row) -> list[str]:
    """Write where a figure lies against its target, to end a heading: the longest way first."""
    side, bound = side_of_target(view, row), target_bound(view)
    if not side or bound is None:
        return []
    written = format_quantity(bound, view.unit, view.decimals)
    if side == TOO_CLOSE:
        return [
            f"target {written}: too close to say whether it was met",
            f"near the {written} target",
        ]
    return [f"{side} the {written} target, {BEYOND_CHANCE}", f"{side} the {written} target"]


def target_sentence(view: View, row: Row) -> str:
    """Write the target, and where a figure lies against it."""
    target, side = view.measure.target, side_of_target(view, row)
    if target is None:
        return ""
    if not side:
        return f"The target is {target.label}."
    if side == TOO_CLOSE:
        return f"Target {target.label}: too close to say whether it was met."
    return f"Target {target.label}: {side} it, {BEYOND_CHANCE}."
