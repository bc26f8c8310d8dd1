"""How do workers share their answers through Redis, and do without it when it fails?

An answer is kept compressed, under the name of its release and its own, for a day. Redis is a
convenience: it is given a quarter of a second, and when it fails it is left alone for a while, so
that no page waits for it twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import msgspec
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from dashboard.web.answers import Body, Headers

KEPT_SECONDS = 24 * 60 * 60
PATIENCE_SECONDS = 0.25
REST_SECONDS = 30.0
PREFIX = "dashboard"
KEYS_AT_ONCE = 500

Told = TypeVar("Told")

_log = logging.getLogger(__name__)


class _Kept(msgspec.Struct, array_like=True):
    """A body as it lies on the shelf."""

    media_type: str
    headers: Headers
    packed: bytes


_decoder = msgspec.msgpack.Decoder(_Kept)


class RedisShelf:
    """Answers in Redis, of whichever code and release."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(
            url,
            socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._rests_until = 0.0

    def get(self, release: str, key: str) -> Body | None:
        """Give an answer; None where there is none, or Redis cannot be asked."""
        found = self._ask(lambda: self._redis.get(_name(release, key)))
        if not isinstance(found, bytes):
            return None
        try:
            kept = _decoder.decode(found)
            return Body.unpack(kept.packed, kept.media_type, kept.headers)
        except ValueError:  # whatever it is, it is none of ours; msgspec's errors are of this kind
            return None

    def put(self, release: str, key: str, body: Body) -> None:
        """Keep an answer."""
        kept = msgspec.msgpack.encode(_Kept(body.media_type, body.headers, body.encoded("br")))
        self._ask(lambda: self._redis.set(_name(release, key), kept, ex=KEPT_SECONDS))

    def forget(self, release: str) -> None:
        """Throw away every answer of a release."""

        def unlink() -> None:
            batch: list[bytes] = []
            for name in self._redis.scan_iter(f"{_name(release, '*')}", count=KEYS_AT_ONCE):
                batch.append(name)
                if len(batch) == KEYS_AT_ONCE:
                    self._redis.unlink(*batch)
                    batch.clear()
            if batch:
                self._redis.unlink(*batch)

        self._ask(unlink)

    def claim(self, what: str, seconds: int) -> bool:
        """Tell whether this worker is the first to claim something; none is where Redis fails."""
        name = f"{PREFIX}:claim:{what}"
        return bool(self._ask(lambda: self._redis.set(name, "", nx=True, ex=seconds)))

    def _ask(self, question: Callable[[], Told]) -> Told | None:
        if time.monotonic() < self._rests_until:
            return None
        try:
            return question()
        except (redis.RedisError, OSError) as error:
            self._rests_until = time.monotonic() + REST_SECONDS
            # Only the kind: the words may hold the address, and with it a password.
            _log.warning("Redis is left alone for a while: %s", type(error).__name__)
            return None


def _name(release: str, key: str) -> str:
    return f"{PREFIX}:{release}:{key}"
