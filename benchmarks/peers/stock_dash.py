"""The page in Dash, as its documentation begins."""

import os

import pandas as pd
import plotly.express as px  # as anyone would write it
from dash import Dash, Input, Output, dash_table, dcc, html

figures = pd.read_csv(os.environ["FIGURES"], dtype={"period": str})
areas = ["Every area", *figures["area"].unique()]

app = Dash(__name__)
server = app.server
app.layout = html.Div(
    [
        html.H1("Aged 10 to 13 when treatment started"),
        dcc.Dropdown(areas, areas[0], id="area", clearable=False),
        dcc.Graph(id="chart"),
        dash_table.DataTable(id="table"),  # type: ignore[attr-defined]  # Dash adds it as it starts
    ]
)


@app.callback(Output("chart", "figure"), Output("table", "data"), Input("area", "value"))
def show(area):  # type: ignore[no-untyped-def]  # noqa: D103  # as anyone would write it
    chosen = figures if area == areas[0] else figures[figures["area"] == area]
    chart = px.line(chosen, x="period", y="value", color="area", markers=True)
    return chart, chosen.to_dict("records")
