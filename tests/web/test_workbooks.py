"""A workbook holds, cell by cell, what the page shows, and a worker stays light."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.data.queries import ask, table_header, table_rows
from dashboard.data.queries.view import View
from dashboard.data.store import releases
from dashboard.data.store.releases import Store
from dashboard.web import making
from tests.web.test_memory import run

KINDS = ("xlsx", "ods")
QUESTIONS = ("comparison?measure=living_at_home", "headlines", "breakdown?area=kirklees", "returns")


def opened(client: FlaskClient, address: str) -> dict[str, list[list[Any]]]:
    """Open a workbook as another program does: each sheet as its rows, without empty ends."""
    response = client.get(address)
    assert response.status_code == 200, response.text
    book = pd.read_excel(io.BytesIO(response.data), sheet_name=None, header=None, engine="calamine")
    return {
        str(name): [
            [cell for cell in row if not pd.isna(cell)] for row in sheet.to_numpy().tolist()
        ]
        for name, sheet in book.items()
    }


def table_in(sheet: list[list[Any]], header: Sequence[str]) -> list[list[Any]]:
    """Return the rows below a header; every one is full."""
    start = next(n for n, row in enumerate(sheet) if row == list(header))
    rows = sheet[start + 1 :]
    assert all(len(row) == len(header) for row in rows)
    return rows


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_figure_is_in_its_workbook_cell_by_cell(
    client: FlaskClient, illustrative_store: Store, asked: str, kind: str
) -> None:
    question, _, query = asked.partition("?")
    sheets = opened(client, f"/figures/{question}.{kind}?{query}")
    told = client.get(f"/figures/{question}.json?{query}").get_json()["rows"]
    view = ask(illustrative_store, question, dict([query.split("=")] if query else []))
    sheet = sheets["Table 1"]
    header = next(row for row in sheet if row[0] == "Area")
    rows = table_in(sheet, header)
    assert [row[0] for row in rows] == [row["area_name"] for row in told]
    for row, expected in zip(rows, told, strict=True):
        cells = dict(zip(header, row, strict=True))
        sign = f"[{expected['marker'] or 'z'}]"
        for name, key in (
            ("Period", "period_label"),
            ("Group", "group_label"),
            ("Number", "numerator"),
            ("Out of", "denominator"),
            ("95% interval from", "lower"),
            ("95% interval to", "upper"),
            (figure_heading(header), "value"),
        ):
            if name in cells:
                assert cells[name] == (sign if expected[key] in (None, "") else expected[key])
    assert_said(sheets, view, sheet)


def figure_heading(header: Sequence[str]) -> str:
    known = {"Area", "Period", "Group", "Unit", "Number", "Out of"}
    return next(name for name in header if name not in known and "interval" not in name)


def assert_said(sheets: dict[str, list[list[Any]]], view: View, sheet: list[list[Any]]) -> None:
    cover = " ".join(str(cell) for row in sheets["Cover"] for cell in row)
    assert "ILLUSTRATIVE" in cover
    assert view.release.identifier in cover
    assert "[c] confidential" in cover
    lines = " ".join(str(cell) for row in sheet for cell in row[:1])
    assert "Illustrative: every figure was made up" in lines
    assert f"Source: {view.source}" in lines
    assert any(view.title in str(row) for row in sheets["Contents"])
    notes = " ".join(str(cell) for row in sheets.get("Notes", []) for cell in row)
    assert all(note in notes for note in view.notes)


def test_suppressed_figures_are_letters_in_brackets(
    client: FlaskClient, illustrative_store: Store
) -> None:
    for table in illustrative_store.catalogue().tables:
        rows = list(table_rows(illustrative_store, table.name))
        if any("c" in row for row in rows):
            break
    sheets = opened(client, "/data/release.xlsx")
    number = [t.name for t in illustrative_store.catalogue().tables].index(table.name) + 1
    header = table_header(illustrative_store.catalogue(), table.name)
    found = table_in(sheets[f"Table {number}"], header)
    assert sum(row.count("[c]") for row in found) == sum(row.count("c") for row in rows) > 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_release_is_in_one_workbook(
    client: FlaskClient, illustrative_store: Store, kind: str
) -> None:
    catalogue = illustrative_store.catalogue()
    sheets = opened(client, f"/data/release.{kind}")
    for number, table in enumerate(catalogue.tables, 1):
        header = table_header(catalogue, table.name)
        found = table_in(sheets[f"Table {number}"], header)
        figures = len(table.columns)
        expected = list(table_rows(illustrative_store, table.name))
        for row, written in zip(found, expected, strict=True):
            for cell, text in zip(row[-figures:], written[-figures:], strict=True):
                assert cell == (f"[{text}]" if text.isalpha() else float(text))


@pytest.mark.parametrize("path", ["/summary", "/completion", "/areas/kirklees", "/compare"])
def test_a_page_has_a_workbook_with_a_sheet_for_each_figure(client: FlaskClient, path: str) -> None:
    page = client.get("/" if path == "/summary" else path).text
    titles = set(re.findall(r'exhibit__subtitle small">([^.<]+)\. ', page))
    sheets = opened(client, f"{path}.xlsx")
    tables = [name for name in sheets if name.startswith("Table ")]
    assert len(tables) >= max(1, len(titles))
    contents = " ".join(str(row) for row in sheets["Contents"])
    assert all(unescape(title) in contents for title in titles)


def test_an_area_s_workbook_has_all_that_its_page_shows(
    client: FlaskClient, illustrative_store: Store
) -> None:
    sheets = opened(client, "/areas/kirklees.xlsx")
    (figures,) = [
        rows for rows in sheets.values() if any(row[:2] == ["Measure", "Area"] for row in rows)
    ]
    header = next(row for row in figures if row[:2] == ["Measure", "Area"])
    rows = [dict(zip(header, row, strict=True)) for row in table_in(figures, header)]
    page = client.get("/areas/kirklees").text
    assert len(rows) > 10
    asked = {"area": "kirklees", "beside": "whole"}
    keys = [m.key for m in illustrative_store.catalogue().measures]
    views = [ask(illustrative_store, "figure", asked | {"measure": key}) for key in keys]
    known = {(view.title, row.area_name): (view, row) for view in views for row in view.rows()}
    for row in rows:
        view, expected = known[row["Measure"], row["Area"]]
        assert row["Unit"] == view.unit
        if expected.value is None:
            assert row["Figure"] == f"[{expected.marker}]"
        else:
            assert row["Figure"] == pytest.approx(expected.value, abs=0.5 * 10**-view.decimals)
    titles = " ".join(str(row) for row in sheets["Contents"])
    for heading in re.findall(r"<h3>([^<]+)</h3><div class=\"scroll\"", page):
        assert unescape(heading) in titles


@pytest.mark.parametrize("path", ["/about.xlsx", "/no-page.xlsx", "/.ods", "/figures/no.xlsx"])
def test_what_has_no_figures_has_no_workbook(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_release_too_large_for_a_spreadsheet_offers_none(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, illustrative_store: Store
) -> None:
    assert illustrative_store.whole(illustrative_store.latest()).workbook
    monkeypatch.setattr(releases, "MOST_CELLS_OF_A_WORKBOOK", 10)
    assert not illustrative_store.whole(illustrative_store.latest()).workbook


def test_a_worker_that_cannot_make_one_says_come_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "SECONDS", 0.01)
    response = client.get("/figures/figure.xlsx?measure=starts")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "starts" not in response.text
    monkeypatch.undo()
    assert client.get("/figures/figure.xlsx?measure=starts").status_code == 200


def test_a_worker_makes_one_at_a_time_lets_one_wait_and_sends_others_away(
    client: FlaskClient,
) -> None:
    with making._turn, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(client.get, "/figures/figure.xlsx?measure=completed_all")
        deadline = time.monotonic() + 20
        while making._asked._value == making.MOST_ASKED and time.monotonic() < deadline:
            time.sleep(0.01)
        with making._asked:
            refused = client.get("/figures/figure.ods?measure=completed_all")
        making._turn.release()
        assert refused.status_code == 503
        assert waiting.result().status_code == 200
        making._turn.acquire()


def test_no_worker_loads_what_writes_a_workbook(illustrative_url: str) -> None:
    script = """
import json, sys
import app
asked = app.server.test_client().get("/figures/figure.xlsx")
heavy = {"pandas", "numpy", "gptables", "xlsxwriter", "odfdo", "typst"}
print(json.dumps([asked.status_code, sorted(heavy & set(sys.modules))]))
"""
    assert run(script, illustrative_url) == [200, []]
