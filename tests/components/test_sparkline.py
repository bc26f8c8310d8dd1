"""Lines over time no longer than a word: where they break, what their scale is, and their words."""

from __future__ import annotations

import re

import pytest

from dashboard.components.sparkline import HIGH, sparkline
from dashboard.data.queries.view import View
from dashboard.web.prerendering import render
from tests.charts import samples


def line(view: View, *areas: str, told: bool = False) -> str:
    return "".join(map(render, sparkline(view, areas, told=told)))


def commands(html: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    found = re.search(f'<path{named} d="([^"]*)"', html)
    assert found is not None
    return found[1]


def numbers(path: str) -> list[int]:
    """Read the numbers of a path: a minus needs no blank before it."""
    return [int(number) for number in re.findall(r"-?\d+", path)]


def heights(path: str) -> list[int]:
    """Follow a path of one run, and give how far each point lies above the foot of the box."""
    start, _, steps = path.partition("l")
    at = [int(start.split()[1])]
    for step in numbers(steps)[1::2]:
        at.append(at[-1] + step)
    return [HIGH - 1 - y for y in at]


def test_a_line_breaks_at_a_hidden_figure_and_leaves_out_a_year_that_is_not_over() -> None:
    path = commands(line(samples.share_trend(), "ashby"))
    before, after = re.findall(r"M[^M]+", path)
    assert before.count("-") + 1 < len(numbers(after)) - 2
    assert [len(numbers(run.split("l")[1])) for run in (before, after)] == [2, 4]


def test_figures_between_gaps_are_dots() -> None:
    path = commands(line(samples.closed_trend(suppressed=True), "ashby"))
    assert re.fullmatch(r"M\d+ \d+l0 0M\d+ \d+l0 0", path)


def test_counts_begin_at_zero_and_the_whole_has_a_scale_of_its_own() -> None:
    numbers = {"ashby": (20, 30), "barton": (40, 10), "all": (600, 400)}
    rows = [
        samples.count(number, area=area, period=(year, year))
        for area, both in numbers.items()
        for number, year in zip(both, ("2020", "2021"), strict=True)
    ]
    html = line(samples.view(rows, samples.REFERRED), "all", "ashby")
    full = HIGH - 2
    assert heights(commands(html)) == pytest.approx([full * 20 / 40, full * 30 / 40], abs=0.5)
    assert heights(commands(html, "whole")) == pytest.approx([full, full * 400 / 600], abs=0.5)


def test_chance_does_not_fill_the_height_of_shares() -> None:
    at = heights(commands(line(samples.closed_trend(areas=("barton", "all")), "barton")))
    points = 100 * 2 / 60
    assert max(at) - min(at) <= (HIGH - 2) * points / 50 + 1


@pytest.mark.parametrize(
    ("view", "area", "words"),
    [
        (samples.closed_trend(), "ashby", "over time, clearly higher"),
        (samples.closed_trend(), "all", "over time, no clear change"),
        (samples.count_trend(), "ashby", "over time, 20 in 2020, then 25 in 2025"),
    ],
)
def test_a_line_says_which_way_it_goes(view: View, area: str, words: str) -> None:
    assert f'role="img" aria-label="{words}"' in line(view, area)
    assert 'aria-hidden="true"' in line(view, area, told=True)


def test_one_figure_is_no_line_and_a_whole_without_figures_does_no_harm() -> None:
    alone = samples.view([samples.share(20, 40), samples.hidden(period=("2025", "2025"))])
    assert sparkline(alone, ["ashby"]) == []
    rows = [samples.count(n, period=(year, year)) for n, year in ((3, "2020"), (4, "2021"))]
    hidden = [samples.hidden(area="all", period=(year, year)) for year in ("2020", "2021")]
    html = line(samples.view([*rows, *hidden], samples.REFERRED), "all", "ashby")
    assert commands(html, "whole") == ""
    assert max(heights(commands(html))) == HIGH - 2
