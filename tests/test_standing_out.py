"""What stands out is said with the first period of that measure, measure by measure."""

from __future__ import annotations

from dataclasses import replace

from dashboard.data.queries.view import Change, Trend, View
from dashboard.wording.standing_out import changes_of
from tests.charts.samples import share, view

EARLY, LATE = "2020 to 2022", "2023"


def judged(title: str, since: str, direction: str) -> View:
    made = view([share(26, 31)])
    change = Change("ashby", since, "2026", 60.0, 84.0, 5.0, 43.0, direction)
    return replace(
        made, measure=replace(made.measure, key=title, short_title=title), changes=(change,)
    )


def said(*views: View) -> str:
    return changes_of({one.measure.key: one for one in views}, "ashby")


def test_measures_of_one_first_period_share_a_sentence() -> None:
    told = said(
        judged("Living at home", EARLY, "higher"), judged("In school", EARLY, "no clear change")
    )
    assert told == (
        "Compared with 2020 to 2022: higher on “living at home”. "
        "No clear change since the first period on the other measure."
    )


def test_no_measure_is_compared_with_the_first_period_of_another() -> None:
    told = said(judged("Living at home", EARLY, "higher"), judged("In school", LATE, "lower"))
    assert (
        told
        == "Compared with 2020 to 2022: higher on “living at home”. Compared with 2023: lower on “in school”."
    )


def test_a_trend_is_told_with_changes_and_nothing_of_another_area() -> None:
    trend = Trend("ashby", 5, "rising", LATE, "2027")
    home = replace(judged("Living at home", EARLY, "higher"), trends=(trend,))
    elsewhere = home.changes[0]._replace(area="elsewhere")
    assert (
        said(replace(home, changes=(elsewhere,)))
        == "Compared with 2023: rising on “living at home”."
    )
    assert said(replace(home, changes=(elsewhere,), trends=())) == ""


def test_measures_that_all_stand_still_are_told_as_all_of_them() -> None:
    still = judged("Living at home", EARLY, "no clear change")
    told = "No clear change since the first period on "
    assert said(still) == f"{told}the one measure with a trend."
    assert said(still, judged("In school", EARLY, "no clear change")) == f"{told}any of 2 measures."
