"""A breakdown shows every group with what it rests on."""

from __future__ import annotations

from dashboard.data.queries import ask
from dashboard.data.release.model import CellReference
from dashboard.data.store.releases import Store
from tests.data.queries.conftest import Serve
from tests.data.queries.releases import (
    ANSWERS,
    POINTS,
    Figure,
    answers,
    count,
    make_release,
    share_of_known,
)


def figure(area: str, period: str, groups: dict[str, str]) -> Figure:
    later = groups["point"] == "later"
    return (answers(12, "c", 8) if later else answers(30, 9, 1))[groups["answer"]]


MEASURES = (share_of_known(breakdown="point"), count(breakdown="answer"))


def test_every_group_is_a_row_and_a_count_rests_on_all(illustrative: Store) -> None:
    view = ask(illustrative, "breakdown", {"measure": "closures"})
    assert view.breakdown is not None
    assert list(view.frame["group"]) == [group.name for group in view.breakdown.groups]
    total, *others = view.rows()
    assert (total.group, total.denominator) == ("Total", None)
    assert {row.denominator for row in others if row.marker is None} == {total.numerator}


def test_stages_rest_on_the_first(illustrative: Store) -> None:
    first, *later = ask(illustrative, "breakdown", {"measure": "stages"}).rows()
    assert first.denominator is None
    assert {row.denominator for row in later} == {first.numerator}


def test_parents_of_groups_are_named(illustrative: Store) -> None:
    frame = ask(illustrative, "breakdown", {"measure": "starts_by_age"}).frame
    parents = dict(zip(frame["group"], frame["part_of"], strict=True))
    assert parents["Total"] == ""
    assert parents["10-13"] == "Total"
    assert parents["13"] == "10-13"


def test_every_area_can_be_split_at_once(illustrative: Store) -> None:
    view = ask(illustrative, "breakdown", {"measure": "starts_by_age", "area": "all"})
    groups = len(set(view.frame["group"]))
    assert len(view.frame) == groups * len(illustrative.catalogue().areas)
    assert view.frame["area"].iloc[-1] == "programme"


def test_followup_says_how_many_were_known_of_those_due(serve: Serve) -> None:
    store = serve(make_release(figure, breakdowns=(ANSWERS, POINTS), measures=MEASURES))
    view = ask(store, "followup", {})
    assert dict(view.query) | {"period": ""} == {
        "measure": "home",
        "by": "point",
        "area": "everywhere",
        "period": "",
    }
    assert view.frame["due"].iloc[0] == 40
    assert "At the end: 39 of 40 children seen are counted (known)." in view.notes


def test_a_hidden_follow_up_says_neither_its_known_nor_its_due(serve: Serve) -> None:
    store = serve(make_release(figure, breakdowns=(ANSWERS, POINTS), measures=MEASURES))
    row = ask(store, "followup", {}).frame.iloc[1]
    assert (row["group"], row["marker"]) == ("later", "c")
    assert row[["value", "numerator", "denominator", "lower", "upper", "due"]].isna().all()


def test_a_filter_that_the_numerator_fixes_cannot_be_opened(serve: Serve) -> None:
    fixed = count("yes", numerator=CellReference("children", "children", (("answer", "Yes"),)))
    store = serve(make_release(figure, breakdowns=(ANSWERS, POINTS), measures=(fixed,)))
    view = ask(store, "breakdown", {"measure": "yes"})
    assert view.breakdown == POINTS


def test_a_breakdown_over_time_runs_by_group_then_period(illustrative: Store) -> None:
    view = ask(illustrative, "breakdown_trend", {"measure": "referrals", "area": "sandwell"})
    periods = list(dict.fromkeys(view.frame["period"]))
    groups = list(dict.fromkeys(view.frame["group"]))
    assert list(zip(view.frame["group"], view.frame["period"], strict=True)) == [
        (group, period) for group in groups for period in periods
    ]
