"""Tables set figures out as readers need them."""

from __future__ import annotations

import re

from dashboard.components.stacked import stacked_table
from dashboard.components.tables import figures_table
from dashboard.data.queries.view import View
from dashboard.web.prerendering import render
from tests.charts import samples


def table_of(view: View) -> list[list[str]]:
    html = render(figures_table(view, "figures"))
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html)
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]


def test_periods_run_down_where_they_are_more_than_the_lines() -> None:
    rows = table_of(samples.share_trend())
    assert rows[0] == ["Period", "Ashby", "All four towns"]
    assert rows[1][0] == "2020"


def test_periods_run_across_where_lines_are_more() -> None:
    rows = [
        samples.share(20, 30, area=area, period=period)
        for area in samples.PLACES
        for period in samples.YEARS[:2]
    ]
    assert table_of(samples.view(rows))[0] == ["Area", "2020", "2021"]


def test_a_part_is_given_with_its_share() -> None:
    counts = [
        samples.count(n, area="all", group=group)._replace(denominator=60 if n < 60 else None)
        for n, group in zip((60, 33), samples.ROUTES.groups, strict=False)
    ]
    rows = table_of(samples.view(counts, samples.REFERRED, breakdown=samples.ROUTES))
    assert rows[0] == ["Referral route", "Children", "Share", "Out of"]
    assert ["Social care", "33", "55%", "60"] in rows


def test_a_group_within_a_group_is_set_in() -> None:
    html = render(figures_table(samples.ages(), "figures"))
    assert re.search(r'<th[^>]*class="part"[^>]*>Aged 10<', html)
    assert not re.search(r'<th[^>]*class="part"[^>]*>Aged 10 to 13<', html)


def test_a_stacked_table_stays_a_table_to_screen_readers() -> None:
    html = render(stacked_table("Studies", ("Study", "Result"), [("START", "No clear difference")]))
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        assert f'role="{role}"' in html
    assert 'data-column="Result"' in html


def test_a_stacked_table_of_numbers_is_not_set_as_words() -> None:
    rows = [("Leeds", "12")]
    html = render(stacked_table("Places", ("Area", "Children"), rows, of_numbers=True))
    assert 'class="stacked stacked--numbers"' in html
