"""Writes a release to a folder, in the format that docs/release-format.md documents.

The same catalogue and cells always give the same bytes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.data.release.format import (
    DESCRIPTOR,
    FORMAT_VERSION,
    STATISTICS_KIND,
    TEXT_FOLDER,
)
from dashboard.data.release.model import Catalogue, Cell, OwnRule, StatisticalTable
from dashboard.data.release.properties import PROPERTIES
from dashboard.data.release.reading.tables import COUNTS_PEOPLE, NUMBER_TYPE, WHOLE_TYPE, meta_path
from dashboard.data.release.units import is_taken_for_count
from dashboard.data.release.writing.files import PARTIAL, write_csv
from dashboard.data.release.writing.lists import lists_of
from dashboard.data.release.writing.seal import seal_release
from dashboard.data.release.writing.tables import META_HEADER, meta_rows, table_header, table_rows
from dashboard.exceptions import ReleaseError

FIRST = ("name", "title", "description", "version", "created")  # in a descriptor


def write_release(folder: Path, catalogue: Catalogue, cells: Mapping[str, Iterable[Cell]]) -> None:
    """Write a whole release: tables with their companions, lists, texts and the descriptor."""
    for table in catalogue.tables:
        rows = table_rows(catalogue, table, cells[table.name])
        write_csv(folder / table.path, table_header(table), rows)
        write_csv(folder / meta_path(table.path), META_HEADER, meta_rows(catalogue, table))
    for name, (header, entries) in lists_of(catalogue).items():
        write_csv(folder / f"{name}.csv", header, entries)
    for block, body in catalogue.text:
        path = folder / TEXT_FOLDER / f"{block}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    descriptor = json.dumps(_descriptor(catalogue), ensure_ascii=False, indent=2)
    (folder / DESCRIPTOR).write_text(descriptor + "\n", encoding="utf-8")
    seal_release(folder)


def write_release_whole(
    folder: Path, catalogue: Catalogue, cells: Mapping[str, Iterable[Cell]]
) -> None:
    """Write a release whole or not at all, in place of what was there.

    It is written next to the folder and moved there when it is safely on the disk. Raises
    ReleaseError where there is no room, or no right, to write.
    """
    beside = folder.with_name(folder.name + PARTIAL)
    try:
        shutil.rmtree(beside, ignore_errors=True)
        write_release(beside, catalogue, cells)
        _settle(beside)
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    except OSError as error:
        raise ReleaseError(f"{folder.name}: cannot be written ({error.strerror}).") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _settle(folder: Path) -> None:
    """Have the disk keep every file of a folder."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _descriptor(catalogue: Catalogue) -> dict[str, Any]:
    """Return what a release says of itself, each property where the format has it."""
    licence, producer = catalogue.licence, catalogue.producer
    descriptor: dict[str, Any] = dict.fromkeys(FIRST) | {
        "licenses": [{"name": licence, "path": catalogue.licence_url, "title": licence}],
        "contributors": [{"title": producer, "roles": ["producer"]}],
    }
    own = {
        "created": f"{catalogue.published.isoformat()}T09:30:00Z",
        "formatVersion": FORMAT_VERSION,
    }
    for rule in PROPERTIES:
        within, name = rule.place
        item = getattr(catalogue, within) if within else catalogue
        value = own.get(rule.name) or _written(getattr(item, name))
        place = descriptor.setdefault(within, {}) if within else descriptor
        if value or not rule.sparse:
            place[rule.name.rpartition(".")[2]] = value
    return descriptor | {"resources": [_resource(table) for table in catalogue.tables]}


def _written(value: Any) -> Any:
    """Return a value as JSON has it: a day as text, and separate rules by their names."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return {own.name: _limits(own) for own in value}
    return value


def _limits(own: OwnRule) -> dict[str, int]:
    numbers = {"threshold": own.threshold, "rounding": own.rounding}
    return {name: number for name, number in numbers.items() if number is not None}


def _resource(table: StatisticalTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": table.path,
        "title": table.title,
        "description": table.description,
        "kind": STATISTICS_KIND,
        "universe": table.universe,
        **_declared(table),
    }


def _declared(table: StatisticalTable) -> dict[str, Any]:
    """Return a schema with the fields whose type sealing could not tell from their unit."""
    fields = []
    for column in table.columns:
        own = {COUNTS_PEOPLE: False} if column.counts_no_people else {}
        if own or column.whole != is_taken_for_count(column.unit, column.decimals):
            type_ = WHOLE_TYPE if column.whole else NUMBER_TYPE
            fields.append({"name": column.name, "type": type_, "title": column.label} | own)
    return {"schema": {"fields": fields}} if fields else {}
