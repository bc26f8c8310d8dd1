"""The API answers what it says, page by page, and refuses the rest by name."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import urllib.request
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.data.queries import ask
from dashboard.data.store.releases import Store

LISTS = ("/releases", "/areas", "/measures", "/tables")
PATHS = (*LISTS, "/figures?measure=referrals")


def get(client: FlaskClient, path: str) -> dict[str, Any]:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.get_json()
    return told


def test_schemathesis_finds_nothing(dashboard_url: str, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("schemathesis")
    options = ["--max-examples", "25", "--generation-deterministic", "--no-color"]
    ran = subprocess.run(
        [program, "run", f"{dashboard_url}/api/v1/openapi.json", *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert re.search(r"Operations:\s+6 selected / 6 total", ran.stdout), ran.stdout[-4000:]


@pytest.mark.parametrize("path", [*PATHS, "/openapi.json"])
def test_every_answer_can_be_kept_shared_and_read_elsewhere(client: FlaskClient, path: str) -> None:
    first = client.get(f"/api/v1{path}")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in first.headers["Access-Control-Expose-Headers"]
    again = client.get(f"/api/v1{path}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    told = first.get_json()
    assert told.get("x-release", told)["illustrative"] is True


@pytest.mark.parametrize("path", PATHS)
def test_pages_put_together_are_the_whole(client: FlaskClient, path: str) -> None:
    joint = "&" if "?" in path else "?"
    whole = get(client, f"{path}{joint}per_page=500")
    assert whole["next"] is None
    entries: list[Any] = []
    following = f"/api/v1{path}{joint}per_page=2"
    while following:
        response = client.get(following)
        told = response.get_json()
        assert len(told["data"]) <= 2
        assert ("Link" in response.headers) == (told["next"] is not None)
        entries += told["data"]
        following = told["next"]
    assert entries == whole["data"]
    assert len(entries) == whole["total"] > 0
    assert get(client, f"{path}{joint}page=10000")["data"] == []


def test_figures_are_those_of_the_pages(client: FlaskClient, illustrative_store: Store) -> None:
    measures = get(client, "/measures?per_page=500")["data"]
    for measure in measures:
        told = get(client, f"/figures?measure={measure['measure']}&per_page=500")["data"]
        expected = [
            (row.area, period, row.numerator, row.marker)
            for period in measure["periods"]
            for row in ask(
                illustrative_store, "comparison", {"measure": measure["measure"], "period": period}
            ).rows()
        ]
        assert [(r["area"], r["period"], r["numerator"], r["marker"]) for r in told] == expected
        assert all((r["value"] is None) != (r["marker"] is None) for r in told)


def test_figures_can_be_asked_of_one_area_and_period(client: FlaskClient) -> None:
    asked = "measure=living_at_home&area=kirklees&period=to-date"
    (figure,) = get(client, f"/figures?{asked}")["data"]
    assert (figure["area"], figure["period"], figure["unit"]) == ("kirklees", "to-date", "per cent")


@pytest.mark.parametrize(
    "path",
    [
        "/figures",
        "/figures?measure=nothing",
        "/figures?measure=referrals&measure=referrals",
        "/figures?measure=referrals&area=atlantis",
        "/figures?measure=referrals&utm_source=x",
        "/figures.csv?measure=referrals&page=1",
        "/areas?page=0",
        "/areas?page=01",
        "/areas?page=%D9%A1",
        "/areas?per_page=501",
        "/areas?per_page=",
        "/openapi.json?x=1",
    ],
)
def test_what_is_not_on_the_list_is_refused(client: FlaskClient, path: str) -> None:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 400
    told = response.get_json()
    assert told["error"]
    assert "atlantis" not in told["error"]
    assert told["illustrative"] is True


def test_the_page_of_the_api_shows_lines_that_work_as_they_stand(dashboard_url: str) -> None:
    page = urllib.request.urlopen(f"{dashboard_url}/api").read().decode()
    assert urllib.request.urlopen(f"{dashboard_url}/api/v1").read().decode() == page
    assert "Illustrative data" in page
    (line,) = re.findall(r"<code>pandas\.read_csv\(([^<]*)\)</code>", unescape(page))
    frame = pd.read_csv(line.strip('"'))
    assert list(frame.columns[:2]) == ["measure", "unit"]
    assert frame["status"].str.startswith("Illustrative").all()
    assert set(frame["area"]) > {"kirklees", "sandwell"}
    assert f'read.csv({line}, fileEncoding = "UTF-8-BOM")' in unescape(page)


def test_a_frame_of_figures_has_numbers_and_markers_apart(client: FlaskClient) -> None:
    for measure in get(client, "/measures?per_page=500")["data"]:
        text = client.get(f"/api/v1/figures.csv?measure={measure['measure']}").data
        frame = pd.read_csv(io.BytesIO(text))
        assert (frame["value"].isna() != frame["marker"].isna()).all()


def test_a_permanent_address_has_the_api_of_its_release(
    client: FlaskClient, illustrative_store: Store
) -> None:
    prefix = f"/releases/{illustrative_store.latest()}"
    told = client.get(f"{prefix}/api/v1/figures?measure=referrals&per_page=1").get_json()
    assert told["release"] == illustrative_store.latest()
    assert told["next"].startswith(f"{prefix}/api/v1/figures?")
    described = client.get(f"{prefix}/api/v1/openapi.json").get_json()
    assert described["servers"][0]["url"].endswith(f"{prefix}/api/v1")
