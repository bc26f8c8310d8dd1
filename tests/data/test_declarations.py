"""Is a column of whole numbers a count of people until somebody says what else it is?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.data.importing import read_release
from dashboard.data.sealing import seal_release
from dashboard.data.store import Store
from dashboard.data.validation import check_release
from dashboard.data.writing import write_release as write_catalogue
from tests.releases import Edit, write_release

META = "data/delivery.meta.csv"
MEASURES = "measures.csv"
MEAN = "mean_days,Indicator,Mean days,,days,0"


def unit(name: str, decimals: str = "1", *, reported_in: str | None = None) -> Edit:
    """Give the mean, whose figures are all whole, another unit in its table and its measure."""

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


@pytest.mark.parametrize("name", ["days", "score from 0 to 1", "£", "per 1000 children"])
def test_a_unit_of_something_else_is_a_declaration(name: str, tmp_path: Path) -> None:
    assert not asked(write_release(tmp_path, edit=unit(name)))


def test_a_mean_of_people_with_parts_of_one_is_no_count(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        unit("children")(texts)
        texts["data/delivery.csv"] = texts["data/delivery.csv"].replace(",118\n", ",1.5\n")

    assert not asked(write_release(tmp_path, edit=edit))


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
