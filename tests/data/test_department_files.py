"""The Department for Education's files are read as they come, with what else they may have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.data.queries import ask
from dashboard.data.release.reading import import_release, read_release
from dashboard.data.release.writing.seal import seal_release
from dashboard.data.store.releases import Store
from tests.releases import (
    check_release,
    edit_descriptor,
    import_checked,
    replace_once,
    write_release,
)

Texts = dict[str, str]
Edit = Callable[[Texts], None]
META = "data/referrals.meta.csv"
REFERRALS = "data/referrals.csv"


def found(tmp_path: Path, edit: Callable[[Texts], None]) -> list[str]:
    return [str(finding) for finding in check_release(write_release(tmp_path / "r", edit=edit))]


def meta(**entries: str) -> Callable[[Texts], None]:
    """Write entries into the line of the filter `route`."""

    def edit(texts: Texts) -> None:
        lines = [line.split(",") for line in texts[META].splitlines()]
        lines[1] = [entries.get(n, e) for n, e in zip(lines[0], lines[1], strict=True)]
        texts[META] = "\n".join(map(",".join, lines)) + "\n"

    return edit


def grouped(texts: Texts) -> None:
    """Add a column that groups routes, as the department's tools show them."""
    meta(filter_grouping_column="route_kind", filter_hint="How they came")(texts)
    lines = texts[REFERRALS].splitlines()
    texts[REFERRALS] = (
        "\n".join([f"{lines[0]},route_kind", *(f"{r},Any" for r in lines[1:])]) + "\n"
    )


@pytest.mark.parametrize("default", ["", "Total"])
def test_default_of_a_filter_may_be_said_in_the_meta_file(tmp_path: Path, default: str) -> None:
    assert found(tmp_path, meta(filter_default=default)) == []


def test_default_that_disagrees_with_the_breakdown_is_told(tmp_path: Path) -> None:
    expected = "blank, or the default that breakdowns.csv gives this breakdown"
    assert found(tmp_path, meta(filter_default="Police")) == [
        f"[groups] {META}, row 2, column filter_default: expected {expected}"
    ]


def test_column_that_groups_a_filter_is_passed_over(tmp_path: Path) -> None:
    assert found(tmp_path, grouped) == []
    plain = write_release(tmp_path / "plain")
    cells = list(import_release(tmp_path / "r").cells("referrals"))
    assert cells == list(import_release(plain).cells("referrals"))


def test_column_that_the_meta_file_may_not_have_is_named(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        replace_once(texts, META, "filter_hint", "filter_hints")

    with pytest.raises(Exception, match=r"the format does not know filter_hints, only col_name"):
        write_release(tmp_path / "r", edit=edit)


def renamed(texts: Texts) -> None:
    """Rename the table's files as people do, and another table as a file of the format is."""
    texts["data/Referrals 2024.csv"] = texts.pop(REFERRALS)
    texts["data/Referrals 2024.meta.csv"] = texts.pop(META)
    texts["data/Stay.CSV"] = texts.pop("data/delivery.csv")
    texts["data/Stay.meta.csv"] = texts.pop("data/delivery.meta.csv")
    texts["more/Stay.csv"] = texts.pop("data/endings.csv")
    texts["more/Stay.meta.csv"] = texts.pop("data/endings.meta.csv")
    resources = json.loads(texts["datapackage.json"])["resources"]
    resources[0] |= {"path": "data/Referrals 2024.csv"}
    resources[1] |= {"path": "more/Stay.csv"}
    resources[2] |= {"path": "data/Stay.CSV"}
    edit_descriptor(texts, resources=resources)


def test_sealing_names_files_as_the_check_wants_them(tmp_path: Path) -> None:
    assert found(tmp_path, renamed) == []
    described = json.loads((tmp_path / "r" / "datapackage.json").read_text())
    names = {resource["path"]: resource["name"] for resource in described["resources"]}
    assert names["data/Referrals 2024.meta.csv"] == "referrals-2024.meta"
    assert {names["data/Stay.meta.csv"], names["more/Stay.meta.csv"]} == {
        "stay.meta",
        "stay.meta-2",
    }
    before = (tmp_path / "r" / "datapackage.json").read_bytes()
    seal_release(tmp_path / "r")
    assert (tmp_path / "r" / "datapackage.json").read_bytes() == before


def test_table_may_be_named_as_a_file_of_the_format_is(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        resources = json.loads(texts["datapackage.json"])["resources"]
        resources[0] |= {"name": "areas"}
        edit_descriptor(texts, resources=resources)
        for path in ("measures.csv", "identities.csv"):
            texts[path] = texts[path].replace("table=referrals", "table=areas")

    assert found(tmp_path, edit) == []


def test_file_of_the_format_in_other_letters_is_told(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        texts["Areas.csv"] = texts.pop("areas.csv")

    told = "[structure] areas.csv: expected a file name in just these letters: Areas.csv is there"
    assert told in found(tmp_path, edit)


@pytest.mark.parametrize("level", ["Scheme", "Regional", "Local authority district"])
def test_level_that_areas_csv_does_not_have_is_called_unknown(tmp_path: Path, level: str) -> None:
    def edit(texts: Texts) -> None:
        texts[REFERRALS] = texts[REFERRALS].replace(",Programme,", f",{level},", 1)

    assert (
        f"[areas] {REFERRALS}, row 2, column geographic_level: expected a level of areas.csv "
        "(Programme, Local authority): it does not know this level"
    ) in found(tmp_path, edit)


def test_stray_file_is_told_even_where_the_descriptor_names_it(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        resources = json.loads(texts["datapackage.json"])["resources"]
        edit_descriptor(texts, resources=[*resources, {"name": "kids", "path": "kids.csv"}])
        texts["kids.csv"] = "name,born\nA,2014-01-01\n"

    told = found(tmp_path, edit)
    assert [line.partition(":")[0] for line in told] == ["[strays] kids.csv"]
    assert "2014" not in told[0]


def edited(path: str, change: Callable[[list[list[str]]], list[list[str]]]) -> Edit:
    """Change the records of a table that has no quotation marks."""

    def edit(texts: Texts) -> None:
        records = change([line.split(",") for line in texts[path].splitlines()])
        texts[path] = "".join(f"{','.join(record)}\n" for record in records)

    return edit


def test_columns_of_other_places_are_passed_over_with_a_word(tmp_path: Path) -> None:
    def widened(records: list[list[str]]) -> list[list[str]]:
        names, *rest = records
        others = ["lad_code", "lad_name", "School_URN"]
        return [
            [*names[:10], *others, *names[10:]],
            *([*r[:10], "", "", "", *r[10:]] for r in rest),
        ]

    folder = write_release(tmp_path / "r", edit=edited(REFERRALS, widened))
    assert check_release(folder) == ()
    (remark,) = read_release(folder).findings.remarks
    assert remark.startswith(f"{REFERRALS}: not read, as no row is of such a place: lad_code, lad")


def test_columns_of_places_in_which_nothing_stands_may_be_left_out(tmp_path: Path) -> None:
    without = edited("data/delivery.csv", lambda rows: [[*r[:5], *r[6:7], *r[8:]] for r in rows])
    assert found(tmp_path, without) == []


def test_identifiers_may_be_written_in_any_case(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        texts[REFERRALS] = texts[REFERRALS].replace("Calendar year Q", "CALENDAR YEAR q")

    assert found(tmp_path, edit) == []


def test_two_kinds_of_parts_of_a_year_are_refused(tmp_path: Path) -> None:
    def edit(texts: Texts) -> None:
        texts[REFERRALS] = texts[REFERRALS].replace("2023,Calendar year Q1", "202223,Spring term")

    told = "one kind of year, and one kind of quarter, term or half-year, in a release"
    assert any(line.endswith(told) for line in found(tmp_path, edit))


@pytest.mark.parametrize(("unit", "refused"), [("days", True), ("change in days", False)])
def test_a_change_may_be_negative(tmp_path: Path, unit: str, *, refused: bool) -> None:
    def edit(texts: Texts) -> None:
        path = "data/delivery.meta.csv"
        replace_once(texts, path, "Mean days,,days", f"Mean days,,{unit}")
        lines = texts["data/delivery.csv"].splitlines()
        texts["data/delivery.csv"] = "\n".join(
            [lines[0], re.sub(r",(\d+)$", r",-\1", lines[1]), *lines[2:]]
        )

    assert any("impossible_values" in line for line in found(tmp_path, edit)) is refused


@pytest.mark.services
def test_a_change_below_zero_is_stored_and_answered_as_it_is(
    tmp_path: Path, store_url: str
) -> None:
    def edit(texts: Texts) -> None:
        replace_once(
            texts, "data/delivery.meta.csv", "Mean days,,days", "Mean days,,change in days"
        )
        head, *rows = texts["data/delivery.csv"].splitlines()
        fallen = [re.sub(r",(\d+)$", r",-\1", row) for row in rows]
        texts["data/delivery.csv"] = "\n".join([head, *fallen])

    release = import_checked(write_release(tmp_path / "r", edit=edit))
    with closing(Store.open(store_url, read_only=False)) as writer:
        writer.publish(release)
    measure = next(m for m in release.catalogue.measures if m.numerator.table == "delivery")
    with closing(Store.open(store_url)) as store:
        values = [row.value for row in ask(store, "trend", {"measure": measure.key}).rows()]
    assert min(value for value in values if value is not None) < 0
