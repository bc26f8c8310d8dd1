"""Completes an analyst's descriptor with hashes, sizes and table schemas.

The analyst writes what only a person knows; everything that can be worked out from the files
is filled in here. What the analyst wrote in a schema is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from itertools import count
from pathlib import Path
from typing import Any

from dashboard.data.release import format as release_format
from dashboard.data.release.fields import Field, FieldType, File
from dashboard.data.release.findings import Findings, told
from dashboard.data.release.reading.descriptor import load_descriptor
from dashboard.data.release.reading.entries import Entry, read_entries
from dashboard.data.release.reading.records import read_records
from dashboard.data.release.reading.source import Source, fingerprint, is_local, open_source
from dashboard.data.release.reading.tables import (
    NUMBER_TYPE,
    OTHER_PLACE,
    WHOLE_TYPE,
    meta_file,
    paths_beside,
)
from dashboard.data.release.table_columns import (
    GEOGRAPHY_COLUMNS,
    MARKER_MEANINGS,
    META_FILTER,
    META_INDICATOR,
)
from dashboard.data.release.units import is_taken_for_count, unit_of
from dashboard.data.release.writing.files import replace_file
from dashboard.exceptions import UnreadableRelease

KEY_COLUMNS = (
    *("time_period", "time_identifier", "geographic_level"),
    *("country_code", "region_code", "new_la_code"),
)
_PLACES = {name.casefold() for name in GEOGRAPHY_COLUMNS}
MISSING_VALUES = [{"value": "", "label": "blank"}]


def seal_release(folder: Path | str, *, dry_run: bool = False) -> tuple[str, ...]:
    """Write sizes, SHA-256 hashes and schemas into a folder's datapackage.json.

    Files of the format that the descriptor does not name are added to it. Returns the names of
    the files that it covers; a dry run only works them out.
    """
    root = Path(folder)
    if not root.is_dir():
        raise UnreadableRelease(f"{root.name}: only a folder can be sealed; zip it afterwards.")
    source = open_source(root)
    raw = load_descriptor(source)
    raw.setdefault("$schema", release_format.PROFILE)
    raw.pop("missingValues", None)  # the standard has it in each table's schema
    resources = _listed(raw.get("resources"))
    tables = [r for r in resources if r.get("kind") == release_format.STATISTICS_KIND]
    listed = {resource["path"] for resource in resources}
    for path in paths_beside(str(table["path"]) for table in tables):
        if path in source.names() and path not in listed:
            resources.append(_new_resource(path, {str(r.get("name")) for r in resources}))
    groups = _group_names(source)
    for resource in resources:
        _complete(source, resource, groups)
    raw["resources"] = resources
    if not dry_run:
        text = json.dumps(raw, ensure_ascii=False, indent=2) + "\n"
        replace_file(root / release_format.DESCRIPTOR, text.encode())
    return tuple(str(resource["path"]) for resource in resources)


def _listed(value: Any) -> list[dict[str, Any]]:
    entries = value if isinstance(value, list) else []
    for entry in entries:
        path = entry.get("path") if isinstance(entry, dict) else None
        if not isinstance(path, str) or not is_local(path):
            raise UnreadableRelease(
                f"{release_format.DESCRIPTOR}: a resource without a path inside it."
            )
    return entries


def _new_resource(path: str, names: Collection[str]) -> dict[str, Any]:
    stem = path.removesuffix(".csv").removesuffix(".md").split("/")[-1]
    if path.endswith(".md"):
        name = _free_name(f"text-{stem}", names)
        return {"name": name, "path": path, "kind": release_format.TEXT_KIND}
    return {"name": _free_name(stem, names), "path": path}


def _free_name(stem: str, names: Collection[str]) -> str:
    """Write a file's name as the standard has names of resources, and as no other file has it."""
    name = re.sub(r"[^a-z0-9._-]+", "-", stem.casefold()).lstrip("-._") or "file"
    numbered = (f"{name}-{number}" for number in count(2))
    return name if name not in names else next(free for free in numbered if free not in names)


def _complete(source: Source, resource: dict[str, Any], groups: dict[str, list[str]]) -> None:
    path = str(resource["path"])
    if path not in source.names():
        raise UnreadableRelease(
            f"{path}: {release_format.DESCRIPTOR} names it, but it is not there."
        )
    if path.endswith(".md"):
        resource.setdefault("format", "md")
        resource.setdefault("mediatype", "text/markdown")
    else:
        resource.setdefault("type", "table")
        resource.setdefault("format", "csv")
        resource.setdefault("mediatype", "text/csv")
    resource.setdefault("encoding", "utf-8")
    if resource.get("kind") == release_format.STATISTICS_KIND:
        _complete_statistics(source, resource, groups)
    elif file := _format_file(path):
        header = next(read_records(source, path), (1, []))[1]
        resource["schema"] = _file_schema(file, {name.casefold() for name in header})
    resource["bytes"] = source.size(path)
    resource["hash"] = f"sha256:{fingerprint(source, path)}"


def _format_file(path: str) -> File | None:
    if path.endswith(release_format.META_SUFFIX):
        return meta_file(path.removesuffix(release_format.META_SUFFIX) + ".csv")
    return next((file for file in release_format.FILES if file.path == path), None)


def _file_schema(file: File, there: Collection[str]) -> dict[str, Any]:
    return {
        "fieldsMatch": "superset",  # columns that are not required may be left out
        "fields": [_field_schema(f) for f in file.fields if not f.sparse or f.name in there],
        "primaryKey": list(file.key),
        "missingValues": MISSING_VALUES,
    }


def _field_schema(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.choices:
        constraints["enum"] = list(field.choices)
    if field.pattern:
        constraints["pattern"] = field.pattern
    schema: dict[str, Any] = {"name": field.name, "type": field.type.value}
    if field.meaning:
        schema["description"] = field.meaning
    if field.type is FieldType.BOOLEAN:
        schema |= {"trueValues": ["true", "TRUE", "True"]}
        schema |= {"falseValues": ["false", "FALSE", "False"]}
    return schema | ({"constraints": constraints} if constraints else {})


def _complete_statistics(
    source: Source, resource: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    path = str(resource["path"])
    findings = Findings()
    meta = read_entries(source, meta_file(path), findings)
    if findings:
        raise UnreadableRelease(told(findings.all()))
    filters = [e["col_name"] for e in meta if e["col_type"] == META_FILTER]
    figures = [e for e in meta if e["col_type"] == META_INDICATOR]
    header = next(read_records(source, path), (1, []))[1]
    places = [n for n in header if n.casefold() in _PLACES or OTHER_PLACE.fullmatch(n)]
    own = _written_fields(resource)
    fields = [
        *map(_text_schema, places),
        *(_filter_schema(name, groups) for name in filters),
        *(own.get(entry["col_name"]) or _indicator_schema(entry) for entry in figures),
    ]
    known = {str(field["name"]).casefold() for field in fields}
    grouping = dict.fromkeys(entry["filter_grouping_column"] for entry in meta)
    fields += [_text_schema(n) for n in grouping if n and n.casefold() not in known]
    resource["schema"] = {
        "fieldsMatch": "equal",
        "fields": fields,
        "primaryKey": [*(name for name in places if name.casefold() in KEY_COLUMNS), *filters],
        "missingValues": MISSING_VALUES + _markers(),
    }


def _written_fields(resource: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the fields that an analyst wrote in a schema, by their names."""
    written = resource.get("schema")
    fields = written.get("fields", []) if isinstance(written, dict) else []
    return {str(field.get("name")): field for field in fields if isinstance(field, dict)}


def _text_schema(name: str) -> dict[str, Any]:
    return {"name": name, "type": "string"}


def _filter_schema(name: str, groups: dict[str, list[str]]) -> dict[str, Any]:
    enum = groups.get(name.casefold())
    return _text_schema(name) | ({"constraints": {"required": True, "enum": enum}} if enum else {})


def _indicator_schema(entry: Entry) -> dict[str, Any]:
    unit, decimals = unit_of(entry["indicator_unit"], entry["label"]), entry["indicator_dp"] or 0
    return {
        "name": entry["col_name"],
        "type": WHOLE_TYPE if is_taken_for_count(unit, decimals) else NUMBER_TYPE,
        "title": entry["label"],
    }


def _markers() -> list[dict[str, str]]:
    return [
        {"value": text, "label": label}
        for marker, meaning in MARKER_MEANINGS.items()
        for text, label in (
            (marker.value, meaning),
            (f"[{marker.value}]", f"{meaning}, in brackets"),
        )
    ]


def _group_names(source: Source) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for entry in read_entries(source, release_format.GROUPS, Findings()):
        names.setdefault(entry["breakdown"].casefold(), []).append(entry["group"])
    return names
