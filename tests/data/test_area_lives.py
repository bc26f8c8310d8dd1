"""Areas that closed, were succeeded, or changed their code are told as what they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.data.release.reading import import_release
from dashboard.data.release.writing import write_release as write_again
from tests.releases import check_release, write_release
from tests.web.crawling import published

Texts = dict[str, str]
AREAS = "areas.csv"


def lives(eastport: str, westport: str) -> Callable[[Texts], None]:
    """Add the last three columns of areas.csv."""

    def edit(texts: Texts) -> None:
        header, whole, east, west = texts[AREAS].splitlines()
        added = "closed,succeeded_by,earlier_codes"
        texts[AREAS] = f"{header},{added}\n{whole},,,\n{east},{eastport}\n{west},{westport}\n"

    return edit


def test_code_alone_changes_and_the_line_goes_on(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        lives(",,E09000999", ",,")(texts)
        for path in ("data/referrals.csv", "data/endings.csv"):
            old = [
                line.replace("901,E09000101", "999,E09000999") if line.startswith("2023") else line
                for line in texts[path].splitlines()
            ]
            texts[path] = "\n".join(old) + "\n"

    folder = write_release(tmp_path / "r", edit=edit)
    assert check_release(folder) == ()
    plain = write_release(tmp_path / "plain")
    for table in ("referrals", "endings"):
        cells = list(import_release(folder).cells(table))
        assert cells == list(import_release(plain).cells(table))


def lying(*coordinates: str) -> Callable[[Texts], None]:
    """Add the coordinates of the two towns to areas.csv."""

    def edit(texts: Texts) -> None:
        header, whole, *towns = texts[AREAS].splitlines()
        rows = [f"{town},{there}" for town, there in zip(towns, coordinates, strict=True)]
        texts[AREAS] = "\n".join([f"{header},latitude,longitude", f"{whole},,", *rows, ""])

    return edit


def test_areas_with_coordinates_are_on_a_map_and_the_others_are_named(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r", edit=lying("51.5,0", ","))
    assert check_release(folder) == ()
    again = tmp_path / "again"
    release = import_release(folder)
    cells = {table.name: tuple(release.cells(table.name)) for table in release.catalogue.tables}
    write_again(again, release.catalogue, cells)
    assert import_release(again).catalogue.areas[1].longitude == 0
    with published(folder, f"sqlite:///{tmp_path / 'store.sqlite'}") as (client, _):
        page = client.get("/areas").text
        assert 'class="map"' in page
        assert '<a href="/areas/eastport"><text' in page
        assert "Not on the map, as the release does not say where: Westport." in page
        assert "Natural Earth" in page


def test_without_coordinates_there_is_no_map(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r")
    with published(folder, f"sqlite:///{tmp_path / 'store.sqlite'}") as (client, _):
        page = client.get("/areas").text
        assert 'href="/areas/eastport"' in page
        assert "<svg" not in page
        assert "Natural Earth" not in page


@pytest.mark.parametrize(
    ("eastport", "column", "expected"),
    [
        ("51.5,", "longitude", "a longitude, as there is a latitude"),
        (",0.1", "latitude", "a latitude, as there is a longitude"),
        ("-1.9,52.5", "latitude", "a number in plain digits from 49 to 61"),
        ("-1.9,52.5", "longitude", "a number in plain digits from -11 to 2"),
        ("51° 30',0.1", "latitude", "a number in plain digits"),
        ("51.5,-11.01", "longitude", "a number in plain digits from -11 to 2"),
    ],
)
def test_coordinates_are_both_there_and_of_these_islands(
    tmp_path: Path, eastport: str, column: str, expected: str
) -> None:
    found = check_release(write_release(tmp_path / "r", edit=lying(eastport, ",")))
    assert (AREAS, 3, column, expected) in [(f.file, f.row, f.column, f.expected) for f in found]


def test_area_that_closed_has_no_later_figures(tmp_path: Path) -> None:
    found = check_release(write_release(tmp_path / "r", edit=lives("2023-12-31,westport,", ",,")))
    told = {(f.check, f.expected) for f in found}
    assert told == {("opening", "z: Eastport had not opened, or had closed")}


@pytest.mark.parametrize(
    ("eastport", "column"),
    [
        ("2022-12-31,,", "closed"),
        (",westport,", "succeeded_by"),
        ("2024-12-31,eastport,", "succeeded_by"),
        ("2024-12-31,northport,", "succeeded_by"),
        (",,E09000102", "code"),
        (",,901", "earlier_codes"),
    ],
)
def test_lives_that_make_no_sense_are_refused(tmp_path: Path, eastport: str, column: str) -> None:
    found = check_release(write_release(tmp_path / "r", edit=lives(eastport, ",,")))
    assert column in {f.column for f in found if f.file == AREAS}


def test_pages_say_when_an_area_closed_and_what_came_after(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r", edit=lives("2024-12-31,westport,", ",,"))
    assert check_release(folder) == ()
    words = "closed on 31 December 2024, succeeded by Westport"
    with published(folder, f"sqlite:///{tmp_path / 'store.sqlite'}") as (client, _):
        assert words in client.get("/areas").text
        assert words in client.get("/areas/eastport").text


def similar_to(slug: str) -> Callable[[Texts], None]:
    def edit(texts: Texts) -> None:
        header, whole, east, west = texts[AREAS].splitlines()
        texts[AREAS] = f"{header},similar\n{whole},\n{east},{slug}\n{west},\n"

    return edit


def test_areas_that_the_release_calls_similar_stand_side_by_side(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r", edit=similar_to("westport"))
    assert check_release(folder) == ()
    with published(folder, f"sqlite:///{tmp_path / 'store.sqlite'}") as (client, _):
        assert "Eastport and similar areas" in client.get("/compare").text
        assert 'href="/compare?among=eastport"' in client.get("/areas/eastport").text
        assert "among=" not in client.get("/areas/westport").text
        assert 'class="notice"' not in client.get("/compare?among=eastport").text


@pytest.mark.parametrize("slug", ["harbour", "eastport", "northport"])
def test_only_other_areas_of_its_level_are_similar_to_one(tmp_path: Path, slug: str) -> None:
    found = check_release(write_release(tmp_path / "r", edit=similar_to(slug)))
    assert [(f.file, f.column) for f in found] == [(AREAS, "similar")]


@pytest.mark.parametrize(
    ("columns", "entries", "fault"),
    [
        ("similar", "harbour", "similar"),
        ("closed,succeeded_by", "2020-01-01,", "closed"),
        ("closed,succeeded_by", ",westport", "succeeded_by"),
    ],
)
def test_a_fault_of_an_area_is_told_by_its_row_below_a_blank_one(
    tmp_path: Path, columns: str, entries: str, fault: str
) -> None:
    def edit(texts: Texts) -> None:
        header, whole, east, west = texts[AREAS].splitlines()
        blank = "," * columns.count(",")
        rows = [
            f"{header},{columns}",
            f"{whole},{blank}",
            "",
            f"{east},{entries}",
            f"{west},{blank}",
            "",
        ]
        texts[AREAS] = "\n".join(rows)

    found = check_release(write_release(tmp_path / "r", edit=edit))
    assert (4, fault) in [(f.row, f.column) for f in found if f.file == AREAS]


def test_a_nation_and_levels_in_other_capitals_are_written_as_they_were_read(
    tmp_path: Path,
) -> None:
    def edit(texts: Texts) -> None:
        texts[AREAS] = (
            texts[AREAS]
            .replace("Both towns,Programme,", "Wales,National,W92000004")
            .replace("Local authority", "Local Authority")
        )
        for path in [path for path in texts if path.startswith("data/")]:
            texts[path] = (
                texts[path]
                .replace("Programme,E92000001,England", "National,W92000004,Wales")
                .replace("E92000001,England", "W92000004,Wales")
            )

    folder = write_release(tmp_path / "r", edit=edit)
    assert check_release(folder) == ()
    release = import_release(folder)
    tables = release.catalogue.tables
    cells = {table.name: list(release.cells(table.name)) for table in tables}
    write_again(tmp_path / "again", release.catalogue, cells)
    assert check_release(tmp_path / "again") == ()
    assert "England" not in (tmp_path / "again" / tables[0].path).read_text("utf-8")
    again = import_release(tmp_path / "again")
    assert {name: list(again.cells(name)) for name in cells} == cells
