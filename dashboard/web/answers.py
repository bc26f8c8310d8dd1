"""How is one answer made once, kept, compressed, and sent only to those who lack it?

An answer is named by the code's version, the release and the address, so it can never be stale:
a new release is a new name. The name is also its ETag.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

import brotli
from flask import Response, request

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"
SVG = "image/svg+xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

KEPT_BYTES = 64 * 1024 * 1024
SMALLEST_COMPRESSED_BYTES = 500
LINES_A_CHUNK = 1000
GZIP_WINDOW = 31  # zlib's way to ask for gzip's own frame
BROTLI_QUALITY = 5  # of 11: pages are compressed as they are made; 11 takes 30 times as long

# A shared cache may hold an answer for a minute, and for five more while it asks for a new one:
# that is how long a corrected or withdrawn figure can live on outside this process.
CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=300"
NOT_KEPT = "no-store"


Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A finished answer, before it is fitted to one request."""

    content: bytes
    media_type: str
    status: int = 200
    headers: Headers = ()
    _compressed: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def encoded(self, encoding: str) -> bytes:
        """Give the content in an encoding, compressed at most once."""
        if encoding == "identity":
            return self.content
        if encoding not in self._compressed:
            compress = _brotli if encoding == "br" else _gzip
            self._compressed[encoding] = compress(self.content)
        return self._compressed[encoding]


class Shelf(Protocol):
    """A second place to keep bodies, shared between workers, such as Redis."""

    def get(self, key: str) -> Body | None: ...

    def put(self, key: str, body: Body) -> None: ...


class Answers:
    """The bodies that this process keeps, the least recently used thrown out first."""

    def __init__(self, code_version: str, shared: Shelf | None = None) -> None:
        self._code_version = code_version
        self._shared = shared
        self._kept: OrderedDict[str, Body] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def answer(self, release: str, address: str, make: Callable[[], Body]) -> Response:
        """Answer a request with the body of that release and address, made if need be."""
        key = self._name(release, address)
        if _is_held(key):
            return _label(Response(status=304), key)
        body = self._get(key) or self._make(key, make)
        response = send(body)
        return _label(response, key) if body.status == 200 else response

    def stream(
        self, release: str, address: str, make: Callable[[], Iterator[str]], headers: Headers
    ) -> Response:
        """Answer with CSV lines as they are made; nothing of them is kept."""
        key = self._name(release, address)
        if _is_held(key):
            return _label(Response(status=304), key)
        packed = request.accept_encodings.quality("gzip") > 0
        response = Response(_chunks(make(), packed=packed), content_type=CSV)
        response.headers.update(headers)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        return _label(response, key)

    def _name(self, release: str, address: str) -> str:
        whole = f"{self._code_version}\n{release}\n{address}"
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]

    def _get(self, key: str) -> Body | None:
        with self._lock:
            body = self._kept.get(key)
            if body is not None:
                self._kept.move_to_end(key)
        if body is None and self._shared is not None:
            body = self._shared.get(key)
            if body is not None:
                self._keep(key, body)
        return body

    def _make(self, key: str, make: Callable[[], Body]) -> Body:
        body = make()
        if body.status == 200:
            self._keep(key, body)
            if self._shared is not None:
                self._shared.put(key, body)
        return body

    def _keep(self, key: str, body: Body) -> None:
        with self._lock:
            if key in self._kept or len(body.content) > KEPT_BYTES // 4:
                return
            self._kept[key] = body
            self._bytes += len(body.content)
            while self._bytes > KEPT_BYTES:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= len(oldest.content)


def send(body: Body) -> Response:
    """Make a response of a body in the best encoding that the request accepts."""
    encoding = _encoding() if len(body.content) >= SMALLEST_COMPRESSED_BYTES else "identity"
    response = Response(body.encoded(encoding), status=body.status, content_type=body.media_type)
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = NOT_KEPT
    response.headers.update(body.headers)
    return response


def _is_held(key: str) -> bool:
    """Tell whether the reader already holds this very answer."""
    return f'"{key}"' in request.headers.get("If-None-Match", "")


def _label(response: Response, key: str) -> Response:
    response.headers["ETag"] = f'W/"{key}"'
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _chunks(lines: Iterator[str], *, packed: bool) -> Iterator[bytes]:
    packer = zlib.compressobj(6, wbits=GZIP_WINDOW) if packed else None
    for batch in iter(lambda: "".join(islice(lines, LINES_A_CHUNK)), ""):
        plain = batch.encode("utf-8", "replace")
        yield packer.compress(plain) if packer else plain
    if packer:
        yield packer.flush()


def _encoding() -> str:
    accepted = request.accept_encodings
    for encoding in ("br", "gzip"):
        if accepted.quality(encoding) > 0:
            return encoding
    return "identity"


def _brotli(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=BROTLI_QUALITY))


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, 6, mtime=0)
