"""Removes the static files of earlier versions that no page still asks for.

A page that was sent before an update, or lies in somebody's cache, still asks for the files of
that version. So the files of the last few versions stay, and those of none of them are removed.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

KEPT_VERSIONS = 3
RECORD = "versions.json"
_PACKED = frozenset({".br", ".gz"})

_Versions = list[list[str]]


def tidy(folder: Path, names: Iterable[str]) -> None:
    """Remove what no kept version names; `names` are the files of the version that starts now."""
    now = sorted(names)
    before = _read(folder)
    if before[:1] == [now]:
        return
    versions = [now, *(version for version in before if version != now)][:KEPT_VERSIONS]
    _write(folder, versions)
    named = {RECORD, *(name for version in versions for name in version)}
    for path in folder.iterdir():
        plain = path.stem if path.suffix in _PACKED else path.name
        if plain not in named and path.suffix != ".part":  # another process may be writing that
            path.unlink(missing_ok=True)


def _read(folder: Path) -> _Versions:
    """Read which files each version had. Where none is recorded, those there are of the last."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((folder / RECORD).read_bytes(), type=_Versions)
    return [sorted(path.name for path in folder.iterdir() if path.suffix not in _PACKED)]


def _write(folder: Path, versions: _Versions) -> None:
    handle, scratch = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as opened:
        opened.write(msgspec.json.encode(versions))
    Path(scratch).replace(folder / RECORD)
