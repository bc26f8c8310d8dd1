"""Cuts a packed release down to what readers may have of it.

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

WITHHELD = "withheld"
Entry: TypeAlias = Mapping[str, str]
# What becomes of an entry of a table: what differs in it, or None where it is left out.
Edit: TypeAlias = Callable[[str, Entry], Entry | None]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same release gives the same zip


def without_private(archive: bytes) -> bytes:
    """Withhold from a packed release what a person wrote for those who hold it."""

    def edit(_name: str, entry: Entry) -> Entry:
        return {name: WITHHELD for name in PRIVATE_COLUMNS if entry.get(name)}

    return _edited(archive, edit)


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
            target.writestr(zip_entry(name), text.encode("utf-8", "replace"))
    return whole.getvalue()


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
                with source.open(name) as stream, target.open(zip_entry(name), "w") as copy:
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


def zip_entry(name: str) -> zipfile.ZipInfo:
    """Return how a file of a release is packed, the same at any time."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
