"""The page in Shiny for Python, as its documentation begins."""

import os

import pandas as pd
import plotly.express as px  # as anyone would write it
from shiny import App, reactive, render, ui
from shinywidgets import output_widget, render_widget

figures = pd.read_csv(os.environ["FIGURES"], dtype={"period": str})
areas = ["Every area", *figures["area"].unique()]

app_ui = ui.page_fluid(
    ui.h1("Aged 10 to 13 when treatment started"),
    ui.input_select("area", "Area", areas),
    output_widget("chart"),
    ui.output_data_frame("table"),
)


def server(input, output, session):  # type: ignore[no-untyped-def]  # noqa: A002, ARG001, D103  # as Shiny asks for it
    @reactive.calc
    def chosen():  # type: ignore[no-untyped-def]  # as its documentation writes it
        return figures if input.area() == areas[0] else figures[figures["area"] == input.area()]

    @render_widget
    def chart():  # type: ignore[no-untyped-def]  # as its documentation writes it
        return px.line(chosen(), x="period", y="value", color="area", markers=True)

    @render.data_frame
    def table():  # type: ignore[no-untyped-def]  # as its documentation writes it
        return chosen()


app = App(app_ui, server)
