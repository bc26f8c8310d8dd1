"""What does a process do that no reader waits for?

One thing after another, in a thread of its own that pauses between them, so that readers come
first. It starts when there is something to do: after a fork, each process has its own.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from itertools import count

PAUSE_SECONDS = 0.02
MOST_WAITING = 2_000  # more than that, and what comes is left undone: none of it is needed

Work = Callable[[], None]

_log = logging.getLogger(__name__)


class Background:
    """Work that waits its turn."""

    def __init__(self, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._pause_seconds = pause_seconds
        self._waiting: queue.PriorityQueue[tuple[bool, int, Work]]
        self._waiting = queue.PriorityQueue(MOST_WAITING)
        self._numbers = count()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, work: Work, *, soon: bool = False) -> None:
        """Have something done later, before all that is not `soon`; never if too much waits."""
        try:
            self._waiting.put_nowait((not soon, next(self._numbers), work))
        except queue.Full:
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="background", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Wait until everything is done."""
        self._waiting.join()

    def _run(self) -> None:
        while True:
            _, _, work = self._waiting.get()
            try:
                work()
            except Exception:  # noqa: BLE001  # what fails is logged, and what follows it is done
                _log.exception("Work in the background failed")
            finally:
                self._waiting.task_done()
            time.sleep(self._pause_seconds)
