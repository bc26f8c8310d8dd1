"""How do styles, scripts, fonts and icons reach a browser once, small, and for good?

Each file is served under a name that holds the hash of its content, with its compressed forms
beside it, so that a browser may keep it for ever and a change is a new file. Preparing is cached
by content: what is already there is not compressed again.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import brotli
from whitenoise import WhiteNoise

from dashboard.web.vendor import PLOTLY, ROOT, dash_scripts

ASSETS = ROOT / "assets"
STATIC_FOLDER = ROOT / "var" / "static"
PREFIX = "/static/"
HASH_DIGITS = 12
FOREVER_SECONDS = 365 * 24 * 60 * 60

_ALREADY_SMALL = frozenset({".woff2", ".png"})
_URL = re.compile(r'url\("([^":]+)"\)')
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_HASHED = re.compile(rf"\.[0-9a-f]{{{HASH_DIGITS}}}\.[a-z0-9]+\Z")


class StaticFiles:
    """The prepared files of one version of the code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: dict[str, str] = {}

    @classmethod
    def prepare(cls, folder: Path = STATIC_FOLDER, assets: Path = ASSETS) -> StaticFiles:
        """Write what is not there yet, and learn the name of each file."""
        folder.mkdir(parents=True, exist_ok=True)
        files = cls(folder)
        for path in sorted((assets / "fonts").glob("*.woff2")):
            files._add(path.name, path.read_bytes())
        files._add("site.css", files._styles(sorted(assets.glob("*.css"))))
        for path in sorted(assets.glob("*.js")):
            files._add(path.name, _without_comments(path.read_text("utf-8")).encode())
        for path in sorted(assets.glob("*.svg")):
            files._add(path.name, path.read_bytes())
        files._add("dash.js", _joined(dash_scripts()))
        files._add("plotly.js", PLOTLY.source().read_bytes())
        return files

    def __len__(self) -> int:
        return len(self._names)

    def address(self, name: str) -> str:
        """Give the address of a file: "site.css" -> "/static/site.3f2a....css"."""
        return PREFIX + self._names[name]

    def fingerprint(self) -> str:
        """Name the content of all of them."""
        return " ".join(sorted(self._names.values()))

    def serve(self, application: Callable[..., Iterable[bytes]]) -> WhiteNoise:
        """Wrap an application so that these files are answered before it is asked."""
        return WhiteNoise(
            application,
            root=str(self.folder),
            prefix=PREFIX,
            max_age=FOREVER_SECONDS,
            allow_all_origins=False,
            immutable_file_test=lambda _path, url: bool(_HASHED.search(url)),
            add_headers_function=_add_headers,
        )

    def _add(self, name: str, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()[:HASH_DIGITS]
        stem, ending = os.path.splitext(name)  # noqa: PTH122  # a name, not a path
        hashed = f"{stem}.{digest}{ending}"
        self._names[name] = hashed
        _write_once(self.folder / hashed, lambda: content)
        if ending not in _ALREADY_SMALL:
            _write_once(self.folder / f"{hashed}.br", lambda: brotli.compress(content, quality=11))
            _write_once(self.folder / f"{hashed}.gz", lambda: gzip.compress(content, 9, mtime=0))

    def _styles(self, paths: Iterable[Path]) -> bytes:
        """Join the style sheets into one, with the fonts and icons they name by their addresses."""
        joined = _without_comments("\n".join(path.read_text("utf-8") for path in paths))
        return _URL.sub(
            lambda found: f'url("{self.address(Path(found[1]).name)}")', joined
        ).encode()


def _without_comments(text: str) -> str:
    """Leave out what only we read of our own scripts and styles: comments and indents."""
    lines = (line.strip() for line in _BLOCK_COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _joined(paths: Iterable[Path]) -> bytes:
    return b"\n;\n".join(path.read_bytes() for path in paths)


def _write_once(path: Path, make: Callable[[], bytes]) -> None:
    """Write a file whole or not at all: several workers may start at once."""
    if path.exists():
        return
    handle, scratch = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(make())
        Path(scratch).chmod(0o644)
        Path(scratch).replace(path)
    finally:
        Path(scratch).unlink(missing_ok=True)


def _add_headers(headers: dict[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
