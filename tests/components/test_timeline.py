"""The line of time: its order, its dates as exact as their sources, and where it ends."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import msgspec
import pytest

from dashboard.components.timeline import HEADING, MOST_AT_A_GLANCE, timeline
from dashboard.data.release.model import Area, Catalogue, Level
from dashboard.data.release.reading import import_release
from dashboard.data.release.writing import write_release as write_again
from dashboard.illustrative.draft import DRAFT
from dashboard.web.prerendering import render
from dashboard.web.whole_release import DICTIONARY
from dashboard.wording import format_moment
from tests.conftest import ILLUSTRATIVE
from tests.releases import check_release, write_release
from tests.web.crawling import published

Texts = dict[str, str]
HEADER = "on,until,label,text,source,url"
LATER = '2030,,The lease ends,,"Board papers, 2024",'
FEW = (
    LATER,
    "2023-02,2024-01-05,Eastport opens,In the old customs house.,Board,https://harbour.example/b",
    "2023,,Harbour begins,,Board,",
)
ITEM = re.compile(r"<li[^>]*>(.*?)</li>", re.DOTALL)


def happened(*rows: str) -> Callable[[Texts], None]:
    def edit(texts: Texts) -> None:
        texts["events.csv"] = "\n".join([HEADER, *rows, ""])

    return edit


def catalogue_of(folder: Path, *rows: str) -> Catalogue:
    return import_release(write_release(folder / "r", edit=happened(*rows))).catalogue


def steps(catalogue: Catalogue, *, brief: bool = False) -> list[str]:
    html = "".join(map(render, timeline(catalogue, brief=brief)))
    html = html.replace("<br>", " ")
    return [unescape(re.sub(r"<[^>]+>", "", item)) for item in ITEM.findall(html)]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (("2020",), "2020"),
        (("2021-02",), "February 2021"),
        (("2021-08-06", "2022-05-31"), "6 August 2021 to 31 May 2022"),
        (("2020", "2021-03"), "2020 to March 2021"),
    ],
)
def test_a_moment_is_no_more_exact_than_its_source(moment: tuple[str, ...], said: str) -> None:
    assert format_moment(*moment) == said


def test_events_are_in_order_and_the_figures_end_among_them(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, *FEW)
    assert steps(catalogue) == [
        "2023 Harbour beginsBoard",
        "February 2023 to 5 January 2024 Eastport opensIn the old customs house. Board",
        "31 December 2024 These illustrative figures reach to here",
        "2030 The lease endsBoard papers, 2024",
    ]
    assert steps(catalogue, brief=True)[-1] == "2030 The lease ends"
    html = "".join(map(render, timeline(catalogue)))
    assert '<time datetime="2023-02">' in html
    assert '<a href="https://harbour.example/b">Board</a>' in html


def test_figures_of_a_real_release_are_not_called_illustrative(tmp_path: Path) -> None:
    catalogue = replace(catalogue_of(tmp_path, LATER), illustrative=False)
    assert steps(catalogue)[0] == "31 December 2024 These figures reach to here"


def test_the_end_is_that_of_figures_not_of_returns_that_are_due(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        happened(LATER)(texts)
        texts["returns.csv"] += "2026,Calendar year Q1,eastport,not_due,2026-04-28,\n"

    catalogue = import_release(write_release(tmp_path / "r", edit=edit)).catalogue
    assert max(period.ends.year for period in catalogue.periods) == 2026
    assert steps(catalogue)[0].startswith("31 December 2024")


def test_a_release_with_events_passes_and_is_written_as_it_was(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r", edit=happened(*FEW))
    assert check_release(folder) == ()
    release = import_release(folder)
    cells = {table.name: tuple(release.cells(table.name)) for table in release.catalogue.tables}
    write_again(tmp_path / "again", release.catalogue, cells)
    assert import_release(tmp_path / "again").catalogue.events == release.catalogue.events
    assert len(release.catalogue.events) == len(FEW)


@pytest.mark.parametrize(
    ("row", "check", "column"),
    [
        ("2023-2,,Begins,,Board,", "entries", "on"),
        ("spring 2023,,Begins,,Board,", "entries", "on"),
        ("2023-13,,Begins,,Board,", "entries", "on"),
        ("2023-02-30,,Begins,,Board,", "dates", "on"),
        ("2023-02,2023-02-29,Begins,,Board,", "dates", "until"),
        ("2023-02,2022,Begins,,Board,", "dates", "until"),
        ("2023-02,2023-01-31,Begins,,Board,", "dates", "until"),
        ("2023,,Begins,,,", "entries", "source"),
        ("2023,,,,Board,", "entries", "label"),
        ("2023,,Begins,,Board,http://harbour.example", "entries", "url"),
        ("2023,,Begins,Tom is the first child.,Board,", "wording", "text"),
    ],
)
def test_faults_of_events_are_found_where_they_are(
    tmp_path: Path, row: str, check: str, column: str
) -> None:
    found = check_release(write_release(tmp_path / "r", edit=happened(FEW[-1], row)))
    assert (check, "events.csv", 3, column) in [(f.check, f.file, f.row, f.column) for f in found]


@pytest.mark.parametrize("until", ["2023", "2023-02", "2023-02-28"])
def test_what_ends_in_the_month_or_year_in_which_it_began_is_in_order(
    tmp_path: Path, until: str
) -> None:
    edit = happened(f"2023-02,{until},Begins,,Board,")
    assert check_release(write_release(tmp_path / "r", edit=edit)) == ()


def test_pages_and_files_have_the_line_and_nothing_where_there_is_none(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with published(ILLUSTRATIVE, address) as (client, _):
        about, summary = client.get("/about").text, client.get("/").text
        assert 'id="timeline" class="fold" open' in about
        for event in DRAFT.events:
            assert f"<strong>{event.label}</strong>" in about
            assert f"<strong>{event.label}</strong>" in summary
        assert 'href="/about#timeline"' in summary
        whole = zipfile.ZipFile(io.BytesIO(client.get("/data/release.zip").data))
        assert "events.csv" in whole.namelist()
        assert "events.csv" in whole.read(DICTIONARY).decode()
    with published(write_release(tmp_path / "r"), f"{address}2") as (client, _):
        for path in ("/", "/about"):
            assert HEADING not in client.get(path).text


def test_many_events_are_on_about_alone_and_opened_there_when_asked_for(tmp_path: Path) -> None:
    rows = [f"2023-{n:02},,Event {n},,Board," for n in range(1, MOST_AT_A_GLANCE + 2)]
    folder = write_release(tmp_path / "r", edit=happened(*rows))
    with published(folder, f"sqlite:///{tmp_path / 'store.sqlite'}") as (client, _):
        assert 'id="timeline" class="fold"><summary>' in client.get("/about").text
        assert HEADING not in client.get("/").text


def test_a_release_kept_before_there_were_events_and_coordinates_is_still_read(
    tmp_path: Path,
) -> None:
    kept = msgspec.json.decode(msgspec.json.encode(catalogue_of(tmp_path, *FEW)))
    del kept["events"]
    for area in kept["areas"]:
        del area["latitude"], area["longitude"]
    read = msgspec.json.decode(msgspec.json.encode(kept), type=Catalogue)
    assert read.events == ()
    assert read.areas[0] == Area("harbour", "Both towns", Level.PROGRAMME)
