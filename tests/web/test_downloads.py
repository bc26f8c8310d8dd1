"""Is what is downloaded what is shown, with where it comes from, and harmless to open?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.charts import PICTURES
from dashboard.data.queries import QUESTIONS, ask, table_header, table_rows
from dashboard.data.queries.view import COLUMNS
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app
from dashboard.web.current import open_store
from dashboard.web.provenance import write_csv
from tests.conftest import publish
from tests.releases import replace_once, to_csv, write_release

MARKERS = set("bcefkpruwxz") | {"low"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_figure_is_the_same_in_every_form(
    client: FlaskClient, illustrative_store: Store, question: str
) -> None:
    view = ask(illustrative_store, question, {})
    table = pd.read_csv(io.StringIO(client.get(f"/figures/{question}.csv").text), comment="#")
    told = client.get(f"/figures/{question}.json").get_json()
    assert list(table.columns) == [*COLUMNS, "shown"]
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
    text = client.get(f"/figures/{question}.csv").text
    told = client.get(f"/figures/{question}.json").get_json()
    assert "# ILLUSTRATIVE: every figure here was made up" in text
    assert release in text
    assert told["illustrative"] is True
    assert told["release"] == release
    assert told["provenance"][0].startswith("ILLUSTRATIVE")


def test_a_table_is_the_release_s_own_with_provenance_before_it(
    client: FlaskClient, illustrative_store: Store
) -> None:
    for table in illustrative_store.catalogue().tables:
        response = client.get(f"/data/{table.name}.csv")
        lines = response.text.splitlines()
        comments = [line for line in lines if line.startswith("# ")]
        assert lines[: len(comments)] == comments
        assert any("ILLUSTRATIVE" in line for line in comments)
        bare = client.get(f"/data/{table.name}.csv?comments=none").text
        assert bare.splitlines() == lines[len(comments) :]
        read = [tuple(row) for row in csv.reader(io.StringIO(bare))]
        assert read[0] == table_header(illustrative_store.catalogue(), table.name)
        assert read[1:] == list(table_rows(illustrative_store, table.name))


def test_a_table_names_its_markers_and_never_a_blank(
    client: FlaskClient, illustrative_store: Store
) -> None:
    for table in illustrative_store.catalogue().tables:
        text = client.get(f"/data/{table.name}.csv?comments=none").text
        columns = [column.name for column in table.columns]
        for row in csv.DictReader(io.StringIO(text)):
            for name in columns:
                assert row[name] in MARKERS or float(row[name]) >= 0


def test_a_table_s_file_is_described_as_csv_on_the_web(client: FlaskClient) -> None:
    told = client.get("/data/referrals.csv-metadata.json").get_json()
    bare = client.get("/data/referrals.csv?comments=none").text
    assert told["url"] == "/data/referrals.csv"
    assert told["dialect"]["commentPrefix"] == "#"
    named = [column["name"] for column in told["tableSchema"]["columns"]]
    assert named == bare.splitlines()[0].split(",")


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


def test_files_have_names_that_say_what_they_are(
    client: FlaskClient, illustrative_store: Store
) -> None:
    release = illustrative_store.latest()
    disposition = client.get("/data/referrals.csv").headers["Content-Disposition"]
    assert disposition == f'attachment; filename="referrals-{release}.csv"'


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
    lines = list(write_csv(["a\nb"], ["name", "n"], [[f'{start}cmd|" /C calc"!A0', -1]]))
    assert lines[0] == "# a b\r\n"
    row = next(csv.reader(io.StringIO("".join(lines[2:]), newline="")))
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
    text = edge_client.get("/figures/headlines.csv?area=harbour&period=2023").text
    copied = csv.DictReader(line for line in text.splitlines() if not line.startswith("# "))
    assert {row["group"]: row["shown"] for row in copied} == {k: s for k, (_, s) in found.items()}


def test_a_headline_is_copied_with_its_own_decimals(edge_client: FlaskClient) -> None:
    asked = "measure=living_at_home&area=harbour&period=2023"
    (row,) = edge_client.get(f"/figures/figure.json?{asked}").get_json()["rows"]
    headlines = edge_client.get("/figures/headlines.json?area=harbour&period=2023").get_json()
    (same,) = [r for r in headlines["rows"] if r["group"] == "living_at_home"]
    for name in ("value", "lower", "upper", "shown", "numerator", "denominator"):
        assert row[name] == same[name]
