"""Are real published tables, which nobody here wrote, read or refused with what to mend?"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from dashboard.data.importing import import_release
from dashboard.data.release import Level, Marker
from dashboard.data.store import Store
from dashboard.data.validation import check_release, import_checked
from dashboard.exceptions import InvalidRelease, StoreError
from dashboard.publishing.__main__ import main
from tests.published import (
    CHILDREN_IN_NEED,
    CONVICTIONS,
    WORKFORCE,
    published_file,
    write_convictions_release,
    write_published_release,
)

pytestmark = pytest.mark.published


def columns_of(name: str, but: Iterable[str] = ()) -> dict[str, str]:
    with published_file(name).open(encoding="utf-8-sig", newline="") as stream:
        header = next(csv.reader(stream))
    return {column: "" for column in header[10:] if column not in but}


@pytest.fixture(scope="module")
def convictions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_convictions_release(tmp_path_factory.mktemp("published") / "convictions")


def test_real_table_has_no_findings(convictions: Path) -> None:
    assert check_release(convictions) == ()


def test_real_table_keeps_its_markers_apart(convictions: Path) -> None:
    found = Counter(cell.marker for cell in import_release(convictions).cells("children"))
    assert sum(found.values()) == 2 * 15_030
    assert found[Marker.CONFIDENTIAL] == 3_029
    assert found[Marker.NOT_APPLICABLE] == 1_997
    assert found[Marker.ROUNDS_TO_ZERO_DFE] == 1
    assert set(found) - {None} == {
        Marker.CONFIDENTIAL,
        Marker.NOT_APPLICABLE,
        Marker.ROUNDS_TO_ZERO_DFE,
    }


def test_real_table_has_all_its_authorities_and_regions(convictions: Path) -> None:
    catalogue = import_release(convictions).catalogue
    levels = Counter(area.level for area in catalogue.areas)
    assert levels == {Level.LOCAL_AUTHORITY: 155, Level.REGIONAL: 11, Level.NATIONAL: 1}
    sites = {"Birmingham", "Nottingham", "Kirklees", "Sandwell"}
    assert sites <= {area.name for area in catalogue.areas}


def test_real_table_is_published_and_served(convictions: Path, store_url: str) -> None:
    release = import_checked(convictions)
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
def test_real_table_that_does_not_fit_is_refused_whole_with_what_to_mend(
    *,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    filters: tuple[str, ...],
    places: set[tuple[str, str]],
) -> None:
    folder = write_published_release(
        tmp_path / "r", name, filters, columns_of(name, but=filters), []
    )
    assert places <= {(f.file, f.column) for f in check_release(folder)}
    with pytest.raises(InvalidRelease):
        import_checked(folder)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    assert main(["publish", str(folder)]) == InvalidRelease.exit_code
    assert "expected" in capsys.readouterr().err
    with pytest.raises(StoreError):
        Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}")


def test_two_codes_in_one_entry_are_told_by_row_and_column(tmp_path: Path) -> None:
    folder = write_published_release(tmp_path / "r", WORKFORCE, (), columns_of(WORKFORCE), [])
    found = [f for f in check_release(folder) if f.column == "new_la_code"]
    with published_file(WORKFORCE).open(encoding="utf-8-sig", newline="") as stream:
        rows = [n for n, row in enumerate(csv.DictReader(stream), 2) if "/" in row["new_la_code"]]
    assert len(rows) == 14
    two_codes = [f.row for f in found if f.expected.startswith("one code of nine")]
    assert two_codes == rows[: len(two_codes)]
    assert two_codes
    assert "E06000061 / E06000062" not in str(found)


def test_wrapping_a_real_table_needs_no_code(convictions: Path) -> None:
    published = published_file(CONVICTIONS).read_bytes()
    assert (convictions / "data" / "children.csv").read_bytes() == published
    assert {path.suffix for path in convictions.rglob("*") if path.is_file()} == {".csv", ".json"}
