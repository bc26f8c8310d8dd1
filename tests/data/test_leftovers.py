"""Is a release read as it is meant, whatever other programs leave in its folder and its files?"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dashboard.data.importing import import_release, read_release
from dashboard.exceptions import UnreadableRelease
from tests.releases import write_release, write_zip

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
