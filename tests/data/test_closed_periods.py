"""Reporting periods are closed, and all sums hold alongside years."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.queries import choices
from dashboard.data.release.model import PeriodType
from dashboard.data.release.reading import import_release, read_release
from tests.releases import (
    check_release,
    edit_descriptor,
    pool_authorities,
    replace_once,
    to_csv,
    write_release,
)

Texts = dict[str, str]
REFERRALS = "data/referrals.csv"


def pooled(*named: str, then: Callable[[Texts], None] | None = None) -> Callable[[Texts], None]:
    def edit(texts: Texts) -> None:
        pool_authorities(texts, named=named)
        if then is not None:
            then(texts)

    return edit


def days(*lines: str) -> Callable[[Texts], None]:
    text = "\n".join(["time_period,time_identifier,label,note,starts,ends", *lines, ""])
    return lambda texts: texts.update({"periods.csv": text})


def without(**entries: str) -> Callable[[Texts], None]:
    """Leave out the rows of referrals that have all of these entries."""

    def edit(texts: Texts) -> None:
        rows = csv.DictReader(io.StringIO(texts[REFERRALS]))
        texts[REFERRALS] = to_csv(r for r in rows if not entries.items() <= r.items())

    return edit


def findings(tmp_path: Path, edit: Callable[[Texts], None]) -> set[tuple[str, str, str]]:
    found = check_release(write_release(tmp_path / "r", edit=edit))
    return {(f.check, f.file, f.expected) for f in found}


@pytest.mark.parametrize("named", [["202324"], ["202323", "202424"]])
def test_towns_by_reporting_periods_beside_a_programme_by_years_pass(
    tmp_path: Path, named: Sequence[str]
) -> None:
    folder = write_release(tmp_path / "r", edit=pooled(*named))
    assert check_release(folder) == ()
    release = import_release(folder)
    kinds = [p.type for p in release.catalogue.periods]
    assert kinds == sorted(kinds, key=list(PeriodType).index)
    assert kinds.count(PeriodType.PERIOD) == len(named)
    tables = {t.name: tuple(release.cells(t.name)) for t in release.catalogue.tables}
    assert audit_release(release.catalogue, tables).passed


def test_a_period_that_is_not_over_is_found(tmp_path: Path) -> None:
    found = findings(tmp_path, pooled("202325"))
    assert ("closed_periods", REFERRALS, "a period that is over") in found


def test_a_period_over_by_its_days_is_not(tmp_path: Path) -> None:
    said = days("202325,Reporting period,,,2023-01-01,2025-01-31")
    found = findings(tmp_path, pooled("202325", then=said))
    assert ("closed_periods", REFERRALS, "a period that is over") in found  # to date ends in 2024
    said = days("202324,Reporting period,,,2023-01-01,2024-12-31")
    assert findings(tmp_path, pooled("202324", then=said)) == set()


def unfinished(texts: Texts, identifier: str = "Calendar year", *, adds: bool = True) -> None:
    """Print years alone, on a day on which the last is not over."""
    kept = ("202324,To date,", "2023,Calendar year,", "2024,Calendar year,")
    for path in (REFERRALS, "data/endings.csv", "data/delivery.csv"):
        header, *lines = texts[path].splitlines()
        years = [line for line in lines if line.startswith(kept[1:])]
        text = "\n".join([header, *years, ""])
        texts[path] = text.replace(",Calendar year,", f",{identifier},")
    del texts["returns.csv"]
    replace_once(texts, "identities.csv", ",to_date", ",")
    given = json.loads(texts["datapackage.json"])
    for resource in given["resources"]:
        resource["addsOverTime"] = adds
    edit_descriptor(
        texts, published="2024-11-05", lastUpdated="2024-11-05", resources=given["resources"]
    )
    replace_once(texts, "changes.csv", "2025-02-04", "2024-11-05")


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (unfinished, True),
        (partial(unfinished, adds=False), False),
        (partial(unfinished, identifier="Reporting year"), False),
    ],
)
def test_a_year_that_is_not_over_grows_until_the_next_release(
    tmp_path: Path, edit: Callable[[Texts], None], found: bool
) -> None:
    """10 children so far, and 12 in the next release, are 2 who came in between."""
    checks = {check for check, *_ in findings(tmp_path, edit)}
    assert checks == ({"closed_periods"} if found else set())


def test_a_quarter_that_is_not_over_is_found(tmp_path: Path) -> None:
    def halfway(texts: Texts) -> None:
        edit_descriptor(texts, published="2024-11-05", lastUpdated="2024-11-05")

    expected = "a period that is over, or its quarters that are, in some table"
    assert ("closed_periods", REFERRALS, expected) in findings(tmp_path, halfway)


def test_periods_that_overlap_without_nesting_are_found(tmp_path: Path) -> None:
    said = days("202324,Reporting period,,,2023-04-01,2024-12-31")
    found = findings(tmp_path, pooled("202323", "202324", then=said))
    expected = "no overlap with 2023-to-2023, or one within the other"
    assert ("closed_periods", REFERRALS, expected) in found


def test_nested_periods_pass(tmp_path: Path) -> None:
    assert findings(tmp_path, pooled("202323", "202424", "202324")) == set()


def test_to_date_must_be_a_sum_of_closed_periods(tmp_path: Path) -> None:
    found = findings(tmp_path, pooled("202323"))
    expected = "a sum of the other periods of its level"
    assert found == {("closed_periods", f"data/{t}.csv", expected) for t in tables()}


def tables() -> Sequence[str]:
    return ("referrals", "endings", "delivery")


def test_a_level_without_to_date_needs_no_sum(tmp_path: Path) -> None:
    gone = without(time_identifier="To date", geographic_level="Local authority")
    found = findings(tmp_path, pooled("202323", then=gone))
    assert not {f for f in found if f[1] == REFERRALS}


def test_a_town_s_periods_must_add_up_though_the_programme_has_years(tmp_path: Path) -> None:
    """Years fill "To date" with fewer pieces, but no town has any."""

    def spoil(texts: Texts) -> None:
        rows = list(csv.DictReader(io.StringIO(texts[REFERRALS])))
        (row,) = (
            r
            for r in rows
            if (r["time_period"], r["la_name"], r["route"]) == ("202323", "Eastport", "Police")
        )
        row["children"] = str(int(row["children"]) + 1)
        texts[REFERRALS] = to_csv(rows)

    found = findings(tmp_path, pooled("202323", "202424", then=spoil))
    sums = "the sum of 2023-to-2023, 2024-to-2024"
    assert ("period_sums", REFERRALS, sums) in found


def test_two_periods_of_the_same_days_are_the_same(tmp_path: Path) -> None:
    def both(texts: Texts) -> None:
        """Print the programme's 2023 again as a reporting period, with one child more."""
        rows = list(csv.DictReader(io.StringIO(texts[REFERRALS])))
        again = [
            r | {"time_period": "202323", "time_identifier": "Reporting period"}
            for r in rows
            if (r["time_period"], r["time_identifier"]) == ("2023", "Calendar year")
        ]
        again = [r | {"children": str(int(r["children"]) + 1)} for r in again]
        texts[REFERRALS] = to_csv([*rows, *again])

    found = findings(tmp_path, pooled("202323", "202424", then=both))
    assert ("period_sums", REFERRALS, "the sum of 2023") in found


@pytest.mark.parametrize(
    "line",
    [
        "202324,Reporting period,,,2022-01-01,2024-12-31",
        "202324,Reporting period,,,2023-01-01,2023-12-31",
        "202324,Reporting period,,,2023-01-01,",
    ],
)
def test_days_are_of_the_years_that_the_name_has(tmp_path: Path, line: str) -> None:
    folder = write_release(tmp_path / "r", edit=pooled("202324", then=days(line)))
    places = {(f.check, f.file, f.row, f.column) for f in read_release(folder).findings.all()}
    assert ("periods", "periods.csv", 2, "starts, ends") in places


def test_each_level_is_known_by_the_periods_that_it_has(tmp_path: Path) -> None:
    catalogue = import_release(write_release(tmp_path / "r", edit=pooled("202324"))).catalogue
    table = catalogue.table("endings")
    assert table is not None
    periods = {scope.level: scope.periods for scope in table.scopes}
    assert periods["local authority"] == ("2023-to-2024", "to-date")
    assert periods["programme"] == ("2023", "2024", "to-date")
    assert table.scope_of("Regional") is None


def test_only_the_periods_of_an_area_s_level_are_offered(tmp_path: Path) -> None:
    catalogue = import_release(write_release(tmp_path / "r", edit=pooled("202324"))).catalogue

    def offered(question: str, **query: str) -> list[str]:
        asked = {"measure": "living_at_home", **query}
        return [key for key, _ in choices(catalogue, question, asked)["period"].options]

    assert offered("comparison") == ["to-date", "2023-to-2024"]
    assert offered("figure", area="eastport") == ["to-date", "2023-to-2024"]
    assert {"2023", "2024"} <= set(offered("figure", area="harbour"))
