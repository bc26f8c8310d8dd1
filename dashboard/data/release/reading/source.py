"""Opens a release's files, from a folder or a zip, without touching anything else.

Nothing is unpacked: a zip is read where it lies, so a name in it can never become a path on
this machine. Sizes are limited before anything is read.
"""

from __future__ import annotations

import contextlib
import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from dashboard.data.release.format import DESCRIPTOR
from dashboard.exceptions import UnreadableRelease

MAXIMUM_FILES = 2_000
MAXIMUM_FILE_BYTES = 2 * 1024**3
MAXIMUM_TOTAL_BYTES = 4 * 1024**3
CHUNK_BYTES = 1024**2
NAME_CHARACTERS = 80  # of a file name, in a message
LOCK_PREFIX = "~$"  # Excel's, next to a file that is open
BACKUP_ENDINGS = ("~", ".bak", ".swp", ".swo", ".tmp", ".partial")
LITTER_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini"})


class Source(Protocol):
    """Files by their name inside the release, with forward slashes."""

    @property
    def label(self) -> str: ...

    def names(self) -> frozenset[str]: ...

    def size(self, name: str) -> int: ...

    def open(self, name: str) -> contextlib.AbstractContextManager[IO[bytes]]: ...


def _opened(path: Path, name: str) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableRelease(f"{name}: cannot be opened ({error.strerror}).") from None


class FolderSource:
    """A release in a folder."""

    def __init__(self, folder: Path) -> None:
        self.label = folder.name
        self._root = folder.resolve()
        self._sizes: dict[str, int] = {}
        for path in sorted(self._root.rglob("*")):
            name = path.relative_to(self._root).as_posix()
            if is_litter(name):
                continue
            if path.is_symlink():
                raise UnreadableRelease(
                    f"{self.label}: {_printable(name)} is a link, where only files may be."
                )
            if path.is_file():
                self._sizes[name] = path.stat().st_size
        _require_bearable(self.label, list(self._sizes.values()))

    def names(self) -> frozenset[str]:
        return frozenset(self._sizes)

    def size(self, name: str) -> int:
        return self._sizes[name]

    def open(self, name: str) -> contextlib.AbstractContextManager[IO[bytes]]:
        return _opened(self._root / name, name)


class FileSource:
    """One file by itself, wherever it lies; nothing else in its folder is looked at."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise UnreadableRelease(f"{path.name}: there is no such file.")
        self.label = path.name
        self._path = path

    def names(self) -> frozenset[str]:
        return frozenset({self.label})

    def size(self, _name: str) -> int:
        return self._path.stat().st_size

    def open(self, name: str) -> contextlib.AbstractContextManager[IO[bytes]]:
        return _opened(self._path, name)


class ZipSource:
    """A release in a zip: at its top, or in the one folder at its top."""

    def __init__(self, path: Path) -> None:
        self.label = path.name
        self._path = path
        try:
            with zipfile.ZipFile(path) as archive:
                entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        except (zipfile.BadZipFile, OSError, NotImplementedError):
            raise UnreadableRelease(f"{self.label}: not a zip file that can be read.") from None
        _require_bearable(self.label, [entry.file_size for entry in entries])
        for entry in entries:
            _require_inside(self.label, entry)
        entries = [entry for entry in entries if not is_litter(entry.filename)]
        for entry in entries:
            _require_plain(self.label, entry)
        top = _top_folder([entry.filename for entry in entries])
        self._entries = {
            entry.filename.removeprefix(top): entry
            for entry in entries
            if entry.filename.startswith(top)
        }
        if len({entry.filename for entry in entries}) != len(entries):
            raise UnreadableRelease(f"{self.label}: holds two files of the same name.")

    def names(self) -> frozenset[str]:
        return frozenset(self._entries)

    def size(self, name: str) -> int:
        return self._entries[name].file_size

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        # zipfile stops at the size that the entry declares, so a bomb cannot pass the limits.
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(self._entries[name]) as file:
                yield file
        except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError):
            raise UnreadableRelease(f"{name}: damaged inside the zip.") from None


def open_source(path: Path) -> Source:
    """Open a release folder, or a zip of one."""
    if path.is_dir():
        return FolderSource(path)
    if path.is_file():
        return ZipSource(path)
    raise UnreadableRelease(f"{path.name}: there is no such folder or zip file.")


def fingerprint(source: Source, name: str) -> str:
    """Return the SHA-256 of a file's bytes in hex."""
    digest = hashlib.sha256()
    with source.open(name) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def is_local(path: str) -> bool:
    """Return True if a path in a descriptor stays inside the release: relative, and never upwards."""
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and not path.startswith(("/", "~"))
        and not any(sign in path for sign in ("\\", ":", "\0"))
        and ".." not in parts
        and str(PurePosixPath(path)) == path
    )


def _require_bearable(label: str, sizes: list[int]) -> None:
    if len(sizes) > MAXIMUM_FILES:
        raise UnreadableRelease(f"{label}: more than {MAXIMUM_FILES:,} files.")
    if max(sizes, default=0) > MAXIMUM_FILE_BYTES or sum(sizes) > MAXIMUM_TOTAL_BYTES:
        raise UnreadableRelease(f"{label}: more than a release may weigh, unpacked.")


def _require_inside(label: str, entry: zipfile.ZipInfo) -> None:
    # Excel's lock files begin with ~$, which no system takes for a home folder.
    if not is_local(entry.filename.removeprefix(LOCK_PREFIX)):
        name = _printable(entry.filename)
        raise UnreadableRelease(f"{label}: {name} is a file name that leads out of the release.")


def _require_plain(label: str, entry: zipfile.ZipInfo) -> None:
    name = _printable(entry.filename)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableRelease(f"{label}: {name} is a link, where only files may be.")
    if entry.flag_bits & 0x1:
        raise UnreadableRelease(f"{label}: {name} is locked with a password.")


def is_litter(name: str) -> bool:
    """Return True if a file is what other programs leave behind: it is never part of a release.

    Hidden files and folders, lock files and backups of Office and of editors.
    """
    parts = PurePosixPath(name).parts
    return (
        any(part.startswith((".", "__MACOSX")) for part in parts)
        or parts[-1].startswith((LOCK_PREFIX, "#"))
        or parts[-1].casefold().endswith(BACKUP_ENDINGS)
        or parts[-1].casefold() in LITTER_NAMES
    )


def _printable(name: str) -> str:
    """Return a file name in quotation marks that no terminal can choke on, its end if it is long."""
    return ascii(name[-NAME_CHARACTERS:])


def _top_folder(names: list[str]) -> str:
    if DESCRIPTOR in names:
        return ""
    tops = {name.split("/", 1)[0] + "/" for name in names if "/" in name}
    if len(tops) == 1 and f"{min(tops)}{DESCRIPTOR}" in names:
        return min(tops)
    return ""
