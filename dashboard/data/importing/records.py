"""How is a CSV file read row by row, whatever program saved it?

A byte-order mark, the order of columns and the case of their names do not matter. Rows are
counted as a spreadsheet counts them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from dashboard.data.importing.source import Source
from dashboard.exceptions import UnreadableRelease

FIELD_CHARACTERS = 100_000  # longer than any text of a release; a missing quote swallows more


def read_records(source: Source, name: str) -> Iterator[tuple[int, list[str]]]:
    """Stream (row number, entries without surrounding blanks), the header first; skip blank rows.

    Raises UnreadableRelease, naming file and row, where the file is not CSV in UTF-8.
    """
    number = 0
    csv.field_size_limit(FIELD_CHARACTERS)
    with source.open(name) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        try:
            for number, record in enumerate(csv.reader(text, strict=True), start=1):
                entries = [entry.strip() for entry in record]
                if any(entries):
                    yield number, entries
        except UnicodeDecodeError:
            raise UnreadableRelease(f"{name}: not text in UTF-8 after row {number}.") from None
        except csv.Error:
            raise UnreadableRelease(
                f"{name}: quotation marks or line ends that do not fit after row {number}."
            ) from None
        finally:
            text.detach()


def read_text(source: Source, name: str) -> str:
    """Read a text file whole."""
    with source.open(name) as stream:
        try:
            return stream.read().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise UnreadableRelease(f"{name}: not text in UTF-8.") from None


def positions(header: list[str]) -> dict[str, int]:
    """Give where each column stands, by its name in small letters; the first of a pair wins."""
    found: dict[str, int] = {}
    for position, name in enumerate(header):
        found.setdefault(name.casefold(), position)
    return found
