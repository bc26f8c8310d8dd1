"""`prepare` makes a release of records that passes, and leaves nothing of a record anywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.preparing.policy import Need, Policy
from dashboard.data.release.model import Cell, Marker
from dashboard.data.release.periods import derive_periods
from dashboard.data.release.reading import FileRelease, import_release
from dashboard.data.release.writing import write_release_whole
from dashboard.data.release.writing.files import PARTIAL
from dashboard.exceptions import (
    DisclosureError,
    InvalidRelease,
    ReleaseError,
    SettingsError,
    UnreadableRelease,
)
from dashboard.illustrative import count_by_year
from dashboard.publishing.__main__ import main
from dashboard.publishing.visible import headline_points, lost, require_visible
from tests.attacker import attack
from tests.conftest import ILLUSTRATIVE, SECOND
from tests.data.preparing.harbour import (
    FILE,
    POLICY,
    children,
    write_policy,
    write_records,
    write_skeleton,
)
from tests.releases import (
    DESCRIPTOR,
    PERIODS,
    SMALL_FILES,
    check_release,
    edit_descriptor,
    write_release,
)
from tests.serving import PROJECT

PLANTED = ("id", "name", "referred_on", "started_on", "closed_on")
KILLED = -9
FILE_TOO_LARGE_BYTES = 2000


def desk(folder: Path) -> list[str]:
    """Lay out an analyst's files; return the arguments of `prepare`, the new folder left out."""
    source = write_skeleton(folder / "skeleton")
    policy = write_policy(folder / "policy.json", {**POLICY, "mostHidden": 1})
    records = write_records(folder / FILE, children())
    return ["prepare", str(source), "--policy", str(policy), "--records", str(records)]


def run(folder: Path, *arguments: str, url: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command as an analyst does, with a temporary folder, and a store of its own or at `url`."""
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    url = url or f"sqlite:///{folder / 'store.sqlite'}"
    places = {"TMPDIR": str(temporary), "DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-m", "dashboard.publishing", *arguments],
        cwd=PROJECT,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Prepare, check and publish a release of records; return its folder and all that was said."""
    folder = tmp_path_factory.mktemp("desk")
    said = []
    for arguments in (
        [*desk(folder), str(folder / "release")],
        ["check", str(folder / "release")],
        ["publish", str(folder / "release")],
    ):
        done = run(folder, *arguments)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout + done.stderr)
    return folder, "".join(said)


def remnants(text: str) -> list[str]:
    """List the entries of records that stand in a text."""
    planted = {row[column] for row in children() for column in PLANTED} - public_days() - {""}
    return sorted(entry for entry in planted if entry in text)


def public_days() -> set[str]:
    """List the days that any release of Harbour Families names: of words, and of periods."""
    words = re.findall(r"\d{4}-\d\d-\d\d", json.dumps([DESCRIPTOR, SMALL_FILES]))
    periods = derive_periods(PERIODS)
    return {*words, *(day.isoformat() for p in periods for day in (p.starts, p.ends))}


def read_all(paths: Sequence[Path]) -> list[str]:
    return [path.read_bytes().decode("latin-1") for path in paths]


def test_a_remnant_is_seen() -> None:
    assert remnants("... Zebedee Quill7, ...") == ["Zebedee Quill7"]


def test_a_release_of_records_passes_and_hides_small_counts(prepared: tuple[Path, str]) -> None:
    folder, said = prepared
    release = import_release(folder / "release")
    cells = [c for t in release.catalogue.tables for c in release.cells(t.name)]
    assert any(cell.marker is Marker.CONFIDENTIAL for cell in cells)
    assert "The audit passed" in said
    assert f"{FILE} into referrals, column children: 260 of 260 records counted.\n" in said
    assert "Nothing stands in the way of publishing" in said


def test_a_release_of_records_gives_the_outsider_nothing(prepared: tuple[Path, str]) -> None:
    assert attack(prepared[0] / "release") == []


def test_nothing_of_a_record_is_in_the_release_the_store_or_any_message(
    prepared: tuple[Path, str],
) -> None:
    folder, said = prepared
    places = [path for path in (folder / "release").rglob("*") if path.is_file()]
    stores = list(folder.glob("store.sqlite*"))
    assert len(places) > 10
    assert stores
    for path, text in zip([*places, *stores], read_all([*places, *stores]), strict=True):
        assert remnants(text) == [], path.name
    assert remnants(said) == []


def test_nothing_is_left_beside_the_release(prepared: tuple[Path, str]) -> None:
    folder, _ = prepared
    assert [*(folder / "temporary").iterdir()] == []
    own = {"skeleton", "policy.json", FILE, "release", "temporary"}
    assert {p.name for p in folder.iterdir() if not p.name.startswith("store.sqlite")} == own


def test_bad_records_are_told_without_a_value_and_nothing_is_written(tmp_path: Path) -> None:
    arguments = desk(tmp_path)
    rows = children()
    for number, column in enumerate(("site", "route", "referred_on")):
        rows[number][column] = rows[number]["name"]
    write_records(tmp_path / FILE, rows)
    done = run(tmp_path, *arguments, str(tmp_path / "release"))
    assert done.returncode == InvalidRelease.exit_code
    assert len(re.findall(r"^\[records\] children\.csv, row", done.stderr, re.MULTILINE)) == 3
    assert remnants(done.stdout + done.stderr) == []
    assert not list(tmp_path.glob("release*"))


def test_a_release_that_costs_much_is_offered_in_coarser_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The policy that it prints for one of them is then taken."""
    arguments = desk(tmp_path)
    policy = tmp_path / "policy.json"
    taken = {"leaveOut": ["endings", "delivery"], "mostHidden": 0.4}
    write_policy(policy, {**POLICY, **taken})
    assert main([*arguments, str(tmp_path / "release")]) == 0
    said = capsys.readouterr().out
    assert "More than 40% of the cells are hidden in: referrals." in said
    offered = re.findall(r"^- (.+): (.+)\.\n  policy: (\{.+\})$", said, re.MULTILINE)
    assert [words for words, _, _ in offered] == [
        "referrals without figures by quarter",
        "referrals with Referral route as totals only",
        "counts rounded to the nearest 5",
    ]
    for number, (_, cost, words) in enumerate(offered):
        write_policy(policy, {**POLICY, **taken, "mostHidden": 1, **json.loads(words)})
        assert main([*arguments, str(tmp_path / f"release{number}")]) == 0
        (shown,) = re.findall(
            r"^referrals: (\S+ of \S+ cells)", capsys.readouterr().out, re.MULTILINE
        )
        assert cost.startswith(shown)


def test_a_table_with_neither_rows_nor_a_count_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = desk(tmp_path)
    policy = json.loads((tmp_path / "policy.json").read_text())
    del policy["records"][FILE]["counts"][1]
    write_policy(tmp_path / "policy.json", policy)
    assert main([*arguments, str(tmp_path / "release")]) == InvalidRelease.exit_code
    assert capsys.readouterr().err.strip() == (
        "[policy] data/endings.csv: "
        "expected rows, a count of the policy for it, or its name in leaveOut"
    )
    assert not (tmp_path / "release").exists()


@pytest.mark.parametrize(
    ("file", "change", "place"),
    [
        (
            "measures.csv",
            ("referrals; column=children", "referrals; column=kids"),
            "row 2, column numerator",
        ),
        ("measures.csv", ("answer=Yes", "answer=Yep"), "row 3, column numerator"),
        (
            "measures.csv",
            ("table=endings; column=children; answer=Known", "table=ends; column=children"),
            "row 3, column denominator",
        ),
        ("measures.csv", (",,route,,", ",,answer,,"), "row 2, column breakdown"),
        ("identities.csv", ("equals,table=endings", "equals,table=ends"), "row 2, column right"),
        ("areas.csv", ("Coast,harbour,2024", "Coast,haven,2024"), "row 4, column part_of"),
        ("groups.csv", ("No,No,Known", "No,No,Sure"), "row 8, column part_of"),
        ("breakdowns.csv", ("home,parts,Total", "home,parts,All"), "row 3, column default"),
        ("local_notes.csv", ("westport,", "northport,"), "row 2, column area"),
        ("context.csv", ("eastport,", "northport,"), "row 2, column area"),
        (
            "changes.csv",
            ("text\n2025-02-04,release,", "measure,text\n2025-02-04,release,stays,"),
            "row 2, column measure",
        ),
        (
            "datapackage.json",
            ('"threshold": 5', '"threshold": 5, "tables": {"referral": {"threshold": 10}}'),
            "column disclosure.tables.referral",
        ),
        ("datapackage.json", ('"whole": "harbour"', '"whole": "haven"'), "column programme.whole"),
    ],
)
def test_a_draft_that_names_what_it_does_not_have_is_refused_before_anything_is_counted(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    change: tuple[str, str],
    place: str,
) -> None:
    arguments = desk(tmp_path)
    draft = tmp_path / "skeleton" / file
    text = draft.read_text("utf-8")
    assert text.count(change[0]) == 1
    draft.write_text(text.replace(*change), "utf-8")
    assert main([*arguments, str(tmp_path / "release")]) == InvalidRelease.exit_code
    said = capsys.readouterr()
    assert f"] {file}, {place}: expected " in said.err
    assert said.out == ""
    assert not (tmp_path / "release").exists()


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    arguments = desk(tmp_path)
    kept = tmp_path / "release" / "kept.txt"
    kept.parent.mkdir()
    kept.write_text("kept")
    assert main([*arguments, str(tmp_path / "release")]) == UnreadableRelease.exit_code
    assert kept.read_text() == "kept"


def writing(source: Path, target: Path, before: str) -> subprocess.CompletedProcess[str]:
    """Write a release in a process of its own, after a line of Python."""
    program = (
        "import os, resource\n"
        "from pathlib import Path\n"
        "from dashboard.data.release import writing\n"
        "from dashboard.data.release.reading import import_release\n"
        "from dashboard.exceptions import ReleaseError\n"
        f"release = import_release({str(source)!r})\n"
        "cells = {t.name: tuple(release.cells(t.name)) for t in release.catalogue.tables}\n"
        "kill = lambda *_: os.kill(os.getpid(), 9)\n"
        f"{before}\n"
        "try:\n"
        f"    writing.write_release_whole(Path({str(target)!r}), release.catalogue, cells)\n"
        "except ReleaseError as error:\n"
        "    print(error)\n"
        "    raise SystemExit(error.exit_code)\n"
    )
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "moment", ["writing.write_csv = kill", "writing.seal_release = kill", "Path.rename = kill"]
)
def test_a_kill_while_writing_leaves_no_release(tmp_path: Path, moment: str) -> None:
    source, target = write_release(tmp_path / "source"), tmp_path / "release"
    assert writing(source, target, moment).returncode == KILLED
    assert not target.exists()
    assert writing(source, target, "").returncode == 0
    assert import_release(target).catalogue == import_release(source).catalogue
    assert not target.with_name(target.name + PARTIAL).exists()


def test_a_full_disk_leaves_no_release(tmp_path: Path) -> None:
    source, target = write_release(tmp_path / "source"), tmp_path / "release"
    limit = (FILE_TOO_LARGE_BYTES, FILE_TOO_LARGE_BYTES)
    done = writing(source, target, f"resource.setrlimit(resource.RLIMIT_FSIZE, {limit})")
    assert done.returncode == ReleaseError.exit_code, done.stderr
    assert done.stdout == "release: cannot be written (File too large).\n"
    assert list(tmp_path.glob("release*")) == []


def test_prepare_and_check_tell_first_which_trends_can_be_followed(
    prepared: tuple[Path, str],
) -> None:
    _, said = prepared
    told = "Headline points: 1 of 5 are visible, and 0 of 3 lines are complete.\n"
    by_measure = "- Local authority, Living at home at the end: 0 of 3 points, 0 of 2 lines\n"
    assert said.count(told) == said.count(by_measure) == 2
    assert said.index(told) < said.index("cells are hidden because they are small")
    assert said.rindex(told) < said.index("Nothing stands in the way")


def test_too_few_visible_points_are_a_refusal_without_a_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [*desk(tmp_path), str(tmp_path / "release")]
    write_policy(tmp_path / "policy.json", {**POLICY, "mostHidden": 1, "leastVisible": 0.9})
    assert main(arguments) == InvalidRelease.exit_code
    told = capsys.readouterr().err
    assert "90% of headline points visible for Programme" in told
    assert "Living at home at the end" in told
    assert set(re.findall(r"\d+", told)) == {"90"}
    assert not (tmp_path / "release").exists()


def test_a_level_without_any_point_that_it_needs_is_a_refusal() -> None:
    needs = {"Local authority": Need(["living_at_home"])}
    require_visible(Policy(needs=needs), (), "policy.json")
    with pytest.raises(InvalidRelease, match=r"90% .* visible for Local authority; there is none"):
        require_visible(Policy(needs=needs, least_visible=0.9), (), "policy.json")


def test_points_that_an_earlier_release_showed_are_told_of_as_lost() -> None:
    first, second = (headline_points(import_release(path)) for path in (ILLUSTRATIVE, SECOND))
    assert list(lost("1.0.0", first, second)) == ["No headline point of release 1.0.0 is lost."]
    (told,) = lost("2.0.0", second, first)
    title = second[0].measure.title
    assert told.startswith("Headline points of release 2.0.0 that are lost: ")
    assert f"{title} (Programme) 1" in told
    assert f"{title} (Local authority) 4" in told


def test_a_release_is_replaced_by_another(tmp_path: Path) -> None:
    release = import_release(write_release(tmp_path / "source"))
    cells = {t.name: tuple(release.cells(t.name)) for t in release.catalogue.tables}
    target = tmp_path / "release"
    (target / "data").mkdir(parents=True)
    (target / "data" / "old.csv").write_text("old")
    write_release_whole(target, release.catalogue, cells)
    assert not (target / "data" / "old.csv").exists()


def test_a_design_is_chosen_once_and_the_release_is_made_by_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "source"
    write_release_whole(source, *count_by_year())
    keys = ["completed_opportunity", "aged_10_13"]
    words = {
        "leaveOut": ["outcomes", "instrumental"],
        "needs": {level: {"measures": keys} for level in ("Local authority", "Programme")},
    }
    policy = write_policy(tmp_path / "policy.json", words)
    arguments = ["prepare", str(source), "--policy", str(policy), "--choose"]

    assert main([*arguments, str(tmp_path / "release")]) == 0

    told = capsys.readouterr().out
    assert (
        "| design | points, Local authority | points, Programme | lines complete | hidden | s |"
        in told
    )
    assert re.search(r"Out of reach, Local authority: completed_opportunity by year \(small", told)
    chosen = json.loads(policy.read_text("utf-8"))
    assert chosen["needs"] == words["needs"]
    assert set(chosen["periods"]) >= {"202526"}
    release = import_release(tmp_path / "release")
    kinds = {p.time_identifier for p in release.catalogue.periods}
    assert "Reporting period" in kinds
    assert check_release(tmp_path / "release") == ()
    assert audit_release(release.catalogue, cells_of(release)).passed

    said = re.search(r"^   policy: (.+)$", told, re.MULTILINE)
    assert said is not None  # all that a design puts into a policy
    assert json.loads(said[1]) == {word: chosen[word] for word in ("periods", "levels", "tables")}

    before = policy.read_bytes()
    assert main([*arguments, str(tmp_path / "again")]) == InvalidRelease.exit_code
    assert "writes them once" in capsys.readouterr().err
    assert policy.read_bytes() == before
    assert main([*arguments[:-1], str(tmp_path / "again")]) == 0
    for path in (tmp_path / "release" / "data").iterdir():
        assert (tmp_path / "again" / "data" / path.name).read_bytes() == path.read_bytes()


def cells_of(release: FileRelease) -> dict[str, tuple[Cell, ...]]:
    return {t.name: tuple(release.cells(t.name)) for t in release.catalogue.tables}


def test_choosing_without_needs_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_release(tmp_path / "source")
    arguments = ["prepare", str(source), str(tmp_path / "release"), "--choose"]
    assert main(arguments) == InvalidRelease.exit_code
    assert "needs" in capsys.readouterr().err
    assert not (tmp_path / "release").exists()


def correct(
    folder: Path, tmp_path: Path, rows: list[dict[str, str]], *more: str, url: str = ""
) -> str:
    """Prepare a correction from records, and return what was said."""
    done = try_correcting(folder, tmp_path, rows, *more, url=url)
    assert done.returncode == 0, done.stderr
    return done.stdout


def try_correcting(
    folder: Path, tmp_path: Path, rows: list[dict[str, str]], *more: str, url: str = ""
) -> subprocess.CompletedProcess[str]:
    source = write_skeleton(tmp_path / f"skeleton{len(more)}")
    texts = {"datapackage.json": (source / "datapackage.json").read_text("utf-8")}
    edit_descriptor(texts, version="2024.4.1")
    (source / "datapackage.json").write_text(texts["datapackage.json"], "utf-8")
    assert run(folder, "seal", str(source)).returncode == 0
    records = write_records(tmp_path / FILE, rows)
    command = ["prepare", str(source), str(tmp_path / f"corrected{len(more)}"), *more]
    command += ["--records", str(records), "--policy", str(folder / "policy.json")]
    return run(folder, *command, url=url)


def test_a_release_of_the_same_records_hides_the_same_cells(
    prepared: tuple[Path, str], tmp_path: Path
) -> None:
    folder, _ = prepared
    said = correct(folder, tmp_path, children())
    assert "Made to go with version 2024.4" in said
    assert "0 printed counts and figures change, 0 are hidden now, 0 are shown again" in said
    assert "For readers" not in correct(folder, tmp_path, children(), "--alone")


@pytest.mark.services
def test_a_correction_goes_with_what_postgresql_holds(
    prepared: tuple[Path, str], tmp_path: Path, postgres_url: str
) -> None:
    folder, _ = prepared
    assert "Made to go" not in correct(folder, tmp_path, children(), "--dry-run", url=postgres_url)
    published = run(folder, "publish", str(folder / "release"), url=postgres_url)
    assert published.returncode == 0, published.stderr
    said = correct(folder, tmp_path, children(), url=postgres_url)
    assert "Made to go with version 2024.4 (" in said


def test_a_correction_goes_with_what_the_store_holds_by_itself(
    prepared: tuple[Path, str], tmp_path: Path
) -> None:
    folder, _ = prepared
    rows = children()
    ended = [row for row in rows if row["home"] == "Y" and row["closed_on"].startswith("2024")]
    for row in ended[:8]:
        row["home"] = "N"
    said = re.search(
        r"For readers of version 2024\.4 .*: (\d+) printed", correct(folder, tmp_path, rows)
    )
    assert said is not None
    assert int(said[1]) > 0
    shutil.copytree(folder, tmp_path / "desk")  # its store, which other tests read
    published = run(tmp_path / "desk", "publish", str(tmp_path / "corrected0"))
    assert published.returncode == 0, published.stderr


def test_a_correction_of_too_few_children_is_refused_by_name_and_with_a_way_on(
    prepared: tuple[Path, str], tmp_path: Path
) -> None:
    folder, _ = prepared
    rows = children()
    ended = [row for row in rows if row["home"] == "Y" and row["closed_on"].startswith("2024")]
    ended[0]["home"] = "N"
    done = try_correcting(folder, tmp_path, rows)
    assert done.returncode == DisclosureError.exit_code
    first, readers, *places, way = done.stderr.splitlines()
    assert re.fullmatch(r"Some small counts cannot be protected: .* One is .*\(endings\)\.", first)
    assert readers.startswith("Readers have version 2024.4 ")
    assert places[-2:] == ["- Both towns, 2024, Yes (endings)", "- Both towns, 2024, No (endings)"]
    assert "publish the correction together with others" in way
    days = r"2024(\.4 \([0-9a-f]+\))?"
    assert not re.search(r"\d", re.sub(days, "", done.stderr))  # no value
    assert remnants(done.stdout + done.stderr) == []
    assert not (tmp_path / "corrected0").exists()


def test_years_that_no_closed_period_has_are_told_and_added(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, policy = desk(tmp_path), tmp_path / "policy.json"
    levels = {level: {"periods": ["2023", "to_date"]} for level in ("Programme", "Local authority")}
    write_policy(policy, {**POLICY, "mostHidden": 1, "levels": levels})
    before = policy.read_bytes()
    assert main([*arguments, str(tmp_path / "first")]) == 0
    assert "Local authority: no closed period has 2024; --add-period" in capsys.readouterr().out

    add = [*arguments, str(tmp_path / "second"), "--add-period"]
    for wrong, error in (
        ("2023", InvalidRelease),
        ("202425", InvalidRelease),
        ("202425:2024-01-01", SettingsError),
        ("202425:1:2", SettingsError),
    ):
        assert main([*add, wrong]) == error.exit_code, wrong
    assert main([*add, "2024", "--dry-run"]) == 0
    assert policy.read_bytes() == before

    capsys.readouterr()
    assert main([*add, "2024"]) == 0
    said = capsys.readouterr().out
    assert "no closed period has" not in said
    assert "2024 is written into policy.json." in said
    for own in json.loads(policy.read_text("utf-8"))["levels"].values():
        assert own["periods"] == ["2023", "2024", "to_date"]
    assert "2024" in {c.period for c in cells_of(import_release(tmp_path / "second"))["endings"]}


def test_what_a_new_design_loses_of_an_earlier_release_is_told_and_a_dry_run_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, policy = desk(tmp_path), tmp_path / "policy.json"
    write_records(tmp_path / FILE, children(number=1500))
    needs = {"Programme": {"measures": ["living_at_home"], "points": 9}}
    long = {"Programme": {"periods": ["202324"]}, "Local authority": {"periods": ["to_date"]}}
    first = {"periods": {"202324": {}}, "levels": long, "mostHidden": 1, "needs": needs}
    write_policy(policy, {**POLICY, **first})
    assert main([*arguments, str(tmp_path / "first")]) == 0
    assert "Headline points: 1 of 1 are visible" in capsys.readouterr().out

    write_policy(policy, {**POLICY, "needs": needs, "mostHidden": 1})
    before = policy.read_bytes()
    choose = ["--choose", "--dry-run", "--alone", "--earlier", str(tmp_path / "first")]
    assert main([*arguments, str(tmp_path / "second"), *choose]) == 0
    said = capsys.readouterr().out
    head, _, row = (line.split("|") for line in re.findall(r"^\|.+\|$", said, re.MULTILINE))
    assert row[head.index(" lost of 2024.4 ")] == " 1 "
    assert "Fewer points than needed, Programme: living_at_home has 2 of 9.\n" in said
    assert said.count(f"{FILE} into referrals") == 1
    assert "is written into" not in said
    assert policy.read_bytes() == before
    assert not (tmp_path / "second").exists()
