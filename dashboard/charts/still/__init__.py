"""How is a Plotly figure drawn as a still, compact SVG, point for point the same?"""

from dashboard.charts.still.picture import build_still

__all__ = ["build_still"]
