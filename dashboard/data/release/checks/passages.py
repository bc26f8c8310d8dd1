"""Every text of a release that a person wrote, where it stands and what it is read for.

Which texts there are is the format's to say (dashboard.data.release.format). A column, a property or a file
that it does not speak of is read as prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dashboard.data.release import format as release_format
from dashboard.data.release.checks.identifying import normalise
from dashboard.data.release.fields import FieldType, File, Reads
from dashboard.data.release.findings import Findings
from dashboard.data.release.properties import PROPERTIES
from dashboard.data.release.reading import Reading
from dashboard.data.release.reading.entries import Entry, read_entries
from dashboard.data.release.reading.tables import meta_file

_HASHES = ("hash", "verdictHash")
_PROPERTIES = {rule.name: rule.reads for rule in PROPERTIES}
_MEANINGS = frozenset(field.meaning for file in release_format.FILES for field in file.fields)
# Of a resource and a licence: what names a file, a format or somebody's licence.
_NAMES = frozenset(
    {"$schema", "encoding", "enum", "fieldsMatch", "format", "mediatype", "name", "path"}
    | {"primaryKey", "type"}
)


class Passage(NamedTuple):
    """A text and its place. `row` is that of a spreadsheet; None where the file has none."""

    file: str
    row: int | None
    column: str
    text: str
    reads: Reads


def passages_of(reading: Reading) -> Iterator[Passage]:
    """Yield every text of a release but those that another check reads."""
    for passage in _all(reading):
        if passage.text and passage.reads in (Reads.PROSE, Reads.TITLE):
            yield passage._replace(text=normalise(passage.text))


def _all(reading: Reading) -> Iterator[Passage]:
    yield from _in_object(reading.descriptor.raw, "")
    for file in release_format.FILES:
        yield from _in_file(file, reading.entries[file.path])
    for resource in reading.descriptor.statistics():
        file = meta_file(resource.path)
        if file.path in reading.source.names():
            yield from _in_file(file, read_entries(reading.source, file, Findings()))
    for name, body in reading.catalogue.text:
        yield Passage(f"{release_format.TEXT_FOLDER}/{name}.md", None, "", body, Reads.PROSE)


def _in_file(file: File, entries: list[Entry]) -> Iterator[Passage]:
    for entry in entries:
        for field in file.fields:
            if field.type is FieldType.STRING and not field.choices:
                yield Passage(file.path, entry.row, field.name, entry[field.name], field.reads)


def _in_object(value: Any, name: str) -> Iterator[Passage]:
    """Yield the strings of the descriptor, each called by its property: `programme.name`."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _HASHES:
                yield from _in_object(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _in_object(inner, name)
    elif isinstance(value, str) and value not in _MEANINGS:
        last = name.rpartition(".")[2]
        default = Reads.TITLE if last in _NAMES else Reads.PROSE
        yield Passage(release_format.DESCRIPTOR, None, name, value, _PROPERTIES.get(name, default))
