"""The finding of a view, in a few plain sentences.

A finding gives its denominator, its period and how sure it is. It says what happened to
children, never why; it ranks no place; where a figure is hidden it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.data.queries.view import View
from dashboard.wording.finding_comparisons import comparison_finding
from dashboard.wording.finding_figures import row_sentence
from dashboard.wording.finding_groups import (
    over_time_finding,
    parts_finding,
    points_finding,
    stages_finding,
)
from dashboard.wording.finding_overviews import overview_finding
from dashboard.wording.finding_trends import trend_finding
from dashboard.wording.reading import Reading, Shape, read_view

__all__ = ["finding", "row_sentence"]


def finding(view: View) -> str:
    """State what a view finds."""
    reading = read_view(view)
    if reading.shape is Shape.NOTHING:
        return "This release has no figures for this choice."
    sentences = _FINDINGS[reading.shape](view, reading)
    return " ".join(sentence for sentence in sentences if sentence)


def _single(view: View, reading: Reading) -> list[str]:
    return [row_sentence(reading.rows[0], view)]


_FINDINGS: Mapping[Shape, Callable[[View, Reading], list[str]]] = {
    Shape.SINGLE: _single,
    Shape.OVERVIEW: overview_finding,
    Shape.TREND: trend_finding,
    Shape.OVER_TIME: over_time_finding,
    Shape.PARTS: parts_finding,
    Shape.STAGES: stages_finding,
    Shape.POINTS: points_finding,
    Shape.COMPARISON: comparison_finding,
}
