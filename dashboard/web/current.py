"""The release that a request reads, from its first figure to its last."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from dashboard.data.store.history import Standing
from dashboard.data.store.releases import PinnedStore, Store
from dashboard.exceptions import StoreError

# How long a worker may go without asking the store which release is current: the longest that
# two workers can differ after a release is published, scheduled, withdrawn or takes effect.
ASK_AGAIN_SECONDS = 0.5
# How long what is kept is served while the database does not answer, and how often it is tried then:
# a withdrawal made meanwhile is not known here.
SERVE_WITHOUT_SECONDS = 300.0
TRY_AGAIN_SECONDS = 2.0
# How long readers wait for a database that neither answers nor refuses, once for each time it is asked.
ANSWER_SECONDS = 3.0

_log = logging.getLogger(__name__)


def open_store(url: str) -> Store:
    """Open the store that a server reads, whether or not its database answers yet."""
    return Store.open(url, wait=True)


class CurrentRelease:
    """What a store says of its releases, asked at most every ASK_AGAIN_SECONDS."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._standing: Standing | None = None
        self._pinned: dict[str, PinnedStore] = {}
        self._asked = 0.0
        self._answered = 0.0
        self._answer: Future[Standing] | None = None  # of a question that is still open
        self._lock = threading.Lock()

    def standing(self) -> Standing:
        """Return what is true of the releases, at most ASK_AGAIN_SECONDS ago."""
        with self._lock:
            return self._ask()

    def seconds_without(self) -> float:
        """Return for how long the database has not answered; 0 while it does."""
        with self._lock:
            return max(0.0, self._asked - self._answered)

    def store(self, identifier: str = "") -> PinnedStore:
        """Return the store pinned to the release that is named, or to the current one.

        Raises StoreError where there is no current one, or the database has not answered for long.
        """
        with self._lock:
            standing = self._ask()
            if identifier not in self._pinned:
                self._pinned[identifier] = self._store.pinned(
                    identifier or standing.require_current(),
                    standing,
                    permanent=bool(identifier),
                    may_ask=self._answers,
                )
            return self._pinned[identifier]

    def _ask(self) -> Standing:
        now = time.monotonic()
        fresh = TRY_AGAIN_SECONDS if self._asked > self._answered else ASK_AGAIN_SECONDS
        if self._standing is not None and now - self._asked < fresh:
            return self._standing
        try:
            standing = self._answered_in_time()
        except StoreError as error:
            return self._last_known(error, now)
        self._asked = self._answered = now
        if standing != self._standing:
            self._standing = standing
            self._pinned = {}
        return standing

    def _answers(self) -> bool:
        return self._asked <= self._answered

    def _answered_in_time(self) -> Standing:
        """Ask in another thread, so that a database that says nothing at all holds up no reader for long."""
        patience = 0.0 if self._answer else ANSWER_SECONDS
        answer = self._answer = self._answer or _in_a_thread(self._store.standing)
        try:
            return answer.result(patience)
        except TimeoutError:
            raise StoreError("The database does not answer.") from None
        finally:
            if answer.done():
                self._answer = None

    def _last_known(self, error: StoreError, now: float) -> Standing:
        """Return what was true when the database last answered, unless that is too long ago."""
        if self._standing is None or now - self._answered > SERVE_WITHOUT_SECONDS:
            raise error
        if self._asked == self._answered:
            _log.error("The store does not answer, and what is kept is served: %s", error)
        self._asked = time.monotonic()
        return self._standing


def _in_a_thread(ask: Callable[[], Standing]) -> Future[Standing]:
    """Ask in a thread that keeps no process from ending."""
    answer: Future[Standing] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except Exception as error:  # noqa: BLE001  # it is raised again where the answer is awaited
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return answer
