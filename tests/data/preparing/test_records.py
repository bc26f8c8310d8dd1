"""Children's records are counted as a slow count would, and nothing of them remains."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.data.preparing.checking import check_policy
from dashboard.data.preparing.outcomes import Outcome
from dashboard.data.preparing.policy import Policy, read_policy
from dashboard.data.preparing.records import Counted, count_records
from dashboard.data.release.model import Catalogue, Marker
from dashboard.data.release.reading import import_release
from dashboard.exceptions import InvalidRelease
from tests.data.preparing.harbour import (
    FILE,
    POLICY,
    Entries,
    children,
    write_policy,
    write_records,
    write_skeleton,
)

SITES = {"e": "eastport", "w": "westport", "1": "eastport", "2": "westport"}
ROUTES = {"SC": "Social care", "POL": "Police"}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return import_release(write_skeleton(tmp_path_factory.mktemp("skeleton"))).catalogue


def policy_of(folder: Path, words: dict[str, Any]) -> Policy:
    return read_policy(write_policy(folder / "policy.json", words))


def count(catalogue: Catalogue, folder: Path, rows: list[Entries], words: Any = POLICY) -> Counted:
    policy = policy_of(folder, words)
    assert check_policy(policy, catalogue, "policy.json") == []
    return count_records(catalogue, policy, [write_records(folder / FILE, rows)])


def refusal(catalogue: Catalogue, folder: Path, rows: list[Entries], words: Any = POLICY) -> str:
    with pytest.raises(InvalidRelease) as refused:
        count(catalogue, folder, rows, words)
    return str(refused.value)


def changed(number: int, **entries: str) -> list[Entries]:
    rows = children()
    rows[number] |= entries
    return rows


def site_of(entry: str) -> str:
    return SITES[entry[-1]] if entry[0] == "E" and entry[1] == "0" else SITES[entry[0].lower()]


def slow_referrals(rows: list[Entries], catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    for row in rows:
        day = date.fromisoformat(row["referred_on"])
        for period in catalogue.periods:
            if period.starts <= day <= period.ends:
                for area in ("harbour", site_of(row["site"])):
                    for route in ("Total", ROUTES[row["route"]]):
                        yield area, period.key, route


def test_records_are_counted_as_a_slow_count_would(catalogue: Catalogue, tmp_path: Path) -> None:
    rows = children()
    expected = Counter(slow_referrals(rows, catalogue))
    cells = count(catalogue, tmp_path, rows).cells["referrals"]
    assert len(cells) == 11 * 3 * 3
    for cell in cells:
        place = (cell.area, cell.period, cell.groups[0][1])
        if cell.area == "westport" and cell.period.startswith("2023"):
            assert cell.marker is Marker.NOT_APPLICABLE
        else:
            assert cell.value == expected[place], place


def test_a_record_without_the_day_is_not_counted(catalogue: Catalogue, tmp_path: Path) -> None:
    rows = children()
    cells = count(catalogue, tmp_path, rows).cells["endings"]
    total = next(
        c.value
        for c in cells
        if (c.area, c.period) == ("harbour", "to-date") and "Total" in c.groups[0]
    )
    assert total == sum(bool(row["closed_on"]) for row in rows) < len(rows)


def test_means_are_of_the_records_that_their_number_counts(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    rows = children()
    cells = count(catalogue, tmp_path, rows).cells["delivery"]
    found = {c.column: c.value for c in cells if (c.area, c.period) == ("harbour", "to-date")}
    days = [
        (date.fromisoformat(r["closed_on"]) - british(r["started_on"])).days
        for r in rows
        if r["closed_on"]
    ]
    assert found == {"children": len(days), "mean_days": round(sum(days) / len(days))}
    closed = next(number for number, row in enumerate(rows) if row["closed_on"])
    refused = refusal(catalogue, tmp_path, changed(closed, started_on=""))
    assert "column mean_days: expected to average exactly the records" in refused


def british(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def test_a_mean_of_nobody_is_not_nought(catalogue: Catalogue, tmp_path: Path) -> None:
    rows = [r for r in children() if not r["closed_on"] or site_of(r["site"]) == "eastport"]
    counted = count(catalogue, tmp_path, rows).cells["delivery"]
    cells = [cell for cell in counted if cell.area == "westport"]
    assert {c.marker for c in cells if c.column == "mean_days"} == {Marker.NOT_APPLICABLE}
    assert {c.value for c in cells if c.column == "children"} == {0.0, None}


def test_conditions_choose_records(catalogue: Catalogue, tmp_path: Path) -> None:
    words = copy.deepcopy(POLICY)
    words["records"][FILE]["counts"][0]["where"] = {"home": ["Y", "N"], "closed_on": True}
    rows = children()
    cells = count(catalogue, tmp_path, rows, words).cells["referrals"]
    total = {(c.area, c.period, c.groups[0][1]): c.value for c in cells}
    assert total["harbour", "to-date", "Total"] == sum(row["home"] != "" for row in rows)


def test_what_became_of_the_records_is_told_in_numbers(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    words = copy.deepcopy(POLICY)
    words["records"][FILE]["counts"][0]["where"] = {"route": ["SC"]}
    rows = changed(0, referred_on="2025-03-01", closed_on="", home="", route="SC")
    said = [str(found) for found in count(catalogue, tmp_path, rows, words).outcomes]
    police = sum(row["route"] == "POL" for row in rows)
    undated = sum(not row["closed_on"] for row in rows)
    assert said == [
        (
            f"{FILE} into referrals, column children: {259 - police} of 260 records counted; "
            f"{police + 1} not: {police} not as `where` asks, 1 on a day in no period of the release."
        ),
        *(
            f"{FILE} into {column}: {260 - undated} of 260 records counted; "
            f"{undated} not: {undated} without a day."
            for column in (
                "endings, column children",
                "delivery, column children",
                "delivery, column mean_days",
            )
        ),
    ]


def test_a_record_without_an_entry_to_average_is_told(catalogue: Catalogue, tmp_path: Path) -> None:
    words = copy.deepcopy(POLICY)
    words["records"][FILE]["counts"][2]["where"] = {"started_on": True}
    closed = next(number for number, row in enumerate(children()) if row["closed_on"])
    rows = changed(closed, started_on="")
    *_, mean = count(catalogue, tmp_path, rows, words).outcomes
    assert mean.outcomes[Outcome.UNMEASURED] == 1


def test_a_file_without_a_record_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    refused = refusal(catalogue, tmp_path, [])
    assert refused == f"[records] {FILE}, row 2: expected a record below the header"


def test_a_table_into_which_nothing_is_counted_is_refused(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    still_open = [row for row in children() if not row["closed_on"]]
    expected = "expected a record that the policy counts into it, or its name in leaveOut"
    assert refusal(catalogue, tmp_path, still_open).splitlines() == [
        f"[records] data/endings.csv: {expected}",
        f"[records] data/delivery.csv: {expected}",
    ]
    words = {**POLICY, "leaveOut": ["endings", "delivery"]}
    assert count(catalogue, tmp_path, still_open, words).cells["referrals"]


@pytest.mark.parametrize(
    ("column", "entry", "expected"),
    [
        ("site", "Zanzibar", "the slug, name or code of an area that has no parts"),
        ("site", "harbour", "the slug, name or code of an area that has no parts"),
        ("route", "Total", "a group of route that has no parts"),
        ("route", "sc", "a group of route that has no parts"),
        ("home", "Known", "a group of answer that has no parts"),
        ("referred_on", "3 May 2024", "a day such as 2026-09-22"),
        ("referred_on", "2024-02-30", "a day such as 2026-09-22"),
        ("closed_on", "31/06/2024", "a day such as 2026-09-22"),
    ],
)
def test_an_entry_that_cannot_be_understood_is_told_by_its_place(
    catalogue: Catalogue, tmp_path: Path, column: str, entry: str, expected: str
) -> None:
    closed = next(number for number, row in enumerate(children()) if row["closed_on"])
    refused = refusal(catalogue, tmp_path, changed(closed, **{column: entry}))
    assert refused.startswith(
        f"[records] {FILE}, row {closed + 2}, column {column}: expected {expected}"
    )
    assert len(refused.splitlines()) == 1
    assert entry not in refused.replace(expected, "").replace(column, "")


def test_a_day_before_the_area_opened_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    number = next(i for i, row in enumerate(children()) if site_of(row["site"]) == "westport")
    refused = refusal(catalogue, tmp_path, changed(number, referred_on="2023-12-31"))
    assert "expected no day before the area opened" in refused


def test_everything_that_is_wrong_is_told_at_once(catalogue: Catalogue, tmp_path: Path) -> None:
    rows = children()
    rows[3] |= {"site": "?", "route": "?"}
    rows[7] |= {"referred_on": "?"}
    places = [line.split(":")[0] for line in refusal(catalogue, tmp_path, rows).splitlines()]
    assert places == [
        f"[records] {FILE}, row 5, column site",
        f"[records] {FILE}, row 5, column route",
        f"[records] {FILE}, row 9, column referred_on",
    ]


def test_missing_columns_and_uncounted_ones_are_told(catalogue: Catalogue, tmp_path: Path) -> None:
    words = copy.deepcopy(POLICY)
    counts = words["records"][FILE]["counts"]
    del counts[3]
    counts[0]["date"], counts[1]["where"] = "asked_on", {"agreed": True}
    refused = refusal(catalogue, tmp_path, children(), words).splitlines()
    assert refused == [
        f"[records] {FILE}, row 1, column agreed: expected this column",
        f"[records] {FILE}, row 1, column asked_on: expected this column",
        "[records] data/delivery.csv, column mean_days: expected a count of the policy for it",
    ]


def test_a_ragged_row_is_told(catalogue: Catalogue, tmp_path: Path) -> None:
    path = write_records(tmp_path / FILE, children())
    path.write_text(path.read_text() + "RX1,Zebedee\n")
    with pytest.raises(InvalidRelease, match=r"row 262: expected 8 entries, as in row 1"):
        count_records(catalogue, policy_of(tmp_path, POLICY), [path])


def test_files_and_policy_must_name_each_other(catalogue: Catalogue, tmp_path: Path) -> None:
    path = write_records(tmp_path / "others.csv", children())
    with pytest.raises(InvalidRelease) as refused:
        count_records(catalogue, policy_of(tmp_path, POLICY), [path])
    assert str(refused.value).splitlines() == [
        "[records] others.csv: expected to be named in the policy's records",
        f"[records] {FILE}: expected this file, which the policy counts: --records",
    ]
