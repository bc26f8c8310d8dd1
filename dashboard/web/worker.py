"""How long may a reader hold a thread? gunicorn itself lets one that sends half a request hold it for ever.

A worker has four threads, so that a handful of readers who stop would keep all others waiting. A
connection that is opened and says nothing waits outside the threads.
"""

from __future__ import annotations

import contextlib
import socket
import time
from typing import Any

from gunicorn.workers import gthread

IDLE_SECONDS = 0.1  # that a new connection may say nothing in a thread
HEAD_SECONDS = 5.0  # within which the head of a request must have come
TURN_SECONDS = 2.0  # between two looks at the clock, unless the machine stood still
ANSWER_SECONDS = 60.0  # within which the rest of it must have come, and its response been taken

gthread.DEFAULT_WORKER_DATA_TIMEOUT = IDLE_SECONDS


class BoundedWorker(gthread.ThreadWorker):  # type: ignore[misc]  # the library gives it no types
    """A worker with threads that hangs up on readers who take too long."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._until: dict[Any, float] = {}  # by connection in a thread, when it is hung up
        self._looked = time.monotonic()
        self._stood_still = 0.0  # seconds in which the machine gave this process no turn

    def _clock(self) -> float:
        """Count seconds in which a reader could be heard."""
        return time.monotonic() - self._stood_still

    def handle(self, conn: Any) -> Any:
        """Answer what a connection asks, in a thread."""
        self._until[conn] = self._clock() + HEAD_SECONDS
        try:
            return super().handle(conn)
        finally:
            del self._until[conn]

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request whose head has come."""
        self._until[conn] = self._clock() + ANSWER_SECONDS
        return super().handle_request(req, conn)

    def notify(self) -> None:
        """Show once a second, as every worker does, that this one is alive; and hang up on the slow."""
        super().notify()
        looked, self._looked = self._looked, time.monotonic()
        self._stood_still += max(0.0, self._looked - looked - TURN_SECONDS)
        now = self._clock()
        for conn, until in list(self._until.items()):
            if until < now:
                with contextlib.suppress(OSError):  # it has ended meanwhile
                    conn.sock.shutdown(socket.SHUT_RDWR)
