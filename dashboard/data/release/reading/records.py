"""Reads a CSV file row by row, from any program that saved it.

A byte-order mark, blanks around entries, blank rows, blank columns at the end, the order of
columns and the case of their names do not matter. Rows are counted as a spreadsheet counts them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TextIO

from dashboard.data.release.reading.source import Source
from dashboard.exceptions import UnreadableRelease

FIELD_CHARACTERS = 100_000  # longer than any text of a release; a missing quote swallows more
LINE_CHARACTERS = 1_000_000  # a file without line ends would be read into memory whole
TEXT_BYTES = 2_000_000  # of a text or a descriptor, which are held in memory


def read_records(source: Source, name: str) -> Iterator[tuple[int, list[str]]]:
    """Stream (row number, entries without surrounding blanks), the header first; skip blank rows.

    Blank entries beyond the header's last name are left out.

    Raises UnreadableRelease, naming file and row, where the file is not CSV in UTF-8.
    """
    number = width = 0
    csv.field_size_limit(FIELD_CHARACTERS)
    with source.open(name) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        try:
            for number, record in enumerate(_rows(text), start=1):
                entries = [entry.strip() for entry in record]
                if not any(entries):
                    continue
                while len(entries) > width and not entries[-1]:
                    entries.pop()
                width = width or len(entries)
                yield number, entries
        except UnicodeDecodeError:
            raise UnreadableRelease(f"{name}: not text in UTF-8 after row {number}.") from None
        except csv.Error:
            raise UnreadableRelease(
                f"{name}: quotation marks or line ends that do not fit after row {number}."
            ) from None
        finally:
            text.detach()


def _rows(text: TextIO) -> Iterator[list[str]]:
    # Quotation marks may stand after a blank: without this they would belong to the entry.
    return csv.reader(_lines(text), strict=True, skipinitialspace=True)


def _lines(text: TextIO) -> Iterator[str]:
    while line := text.readline(LINE_CHARACTERS):
        if len(line) == LINE_CHARACTERS and not line.endswith(("\n", "\r")):
            raise csv.Error
        yield line


class RowShape:
    """Tells whether rows fit under a header."""

    def __init__(self, header: list[str]) -> None:
        self._header = [name.casefold() for name in header]
        self._nameless = [place for place, name in enumerate(header) if not name]

    def misfit(self, record: list[str]) -> str:
        """Return what was expected of a row that does not fit; blank if it does."""
        width = len(self._header)
        if len(record) < width:
            return (
                f"{width} entries, as in row 1; there are {len(record)}: "
                "put a comma for each that is missing, at the end too"
            )
        if len(record) > width:
            extra = next(place for place in range(width, len(record)) if record[place])
            return (
                f"{width} entries, as in row 1: delete what stands in column "
                f"{column_letters(extra)}, or put a text with commas in quotation marks"
            )
        for place in self._nameless:
            if record[place]:
                return f"a name in row 1 for column {column_letters(place)}, or nothing in it"
        if record[0].casefold() == self._header[0] and self._repeats(record):
            return "no second row of column names: delete this row"
        return ""

    def _repeats(self, record: list[str]) -> bool:
        return [entry.casefold() for entry in record] == self._header


def column_letters(position: int) -> str:
    """Return what a spreadsheet calls a column, the first being 0: A, B, ... Z, AA."""
    letters = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def read_text(source: Source, name: str) -> str:
    """Read a text file whole. Raises UnreadableRelease for one that is too long, or not text."""
    if source.size(name) > TEXT_BYTES:
        raise UnreadableRelease(f"{name}: longer than {TEXT_BYTES:,} bytes, as no text is.")
    with source.open(name) as stream:
        try:
            return stream.read().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise UnreadableRelease(f"{name}: not text in UTF-8.") from None


def positions(header: list[str]) -> dict[str, int]:
    """Return where each column stands, by its name in small letters; the first of a pair wins."""
    by_name: dict[str, int] = {}
    for position, name in enumerate(header):
        by_name.setdefault(name.casefold(), position)
    return by_name
