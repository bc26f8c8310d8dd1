"""Reads datapackage.json and the files that it names.

It is read as plain JSON first. A path that leads out of the release, or to the web, is refused
here, before any other library sees the descriptor.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.data.release.fields import FieldType
from dashboard.data.release.findings import Findings
from dashboard.data.release.format import DESCRIPTOR, FORMAT_VERSION, STATISTICS_KIND
from dashboard.data.release.properties import PROPERTIES, Property
from dashboard.data.release.reading.records import read_text
from dashboard.data.release.reading.source import Source, is_local
from dashboard.exceptions import UnreadableRelease

CHECK = "descriptor"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
NAME_WORDS = "a name of small letters, digits, _, - and ."
LOCAL_PATH = "a path inside the release, such as data/referrals.csv"
# Each of these may be an address instead of an object, which a reader of Data Packages fetches.
FETCHED_PROPERTIES = ("schema", "dialect")


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that the descriptor names."""

    name: str
    path: str
    kind: str
    raw: Mapping[str, Any] = field(repr=False)

    def text(self, name: str) -> str:
        value = self.raw.get(name, "")
        return value if isinstance(value, str) else ""

    def fields(self) -> dict[str, Mapping[str, Any]]:
        """Return each field of the table schema, by name in small letters."""
        schema = self.raw.get("schema")
        fields = schema.get("fields") if isinstance(schema, dict) else None
        return {
            str(entry.get("name", "")).casefold(): entry
            for entry in (fields if isinstance(fields, list) else [])
            if isinstance(entry, dict)
        }


@dataclass(frozen=True, slots=True)
class Descriptor:
    """The descriptor's properties, checked one by one; bad ones are absent."""

    raw: Mapping[str, Any] = field(repr=False)
    resources: tuple[Resource, ...]
    properties: Mapping[str, Any] = field(repr=False)

    def said(self, within: str = "") -> dict[str, Any]:
        """Return what it says by itself or in one object, by its names in a catalogue.

        A text that it leaves out is blank; nothing else that it leaves out is there.
        """
        own = [rule for rule in PROPERTIES if rule.place[0] == within]
        blank = {rule.place[1]: "" for rule in own if rule.type is FieldType.STRING}
        there = [rule for rule in own if rule.name in self.properties]
        return blank | {rule.place[1]: self.properties[rule.name] for rule in there}

    @property
    def licence(self) -> tuple[str, str]:
        """The licence's title and address."""
        licences = self.raw.get("licenses")
        first = licences[0] if isinstance(licences, list) and licences else None
        if not isinstance(first, dict):
            return "", ""
        return str(first.get("title") or first.get("name") or ""), str(first.get("path") or "")

    def statistics(self) -> tuple[Resource, ...]:
        return tuple(r for r in self.resources if r.kind == STATISTICS_KIND)

    def at(self, path: str) -> Resource | None:
        return next((r for r in self.resources if r.path == path), None)


def read_descriptor(source: Source, findings: Findings) -> Descriptor:
    """Read datapackage.json; note what is missing or impossible and go on with the rest."""
    if DESCRIPTOR not in source.names():
        raise UnreadableRelease(f"{source.label}: no {DESCRIPTOR} in it.")
    raw = load_descriptor(source)
    properties = {}
    for rule in PROPERTIES:
        value = _find(raw, rule.name)
        if value in (None, ""):
            if rule.required:
                findings.add(CHECK, DESCRIPTOR, rule.meaning, column=rule.name)
            continue
        try:
            properties[rule.name] = _read_property(rule, value)
        except ValueError as error:
            findings.add(CHECK, DESCRIPTOR, str(error), column=rule.name)
    if properties.get("formatVersion") not in (None, FORMAT_VERSION):
        findings.add(CHECK, DESCRIPTOR, f'"{FORMAT_VERSION}"', column="formatVersion")
    descriptor = Descriptor(raw, tuple(_read_resources(raw, findings)), properties)
    if not descriptor.licence[0]:
        findings.add(CHECK, DESCRIPTOR, "a licence with a title", column="licenses")
    return descriptor


def load_descriptor(source: Source) -> dict[str, Any]:
    """Read the descriptor's JSON, which must be an object."""
    try:
        raw = json.loads(read_text(source, DESCRIPTOR))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f" (line {line})" if line else ""
        raise UnreadableRelease(f"{DESCRIPTOR}: not JSON{where}.") from None
    if not isinstance(raw, dict):
        raise UnreadableRelease(f"{DESCRIPTOR}: not a JSON object.")
    return raw


def _find(raw: Mapping[str, Any], name: str) -> Any:
    value: Any = raw
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _read_property(rule: Property, value: Any) -> Any:
    if rule.type is FieldType.BOOLEAN:
        if not isinstance(value, bool):
            raise ValueError("true or false, without quotation marks")
        return value
    if rule.type is FieldType.INTEGER:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ValueError("a whole number, without quotation marks")
        return value
    if rule.type is FieldType.OBJECT:
        if not isinstance(value, dict):
            raise ValueError("an object, in braces")
        return value
    if not isinstance(value, str):
        raise ValueError("text in quotation marks")
    if rule.type is FieldType.DATE:
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError('a date such as "2026-09-22"') from None
    return value


def _read_resources(raw: Mapping[str, Any], findings: Findings) -> list[Resource]:
    entries = raw.get("resources")
    if not isinstance(entries, list) or not entries:
        findings.add(CHECK, DESCRIPTOR, "a list of files", column="resources")
        return []
    resources: list[Resource] = []
    for number, entry in enumerate(entries, start=1):
        place = f"resources, number {number}"
        if not isinstance(entry, dict):
            findings.add(CHECK, DESCRIPTOR, "an object with name and path", column=place)
            continue
        name, path = entry.get("name"), entry.get("path")
        if not isinstance(name, str) or not NAME.fullmatch(name):
            findings.add(CHECK, DESCRIPTOR, NAME_WORDS, column=f"{place}, name")
        elif any(resource.name == name for resource in resources):
            expected = "a name that no other file has"
            findings.add(CHECK, DESCRIPTOR, expected, column=f"{place}, name")
        elif not isinstance(path, str) or not is_local(path):
            findings.add(CHECK, DESCRIPTOR, LOCAL_PATH, column=f"{place}, path")
        elif any(r.path == path for r in resources):
            findings.add(CHECK, DESCRIPTOR, "each file once", column=f"{place}, path")
        elif wrong := [p for p in FETCHED_PROPERTIES if isinstance(entry.get(p), str)]:
            findings.add(CHECK, DESCRIPTOR, "an object, not an address", column=f"{place}, {wrong}")
        else:
            resources.append(Resource(name, path, str(entry.get("kind", "")), entry))
    return resources
