"""A table's rows are given back as they were published."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dashboard.data.queries import table_header, table_rows, tables
from dashboard.data.release.model import Breakdown, BreakdownKind, Group
from dashboard.data.store.releases import Store
from dashboard.exceptions import UnknownQuestion
from tests.data.queries.conftest import Serve
from tests.data.queries.releases import always, count, make_release, years


def read(path: Path) -> tuple[tuple[str, ...], set[tuple[str, ...]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return tuple(header), {tuple(cell.strip("[]") for cell in row) for row in rows}


@pytest.mark.parametrize("table", ["referrals", "outcomes", "delivery"])
def test_a_table_comes_back_as_it_was_published(
    illustrative: Store, illustrative_folder: Path, table: str
) -> None:
    header, rows = read(illustrative_folder / "data" / f"{table}.csv")
    found = list(table_rows(illustrative, table))
    assert table_header(illustrative.catalogue(), table) == header
    assert set(found) == rows
    assert len(found) == len(rows)


def test_rows_come_in_batches_without_loss(
    illustrative: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(table_rows(illustrative, "outcomes"))
    monkeypatch.setattr(tables, "BATCH_CELLS", 1)
    assert list(table_rows(illustrative, "outcomes")) == whole


def test_groups_with_separators_in_their_names_come_back_whole(serve: Serve) -> None:
    awkward = Breakdown(
        "route",
        "Route",
        BreakdownKind.PARTS,
        "Total",
        (Group("Total", "All"), Group("A=B; 50%25 C", "Awkward", "Total")),
    )
    release = make_release(
        always(7), breakdowns=(awkward,), measures=(count(),), periods=years(2024, 2024)
    )
    rows = list(table_rows(serve(release), "children"))
    assert {row[-2] for row in rows} == {"Total", "A=B; 50%25 C"}


def test_an_unknown_table_is_refused_before_the_first_row(illustrative: Store) -> None:
    with pytest.raises(UnknownQuestion, match="no table is named 'secrets'; there are referrals"):
        table_rows(illustrative, "secrets")
