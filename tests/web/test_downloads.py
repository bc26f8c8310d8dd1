"""What is downloaded is what is shown, with where it comes from, and harmless to open."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.charts import PICTURES
from dashboard.data.queries import QUESTIONS, ask, table_header, table_rows
from dashboard.data.queries.view import COLUMNS
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app
from dashboard.web.csv_files import Field, write_commented_csv, write_csv
from dashboard.web.current import open_store
from dashboard.web.provenance import ORIGIN
from tests.conftest import publish
from tests.releases import replace_once, to_csv, write_release

MARKERS = set("bcefkpruwxz") | {"low"}
DESCRIBED_BY = re.compile(r'<([^>]+)>; rel="describedby"; type="application/csvm\+json"')


def plain_rows(response: TestResponse) -> list[dict[str, str]]:
    """Read a CSV file as someone would who knows nothing of it."""
    text = response.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_figure_is_the_same_in_every_form(
    client: FlaskClient, illustrative_store: Store, question: str
) -> None:
    view = ask(illustrative_store, question, {})
    table = pd.read_csv(io.BytesIO(client.get(f"/figures/{question}.csv").data))
    told = client.get(f"/figures/{question}.json").get_json()
    assert list(table.columns) == [*COLUMNS, "shown", *ORIGIN]
    assert len(table) == len(told["rows"]) == len(view.frame)
    for row, from_csv, from_json in zip(view.rows(), table.itertuples(), told["rows"], strict=True):
        assert from_json["area"] == from_csv.area == row.area
        assert from_json["marker"] == (row.marker.value if row.marker else None)
        if row.value is None:
            assert str(from_csv.value) == "nan"
            assert from_json["value"] is None
        else:
            assert from_csv.value == pytest.approx(row.value, abs=0.5 * 10**-view.decimals)
            assert from_json["value"] == from_csv.value


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_copy_says_that_it_is_illustrative_and_where_it_is_from(
    client: FlaskClient, illustrative_store: Store, question: str
) -> None:
    release = illustrative_store.latest()
    rows = plain_rows(client.get(f"/figures/{question}.csv"))
    commented = client.get(f"/figures/{question}.csv?comments=above").text
    told = client.get(f"/figures/{question}.json").get_json()
    assert "# ILLUSTRATIVE: every figure here was made up" in commented
    assert release in commented
    for row in rows:
        assert row["status"].startswith("Illustrative")
        assert release in row["release"]
        assert row["source"]
        assert dt.date.fromisoformat(row["published"]) < dt.date(2027, 1, 1)
    assert told["illustrative"] is True
    assert told["release"] == release
    assert told["provenance"][0].startswith("ILLUSTRATIVE")


def test_a_table_is_the_release_s_own_with_where_it_is_from_in_every_row(
    client: FlaskClient, illustrative_store: Store
) -> None:
    for table in illustrative_store.catalogue().tables:
        rows = plain_rows(client.get(f"/data/{table.name}.csv"))
        header = table_header(illustrative_store.catalogue(), table.name)
        assert tuple(rows[0]) == (*header, *ORIGIN)
        expected = list(table_rows(illustrative_store, table.name))
        assert [tuple(row[name] for name in header) for row in rows] == expected
        assert all(row["status"].startswith("Illustrative: made up") for row in rows)


def test_the_form_with_comment_lines_is_had_on_request(
    client: FlaskClient, illustrative_store: Store
) -> None:
    response = client.get("/data/referrals.csv?comments=above")
    assert not response.data.startswith(codecs.BOM_UTF8)
    lines = response.text.splitlines()
    comments = [line for line in lines if line.startswith("# ")]
    assert lines[: len(comments)] == comments
    assert any("ILLUSTRATIVE" in line for line in comments)
    read = [tuple(row) for row in csv.reader(lines[len(comments) :])]
    assert read[0] == table_header(illustrative_store.catalogue(), "referrals")
    assert read[1:] == list(table_rows(illustrative_store, "referrals"))


@pytest.mark.parametrize("path", ["/figures/comparison.csv", "/data/referrals.csv"])
def test_a_file_is_csv_by_the_standard_and_opens_in_excel(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.data.startswith(codecs.BOM_UTF8)
    text = response.data.decode("utf-8-sig")
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert not any("\n" in line or "\r" in line for line in lines)
    widths = {len(row) for row in csv.reader(io.StringIO(text, newline=""))}
    assert len(widths) == 1
    assert response.data == client.get(f"{path}?comments=none").data


@pytest.mark.parametrize("path", ["/figures/trend.csv", "/data/referrals.csv"])
def test_an_unknown_way_to_comment_is_refused(client: FlaskClient, path: str) -> None:
    response = client.get(f"{path}?comments=everywhere")
    assert response.status_code == 400
    assert "above" in response.get_json()["error"]


def test_a_table_names_its_markers_and_never_a_blank(
    client: FlaskClient, illustrative_store: Store
) -> None:
    for table in illustrative_store.catalogue().tables:
        columns = [column.name for column in table.columns]
        for row in plain_rows(client.get(f"/data/{table.name}.csv")):
            for name in columns:
                assert row[name] in MARKERS or float(row[name]) >= 0


@pytest.mark.parametrize(
    "path",
    [
        "/data/referrals.csv",
        "/data/delivery.csv",
        "/figures/comparison.csv?measure=living_at_home",
        *(f"/figures/{question}.csv" for question in QUESTIONS),
    ],
)
def test_a_file_names_its_description_as_csv_on_the_web(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    link = DESCRIBED_BY.fullmatch(response.headers["Link"])
    assert link
    description = client.get(link[1])
    assert description.mimetype == "application/csvm+json"
    told = description.get_json()
    assert client.get(told["url"]).data == response.data
    columns = told["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(plain_rows(response)[0])
    assert told["illustrative"] is True
    assert any("ILLUSTRATIVE" in note for note in told["notes"])
    for row in plain_rows(response):
        for column in columns:
            text = row[column["name"]]
            if column["datatype"] in ("number", "integer") and text not in column.get("null", [""]):
                assert float(text) >= 0


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_stands_alone(client: FlaskClient, picture: str) -> None:
    questions = [picture, "trend", "comparison", "breakdown", "followup", "headlines"]
    drawn = [
        response.text
        for question in questions
        if (response := client.get(f"/figures/{question}.svg?picture={picture}")).status_code == 200
    ]
    assert drawn
    root = ET.fromstring(drawn[0])  # noqa: S314  # our own picture
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Illustrative" in drawn[0]
    assert "style=" not in drawn[0]


@pytest.mark.parametrize(
    "address",
    [
        "/figures/trend.csv?measure=nothing",
        "/figures/trend.json?area=atlantis",
        "/figures/trend.json?unknown=1",
        "/figures/trend.svg?picture=nothing",
        "/figures/comparison.csv?period=1066",
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert response.get_json()["error"]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/data/referrals.csv", "referrals-2020-2026-illustrative.csv"),
        (
            "/figures/comparison.csv?measure=living_at_home",
            "living-at-home-at-closure-by-area-2020-2026-illustrative.csv",
        ),
        ("/figures/trend.csv", "referrals-by-area-2020-2026-illustrative.csv"),
        (
            "/figures/breakdown.csv?area=kirklees&period=2023-to-2024",
            "referrals-by-route-kirklees-2023-2024-illustrative.csv",
        ),
        ("/figures/returns.json", "returns-by-area-2020-2026-illustrative.json"),
        (
            "/figures/trend.svg?area=sandwell",
            "referrals-sandwell-2020-2026-illustrative.svg",
        ),
        (
            "/figures/trend.png?area=sandwell",
            "referrals-sandwell-2020-2026-illustrative.png",
        ),
    ],
)
def test_files_have_names_that_say_what_they_hold(
    client: FlaskClient, address: str, name: str
) -> None:
    disposition = client.get(address).headers["Content-Disposition"]
    assert disposition.partition("; ")[2] == f'filename="{name}"'


def test_the_api_tells_releases_and_catalogue(
    client: FlaskClient, illustrative_store: Store
) -> None:
    releases = client.get("/api/releases.json").get_json()
    catalogue = client.get("/api/catalogue.json").get_json()
    assert [r["identifier"] for r in releases["releases"] if r["current"]] == [
        illustrative_store.latest()
    ]
    assert {m["key"] for m in catalogue["measures"]} == {
        m.key for m in illustrative_store.catalogue().measures
    }
    assert releases["illustrative"] is catalogue["illustrative"] is True
    rule = catalogue["disclosure"]
    assert (rule["threshold"], rule["rounding"]) == (5, 1)
    assert rule["levels"] == rule["tables"] == {}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula_to_a_spreadsheet(start: str) -> None:
    rows: list[list[Field]] = [[f'{start}cmd|" /C calc"!A0', -1]]
    commented = list(write_commented_csv(["a\nb"], ["name", "n"], rows))
    assert commented[0] == "# a b\r\n"
    for lines in (commented[2:], list(write_csv(["name", "n"], rows))[1:]):
        row = next(csv.reader(io.StringIO("".join(lines), newline="")))
        assert row == [f'\'{start}cmd|" /C calc"!A0', "-1"]


@pytest.fixture
def edge_client(tmp_path: Path) -> Iterator[FlaskClient]:
    """Serve shares of 1 in 400, 399 in 400 and 1 in 40, and means that end in a half."""

    def edit(texts: dict[str, str]) -> None:
        counts = {"Yes": "1", "Known": "400", "No": "399", "Not known": "0", "Total": "400"}
        rows = list(csv.DictReader(io.StringIO(texts["data/endings.csv"])))
        for row in rows:
            row["children"] = counts[row["answer"]]
        texts["data/endings.csv"] = to_csv(rows)
        rows = list(csv.DictReader(io.StringIO(texts["data/delivery.csv"])))
        texts["data/delivery.csv"] = to_csv([row | {"mean_days": "118.5"} for row in rows])
        replace_once(texts, "measures.csv", "Each town,\n", "Each town,3\n")

    folder = write_release(tmp_path / "release", edit=edit)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    publish(folder, url)
    with closing(open_store(url)) as store:
        yield create_app(store, Settings(database_url=url)).server.test_client()


def test_copies_round_as_pages_do_and_have_their_words(edge_client: FlaskClient) -> None:
    rows = edge_client.get("/figures/headlines.json?area=harbour&period=2023").get_json()["rows"]
    found = {row["group"]: (row["value"], row["shown"]) for row in rows}
    assert found["living_at_home"] == (0, "under 1%")
    assert found["length_of_stay"] == (119, "119 days")
    copied = plain_rows(edge_client.get("/figures/headlines.csv?area=harbour&period=2023"))
    assert {row["group"]: row["shown"] for row in copied} == {k: s for k, (_, s) in found.items()}


def test_a_headline_is_copied_with_its_own_decimals(edge_client: FlaskClient) -> None:
    asked = "measure=living_at_home&area=harbour&period=2023"
    (row,) = edge_client.get(f"/figures/figure.json?{asked}").get_json()["rows"]
    headlines = edge_client.get("/figures/headlines.json?area=harbour&period=2023").get_json()
    (same,) = [r for r in headlines["rows"] if r["group"] == "living_at_home"]
    for name in ("value", "lower", "upper", "shown", "numerator", "denominator"):
        assert row[name] == same[name]


@pytest.mark.parametrize("picture", ["intervals", ""])
def test_a_figure_has_a_page_of_its_formats(client: FlaskClient, picture: str) -> None:
    asked = "measure=living_at_home&period=to-date"
    page = client.get(f"/figures/comparison?{asked}&picture={picture}").text
    assert "Illustrative" in page
    assert '<meta name="robots" content="noindex">' in page
    links = [unescape(link) for link in re.findall(r'href="(/(?:figures|embed)/[^"]+)"', page)]
    endings = {link.partition("?")[0].rpartition(".")[2] for link in links}
    assert {"csv", "json"} <= endings
    assert ({"svg", "png"} <= endings) == bool(picture)
    for link in links:
        assert client.get(link).status_code == 200


def test_an_exhibit_leads_to_the_page_of_its_formats(client: FlaskClient) -> None:
    links = re.findall(r'href="(/figures/\w+\?[^"]+)"', client.get("/completion").text)
    assert links
    for link in links:
        assert client.get(unescape(link)).status_code == 200
