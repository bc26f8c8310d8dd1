"""Is a reported share audited however and wherever its unit is spelled, in every cell?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.verdict import LeakKind
from dashboard.data.release.model import (
    Catalogue,
    CellReference,
    Column,
    Direction,
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
) -> tuple[Catalogue, Cells]:
    """Return one site's children by sex, with a reported share of each of some groups."""
    columns = (
        Column("children", "Children", whole=True, unit="children"),
        Column("home", "At home", whole=False, unit=column_unit, decimals=decimals),
    )
    measure = Measure(
        *("home", "Home", "Home", "", "", "", "outcomes", MeasureKind.REPORTED),
        measure_unit,
        1,
        Direction.HIGH,
        CellReference("outcomes", "home", numerator),
        CellReference("outcomes", "children"),
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
    return plan, {"outcomes": (*cells, *shares)}


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
