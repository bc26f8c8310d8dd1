"""Every printed share is tied to its denominator, and to its numerator where that is printed too."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.data.release.reading import read_release
from dashboard.data.release.writing import write_release
from dashboard.data.release.writing.seal import seal_release
from dashboard.data.store.releases import Store
from tests.attacker.writing import ReleaseText, TableText, write
from tests.releases import check_release

SEX = {"sex": ("parts", {"Total": "", "girls": "Total", "boys": "Total"})}
COLUMNS = {"children": "children", "home": "%", "reached": "children"}
HOME, CHILDREN = "table=asked; column=home", "table=asked; column=children"
REACHED = "table=asked; column=reached"
DENOMINATORS, NUMERATORS, MEANS = "share_denominators", "share_numerators", "means"
REPORTED = "reported_figures"


def text(
    *lines: str, measures: Iterable[tuple[str, str]] = (), unit: str = "%", sex: bool = False
) -> ReleaseText:
    """Return one area's years, with the (numerator, denominator) of measures of its share."""
    table = TableText(
        "asked",
        [("harbour", *line.split("; ")) for line in lines],
        filters=("sex",) if sex else (),
        columns=COLUMNS | {"home": unit},
    )
    reported = [("reported", unit, *sides) for sides in measures]
    breakdowns = SEX if sex else {}
    return ReleaseText([table], areas={"harbour": ""}, breakdowns=breakdowns, measures=reported)


def folder_of(path: Path, release: ReleaseText, *, counted: str = "", denied: str = "") -> Path:
    folder = write(path, release)
    if counted:
        measures = folder / "measures.csv"
        header, *lines = measures.read_text("utf-8").splitlines()
        ends = [f"{line},{counted if ',reported,' in line else ''}" for line in lines]
        measures.write_text("\n".join([f"{header},counted", *ends, ""]), "utf-8")
    if denied:
        (folder / "not_sums.csv").write_text(f"sum,because\n{denied},By chance.\n", "utf-8")
    seal_release(folder)
    return folder


def found(folder: Path, check: str) -> list[tuple[int | None, str]]:
    return [(f.row, f.expected) for f in check_release(folder) if f.check == check]


def rows(folder: Path, check: str) -> list[int | None]:
    return [row for row, _ in found(folder, check)]


LINES = "2023; 40; 50.0; 20", "2024; 60; 50.0; 30", "2025; 50; 20.0; c"
BOTH = [(HOME, CHILDREN)]


@pytest.mark.parametrize("unit", ["%", "proportion", "per 1,000", "ratio", "per head"])
def test_a_share_that_no_measure_reports_is_refused_where_counts_are_suppressed(
    unit: str, tmp_path: Path
) -> None:
    lines = [line.replace("50.0", "0.5").replace("20.0", "0.2") for line in LINES]
    assert rows(folder_of(tmp_path / "a", text(*lines, unit=unit)), DENOMINATORS) == [2, 3, 4]
    low = [*lines[:2], "2025; 50; low; c"]
    assert rows(folder_of(tmp_path / "low", text(*low, unit=unit)), DENOMINATORS) == [2, 3, 4]
    declared = folder_of(tmp_path / "b", text(*lines, unit=unit, measures=BOTH))
    assert not found(declared, DENOMINATORS)


def test_a_measure_without_a_denominator_declares_none(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, text(*LINES, measures=[(HOME, "")]))
    assert rows(folder, DENOMINATORS) == [2, 3, 4]


def test_a_denominator_that_counts_nobody_declares_none(tmp_path: Path) -> None:
    assert rows(folder_of(tmp_path, text(*LINES, measures=[(HOME, HOME)])), DENOMINATORS)


def test_a_denominator_of_one_group_leaves_the_others_without(tmp_path: Path) -> None:
    lines = "2024; Total; 40; 50.0; 20", "2024; girls; 20; 50.0; c", "2024; boys; 20; 50.0; c"
    release = text(*lines, measures=[(f"{HOME}; sex=girls", CHILDREN)], sex=True)
    assert rows(folder_of(tmp_path / "one", release), DENOMINATORS) == [2, 4]
    release = text(*lines, measures=BOTH, sex=True)
    assert not found(folder_of(tmp_path / "all", release), DENOMINATORS)


def test_a_denominator_without_a_row_declares_none(tmp_path: Path) -> None:
    release = text(*LINES, measures=[(HOME, "table=seen; column=children")])
    seen = TableText("seen", [("harbour", "2023", "40"), ("harbour", "2024", "60")])
    folder = folder_of(
        tmp_path, ReleaseText([*release.tables, seen], release.areas, measures=release.measures)
    )
    assert rows(folder, DENOMINATORS) == [4]


def test_nothing_need_be_declared_where_no_share_can_be_one_of_few(tmp_path: Path) -> None:
    lines = ["2023; 400; 66.7; 200", "2024; 600; 50.0; 300"]
    assert not found(folder_of(tmp_path / "many", text(*lines)), DENOMINATORS)
    few = folder_of(tmp_path / "few", text(*lines, "2025; 20; 15.0; 200"))
    assert rows(few, DENOMINATORS) == [4]  # 15.0% of 20 are 3
    all_but_few = folder_of(tmp_path / "rest", text(*lines, "2025; 20; 85.0; 200"))
    assert rows(all_but_few, DENOMINATORS) == [4]


def test_people_of_context_csv_may_be_what_a_rate_is_out_of(tmp_path: Path) -> None:
    lines = ["2023; 4000; 0.5; 200", "2024; 4000; 5.1; 300"]
    folder = write(tmp_path, text(*lines, unit="per 10,000"))
    assert not found_after(folder, "rank")
    assert found_after(folder, "children") == [2]  # 0.5 per 10,000 of 60,000 are 3


def found_after(folder: Path, unit: str) -> list[int | None]:
    header = "area,key,label,value,decimals,unit,period,source\n"
    line = f"harbour,population,Aged 10 to 15,60000,0,{unit},2023,ONS\n"
    (folder / "context.csv").write_text(header + line, "utf-8")
    seal_release(folder)
    return rows(folder, DENOMINATORS)


def test_a_count_beside_a_share_is_its_numerator_unless_that_is_denied(tmp_path: Path) -> None:
    """30 of 60, 20 of 40: and so a suppressed 10 of 50."""
    release = text(*LINES, measures=BOTH)
    ((_, expected),) = found(folder_of(tmp_path / "asked", release), NUMERATORS)
    name = expected.split("`")[3]
    assert not found(folder_of(tmp_path / "denied", release, denied=name), NUMERATORS)
    assert not found(folder_of(tmp_path / "counted", release, counted=REACHED), NUMERATORS)


def test_a_count_that_contradicts_a_share_is_not_its_numerator(tmp_path: Path) -> None:
    release = text("2023; 40; 50.0; 25", *LINES[1:], measures=BOTH)
    assert not found(folder_of(tmp_path, release), NUMERATORS)


def test_a_count_that_is_printed_as_often_as_its_share_tells_no_more(tmp_path: Path) -> None:
    release = text(*LINES[:2], measures=BOTH)
    assert not found(folder_of(tmp_path, release), NUMERATORS)


def test_a_count_of_another_table_is_asked_about_where_it_fits_in_several_places(
    tmp_path: Path,
) -> None:
    lines = ["2021; 80; 50.0; 5", "2022; 70; 50.0; 5", "2023; 40; 50.0; 5", "2024; 60; 50.0; 6"]
    for name, last, asked in (("few", "9", 0), ("many", "20", 1)):
        counts = ("40", "35", last, "c")
        visits = [("harbour", str(2021 + n), count) for n, count in enumerate(counts)]
        table = TableText("visits", visits, universe="visited", columns={"came": "children"})
        release = text(*lines, measures=BOTH)
        both = ReleaseText([*release.tables, table], release.areas, measures=release.measures)
        assert len(found(folder_of(tmp_path / name, both), NUMERATORS)) == asked


def test_what_is_counted_fits_the_share(tmp_path: Path) -> None:
    release = text("2023; 40; 50.0; 25", "2024; 60; 50.0; 30", measures=BOTH)
    assert rows(folder_of(tmp_path, release, counted=REACHED), NUMERATORS) == [2]


def test_a_count_is_declared_whichever_measure_says_so(tmp_path: Path) -> None:
    release = text(*LINES, measures=[*BOTH, (HOME, CHILDREN)])
    folder = folder_of(tmp_path, release, counted=REACHED)
    path = folder / "measures.csv"
    path.write_text(path.read_text("utf-8").replace(f",{REACHED}", ",", 1), "utf-8")
    seal_release(folder)
    assert not found(folder, NUMERATORS)


@pytest.mark.parametrize(("universe", "asked"), [("children referred", 1), ("visited", 0)])
def test_the_same_children_in_another_table_need_fit_nowhere(
    universe: str, asked: int, tmp_path: Path
) -> None:
    release = text("2024; 60; 50.0; 35", "2025; 50; 20.0; 40", measures=BOTH)
    came = [("harbour", "2024", "c"), ("harbour", "2025", "c")]
    table = TableText("visits", came, universe=universe, columns={"came": "children"})
    both = replace(release, tables=[*release.tables, table])
    assert len(found(folder_of(tmp_path, both), NUMERATORS)) == asked


@pytest.mark.parametrize(("girls", "asked"), [("30", 1), ("31", 0), ("c", 0)])
def test_a_group_of_the_same_universe_need_fit_once(girls: str, asked: int, tmp_path: Path) -> None:
    """50.0% of 60 are girls, and so 20 of 40."""
    lines = ["2024; Total; 60; 50.0; 55", "2025; Total; 40; 50.0; 35"]
    lines += [f"2024; girls; {girls}; c; c", "2025; girls; c; c; c"]
    lines += ["2024; boys; c; c; c", "2025; boys; c; c; c"]
    folder = folder_of(tmp_path, text(*lines, measures=BOTH, sex=True))
    asked_of = [
        line for _, line in found(folder, NUMERATORS) if "column=children; sex=girls" in line
    ]
    assert len(asked_of) == asked


@pytest.mark.parametrize("counted", [HOME, "table=asked; column=nothing", "table=none; column=x"])
def test_what_is_counted_are_children(counted: str, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, text(*LINES, measures=BOTH), counted=counted)
    assert [f.column for f in check_release(folder) if f.check == "references"] == ["counted"]


def test_an_identity_of_a_share_and_a_count_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, text(*LINES, measures=BOTH))
    lines = f"left,relation,right,period_type\n{HOME},equals,{REACHED},\n"
    (folder / "identities.csv").write_text(lines, "utf-8")
    seal_release(folder)
    findings = [(f.check, f.column) for f in check_release(folder) if f.file == "identities.csv"]
    assert findings == [("references", "left")]
    assert not [f for f in check_release(folder) if f.check == "identities"]


def test_what_is_counted_outlives_the_store_and_the_writing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", text(*LINES, measures=BOTH), counted=REACHED)
    release = read_release(folder).release()
    assert release.catalogue.measures[1].counted is not None
    store = Store.open(f"sqlite:///{tmp_path / 's.sqlite'}", read_only=False)
    store.publish(release)
    assert store.catalogue() == release.catalogue
    store.close()
    cells = {table.name: release.cells(table.name) for table in release.catalogue.tables}
    write_release(tmp_path / "b", release.catalogue, cells)
    with (tmp_path / "b/measures.csv").open(encoding="utf-8") as file:
        assert [row["counted"] for row in csv.DictReader(file)] == ["", REACHED]


@pytest.mark.parametrize("unit", ["days", "points", "mean visits", "weeks from start to end"])
def test_a_mean_needs_the_number_that_it_rests_on_where_counts_are_suppressed(
    unit: str, tmp_path: Path
) -> None:
    lines = [line.replace("50.0", "118.2").replace("20.0", "97.4") for line in LINES]
    assert rows(folder_of(tmp_path / "bare", text(*lines, unit=unit)), MEANS) == [2, 3, 4]
    declared = folder_of(tmp_path / "declared", text(*lines, unit=unit, measures=BOTH))
    assert not found(declared, MEANS)
    exact = [line.replace("; c", "; 10") for line in lines]
    assert not found(folder_of(tmp_path / "exact", text(*exact, unit=unit)), MEANS)


@pytest.mark.parametrize(
    ("unit", "label"),
    [
        ("per cent change", "Home"),
        ("percentage points", "Home"),
        ("%", "Change since last year"),
        ("index", "Home"),
        ("rank", "Home"),
        ("", "Home"),
        ("success", "Home"),
        ("children", "Average of three years"),
        ("", "Average number of children"),
        ("change in children", "Home"),
    ],
)
def test_what_is_worked_out_from_counts_stands_next_to_no_suppressed_one(
    unit: str, label: str, tmp_path: Path
) -> None:
    """Of 60 children a year ago, a change of -95.0% leaves 3."""
    lines = [line.replace("50.0", "50.1").replace("20.0", "95.5") for line in LINES]
    assert relabelled(tmp_path / "all", text(*lines, unit=unit), label) == [None]
    exact = [line.replace("; c", "; 10") for line in lines]
    assert not relabelled(tmp_path / "exact", text(*exact, unit=unit), label)


@pytest.mark.parametrize("label", ["Change in children referred", "Average children a quarter"])
def test_whole_numbers_that_are_worked_out_from_counts_are_no_counts(
    label: str, tmp_path: Path
) -> None:
    lines = [line.replace("50.0", "50").replace("20.0", "20") for line in LINES]
    release = text(*lines, unit="children")
    assert relabelled(tmp_path / "all", release, label, decimals="0") == [None]
    assert not relabelled(tmp_path / "count", release, "Children seen", decimals="0")


@pytest.mark.parametrize(
    ("unit", "label"),
    [
        ("£", "Cost"),
        ("change in £", "Cost"),
        ("miles", "Way"),
        ("days", "Home"),
        ("points", "Change in mean score"),
        ("%", "Children with an increase in attendance"),
    ],
)
def test_a_figure_of_something_else_may_stand_next_to_a_suppressed_count(
    unit: str, label: str, tmp_path: Path
) -> None:
    lines = [line.replace("50.0", "50.1").replace("20.0", "95.5") for line in LINES]
    assert not relabelled(tmp_path / "all", text(*lines, unit=unit, measures=BOTH), label)


def relabelled(
    folder: Path, release: ReleaseText, label: str, decimals: str = "1"
) -> list[int | None]:
    """Return the rows found in a release that calls its share otherwise."""
    meta = write(folder, release) / "data/asked.meta.csv"
    lines = meta.read_text("utf-8").splitlines()
    columns = [line.split(",") for line in lines]
    for own in columns:
        if own[0] == "home":
            own[2], own[5] = label, decimals
    meta.write_text("\n".join([",".join(own) for own in columns] + [""]), "utf-8")
    seal_release(folder)
    return rows(folder, REPORTED)


def test_so_much_per_child_needs_its_number_as_a_mean_does(tmp_path: Path) -> None:
    """£6,000 in all and £2,000 per child are 3 children."""
    lines = [line.replace("50.0", "2000.5").replace("20.0", "1999.5") for line in LINES]
    for number, unit in enumerate(("£ per child", "£ per 1,000", "£/child")):
        bare = folder_of(tmp_path / f"bare{number}", text(*lines, unit=unit))
        assert rows(bare, MEANS) == [2, 3, 4]
        declared = folder_of(tmp_path / f"own{number}", text(*lines, unit=unit, measures=BOTH))
        assert not found(declared, MEANS)


def test_money_and_points_between_percentages_rest_on_no_number(tmp_path: Path) -> None:
    for number, unit in enumerate(("£", "percentage points")):
        folder = folder_of(tmp_path / str(number), text(*LINES, unit=unit))
        assert not found(folder, MEANS)


def test_the_mean_of_a_group_rests_on_the_number_of_that_group(tmp_path: Path) -> None:
    """118.2, 120.3 and 110.1 days of all, girls and boys tell how many of the 40 are girls."""
    lines = "2024; Total; 40; 118.2; 20", "2024; girls; c; 120.3; c", "2024; boys; c; 110.1; c"
    seen = TableText("seen", [("harbour", "2024", "40")])
    behind = {
        "own": CHILDREN,
        "total": f"{CHILDREN}; sex=Total",
        "seen": "table=seen; column=children",
    }
    for name, denominator in behind.items():
        release = text(*lines, measures=[(HOME, denominator)], unit="days", sex=True)
        release = replace(release, tables=[*release.tables, seen])
        bare = rows(folder_of(tmp_path / name, release), MEANS)
        assert bare == ([] if name == "own" else [3, 4])
