"""How is the same workbook written as an OpenDocument spreadsheet?

gptables writes XLSX only; what pandas writes has no headings. odfpy writes what it is told.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TextProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P


def write_ods(contents: dict[str, Any]) -> bytes:
    """Write a workbook, given as JSON has it: cover, contents, notes, one table a sheet."""
    document = OpenDocumentSpreadsheet()
    bold = Style(name="Heading", family="table-cell")
    bold.addElement(TextProperties(fontweight="bold", fontsize="14pt"))
    document.automaticstyles.addElement(bold)
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
        document.spreadsheet.addElement(_sheet(name, title, rows, bold))
    written = io.BytesIO()
    document.write(written)
    return written.getvalue()


def _sheet(name: str, title: str, rows: Iterable[Sequence[Any]], heading: Style) -> Table:
    table = Table(name=name)
    first = TableRow()
    first.addElement(_cell(title, heading))
    table.addElement(first)
    for row in rows:
        line = TableRow()
        for value in row:
            line.addElement(_cell(value))
        table.addElement(line)
    return table


def _cell(value: Any, style: Style | None = None) -> TableCell:
    named = {"stylename": style} if style else {}
    if isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=value, **named)
    else:
        cell = TableCell(valuetype="string", **named)
    cell.addElement(P(text=str(value)))
    return cell
