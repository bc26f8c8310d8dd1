"""Styles, scripts, fonts and icons: sent to a browser once, small, and kept there for good.

Each file is served under a name that holds the hash of its content, with its compressed forms
next to it, so that a browser may keep it for ever and a change is a new file. Preparing is cached
by content: what is already there is not compressed again. Style sheets are small, and what a page
looks like is wanted immediately: pages hold them within.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

import brotli
from whitenoise import WhiteNoise

from dashboard.web.old_assets import tidy
from dashboard.web.vendored_scripts import PLOTLY, ROOT, dash_scripts

ASSETS = ROOT / "assets"
STATIC_FOLDER = ROOT / "var" / "static"
PREFIX = "/static/"
SITE_STYLES = "site.css"
EMBED_STYLES = "embed.css"
STANDING_ALONE = frozenset({EMBED_STYLES})  # style sheets of documents that are none of our pages
HASH_DIGITS = 12
FOREVER_SECONDS = 365 * 24 * 60 * 60

_UNQUOTED = " :/='(),.;!*"  # what an address of this kind may hold as it is
_ALREADY_SMALL = frozenset({".woff2", ".png"})
_URL = re.compile(r'url\("([^":]+)"\)')
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_HASHED = re.compile(rf"\.[0-9a-f]{{{HASH_DIGITS}}}\.[a-z0-9]+\Z")


class StaticFiles:
    """The prepared files of one version of the code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: dict[str, str] = {}
        self._sheets: dict[str, str] = {}

    @classmethod
    def prepare(cls, folder: Path = STATIC_FOLDER, assets: Path = ASSETS) -> StaticFiles:
        """Write what is not there yet, remove what is long out of use, learn each file's name."""
        folder.mkdir(parents=True, exist_ok=True)
        files = cls(folder)
        for path in sorted((assets / "fonts").glob("*.woff2")):
            files._add(path.name, path.read_bytes())
        sheets = sorted(assets.glob("*.css"))
        files._join(SITE_STYLES, [p for p in sheets if p.name not in STANDING_ALONE])
        for path in (p for p in sheets if p.name in STANDING_ALONE):
            files._join(path.name, [path])
        for path in sorted(assets.glob("*.js")):
            files._add(path.name, _without_comments(path.read_text("utf-8")).encode())
        for path in sorted(assets.glob("*.svg")):
            files._add(path.name, path.read_bytes())
        files._add("live.js", _together(assets / "live"))
        files._add("dash.js", _joined(dash_scripts()))
        files._add("plotly.js", PLOTLY.source().read_bytes())
        tidy(folder, files._names.values())
        return files

    def __len__(self) -> int:
        return len(self._names)

    def address(self, name: str) -> str:
        """Return the address of a file: "live.js" -> "/static/live.3f2a....js"."""
        return PREFIX + self._names[name]

    def inline(self, name: str) -> str:
        """Write a small picture as an address that holds it, which saves asking for it."""
        content = (self.folder / self._names[name]).read_text("utf-8")
        return f"data:image/svg+xml,{quote(content.strip(), safe=_UNQUOTED)}"

    def sheet(self, name: str) -> str:
        """Return a style sheet that pages hold within them."""
        return self._sheets[name]

    def sheet_hashes(self) -> dict[str, str]:
        """Return the hash of each style sheet, as a content security policy allows it."""
        digests = {name: hashlib.sha256(s.encode()).digest() for name, s in self._sheets.items()}
        return {name: base64.b64encode(digest).decode() for name, digest in digests.items()}

    def fingerprint(self) -> str:
        """Return a hash of the content of all of them."""
        return " ".join(sorted([*self._names.values(), *self.sheet_hashes().values()]))

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

    def _join(self, name: str, paths: Iterable[Path]) -> None:
        """Join style sheets into one, with the fonts and icons they name by their addresses."""
        joined = _without_blanks("\n".join(path.read_text("utf-8") for path in paths))
        sheet = _URL.sub(lambda match: f'url("{self.address(Path(match[1]).name)}")', joined)
        if "<" in sheet:
            raise ValueError(f"{name} holds a <, which would end it within a page.")
        self._sheets[name] = sheet


def _without_comments(text: str) -> str:
    """Leave out what only we read of our scripts and styles: comments and indents."""
    lines = (line.strip() for line in _BLOCK_COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _without_blanks(sheet: str) -> str:
    """Leave out of a style sheet what no browser needs: comments, and blanks around its marks.

    Blanks next to `(`, `)`, `+` and `:` may mean something, and stay before these.
    """
    joined = re.sub(r"\s*([{};,])\s*|(?<=:)\s+", r"\1", _without_comments(sheet))
    return joined.replace(";}", "}")


def _together(folder: Path) -> bytes:
    """Join our own scripts into one whose names no other script can see, with their styles."""
    sheets, texts = (
        [path.read_text("utf-8") for path in sorted(folder.glob(ending))]
        for ending in ("*.css", "*.js")
    )
    styles = json.dumps(_without_blanks("\n".join(sheets)))
    text = "\n".join([f"const STYLES = {styles};", *map(_without_comments, texts)])
    return f'(() => {{\n"use strict";\n{text}\n}})();'.encode()


def _joined(paths: Iterable[Path]) -> bytes:
    return b"\n;\n".join(path.read_bytes() for path in paths)


def _write_once(path: Path, make: Callable[[], bytes]) -> None:
    """Write a file whole or not at all: several workers may start together."""
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
