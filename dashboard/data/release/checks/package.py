"""Checks that the release is a Data Package that other people's tools can read.

frictionless is asked, and shown only what is already in memory: a descriptor whose paths were
checked and whose profile is the standard's own, and small tables as they were read. So it has
nothing to fetch. Its messages can quote a cell, so they are not passed on.
"""

from __future__ import annotations

import copy
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from frictionless import FrictionlessException, Package, Schema
from frictionless import Resource as Table

from dashboard.data.release import format as release_format
from dashboard.data.release.checks.check import Subject
from dashboard.data.release.findings import Finding
from dashboard.data.release.format import PROFILE
from dashboard.data.release.reading import Reading
from dashboard.data.release.reading.descriptor import Resource
from dashboard.data.release.reading.records import read_records
from dashboard.exceptions import UnreadableRelease

CHECK = "package"
LARGEST_TABLE_BYTES = 5_000_000
EXPECTATIONS = {
    "type-error": "an entry of the type that the schema gives",
    "constraint-error": "an entry that the schema's constraints allow",
    "missing-cell": "an entry for every column",
    "extra-cell": "no more entries than columns",
    "incorrect-label": "the columns of the schema",
    "missing-label": "the columns of the schema",
    "extra-label": "the columns of the schema",
}


def package(subject: Subject) -> Iterator[Finding]:
    """The release is a Data Package of version 2, by an independent reader.

    frictionless reads the descriptor and its table schemas, and the small tables by them, without
    the blanks that spreadsheets leave.
    """
    reading = subject.reading
    named = reading.descriptor.raw.get("$schema")
    if named != PROFILE:
        yield Finding(CHECK, release_format.DESCRIPTOR, None, "$schema", f'"{PROFILE}"')
    report = Package.validate_descriptor(_local_descriptor(reading))
    for error in report.errors:
        yield Finding(CHECK, release_format.DESCRIPTOR, None, "", f"a Data Package: {error.note}")
    for resource in reading.descriptor.resources:
        schema = resource.raw.get("schema")
        known = resource.path in reading.hashes
        if known and resource.kind != release_format.STATISTICS_KIND and isinstance(schema, dict):
            yield from _check_table(reading, resource, schema)


def _local_descriptor(reading: Reading) -> dict[str, Any]:
    """Copy the descriptor with the standard's profile, and only the files that were accepted."""
    resources = [_without_profile(resource.raw) for resource in reading.descriptor.resources]
    raw = _without_profile(reading.descriptor.raw) | {"$schema": PROFILE, "resources": resources}
    return copy.deepcopy(raw)


def _without_profile(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name not in ("$schema", "profile")}


def _check_table(reading: Reading, resource: Resource, schema: dict[str, Any]) -> Iterator[Finding]:
    if reading.source.size(resource.path) > LARGEST_TABLE_BYTES:
        yield Finding(CHECK, resource.path, None, "", "at most 5 MB in a table that is not data")
        return
    try:
        records = list(read_records(reading.source, resource.path))
    except UnreadableRelease:
        return  # noted when the release was read
    if not records:
        return  # noted as missing columns
    try:
        plain = Schema.from_descriptor(_plain(schema, records[0][1]))
        report = Table(_without_leftovers(records), format="csv", schema=plain).validate()
    except FrictionlessException:
        yield Finding(
            CHECK, release_format.DESCRIPTOR, None, "schema", f"a schema for {resource.path}"
        )
        return
    for error in (error for task in report.tasks for error in task.errors):
        row = getattr(error, "row_number", None)
        yield Finding(
            CHECK,
            resource.path,
            records[row - 1][0] if row else None,
            str(getattr(error, "field_name", "") or ""),
            EXPECTATIONS.get(error.type, f"what the schema says ({error.title.lower()})"),
        )


def _without_leftovers(records: Sequence[tuple[int, list[str]]]) -> bytes:
    """Write a table again as it was read: the standard knows no blank rows, columns or edges."""
    text = io.StringIO()
    csv.writer(text).writerows(record for _, record in records)
    return text.getvalue().encode()


def _plain(schema: dict[str, Any], header: list[str]) -> dict[str, Any]:
    """Rewrite what only a whole package may say: labelled missing values, columns in any order."""
    names = {name.casefold(): name for name in header}
    order = list(names)
    fields = [
        {**field, "name": names[name]}
        for field in schema.get("fields", [])
        if isinstance(field, dict) and (name := str(field.get("name")).casefold()) in names
    ]
    fields.sort(key=lambda field: order.index(field["name"].casefold()))
    missing = [
        entry.get("value") if isinstance(entry, dict) else entry
        for entry in schema.get("missingValues", [""])
    ]
    return {"fields": fields, "missingValues": missing}
