"""A release is read as it is meant, with all that other programs leave in its folder and its files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.data.release.reading import import_release, read_release
from dashboard.data.release.reading.records import column_letters
from dashboard.exceptions import UnreadableRelease
from tests.releases import check_release, replace_once, write_release, write_zip

REFERRALS = "data/referrals.csv"

LITTER = (
    "~$areas.xlsx",
    "data/~$referrals.xlsx",
    ".~lock.areas.csv#",
    "#areas.csv#",
    "areas.csv~",
    "areas.csv.bak",
    "data/.referrals.csv.swp",
    "text/._what.md",
    "__MACOSX/._areas.csv",
    "__MACOSX/text/._what.md",
    ".DS_Store",
    "text/.DS_Store",
    "Thumbs.db",
    "desktop.ini",
    ".git/config",
)


@pytest.mark.parametrize("name", LITTER)
def test_what_other_programs_leave_behind_is_ignored_in_a_zip(
    release_folder: Path, tmp_path: Path, name: str
) -> None:
    for inside in ("", "harbour/"):
        path = write_zip(release_folder, tmp_path / f"{len(inside)}.zip", inside=inside)
        with zipfile.ZipFile(path, "a") as archive:
            for litter in {name, f"{inside}{name}"}:
                archive.writestr(litter, "x")
        assert import_release(path).identifier == import_release(release_folder).identifier


@pytest.mark.parametrize("name", LITTER)
def test_what_other_programs_leave_behind_is_ignored_in_a_folder(
    release_folder: Path, tmp_path: Path, name: str
) -> None:
    folder = write_release(tmp_path / "r", edit=lambda texts: texts.update({name: "x"}))
    assert import_release(folder).identifier == import_release(release_folder).identifier
    assert name not in read_release(folder).source.names()


def test_lock_of_an_editor_may_be_a_link_and_is_never_followed(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r")
    (folder / ".#areas.csv").symlink_to("somebody@somewhere.1:2")
    assert ".#areas.csv" not in read_release(folder).source.names()


@pytest.mark.parametrize(
    "name",
    ["../~$areas.xlsx", "~$/../../areas.csv", "~/areas.csv", "~root/areas.csv", "/.DS_Store"],
)
def test_name_that_leads_out_is_refused_even_where_it_looks_like_litter(
    release_folder: Path, tmp_path: Path, name: str
) -> None:
    path = write_zip(release_folder, tmp_path / "r.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(UnreadableRelease, match="leads out"):
        read_release(path)


def test_refused_name_is_told_so_that_no_terminal_is_led(
    release_folder: Path, tmp_path: Path
) -> None:
    path = write_zip(release_folder, tmp_path / "r.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../" + "é" * 300 + "\x1b[31m\n.csv", "x")
    with pytest.raises(UnreadableRelease) as refused:
        read_release(path)
    said = str(refused.value)
    assert said.isprintable()
    assert said.endswith(r"\x1b[31m\n.csv' is a file name that leads out of the release.")
    assert len(said) < 500


def add_column(text: str) -> str:
    return text.replace("\n", ",\n")


def add_rows(text: str) -> str:
    width = text.splitlines()[0].count(",")
    return text + "\n" + "," * width + "\n  ,\n"


def add_blanks(text: str) -> str:
    return "\n".join(", ".join(f"{e}\u00a0 " for e in r.split(",")) for r in text.splitlines())


def as_windows_saves(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


def as_old_macs_save(text: str) -> str:
    return text.replace("\n", "\r")


LEFTOVERS = (add_column, add_rows, add_blanks, as_windows_saves, as_old_macs_save)
PLAIN = ("areas.csv", "breakdowns.csv", "groups.csv", "returns.csv", "changes.csv")


@pytest.mark.parametrize("leave", LEFTOVERS)
@pytest.mark.parametrize("path", [*PLAIN, REFERRALS, "data/referrals.meta.csv"])
def test_what_spreadsheets_leave_passes_in_every_table(
    tmp_path: Path, path: str, leave: Callable[[str], str]
) -> None:
    def edit(texts: dict[str, str]) -> None:
        texts[path] = leave(texts[path])

    folder = write_release(tmp_path / "left", edit=edit)
    plain = write_release(tmp_path / "plain")
    assert check_release(folder) == ()
    assert import_release(folder).catalogue == import_release(plain).catalogue
    assert list(import_release(folder).cells("referrals")) == list(
        import_release(plain).cells("referrals")
    )


def test_findings_count_rows_as_the_spreadsheet_does_below_blank_ones(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        texts["areas.csv"] = (
            texts["areas.csv"].replace("\neast", "\n,,\n\neast").replace("2024-01-01", "soon")
        )

    findings = check_release(write_release(tmp_path / "r", edit=edit))
    assert {(f.row, f.column) for f in findings if f.check in ("entries", "package")} == {
        (6, "opened")
    }


HEADER = "slug,name,level,code,old_code,region_code,region_name,part_of,opened"
FIRST = "\n2023,Calendar year Q1,Programme,E92000001,England,,,,,,Total,25"
NAMES = "row 1: expected the names of the columns: "
NINE = "row 3: expected 9 entries, as in row 1"
TWICE = "expected each column once"

# path, what is there, what takes its place, and what the analyst is told.
UNCLEAR = [
    ("areas.csv", "-01-01\n", "-01-01,,x\n", f"{NINE}: delete what stands in column K, or put"),
    ("areas.csv", "Coast,harbour", "Coast", f"{NINE}; there are 8: put a comma"),
    (
        "areas.csv",
        ",opened\n",
        ",opened,,name\n",
        f"row 1, column name (again, in column K): {TWICE}",
    ),
    (
        "areas.csv",
        ",opened\n",
        ",opened,colour\n",
        "row 1, column colour: expected no such column: the format does not know colour, only slug",
    ),
    ("areas.csv", ",opened\n", ",opened,123\n", "row 1, column J: expected no such column"),
    ("areas.csv", "region_name,", ",", "row 3: expected a name in row 1 for column G, or nothing"),
    (
        "areas.csv",
        "\nharbour",
        f"\n{HEADER.title()}\nharbour",
        "row 2: expected no second row of column names: delete this row",
    ),
    (
        "areas.csv",
        "slug,",
        "Areas of the scheme\n\nslug,",
        f"{NAMES}they stand in row 3, delete what is above it",
    ),
    ("areas.csv", "slug,", "sep=,\nslug,", f"{NAMES}delete the line that begins sep="),
    (
        REFERRALS,
        FIRST,
        f"{FIRST},9",
        "row 2: expected 12 entries, as in row 1: delete what stands in column M",
    ),
    (
        REFERRALS,
        ",children\n",
        ",children,Children\n",
        f"row 1, column Children (again, in column M): {TWICE}",
    ),
    (REFERRALS, "time_period,time", "Table 1\ntime_period,time", f"{NAMES}they stand in row 2"),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), UNCLEAR)
def test_what_cannot_be_read_in_one_way_is_told_by_its_place_and_what_to_do(
    tmp_path: Path, path: str, old: str, new: str, expected: str
) -> None:
    def edit(texts: dict[str, str]) -> None:
        assert old in texts[path]
        texts[path] = texts[path].replace(old, new, 1)

    findings = map(str, check_release(write_release(tmp_path / "r", edit=edit)))
    assert any(f.startswith(f"[structure] {path}, {expected}") for f in findings)


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs")])
@pytest.mark.parametrize("path", ["areas.csv", REFERRALS])
def test_another_separator_is_called_by_its_name(
    tmp_path: Path, path: str, sign: str, name: str
) -> None:
    def edit(texts: dict[str, str]) -> None:
        texts[path] = texts[path].replace(",", sign)

    findings = map(str, check_release(write_release(tmp_path / "r", edit=edit)))
    expected = f'commas between entries, not {name}: save the file as "CSV UTF-8"'
    assert f"[structure] {path}, row 1: expected {expected}" in list(findings)


def test_quotation_marks_may_follow_a_blank(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        replace_once(texts, "areas.csv", "westport,Westport", 'westport, "Westport"')

    area = import_release(write_release(tmp_path / "r", edit=edit)).catalogue.area("westport")
    assert area is not None
    assert area.name == "Westport"


@pytest.mark.parametrize(
    ("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_columns_have_the_letters_of_a_spreadsheet(position: int, letters: str) -> None:
    assert column_letters(position) == letters
