"""A table that somebody else published becomes a release, and its layout gets its name."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from dashboard.data.release.findings import told
from dashboard.data.release.model import Marker
from dashboard.data.release.reading import import_release
from dashboard.exceptions import UnreadableRelease
from dashboard.publishing.__main__ import main
from tests.documentation.test_how_to import examples
from tests.made_tables import CHILDREN_IN_NEED, CONVICTIONS, WORKFORCE
from tests.releases import DESCRIPTOR, check_release

SCREEN = 25
RELEASE = {
    name: entry
    for name, entry in DESCRIPTOR.items()
    if name not in ("resources", "formatVersion", "programme")
} | {
    "programme": dict.fromkeys(
        ("name", "shortName", "summary", "cohort", "comparison"), "Children"
    ),
    "disclosure": {"threshold": 1, "rounding": 1, "statement": "Nothing is hidden here."},
}
FINGERTIPS = (
    *("Indicator ID", "Area Code", "Area Name", "Area Type", "Parent Code", "Parent Name"),
    *("Sex", "Time period", "Value"),
)
AREAS = (
    ("E92000001", "England", "England", "", ""),
    ("E12000091", "Coast", "Regions (statistical)", "E92000001", "England"),
    ("E06000901", "Eastport", "UA", "E12000091", "Coast"),
)


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


def write_fingertips(folder: Path) -> Path:
    rows = [
        ["1", *area[:3], *area[3:], sex, year, "" if sex == "Male" else "12.5"]
        for area in AREAS
        for sex in ("Male", "Female", "Not known")
        for year in ("2022", "2023")
    ]
    return write_csv(folder / "Smoking.csv", FINGERTIPS, rows)


def bring(
    table: Path, folder: Path, mapping: Mapping[str, object] | None = None, *more: str
) -> int:
    """Run `import`; a mapping is written next to the table."""
    if mapping is not None:
        path = table.with_suffix(".json")
        path.write_text(json.dumps(mapping))
        more = ("--mapping", str(path), *more)
    return main(["import", str(table), str(folder), *more])


def test_fingertips_export_becomes_a_release_by_the_documented_mapping(tmp_path: Path) -> None:
    (mapping,) = examples("import-a-table.md", "json")
    folder = tmp_path / "r"
    table, mapped = write_fingertips(tmp_path), json.loads(mapping) | {"release": RELEASE}
    assert bring(table, folder, mapped, "--dry-run") == 0
    assert not folder.exists()
    assert bring(table, folder, mapped) == 0
    assert [str(f) for f in check_release(folder) if f.check != "share_denominators"] == []
    release = import_release(folder)
    assert [(a.name, a.level) for a in release.catalogue.areas] == [
        ("England", "National"),
        ("Coast", "Regional"),
        ("Eastport", "Local authority"),
    ]
    cells = {(c.area, c.period, dict(c.groups)["sex"]): c for c in release.cells("smoking")}
    assert len(cells) == 12
    assert cells["eastport", "2023", "Female"].value == 12.5
    assert cells["eastport", "2023", "Male"].marker is Marker.NOT_AVAILABLE


def test_wide_table_becomes_a_release_with_the_same_figures(tmp_path: Path) -> None:
    header = ("Level", "Code", "Name", "2022", "2023", "2024")
    rows = [["England", "E92000001", "England", "31", "c", "40"]]
    mapping = {
        "columns": {"geographic_level": "Level", "code": "Code", "name": "Name"},
        "constants": {"time_identifier": "Calendar year"},
        "entries": {"geographic_level": {"England": "National"}},
        "wide": {"columns": list(header[3:]), "into": "time_period", "figures": "children"},
        "release": RELEASE,
    }
    folder = tmp_path / "r"
    assert bring(write_csv(tmp_path / "t.csv", header, rows), folder, mapping) == 0
    cells = [(c.period, c.value, c.marker) for c in import_release(folder).cells("t")]
    assert cells == [("2022", 31, None), ("2023", None, Marker.CONFIDENTIAL), ("2024", 40, None)]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (FINGERTIPS, "this is a Fingertips export: begin with Area Type"),
        (("Area", "2021", "2022", "2023"), "a wide table with a column for each: begin with 2021"),
        (("Area", "Figure"), "columns for time_period, time_identifier, geographic_level"),
    ],
)
def test_other_layouts_are_named_with_the_column_to_change_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], header: Sequence[str], words: str
) -> None:
    table = write_csv(tmp_path / "t.csv", header, [["1"] * len(header)])
    assert bring(table, tmp_path / "r") == UnreadableRelease.exit_code
    assert words in capsys.readouterr().err
    assert not (tmp_path / "r").exists()


def test_mapping_that_names_no_column_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = write_csv(tmp_path / "t.csv", ("Area", "Figure"), [["Eastport", "3"]])
    for mapping, words in (
        ({"columns": {"la_name": "Place"}}, "has no column Place, as the mapping says"),
        ({"colums": {}}, "unknown field `colums`"),
    ):
        assert bring(table, tmp_path / "r", mapping) == UnreadableRelease.exit_code
        assert words in capsys.readouterr().err


@pytest.mark.parametrize("name", [CONVICTIONS, CHILDREN_IN_NEED, WORKFORCE])
def test_published_table_is_complete_after_import_and_what_is_left_is_one_screen(
    tmp_path: Path, tables: Path, name: str
) -> None:
    folder = tmp_path / "r"
    assert bring(tables / name, folder, {"release": RELEASE}) == 0
    assert main(["complete", str(folder)]) == 0
    found = check_release(folder)
    assert "matrix" not in {f.check for f in found}
    assert {f.check for f in found} <= {"column_types", "areas", "share_denominators"} | {
        "disclosure_rule",
        "undeclared_sums",
    }
    assert len(told(found).splitlines()) <= SCREEN


def test_columns_of_figures_that_a_mapping_passes_over_are_no_filters(
    tmp_path: Path, tables: Path
) -> None:
    mapping = {"release": RELEASE, "indicators": {"cases": {"label": "Cases"}}}
    assert bring(tables / WORKFORCE, tmp_path / "r", mapping) == 0
    meta = next((tmp_path / "r" / "data").glob("*.meta.csv")).read_text().splitlines()
    assert [line.split(",")[0] for line in meta[1:]] == ["cases"]
