"""Views say what must be said with their figures, and nothing that is not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard import wording
from dashboard.charts.intervals import build_intervals
from dashboard.data.queries import ask
from dashboard.data.queries.notes import (
    COUNTS,
    INTERVAL,
    REPORTED,
    STAGES,
    year_notes,
)
from dashboard.data.queries.periods import span_text
from dashboard.data.queries.protection import protection
from dashboard.data.queries.titles import join_words
from dashboard.data.release.model import DisclosureRule, OwnRule, Period, PeriodType
from dashboard.data.release.periods import derive_periods
from dashboard.data.store.releases import Store
from dashboard.wording.phrases import is_part_period, short_period
from tests.data.queries.conftest import Serve
from tests.data.queries.releases import (
    STAGES as STAGED,
)
from tests.data.queries.releases import (
    Figure,
    always,
    always_answering,
    answers,
    count,
    make_release,
    share_of_known,
    towns,
    years,
)


def known(area: str, period: str, groups: dict[str, str]) -> Figure:
    return answers(300, 112, 118)[groups["answer"]]


def test_a_share_says_of_how_many_it_is_known(serve: Serve) -> None:
    view = ask(serve(make_release(known)), "figure", {"measure": "home"})
    assert view.notes[0] == "412 of 530 children seen are counted (known)."
    assert INTERVAL in view.notes


def test_many_shares_say_once_who_is_left_out(serve: Serve) -> None:
    view = ask(serve(make_release(known)), "trend", {"measure": "home"})
    assert "Each share counts only the children seen who are recorded as “Known”" in view.notes[0]


def test_counts_say_that_they_are_complete(serve: Serve) -> None:
    view = ask(serve(make_release(known)), "figure", {"measure": "children"})
    assert view.notes == (COUNTS, PROTECTED)


def test_reported_figures_say_that_nothing_is_added(illustrative_store: Store) -> None:
    view = ask(illustrative_store, "comparison", {"measure": "length_of_stay"})
    assert REPORTED in view.notes


def test_small_shares_are_said_to_be_small(serve: Serve) -> None:
    release = make_release(always_answering(10, 9))
    view = ask(serve(release), "figure", {"measure": "home"})
    assert any("fewer than 20" in note for note in view.notes)
    large = ask(serve(make_release(known)), "figure", {"measure": "home"})
    assert not any("fewer than 20" in note for note in large.notes)


def test_open_cases_are_spoken_of_where_a_programme_has_stages(illustrative_store: Store) -> None:
    shares = ask(illustrative_store, "trend", {"measure": "completed_all"})
    assert any("who have not got that far" in note for note in shares.notes)
    stages = ask(illustrative_store, "breakdown", {"measure": "stages"})
    assert STAGES in stages.notes


def test_open_cases_are_not_spoken_of_where_there_are_no_stages(serve: Serve) -> None:
    view = ask(serve(make_release(known)), "trend", {"measure": "home"})
    assert not any("who have not got that far" in note for note in view.notes)


PROTECTED = (
    "So that no child can be recognised, a number of children from 1 to 4 is never shown, nor any "
    "figure that would give one away."
)


@pytest.mark.parametrize("figure", [always_answering(30, "c"), known])
def test_one_sentence_says_how_figures_are_protected(serve: Serve, figure: object) -> None:
    release = make_release(figure)  # type: ignore[arg-type]  # either gives a figure
    assert PROTECTED in ask(serve(release), "figure", {"measure": "home"}).notes


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (DisclosureRule(1, 1, "None."), ""),
        (DisclosureRule(8, 1, "s"), "a number of children from 1 to 7 is never shown"),
        (
            DisclosureRule(5, 1, "s", levels=(OwnRule("Programme", threshold=1),)),
            "a number of children that is small is never shown",
        ),
    ],
)
def test_the_sentence_on_protection_follows_the_rule(rule: DisclosureRule, said: str) -> None:
    found = protection(make_release(known, disclosure=rule).catalogue)
    assert len(found) == bool(said)
    assert said in "".join(found)


def test_the_sentence_on_protection_tells_of_longer_periods() -> None:
    pooled = derive_periods([("202022", "Reporting period")])
    (said,) = protection(make_release(known, periods=pooled).catalogue)
    assert said.endswith("; periods of several years let more figures be shown safely.")


def test_rounding_is_said(serve: Serve) -> None:
    view = ask(
        serve(make_release(known, disclosure=DisclosureRule(8, 5, "Counts under 8 are hidden."))),
        "figure",
        {},
    )
    assert any("rounded to the nearest 5" in note for note in view.notes)


def test_a_share_of_rounded_counts_is_never_bare(serve: Serve) -> None:
    rule = DisclosureRule(5, 1, "s", levels=(OwnRule("Local authority", rounding=5),))

    def all_at_home(rule: DisclosureRule) -> Store:
        return serve(
            make_release(lambda _, __, groups: answers(45, 0, 0)[groups["answer"]], disclosure=rule)
        )

    store = all_at_home(rule)
    view = ask(store, "comparison", {"measure": "home"})
    said = {row.area == view.whole: wording.value_and_basis(row, view) for row in view.rows()}
    assert said[True] == "100% (45 of 45; 95% interval 92% to 100%)"
    assert said[False] == "about 100% (about 45 of 45; 95% interval 80% to 100%)"
    assert {wording.out_of_100(row) for row in view.rows()} == {"100", "about 100"}
    assert "Everywhere 100%" in str(build_intervals(view))
    town = ask(store, "figure", {"measure": "home", "area": "town-1"})
    assert "about 100% of children" in wording.finding(town)


def test_a_whole_of_rounded_counts_is_not_bare_on_a_chart_either(serve: Serve) -> None:
    rounded = make_release(
        lambda _, __, groups: answers(45, 0, 0)[groups["answer"]],
        disclosure=DisclosureRule(5, 5, "s"),
    )
    view = ask(serve(rounded), "comparison", {"measure": "home"})
    assert view.pooled is not None
    assert view.pooled.about
    assert "Everywhere about 100%" in str(build_intervals(view))
    assert "Everywhere, about 100% (about 45 of 45)" in wording.alternative_text(view, "funnel")


def test_rounding_is_said_of_the_areas_that_are_rounded(serve: Serve) -> None:
    own = (OwnRule("Programme", rounding=10),)
    rule = DisclosureRule(5, 1, "Small counts are hidden.", levels=own)
    store = serve(make_release(known, disclosure=rule))
    notes = ask(store, "comparison", {}).notes
    (said,) = [note for note in notes if "rounded to the nearest" in note]
    whole = store.catalogue().areas[0].name
    assert said.startswith(f"Counts of {whole} are rounded to the nearest 10;")


def test_a_period_s_note_is_carried(serve: Serve) -> None:
    period = replace(years(2020, 2020)[0], note="A year of lockdowns.")
    view = ask(serve(make_release(known, periods=[period])), "figure", {})
    assert "2020: A year of lockdowns." in view.notes


def test_an_area_that_opened_within_a_period_is_said_to(serve: Serve) -> None:
    whole, first, second = towns(2)
    areas = (whole, replace(first, opened=date(2024, 2, 1)), second)
    store = serve(make_release(known, areas=areas, periods=years(2024, 2024)))
    view = ask(store, "comparison", {})
    assert "Town 1 opened on 1 February 2024; its figures begin then." in view.notes


def test_titles_name_measure_group_place_and_period(illustrative_store: Store) -> None:
    trend = ask(illustrative_store, "trend", {"measure": "referrals", "group": "Police"})
    assert trend.title == "Children referred to the scheme (Police)"
    # Authorities have routes to date alone, so that no small count is told.
    assert trend.subtitle == "Number of children a year, all four sites, 2020 to June 2026"
    split = ask(illustrative_store, "breakdown", {"measure": "referrals", "area": "sandwell"})
    assert split.title == "Children referred to the scheme by referral route"
    assert "Sandwell, 2020 to June 2026" in split.subtitle


def test_a_title_does_not_say_twice_what_splits_it(illustrative_store: Store) -> None:
    view = ask(illustrative_store, "breakdown", {"measure": "closures"})
    assert view.title == "Cases closed, by reason"
    stages = ask(illustrative_store, "breakdown", {"measure": "stages"})
    assert stages.title == "Stages reached by children referred"


def test_many_areas_are_counted_in_a_subtitle(serve: Serve) -> None:
    release = make_release(always(10), areas=towns(150), periods=years(2024, 2024))
    view = ask(serve(release), "comparison", {"measure": "children"})
    assert view.subtitle == "Number of children, 150 areas and all towns, 2024"


def test_the_source_names_producer_release_version_and_collector(serve: Serve) -> None:
    release = make_release(known, measures=(share_of_known(collected_by="Schools"), count()))
    store = serve(release)
    assert ask(store, "figure", {"measure": "home"}).source == (
        "The towns, Everywhere: figures, version 1; would be collected by Schools"
    )
    assert ask(store, "figure", {"measure": "children"}).source == (
        "The towns, Everywhere: figures, version 1"
    )


def test_spans_of_financial_years_are_written_by_month() -> None:
    def financial(year: int) -> Period:
        return Period(
            f"{year}-{(year + 1) % 100}",
            f"{year}{(year + 1) % 100}",
            "Financial year",
            PeriodType.YEAR,
            f"{year}-{(year + 1) % 100}",
            date(year, 4, 1),
            date(year + 1, 3, 31),
        )

    assert span_text([financial(2013), financial(2024)]) == "April 2013 to March 2025"
    assert span_text([financial(2024)]) == "2024-25"
    assert span_text(years(2020, 2025)) == "2020 to 2025"
    assert span_text([]) == ""


def test_words_are_joined_as_prose() -> None:
    assert join_words([]) == ""
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b", "c"]) == "a, b and c"


def test_stage_groups_explain_themselves_over_time(serve: Serve) -> None:
    release = make_release(always(50), breakdowns=(STAGED,), measures=(count(breakdown="stage"),))
    assert STAGES in ask(serve(release), "breakdown_trend", {}).notes


def year(name: str, key: str, starts: date, ends: date) -> Period:
    return Period(key, key, name, PeriodType.YEAR, key, starts, ends)


def test_years_that_are_not_calendar_years_say_their_months() -> None:
    financial = year("Financial year", "2024-25", date(2024, 4, 1), date(2025, 3, 31))
    academic = year("Academic year", "2024-25", date(2024, 9, 1), date(2025, 8, 31))
    assert year_notes([financial]) == ["A financial year here runs from April to March."]
    assert year_notes([academic]) == ["An academic year here runs from September to August."]
    assert year_notes(years(2020, 2025)) == []


def test_a_reporting_year_without_days_is_not_said_to_have_any() -> None:
    untold = year("Reporting year", "2024", date(2024, 1, 1), date(2024, 12, 31))
    told = replace(year("Reporting year", "2024", date(2023, 4, 1), date(2024, 3, 31)), told=True)
    assert "does not say which months" in year_notes([untold])[0]
    assert year_notes([told]) == ["A reporting year here runs from April to March."]


def test_a_reporting_year_said_to_begin_in_january_is_taken_at_its_word() -> None:
    told = replace(year("Reporting year", "2024", date(2024, 1, 1), date(2024, 12, 31)), told=True)
    assert year_notes([told]) == []
    assert year_notes(derive_periods([("2024", "Reporting year")])) != []
    spans = {("2024", "Reporting year"): (told.starts, told.ends)}
    assert year_notes(derive_periods([("2024", "Reporting year")], spans)) == []


def test_reporting_years_of_different_months_are_told_one_by_one() -> None:
    spans = {
        ("2023", "Reporting year"): (date(2023, 1, 1), date(2023, 12, 31)),
        ("2025", "Reporting year"): (date(2024, 4, 1), date(2025, 3, 31)),
    }
    assert year_notes(derive_periods(spans, spans)) == [
        "2023 runs from January 2023 to December 2023.",
        "2025 runs from April 2024 to March 2025.",
    ]
    short = {("2023", "Reporting year"): (date(2023, 4, 1), date(2023, 11, 30))}
    assert year_notes(derive_periods(short, short)) == []


def test_part_of_a_year_is_told_by_its_days_whatever_its_label(serve: Serve) -> None:
    whole, part = years(2023, 2024)
    named = (
        replace(whole, label="2023 (January)"),
        replace(part, label="2024 so far", ends=date(2024, 6, 30)),
    )
    view = ask(serve(make_release(always(50), periods=named)), "trend", {"measure": "children"})
    assert {(row.period_label, row.part) for row in view.rows()} == {
        ("2023 (January)", False),
        ("2024 so far", True),
    }
    assert [is_part_period(row) for row in view.rows()][:2] == [False, True]
    assert short_period(next(row for row in view.rows() if row.part)) == "2024 so far\npart year"


def test_a_day_that_is_not_known_is_not_written(illustrative_store: Store) -> None:
    view = ask(illustrative_store, "trend", {"measure": "referrals"})
    opened = [note for note in view.notes if " opened " in note]
    assert opened == ["Birmingham opened in February 2021 (year inferred); its figures begin then."]
