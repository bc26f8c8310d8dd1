"""What the programme aims for, drawn as a dotted line or as a band between two."""

from __future__ import annotations

from dashboard.charts.layout import Ends, Json, line_shape, rectangle
from dashboard.charts.style import INK_SOFT, TARGET_DASH, tint
from dashboard.data.queries.view import View
from dashboard.wording import format_number, format_quantity


def target_numbers(view: View) -> list[float]:
    """Return the numbers that an axis must reach for the target to be seen."""
    target = view.measure.target
    bounds = (target.low, target.high) if target else ()
    return [bound for bound in bounds if bound is not None]


def target_shapes(
    view: View, span: tuple[float, float], *, axes: str = "", upright: bool = False
) -> list[Json]:
    """Draw the target across a chart of lines, or upright in a chart of rows."""
    bounds = target_numbers(view)
    refs = {"xref": f"x{axes}", "yref": f"y{axes}"}
    stroke = {"color": INK_SOFT, "width": 1.5, "dash": TARGET_DASH}
    shapes = []
    if len(bounds) == 2:
        ends = _box(bounds[0], bounds[1], span, upright=upright)
        shapes.append(rectangle(ends, tint(INK_SOFT, 0.08), **refs))
    for bound in bounds:
        ends = _box(bound, bound, span, upright=upright)
        shapes.append(line_shape(ends, line=stroke, **refs))
    return shapes


def _box(low: float, high: float, span: tuple[float, float], *, upright: bool) -> Ends:
    return (low, span[0], high, span[1]) if upright else (span[0], low, span[1], high)


def target_words(view: View) -> str:
    """Write the target in a few words: Target 85%; Target 100 to 140 days."""
    bounds = target_numbers(view)
    if not bounds:
        return ""
    texts = [format_number(bound, view.decimals) for bound in bounds[:-1]]
    texts.append(format_quantity(bounds[-1], view.unit, view.decimals))
    return f"Target {' to '.join(texts)}"
