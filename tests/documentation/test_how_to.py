"""The examples of docs/how-to, tried."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.components.page import Page
from dashboard.data.queries import ask, choices, parameters
from dashboard.data.release.checks import words
from dashboard.data.release.checks.check import Check, Subject, run_check
from dashboard.data.release.checks.scanning import scan_tables
from dashboard.data.release.model import MeasureKind
from dashboard.data.release.reading import import_release, read_release
from dashboard.data.release.table_columns import META_COLUMNS
from dashboard.data.release.writing.seal import seal_release
from dashboard.data.store.releases import Store
from dashboard.pages import show
from dashboard.publishing.__main__ import main
from dashboard.publishing.commands import Command
from dashboard.settings import read_settings
from dashboard.web.prerendering import render
from tests.conftest import ILLUSTRATIVE, publish
from tests.documentation.test_release_format import example_files
from tests.releases import check_release, replace_once, write_release
from tests.serving import PROJECT
from tests.web.test_another_programme import TERMS

FOLDER = PROJECT / "docs" / "how-to"


def examples(name: str, language: str = "") -> list[str]:
    """Return the indented blocks of code of a document, in one language."""
    text = (FOLDER / name).read_text("utf-8")
    blocks = re.findall(r"^   ```(\w*)\n(.*?)^   ```$", text, re.DOTALL | re.MULTILINE)
    return [
        re.sub(r"^   ", "", block, flags=re.MULTILINE) for of, block in blocks if of == language
    ]


def test_a_step_of_the_schema_is_written_and_goes_both_ways(tmp_path: Path) -> None:
    (column,), (write, both_ways) = (
        examples("change-the-schema.md", of) for of in ("python", "sh")
    )
    shutil.copytree(PROJECT / "dashboard", tmp_path / "dashboard")
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    publish(ILLUSTRATIVE, url)
    tables = tmp_path / "dashboard" / "data" / "store" / "schema.py"
    last = '    Column("catalogue", Text, nullable=False),\n'
    tables.write_text(
        tables.read_text("utf-8").replace(last, f"{last}    {column.strip()},\n"), "utf-8"
    )

    def run(commands: str) -> None:
        programs = f"{Path(sys.executable).parent}/"
        subprocess.run(
            ["sh", "-ec", commands.replace(".venv/bin/", programs)],
            cwd=tmp_path,
            env={"DATABASE_URL": url, "PATH": "/usr/bin:/bin"},
            check=True,
        )

    with pytest.raises(subprocess.CalledProcessError):
        run(both_ways)  # `check` sees that there is no step yet
    run(write)
    run(both_ways)
    (step,) = (tmp_path / "dashboard/data/store/migrations/versions").glob("0005*")
    assert step.name == "0005_contact.py"
    assert step.read_text("utf-8").count("contact") >= 3
    with closing(Store.open(url)) as store:
        assert store.catalogue().illustrative


def test_every_document_is_linked_from_contributing() -> None:
    text = (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
    assert set(re.findall(r"docs/how-to/([\w-]+\.md)", text)) == {p.name for p in FOLDER.iterdir()}
    assert "(CONTRIBUTING.md)" in (PROJECT / "README.md").read_text("utf-8")


def page_of_the_example() -> Page:
    (source,) = examples("add-a-page.md", "python")
    made: dict[str, Any] = {}
    exec(source, made)  # noqa: S102  # the project's own example
    page = made["PAGE"]
    assert isinstance(page, Page)
    return page


def test_the_page_shows_the_measures_it_says(illustrative_store: Store) -> None:
    page = page_of_the_example()
    html = render(show(page, illustrative_store))
    assert html.count('class="exhibit"') == 1
    assert "length of stay" in html


def test_the_page_suits_any_release(illustrative_store: Store) -> None:
    page = page_of_the_example()
    (source,) = examples("add-a-page.md", "python")
    catalogue = illustrative_store.catalogue()
    counts = tuple(m for m in catalogue.measures if m.kind is MeasureKind.COUNT)
    assert page.is_served(catalogue)
    assert not page.is_served(replace(catalogue, measures=counts))
    assert not TERMS.findall(source)


def test_the_measure_is_shown_from_its_row_alone(tmp_path: Path) -> None:
    (row,) = examples("add-a-measure.md")
    folder = shutil.copytree(ILLUSTRATIVE, tmp_path / "release")
    with (folder / "measures.csv").open("a", encoding="utf-8") as opened:
        opened.write(row)
    seal_release(folder)
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", read_only=False)
    store.publish(import_release(folder))
    view = ask(store, "trend", {"measure": "by_police"})
    store.close()
    assert any(row.value is not None and row.denominator for row in view.rows())


@pytest.mark.parametrize(("edited", "found"), [(False, []), (True, [(2, "definition")])])
def test_the_check_finds_what_it_says(
    tmp_path: Path, edited: bool, found: list[tuple[int, str]]
) -> None:
    def edit(texts: dict[str, str]) -> None:
        if edited:
            replace_once(texts, "measures.csv", "referred in the period.", "referred in the period")

    (source,) = examples("add-a-check.md", "python")
    made = dict(vars(words))
    exec(source, made)  # noqa: S102  # the project's own example
    reading = read_release(write_release(tmp_path / "release", edit=edit))
    result = run_check(
        Check("definitions", made["definitions"]), Subject(reading, *scan_tables(reading))
    )
    assert [(finding.row, finding.column) for finding in result.findings] == found


def test_the_command_says_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    (source,) = examples("add-a-command.md", "python")
    made: dict[str, Any] = {}
    exec(source, made)  # noqa: S102  # the project's own example
    command = made["COMMAND"]
    assert isinstance(command, Command)
    parser = ArgumentParser()
    command.add_arguments(parser)
    told = command.run(parser.parse_args([str(ILLUSTRATIVE)]), read_settings())
    assert told["measures"][0] == "referrals"
    assert capsys.readouterr().out.startswith("referrals  Children referred")


def test_the_key_of_the_filter_offers_periods(illustrative_store: Store) -> None:
    (source,) = examples("add-a-filter.md", "python")
    made = dict(vars(parameters))
    exec(source, made)  # noqa: S102  # the project's own example
    catalogue = illustrative_store.catalogue()
    trend = choices(catalogue, "trend", {"measure": "completed_all"})
    chosen = {key: choice.default for key, choice in trend.items()} | {"measure": "completed_all"}
    offered = made["since_key"](catalogue, chosen).options
    assert offered[0] == ("", "The first")
    assert len(offered) == len(catalogue_periods(illustrative_store, chosen))


def catalogue_periods(store: Store, chosen: dict[str, str]) -> set[str]:
    return {row.period for row in ask(store, "trend", chosen).rows()}


def waiting(column: str) -> dict[str, str]:
    """Write a table of those who started, of whom a column more is counted, without a row yet."""
    header = example_files()["data/referrals.csv"].splitlines()[0].removesuffix("children")
    line = "started,Indicator,Children who started,,children,0,,\n"
    return {
        "data/waiting.csv": f"{header}started,{column}\n",
        "data/waiting.meta.csv": f"{','.join(META_COLUMNS[:8])}\n{line}",
    }


def test_a_measure_is_counted_from_records_by_the_line_of_the_policy(tmp_path: Path) -> None:
    (count,) = examples("add-a-measure.md", "json")
    text = (FOLDER / "add-a-measure.md").read_text("utf-8")
    (line,) = re.findall(r"`(within_30,Indicator,.*)`", text)
    files = example_files() | waiting("within_30")
    files["data/waiting.meta.csv"] += f"{line}\n"
    files["measures.csv"] = re.sub(
        "table=referrals; column=children", "table=waiting; column=within_30", files["measures.csv"]
    )
    files["data/referrals.csv"] = files["data/referrals.csv"].splitlines()[0] + "\n"
    table = {
        "name": "waiting",
        "path": "data/waiting.csv",
        "kind": "statistics",
        "title": "Waiting",
        "universe": "children who started",
    }
    descriptor = json.loads(files["datapackage.json"])
    files["datapackage.json"] = json.dumps(
        descriptor | {"resources": [*descriptor["resources"], table]}
    )
    files["periods.csv"] = "time_period,time_identifier\n2023,Calendar year\n2024,Calendar year\n"
    for name, content in files.items():
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    seal_release(tmp_path / "source")
    rows = [
        f"{town},{year}-03-01,{days}"
        for town, year in (("eastport", 2023), ("eastport", 2024), ("westport", 2024))
        for days in range(21, 37)
    ]
    (tmp_path / "children.csv").write_text(
        "\n".join(["area,started_on,days_waited", *rows, ""]), "utf-8"
    )
    counts = [
        {"table": "referrals", "date": "started_on"},
        {"table": "waiting", "column": "started", "date": "started_on"},
        json.loads(count),
    ]
    policy = {"records": {"children.csv": {"area": "area", "counts": counts}}}
    (tmp_path / "policy.json").write_text(json.dumps(policy), "utf-8")
    given = ["--policy", "policy.json", "--records", "children.csv", "--alone"]
    with contextlib.chdir(tmp_path):
        assert main(["prepare", "source", "made", *given]) == 0
    assert check_release(tmp_path / "made") == ()
    made = list(import_release(tmp_path / "made").cells("waiting"))
    assert {cell.value for cell in made if cell.column == "within_30"} == {10, 20, None}
