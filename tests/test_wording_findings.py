"""A finding says what was found, of how many, when, where and how surely, and no more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.data.queries.view import Change, Longer, Row, Trend, View
from dashboard.data.release.aims import Target
from dashboard.data.release.model import Group, Marker, MeasureKind
from dashboard.wording import (
    alternative_text,
    basis,
    finding,
    format_interval,
    format_value,
    headline,
    headline_phrase,
    unit_heading,
    value_and_basis,
)
from dashboard.wording.changes import areas_changed, interval_words
from dashboard.wording.headlines import MOST_WORDS
from dashboard.wording.phrases import where
from dashboard.wording.standing_out import place_of
from tests.charts import samples
from tests.charts.samples import YEARS, count, hidden, share, view

patient = settings(deadline=None)  # the machine may be busy

MOST_TOLD = 12  # rows, in an alternative text: the table has the others
FORBIDDEN = re.compile(
    r"\b(caus\w*|effect\w*|because of|thanks to|led to|best|worst|rank\w*|top|bottom|better|"
    r"success\w*|fail\w*|improv\w*)\b",
    re.IGNORECASE,
)
VIEWS = [sample for _, _, sample in samples.CASES]
every_view = pytest.mark.parametrize("view", VIEWS, ids=samples.CASE_NAMES)


def finding_of(row: Row, **more: object) -> str:
    return finding(view([row], **more))  # type: ignore[arg-type]  # passed on as they are


def test_a_share_gives_its_counts_and_interval() -> None:
    assert finding_of(share(26, 31)) == (
        "In 2024, 84% of closed cases in Ashby completed treatment "
        "(26 of 31; 95% interval 67% to 93%)."
    )


def test_the_whole_is_named_as_a_whole() -> None:
    assert finding_of(count(612, area="all", period=samples.TO_DATE), measure=samples.REFERRED) == (
        "From 2020 to June 2026, 612 children were referred across all four towns."
    )


def test_one_child_is_singular() -> None:
    assert (
        finding_of(count(1), measure=samples.REFERRED) == "In 2024, 1 child was referred in Ashby."
    )


def test_a_reported_figure_has_its_unit_and_its_n() -> None:
    row = count(121)._replace(numerator=None, denominator=26)
    assert finding_of(row, measure=samples.STAY) == (
        "In 2024, mean length of stay in Ashby was 121 days (26 closed cases)."
    )


def test_a_quarter_is_a_span_of_months() -> None:
    row = share(26, 31, period=("2024q1", "January to March 2024"))
    assert finding_of(row).startswith("From January to March 2024, 84% of")


def test_a_group_is_named() -> None:
    row = count(9, group=Group("Police", "Police"))
    text = finding(view([row], samples.REFERRED, breakdown=samples.ROUTES))
    assert text == "Police: in 2024, 9 children were referred in Ashby."


@pytest.mark.parametrize(
    ("marker", "words"),
    [
        (Marker.CONFIDENTIAL, "is suppressed [c]"),
        (Marker.NOT_APPLICABLE, "is not applicable [z]"),
        (Marker.NOT_AVAILABLE, "is not available [x]"),
        (Marker.LOW_RELIABILITY, "low reliability [u]"),
    ],
)
def test_a_missing_figure_says_why(marker: Marker, words: str) -> None:
    text = finding_of(hidden(marker=marker))
    assert text.startswith("In 2024, the figure for Ashby is ")
    assert words in text


def test_a_trend_is_told_with_the_whole_beside_it() -> None:
    assert finding(samples.share_trend()) == (
        "In 2025, 79% of closed cases in Ashby completed treatment "
        "(19 of 24; 95% interval 60% to 91%). "
        "Across all four towns it was 77%. "
        "There is no clear change from 2020 to 2025 (six points). "
        "Target 85% or more: too close to say whether it was met."
    )


def test_areas_that_move_are_named_with_their_direction() -> None:
    sample = samples.share_trend(areas=(*samples.PLACES, "all"))
    moved = {"ashby": "rising", "barton": "rising", "corley": "falling"}
    trends = tuple(t._replace(direction=moved.get(t.area, t.direction)) for t in sample.trends)
    assert (
        "By area, the trend is rising in Ashby and Barton and falling in Corley, "
        "with no clear change in Dunston. Target"
    ) in finding(replace(sample, trends=trends))


def test_areas_with_too_few_points_are_named() -> None:
    sample = samples.share_trend(areas=(*samples.PLACES, "all"))
    judged = tuple(t for t in sample.trends if t.area != "dunston")
    text = finding(replace(sample, trends=judged))
    assert "There are too few whole periods to say for Dunston." in text


def test_areas_without_any_figure_are_named_with_their_marker() -> None:
    rows = [share(20, 30, area="all", period=period) for period in YEARS]
    rows += [hidden(area=a, period=p) for a in ("ashby", "barton") for p in YEARS]
    assert finding(view(rows, whole="all")).endswith(
        "No figure can be shown for Ashby and Barton: suppressed [c]."
    )


@pytest.mark.parametrize(
    ("closed", "words"),
    [
        (30, "too close to say whether it was met."),
        (20, "below it, by more than chance would explain."),
        (40, "above it, by more than chance would explain."),
    ],
)
def test_a_target_is_set_beside_the_interval(closed: int, words: str) -> None:
    measure = replace(samples.COMPLETED, target=Target(75, None, "75% or more", "a source"))
    rows = [share(closed, 40, period=period) for period in YEARS[:2]]
    assert finding(view(rows, measure)).endswith(f"Target 75% or more: {words}")


def test_a_target_range_is_told_without_a_judgement() -> None:
    rows = [count(121, period=p)._replace(denominator=26) for p in YEARS[:2]]
    assert finding(view(rows, samples.STAY)).endswith("The target is 100 to 140 days.")


def test_few_points_are_no_trend() -> None:
    rows = [share(20 + i, 30, period=period) for i, period in enumerate(YEARS[:3])]
    assert (
        "Only three periods have figures: too few to say if it is rising or falling. Target"
    ) in finding(view(rows))


def test_a_hidden_last_year_is_told_before_the_last_that_is_shown() -> None:
    rows = [share(20, 30, period=YEARS[0]), hidden(period=YEARS[1])]
    assert finding(view(rows)).startswith(
        "In 2021, the figure for Ashby is suppressed [c]. In 2020, 67% of closed cases in Ashby"
    )


def test_a_line_without_any_figure_says_so() -> None:
    rows = [hidden(period=period) for period in YEARS]
    assert finding(view(rows)) == "Every figure in Ashby from 2020 to 2025 is suppressed [c]."
    assert headline(view(rows)) == "Completed: no figure can be shown"


def test_a_year_that_is_not_over_is_not_the_latest() -> None:
    assert finding(samples.count_trend(areas=("ashby",))).startswith("In 2025, 25 children")


def test_parts_give_the_total_and_the_largest_with_its_share() -> None:
    assert finding(samples.routes()) == (
        "From 2020 to June 2026, 60 children were referred across all four towns. "
        "Social care is the largest group shown: 33 (55%). One group has no figure [c]."
    )
    assert headline(samples.routes()) == "Social care: the largest group shown, 55%"


def test_where_no_part_has_a_figure_the_heading_says_so() -> None:
    total, *others = samples.ROUTES.groups

    def told(*parts: Row) -> str:
        rows = [count(60, area="all", group=total), *parts]
        return headline(
            view(rows, samples.REFERRED, question="breakdown", breakdown=samples.ROUTES)
        )

    nobody = [hidden(area="all", group=group) for group in others]
    none = [count(0, area="all", group=group) for group in others]
    assert told(*nobody) == "Referrals: no group can be shown"
    assert told(*nobody[1:], none[0]) == "Referrals by group"


def test_equal_parts_are_told_together() -> None:
    assert "Aged 11 and Aged 12 are the largest groups: 15 (38%) each." in finding(samples.ages())


def test_a_hidden_total_gives_no_share() -> None:
    rows = [
        hidden(area="all", group=samples.ROUTES.groups[0]),
        count(33, area="all", group=samples.ROUTES.groups[1]),
        count(20, area="all", group=samples.ROUTES.groups[3]),
    ]
    text = finding(view(rows, samples.REFERRED, breakdown=samples.ROUTES))
    assert "the figure for all four towns is suppressed [c]" in text
    assert "Social care is the largest group: 33." in text


def test_a_part_rounded_above_its_total_has_no_share() -> None:
    rows = [
        count(20, area="all", group=samples.ROUTES.groups[0]),
        count(25, area="all", group=samples.ROUTES.groups[1]),
    ]
    text = finding(view(rows, samples.REFERRED, breakdown=samples.ROUTES))
    assert text.endswith("Social care is the largest group: 25.")


def test_groups_over_time_are_told_for_the_last_year() -> None:
    assert finding(samples.routes_over_time()) == (
        "In 2025, 65 children were referred across all four towns. "
        "School & college is the largest group: 18 (28%)."
    )


def test_stages_give_the_last_of_the_first() -> None:
    assert finding(samples.stages()) == (
        "From 2020 to June 2026, of 50 children in Ashby, 20 (40%) reached “Completed”."
    )
    assert headline(samples.stages()) == "20 of 50 children reached “Completed”"


def test_stages_with_a_hidden_end_give_those_that_are_shown() -> None:
    rows = [
        count(50, period=samples.TO_DATE, group=samples.STAGES.groups[0]),
        count(30, period=samples.TO_DATE, group=samples.STAGES.groups[1]),
        hidden(period=samples.TO_DATE, group=samples.STAGES.groups[2]),
    ]
    assert finding(view(rows, samples.REFERRED, breakdown=samples.STAGES)) == (
        "From 2020 to June 2026 in Ashby: Referred 50 and Started 30. One group has no figure [c]."
    )


def test_follow_up_gives_the_number_known_at_each_point() -> None:
    text = finding(samples.followup())
    assert "at closure, 80% (40 of 50)" in text
    assert text.endswith("12 months after closure, suppressed [c].")


def test_no_difference_is_told_as_one_that_chance_gives() -> None:
    text = finding(samples.comparison())
    assert text.endswith(
        "No area differs from the figure for all four towns by more than chance would explain."
    )
    assert headline(samples.comparison()) == (
        "Completed: no area differs by more than chance would explain"
    )


@pytest.mark.parametrize(
    ("corley", "words"),
    [
        (62, "Corley is lower than chance would explain (outside the 99.8% limits"),
        (72, "Corley is lower than chance would explain (outside the 95% limits"),
        (95, "Corley is higher than chance would explain (outside the 95% limits"),
    ],
)
def test_a_difference_beyond_chance_names_its_limits(corley: int, words: str) -> None:
    sample = samples.comparison(corley=corley)
    assert words in finding(sample)
    assert headline(sample) == "Completed: Corley differs by more than chance would explain"


def test_a_hidden_area_cannot_be_compared() -> None:
    text = finding(samples.comparison(ashby_hidden=True))
    assert text.endswith("Ashby [c] cannot be compared.")


def test_counts_side_by_side_are_a_range_without_ranks() -> None:
    rows = [count(n, area=a) for n, a in zip((30, 12, 25), samples.PLACES, strict=False)]
    assert finding(view(rows, samples.REFERRED, question="comparison")) == (
        "The areas shown range from 12 to 30."
    )


def test_reported_figures_side_by_side_say_that_chance_is_not_known() -> None:
    rows = [count(n, area=a) for n, a in zip((110, 121), samples.PLACES, strict=False)]
    assert finding(view(rows, samples.STAY, question="comparison")) == (
        "The areas shown range from 110 to 121 days. No interval is published with them, "
        "so the differences may be chance."
    )


def test_a_figure_beside_the_whole_s_states_both() -> None:
    rows = [share(26, 31, area="ashby"), share(79, 100, area="all")]
    sample = replace(view(rows, question="figure"), query=(("area", "ashby"),), whole="all")
    assert headline(sample) == "84% of closed cases completed treatment in Ashby in 2024"
    assert finding(sample) == (
        "In 2024, 84% of closed cases in Ashby completed treatment (26 of 31; 95% interval 67% to "
        "93%). In 2024, 79% of closed cases across all four towns completed treatment (79 of 100; "
        "95% interval 70% to 86%)."
    )


def test_an_empty_view_says_that_there_is_nothing() -> None:
    assert finding(view([])) == "This release has no figures for this choice."
    assert "nothing to show" in alternative_text(view([]), "trend")


def test_a_headline_is_a_sentence_with_the_latest_figure_and_its_trend() -> None:
    assert headline(samples.share_trend()) == (
        "Completed in Ashby: 79% in 2025, no clear change; near the 85% target"
    )
    assert headline(samples.single()) == "84% of closed cases completed treatment in Ashby in 2024"


def test_a_headline_of_the_whole_does_not_name_it() -> None:
    rows = [share(20, 25, area="all", period=period) for period in YEARS[:2]]
    told = headline(view(rows, whole="all"))
    assert told == "80% of closed cases completed treatment in 2021; near the 85% target"


def test_a_headline_of_one_child_is_singular() -> None:
    assert headline(view([count(1)], samples.REFERRED)) == "1 child was referred in Ashby in 2024"


def test_a_headline_says_that_a_group_was_the_most_common_throughout() -> None:
    assert headline(samples.routes_over_time()) == (
        "School & college: the largest group shown in every period"
    )


def test_a_headline_of_follow_up_gives_its_two_ends() -> None:
    assert headline(samples.followup()) == (
        "80% of closed cases completed treatment at closure and, 6 months after closure, 75%"
    )


def test_a_view_of_states_counts_them() -> None:
    late, early = Group("late", "Late"), Group("on_time", "On time")
    rows = [count(3, period=p, group=g) for p, g in zip(YEARS, (late, early, early), strict=False)]
    sample = view(rows, samples.REFERRED, title="Data returns")
    assert finding(sample) == "Of 3 in all: 1 late and 2 on time."
    assert headline(sample) == "Data returns"


@every_view
def test_nothing_is_ranked_judged_or_caused(view: View) -> None:
    for text in (finding(view), headline(view), alternative_text(view)):
        assert not FORBIDDEN.search(text)


@every_view
def test_sentences_begin_large_and_end_with_one_full_stop(view: View) -> None:
    text = finding(view)
    assert text[0].isupper()
    assert text.endswith(".")
    assert ".." not in text
    assert "  " not in text
    assert not headline(view).endswith(".")


@every_view
def test_what_stands_behind_a_marker_is_not_told(view: View) -> None:
    leaking = [
        row
        if row.marker is None
        else row._replace(numerator=987, denominator=987, lower=98.7, upper=98.7)
        for row in view.rows()
    ]
    leaky = replace(view, columns=samples.view(leaking).columns)
    for write in (finding, headline, alternative_text):
        assert write(leaky) == write(view)
    for row in leaky.rows():
        if row.marker is not None:
            told = format_value(row, view), format_interval(row, view), basis(row, view)
            assert told == (f"[{row.marker}]", "", "")
            assert "98" not in value_and_basis(row, view)


@every_view
def test_alternative_text_names_every_area_and_every_gap(view: View) -> None:
    text = alternative_text(view)
    assert text.startswith("Illustrative data, not real.")
    if any(row.value is not None for row in view.rows()):
        rows = list(view.rows())
        named = all(row.area_name in text for row in rows[:MOST_TOLD])
        assert named or view.breakdown is not None
        assert all(f"[{marker}]" in text for marker in view.markers)
        left = max(len(rows) - MOST_TOLD, 0) if view.question == "comparison" else 0
        assert (f"The table has {left} more." in text) == (left > 0)


def test_alternative_text_gives_first_last_lowest_and_highest() -> None:
    rows = [share(n, 20, period=p) for n, p in zip((10, 18, 8, 12), YEARS, strict=False)]
    assert (
        "Ashby: first 50% in 2020; last 60% in 2023; lowest 40% in 2022; highest 90% in 2021."
    ) in alternative_text(view(rows), "trend")


def test_real_data_are_not_called_illustrative() -> None:
    sample = samples.single()
    real = replace(sample, release=replace(sample.release, illustrative=False))
    assert "llustrative" not in alternative_text(real)


numbers = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@patient
@given(st.lists(st.one_of(numbers, st.sampled_from(Marker)), min_size=1, max_size=6))
def test_any_line_can_be_told(points: list[tuple[int, int] | Marker]) -> None:
    rows = [
        hidden(marker=point, period=period)
        if isinstance(point, Marker)
        else share(*point, period=period)
        for point, period in zip(points, YEARS, strict=False)
    ]
    assert_told(view(rows), rows)


@patient
@given(st.lists(st.one_of(numbers, st.sampled_from(Marker)), min_size=1, max_size=4))
def test_any_areas_side_by_side_can_be_told(points: list[tuple[int, int] | Marker]) -> None:
    rows = [
        hidden(marker=point, area=area) if isinstance(point, Marker) else share(*point, area=area)
        for point, area in zip(points, samples.PLACES, strict=False)
    ]
    assert_told(view(rows, question="comparison"), rows)


def assert_told(sample: View, rows: Sequence[Row]) -> None:
    text = finding(sample)
    assert text.endswith(".")
    assert headline(sample)
    assert "None" not in text + headline(sample) + alternative_text(sample)
    assert "nan" not in text
    assert all(value_and_basis(row, sample) for row in rows)


def test_units_head_their_columns() -> None:
    assert unit_heading(samples.single()) == "Per cent of closed cases"
    assert unit_heading(samples.count_trend()) == "Children"
    assert unit_heading(view([], samples.STAY)) == "Days"


def test_headline_numbers_say_what_they_count() -> None:
    assert headline_phrase(samples.single()) == "closed cases completed treatment"
    assert headline_phrase(samples.count_trend()) == "children were referred"
    assert headline_phrase(view([], samples.STAY)) == "mean length of stay"
    assert samples.STAY.kind is MeasureKind.REPORTED


def test_a_trend_between_quarters_reads_as_a_span() -> None:
    period = ("2024q1", "January to March 2024")
    trend = Trend("ashby", 5, "rising", "January to March 2023", "January to March 2024")
    rows = [share(20, 30, period=("2023q1", "January to March 2023")), share(25, 30, period=period)]
    assert (
        "The trend is rising between January to March 2023 and January to March 2024 (five points)."
    ) in finding(view(rows, trends=(trend,)))


def test_an_area_is_set_first_against_last_with_the_interval_of_the_difference() -> None:
    found = finding(samples.closed_trend(areas=("barton", "all")))
    assert (
        "It was 50% from 2020 to 2022: no clear change (from 14 points lower to 21 higher)."
    ) in found
    assert "too few" not in found


def test_a_heading_says_first_against_last_where_that_can_be_said() -> None:
    assert headline(samples.closed_trend(areas=("barton", "all"))) == (
        "Completed in Barton: 50% then 53%, no clear change; lately below the 85% target"
    )
    assert headline(samples.closed_trend(areas=("ashby", "all"))) == (
        "Completed in Ashby: 50% then 97%, clearly higher; lately above the 85% target"
    )


def test_a_heading_of_several_areas_names_those_that_have_changed() -> None:
    assert headline(samples.closed_trend()) == (
        "Completed: higher in Ashby by more than chance would explain"
    )
    still = samples.closed_trend(areas=("barton", "corley", "all"))
    assert headline(replace(still, query=())) == (
        "Completed: no clear change in any area; lately together below the 85% target"
    )
    assert headline(replace(still, query=(("areas", "barton,corley"),))) == (
        "Completed: no clear change in any area shown; lately together below the 85% target"
    )


def test_a_finding_groups_areas_by_what_can_be_said_of_them() -> None:
    found = finding(samples.closed_trend())
    span = "2020 to 2022 then 2025 to June 2026"
    assert f"{span}: higher by more than chance would explain in Ashby (50% then 97%, " in found
    still = "No clear change in Barton, Corley and Dunston (between 14 points lower and 20"
    assert still in found


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        (-17.2, 9.4, "from 17 lower to 9 higher"),
        (2.0, 9.0, "from 2 to 9 higher"),
        (-9.0, -2.0, "from 2 to 9 lower"),
        (-0.3, 9.0, "from under 1 lower to 9 higher"),
        (0.0, 9.0, "from 0 to 9 higher"),
    ],
)
def test_the_interval_of_a_difference_is_written_in_points(
    lower: float, upper: float, words: str
) -> None:
    change = Change("ashby", "2020", "2025", 50, 60, lower, upper, "no clear change")
    assert interval_words(change) == words


@every_view
def test_no_heading_over_time_is_longer_than_14_words(view: View) -> None:
    if view.question == "trend" and "all" in view.columns["area"]:
        assert len(headline(view).split()) <= MOST_WORDS


def test_a_long_name_leaves_room_for_the_finding_in_a_heading() -> None:
    long = "Bournemouth, Christchurch and Poole with the Isles of Scilly and all the rest"
    sample = samples.closed_trend(areas=("ashby", "all"))
    names = [long if name == "Ashby" else name for name in sample.columns["area_name"]]
    told = headline(replace(sample, columns={**sample.columns, "area_name": names}))
    assert told == (
        "Completed: clearly higher; lately above the 85% target, by more than chance would explain"
    )


def test_more_areas_than_a_heading_can_name_are_counted() -> None:
    names = {f"a{i}": f"Area {i}" for i in range(9)}
    changes = [Change(area, "2020", "2025", 50, 90, 20, 60, "higher") for area in names]
    assert areas_changed(samples.closed_trend(), names, changes, most=5) == (
        "higher in 9 areas by more than chance would explain"
    )


def test_suppressed_shares_do_not_say_which_side_is_small_and_name_a_longer_period() -> None:
    sample = samples.closed_trend(areas=("ashby", "all"), suppressed=True)
    longer = (Longer("ashby", "to-date", "2020 to June 2026"),)
    assert finding(replace(sample, longer=longer)).endswith(
        "[c] means hidden to protect privacy; a longer period is shown: 2020 to June 2026 for Ashby."
    )
    assert "[c]" not in finding(samples.closed_trend(areas=("ashby", "all")))


def test_where_all_is_suppressed_the_reason_and_the_longer_period_are_said_too() -> None:
    rows = [hidden(period=period) for period in samples.CLOSED]
    longer = (Longer("ashby", "to-date", "2020 to June 2026"),)
    found = finding(view(rows, threshold=5, longer=longer))
    assert found.count("suppressed") == found.count("hidden to protect privacy") == 1
    assert found.endswith("a longer period is shown: 2020 to June 2026 for Ashby.")


def test_counts_a_year_say_so_with_the_count_of_the_whole_period() -> None:
    row = count(44, period=samples.CLOSED[0])._replace(numerator=132)
    measure = replace(samples.REFERRED, unit="children a year")
    yearly = view([row], measure, a_year=True)
    assert finding(yearly) == (
        "From 2020 to 2022 (3 years), 44 children a year were referred in Ashby."
    )
    assert value_and_basis(row, yearly) == "44 (132 in all)"
    assert unit_heading(yearly) == "Children a year"
    whole_year = view([count(44)], measure, a_year=True)
    assert finding(whole_year) == "In 2024, 44 children were referred in Ashby."


def test_an_alternative_text_says_which_way_each_line_goes() -> None:
    told = alternative_text(samples.closed_trend(), "small_multiples")
    assert "first to last, higher by more than chance would explain." in told
    assert told.count("first to last, no clear change.") == 3
    assert "no clear change since 2020 to 2021 (2 years)." in told


def test_an_alternative_text_calls_no_gap_the_last_figure() -> None:
    rows = [share(20, 25, period=YEARS[0]), hidden(period=YEARS[1])]
    assert "first 80% in 2020; suppressed [c] in 2021." in alternative_text(view(rows), "trend")


def test_a_long_heading_of_one_period_names_the_measure_and_its_figure() -> None:
    measure = replace(
        samples.COMPLETED, universe="children closed with an opportunity for a course"
    )
    rows = [share(20, 25, period=samples.CLOSED[0]), hidden(period=samples.CLOSED[1])]
    assert (
        headline(view(rows, measure))
        == "Completed in Ashby: 80% from 2020 to 2022; near the 85% target"
    )


def test_a_count_that_is_of_one_year_is_not_said_twice() -> None:
    measure = replace(samples.REFERRED, unit="children a year")
    assert basis(count(44), view([count(44)], measure, a_year=True)) == ""


def test_areas_beyond_the_limits_are_counted_where_a_heading_cannot_name_them() -> None:
    sample = samples.comparison(corley=40)
    long = {"Corley": "Bournemouth, Christchurch and Poole with the Isles of Scilly and the rest"}
    names = [long.get(name, name) for name in sample.columns["area_name"]]
    told = headline(replace(sample, columns={**sample.columns, "area_name": names}))
    assert "areas differ by more than chance would explain" in told
    assert len(told.split()) <= MOST_WORDS
    assert "Corley" in headline(sample)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Leeds", "in Leeds"),
        ("All four sites", "across all four sites"),
        ("Both towns", "across both towns"),
        ("The whole scheme", "in the whole scheme"),
        ("The Vale", "in The Vale"),
    ],
)
def test_a_name_that_is_no_proper_one_begins_small_inside_a_sentence(name: str, said: str) -> None:
    assert where(name) == said


def test_areas_of_rounded_counts_are_not_compared_by_limits_that_allow_for_chance_alone() -> None:
    exact = samples.comparison(corley=40)
    names = exact.columns["area_name"]
    assert "Corley" in headline(exact)
    rounded = replace(exact, columns={**exact.columns, "about": [n == "Corley" for n in names]})
    assert "Corley" not in headline(rounded)
    assert place_of(rounded, next(r for r in rounded.rows() if r.area_name == "Corley")) == ""
    assert exact.pooled is not None
    whole = replace(exact, pooled=exact.pooled._replace(about=True))
    assert "cannot be compared" in finding(whole)
