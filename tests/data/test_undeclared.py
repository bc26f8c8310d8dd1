"""Is a sum that nobody declared, and that all figures fit, asked about?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.data.release.checks import check_release
from dashboard.data.release.findings import Finding
from tests.releases import edit_descriptor, to_csv, write_release

CHECK = "undeclared_sums"
Edit = Callable[[dict[str, str]], None]


def rows_of(texts: dict[str, str], path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(texts[path])))


def setting(path: str, column: str, value: str, **where: str) -> Edit:
    """Return an edit that sets a column of the rows that have these entries."""

    def edit(texts: dict[str, str]) -> None:
        rows = rows_of(texts, path)
        for row in rows:
            if all(row[name] == entry for name, entry in where.items()):
                row[column] = value
        texts[path] = to_csv(rows)

    return edit


def found_in(folder: Path, *edits: Edit) -> list[Finding]:
    def edit(texts: dict[str, str]) -> None:
        for one in edits:
            one(texts)

    write_release(folder, edit=edit)
    return [finding for finding in check_release(folder) if finding.check == CHECK]


def test_a_release_that_declares_its_sums_is_asked_nothing(tmp_path: Path) -> None:
    assert found_in(tmp_path) == []


UNDECLARED: list[tuple[str, str, Edit]] = [
    ("areas.csv", "areas: harbour", setting("areas.csv", "part_of", "")),
    (
        "breakdowns.csv",
        "breakdown route: Total",
        setting("breakdowns.csv", "kind", "separate", breakdown="route"),
    ),
]


@pytest.mark.parametrize(("file", "name", "edit"), UNDECLARED, ids=[u[1] for u in UNDECLARED])
def test_a_sum_that_all_figures_fit_is_asked_about(
    tmp_path: Path, file: str, name: str, edit: Edit
) -> None:
    found = found_in(tmp_path, edit)
    assert [finding.file for finding in found] == [file]
    assert f"`{name}`" in found[0].expected


@pytest.mark.parametrize(("file", "name", "edit"), UNDECLARED, ids=[u[1] for u in UNDECLARED])
def test_a_sum_that_is_said_to_be_none_is_not_asked_about(
    tmp_path: Path, file: str, name: str, edit: Edit
) -> None:
    def deny(texts: dict[str, str]) -> None:
        texts["not_sums.csv"] = to_csv([{"sum": name, "because": "It fits by chance."}])

    assert found_in(tmp_path, edit, deny) == []


def add_visits(texts: dict[str, str], numbers: Callable[[int], int]) -> None:
    """Add a table of another universe that counts every place and period of the endings."""
    rows = rows_of(texts, "data/referrals.csv")
    totals = [
        {k: v for k, v in row.items() if k != "route"} for row in rows if row["route"] == "Total"
    ]
    visits = []
    for row in totals:
        figure = row.pop("children")
        visits.append(row | {"visits": str(numbers(int(figure))) if figure.isdigit() else figure})
    texts["data/visits.csv"] = to_csv(visits)
    resource = {
        "name": "visits",
        "path": "data/visits.csv",
        "kind": "statistics",
        "title": "Visits",
        "description": "By the day of the visit.",
        "universe": "children visited",
    }
    resources = json.loads(texts["datapackage.json"])["resources"]
    edit_descriptor(texts, resources=[*resources, resource])
    texts["data/visits.meta.csv"] = to_csv(
        [
            {
                "col_name": "visits",
                "col_type": "Indicator",
                "label": "Visits",
                "indicator_grouping": "",
                "indicator_unit": "children",
                "indicator_dp": "0",
                "filter_hint": "",
                "filter_grouping_column": "",
            }
        ]
    )


def test_tables_whose_totals_are_always_the_same_are_asked_about(tmp_path: Path) -> None:
    name = "table=referrals; column=children and table=visits; column=visits"
    found = found_in(tmp_path / "same", lambda texts: add_visits(texts, lambda n: n))
    assert [finding.file for finding in found] == ["identities.csv"]
    assert f"`{name}`" in found[0].expected
    assert found_in(tmp_path / "other", lambda texts: add_visits(texts, lambda n: 2 * n)) == []


def test_a_declared_identity_is_not_asked_about(tmp_path: Path) -> None:
    def declare(texts: dict[str, str]) -> None:
        add_visits(texts, lambda n: n)
        line = "table=referrals; column=children,equals,table=visits; column=visits,\n"
        texts["identities.csv"] += line

    assert found_in(tmp_path, declare) == []


def test_a_table_whose_quarters_add_up_to_its_years_is_asked_about(tmp_path: Path) -> None:
    def lasting(texts: dict[str, str]) -> None:
        resources = json.loads(texts["datapackage.json"])["resources"]
        resources[0]["addsOverTime"] = False
        edit_descriptor(texts, resources=resources)

    found = found_in(tmp_path, lasting)
    assert [(f.file, f.column) for f in found] == [
        ("datapackage.json", "resource referrals, addsOverTime")
    ]


def test_columns_of_one_table_that_are_always_the_same_are_asked_about(tmp_path: Path) -> None:
    def twins(texts: dict[str, str]) -> None:
        add_visits(texts, lambda n: 2 * n)
        visits = [row | {"seen": row["visits"]} for row in rows_of(texts, "data/visits.csv")]
        texts["data/visits.csv"] = to_csv(visits)
        about = rows_of(texts, "data/visits.meta.csv")
        texts["data/visits.meta.csv"] = to_csv(
            [*about, about[0] | {"col_name": "seen", "label": "Seen"}]
        )

    found = found_in(tmp_path, twins)
    assert len(found) == 1
    assert "`table=visits; column=seen and table=visits; column=visits`" in found[0].expected
