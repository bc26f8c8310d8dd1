"""Reads the small tables of a release, each entry as the type that its file promises."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from dashboard.data.release.fields import Field, FieldType, File
from dashboard.data.release.findings import Finding, Findings
from dashboard.data.release.reading.headers import (
    missing_fault,
    repeated_columns,
    unknown_columns,
)
from dashboard.data.release.reading.records import RowShape, positions, read_records
from dashboard.data.release.reading.source import Source
from dashboard.exceptions import UnreadableRelease

STRUCTURE = "structure"
ENTRIES = "entries"
KEYS = "keys"

LIST_BYTES = 10_000_000  # a list is held in memory
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_BOOLEANS = {"true": True, "false": False, "": False}
_EXPECTED = {
    FieldType.INTEGER: "a whole number",
    FieldType.NUMBER: "a number in plain digits",
    FieldType.DATE: "a date such as 2026-09-22",
    FieldType.BOOLEAN: "true or false",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a small table: typed, with None for a blank number or date."""

    file: str
    row: int
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def finding(self, check: str, column: str, expected: str) -> Finding:
        """Return what a check finds in one column of the row."""
        return Finding(check, self.file, self.row, column, expected)


Entries: TypeAlias = Mapping[str, list[Entry]]  # the small tables of a release, by path


def read_entries(source: Source, file: File, findings: Findings) -> list[Entry]:
    """Read a table of the format; note every bad entry and leave its row out."""
    if file.path not in source.names():
        others = [n for n in source.names() if n.casefold() == file.path.casefold()]
        if others:
            expected = f"a file name in just these letters: {others[0]} is there"
            findings.add(STRUCTURE, file.path, expected)
        elif file.required:
            findings.add(STRUCTURE, file.path, "this file in every release")
        return []
    if source.size(file.path) > LIST_BYTES:
        findings.add(STRUCTURE, file.path, f"no more than {LIST_BYTES:,} bytes")
        return []
    try:
        return _read_entries(source, file, findings)
    except UnreadableRelease as error:
        findings.add(STRUCTURE, file.path, f"a CSV file; {error}")
        return []


def _read_entries(source: Source, file: File, findings: Findings) -> list[Entry]:
    records = read_records(source, file.path)
    _, header = next(records, (1, []))
    if not _has_columns(source, file, header, findings):
        return []
    where, shape = positions(header), RowShape(header)
    entries: dict[tuple[Any, ...], Entry] = {}
    for row, record in records:
        if expected := shape.misfit(record):
            findings.add(STRUCTURE, file.path, expected, row=row)
            continue
        # A column that was left out is blank in every row.
        texts = {name: record[place] for name, place in where.items()}
        entry = _read_row(file, row, texts, findings)
        if entry is None:
            continue
        key = tuple(entry[name] for name in file.key)
        if entries.setdefault(key, entry) is not entry:
            expected = " and ".join(file.key) + " that no earlier row has"
            findings.note(entry.finding(KEYS, ", ".join(file.key), expected))
    return list(entries.values())


def _has_columns(source: Source, file: File, header: list[str], findings: Findings) -> bool:
    """Note what is wrong with a header; return False where it lacks a column that is needed."""
    names = [field.name for field in file.fields]
    needed = [field.name for field in file.fields if field.required]
    note = partial(findings.add, STRUCTURE, file.path, row=1)
    if expected := missing_fault(source, file.path, header, needed):
        note(expected)
        return False
    for name in unknown_columns(header, names):
        known = ", ".join(names)
        note(f"no such column: the format does not know {name}, only {known}", column=name)
    for name in repeated_columns(header):
        note("each column once", column=name)
    return True


def _read_row(file: File, row: int, texts: Mapping[str, str], findings: Findings) -> Entry | None:
    """Read a row by its texts; note each that does not fit its column, and return None then."""
    values = {}
    for field in file.fields:
        try:
            values[field.name] = _read_entry(field, texts.get(field.name, ""))
        except ValueError as error:
            findings.add(ENTRIES, file.path, str(error), row=row, column=field.name)
    return Entry(file.path, row, values) if len(values) == len(file.fields) else None


def _read_entry(field: Field, text: str) -> Any:
    if not text and field.type is not FieldType.BOOLEAN:
        if field.required:
            raise ValueError("an entry: it may not be blank")
        return "" if field.type is FieldType.STRING else None
    if field.type is FieldType.STRING:
        if field.choices:
            return _chosen(field, text)
        if field.pattern and not re.fullmatch(field.pattern, text):
            raise ValueError(field.pattern_words)
        return text
    try:
        converted = _convert(field.type, text)
    except (KeyError, ValueError):
        raise ValueError(_EXPECTED[field.type]) from None
    if field.most is not None and not field.least <= converted <= field.most:
        raise ValueError(f"{_EXPECTED[field.type]} from {field.least} to {field.most}")
    return converted


def _chosen(field: Field, text: str) -> str:
    if text not in field.choices:
        raise ValueError("one of " + ", ".join(field.choices))
    return next(choice for choice in field.choices if choice == text)


def _convert(type_: FieldType, text: str) -> Any:
    if type_ is FieldType.BOOLEAN:
        return _BOOLEANS[text.casefold()]
    if type_ is FieldType.DATE:
        return dt.date.fromisoformat(text)
    if not _NUMBER.fullmatch(text):
        raise ValueError
    if type_ is FieldType.INTEGER:
        return int(text)
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number
