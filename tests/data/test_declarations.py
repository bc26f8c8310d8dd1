"""A release declares what its columns count, and a rule that can protect what it suppresses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.data.release.model import OwnRule
from dashboard.data.release.reading import read_release
from dashboard.data.release.writing import write_release as write_catalogue
from dashboard.data.release.writing.seal import seal_release
from dashboard.data.store.releases import Store
from tests.releases import Edit, check_release, edit_descriptor, to_csv, write_release

META = "data/delivery.meta.csv"
MEASURES = "measures.csv"
MEAN = "mean_days,Indicator,Mean days,,days,0"


def unit(name: str, decimals: str = "1", *, reported_in: str | None = None) -> Edit:
    """Set another unit for the mean, whose figures are all whole, in its table and its measure."""

    def edit(texts: dict[str, str]) -> None:
        assert MEAN in texts[META]
        texts[META] = texts[META].replace(MEAN, f"mean_days,Indicator,Mean,,{name},{decimals}")
        said = name if reported_in is None else reported_in
        texts[MEASURES] = texts[MEASURES].replace("reported,days,0", f"reported,{said or 'x'},0")

    return edit


def declare(folder: Path, **field: Any) -> Path:
    """Write a field of the table's schema as an analyst does, and seal again."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    (table,) = (r for r in descriptor["resources"] if r["name"] == "delivery")
    table["schema"]["fields"] = [
        f | field if f["name"] == "mean_days" else f for f in table["schema"]["fields"]
    ]
    path.write_text(json.dumps(descriptor), "utf-8")
    seal_release(folder)
    return folder


def asked(folder: Path) -> list[str]:
    return [f.expected for f in check_release(folder) if f.check == "column_types"]


@pytest.mark.parametrize(
    "name", ["pupils", "people", "Young people", "children", "families", "cases", "clients"]
)
def test_whole_numbers_of_people_must_be_declared_a_count(name: str, tmp_path: Path) -> None:
    folder = write_release(tmp_path, edit=unit(name))
    (expected,) = asked(folder)
    assert 'type "integer"' in expected
    assert ".meta.csv" in expected
    assert asked(declare(folder, countsPeople=False)) == [expected]  # the unit says that it does
    assert not asked(declare(folder, type="integer"))


@pytest.mark.parametrize("name", ["laptops", "visits", "FTE"])
def test_whole_numbers_of_nobody_knows_what_must_be_declared(name: str, tmp_path: Path) -> None:
    folder = write_release(tmp_path, edit=unit(name))
    (expected,) = asked(folder)
    assert '"countsPeople": false' in expected
    assert not asked(declare(folder, countsPeople=False))


def test_a_blank_unit_is_one_of_people_unless_the_measure_says_more(tmp_path: Path) -> None:
    assert asked(write_release(tmp_path / "blank", edit=unit("", reported_in="pupils")))
    assert not asked(write_release(tmp_path / "days", edit=unit("", reported_in="days")))
    assert asked(write_release(tmp_path / "both", edit=unit("days", reported_in="pupils")))


@pytest.mark.parametrize("name", ["days", "score from 0 to 1", "£", "£ per 1000 children"])
def test_a_unit_of_something_else_is_a_declaration(name: str, tmp_path: Path) -> None:
    assert not asked(write_release(tmp_path, edit=unit(name)))


def with_fractions(name: str, how_many: int) -> Edit:
    """Set another unit for the mean, and make so many of its figures half a one more."""

    def edit(texts: dict[str, str]) -> None:
        unit(name)(texts)
        rows = list(csv.DictReader(io.StringIO(texts["data/delivery.csv"])))
        numbers = [row for row in rows if row["mean_days"].isdigit()]
        for row in numbers[: len(numbers) if how_many < 0 else how_many]:
            row["mean_days"] += ".5"
        texts["data/delivery.csv"] = to_csv(rows)

    return edit


def test_a_mean_of_people_with_parts_of_one_is_no_count(tmp_path: Path) -> None:
    assert not asked(write_release(tmp_path, edit=with_fractions("children", -1)))


@pytest.mark.parametrize("name", ["", "children", "laptops"])
def test_one_part_of_one_does_not_make_counts_something_else(name: str, tmp_path: Path) -> None:
    assert asked(write_release(tmp_path, edit=with_fractions(name, 1)))


def test_a_column_without_a_unit_cannot_say_that_it_counts_no_people(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        unit("")(texts)
        lines = texts[MEASURES].splitlines(keepends=True)
        texts[MEASURES] = "".join(line for line in lines if "column=mean_days" not in line)

    folder = declare(write_release(tmp_path, edit=edit), countsPeople=False)
    (expected,) = asked(folder)
    assert 'type "integer"' in expected


@pytest.mark.parametrize("name", ["rate", "share of children", "Rate of referral"])
def test_a_share_or_rate_says_what_it_is_out_of(name: str, tmp_path: Path) -> None:
    folder = write_release(tmp_path, edit=unit(name))
    (expected,) = asked(folder)
    assert "out of" in expected


def test_what_is_said_of_one_share_agrees(tmp_path: Path) -> None:
    (expected,) = asked(write_release(tmp_path, edit=unit("%", reported_in="per 1000")))
    assert expected.startswith("one unit")


def test_a_share_of_people_cannot_say_that_it_counts_none(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "people", edit=unit("% of children"))
    (expected,) = asked(declare(folder, countsPeople=False))
    assert "countsPeople" in expected
    folder = write_release(tmp_path / "places", edit=unit("% of places"))
    (expected,) = asked(declare(folder, countsPeople=False))
    assert "denominator" in expected  # which counts children

    def edit(texts: dict[str, str]) -> None:
        unit("% of places")(texts)
        behind = "column=mean_days,table=delivery; column=children,"
        assert behind in texts[MEASURES]
        texts[MEASURES] = texts[MEASURES].replace(behind, "column=mean_days,,")

    folder = write_release(tmp_path / "no-denominator", edit=edit)
    assert not asked(declare(folder, countsPeople=False))


@pytest.mark.parametrize("label", ["Percentage who went home", "Referrals per 1,000"])
def test_seal_reads_the_label_of_a_column_without_a_unit(label: str, tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        texts[META] = texts[META].replace(MEAN, f'mean_days,Indicator,"{label}",,,0')

    folder = write_release(tmp_path, edit=edit)
    fields = read_release(folder).descriptor.statistics()[2].fields()
    assert fields["mean_days"]["type"] == "number"


@pytest.mark.parametrize("name", ["%", "Per cent", "percentage of cases", "proportion"])
def test_a_share_of_type_integer_is_refused(name: str, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "column", edit=unit(name))
    assert not asked(folder)
    (expected,) = asked(declare(folder, type="integer"))
    assert 'type "number"' in expected
    by_measure = write_release(tmp_path / "measure", edit=unit("", reported_in=name))
    assert not asked(by_measure)
    assert asked(declare(by_measure, type="integer")) == [expected]


@pytest.mark.parametrize(
    ("name", "decimals", "type_"),
    [
        ("", "0", "integer"),
        ("pupils", "0", "integer"),
        ("laptops", "0", "integer"),
        ("pupils", "1", "number"),
        ("days", "0", "number"),
        ("Per cent", "0", "number"),
        ("£", "0", "number"),
    ],
)
def test_seal_takes_whole_numbers_for_a_count_unless_it_knows_better(
    name: str, decimals: str, type_: str, tmp_path: Path
) -> None:
    write_release(tmp_path, edit=unit(name, decimals))
    fields = read_release(tmp_path).descriptor.statistics()[2].fields()
    assert fields["mean_days"]["type"] == type_


def test_the_declaration_outlives_the_store_and_the_writing(tmp_path: Path) -> None:
    folder = declare(write_release(tmp_path / "a", edit=unit("laptops")), countsPeople=False)
    release = read_release(folder).release()
    store = Store.open(f"sqlite:///{tmp_path / 's.sqlite'}", read_only=False)
    store.publish(release)
    assert store.catalogue() == release.catalogue
    store.close()
    cells = {table.name: release.cells(table.name) for table in release.catalogue.tables}
    write_catalogue(tmp_path / "b", release.catalogue, cells)
    again = read_release(tmp_path / "b").catalogue
    assert again.tables == release.catalogue.tables
    assert not asked(tmp_path / "b")


def by_rule(**rule: Any) -> Edit:
    def edit(texts: dict[str, str]) -> None:
        written = json.loads(texts["datapackage.json"])["disclosure"] | rule
        edit_descriptor(texts, disclosure=written)

    return edit


def refused(folder: Path) -> set[str]:
    return {f.column for f in check_release(folder) if f.check in ("disclosure_rule", "descriptor")}


@pytest.mark.parametrize(("threshold", "fits"), [(-5, 0), (0, 0), (2, 0), (3, 1), (10, 1)])
def test_a_threshold_that_makes_no_sense_is_refused(
    threshold: int, fits: int, tmp_path: Path
) -> None:
    rules: list[tuple[str, dict[str, Any]]] = [
        ("disclosure", {"threshold": threshold}),
        ("disclosure.levels.Programme", {"levels": {"Programme": {"threshold": threshold}}}),
        ("disclosure.tables.endings", {"tables": {"endings": {"threshold": threshold}}}),
    ]
    for number, (place, rule) in enumerate(rules):
        found = refused(write_release(tmp_path / str(number), edit=by_rule(**rule)))
        assert (f"{place}.threshold" in found) is not bool(fits)


@pytest.mark.parametrize(
    "rule", [{"threshold": 1}, {"tables": {"endings": {"threshold": 1}}}], ids=["all", "table"]
)
def test_a_threshold_that_hides_none_is_refused_where_a_count_is_suppressed(
    rule: dict[str, Any], tmp_path: Path
) -> None:
    found = check_release(write_release(tmp_path, edit=by_rule(**rule)))
    assert {(f.file, f.column) for f in found if f.check == "disclosure_rule"} >= {
        ("data/endings.csv", "children")
    }


def test_a_release_without_a_rule_suppresses_nothing(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        by_rule(threshold=1)(texts)
        texts["data/endings.csv"] = texts["data/endings.csv"].replace(",c\n", ",20\n")

    assert not refused(write_release(tmp_path, edit=edit))


@pytest.mark.parametrize(("base", "fits"), [(-1, 0), (0, 0), (1, 1), (2, 0), (3, 1), (1001, 0)])
def test_a_rounding_that_makes_no_sense_is_refused(base: int, fits: int, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "all", edit=by_rule(rounding=base))
    assert refused(folder) == (set() if fits else {"disclosure.rounding"})
    own = {"tables": {"endings": {"rounding": base}}}
    folder = write_release(tmp_path / "own", edit=by_rule(**own))
    assert refused(folder) == (set() if fits else {"disclosure.tables.endings.rounding"})


@pytest.mark.parametrize(
    ("base", "up", "fits"), [(9, False, 1), (10, False, 0), (10, True, 1), (11, True, 0)]
)
def test_a_base_that_rounds_the_threshold_to_nought_is_refused(
    base: int, up: bool, fits: int, tmp_path: Path
) -> None:
    rules: tuple[dict[str, Any], ...] = (
        {"rounding": base},
        {"levels": {"Programme": {"rounding": base}}},
    )
    for number, rule in enumerate(rules):
        folder = write_release(tmp_path / str(number), edit=by_rule(**rule, halvesUp=up))
        assert refused(folder) == (set() if fits else {"disclosure.rounding"})
    hides_none = by_rule(threshold=1, rounding=base, halvesUp=up)
    assert "disclosure.rounding" not in refused(write_release(tmp_path / "one", edit=hides_none))


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ({"levels": {"Ward": {"rounding": 5}}}, "disclosure.levels.Ward"),
        ({"tables": {"nowhere": {"rounding": 5}}}, "disclosure.tables.nowhere"),
        ({"tables": {"endings": {}}}, "disclosure.tables.endings"),
        ({"tables": {"endings": {"base": 5}}}, "disclosure.tables.endings"),
        ({"tables": {"endings": {"rounding": "5"}}}, "disclosure.tables.endings"),
        ({"tables": {"endings": 5}}, "disclosure.tables.endings"),
        ({"levels": [5]}, "disclosure.levels"),
    ],
)
def test_a_rule_of_no_level_or_table_is_refused(
    rule: dict[str, Any], place: str, tmp_path: Path
) -> None:
    assert refused(write_release(tmp_path, edit=by_rule(**rule))) == {place}


def test_sums_and_roundings_are_checked_by_the_rule_of_each_level(tmp_path: Path) -> None:
    """The towns are exact, and the whole is rounded to 5: 43 + 46 is printed as 90."""
    own = {"levels": {"programme": {"rounding": 5}}}

    def edit(texts: dict[str, str]) -> None:
        by_rule(**own)(texts)
        for name in ("endings", "delivery", "referrals"):
            path = f"data/{name}.csv"
            rows = list(csv.DictReader(io.StringIO(texts[path])))
            for row in rows:
                if row["geographic_level"] == "Programme" and row["children"].isdigit():
                    row["children"] = str((int(row["children"]) + 2) // 5 * 5)
            texts[path] = to_csv(rows)

    assert not check_release(write_release(tmp_path / "rounded", edit=edit))
    exact = check_release(write_release(tmp_path / "exact", edit=by_rule(**own)))
    assert {f.check for f in exact} == {"rounding"}
    own = {"levels": {}}
    assert {"area_sums", "group_sums"} <= {
        f.check for f in check_release(write_release(tmp_path / "none", edit=edit))
    }


def test_rules_of_levels_and_tables_outlive_the_store_and_the_writing(tmp_path: Path) -> None:
    own = {"levels": {"Regional": {"rounding": 10}}, "tables": {"endings": {"threshold": 3}}}
    release = read_release(write_release(tmp_path / "a", edit=by_rule(**own))).release()
    rule = release.catalogue.disclosure
    assert rule.levels == (OwnRule("Regional", None, 10),)
    assert rule.tables == (OwnRule("endings", 3, None),)
    store = Store.open(f"sqlite:///{tmp_path / 's.sqlite'}", read_only=False)
    store.publish(release)
    assert Store.open(store.url).catalogue().disclosure == rule
    cells = {table.name: release.cells(table.name) for table in release.catalogue.tables}
    write_catalogue(tmp_path / "b", release.catalogue, cells)
    assert read_release(tmp_path / "b").catalogue.disclosure == rule
