"""Two tables count the same children where their words say so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.data.linking.verdict import LeakKind
from dashboard.data.release.model import Column
from dashboard.data.release.reading import read_release
from dashboard.data.release.universes import family_of
from dashboard.data.release.writing.seal import seal_release
from dashboard.publishing.gate import audit
from tests.attacker.writing import ReleaseText, TableText, write
from tests.data.disclosure.small import catalogue, table, year

SUPPRESSED = [("harbour", "2024", "60"), ("eastport", "2024", "c"), ("westport", "2024", "c")]
PRINTED = [("eastport", "2024", "33"), ("westport", "2024", "27")]


@pytest.mark.parametrize(
    "universe", ["Children referred", "children  referred", " children referred.", "all children"]
)
def test_one_universe_is_known_however_it_is_spelled(tmp_path: Path, universe: str) -> None:
    tables = [TableText("referrals", SUPPRESSED), TableText("more", PRINTED, universe=universe)]
    folder = write(tmp_path / "release", ReleaseText(tables))
    seal_release(folder)
    leaks = audit(read_release(folder).release(), None).leaks
    exact = [leak for leak in leaks if leak.kind is LeakKind.EXACT]
    assert len(exact) == (0 if universe == "all children" else 2)


def column(name: str, label: str, *, whole: bool = True) -> Column:
    return Column(name, label, whole=whole, unit="children")


@pytest.mark.parametrize(
    ("columns", "same"),
    [
        ((column("children", "Referred"), column("children", "Children")), True),
        ((column("children", "Children"), column("young", "children")), True),
        ((column("children", "Children"), column("young", "Started")), False),
        ((column("children", "Children"), column("days", "Children", whole=False)), False),
    ],
)
def test_a_name_or_a_label_says_that_two_columns_count_the_same(
    columns: tuple[Column, Column], *, same: bool
) -> None:
    tables = [
        replace(table(name, columns=[own]), universe="children")
        for name, own in zip(("one", "two"), columns, strict=True)
    ]
    plan = catalogue(sites=("east",), periods=[year(2024)], tables=tables)
    families = {family_of(plan, own, own.columns[0].name) for own in tables}
    assert (len(families) == 1) is same


def test_columns_that_one_table_tells_apart_are_not_one_set() -> None:
    both = [column("children", "Children"), column("young", "Young people")]
    tables = [
        table("one", columns=both),
        table("two", columns=[column("children", "Young people")]),
    ]
    tables = [replace(own, universe="children") for own in tables]
    plan = catalogue(sites=("east",), periods=[year(2024)], tables=tables)
    assert family_of(plan, tables[0], "children") != family_of(plan, tables[0], "young")
