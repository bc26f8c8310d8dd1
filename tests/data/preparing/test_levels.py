"""Each level of area is published by the periods, groups and rounding that a policy gives it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.preparing.coarsening import narrow
from dashboard.data.preparing.policy import read_policy
from dashboard.data.preparing.pooling import pool_cells, with_periods
from dashboard.data.release.model import Cell, Level
from dashboard.data.release.reading import FileRelease, import_release
from dashboard.data.release.writing import write_release as write_catalogue
from dashboard.publishing.__main__ import main
from tests.attacker import attack
from tests.data.preparing.harbour import (
    FILE,
    POLICY,
    children,
    write_policy,
    write_records,
    write_skeleton,
)
from tests.releases import check_release, write_release

PERIODS = {"202323": {}, "202424": {"starts": "2024-01-01", "ends": "2024-12-31"}}
BY_LEVEL: dict[str, Any] = {
    "mostHidden": 1,
    "periods": PERIODS,
    "levels": {
        "Programme": {"periods": ["quarter", "year", "to_date"]},
        "local authority": {
            "periods": ["202323", "202424", "to_date"],
            "groups": {"answer": ["Total", "Known", "Yes"]},
        },
    },
    "tables": {"referrals": {"levels": {"Local authority": {"periods": ["period"]}}}},
}
Cells = Mapping[str, tuple[Cell, ...]]


def prepared(folder: Path, policy: Mapping[str, Any]) -> FileRelease:
    """Prepare a release of records by the command."""
    source = write_skeleton(folder / "skeleton")
    records = write_records(folder / FILE, children())
    said = write_policy(folder / "policy.json", {**POLICY, **policy})
    arguments = ["prepare", str(source), str(folder / "release"), "--policy", str(said)]
    assert main([*arguments, "--records", str(records)]) == 0
    return import_release(folder / "release")


def cells_of(release: FileRelease) -> dict[str, tuple[Cell, ...]]:
    return {t.name: tuple(release.cells(t.name)) for t in release.catalogue.tables}


def at_level(release: FileRelease, table: str, level: str) -> tuple[set[str], set[str]]:
    """Return the periods and the groups of the first filter that a level has rows for."""
    slugs = {a.slug for a in release.catalogue.areas if a.level == level}
    own = [cell for cell in release.cells(table) if cell.area in slugs]
    return {c.period for c in own}, {group for c in own for _, group in c.groups}


def test_records_are_counted_by_the_periods_and_groups_of_each_level(tmp_path: Path) -> None:
    release = prepared(tmp_path, BY_LEVEL)
    closed = {"2023-to-2023", "2024-to-2024"}
    assert at_level(release, "referrals", Level.LOCAL_AUTHORITY)[0] == closed
    assert at_level(release, "endings", Level.LOCAL_AUTHORITY) == (
        {*closed, "to-date"},
        {"Total", "Known", "Yes"},
    )
    periods, groups = at_level(release, "endings", Level.PROGRAMME)
    assert {"2023", "2024", "2023q1", "to-date"} <= periods
    assert not periods & closed
    assert "Not known" in groups
    assert check_release(tmp_path / "release") == ()
    assert audit_release(release.catalogue, cells_of(release)).passed
    assert attack(tmp_path / "release") == []


@pytest.mark.parametrize("base", [5, 10])
def test_a_level_rounds_by_itself(tmp_path: Path, base: int) -> None:
    levels = {
        "Programme": BY_LEVEL["levels"]["Programme"],
        "Local authority": {"periods": ["period", "to_date"], "rounding": base},
    }
    words = {"mostHidden": 1, "periods": PERIODS, "levels": levels, "statement": "Rounded."}
    release = prepared(tmp_path, words)
    counts = [c for c in release.cells("referrals") if c.value]
    towns = {c.value % base for c in counts if c.area != "harbour" and c.value is not None}
    whole = {c.value % base for c in counts if c.area == "harbour" and c.value is not None}
    assert towns == {0}
    assert len(whole) > 1
    assert release.catalogue.disclosure.halves_up is (base == 10)
    assert check_release(tmp_path / "release") == ()
    assert audit_release(release.catalogue, cells_of(release)).passed


def test_a_reporting_period_counts_the_records_of_its_days(tmp_path: Path) -> None:
    release = prepared(tmp_path, BY_LEVEL)
    rows = [r for r in children() if r["referred_on"].startswith("2024")]
    east = sum(r["site"].casefold() in {"eastport", "e09000101"} for r in rows)
    (cell,) = (
        c
        for c in release.cells("referrals")
        if (c.area, c.period, c.groups) == ("eastport", "2024-to-2024", (("route", "Total"),))
    )
    assert cell.value == east


def test_counts_of_tables_are_summed_into_reporting_periods(tmp_path: Path) -> None:
    release = import_release(write_release(tmp_path / "r"))
    words = {"periods": {"202324": {}}, "levels": {"Programme": {"periods": ["year", "to_date"]}}}
    policy = read_policy(write_policy(tmp_path / "policy.json", words))
    catalogue = with_periods(release.catalogue, policy)
    cells = pool_cells(catalogue, cells_of(release), policy.periods)
    pooled = {
        (c.area, c.groups): (c.value, c.marker)
        for c in cells["referrals"]
        if c.period == "2023-to-2024"
    }
    to_date = {
        (c.area, c.groups): (c.value, c.marker) for c in cells["referrals"] if c.period == "to-date"
    }
    assert pooled == to_date
    narrowed = narrow(catalogue, cells, policy)
    write_catalogue(tmp_path / "again", narrowed.catalogue, narrowed.cells)
    again = import_release(tmp_path / "again")
    assert again.catalogue.period("2023-to-2024") is not None
    scope = again.catalogue.tables[0].scope_of(Level.PROGRAMME)
    assert scope is not None
    assert scope.periods == ("2023", "2024", "to-date")


def test_siblings_of_a_published_group_stay_declared(tmp_path: Path) -> None:
    """A sum holds though only some of its components are printed."""
    release = import_release(write_release(tmp_path / "r"))
    words = {"tables": {"endings": {"groups": {"answer": ["Total", "Known", "Yes"]}}}}
    policy = read_policy(write_policy(tmp_path / "policy.json", words))
    narrowed = narrow(release.catalogue, cells_of(release), policy)
    answer = narrowed.catalogue.breakdown("answer")
    assert answer is not None
    assert [g.name for g in answer.groups] == ["Total", "Known", "Yes", "No", "Not known"]
    assert {c.groups[0][1] for c in narrowed.cells["endings"]} == {"Total", "Known", "Yes"}


def test_a_table_that_no_level_has_goes_with_its_measures(tmp_path: Path) -> None:
    release = import_release(write_release(tmp_path / "r"))
    words = {"tables": {"delivery": {"periods": ["2023q1"]}}}
    policy = read_policy(write_policy(tmp_path / "policy.json", words))
    narrowed = narrow(release.catalogue, cells_of(release), policy)
    assert [t.name for t in narrowed.catalogue.tables] == ["referrals", "endings"]
    assert list(narrowed.cells) == ["referrals", "endings"]
    assert narrowed.dropped == ("Mean length of stay",)
