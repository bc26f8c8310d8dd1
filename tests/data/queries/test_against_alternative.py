"""Queries answer what a slow reading of the same files answers."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.data.queries import QUESTIONS, ask, choices
from dashboard.data.queries.view import Row, View
from dashboard.data.release.model import Catalogue, Marker
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from tests.conftest import ILLUSTRATIVE
from tests.data.queries.alternative_implementations import Expected, SlowRelease
from tests.data.queries.conftest import Serve
from tests.data.queries.random_releases import write_random_release
from tests.published import CONVICTED_GROUPS, write_convictions_release
from tests.releases import check_release

OF_ONE_MEASURE = ("trend", "breakdown", "breakdown_trend", "followup", "comparison", "figure")


def every_query(catalogue: Catalogue, question: str) -> Iterator[dict[str, str]]:
    """Yield each value of each key once, with the others at their default, for every measure."""
    for measure, _ in choices(catalogue, question, {})["measure"].options:
        found = choices(catalogue, question, {"measure": measure})
        yield {"measure": measure}
        for key, choice in found.items():
            if key != "measure":
                for value, _ in choice.options:
                    yield {"measure": measure, key: value}


def expected_row(slow: SlowRelease, view: View, row: Row) -> Expected:
    measure = next(m for m in slow.measures if m["measure"] == view.measure.key)
    query = dict(view.query)
    breakdown = query.get("by") or measure["breakdown"]
    group = row.group or query.get("group", "")
    opened = {breakdown: group} if breakdown and group else {}
    return slow.figure(measure, row.area, row.period, opened)


def months_counted(row: Row) -> int:
    """Return the whole months, to the nearest, that an area counted children in a period."""
    with (ILLUSTRATIVE / "areas.csv").open(encoding="utf-8") as opened:
        days = {area["slug"]: area["opened"] for area in csv.DictReader(opened)}
    starts = max(row.starts.isoformat(), days[row.area])
    year, month, day = (int(part) for part in starts.split("-"))
    parts = (row.ends.year - year) * 12 + row.ends.month - month + (row.ends.day - day + 1) / 30.5
    return max(1, round(parts))


def assert_opens_rightly(slow: SlowRelease, view: View) -> None:
    measure = next(m for m in slow.measures if m["measure"] == view.measure.key)
    query = dict(view.query)
    by = query.get("by") or (measure["breakdown"] if query.get("group") else "")
    assert not by or slow.may_open(measure, by), (view.question, view.query)


def assert_same(slow: SlowRelease, view: View) -> None:
    for row in view.rows():
        expected = expected_row(slow, view, row)
        found = Expected(row.value, row.marker, row.numerator, row.denominator)
        if ("show", "number") in view.query:
            expected = replace(expected, value=expected.numerator, lower=None, upper=None)
        if view.a_year and expected.value is not None:
            expected = replace(expected, value=expected.value * 12 / months_counted(row))
        assert found == Expected(
            pytest.approx(expected.value),  # type: ignore[arg-type]  # compares like a float
            expected.marker,
            expected.numerator,
            expected.denominator,
        ), (view.question, view.query, row)
        assert (row.lower, row.upper) == pytest.approx((expected.lower, expected.upper))


@pytest.mark.parametrize("question", OF_ONE_MEASURE)
def test_every_answer_agrees_with_the_slow_one(
    illustrative: Store, slow: SlowRelease, question: str
) -> None:
    asked = 0
    for query in every_query(illustrative.catalogue(), question):
        view = ask(illustrative, question, query)
        assert len(view.frame) > 0
        assert_same(slow, view)
        asked += 1
    assert asked > 0


@pytest.mark.parametrize("question", ["trend", "breakdown", "comparison"])
def test_a_release_of_another_programme_agrees_too(
    store: Store, release_folder: Path, question: str
) -> None:
    slow = SlowRelease(release_folder)
    for query in every_query(store.catalogue(), question):
        assert_same(slow, ask(store, question, query))


def test_a_trend_has_a_row_for_every_area_and_period_of_its_table(
    illustrative: Store, slow: SlowRelease
) -> None:
    view = ask(illustrative, "trend", {"measure": "referrals", "every": "quarter"})
    rows = [(row.area, row.period) for row in view.rows()]
    quarters = {
        (r["time_period"], r["time_identifier"])
        for r in slow.tables["referrals"]
        if " Q" in r["time_identifier"]
    }
    assert len(rows) == len(set(rows)) == len(slow.areas) * len(quarters)


def test_headlines_agree_with_the_slow_release(illustrative: Store, slow: SlowRelease) -> None:
    headline: list[Mapping[str, str]] = sorted(
        (m for m in slow.measures if m["headline"]), key=lambda m: int(m["headline"])
    )
    for area in slow.areas:
        rows = list(ask(illustrative, "headlines", {"area": area["slug"]}).rows())
        assert [row.group for row in rows] == [m["measure"] for m in headline]
        for row, measure in zip(rows, headline, strict=True):
            expected = slow.figure(dict(measure), area["slug"], "to-date")
            assert row.value == pytest.approx(expected.value)
            assert (row.marker or None) == (expected.marker and Marker(expected.marker))


@pytest.mark.parametrize("seed", range(20))
def test_no_figure_of_a_random_release_has_other_counts_than_it_declares(
    tmp_path: Path, seed: int
) -> None:
    folder = write_random_release(tmp_path / "release", seed)
    slow = SlowRelease(folder)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with closing(Store.open(url, read_only=False)) as writer:
        writer.publish(import_release(folder))
    with closing(Store.open(url)) as opened:
        for question in OF_ONE_MEASURE:
            for query in every_query(opened.catalogue(), question):
                view = ask(opened, question, query)
                assert_opens_rightly(slow, view)
                assert_same(slow, view)
        for area in slow.areas:
            rows = ask(opened, "headlines", {"area": area["slug"]}).rows()
            for row, measure in zip(rows, slow.measures, strict=True):
                expected = slow.figure(measure, area["slug"], row.period)
                assert row.group == measure["measure"]
                assert row.value == pytest.approx(expected.value)
                assert (row.marker or None) == (expected.marker and Marker(expected.marker))


def test_check_refuses_a_breakdown_that_cannot_be_opened_and_no_other(tmp_path: Path) -> None:
    refused, allowed = 0, 0
    for seed in range(40):
        folder = write_random_release(tmp_path / str(seed), seed)
        slow = SlowRelease(folder)
        rows = {
            number: not slow.may_open(measure, measure["breakdown"])
            for number, measure in enumerate(slow.measures, start=2)
            if measure["breakdown"]
        }
        found = {
            finding.row
            for finding in check_release(folder)
            if (finding.check, finding.column) == ("references", "breakdown")
        }
        assert found == {row for row, wrong in rows.items() if wrong}
        refused += len(found)
        allowed += len(rows) - len(found)
    assert refused > 0
    assert allowed > 0


def test_every_authority_of_a_published_table_has_its_own_figures_and_markers(
    serve: Serve, tmp_path: Path, tables: Path
) -> None:
    folder = write_convictions_release(tmp_path / "convictions", tables)
    store = serve(import_release(folder))
    characteristic, breakdown = (part.split("=")[1] for part in CONVICTED_GROUPS.split("; "))
    expected = {
        (row["la_name"], row["time_period"]): row["children_percent"]
        for row in SlowRelease(folder).tables["children"]
        if row["geographic_level"] == "Local authority"
        and (row["characteristic"], row["breakdown"]) == (characteristic, breakdown)
    }
    periods = choices(store.catalogue(), "comparison", {"measure": "convicted"})["period"]
    rows = [
        row
        for period, _ in periods.options
        for row in ask(store, "comparison", {"measure": "convicted", "period": period}).rows()
        if row.area != "england"
    ]
    found = {(r.area_name, r.period): r.marker or f"{r.value:g}" for r in rows}
    assert len(found) == len(rows) == len(expected) >= 150
    assert found == expected
    assert {"c", "z"} <= set(expected.values())


def test_every_question_is_asked_here_or_has_tests_of_its_own() -> None:
    assert set(QUESTIONS) - set(OF_ONE_MEASURE) == {"headlines", "matrix", "returns"}
