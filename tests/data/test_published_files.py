"""Published tables, and tables of their shape, are read, or refused with what to fix."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from dashboard.data.release.model import Marker
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.exceptions import InvalidRelease, StoreError
from dashboard.publishing.__main__ import main
from tests.made_tables import AUTHORITIES, CHILDREN_IN_NEED, CONVICTIONS, WORKFORCE, write_tables
from tests.published import (
    beside_project,
    read_rows,
    write_convictions_release,
    write_published_release,
)
from tests.releases import check_release, import_checked


def columns_of(table: Path, but: Iterable[str] = ()) -> dict[str, str]:
    with table.open(encoding="utf-8-sig", newline="") as stream:
        header = next(csv.reader(stream))
    return {column: "" for column in header[10:] if column not in but}


@pytest.fixture(scope="module")
def convictions(tmp_path_factory: pytest.TempPathFactory, tables: Path) -> Path:
    folder = tmp_path_factory.mktemp("published") / "convictions"
    return write_convictions_release(folder, tables)


def test_a_file_that_is_not_beside_the_project_skips_its_tests_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.skip.Exception, match=r"no-such-file\.csv is not beside"):
        beside_project("data/no-such-file.csv")


def findings_of(folder: Path) -> list[tuple[str, str]]:
    return [(finding.check, finding.column) for finding in check_release(folder)]


def test_a_published_table_is_asked_about_its_mean_scores_among_counts_alone(
    convictions: Path,
) -> None:
    # Nothing tells these counts from something else, and the department suppresses some.
    assert findings_of(convictions) == [("column_types", "children_count")]


def test_published_table_keeps_its_markers_apart(convictions: Path, tables: Path) -> None:
    found = Counter(cell.marker for cell in import_release(convictions).cells("children"))
    printed = Counter(
        row[column]
        for row in read_rows(tables / CONVICTIONS)
        for column in ("children_count", "children_percent")
        if row[column].isalpha()
    )
    figures = found.pop(None)
    assert found == Counter({Marker(marker): count for marker, count in printed.items()})
    assert set(printed) == {"c", "z", "k"}
    assert figures > 0


def test_published_table_has_all_its_authorities_and_regions(
    convictions: Path, tables: Path
) -> None:
    catalogue = import_release(convictions).catalogue
    rows = read_rows(tables / CONVICTIONS)
    names = {row["new_la_code"]: row["la_name"] for row in read_rows(tables / AUTHORITIES)}
    places = {(row["region_code"], row["new_la_code"], row["region_name"]) for row in rows}
    expected = {names[local] if local else region or "England" for _, local, region in places}
    assert {area.name for area in catalogue.areas} == expected
    assert len(catalogue.areas) == len(places)
    assert {"London", "Inner London", "Outer London", "England"} <= expected


def test_years_of_six_digits_are_read(tmp_path: Path) -> None:
    tables = write_tables(tmp_path / "tables", "Financial year")
    folder = write_convictions_release(tmp_path / "release", tables)
    assert findings_of(folder) == [("column_types", "children_count")]
    periods = import_release(folder).catalogue.periods
    assert [(p.time_period, p.starts.isoformat()) for p in periods] == [
        ("202223", "2022-04-01"),
        ("202324", "2023-04-01"),
        ("202425", "2024-04-01"),
        ("202526", "2025-04-01"),
    ]


def test_published_table_is_stored_and_served(convictions: Path, store_url: str) -> None:
    release = import_release(convictions)
    writer = Store.open(store_url, read_only=False)
    writer.publish(release)
    writer.close()
    reader = Store.open(store_url)
    assert reader.catalogue().title == "A published table of the Department for Education"
    reader.close()


@pytest.mark.parametrize(
    ("name", "filters", "places"),
    [
        (WORKFORCE, (), {("areas.csv", "code"), ("data/children.csv", "new_la_code")}),
        (CHILDREN_IN_NEED, ("category",), {("areas.csv", "slug"), ("data/children.csv", "")}),
    ],
)
def test_table_that_does_not_fit_is_refused_whole_with_what_to_mend(
    *,
    tmp_path: Path,
    tables: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    filters: tuple[str, ...],
    places: set[tuple[str, str]],
) -> None:
    columns = columns_of(tables / name, but=filters)
    folder = write_published_release(tmp_path / "r", tables / name, filters, columns, [])
    assert places <= {(f.file, f.column) for f in check_release(folder)}
    with pytest.raises(InvalidRelease):
        import_checked(folder)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    assert main(["publish", str(folder)]) == InvalidRelease.exit_code
    assert "expected" in capsys.readouterr().err
    with pytest.raises(StoreError):
        Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}")


def test_two_codes_in_one_entry_are_told_by_row_and_column(tmp_path: Path, tables: Path) -> None:
    table = tables / WORKFORCE
    folder = write_published_release(tmp_path / "r", table, (), columns_of(table), [])
    found = [f for f in check_release(folder) if f.column == "new_la_code"]
    entries = {n: row["new_la_code"] for n, row in enumerate(read_rows(table), 2)}
    rows = [n for n, code in entries.items() if "/" in code]
    assert len(rows) >= 4
    two_codes = [f.row for f in found if f.expected.startswith("one code of nine")]
    assert two_codes == rows[: len(two_codes)]
    assert two_codes
    assert not any(entries[n] in str(found) for n in rows)


def test_wrapping_a_table_needs_no_code(convictions: Path, tables: Path) -> None:
    published = (tables / CONVICTIONS).read_bytes()
    assert (convictions / "data" / "children.csv").read_bytes() == published
    assert {path.suffix for path in convictions.rglob("*") if path.is_file()} == {".csv", ".json"}
