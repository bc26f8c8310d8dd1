"""A release is read as its files say, by any program that saved them, and refused if it is none."""

from __future__ import annotations

import datetime as dt
import json
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dashboard.data.release.context import Voice
from dashboard.data.release.model import Cell, CellReference, Marker, PeriodType
from dashboard.data.release.reading import import_release, read_release
from dashboard.data.release.reading import source as sources
from dashboard.data.release.reading.statistics import FIGURE, read_figure
from dashboard.data.release.references import read_reference
from dashboard.exceptions import InvalidRelease, UnreadableRelease
from tests.releases import check_release, replace_once, write_release, write_zip

ROOT = Path(__file__).resolve().parents[2]
REFERRALS = "data/referrals.csv"


def cells(path: Path, table: str = "referrals") -> list[Cell]:
    return list(import_release(path).cells(table))


def test_catalogue_says_what_the_files_say(release_folder: Path) -> None:
    catalogue = import_release(release_folder).catalogue
    assert catalogue.title == "Harbour Families: figures to December 2024"
    assert catalogue.licence == "Open Government Licence v3.0"
    assert catalogue.published == dt.date(2025, 2, 4)
    assert catalogue.illustrative
    assert catalogue.programme.whole == "harbour"
    assert catalogue.disclosure.threshold == 5
    assert [a.slug for a in catalogue.areas] == ["harbour", "eastport", "westport"]
    assert catalogue.areas[2].opened == dt.date(2024, 1, 1)
    assert [b.name for b in catalogue.breakdowns] == ["route", "answer"]
    share = catalogue.measure("living_at_home")
    assert share is not None
    assert share.numerator == CellReference("endings", "children", (("answer", "Yes"),))
    assert share.target is not None
    assert share.target.low == 90
    assert share.sensitive
    assert [m.headline for m in catalogue.measures] == [1, 2, 0]
    assert catalogue.quotes[0].voice is Voice.FAMILY
    assert catalogue.context[0].value == 22334
    assert catalogue.text_block("what").startswith("Harbour Families")
    assert catalogue.returns[0].period == "2024q3"


def test_columns_know_whether_they_count_children(release_folder: Path) -> None:
    table = import_release(release_folder).catalogue.table("delivery")
    assert table is not None
    assert [(c.name, c.whole, c.unit) for c in table.columns] == [
        ("children", True, ""),
        ("mean_days", False, "days"),
    ]


def test_tables_know_their_periods(release_folder: Path) -> None:
    catalogue = import_release(release_folder).catalogue
    found = {table.name: table.periods for table in catalogue.tables}
    assert found["endings"] == ("2023", "2024", "to-date")
    assert len(found["referrals"]) == 11


def test_cells_are_values_or_markers_in_file_order(release_folder: Path) -> None:
    found = cells(release_folder)
    assert found[0] == Cell(
        "referrals", "children", "harbour", "2023q1", (("route", "Total"),), 25.0, None
    )
    assert found[6].marker is Marker.NOT_APPLICABLE
    assert found[6].value is None


def test_zip_is_the_same_release_as_its_folder(release_folder: Path, tmp_path: Path) -> None:
    flat = write_zip(release_folder, tmp_path / "flat.zip")
    nested = write_zip(release_folder, tmp_path / "nested.zip", inside="harbour/")
    expected = import_release(release_folder)
    for path in (flat, nested):
        release = import_release(path)
        assert release.identifier == expected.identifier
        assert release.catalogue == expected.catalogue
        assert list(release.cells("endings")) == list(expected.cells("endings"))
        assert check_release(path) == ()


def test_any_change_of_content_changes_the_identifier(release_folder: Path, tmp_path: Path) -> None:
    same = import_release(write_release(tmp_path / "same"))
    changed = write_release(
        tmp_path / "changed", edit=lambda t: replace_once(t, "text/what.md", "helps", "supports")
    )
    assert same.identifier == import_release(release_folder).identifier
    assert import_release(changed).identifier != same.identifier
    assert len(same.identifier) == 12


def test_column_that_need_not_be_filled_may_be_left_out(
    release_folder: Path, tmp_path: Path
) -> None:
    def edit(texts: dict[str, str]) -> None:
        lines = texts["breakdowns.csv"].splitlines()
        texts["breakdowns.csv"] = "".join(line.rsplit(",", 1)[0] + "\n" for line in lines)

    folder = write_release(tmp_path / "r", edit=edit)
    assert check_release(folder) == ()
    assert [b.hint for b in import_release(folder).catalogue.breakdowns] == ["", ""]


def shuffle(texts: dict[str, str]) -> None:
    """Turn the columns of a table round, in capitals, with marks and line ends of Windows."""
    rows = [line.split(",") for line in texts[REFERRALS].splitlines()]
    rows[0] = [name.upper() for name in rows[0]]
    turned = "\r\n".join(",".join(reversed(row)) for row in rows)
    texts[REFERRALS] = "\ufeff" + turned.replace("\r\nz,", "\r\n[z],") + "\r\n\r\n"
    texts["areas.csv"] = "\ufeff" + texts["areas.csv"].replace("slug,name", "Slug,Name")


def test_marks_case_and_order_of_columns_do_not_matter(
    release_folder: Path, tmp_path: Path
) -> None:
    folder = write_release(tmp_path / "r", edit=shuffle)
    assert cells(folder) == cells(release_folder)
    assert check_release(folder) == ()


@pytest.mark.parametrize("marker", list(Marker))
def test_every_marker_is_read_bare_and_in_brackets(marker: Marker) -> None:
    assert read_figure(marker.value) == (None, marker)
    assert read_figure(f"[{marker.value}]") == (None, marker)


def test_low_and_k_stay_apart() -> None:
    assert read_figure("low")[1] is not read_figure("k")[1]


@pytest.mark.parametrize(
    "text", ["", "-", "*", "NA", "1,000", "nan", "inf", "1e3", "½", "C", "[[c]]", "c x", "\u0661"]
)
def test_anything_else_is_not_a_figure(text: str) -> None:
    with pytest.raises(ValueError, match="a number in plain digits") as caught:
        read_figure(text)
    assert str(caught.value) == FIGURE


def test_zero_is_a_true_zero() -> None:
    assert read_figure("0") == (0.0, None)


def test_periods_have_their_keys_and_labels(release_folder: Path) -> None:
    periods = {p.key: p for p in import_release(release_folder).catalogue.periods}
    assert periods["2023q1"].label == "January to March 2023"
    assert periods["2024"].type is PeriodType.YEAR
    assert periods["to-date"].label == "2023 to 2024"


def test_own_words_for_a_period_are_used(tmp_path: Path) -> None:
    own = "time_period,time_identifier,label,note\n2024,Calendar year,2024 so far,Not all is in\n"
    folder = write_release(tmp_path / "r", edit=lambda t: t.update({"periods.csv": own}))
    period = import_release(folder).catalogue.period("2024")
    assert period is not None
    assert (period.label, period.note) == ("2024 so far", "Not all is in")


def reporting_years(texts: dict[str, str]) -> None:
    """Call the calendar years reporting years, and say that the first ends in March."""
    for path in [path for path in texts if path.startswith("data/") and "meta" not in path]:
        texts[path] = texts[path].replace(",Calendar year,", ",Reporting year,")
    texts["periods.csv"] = (
        "time_period,time_identifier,starts,ends\n2023,Reporting year,2022-04-01,2023-03-31\n"
    )


def test_a_reporting_year_has_the_days_that_the_release_gives(tmp_path: Path) -> None:
    catalogue = import_release(write_release(tmp_path / "r", edit=reporting_years)).catalogue
    spans = {p.key: (p.starts.isoformat(), p.ends.isoformat()) for p in catalogue.periods}
    assert spans["2023"] == ("2022-04-01", "2023-03-31")
    assert spans["2024"] == ("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("identifier", "ends"), [("Calendar year", "2023-03-31"), ("Reporting year", "")]
)
def test_days_are_refused_where_the_name_tells_them_or_one_is_missing(
    tmp_path: Path, identifier: str, ends: str
) -> None:
    def edit(texts: dict[str, str]) -> None:
        texts["periods.csv"] = (
            f"time_period,time_identifier,starts,ends\n2023,{identifier},2022-04-01,{ends}\n"
        )

    found = check_release(write_release(tmp_path / "r", edit=edit))
    assert ("periods", "periods.csv", 2) in {(f.check, f.file, f.row) for f in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("table=a; column=b", CellReference("a", "b")),
        ("column=b;table=a;route=X: y", CellReference("a", "b", (("route", "X: y"),))),
    ],
)
def test_reference_names_cells(text: str, expected: CellReference) -> None:
    assert read_reference(text) == expected


@pytest.mark.parametrize(
    "text", ["", "a", "table=a", "table=a; column=", "table=a; table=b; column=c"]
)
def test_reference_without_table_and_column_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a reference such as"):
        read_reference(text)


def test_import_refuses_with_every_finding(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        replace_once(texts, "areas.csv", "2023-01-01", "01/01/2023")
        replace_once(texts, "measures.csv", "referrals,count", "referrals,sum")

    folder = write_release(tmp_path / "r", edit=edit)
    with pytest.raises(InvalidRelease) as caught:
        import_release(folder)
    assert "areas.csv, row 3, column opened" in str(caught.value)
    assert "measures.csv, row 2, column kind" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Total,25\n", "All,25\n"),
        ("Total,25\n", "Total,987 654\n"),
        ("E09000101", "E0900"),
        ("Total,25\n", "Total\n"),
    ],
)
def test_row_that_names_nothing_stops_an_import_without_its_value(
    tmp_path: Path, old: str, new: str
) -> None:
    def edit(texts: dict[str, str]) -> None:
        texts[REFERRALS] = texts[REFERRALS].replace(old, new, 1)

    with pytest.raises(InvalidRelease, match=r"data/referrals\.csv, row [25]") as caught:
        cells(write_release(tmp_path / "r", edit=edit))
    assert "987" not in str(caught.value)


def test_file_that_changes_while_it_is_read_stops_the_import(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r")
    stream = import_release(folder).cells("referrals")
    next(stream)
    with (folder / REFERRALS).open("a") as file:
        file.write("\n")
    with pytest.raises(UnreadableRelease, match="changed while it was being read"):
        list(stream)


def test_nothing_there_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "note.zip").write_text("not a zip")
    for name in ("absent", "empty", "note.zip"):
        with pytest.raises(UnreadableRelease, match=name):
            read_release(tmp_path / name)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1', "\udcff", "[" * 100_000])
def test_descriptor_that_is_not_a_json_object_is_unreadable(tmp_path: Path, content: str) -> None:
    (tmp_path / "datapackage.json").write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(UnreadableRelease, match=r"datapackage\.json"):
        read_release(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe1,2", b'a,"b\n', b"\x00\x01", b"", b"a" * 200_000],
    ids=["UTF-16", "open quote", "zeros", "empty", "endless"],
)
@pytest.mark.parametrize("path", ["areas.csv", REFERRALS, "data/referrals.meta.csv"])
def test_file_that_is_not_csv_is_a_finding_and_never_a_crash(
    tmp_path: Path, path: str, content: bytes
) -> None:
    folder = write_release(tmp_path / "r")
    (folder / path).write_bytes(content)
    assert path in {f.file for f in check_release(folder)}


@pytest.mark.parametrize(
    "path",
    [
        "http://harbour.example/areas.csv",
        "ftp://harbour.example/areas.csv",
        "/etc/passwd",
        "../areas.csv",
        "data/../../areas.csv",
        "C:\\areas.csv",
        "data\\areas.csv",
        "~/areas.csv",
        "./areas.csv",
        ["areas.csv", "http://harbour.example/areas.csv"],
        "",
        None,
    ],
)
def test_path_that_leads_out_of_the_release_is_refused(tmp_path: Path, path: object) -> None:
    folder = write_release(tmp_path / "r")
    change_resource(folder, {"path": path})
    found = [f for f in check_release(folder) if f.check == "descriptor"]
    assert [f.column for f in found] == ["resources, number 1, path"]


def change_resource(folder: Path, changes: dict[str, object]) -> None:
    descriptor = json.loads((folder / "datapackage.json").read_text())
    descriptor["resources"][0] |= changes
    (folder / "datapackage.json").write_text(json.dumps(descriptor))


@pytest.mark.parametrize(
    "change",
    [
        {"path": "http://127.0.0.1:9/a.csv"},
        {"schema": "http://127.0.0.1:9/schema.json"},
        {"dialect": "http://127.0.0.1:9/dialect.json"},
        {"$schema": "http://127.0.0.1:9/profile.json"},
        {"profile": "http://127.0.0.1:9/profile.json"},
        {"schema": {"$ref": "http://127.0.0.1:9/schema.json"}},
    ],
    ids=["path", "schema", "dialect", "own profile", "old profile", "schema within"],
)
def test_nothing_is_ever_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    tried: list[object] = []

    def refuse(self: socket.socket, address: object) -> None:
        tried.append(address)
        raise OSError("the network is closed")

    folder = write_release(tmp_path / "r")
    change_resource(folder, change)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    check_release(folder)
    assert tried == []


def test_whole_descriptor_with_a_foreign_profile_is_refused_unfetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_release(tmp_path / "r")
    descriptor = json.loads((folder / "datapackage.json").read_text())
    descriptor |= {"$schema": "http://127.0.0.1:9/p.json", "profile": "http://127.0.0.1:9/p.json"}
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    monkeypatch.setattr(socket.socket, "connect", None)
    assert "$schema" in {f.column for f in check_release(folder)}


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/evil.csv", "a\\evil.csv", "C:evil.csv", "a/../../evil.csv"]
)
def test_zip_with_a_name_that_leads_out_is_refused(
    release_folder: Path, tmp_path: Path, name: str
) -> None:
    path = write_zip(release_folder, tmp_path / "r.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(UnreadableRelease, match="leads out"):
        read_release(path)
    assert not (tmp_path.parent / "evil.csv").exists()


def test_zip_with_a_link_is_refused(release_folder: Path, tmp_path: Path) -> None:
    path = write_zip(release_folder, tmp_path / "r.zip")
    link = zipfile.ZipInfo("quotes2.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(UnreadableRelease, match="a link"):
        read_release(path)


def test_folder_with_a_link_is_refused(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r")
    (folder / "text" / "why.md").symlink_to("/etc/passwd")
    with pytest.raises(UnreadableRelease, match="a link"):
        read_release(folder)


def test_zip_that_unpacks_to_too_much_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAXIMUM_FILE_BYTES", 1_000_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", b"{}" + b" " * 2_000_000)
    assert path.stat().st_size < 10_000
    with pytest.raises(UnreadableRelease, match="more than a release may weigh"):
        read_release(path)


def test_zip_whose_file_is_larger_than_it_says_is_refused(
    release_folder: Path, tmp_path: Path
) -> None:
    path = write_zip(release_folder, tmp_path / "r.zip")
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("datapackage.json").file_size
    directory = content.rindex(b"PK\x01\x02", 0, content.rindex(b"datapackage.json"))
    lying = bytearray(content)
    lying[directory + 24 : directory + 28] = (size // 2).to_bytes(4, "little")
    path.write_bytes(bytes(lying))
    with pytest.raises(UnreadableRelease, match="damaged inside the zip"):
        read_release(path)


def test_zip_with_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAXIMUM_FILES", 10)
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(11):
            archive.writestr(f"{number}.csv", "")
    with pytest.raises(UnreadableRelease, match="more than 10 files"):
        read_release(tmp_path / "many.zip")


def test_damaged_zip_is_unreadable(release_folder: Path, tmp_path: Path) -> None:
    path = write_zip(release_folder, tmp_path / "r.zip")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("datapackage.json").header_offset
    content[start + 60 : start + 120] = b"\xff" * 60
    path.write_bytes(bytes(content))
    with pytest.raises(UnreadableRelease, match="damaged"):
        read_release(path)


@pytest.mark.parametrize("copied", [0.0, 0.01, 0.5, 0.99])
def test_zip_that_was_copied_in_part_is_unreadable(
    release_folder: Path, tmp_path: Path, copied: float
) -> None:
    path = write_zip(release_folder, tmp_path / "r.zip")
    content = path.read_bytes()
    path.write_bytes(content[: int(copied * len(content))])
    with pytest.raises(UnreadableRelease, match="not a zip file"):
        read_release(path)


def test_litter_of_the_mac_is_ignored(release_folder: Path, tmp_path: Path) -> None:
    path = write_zip(release_folder, tmp_path / "r.zip", inside="harbour/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/harbour/._areas.csv", "x")
        archive.writestr("harbour/.DS_Store", "x")
    assert import_release(path).identifier == import_release(release_folder).identifier


def test_reading_a_release_never_imports_frictionless(release_folder: Path) -> None:
    program = (
        "import sys; from dashboard.data.release.reading import import_release; "
        "from dashboard.data.store.releases import Store; import_release(sys.argv[1]); "
        "sys.exit('frictionless' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, str(release_folder)], cwd=ROOT, check=True)
