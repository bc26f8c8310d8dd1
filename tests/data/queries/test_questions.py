"""Questions are read as they are documented, with defaults, and refused by name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.data.queries import QUESTIONS, applies, ask, ask_all, choices, fit, read
from dashboard.data.release.model import Period, PeriodType
from dashboard.data.store.releases import Store
from dashboard.exceptions import UnknownQuestion, UnknownRelease
from tests.data.queries.conftest import Serve
from tests.data.queries.releases import (
    WHOLE,
    always,
    always_answering,
    make_release,
    towns,
    years,
)

EXPECTED_KEYS = {
    "trend": ["measure", "area", "areas", "beside", "group", "every", "show"],
    "breakdown": ["measure", "by", "area", "period"],
    "breakdown_trend": ["measure", "by", "area", "every"],
    "followup": ["measure", "by", "area", "period"],
    "comparison": ["measure", "group", "period", "among"],
    "figure": ["measure", "group", "area", "beside", "period"],
    "headlines": ["area", "period"],
    "matrix": ["period"],
    "returns": ["area"],
}


def test_questions_have_the_keys_that_addresses_rely_on(illustrative_store: Store) -> None:
    catalogue = illustrative_store.catalogue()
    assert EXPECTED_KEYS.keys() == QUESTIONS.keys()
    for name, keys in EXPECTED_KEYS.items():
        assert list(choices(catalogue, name, {})) == keys, name


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_without_a_query_is_answered_by_its_defaults(
    illustrative_store: Store, question: str
) -> None:
    view = ask(illustrative_store, question, {})
    defaults = choices(illustrative_store.catalogue(), question, {})
    assert view.query == tuple((key, c.default) for key, c in defaults.items() if c.default)
    assert view.question == question


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_view_s_own_query_asks_for_it_again(illustrative_store: Store, question: str) -> None:
    view = ask(illustrative_store, question, {})
    again = ask(illustrative_store, question, dict(view.query))
    assert again.query == view.query
    assert again.title == view.title
    assert again.frame.equals(view.frame)


def test_each_catalogue_has_choices_of_its_own(illustrative_store: Store) -> None:
    first = illustrative_store.catalogue()
    again = replace(first, areas=tuple(map(replace, first.areas)))
    fewer = replace(first, areas=first.areas[:2], measures=first.measures[:3])
    offered = [choices(catalogue, "figure", {}) for catalogue in (first, again, fewer)]
    assert [len(choice["area"].options) for choice in offered] == [5, 5, 2]
    assert [len(choice["measure"].options) for choice in offered] == [23, 23, 3]


def test_a_blank_value_stands_at_its_default(illustrative_store: Store) -> None:
    view = ask(illustrative_store, "comparison", {"measure": "", "period": ""})
    assert dict(view.query)["period"] == "to-date"


@pytest.mark.parametrize("key", ["measure", "area", "every", "group", "beside"])
def test_an_unknown_value_is_refused_with_its_key_and_what_is_allowed(
    illustrative_store: Store, key: str
) -> None:
    with pytest.raises(UnknownQuestion, match=f"'{key}' of 'trend' must be one of "):
        ask(illustrative_store, "trend", {key: "no-such-thing"})


def test_an_unknown_key_is_refused(illustrative_store: Store) -> None:
    with pytest.raises(UnknownQuestion, match="'matrix' has no key 'measure'; it has period"):
        ask(illustrative_store, "matrix", {"measure": "referrals"})


def test_an_unknown_question_is_refused(illustrative_store: Store) -> None:
    with pytest.raises(UnknownQuestion, match="no question is named 'ranking'; there are trend"):
        ask(illustrative_store, "ranking", {})


def test_an_unknown_release_is_refused(illustrative_store: Store) -> None:
    with pytest.raises(UnknownRelease):
        ask(illustrative_store, "trend", {}, release="000000000000")


def test_a_refusal_with_many_allowed_values_names_the_first(serve: Serve) -> None:
    release = make_release(always(10), areas=towns(150), periods=years(2024, 2024))
    with pytest.raises(UnknownQuestion, match=re.escape("and 139 more")):
        ask(serve(release), "figure", {"area": "atlantis"})


def test_a_measure_decides_which_groups_may_be_asked(illustrative_store: Store) -> None:
    catalogue = illustrative_store.catalogue()
    routes = choices(catalogue, "trend", {"measure": "referrals"})["group"]
    points = choices(catalogue, "trend", {"measure": "living_at_home"})["group"]
    none = choices(catalogue, "trend", {"measure": "completed_all"})["group"]
    assert (routes.default, points.default, none.default) == ("Total", "At closure", "")
    with pytest.raises(UnknownQuestion, match="'group'"):
        ask(illustrative_store, "trend", {"measure": "living_at_home", "group": "Police"})


def test_only_periods_that_a_measure_s_table_has_are_offered(illustrative_store: Store) -> None:
    catalogue = illustrative_store.catalogue()
    by_measure = {
        measure: [
            value for value, _ in choices(catalogue, "trend", {"measure": measure})["every"].options
        ]
        for measure in ("referrals", "completed_all")
    }
    assert by_measure == {"referrals": ["period", "quarter"], "completed_all": ["period"]}


def test_the_latest_period_is_the_default_where_nothing_is_to_date(serve: Serve) -> None:
    release = make_release(always(10))
    periods = choices(release.catalogue, "comparison", {})["period"]
    assert [value for value, _ in periods.options[:2]] == ["2024", "2023"]
    assert periods.default == "2024"


def test_quarters_are_the_default_where_there_are_no_years(serve: Serve) -> None:
    quarter = Period(
        "2024q1",
        "2024",
        "Calendar year Q1",
        PeriodType.QUARTER,
        "January to March 2024",
        date(2024, 1, 1),
        date(2024, 3, 31),
    )
    view = ask(serve(make_release(always(10), periods=[quarter])), "trend", {})
    assert dict(view.query)["every"] == "quarter"


def test_a_table_whose_periods_nobody_looked_for_may_be_asked_for_any(serve: Serve) -> None:
    release = make_release(always(10))
    table = replace(release.catalogue.tables[0], periods=())
    catalogue = replace(release.catalogue, tables=(table,))
    offered = choices(catalogue, "comparison", {})["period"].options
    assert len(offered) == len(catalogue.periods)


@pytest.mark.parametrize(("count", "default"), [(8, ""), (9, WHOLE)])
def test_more_areas_than_a_reader_can_tell_apart_are_not_put_in_one_chart(
    serve: Serve, count: int, default: str
) -> None:
    store = serve(make_release(always(10), areas=towns(count), periods=years(2024, 2024)))
    assert choices(store.catalogue(), "trend", {})["area"].default == default
    lines = set(ask(store, "trend", {}).frame["area"])
    assert len(lines) == (count + 1 if default == "" else 1)


def test_a_choice_is_fitted_to_what_a_measure_has(illustrative_store: Store) -> None:
    catalogue = illustrative_store.catalogue()
    asked = {"measure": "completed_all", "every": "quarter", "area": "sandwell", "colour": "red"}
    fitted = fit(catalogue, "trend", asked)
    kept = {key: value for key, value in fitted.values.items() if asked.get(key) == value}
    assert kept == {"measure": "completed_all", "area": "sandwell"}
    view = ask(illustrative_store, "trend", kept)
    assert ask_all(illustrative_store, [fitted]) == [view]
    assert dict(view.query) == {key: value for key, value in fitted.values.items() if value}


def test_several_questions_at_once_are_answered_as_each_alone(serve: Serve) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> int | None:
        return None if area == WHOLE and period == "2023" else len(area) + int(period) - 2000

    store = serve(make_release(figure, areas=towns(3), periods=years(2022, 2024)))
    catalogue = store.catalogue()
    asked = [
        read(catalogue, name, query)
        for name, query in (
            ("trend", {"area": "town-2", "beside": "whole"}),
            ("comparison", {"period": "2023"}),
            ("comparison", {"period": "2024"}),
            ("matrix", {"period": "2022"}),
        )
    ]
    alone = [ask_all(store, [one])[0] for one in asked]
    assert ask_all(store, asked) == alone
    assert [view.pooled.numerator for view in alone if view.pooled] == [3 * 29, len(WHOLE) + 24]


def test_a_question_applies_to_the_measures_that_it_offers(illustrative_store: Store) -> None:
    catalogue = illustrative_store.catalogue()
    applying = {m.key for m in catalogue.measures if applies(catalogue, "followup", m)}
    assert applying == {"living_at_home", "in_school_or_working", "no_new_arrests"}


def test_a_release_without_such_a_measure_refuses_the_question(serve: Serve) -> None:
    release = make_release(always(10))
    assert choices(release.catalogue, "followup", {})["measure"].options == ()
    with pytest.raises(UnknownQuestion, match="nothing to choose from"):
        ask(serve(release), "followup", {})


def test_questions_of_several_measures_are_refused_where_there_is_none(serve: Serve) -> None:
    store = serve(make_release(always(10)))
    with pytest.raises(UnknownQuestion, match="headline"):
        ask(store, "headlines", {})


@settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_is_offered_is_answered(illustrative_store: Store, data: st.DataObject) -> None:
    catalogue = illustrative_store.catalogue()
    question = data.draw(st.sampled_from(sorted(QUESTIONS)))
    query: dict[str, str] = {}
    for key in choices(catalogue, question, {}):
        offered = choices(catalogue, question, query)[key].options
        query[key] = data.draw(st.sampled_from([value for value, _ in offered]))
    view = ask(illustrative_store, question, query)
    assert len(view.frame) > 0
    assert view.title
    assert view.subtitle
    assert view.source
    assert view.release.identifier == illustrative_store.latest()


def test_an_older_release_can_still_be_asked(serve: Serve) -> None:
    older = make_release(always(10), periods=years(2024, 2024))
    newer = make_release(always(20), periods=years(2024, 2024), version="2")
    serve(older)
    store = serve(newer)
    assert set(ask(store, "comparison", {"measure": "children"}).frame["value"]) == {20}
    view = ask(store, "comparison", {"measure": "children"}, release=older.identifier)
    assert set(view.frame["value"]) == {10}
    assert view.release.version == "1"


def test_a_share_without_anyone_is_answered(serve: Serve) -> None:
    release = make_release(always_answering(0, 0))
    assert set(ask(serve(release), "trend", {"measure": "home"}).frame["marker"]) == {"z"}
