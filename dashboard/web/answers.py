"""How is one answer made once, kept, compressed, and sent only to those who lack it?

An answer is named by the code's version, the release, the day and the address, so it can never be
stale: a new release is a new name, and so is a new day, on which consent to a quote may be over.
The name is also its ETag. An answer is compressed quickly for the reader who is waiting, and then
as small as it will go, in the background, for all who follow.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import islice
from typing import NamedTuple, Protocol

import brotli
from flask import Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from dashboard.data import clock
from dashboard.web.background import Background

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"
SVG = "image/svg+xml; charset=utf-8"
PNG = "image/png"
TEXT = "text/plain; charset=utf-8"

KEPT_BYTES = 64 * 1024 * 1024
SMALLEST_COMPRESSED_BYTES = 500
LINES_A_CHUNK = 1000
GZIP_WINDOW = 31  # zlib's way to ask for gzip's own frame
QUICK_QUALITY = 5  # of brotli's 11, for who is waiting: 11 takes 30 times as long
BEST_QUALITY = 11  # some 14 per cent smaller

# A shared cache may hold an answer for a minute, and for five more while it asks for a new one:
# that is how long a corrected or withdrawn figure can live on outside this process.
FRESH_SECONDS = 60
STALE_SECONDS = 300
CACHE_CONTROL = f"public, max-age={FRESH_SECONDS}, stale-while-revalidate={STALE_SECONDS}"
NOT_KEPT = "no-store"

BODY_KEY = "dashboard.body"

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, weakref_slot=True)
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

    def is_small(self) -> bool:
        """Tell whether compressing it would save nothing."""
        return self.media_type == PNG or len(self.content) < SMALLEST_COMPRESSED_BYTES

    def pack(self) -> bytes:
        """Compress it as small as it will go, and give that."""
        quality = QUICK_QUALITY if self.is_small() else BEST_QUALITY
        self._compressed["br"] = bytes(brotli.compress(self.content, quality=quality))
        return self._compressed["br"]

    @classmethod
    def unpack(cls, packed: bytes, media_type: str, headers: Headers) -> Body:
        """Make a body again of what `pack` gave. Raises ValueError if it is not that."""
        try:
            return cls(
                brotli.decompress(packed), media_type, headers=headers, _compressed={"br": packed}
            )
        except brotli.error as error:
            raise ValueError("not a compressed answer") from error


class Answered(NamedTuple):
    """What was answered, left in the WSGI environment under BODY_KEY for `shortcuts`."""

    release: str
    day: dt.date
    key: str
    body: Body


class Shelf(Protocol):
    """A second place to keep bodies, shared between workers, such as Redis."""

    def get(self, release: str, key: str) -> Body | None: ...

    def put(self, release: str, key: str, body: Body) -> None: ...

    def forget(self, release: str) -> None: ...

    def claim(self, what: str, seconds: int) -> bool: ...


class Answers:
    """The bodies that this process keeps, the least recently used thrown out first."""

    def __init__(
        self, code_version: str, background: Background, shared: Shelf | None = None
    ) -> None:
        self._code_version = code_version
        self._background = background
        self._shared = shared
        self._kept: OrderedDict[str, Body] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def answer(
        self, release: str, address: str, make: Callable[[], Body], *, for_any_host: bool = True
    ) -> Response:
        """Answer a request with the body of that release and address, made if need be.

        `for_any_host` says that it is the same whatever host name the reader asked.
        """
        day = clock.today()
        key = self._name(release, day, address)
        if is_held(key, request.headers.get("If-None-Match", "")):
            return _label(Response(status=304), key)
        body = self._get(release, key) or self._make(release, key, make)
        response = send(body)
        if body.status != 200:
            return response
        if for_any_host:
            request.environ[BODY_KEY] = Answered(release, day, key, body)
        return _label(response, key)

    def forget(self, release: str) -> None:
        """Let go of everything kept, for the release is no longer served."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0
        if self._shared is not None:
            self._background.add(partial(self._shared.forget, release))

    def stream(
        self, release: str, address: str, make: Callable[[], Iterator[str]], headers: Headers
    ) -> Response:
        """Answer with CSV lines as they are made; nothing of them is kept."""
        key = self._name(release, clock.today(), address)
        if is_held(key, request.headers.get("If-None-Match", "")):
            return _label(Response(status=304), key)
        packed = request.accept_encodings.quality("gzip") > 0
        response = Response(_chunks(make(), packed=packed), content_type=CSV)
        response.headers.update(headers)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        return _label(response, key)

    def _name(self, release: str, day: dt.date, address: str) -> str:
        whole = f"{self._code_version}\n{release}\n{day}\n{address}"
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]

    def _get(self, release: str, key: str) -> Body | None:
        with self._lock:
            body = self._kept.get(key)
            if body is not None:
                self._kept.move_to_end(key)
        if body is None and self._shared is not None:
            body = self._shared.get(release, key)
            if body is not None:
                self._keep(key, body)
        return body

    def _make(self, release: str, key: str, make: Callable[[], Body]) -> Body:
        body = make()
        if body.status == 200:
            self._keep(key, body)
            self._background.add(partial(self._finish, release, key, body), soon=True)
        return body

    def _finish(self, release: str, key: str, body: Body) -> None:
        """Do for an answer what its first reader need not wait for."""
        body.pack()
        if self._shared is not None:
            self._shared.put(release, key, body)

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
    encoding = best_encoding(request.headers.get("Accept-Encoding", ""), body)
    response = Response(body.encoded(encoding), status=body.status, content_type=body.media_type)
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = NOT_KEPT
    response.headers.update(body.headers)
    return response


def is_held(key: str, held: str) -> bool:
    """Tell whether the reader already holds this very answer; `held` is their If-None-Match."""
    return f'"{key}"' in held


def ends_today() -> bool:
    """Return True if a shared cache that may hold an answer as long as ever would do so tomorrow."""
    return clock.seconds_left() < FRESH_SECONDS + STALE_SECONDS


def _cache_control() -> str:
    """Return how long a shared cache may hold an answer: never into another day."""
    if ends_today():
        return f"public, max-age={min(FRESH_SECONDS, clock.seconds_left())}"
    return CACHE_CONTROL


def _label(response: Response, key: str) -> Response:
    response.headers["ETag"] = f'W/"{key}"'
    response.headers["Cache-Control"] = _cache_control()
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _chunks(lines: Iterator[str], *, packed: bool) -> Iterator[bytes]:
    packer = zlib.compressobj(6, wbits=GZIP_WINDOW) if packed else None
    for batch in iter(lambda: "".join(islice(lines, LINES_A_CHUNK)), ""):
        plain = batch.encode("utf-8", "replace")
        yield packer.compress(plain) if packer else plain
    if packer:
        yield packer.flush()


def best_encoding(accepted: str, body: Body) -> str:
    """Choose the smallest encoding that a reader accepts, and none for what is small as it is."""
    return "identity" if body.is_small() else _best_encoding(accepted)


@lru_cache(maxsize=256)  # browsers send a few dozen of these
def _best_encoding(accepted: str) -> str:
    parsed = parse_accept_header(accepted, Accept)
    for encoding in ("br", "gzip"):
        if parsed.quality(encoding) > 0:
            return encoding
    return "identity"


def _brotli(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=QUICK_QUALITY))


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, 6, mtime=0)
