"""A reported share is audited in every spelling of its unit, wherever it stands, in every cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.verdict import LeakKind
from dashboard.data.release.aims import Direction
from dashboard.data.release.model import (
    Catalogue,
    CellReference,
    Column,
    Marker,
    Measure,
    MeasureKind,
)
from tests.data.disclosure.small import Cells, catalogue, count, parts, table, year

ASKED = {"girls": 20, "boys": 40}


def release(
    *,
    column_unit: str,
    measure_unit: str,
    printed: Mapping[str, float],
    decimals: int = 1,
    numerator: tuple[tuple[str, str], ...] = (),
    times: int = 1,
    reached: Mapping[str, int | None] | None = None,
) -> tuple[Catalogue, Cells]:
    """Return one site's children by sex, with a reported share of each of some groups.

    `reached` are the counts behind the shares, None where they are suppressed.
    """
    columns = (
        Column("children", "Children", whole=True, unit="children"),
        Column("home", "At home", whole=False, unit=column_unit, decimals=decimals),
        Column("reached", "Reached", whole=True, unit="children"),
    )
    measure = Measure(
        *("home", "Home", "Home", "", "", "", "outcomes", MeasureKind.REPORTED),
        measure_unit,
        1,
        Direction.HIGH,
        CellReference("outcomes", "home", numerator),
        CellReference("outcomes", "children"),
        counted=None if reached is None else CellReference("outcomes", "reached"),
    )
    plan = catalogue(
        sites=("east",),
        periods=[year(2024)],
        breakdowns=[parts("sex", *ASKED)],
        tables=[table("outcomes", "sex", columns=columns)],
        measures=[measure],
    )
    counts_alone = replace(plan, tables=(table("outcomes", "sex"),))
    asked = {("east", "2024", sex): times * number for sex, number in ASKED.items()}
    cells = count(counts_alone, {"outcomes": asked})["outcomes"]
    shares = [
        replace(cell, column="home", value=printed[cell.groups[0][1]])
        for cell in cells
        if cell.groups[0][1] in printed
    ]
    counts = [
        replace(cell, column="reached", value=value, marker=None if value else Marker.CONFIDENTIAL)
        for cell in cells
        for value in [(reached or {}).get(cell.groups[0][1])]
        if reached is not None
    ]
    return plan, {"outcomes": (*cells, *shares, *counts)}


@pytest.mark.parametrize(
    ("column_unit", "measure_unit"),
    [
        ("per cent", "per cent"),
        ("%", "%"),
        ("Per cent", "Per cent"),
        ("percentage", "percentage"),
        ("Per  cent of children", "x"),
        ("", "per cent"),
        ("", "pct"),
        ("%", ""),
    ],
)
def test_a_percentage_tells_of_few_however_its_unit_is_spelled(
    column_unit: str, measure_unit: str
) -> None:
    plan, cells = release(
        column_unit=column_unit, measure_unit=measure_unit, printed={"Total": 5.0}
    )
    verdict = audit_release(plan, cells)  # 5.0% of 60 are 3
    assert {leak.kind for leak in verdict.leaks} == {LeakKind.IMPLIED}
    plan, cells = release(
        column_unit=column_unit, measure_unit=measure_unit, printed={"Total": 50.0}
    )
    assert audit_release(plan, cells).passed


def test_a_proportion_tells_as_much_as_a_percentage() -> None:
    plan, cells = release(
        column_unit="proportion", measure_unit="x", printed={"Total": 0.05}, decimals=2
    )
    assert not audit_release(plan, cells).passed
    plan, cells = release(
        column_unit="proportion", measure_unit="x", printed={"Total": 0.5}, decimals=2
    )
    assert audit_release(plan, cells).passed


def test_a_percentage_of_any_group_is_audited_not_that_of_the_total_alone() -> None:
    plan, cells = release(column_unit="%", measure_unit="%", printed={"Total": 50.0, "girls": 15.0})
    verdict = audit_release(plan, cells)
    assert any("girls" in leak.cell for leak in verdict.leaks)  # 15.0% of 20 are 3


def test_a_percentage_of_a_group_that_its_measure_names_is_of_the_whole() -> None:
    """15.0% of all 60 are girls at home: 9, and nobody small. Of the 20 girls it would be 3."""
    plan, cells = release(
        column_unit="%",
        measure_unit="%",
        printed={"girls": 15.0},
        numerator=(("sex", "girls"),),
    )
    assert audit_release(plan, cells).passed


def test_decimals_that_are_printed_count_and_not_those_declared() -> None:
    """0.67% of 600 are 4; 1% are from 3 to 9."""
    for value, passes in ((0.67, False), (1.0, True)):
        plan, cells = release(
            column_unit="%", measure_unit="%", printed={"Total": value}, decimals=0, times=10
        )
        assert audit_release(plan, cells).passed is passes


def test_a_zero_left_off_at_the_end_counts_as_a_decimal() -> None:
    """Of 1,000 girls 1% are from 5 to 15. Next to a figure with a decimal it is 1.0%: 10 of all 12."""
    for others, passes in (({"Total": 0.4}, False), ({}, True)):
        plan, cells = release(
            column_unit="%",
            measure_unit="%",
            printed={"girls": 1.0, **others},
            decimals=0,
            times=50,
            reached={"Total": 12, "girls": None, "boys": None},
        )
        assert audit_release(plan, cells).passed is passes, others


@pytest.mark.parametrize(
    ("unit", "few", "many"),
    [
        ("per 10", 0.5, 5.0),
        ("per 100", 5.0, 50.0),
        ("per 1,000", 50.0, 500.0),
        ("per 10 000", 500.0, 5000.0),
        ("per 100,000", 5000.0, 50000.0),
        ("per thousand", 50.0, 500.0),
        ("per head", 0.05, 0.5),
        ("ratio", 0.05, 0.5),
        ("out of 10", 0.5, 5.0),
    ],
)
def test_a_rate_tells_as_much_as_a_percentage(unit: str, few: float, many: float) -> None:
    for value, passes in ((few, False), (many, True)):
        plan, cells = release(
            column_unit=unit, measure_unit=unit, printed={"Total": value}, decimals=2
        )
        assert audit_release(plan, cells).passed is passes


def test_a_rate_tells_of_those_left_over_as_a_percentage_does() -> None:
    for value, passes in ((950.0, False), (1000.0, True)):
        plan, cells = release(
            column_unit="per 1,000", measure_unit="per 1,000", printed={"Total": value}
        )
        assert audit_release(plan, cells).passed is passes


def test_a_rate_may_be_above_one_for_each() -> None:
    plan, cells = release(
        column_unit="per 1,000", measure_unit="per 1,000", printed={"Total": 1500.0}
    )
    assert audit_release(plan, cells).passed


def test_a_share_with_every_digit_of_a_computer_tells_as_much() -> None:
    """3 of 60 and 3 of 20, as a program writes them."""
    for value, passes in ((3 / 60, False), (7 / 60, True), (1 / 3, True)):
        plan, cells = release(column_unit="proportion", measure_unit="x", printed={"Total": value})
        assert audit_release(plan, cells).passed is passes


@pytest.mark.parametrize("first", ["children", "others"])
def test_every_denominator_of_a_share_is_taken(first: str) -> None:
    """15.0% of 60 are 9; of the 20 girls they would be 3."""
    plan, cells = release(column_unit="%", measure_unit="%", printed={"Total": 15.0})
    (measure,) = plan.measures
    girls = replace(
        measure, key="girls", denominator=CellReference("outcomes", "children", (("sex", "girls"),))
    )
    assert audit_release(plan, cells).passed
    both = (measure, girls) if first == "children" else (girls, measure)
    assert not audit_release(replace(plan, measures=both), cells).passed


@pytest.mark.parametrize("first", ["children", "others"])
def test_a_reported_figure_is_hidden_with_each_number_that_it_rests_on(first: str) -> None:
    plan, cells = release(column_unit="days", measure_unit="days", printed={"Total": 15.0})
    (measure,) = plan.measures
    girls = replace(
        measure, key="girls", denominator=CellReference("outcomes", "children", (("sex", "girls"),))
    )
    few = tuple(
        replace(cell, value=None, marker=Marker.CONFIDENTIAL)
        if cell.column == "children" and cell.groups[0][1] != "Total"
        else cell
        for cell in cells["outcomes"]
    )
    both = (measure, girls) if first == "children" else (girls, measure)
    verdict = audit_release(replace(plan, measures=both), {"outcomes": few})
    assert {leak.kind for leak in verdict.leaks} == {LeakKind.REPORTED}


def test_a_suppressed_count_follows_from_the_share_that_it_is_the_numerator_of() -> None:
    """50.0% of the 20 girls and of all 60: 10 of them, and 20 boys of 40."""
    printed = {"Total": 50.0, "girls": 50.0}
    reached = {"Total": 30, "girls": None, "boys": None}
    plan, cells = release(column_unit="%", measure_unit="%", printed=printed, reached=reached)
    verdict = audit_release(plan, cells)
    assert {leak.kind for leak in verdict.leaks} == {LeakKind.EXACT}
    assert any("girls" in leak.cell for leak in verdict.leaks)
    plan, cells = release(
        column_unit="%", measure_unit="%", printed={"Total": 50.0}, reached=reached
    )
    assert audit_release(plan, cells).passed


def test_a_count_that_is_not_the_numerator_of_its_share_is_a_contradiction() -> None:
    plan, cells = release(
        column_unit="%", measure_unit="%", printed={"girls": 50.0}, reached={"girls": 15}
    )
    verdict = audit_release(plan, cells)
    assert {leak.kind for leak in verdict.leaks} == {LeakKind.CONTRADICTION}


def test_a_share_that_rounds_to_nought_and_is_none_tells_of_one_or_more() -> None:
    """Under 0.05% of 6,000 are 1 to 3, of 12,000 from 1 to 6."""
    for times, passes in ((100, False), (200, True)):
        plan, cells = release(
            column_unit="%", measure_unit="%", printed={"Total": 0.0}, times=times
        )
        low = tuple(
            replace(cell, value=None, marker=Marker.ROUNDS_TO_ZERO)
            if cell.column == "home"
            else cell
            for cell in cells["outcomes"]
        )
        assert audit_release(plan, {"outcomes": low}).passed is passes


@pytest.mark.parametrize("value", [0.0, 100.0])
def test_none_and_all_of_many_may_be_printed(value: float) -> None:
    plan, cells = release(column_unit="%", measure_unit="%", printed={"Total": value})
    assert audit_release(plan, cells).passed


@pytest.mark.parametrize(
    ("printed", "telling"), [(0.0, True), (100.0, True), (50.0, False), (90.0, False)]
)
def test_a_reported_percentage_tells_of_all_or_none_where_its_measure_is_sensitive(
    printed: float, *, telling: bool
) -> None:
    plan, cells = release(column_unit="%", measure_unit="%", printed={"Total": printed})
    assert audit_release(plan, cells).passed
    sensitive = replace(plan, measures=(replace(plan.measures[0], sensitive=True),))
    kinds = {leak.kind for leak in audit_release(sensitive, cells).leaks}
    assert kinds == ({LeakKind.GROUP} if telling else set())


@pytest.mark.parametrize("home", [0, 60])
def test_a_sensitive_count_tells_of_all_or_none_of_the_number_behind_it(home: int) -> None:
    plan, cells = release(column_unit="%", measure_unit="%", printed={}, reached={"Total": home})
    reached = replace(
        plan.measures[0],
        kind=MeasureKind.COUNT,
        numerator=CellReference("outcomes", "reached"),
        counted=None,
        sensitive=True,
    )
    zero = {
        "outcomes": tuple(
            replace(cell, value=float(home), marker=None)
            if cell.column == "reached" and cell.groups == (("sex", "Total"),)
            else cell
            for cell in cells["outcomes"]
        )
    }
    verdict = audit_release(replace(plan, measures=(reached,)), zero)
    assert LeakKind.GROUP in {leak.kind for leak in verdict.leaks}
