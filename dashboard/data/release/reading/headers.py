"""Finds what is wrong with the names in a file's first row, or with a row that does not fit them.

Names of columns are told; anything that might be an entry instead is told by its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from dashboard.data.release.reading.records import column_letters, read_records
from dashboard.data.release.reading.source import Source

YEAR = re.compile(r"(?:FY|AY)?[ _]?(?:19|20)[0-9]{2}(?:[/_ -]?[0-9]{2,4})?")
LEAST_YEARS = 3  # columns that are years make a table wide
FINGERTIPS = ("Indicator ID", "Area Type", "Time period", "Value")
COLUMN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_ .()/-]{0,60}")
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright bars"}
ROWS_SEARCHED = 20  # for column names below a title


def missing_columns(wanted: Sequence[str], header: Sequence[str]) -> list[str]:
    """Name the wanted columns that a header lacks; upper and lower case are the same."""
    present = {name.casefold() for name in header}
    return [name for name in wanted if name.casefold() not in present]


def unknown_columns(header: Sequence[str], known: Sequence[str]) -> Iterator[str]:
    """Name the columns of a header that are not known; upper and lower case are the same."""
    names = {name.casefold() for name in known}
    for position, name in enumerate(header):
        if name and name.casefold() not in names:
            yield told_name(name, position)


def repeated_columns(header: Sequence[str]) -> Iterator[str]:
    """Name each column that stands in a header for a second time."""
    seen: set[str] = set()
    for position, name in enumerate(header):
        if name and name.casefold() in seen:
            yield f"{told_name(name, position)} (again, in column {column_letters(position)})"
        seen.add(name.casefold())


def told_name(name: str, position: int) -> str:
    """Return a column's name, or its letters in a spreadsheet where it could be an entry."""
    return name if COLUMN_NAME.fullmatch(name) else column_letters(position)


def header_fault(source: Source, path: str, header: Sequence[str], wanted: Sequence[str]) -> str:
    """Return why a header lacks all that is wanted, as what was expected; blank if nothing tells."""
    missing = missing_columns(wanted, header)
    if not missing:
        return ""
    if header and header[0].casefold().startswith("sep="):
        return "the names of the columns: delete the line that begins sep="
    for separator, name in SEPARATORS.items():
        names = [part.strip(' "') for part in ",".join(header).split(separator)]
        if len(missing_columns(missing, names)) < len(missing):
            return f'commas between entries, not {name}: save the file as "CSV UTF-8"'
    if fault := layout_fault(header):
        return fault
    for row, record in islice(read_records(source, path), 1, ROWS_SEARCHED):
        if not missing_columns(wanted, record):
            return f"the names of the columns: they stand in row {row}, delete what is above it"
    return ""


def missing_fault(source: Source, path: str, header: Sequence[str], wanted: Sequence[str]) -> str:
    """Return what was expected of a header that lacks what is wanted; blank if it has it."""
    missing = missing_columns(wanted, header)
    if not missing:
        return ""
    cause = header_fault(source, path, header, wanted) if header else ""
    return cause or "the columns " + ", ".join(missing)


def layout_fault(header: Sequence[str]) -> str:
    """Name the layout of somebody else's table, and which column to change first; blank if unknown."""
    years = [name for name in header if YEAR.fullmatch(name)]
    if not missing_columns(FINGERTIPS, header):
        return (
            "the department's columns, and this is a Fingertips export: begin with Area Type, which "
            "is geographic_level here (England is National), or let `import` do it by a mapping"
        )
    if len(years) >= LEAST_YEARS:
        return (
            f"a row for each period, and this is a wide table with a column for each: begin with "
            f"{years[0]}, which is an entry of time_period here, or let `import` do it by a mapping"
        )
    return ""
