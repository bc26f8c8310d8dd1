"""The page in Panel, as its documentation begins."""

import os

import pandas as pd
import panel as pn
import plotly.express as px  # as anyone would write it

pn.extension("plotly", "tabulator")
figures = pd.read_csv(os.environ["FIGURES"], dtype={"period": str})
areas = ["Every area", *figures["area"].unique()]
area = pn.widgets.Select(name="Area", options=areas)


def choose(name):  # type: ignore[no-untyped-def]  # noqa: D103  # as anyone would write it
    return figures if name == areas[0] else figures[figures["area"] == name]


def draw(name):  # type: ignore[no-untyped-def]  # noqa: D103  # as anyone would write it
    chosen = figures if name == areas[0] else figures[figures["area"] == name]
    return px.line(chosen, x="period", y="value", color="area", markers=True)


pn.Column(
    "# Aged 10 to 13 when treatment started",
    area,
    pn.pane.Plotly(pn.bind(draw, area)),
    pn.widgets.Tabulator(pn.bind(choose, area)),
).servable()
