"""Missing rows are told in one line, and written as markers, never as figures."""

from __future__ import annotations

import contextlib
import csv
import itertools
import json
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.data.release.findings import LINES
from dashboard.data.release.model import Marker
from dashboard.data.release.reading import import_release
from dashboard.exceptions import DisclosureError, InvalidRelease
from dashboard.publishing.__main__ import main
from tests.releases import DESCRIPTOR, check_release, write_release

REFERRALS = "data/referrals.csv"
MOST_SECONDS = 40  # of processor, for a table of all authorities


def write_gaps(folder: Path) -> Path:
    """Write a release without a town's first year, and without the police of another's quarter."""

    def edit(texts: dict[str, str]) -> None:
        lines = texts[REFERRALS].splitlines()
        quarter = "2024,Calendar year Q1,Local authority"
        texts[REFERRALS] = "\n".join(
            line
            for line in lines
            if not (line.startswith("2023,Calendar year,") and "Westport" in line)
            and not (line.startswith(quarter) and "Eastport,Police" in line)
        )

    return write_release(folder, edit=edit)


def test_missing_rows_are_told_in_one_line_with_how_many_and_why(tmp_path: Path) -> None:
    told = [str(f) for f in check_release(write_gaps(tmp_path / "r")) if f.check == "matrix"]
    expected = (
        "4 more rows: a place has none of a period (first: area=westport, period=2023); one is of "
        "groups that other places have there (first: area=eastport, period=2024q1, route=Police). "
        "`complete` writes them, marked x or z"
    )
    assert told == [f"[matrix] {REFERRALS}: expected {expected}"]


def test_complete_writes_markers_and_leaves_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_gaps(tmp_path / "r")
    before = (folder / REFERRALS).read_bytes()
    assert main(["complete", str(folder), "--dry-run"]) == 0
    assert (folder / REFERRALS).read_bytes() == before
    assert main(["complete", str(folder)]) == 0
    assert "referrals: 4 rows written." in capsys.readouterr().out
    assert (folder / REFERRALS).read_bytes().startswith(before)
    assert check_release(folder) == ()
    cells = {(c.area, c.period, c.groups): c for c in import_release(folder).cells("referrals")}
    assert cells["eastport", "2024q1", (("route", "Police"),)].marker is Marker.NOT_AVAILABLE
    assert cells["westport", "2023", (("route", "Total"),)].marker is Marker.NOT_APPLICABLE


def test_every_finding_can_be_had_in_a_file(tmp_path: Path) -> None:
    folder, file = write_gaps(tmp_path / "r"), tmp_path / "findings.csv"
    assert main(["check", str(folder), "--findings", str(file)]) != 0
    lines = file.read_text().splitlines()
    assert lines[0] == "check,file,row,column,expected"
    assert any(line.startswith(f"matrix,{REFERRALS},,,") for line in lines[1:])


def test_ways_to_hidden_counts_are_one_screen_and_all_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def edit(texts: dict[str, str]) -> None:
        # One of each three routes is hidden, and follows from the others.
        texts[REFERRALS] = re.sub(r"(,Police,)\d+", r"\1c", texts[REFERRALS])

    folder, file = write_release(tmp_path / "r", edit=edit), tmp_path / "findings.csv"
    assert main(["check", str(folder), "--findings", str(file)]) == DisclosureError.exit_code
    told = capsys.readouterr().err.splitlines()
    with file.open(newline="") as stream:
        ways = [row["expected"] for row in csv.DictReader(stream) if row["check"] == "audit"]
    assert len(ways) > LINES
    shown = [line for line in told if line in ways]
    assert 0 < len(shown) <= LINES
    assert any(f"and {len(ways) - len(shown):,} more" in line for line in told)


def test_who_waits_at_a_terminal_is_shown_a_bar(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r")
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "dashboard.publishing", "check", str(folder)]
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite'}"}
    subprocess.run(command, stderr=follower, stdout=subprocess.DEVNULL, env=environment, check=True)
    os.close(follower)
    shown = b""
    with contextlib.suppress(OSError):  # what Linux says of a terminal that was closed
        while read := os.read(leader, 65_536):
            shown += read
    os.close(leader)
    assert [word in shown for word in (b"Reading", b"Checking", b"Auditing")] == [True] * 3
    assert "━".encode() in shown
    piped = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert piped.stderr == b""


def test_a_national_table_of_20_040_rows_is_checked_in_forty_seconds(tmp_path: Path) -> None:
    head = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    lines = [f"{head}region_name,old_la_code,new_la_code,la_name,subject,children"]
    for number, year, subject in itertools.product(range(167), range(2019, 2024), range(24)):
        place = f"E92000001,England,,,{number + 200},E09000{number:03d},Town {number}"
        if number == 0:
            place = "E92000001,England,,,,,"
        level = "Local authority" if number else "National"
        count = 5 + (number * 7 + year * 3 + subject * 11) % 90
        shown = "c" if number and count % 13 == 0 else str(count * (1 if number else 100))
        lines.append(f"{year},Calendar year,{level},{place},Subject {subject},{shown}")
    table, folder = tmp_path / "national.csv", tmp_path / "r"
    table.write_text("\n".join(lines) + "\n")
    mapping = tmp_path / "mapping.json"
    disclosure = {"threshold": 5, "rounding": 1, "statement": "Counts from 1 to 4 are hidden."}
    release = {n: e for n, e in DESCRIPTOR.items() if n not in ("resources", "formatVersion")}
    programme = release["programme"] | {"whole": "england"}
    mapping.write_text(
        json.dumps({"release": release | {"disclosure": disclosure, "programme": programme}})
    )
    assert main(["import", str(table), str(folder), "--mapping", str(mapping)]) == 0
    started = time.process_time()
    assert main(["check", str(folder)]) in (0, InvalidRelease.exit_code)
    assert time.process_time() - started < MOST_SECONDS
