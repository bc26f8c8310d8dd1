"""Writes a workbook as an OpenDocument spreadsheet.

gptables writes XLSX only; what pandas writes has no headings. odfdo writes what it is told.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from odfdo import Cell, Document, Row, Style, Table

HEADING = "heading"


def write_ods(contents: dict[str, Any]) -> bytes:
    """Write a workbook, given as JSON has it: cover, contents, notes, one table a sheet."""
    document = Document("spreadsheet")
    document.body.clear()
    bold = Style("table-cell", name=HEADING, area="text", bold=True, size="14pt")
    document.insert_style(bold, automatic=True)
    sheets = contents["sheets"]
    titles = [(f"Table {n}", sheet["title"]) for n, sheet in enumerate(sheets, 1)]
    notes = list(dict.fromkeys(note for sheet in sheets for note in sheet["notes"]))
    cover = [*contents["about"], f"Contact: {contents['contact']}"]
    parts: list[tuple[str, str, Iterable[Sequence[Any]]]] = [
        ("Cover", contents["title"], [[line] for line in cover]),
        ("Contents", "Contents", [("Sheet", "Title"), *titles]),
    ]
    if notes:
        parts.append(("Notes", "Notes", [("Note", "Text"), *enumerate(notes, 1)]))
    for (name, title), sheet in zip(titles, sheets, strict=True):
        opening = [*sheet["lines"], f"Source: {sheet['source']}"]
        opening += [f"Note {notes.index(note) + 1}" for note in sheet["notes"]]
        lines = [[line] for line in opening]
        parts.append((name, f"{name}: {title}", [*lines, sheet["header"], *sheet["rows"]]))
    for name, title, rows in parts:
        document.body.append(_sheet(name, title, rows))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _sheet(name: str, title: str, rows: Iterable[Sequence[Any]]) -> Table:
    table = Table(name)
    table.append_row(_row([Cell(title, style=HEADING)]), clone=False)
    for row in rows:
        table.append_row(_row(Cell(value) for value in row), clone=False)
    return table


def _row(cells: Iterable[Cell]) -> Row:
    row = Row()
    for cell in cells:
        row.append_cell(cell, clone=False)
    return row
