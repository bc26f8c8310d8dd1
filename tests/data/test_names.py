"""Everything in a release is told from everything else, in addresses and by readers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.data.preparing.entries import Places, Unclear
from dashboard.data.queries import choices
from dashboard.data.release.checks.names import RESERVED
from dashboard.data.release.fields import File
from dashboard.data.release.names import folded
from dashboard.data.release.reading import import_release
from dashboard.data.release.reserved import LONGEST_VALUE
from dashboard.data.release.writing import write_release_whole
from tests.releases import check_release, edit_descriptor, place, replace_once, write_release

Texts = dict[str, str]
Edit = Callable[[Texts], None]
TAKEN = "expected another name: this one is taken"


def swap(path: str, old: str, new: str) -> Edit:
    return lambda texts: replace_once(texts, path, old, new)


def everywhere(old: str, new: str) -> Edit:
    def edit(texts: Texts) -> None:
        for path in texts:
            texts[path] = texts[path].replace(old, new)

    return edit


def found(tmp_path: Path, edit: Edit, *checks: str) -> list[str]:
    findings = check_release(write_release(tmp_path / "r", edit=edit))
    return [str(finding) for finding in findings if finding.check in checks]


@pytest.mark.parametrize(
    ("file", "column", "word"),
    [(file, column, word) for file, column, words in RESERVED for word in sorted(words)],
)
def test_word_that_addresses_or_references_use_is_refused_as_a_name(
    tmp_path: Path, file: File, column: str, word: str
) -> None:
    old = {"slug": "harbour", "breakdown": "route"}[column]
    edit = swap(file.path, f"\n{old},", f"\n{word},")
    assert f"[names] {file.path}, row 2, column {column}: {TAKEN}" in found(tmp_path, edit, "names")


def test_whole_named_all_is_refused_wherever_it_is_named(tmp_path: Path) -> None:
    assert found(tmp_path, everywhere("harbour,", "all,"), "names") == [
        f"[names] areas.csv, row 2, column slug: {TAKEN}"
    ]


def test_column_named_as_one_of_the_departments_is_refused(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        replace_once(texts, "data/delivery.meta.csv", "mean_days", "old_la_code")
        replace_once(texts, "data/delivery.csv", ",mean_days", "")

    findings = found(tmp_path, edit, "names")
    assert findings == [
        (
            "[names] data/delivery.meta.csv, column old_la_code: expected another name for this "
            "column: this one is taken"
        )
    ]


@pytest.mark.parametrize("name", ["x" * (LONGEST_VALUE + 1), "Po\x07lice"])
def test_group_that_no_address_can_name_is_refused(tmp_path: Path, name: str) -> None:
    findings = found(tmp_path, everywhere("Police,", f"{name},"), "names")
    assert len(findings) == 1
    assert findings[0].startswith("[names] groups.csv, row 4, column group: expected a name of at")
    group = "x" * LONGEST_VALUE
    assert found(tmp_path / "2", everywhere("Police,", f"{group},"), "names") == []


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("content", "a part of every page"),
        ("over_time", "a part of every page"),
        ("referrals-by-route", "row 2"),
        ("referrals_by_route_over-time", "row 2"),
        ("referrals-table", "row 2"),
        ("referrals_by-route-graph", "row 2"),
    ],
)
def test_measure_with_the_anchor_of_something_else_is_refused(
    tmp_path: Path, key: str, other: str
) -> None:
    assert found(tmp_path, swap("measures.csv", "living_at_home,", f"{key},"), "names") == [
        (
            "[names] measures.csv, row 3, column measure: expected a key whose charts are called "
            f"otherwise than those of {other}"
        )
    ]


def title_twice(texts: Texts) -> None:
    resources = json.loads(texts["datapackage.json"])["resources"]
    resources[1]["title"] = "CHILDREN referred,  by route"
    edit_descriptor(texts, resources=resources)


ALSO = "expected a text that is not also "
ALIKE: list[tuple[Edit, str]] = [
    (swap("groups.csv", "Police,Police,", "Police,children\u2019s  Social care,"),
     "groups.csv, row 4, column label: expected a text that is not also in row 3"),
    (swap("breakdowns.csv", "Living at home", "referral route"),
     "breakdowns.csv, row 3, column label: expected a text that is not also in row 2"),
    (swap("measures.csv", ",At home,", ",referred,"),
     "measures.csv, row 3, column short_title: expected a text that is not also in row 2"),
    (swap("measures.csv", ",Mean length of stay,", ",Living at  home at the end,"),
     "measures.csv, row 4, column title: expected a text that is not also in row 3"),
    (swap("context.csv", "\neastport", "\neastport,other,children aged 10 to 15,1,0,children,"
          "mid-2023,Office\neastport"),
     "context.csv, row 3, column label: expected a text that is not also in row 2"),
    (title_twice,
     f"datapackage.json, column title of data/endings.csv: {ALSO}that of title of data/referrals.csv"),
    (swap("data/delivery.meta.csv", "Mean days,", "CHILDREN,"),
     f"data/delivery.meta.csv, column label of mean_days: {ALSO}that of label of children"),
    (swap("areas.csv", "westport,Westport,", "westport,EASTPORT,"),
     "areas.csv, row 4, column name: expected a text that is not also in row 3"),
    (lambda texts: texts.update({"periods.csv": "time_period,time_identifier,label\n"
                                 "2023,Calendar year,The year\n2024,Calendar year,The year\n"}),
     "periods.csv, column 2024: expected a text that is not also that of 2023"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), ALIKE)
def test_what_reads_alike_is_refused_and_both_are_named(
    tmp_path: Path, edit: Edit, expected: str
) -> None:
    assert f"[labels] {expected}" in found(tmp_path, edit, "labels")


def test_groups_of_different_breakdowns_may_read_alike(tmp_path: Path) -> None:
    assert found(tmp_path, swap("groups.csv", "All routes", "All"), "labels") == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Not known", "not\u00a0 known ", True),
        ("10\u201313", "10-13", True),
        ("Children\u2019s", "children's", True),
        ("Other", "Others", False),
    ],
)
def test_folding_leaves_what_the_eye_tells_apart(one: str, other: str, *, alike: bool) -> None:
    assert (folded(one) == folded(other)) is alike


def add_board(texts: Texts) -> None:
    """Add a health board of the same name as Eastport."""
    texts["areas.csv"] += "eastport-board,Eastport,Health board,S08000029,,,,,\n"
    lines = texts["data/delivery.csv"].splitlines()
    for period, identifier, count in (
        ("2023", "Calendar year", "20"),
        ("2024", "Calendar year", "20"),
        ("202324", "To date", "40"),
    ):
        row = place("harbour", period, identifier) | {"geographic_level": "Health board"}
        lines.append(",".join([*row.values(), count, "100"]))
    texts["data/delivery.csv"] = "\n".join(lines) + "\n"


def test_areas_of_one_name_are_told_apart_by_their_level(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r", edit=add_board)
    assert check_release(folder) == ()
    catalogue = import_release(folder).catalogue
    names = {area.slug: area.name for area in catalogue.areas}
    assert names == {
        "harbour": "Both towns",
        "eastport": "Eastport (Local authority)",
        "westport": "Westport",
        "eastport-board": "Eastport (Health board)",
    }
    offered = dict(choices(catalogue, "figure", {"measure": "length_of_stay"})["area"].options)
    assert offered == names


def test_name_that_another_area_is_told_apart_by_is_refused(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        add_board(texts)
        replace_once(texts, "areas.csv", "Westport", "Eastport (health board)")

    assert found(tmp_path, edit, "labels") == [
        "[labels] areas.csv, row 5, column name: expected a text that is not also in row 4"
    ]


def test_files_keep_the_name_that_two_areas_share(tmp_path: Path) -> None:
    release = import_release(write_release(tmp_path / "r", edit=add_board))
    cells = {t.name: tuple(release.cells(t.name)) for t in release.catalogue.tables}
    write_release_whole(tmp_path / "again", release.catalogue, cells)
    assert "\neastport-board,Eastport,Health board," in (tmp_path / "again/areas.csv").read_text()
    assert ",Eastport," in (tmp_path / "again/data/delivery.csv").read_text()
    again = import_release(tmp_path / "again").catalogue
    assert again.areas == release.catalogue.areas
    assert check_release(tmp_path / "again") == ()


def test_records_that_name_one_of_two_areas_of_a_name_are_not_counted_for_either(
    tmp_path: Path,
) -> None:
    def edit(texts: Texts) -> None:
        add_board(texts)
        everywhere("Eastport", "East Port")(texts)

    places = Places(import_release(write_release(tmp_path / "r", edit=edit)).catalogue)
    with pytest.raises(Unclear):
        places.read("East Port")
    assert places.read("east port (health board)") == "eastport-board"
    assert places.read("E09000101") == "eastport"


def test_family_quote_may_not_name_a_place_that_shares_its_name(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        add_board(texts)
        replace_once(texts, "quotes.csv", "and me", "in Eastport")

    findings = found(tmp_path, edit, "quotes")
    assert any(finding.startswith("[quotes] quotes.csv, row 2") for finding in findings)
