"""How is a view drawn? Plotly figures as plain JSON, and the same figures as still SVG."""

from collections.abc import Callable, Mapping

from dashboard.charts.bars import build_breakdown, build_stages
from dashboard.charts.columns import build_columns
from dashboard.charts.followup import build_followup
from dashboard.charts.funnel import build_funnel
from dashboard.charts.hundred import build_hundred
from dashboard.charts.intervals import build_intervals
from dashboard.charts.layout import GRAPH_CONFIG, Figure
from dashboard.charts.panels import build_breakdown_over_time, build_small_multiples
from dashboard.charts.spread import build_spread
from dashboard.charts.still import build_still
from dashboard.charts.trend import build_trend
from dashboard.data.queries.view import View

PICTURES: Mapping[str, Callable[[View], Figure]] = {
    "trend": build_trend,
    "breakdown": build_breakdown,
    "columns": build_columns,
    "breakdown_over_time": build_breakdown_over_time,
    "stages": build_stages,
    "intervals": build_intervals,
    "funnel": build_funnel,
    "spread": build_spread,
    "small_multiples": build_small_multiples,
    "followup": build_followup,
    "hundred": build_hundred,
}

__all__ = [
    "GRAPH_CONFIG",
    "PICTURES",
    "Figure",
    "build_breakdown",
    "build_breakdown_over_time",
    "build_columns",
    "build_followup",
    "build_funnel",
    "build_hundred",
    "build_intervals",
    "build_small_multiples",
    "build_spread",
    "build_stages",
    "build_still",
    "build_trend",
]
