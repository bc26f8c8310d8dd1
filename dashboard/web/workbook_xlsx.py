"""Writes a workbook by gptables, to the Analysis Function's guidance."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import gptables
import pandas as pd

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"


def write_xlsx(contents: dict[str, Any]) -> bytes:
    """Write a workbook, given as JSON has it: cover, contents, notes, one table a sheet."""
    numbers: dict[str, str] = {}
    sheets = {f"Table {n}": _table(s, n, numbers) for n, s in enumerate(contents["sheets"], 1)}
    cover = gptables.Cover(
        title=contents["title"], about=contents["about"], contact=[contents["contact"]]
    )
    texts = [_with_a_letter(text) for text in numbers]
    notes = pd.DataFrame({"Note reference": list(numbers.values()), "Note text": texts})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        gptables.write_workbook(
            filename=str(path),
            sheets=sheets,
            cover=cover,
            contentsheet_label=CONTENTS,
            notes_table=notes if numbers else None,
            notesheet_label=NOTES,
        )
        return path.read_bytes()


def _table(sheet: dict[str, Any], number: int, numbers: dict[str, str]) -> gptables.GPTable:
    """Make one sheet's table; `numbers` collects the notes of all, by their text."""
    references = "".join(
        f"$${numbers.setdefault(text, f'n{len(numbers) + 1}')}$$" for text in sheet["notes"]
    )
    rows = [[_with_a_letter(cell) for cell in row] for row in sheet["rows"]]
    frame = pd.DataFrame(rows, columns=sheet["header"], dtype=object)
    return gptables.GPTable(
        table=frame,
        table_name=f"table_{number}",
        title=f"Table {number}: {sheet['title']}{references}",
        subtitles=sheet["lines"],
        source=f"Source: {sheet['source']}",
        index_columns={},
    )


def _with_a_letter(cell: Any) -> Any:
    """Return a cell that gptables takes: it refuses texts without one of the letters that it knows."""
    if isinstance(cell, str) and not re.search("[a-zA-Z0-9]", cell):
        return f"{cell} (as written)".strip()
    return cell
