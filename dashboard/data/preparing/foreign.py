"""Writes the rows of another producer's table under this format's columns.

A mapping says what the file's columns and entries are here. Nothing is guessed, and no figure is
changed or made: what the format cannot read is told by `check` afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from dashboard.data.release.reading.headers import layout_fault
from dashboard.data.release.reading.records import positions, read_records
from dashboard.data.release.reading.source import Source
from dashboard.data.release.reading.statistics import code_column
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS, NAME_COLUMNS
from dashboard.exceptions import UnreadableRelease

CODE, NAME = "code", "name"  # of the area that a row is of, at any level
GUIDE = "docs/how-to/import-a-table.md"
Row: TypeAlias = dict[str, str]


class Indicator(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A column of figures."""

    label: str = ""
    unit: str = ""
    decimals: Annotated[int, Meta(ge=0, le=6)] = 0


class Wide(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """Columns side by side that are figures of one column, such as a column for each year."""

    columns: list[str]
    into: str
    figures: str


class TableMapping(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """What a foreign table's columns and entries are here; every part may be left out."""

    table: str = ""
    title: str = ""
    universe: str = ""
    section: str = "outcomes"
    columns: Annotated[
        dict[str, str],
        Meta(description="By a column of this format, or `code` and `name`: the file's column."),
    ] = {}
    constants: Annotated[
        dict[str, str], Meta(description="Columns that hold one entry in every row.")
    ] = {}
    entries: Annotated[
        dict[str, dict[str, str]],
        Meta(description="By column: what is written here instead of an entry of the file."),
    ] = {}
    leave_out: Annotated[
        dict[str, list[str]], Meta(description="By column: entries whose rows are left out.")
    ] = {}
    filters: list[str] | None = None
    indicators: dict[str, Indicator] = {}
    wide: Wide | None = None
    release: Annotated[dict[str, object], Meta(description="Properties of datapackage.json.")] = {}


def read_mapping(path: Path | None) -> TableMapping:
    """Read a mapping; raise UnreadableRelease with what was expected, and where."""
    if path is None:
        return TableMapping()
    try:
        return msgspec.json.decode(path.read_bytes(), type=TableMapping)
    except OSError as error:
        raise UnreadableRelease(f"{path.name}: cannot be read ({error.strerror}).") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableRelease(f"{path.name}: {error} ({GUIDE}).") from None


def read_foreign(source: Source, name: str, mapping: TableMapping) -> Iterator[Row]:
    """Yield the rows of a table by this format's columns, and those that only the file has.

    Raises UnreadableRelease where the file lacks a column that the mapping names, or one that
    every row needs.
    """
    records = read_records(source, name)
    _, header = next(records, (1, []))
    _require_columns(name, header, mapping)
    names = {theirs.casefold(): ours for ours, theirs in mapping.columns.items()}
    columns = {place: names.get(own, own) for own, place in positions(header).items() if own}
    for _, record in records:
        row = {column: record[place] for place, column in columns.items() if place < len(record)}
        for melted in _melted(row, mapping.wide):
            placed = _placed(_translated(melted | mapping.constants, mapping))
            if not _is_left_out(placed, mapping):
                yield placed


def _require_columns(name: str, header: list[str], mapping: TableMapping) -> None:
    there = {column.casefold() for column in header}
    wide = mapping.wide.columns if mapping.wide else []
    missing = [c for c in (*mapping.columns.values(), *wide) if c.casefold() not in there]
    if missing:
        raise UnreadableRelease(f"{name}: has no column {', '.join(missing)}, as the mapping says.")
    columns = {
        *there,
        *mapping.columns,
        *mapping.constants,
        *([mapping.wide.into] if mapping.wide else []),
    }
    if needed := [column for column in GEOGRAPHY_COLUMNS[:3] if column not in columns]:
        fault = layout_fault(header)
        expected = (
            f"columns for {', '.join(needed)}, or a mapping that says what they are ({GUIDE})"
        )
        raise UnreadableRelease(f"{name}: expected {fault or expected}.")


def _melted(row: Row, wide: Wide | None) -> Iterator[Row]:
    """Yield a row for each of the columns that stand side by side."""
    if wide is None:
        yield row
        return
    shared = {name: entry for name, entry in row.items() if name not in _folded(wide.columns)}
    for column in wide.columns:
        yield shared | {wide.into: column, wide.figures: row.get(column.casefold(), "")}


def _folded(names: list[str]) -> set[str]:
    return {name.casefold() for name in names}


def _translated(row: Row, mapping: TableMapping) -> Row:
    changed = {
        column: mapping.entries[column].get(entry, entry)
        for column, entry in row.items()
        if column in mapping.entries
    }
    return row | changed


def _placed(row: Row) -> Row:
    """Put the code and the name of a row's area into the columns of its level."""
    column = code_column(row.get("geographic_level", ""))
    if CODE not in row or column is None:
        return row
    own = {column: row[CODE], NAME_COLUMNS[column]: row.get(NAME, "")}
    region = {} if column == "new_la_code" else dict.fromkeys(("region_code", "region_name"), "")
    return row | region | own


def _is_left_out(row: Mapping[str, str], mapping: TableMapping) -> bool:
    return any(row.get(column) in entries for column, entries in mapping.leave_out.items())
