"""Static files go when no version that is still asked for needs them, and not before."""

from __future__ import annotations

from pathlib import Path

from dashboard.web.old_assets import KEPT_VERSIONS, RECORD, tidy
from dashboard.web.static_files import StaticFiles


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {RECORD}


def start(folder: Path, name: str) -> None:
    """Do as a process does that starts with one static file."""
    for ending in ("", ".br", ".gz"):
        (folder / f"{name}{ending}").write_text(name)
    tidy(folder, [name])


def test_the_files_of_the_last_versions_stay_and_older_ones_go(tmp_path: Path) -> None:
    for number in range(KEPT_VERSIONS + 2):
        start(tmp_path, f"live.{number}.js")
    kept = {f"live.{number}.js" for number in range(2, KEPT_VERSIONS + 2)}
    assert names(tmp_path) == {f"{name}{ending}" for name in kept for ending in ("", ".br", ".gz")}


def test_starting_again_takes_nothing_away(tmp_path: Path) -> None:
    for name in ("a.js", "b.js", "b.js", "b.js", "b.js"):
        start(tmp_path, name)
    assert {"a.js", "b.js"} <= names(tmp_path)


def test_going_back_to_an_earlier_version_keeps_it(tmp_path: Path) -> None:
    for name in ("a.js", "b.js", "c.js", "a.js", "d.js"):
        start(tmp_path, name)
    assert {"a.js", "c.js", "d.js"} <= names(tmp_path)
    assert "b.js" not in names(tmp_path)


def test_what_was_there_before_anything_was_recorded_is_the_version_before(tmp_path: Path) -> None:
    (tmp_path / "old.js").write_text("old")
    (tmp_path / "old.js.br").write_text("old")
    start(tmp_path, "new.js")
    assert {"old.js", "old.js.br"} <= names(tmp_path)


def test_a_spoilt_record_is_none(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text("{")
    start(tmp_path, "new.js")
    assert "new.js" in names(tmp_path)


def test_preparing_tidies(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    (assets / "fonts").mkdir(parents=True)
    (assets / "site.css").write_text("p { margin: 0 }")
    for number in range(KEPT_VERSIONS + 1):
        (assets / "boot.js").write_text(f"let version = {number};")
        StaticFiles.prepare(tmp_path / "static", assets)
    assert len(list((tmp_path / "static").glob("boot.*.js"))) == KEPT_VERSIONS
