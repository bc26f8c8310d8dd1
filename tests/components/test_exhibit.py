"""Exhibits of lines over time: their pictures, their tables, and where suppressed figures lead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.components.exhibit import exhibit, over_time
from dashboard.components.tables import figures_table
from dashboard.data.queries.view import Longer, View
from dashboard.web.prerendering import render
from dashboard.wording import alternative_text
from tests.charts import samples


@pytest.mark.parametrize(
    ("view", "picture"),
    [
        (samples.closed_trend(), "small_multiples"),
        (samples.closed_trend(areas=("ashby", "all")), "trend"),
        (samples.closed_trend(areas=("all",)), "trend"),
        (samples.share_trend(areas=(*samples.PLACES, "all")), "trend"),
    ],
)
def test_several_areas_by_closed_periods_have_a_panel_each(view: View, picture: str) -> None:
    assert over_time(view) == picture


def test_suppressed_figures_lead_to_the_longer_period() -> None:
    sample = samples.closed_trend(areas=("ashby", "all"), suppressed=True)
    longer = (Longer("ashby", "to-date", "2020 to June 2026"),)
    query = (("measure", "completed"), ("area", "ashby"))
    html = render(exhibit(replace(sample, longer=longer, query=query), "over-time", "trend"))
    link = '<a href="/compare?measure=completed&amp;period=to-date">See 2020 to June 2026</a>'
    assert link in html
    assert "See 2020" not in render(exhibit(sample, "over-time", "trend"))


def test_a_table_of_counts_a_year_gives_the_counts() -> None:
    rows = [
        samples.count(44, period=samples.CLOSED[0])._replace(numerator=132),
        samples.count(50, period=samples.CLOSED[1])._replace(numerator=100),
    ]
    html = render(figures_table(samples.view(rows, samples.REFERRED, a_year=True), "table"))
    assert "132 in all" in html
    assert "100 in all" in html


def test_points_of_counts_are_not_said_to_have_intervals() -> None:
    rows = [samples.count(20 + i, area=area) for i, area in enumerate(samples.PLACES)]
    counts = samples.view(rows, samples.REFERRED, question="comparison")
    html = render(exhibit(counts, "side-by-side", "intervals"))
    assert "Each point is an area’s figure." in html
    assert "95% interval" not in html
    assert "Dot chart: " in alternative_text(counts, "intervals")
    shares = samples.comparison()
    assert "its line, the 95% interval" in render(exhibit(shares, "side", "intervals"))
    assert "Dot chart with 95% intervals: " in alternative_text(shares, "intervals")
