"""The page in Streamlit, as its documentation begins."""

import os

import pandas as pd
import plotly.express as px  # as anyone would write it
import streamlit as st

figures = pd.read_csv(os.environ["FIGURES"], dtype={"period": str})
areas = ["Every area", *figures["area"].unique()]

st.title("Aged 10 to 13 when treatment started")
area = st.selectbox("Area", areas)
chosen = figures if area == areas[0] else figures[figures["area"] == area]
st.plotly_chart(px.line(chosen, x="period", y="value", color="area", markers=True))
st.dataframe(chosen)
