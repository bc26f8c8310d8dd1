"""Packs a whole release for readers: byte for byte, but for what is not theirs to read."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

from dashboard.data.release.archive import without_private, zip_entry
from dashboard.data.release.format import DESCRIPTOR
from dashboard.data.release.model import Catalogue
from dashboard.data.release.reading.source import CHUNK_BYTES, Source
from dashboard.data.release.reading.tables import paths_beside
from dashboard.exceptions import UnreadableRelease

LARGEST_BYTES = 64 * 1024 * 1024  # a zip that a worker can send without running out of memory
LARGEST_UNPACKED_BYTES = 256 * 1024 * 1024


def pack(source: Source, hashes: Mapping[str, str], catalogue: Catalogue) -> bytes:
    """Pack the files that a release's identifier is made from, by their hashes.

    Returns nothing for a release that cannot be had whole: it would be too large, or it names files
    that are none of the format, which no check has read. Raises UnreadableRelease if a file changed.
    """
    tables = [table.path for table in catalogue.tables]
    if not hashes.keys() <= {DESCRIPTOR, *tables, *paths_beside(tables)}:
        return b""
    if sum(source.size(name) for name in hashes) > LARGEST_UNPACKED_BYTES:
        return b""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(hashes):
            _copy_in(archive, source, name, hashes[name])
    whole = without_private(packed.getvalue())
    return whole if len(whole) <= LARGEST_BYTES else b""


def _copy_in(archive: zipfile.ZipFile, source: Source, name: str, expected: str) -> None:
    digest = hashlib.sha256()
    with source.open(name) as stream, archive.open(zip_entry(name), "w") as target:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != expected:
        raise UnreadableRelease(f"{name}: changed while it was being read.")
