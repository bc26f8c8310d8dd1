"""The response cache: each response is made once, compressed, and sent only to those who lack it.

A response is named by the code's version, the edition of the release, the day and the address, so
nothing kept is ever stale: when a release is published or withdrawn, or a quote is, that is a new
edition; on a new day consent to a quote may be over. The name is also its ETag. Pages, files,
pictures and the answers of the live charts are all kept here, and nowhere else.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import brotli
from flask import Response, request

from dashboard.data.release import clock

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"
SVG = "image/svg+xml; charset=utf-8"
PNG = "image/png"
ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
PDF = "application/pdf"
TEXT = "text/plain; charset=utf-8"

PACKED = frozenset({PNG, ZIP, XLSX, ODS, PDF})  # they are compressed as they are

MOST_BYTES = 64 * 1024 * 1024  # for each worker, compressed forms included
SMALLEST_COMPRESSED_BYTES = 500
LINES_A_CHUNK = 1000
GZIP_WINDOW = 31  # zlib's way to ask for gzip's own frame
BROTLI_QUALITY = 5  # of 11, while a reader waits: 11 saves 12 per cent and takes 60 times as long
DENSE_QUALITY = 11  # for what is asked for again, while nobody waits
LARGEST_DENSE_BYTES = 300_000  # what takes under half a second

# How long a withdrawn figure or quote can live on in a cache outside this process: with the time
# that a worker may go without asking, under five seconds.
FRESH_SECONDS = 4
NOT_KEPT = "no-store"

_REFUSED = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")  # the weight of an encoding that a reader refuses

Headers = tuple[tuple[str, str], ...]

_VARIES = ("Vary", "Accept-Encoding")


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A finished response with its compressed forms, before it is fitted to one request."""

    content: bytes
    media_type: str
    status: int = 200
    headers: Headers = ()
    brotli: bytes = b""
    gzip: bytes = b""
    dense: bool = True  # it cannot be packed better, or need not be

    @classmethod
    def make(
        cls, content: bytes, media_type: str, *, status: int = 200, headers: Headers = ()
    ) -> CachedResponse:
        """Compress content, unless that would save nothing."""
        if media_type in PACKED or len(content) < SMALLEST_COMPRESSED_BYTES:
            return cls(content, media_type, status, headers)
        packed = bytes(brotli.compress(content, quality=BROTLI_QUALITY))
        zipped = gzip.compress(content, 6, mtime=0)
        dense = len(content) > LARGEST_DENSE_BYTES
        return cls(content, media_type, status, headers, packed, zipped, dense)

    def packed_densely(self) -> CachedResponse:
        """Return the same, as small as it can be sent."""
        packed = bytes(brotli.compress(self.content, quality=DENSE_QUALITY))
        return replace(self, brotli=packed, dense=True)

    def __len__(self) -> int:
        """Return the bytes that keeping it takes."""
        return len(self.content) + len(self.brotli) + len(self.gzip)

    def encoded(self, accepted: str) -> tuple[bytes, str]:
        """Return its bytes in the smallest encoding that an Accept-Encoding accepts, and which."""
        for encoding, content in (("br", self.brotli), ("gzip", self.gzip)):
            if content and accepts(encoding, accepted):
                return content, encoding
        return self.content, "identity"


class ResponseCache:
    """The responses that this process keeps, the least recently used thrown out first."""

    def __init__(self, code_version: str) -> None:
        self._code_version = code_version
        self._responses: OrderedDict[str, CachedResponse] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._packing: set[str] = set()
        self._one_at_a_time = threading.Lock()

    def __len__(self) -> int:
        """Return how many responses are kept."""
        return len(self._responses)

    def respond(self, release: str, address: str, make: Callable[[], CachedResponse]) -> Response:
        """Respond to the request in hand, with a 304 to a reader who holds the response already."""
        name = self._name(release, request.script_root + address)
        if _reader_has(name):
            return Response(status=304, headers=_label(name))
        cached = self._get(name, make)
        return _fit(cached, _label(name)) if cached.status == 200 else send(cached)

    def get(self, release: str, address: str, make: Callable[[], CachedResponse]) -> CachedResponse:
        """Return the response of a release and an address, made if need be; errors are not kept."""
        return self._get(self._name(release, address), make)

    def stream(
        self, release: str, address: str, make: Callable[[], Iterator[str]], headers: Headers
    ) -> Response:
        """Respond with CSV lines as they are made; nothing of them is kept."""
        name = self._name(release, request.script_root + address)
        if _reader_has(name):
            return Response(status=304, headers=_label(name))
        packed = accepts("gzip", request.headers.get("Accept-Encoding", ""))
        encoding = [("Content-Encoding", "gzip")] if packed else []
        chunks = _chunks(make(), packed=packed)
        return Response(chunks, content_type=CSV, headers=[*encoding, *headers, *_label(name)])

    def _name(self, release: str, address: str) -> str:
        whole = f"{self._code_version}\n{release}\n{clock.today()}\n{address}"
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]

    def _get(self, name: str, make: Callable[[], CachedResponse]) -> CachedResponse:
        with self._lock:
            cached = self._responses.get(name)
            if cached is not None:
                self._responses.move_to_end(name)
                to_pack = not cached.dense and name not in self._packing
                if to_pack:
                    self._packing.add(name)
        if cached is not None:
            if to_pack:
                threading.Thread(target=self._pack, args=(name, cached), daemon=True).start()
            return cached
        response = make()
        if response.status == 200 and len(response) <= MOST_BYTES // 4:
            self._keep(name, response)
        return response

    def _pack(self, name: str, response: CachedResponse) -> None:
        """Keep what was asked for again in its smallest form, in a thread that nobody waits for."""
        with self._one_at_a_time:
            dense = response.packed_densely()
        with self._lock:
            self._packing.discard(name)
            if self._responses.get(name) is response:
                self._responses[name] = dense
                self._bytes += len(dense) - len(response)

    def _keep(self, name: str, response: CachedResponse) -> None:
        with self._lock:
            if name in self._responses:
                return
            self._responses[name] = response
            self._bytes += len(response)
            while self._bytes > MOST_BYTES:
                _, oldest = self._responses.popitem(last=False)
                self._bytes -= len(oldest)


def cache_control() -> str:
    """Return how long a shared cache may hold a response: never into another day."""
    return f"public, max-age={min(FRESH_SECONDS, clock.seconds_left())}, must-revalidate"


def send(cached: CachedResponse) -> Response:
    """Make a response in the best encoding that the request accepts, for no cache to keep."""
    return _fit(cached, (_VARIES, ("Cache-Control", NOT_KEPT)))


def _fit(cached: CachedResponse, label: Headers) -> Response:
    # All headers together: setting them one by one takes as long as the rest of a kept response.
    content, encoding = cached.encoded(request.headers.get("Accept-Encoding", ""))
    packed = (("Content-Encoding", encoding),) if encoding != "identity" else ()
    headers = [("Content-Type", cached.media_type), *packed, *label, *cached.headers]
    return Response(content, status=cached.status, headers=headers)


def accepts(encoding: str, accepted: str) -> bool:
    """Return True if an Accept-Encoding header names an encoding and does not refuse it (q=0)."""
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == encoding:
            return not _REFUSED.fullmatch(weight)
    return False


def _reader_has(name: str) -> bool:
    return f'"{name}"' in request.headers.get("If-None-Match", "")


def _label(name: str) -> Headers:
    return ("ETag", f'W/"{name}"'), ("Cache-Control", cache_control()), _VARIES


def _chunks(lines: Iterator[str], *, packed: bool) -> Iterator[bytes]:
    packer = zlib.compressobj(6, wbits=GZIP_WINDOW) if packed else None
    for batch in iter(lambda: "".join(islice(lines, LINES_A_CHUNK)), ""):
        plain = batch.encode("utf-8", "replace")
        yield packer.compress(plain) if packer else plain
    if packer:
        yield packer.flush()
