"""One row of a view in words: its value, its interval, and what it rests on."""

from __future__ import annotations

from dashboard.data.queries.view import Pooled, Row, View
from dashboard.wording.markers import marker_state
from dashboard.wording.numbers import (
    agree,
    format_count,
    format_number,
    format_quantity,
    format_share,
)
from dashboard.wording.phrases import open_upper


def format_value(row: Row, view: View) -> str:
    """Write a row's value with its unit, or its marker in a bracket."""
    if row.value is None:
        return "" if row.marker is None else f"[{row.marker}]"
    return about(row) + format_quantity(row.value, view.unit, view.decimals)


def about(row: Row | Pooled) -> str:
    """Return the word to set before what rests on rounded counts: no such share is exact."""
    return "about " if row.about else ""


def format_interval(row: Row, view: View) -> str:
    """Write a row's 95% interval: 67% to 93%; blank when it has none."""
    if row.value is None or row.lower is None or row.upper is None:
        return ""
    write = format_share if view.in_per_cent else format_number
    return f"{write(row.lower, view.decimals)} to {write(row.upper, view.decimals)}"


def basis(row: Row, view: View) -> str:
    """Write what a row's value rests on: 26 of 31; 95% interval 67% to 93%.

    A reported figure rests on its n; a count on the count that it is a part of. Blank without a
    value, and where there is nothing to say.
    """
    parts = []
    if row.value is not None and row.denominator is not None:
        whole = format_count(row.denominator)
        if row.numerator is not None and view.measure.is_share:
            parts.append(f"{about(row)}{format_count(row.numerator)} of {whole}")
        elif view.measure.is_count and not view.a_year:
            parts.append(f"of {whole}")
        elif view.measure.is_reported:
            parts.append(f"{whole} {agree(row.denominator, view.measure.universe)}")
    if view.a_year and in_all(row):
        parts.append(in_all(row))
    if interval := format_interval(row, view):
        parts.append(f"95% interval {interval}")
    return "; ".join(parts)


def in_all(row: Row) -> str:
    """Write the count of a whole period, where the value is a count a year: 45 in all.

    Blank where the two are the same.
    """
    if row.numerator in (None, row.value):
        return ""
    return f"{format_count(row.numerator or 0)} in all"


def share_of_whole(row: Row) -> str:
    """Write a count as a share of what it is part of: 46%; blank where there is none to give.

    Rounding may have made the part larger than the whole: then too.
    """
    count = row.value if row.numerator is None else row.numerator
    if row.value is None or count is None or not row.denominator or count > row.denominator:
        return ""
    return format_share(100 * count / row.denominator)


def value_and_basis(row: Row, view: View) -> str:
    """Write a value with what it rests on in brackets, or say why there is none."""
    if row.value is None:
        return "no figure" if row.marker is None else marker_state(row.marker)
    support = basis(row, view)
    return format_value(row, view) + (f" ({support})" if support else "")


def out_of_100(row: Row) -> str:
    """Write a share as a number to set before "out of 100"; blank without a value."""
    if row.value is None:
        return ""
    if 0 < row.value < 0.5:
        return "fewer than 1"
    if 99.5 <= row.value < 100:
        return "more than 99"
    return about(row) + format_number(row.value)


def dots_out_of_100(value: float) -> int:
    """Return how many dots of a hundred stand for a share: none only for 0, all only for 100."""
    if value in (0, 100):
        return int(value)
    return min(max(int(format_number(value)), 1), 99)


def unit_heading(view: View) -> str:
    """Write what a column or an axis of values counts: Children, Per cent of closed cases."""
    measure = view.measure
    if measure.is_share:
        return f"Per cent of {measure.universe}" if measure.universe else "Per cent"
    if measure.is_count:
        counted = open_upper(measure.universe or view.unit or measure.short_title)
        return f"{counted} a year" if view.a_year else counted
    return open_upper(view.unit or measure.short_title)
