"""Lines over time where each level of area has periods of its own."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest

from dashboard.data.queries import ask, choices
from dashboard.data.queries.lines import periods_of_line
from dashboard.data.queries.notes import YEARLY
from dashboard.data.queries.view import Longer, View
from dashboard.data.release.model import DisclosureRule, Marker, OwnRule, Period, PeriodType
from dashboard.data.release.periods import derive_periods
from tests.data.queries.closed import CLOSED, KIND, PERIODS, WHOLE_LINE, mixed, printed
from tests.data.queries.conftest import Serve
from tests.data.queries.releases import (
    STAGES,
    WHOLE,
    Figure,
    answers,
    count,
    make_release,
    share_of_known,
    towns,
    years,
)


def lines(view: View) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in view.rows():
        found.setdefault(row.area, []).append(row.period)
    return {area: tuple(periods) for area, periods in found.items()}


def test_each_level_has_the_periods_that_are_printed_for_it(serve: Serve) -> None:
    view = ask(serve(mixed()), "trend", {})
    assert lines(view) == {"town-1": CLOSED, "town-2": CLOSED, WHOLE: WHOLE_LINE}
    assert view.markers == ()


def test_a_row_has_the_days_of_its_period(serve: Serve) -> None:
    rows = list(ask(serve(mixed()), "trend", {"area": "town-1"}).rows())
    assert (rows[-1].starts, rows[-1].ends) == (date(2025, 1, 1), date(2026, 6, 30))
    assert not rows[-1].part


def test_longer_periods_can_be_asked_for_and_the_whole_is_pooled_for_them(serve: Serve) -> None:
    store = serve(mixed())
    offered = choices(store.catalogue(), "trend", {"measure": "home"})["every"]
    assert offered.options == (("year", "Years"), ("period", "Longer periods"))
    assert lines(ask(store, "trend", {"every": "period"}))[WHOLE] == CLOSED


def test_a_share_may_have_fewer_periods_than_its_denominator_s_table(serve: Serve) -> None:
    gone = {("2023-to-2024", answer) for answer in ("Yes", "No", "Not known")}
    view = ask(serve(mixed(without=gone)), "trend", {})
    assert lines(view)["town-1"] == (CLOSED[0], CLOSED[2])
    assert view.markers == ()


def test_one_area_s_missing_row_is_a_gap_where_its_level_has_the_period(serve: Serve) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> Figure | None:
        missing = area == "town-1" and period == CLOSED[1]
        return 60 if printed(area, period) and not missing else None

    release = make_release(figure, periods=PERIODS, breakdowns=(), measures=(count(),))
    view = ask(serve(release), "trend", {"area": "town-1"})
    assert lines(view)["town-1"] == CLOSED
    assert view.markers == (Marker.NOT_AVAILABLE,)


def test_a_year_without_rows_between_years_is_a_gap_unless_a_longer_period_covers_it() -> None:
    kept = {"2020-to-2021", "2022", "2024"}
    found = periods_of_line(PERIODS, lambda p: p.key in kept, PeriodType.YEAR)
    assert [p.key for p in found] == ["2020-to-2021", "2022", "2023", "2024"]


def test_periods_of_a_line_never_overlap() -> None:
    for kind in (PeriodType.YEAR, PeriodType.PERIOD):
        candidates = [p for p in PERIODS if p.type is not PeriodType.TO_DATE]
        found = periods_of_line(candidates, lambda _: True, kind)
        assert all(a.ends < b.starts for a, b in itertools.pairwise(found))


def test_releases_of_years_alone_keep_their_lines(serve: Serve) -> None:
    store = serve(make_release(lambda *_: 40))
    view = ask(store, "trend", {"measure": "children"})
    assert set(lines(view).values()) == {tuple(p.key for p in years(2019, 2024))}
    assert not view.a_year


def test_counts_of_periods_of_different_lengths_are_counts_a_year(serve: Serve) -> None:
    view = ask(serve(mixed()), "trend", {"measure": "children", "area": "town-1"})
    rows = list(view.rows())
    assert [row.value for row in rows] == [20, 30, 40]
    assert [row.numerator for row in rows] == [60, 60, 60]
    assert (view.unit, view.a_year, view.decimals) == ("children a year", True, 0)
    assert view.subtitle.startswith("Number of children a year")


def test_small_counts_a_year_have_a_decimal(serve: Serve) -> None:
    release = mixed()
    cells = tuple(c if c.value is None else replace(c, value=8.0) for c in release.all_cells)
    asked = {"measure": "children", "area": "town-1"}
    view = ask(serve(replace(release, all_cells=cells)), "trend", asked)
    assert view.decimals == 1


def test_counts_of_equal_periods_are_counts(serve: Serve) -> None:
    equal = derive_periods([("202021", KIND), ("202223", KIND)])
    store = serve(make_release(lambda *_: 40, periods=equal))
    view = ask(store, "trend", {"measure": "children"})
    assert {row.value for row in view.rows()} == {40}
    assert not view.a_year


def test_groups_over_time_are_counts_a_year_too(serve: Serve) -> None:
    measures = (count(breakdown="answer"),)
    view = ask(serve(mixed(measures=measures)), "breakdown_trend", {"area": "town-1"})
    yes = [row for row in view.rows() if row.group == "Yes"]
    assert [row.value for row in yes] == [40 / 3, 20, 40 / 1.5]
    assert [(row.numerator, row.denominator) for row in yes] == [(40, 60)] * 3


def test_the_last_share_is_set_against_the_first(serve: Serve) -> None:
    view = ask(serve(mixed(yes={CLOSED[0]: 30, CLOSED[2]: 50})), "trend", {})
    changes = {change.area: change for change in view.changes}
    first = changes["town-1"]
    assert first.first == 50
    assert first.last == pytest.approx(100 * 50 / 60)
    assert (first.first_period, first.last_period) == (
        "2020 to 2022 (3 years)",
        "2025 to June 2026 (18 months)",
    )
    assert first.direction == "higher"
    assert changes["town-2"].direction == "no clear change"
    assert any("Newcombe" in note for note in view.notes)


def test_a_part_year_is_neither_first_nor_last(serve: Serve) -> None:
    view = ask(serve(mixed()), "trend", {"area": WHOLE})
    (trend,) = view.trends
    assert (trend.first_period, trend.last_period, trend.points) == (
        "2020 to 2021 (2 years)",
        "2025",
        5,
    )
    assert view.changes == ()


def test_no_change_is_judged_on_rounded_counts_or_on_counts(serve: Serve) -> None:
    rounded = DisclosureRule(5, 1, "s", levels=(OwnRule("Local authority", rounding=5),))
    view = ask(serve(mixed(disclosure=rounded)), "trend", {})
    assert view.changes == ()
    assert ask(serve(mixed()), "trend", {"measure": "children"}).changes == ()


@pytest.mark.parametrize("measure", ["home", "children"])
def test_no_trend_is_judged_on_rounded_counts(serve: Serve, measure: str) -> None:
    rule = DisclosureRule(5, 1, "s", levels=(OwnRule("Local authority", rounding=5),))

    def judged(rule: DisclosureRule) -> set[str]:
        release = make_release(
            lambda _, __, groups: answers(40, 5, 0)[groups["answer"]], disclosure=rule
        )
        areas = ask(serve(release), "trend", {"measure": measure}).trends
        return {trend.area for trend in areas}

    assert judged(DisclosureRule(5, 1, "s")) == {WHOLE, "town-1", "town-2"}
    assert judged(rule) == {WHOLE}


def test_no_change_is_judged_of_stages_that_recent_children_have_not_reached(serve: Serve) -> None:
    known = share_of_known(
        breakdown="stage",
        numerator=count().numerator,
        denominator=count().numerator,
    )
    release = make_release(
        lambda area, period, _: 50 if printed(area, period) else None,
        periods=PERIODS,
        breakdowns=(STAGES,),
        measures=(known,),
    )
    assert ask(serve(release), "trend", {"group": "started"}).changes == ()


def test_suppressed_figures_lead_to_a_longer_period_that_is_shown(serve: Serve) -> None:
    view = ask(serve(mixed(yes={CLOSED[1]: "c"})), "trend", {})
    assert view.longer == (Longer("town-1", "to-date", _label("to-date")),)
    assert view.threshold == 5


def test_no_longer_period_is_named_where_none_is_shown(serve: Serve) -> None:
    view = ask(serve(mixed(yes={CLOSED[1]: "c", "to-date": "c"})), "trend", {})
    assert view.longer == ()
    assert ask(serve(mixed()), "trend", {}).longer == ()


def test_the_shortest_longer_period_is_named(serve: Serve) -> None:
    """A level may have years and longer periods: a suppressed year leads to the nearest."""
    pairs = [
        ("202223", KIND),
        ("202025", "To date"),
        *((str(y), "Calendar year") for y in (2022, 2023)),
    ]
    release = make_release(
        lambda _area, period, groups: _hiding(period, groups["answer"]),
        periods=derive_periods(pairs),
        areas=towns(1),
    )
    view = ask(serve(release), "trend", {"area": "town-1"})
    assert [longer.period for longer in view.longer] == ["2022-to-2023"]


def _hiding(period: str, answer: str) -> Figure:
    return answers("c" if period == "2022" else 40, 20)[answer] if answer != "Known" else 60


def _label(key: str) -> str:
    found: Period = next(p for p in PERIODS if p.key == key)
    return found.label


def test_counts_a_year_are_of_the_time_in_which_an_area_was_open(serve: Serve) -> None:
    whole, first, second = towns(2)
    areas = (whole, replace(first, opened=date(2021, 7, 1)), second)
    view = ask(serve(mixed(areas=areas)), "trend", {"measure": "children"})
    values = {row.area: row.value for row in view.rows() if row.period == CLOSED[0]}
    assert values == {"town-1": 40, "town-2": 20}
    assert YEARLY in view.notes
    assert YEARLY not in ask(serve(make_release(lambda *_: 40)), "trend", {}).notes
