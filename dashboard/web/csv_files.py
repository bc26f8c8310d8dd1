"""CSV files by RFC 4180, written so that a spreadsheet reads every letter of them.

The mark before the first byte is what Excel needs to read UTF-8: without it Welsh names and curly
apostrophes come out as other letters. pandas, R's readr and the frictionless tools skip it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

Field = str | int | float | None


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Field]]) -> Iterator[str]:
    """Write a header and rows, each line ended by CR and LF."""
    yield BYTE_ORDER_MARK + _line(header)
    yield from map(_line, rows)


def write_commented_csv(
    lines: Iterable[str], header: Sequence[str], rows: Iterable[Sequence[Field]]
) -> Iterator[str]:
    """Write comment lines, then a header and rows, without a mark.

    Lines that begin with # are comments by the default dialect of "CSV on the Web" (W3C); pandas
    (`comment="#"`) and R (`comment.char="#"`) skip them.
    """
    for line in lines:
        yield f"# {' '.join(line.split())}\r\n"
    yield _line(header)
    yield from map(_line, rows)


def _line(fields: Sequence[Field]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([harmless(field) for field in fields])
    return written.getvalue()


def harmless(field: Field) -> Field:
    """Keep a spreadsheet from running a text as a formula; numbers stay what they are."""
    if isinstance(field, str) and field.startswith(_FORMULA_STARTS):
        return f"'{field}"
    return field
