"""How is a whole release packed for readers: byte for byte, but for what is not theirs to read?

What a person wrote for those who hold the release (who let a word pass, and why) is withheld, and so
are quotes that may no longer be shown. A release without either is packed as it is, and the zip
imports again to the same identifier; else the descriptor is sealed again, and the identifier differs.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from dashboard.data.release import format as release_format
from dashboard.data.release.format import DESCRIPTOR, PRIVATE_COLUMNS, QUOTES
from dashboard.data.release.model import Catalogue
from dashboard.data.release.reading.source import CHUNK_BYTES, Source
from dashboard.data.release.reading.tables import meta_path
from dashboard.exceptions import UnreadableRelease

LARGEST_BYTES = 64 * 1024 * 1024  # a zip that a worker can send without running out of memory
LARGEST_UNPACKED_BYTES = 256 * 1024 * 1024
WITHHELD = "withheld"
Entry: TypeAlias = Mapping[str, str]
# What becomes of an entry of a table: what differs in it, or None where it is left out.
Edit: TypeAlias = Callable[[str, Entry], Entry | None]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same release gives the same zip


def write_archive(source: Source, hashes: Mapping[str, str], catalogue: Catalogue) -> bytes:
    """Pack the files that a release's identifier is made from, by their hashes.

    Returns nothing for a release that cannot be had whole: it would be too large, or it names files
    that are none of the format, which no check has read. Raises UnreadableRelease if a file changed.
    """
    if not hashes.keys() <= _known_paths(catalogue):
        return b""
    if sum(source.size(name) for name in hashes) > LARGEST_UNPACKED_BYTES:
        return b""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(hashes):
            _copy_in(archive, source, name, hashes[name])
    whole = _edited(packed.getvalue(), _without_private)
    return whole if len(whole) <= LARGEST_BYTES else b""


def with_quotes(archive: bytes, shown: Collection[str]) -> bytes:
    """Leave in a packed release the quotes that may be shown, by their keys, and no others."""

    def edit(name: str, entry: Entry) -> Entry | None:
        return None if name == QUOTES.path and entry.get("key") not in shown else {}

    return _edited(archive, edit)


def with_files(archive: bytes, files: Mapping[str, str]) -> bytes:
    """Add texts to a packed release, under names that none of its files has."""
    whole = io.BytesIO(archive)
    with zipfile.ZipFile(whole, "a") as target:
        for name, text in files.items():
            target.writestr(_entry(name), text.encode("utf-8", "replace"))
    return whole.getvalue()


def _known_paths(catalogue: Catalogue) -> set[str]:
    tables = [table.path for table in catalogue.tables]
    texts = [f"{release_format.TEXT_FOLDER}/{b}.md" for b in release_format.TEXT_BLOCKS]
    small = [file.path for file in release_format.FILES]
    return {DESCRIPTOR, *tables, *map(meta_path, tables), *small, *texts}


def _copy_in(archive: zipfile.ZipFile, source: Source, name: str, expected: str) -> None:
    digest = hashlib.sha256()
    with source.open(name) as stream, archive.open(_entry(name), "w") as target:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != expected:
        raise UnreadableRelease(f"{name}: changed while it was being read.")


def _without_private(_name: str, entry: Entry) -> Entry:
    return {name: WITHHELD for name in PRIVATE_COLUMNS if entry.get(name)}


def _edited(archive: bytes, edit: Edit) -> bytes:
    """Edit the small tables of a packed release; the same bytes where that changes nothing."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        names = source.namelist()
        small = [file.path for file in release_format.FILES if file.path in names]
        edited = {name: _edit_table(source.read(name), name, edit) for name in small}
        changed = {name: content for name, content in edited.items() if content is not None}
        if not changed:
            return archive
        changed[DESCRIPTOR] = _sealed(source.read(DESCRIPTOR), changed)
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w") as target:
            for name in names:
                with source.open(name) as stream, target.open(_entry(name), "w") as copy:
                    shutil.copyfileobj(
                        io.BytesIO(changed[name]) if name in changed else stream, copy
                    )
        return whole.getvalue()


def _edit_table(content: bytes, name: str, edit: Edit) -> bytes | None:
    """Return a table as edited, None if it stays as it is."""
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    header, *rows = (row for row in csv.reader(text, skipinitialspace=True) if any(row))
    columns = [column.strip().casefold() for column in header]
    edited = []
    for row in rows:
        changes = edit(name, {c: e.strip() for c, e in zip(columns, row, strict=False)})
        if changes is not None:
            edited.append([changes.get(c, e) for c, e in zip(columns, row, strict=False)])
    if edited == [row[: len(columns)] for row in rows]:
        return None
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows([header, *edited])
    return written.getvalue().encode()


def _sealed(descriptor: bytes, changed: Mapping[str, bytes]) -> bytes:
    raw = json.loads(descriptor.decode("utf-8-sig"))
    for resource in raw["resources"]:
        content = changed.get(resource["path"])
        if content is not None:
            resource["bytes"] = len(content)
            resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return (json.dumps(raw, ensure_ascii=False, indent=2) + "\n").encode()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
