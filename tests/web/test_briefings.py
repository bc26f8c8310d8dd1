"""The briefing on paper says what the page says, to everyone who can read a PDF."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pdfua
import pypdf
import pytest
from flask.testing import FlaskClient

from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web import briefing_program as setting
from dashboard.web.addresses import split_address
from dashboard.web.application import create_app
from dashboard.web.briefing_blocks import blocks, text_of
from dashboard.web.current import CurrentRelease
from dashboard.web.prerendering import find_main
from dashboard.web.site import find_page
from tests.releases import write_release

A4_POINTS = (595, 842)


@pytest.fixture(scope="module")
def briefing(client: FlaskClient) -> bytes:
    response = client.get("/areas/kirklees.pdf")
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert "kirklees-illustrative.pdf" in response.headers["Content-Disposition"]
    return bytes(response.data)


def tags(reader: pypdf.PdfReader) -> list[dict[str, Any]]:
    """List the elements of the tag tree in the order of reading."""
    found: list[dict[str, Any]] = []

    def go(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, pypdf.generic.ArrayObject):
            for part in node:
                go(part)
        elif isinstance(node, pypdf.generic.DictionaryObject):
            if "/S" in node:
                found.append(dict(node))
            if "/K" in node:
                go(node["/K"])

    go(reader.root_object["/StructTreeRoot"])
    return found


def test_an_independent_reader_of_the_standard_finds_nothing(
    briefing: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "briefing.pdf"
    path.write_bytes(briefing)
    report = pdfua.validate(str(path))
    assert [f"{finding.rule_id}: {finding.message}" for finding in report.findings] == []
    metadata = pypdf.PdfReader(path).xmp_metadata
    assert metadata is not None
    assert "pdfuaid:part" in metadata.stream.get_data().decode()


def test_it_is_two_sides_of_a4_and_says_where_it_is_from_on_both(
    briefing: bytes, illustrative_store: Store
) -> None:
    pages = pypdf.PdfReader(io.BytesIO(briefing)).pages
    assert len(pages) == 2
    for page in pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4_POINTS
        text = page.extract_text()
        assert "Illustrative: not real figures" in text
        assert illustrative_store.latest() in text
        assert "Published 22 September 2026" in text
        assert "/areas/kirklees" in text


def test_its_tags_are_those_of_the_page(
    briefing: bytes, client: FlaskClient, illustrative_store: Store
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(briefing))
    assert str(reader.root_object["/Lang"]).lower() == "en-gb"
    kinds = [tag["/S"] for tag in tags(reader)]
    store = CurrentRelease(illustrative_store).store()
    page = find_page(split_address("/areas/kirklees"), store)
    assert page is not None
    parts = flat(list(blocks(find_main(page.tree(store)))))
    assert kinds.count("/H1") == 1
    for level in (2, 3):
        headings = [p for p in parts if p["kind"] == "heading" and p["level"] == level]
        assert kinds.count(f"/H{level}") == len(headings) > 1
    assert kinds.count("/Table") == sum(p["kind"] == "table" for p in parts) > 2
    assert "/TH" in kinds
    told = [tag["/Alt"] for tag in tags(reader) if "/Alt" in tag]
    charts = [p["alt"] for p in parts if p["kind"] == "chart"]
    assert told == charts
    assert len(charts) >= 2


HOLDS = {  # what each kind of element holds, by ISO 32000-1, 14.8.4
    "/Table": {"/Caption", "/THead", "/TBody", "/TFoot", "/TR"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/L": {"/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
}
SHOWS = {
    b"Tj",
    b"TJ",
    b"'",
    b'"',
    b"Do",
    b"S",
    b"s",
    b"f",
    b"F",
    b"f*",
    b"B",
    b"B*",
    b"b",
    b"b*",
    b"sh",
}


def test_its_tags_nest_as_the_standard_asks_and_nothing_is_without_one(briefing: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(briefing))
    elements = tags(reader)
    for element in elements:
        kind, kinds = element["/S"], [child["/S"] for child in children(element)]
        assert set(kinds) <= HOLDS.get(kind, set(kinds)), kind
        if kind == "/Table":
            rows = [tag for tag in below(element) if tag["/S"] == "/TR"]
            assert len({len(list(children(row))) for row in rows}) == 1
            headers = [tag for tag in below(element) if tag["/S"] == "/TH"]
            assert headers
            assert all("/Scope" in str(tag["/A"].get_object()) for tag in headers)
    levels = [int(tag["/S"][2:]) for tag in elements if tag["/S"][:2] == "/H" and tag["/S"][2:]]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for page in reader.pages:
        parents = parents_of(reader, page)
        depth, numbers = 0, set()
        for operands, operator in pypdf.generic.ContentStream(
            page.get_contents(), reader
        ).operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
                if len(operands) > 1 and "/MCID" in operands[1]:
                    numbers.add(int(operands[1]["/MCID"]))
            depth -= operator == b"EMC"
            assert depth or operator not in SHOWS, operator
        assert numbers == {number for number, parent in enumerate(parents) if parent}


def children(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the elements that stand directly in one."""
    held = element.get("/K")
    held = held.get_object() if held is not None else []
    for part in held if isinstance(held, list) else [held]:
        child = part.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield child


def below(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in children(element):
        yield child
        yield from below(child)


def parents_of(reader: pypdf.PdfReader, page: Any) -> list[Any]:
    """List the elements that a page's numbered content belongs to."""
    root: Any = reader.root_object["/StructTreeRoot"]
    numbers = numbers_of(root["/ParentTree"])
    return list(numbers[int(page["/StructParents"])].get_object())


def numbers_of(node: Any) -> dict[int, Any]:
    node = node.get_object()
    flat_list = node.get("/Nums", [])
    found = {int(key): value for key, value in zip(flat_list[::2], flat_list[1::2], strict=True)}
    for kid in node.get("/Kids", []):
        found |= numbers_of(kid)
    return found


def flat(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """List blocks and those that stand next to one another, in the order of reading."""
    found = []
    for part in parts:
        if part["kind"] == "spread":
            found += [inner for cell in part["cells"] for inner in flat(cell)]
        else:
            found.append(part)
    return found


def test_every_figure_of_its_tables_is_on_it(briefing: bytes, illustrative_store: Store) -> None:
    reader = pypdf.PdfReader(io.BytesIO(briefing))
    text = "".join(" ".join(page.extract_text() for page in reader.pages).split())
    store = CurrentRelease(illustrative_store).store()
    page = find_page(split_address("/areas/kirklees"), store)
    assert page is not None
    for part in flat(list(blocks(find_main(page.tree(store))))):
        cells = [piece for row in part.get("rows", []) for cell in row for piece in cell]
        for piece in [*cells, *part.get("header", []), part.get("text", "")]:
            assert "".join(piece.split()) in text
    assert "Thinlines" not in text  # nor does it speak of what is drawn in the page's table


@pytest.mark.parametrize("path", ["/completion.pdf", "/areas/atlantis.pdf", "/areas.pdf", "/.pdf"])
def test_only_an_area_has_one(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_any_release_has_one_and_it_is_the_same_each_time(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with closing(Store.open(url, read_only=False)) as store:
        store.publish(import_release(write_release(tmp_path / "release")))
        made = [
            create_app(store, Settings(database_url=url))
            .server.test_client()
            .get("/areas/eastport.pdf")
            .data
            for _ in range(2)
        ]
    assert made[0] == made[1]
    assert len(pypdf.PdfReader(io.BytesIO(made[0])).pages) <= setting.SIDES


def test_what_a_reader_wrote_is_no_code_of_the_typesetter() -> None:
    given = {
        "title": "#panic()",
        "producer": "*",
        "published": "2026-09-22",
        "mark": "",
        "foot": ['#read("/etc/passwd")'],
        "blocks": [
            {"kind": "heading", "level": 1, "text": "= $ #let x"},
            {"kind": "paragraph", "text": '#include "x" [c] *b* `a` <pages>'},
        ],
        "fonts": str(setting.TEMPLATE.parents[3] / "assets" / "fonts"),
    }
    reader = pypdf.PdfReader(io.BytesIO(setting.set_briefing(given)))
    text = "".join(reader.pages[0].extract_text().split())
    assert '#include"x"[c]*b*`a`<pages>' in text
    assert "=$#letx" in text


def test_words_are_read_once_each() -> None:
    from dash import html

    assert text_of(html.P(["A ", html.Strong("b"), None, html.A("c", href="/")])) == "A bc"
