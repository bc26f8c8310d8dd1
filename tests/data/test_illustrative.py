"""The illustrative release that ships is what the project makes, safe, and only illustrative."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec
import pytest

from dashboard.data.linking.audit import audit_release
from dashboard.data.preparing.choosing import Desk, best_of, trials
from dashboard.data.preparing.policy import policy_text, read_policy
from dashboard.data.release.model import Catalogue, Cell, Marker, PeriodType
from dashboard.data.release.points import Points, points_of, printed_in
from dashboard.data.release.reading import FileRelease, import_release
from dashboard.data.release.writing import write_release, write_release_whole
from dashboard.illustrative import (
    FIRST,
    POLICY,
    SECOND,
    count_by_year,
    count_illustrative,
    make_illustrative,
)
from dashboard.illustrative.children import Child, invent_children
from dashboard.illustrative.draft import DRAFT, SITES
from dashboard.illustrative.editions import Edition
from tests import conftest
from tests.published import beside_project
from tests.releases import check_release
from tests.serving import PROJECT

RELEASE = PROJECT / "dashboard" / "data" / "releases" / "illustrative"
SOURCES = [
    *sorted((PROJECT / "dashboard" / "illustrative").rglob("*.py")),
    *sorted((PROJECT / "dashboard" / "data" / "preparing").rglob("*.py")),
    *sorted((PROJECT / "dashboard" / "disclosure").rglob("*.py")),
]
WRITES = {"print", "open", "write", "write_text", "write_bytes", "dump", "dumps", "log", "info"}
HEADLINES = 6
Counted = tuple[Catalogue, dict[str, tuple[Cell, ...]]]


@pytest.fixture(scope="module")
def counted() -> Counted:
    return count_illustrative()


@pytest.fixture(scope="module")
def by_year() -> Counted:
    return count_by_year()


@cache
def shipped() -> FileRelease:
    return import_release(RELEASE)


def cells_of(release: FileRelease) -> Counted:
    return release.catalogue, {
        t.name: tuple(release.cells(t.name)) for t in release.catalogue.tables
    }


def shipped_cells() -> dict[str, tuple[Cell, ...]]:
    return cells_of(shipped())[1]


def test_it_passes_every_check() -> None:
    assert check_release(RELEASE) == ()


def test_it_passes_the_audit_and_the_verdict_it_carries_is_that_audit() -> None:
    rule = shipped().catalogue.disclosure
    verdict = audit_release(shipped().catalogue, shipped_cells())
    assert verdict.passed
    assert (verdict.text, verdict.digest) == (rule.verdict, rule.verdict_hash)
    assert (verdict.hidden_cells, verdict.tables_with_hidden_cells) == (
        rule.hidden_cells,
        rule.tables_with_hidden_cells,
    )


def test_what_it_prints_is_what_the_project_counts(counted: Counted) -> None:
    _, truth = counted
    for name, cells in shipped_cells().items():
        for true, printed in zip(truth[name], cells, strict=True):
            assert (true.area, true.period, true.groups) == (
                printed.area,
                printed.period,
                printed.groups,
            )
            if printed.marker is not Marker.CONFIDENTIAL:
                assert (printed.value, printed.marker) == (true.value, true.marker)


def test_no_count_from_1_to_4_is_printed() -> None:
    catalogue = shipped().catalogue
    for table in catalogue.tables:
        whole = {column.name for column in table.columns if column.whole}
        printed = {c.value for c in shipped().cells(table.name) if c.column in whole}
        assert printed.isdisjoint({1.0, 2.0, 3.0, 4.0})


def test_writing_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    write_release(tmp_path / "again", shipped().catalogue, shipped_cells())
    names = files_in(RELEASE)
    assert files_in(tmp_path / "again") == names
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (RELEASE / name).read_bytes(), name


def files_in(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def test_all_that_is_said_is_what_the_project_says() -> None:
    said = shipped().catalogue
    meant, _ = count_illustrative()
    for field in ("areas", "periods", "breakdowns", "measures", "identities", "quotes", "studies"):
        assert getattr(said, field) == getattr(meant, field), field
    for field in (
        "statements",
        "local_notes",
        "context",
        "returns",
        "changes",
        "events",
        "partners",
    ):
        assert getattr(said, field) == getattr(meant, field), field
    assert dict(said.text) == dict(meant.text)


def test_making_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    made = make_illustrative()
    write_release_whole(tmp_path / "again", made.catalogue, made.cells)
    for name in files_in(RELEASE):
        assert (tmp_path / "again" / name).read_bytes() == (RELEASE / name).read_bytes(), name


def test_its_policy_is_what_choosing_writes(by_year: Counted) -> None:
    shipped_policy = read_policy(POLICY)
    asked = msgspec.structs.replace(shipped_policy, periods={}, levels={}, tables={})
    made = list(trials(Desk(*by_year, (), DRAFT.published), asked))
    assert policy_text(best_of(made).policy) == POLICY.read_bytes()


def visible() -> tuple[Points, ...]:
    catalogue = shipped().catalogue
    return points_of(catalogue, printed_in(catalogue, shipped_cells()), read_policy(POLICY).needs)


def test_nearly_every_headline_point_is_visible() -> None:
    points = visible()
    for level in ("Local authority", "Programme"):
        own = [p for p in points if p.level == level]
        assert len(own) == HEADLINES
        assert sum(p.visible for p in own) >= 0.95 * sum(p.points for p in own)
        assert all(p.complete == p.lines for p in own)


def test_every_headline_line_has_three_points_but_with_opportunity_two() -> None:
    points = visible()
    for p in points:
        least = 2 if (p.level, p.measure.key) == ("Local authority", "completed_opportunity") else 3
        assert p.points >= least * p.lines, p.measure.key


def test_at_most_one_cell_in_twenty_is_suppressed_and_all_markers_are_shown() -> None:
    markers = [cell.marker for cells in shipped_cells().values() for cell in cells]
    assert 20 <= markers.count(Marker.CONFIDENTIAL) <= 0.05 * len(markers)
    assert markers.count(Marker.NOT_APPLICABLE) >= 4
    assert markers.count(Marker.NOT_AVAILABLE) >= 4


@pytest.mark.parametrize("edition", [FIRST, SECOND], ids=["first", "second"])
def test_no_unprinted_year_of_an_authority_follows(edition: Edition) -> None:
    """Years are asked after as rows that are not available: the audit holds those to its rule."""
    catalogue, truth = count_illustrative(edition=edition)
    every, yearly = count_by_year(edition=edition)
    said, printed = cells_of(shipped())
    earlier = []
    if edition is SECOND:
        earlier, (said, printed) = [(said, printed)], cells_of(import_release(conftest.SECOND))
    years = {p.key: p for p in every.periods if p.type is PeriodType.YEAR}
    known = {p.key for p in catalogue.periods}
    periods = (*catalogue.periods, *(p for key, p in years.items() if key not in known))
    asked = {}
    for table in catalogue.tables:
        whole = {column.name for column in table.columns if column.whole}
        there = {(c.area, c.period, c.groups) for c in truth[table.name]}
        rows = {c.groups for c in truth[table.name] if c.area != "programme"}
        more = (
            replace(cell, value=None, marker=Marker.NOT_AVAILABLE)
            for cell in yearly[table.name]
            if cell.period in years
            and cell.column in whole
            and cell.groups in rows
            and cell.marker is None
            and (cell.area, cell.period, cell.groups) not in there
        )
        asked[table.name] = (*printed[table.name], *more)
    verdict = audit_release(replace(said, periods=periods), asked, earlier)
    assert [str(leak) for leak in verdict.leaks] == []
    assert verdict.passed


def test_it_says_that_it_is_illustrative() -> None:
    catalogue = shipped().catalogue
    assert catalogue.illustrative
    assert "llustrative" in catalogue.title
    assert catalogue.producer == "The dashboard project"
    assert "not results" in catalogue.description


def test_the_same_seed_gives_the_same_children() -> None:
    assert list(invent_children(7)) == list(invent_children(7))
    assert list(invent_children(7)) != list(invent_children(8))


def test_sites_start_30_to_50_families_in_a_full_year(by_year: Counted) -> None:
    _, truth = by_year
    for site in SITES:
        starts = [
            cell.value or 0
            for cell in truth["starts_by_sex"]
            if cell.area == site.slug
            and cell.period in {"2022", "2023", "2024", "2025"}
            and cell.groups[0][1] == "Total"
        ]
        assert 30 <= sum(starts) / len(starts) <= 42
        assert 25 <= min(starts) <= max(starts) <= 52


CASE_STUDY = (
    "Local Government Association case study "
    "“Birmingham, Nottingham, Kirklees and Sandwell: Multi-Systemic Therapy”"
)


def test_quotes_are_word_for_word() -> None:
    source = words(beside_project("case-study.txt").read_text("utf-8"))
    for quote in shipped().catalogue.quotes:
        assert words(quote.text) in source
        assert quote.source == CASE_STUDY
    exact = {"aged-10-13", "mixed-evidence"}
    for statement in shipped().catalogue.statements:
        if statement.key in exact:
            assert words(statement.text) in source


def words(text: str) -> str:
    return " ".join(re.findall(r"[\w\[\]%&’]+", text.replace("'", "’")))


def test_nothing_of_a_record_is_written_logged_or_kept() -> None:
    assert list(calls_that_write()) == []


def calls_that_write() -> Iterator[str]:
    """List calls that could write, in all code that meets records or unsuppressed counts."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in WRITES:
                    yield f"{path.name}, line {node.lineno}: {name}"
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
                if names & {"logging", "pickle", "shelve", "sqlite3", "sqlalchemy"}:
                    yield f"{path.name}, line {node.lineno}: import"


def test_a_record_is_nowhere_in_the_release() -> None:
    children = list(invent_children(2020))
    assert all(isinstance(child, Child) for child in children)
    days = {child.referred.isoformat() for child in children} | {
        child.closed.isoformat() for child in children if child.closed
    }
    public = {r.due.isoformat() for r in shipped().catalogue.returns}
    public |= {r.received.isoformat() for r in shipped().catalogue.returns if r.received}
    public |= {"2026-09-22"}
    for path in RELEASE.rglob("*.csv"):
        if path.name != "returns.csv":
            assert not days & set(re.findall(r"\d{4}-\d\d-\d\d", path.read_text("utf-8"))) - public
