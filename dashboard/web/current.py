"""Which release does a request read, from its first figure to its last?"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dashboard.data.store import Store
from dashboard.exceptions import StoreError

# How long a worker may go without asking the store which release is current: the longest that
# two workers can differ after a release is published.
ASK_AGAIN_SECONDS = 0.5


class PinnedStore(Store):
    """A store whose latest release stays the same, whatever is published meanwhile."""

    def __init__(self, store: Store, identifier: str) -> None:
        vars(self).update(vars(store))
        self._identifier = identifier

    def latest(self) -> str:
        return self._identifier


class WaitingStore(Store):
    """A store that is not there yet, looked for again whenever it is asked for a release.

    So a dashboard can be started before its first release is published, or before its database.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._is_open = False

    def latest(self) -> str:
        if not self._is_open:
            vars(self).update(vars(Store.open(self.url)))
            self._is_open = True
        return super().latest()


def open_store(url: str) -> Store:
    """Open the store at an address for reading, or wait for it."""
    try:
        return Store.open(url)
    except StoreError:
        return WaitingStore(url)


class CurrentRelease:
    """The release being served, asked of the store at most every ASK_AGAIN_SECONDS.

    When it changes, each of `watchers` is told which one is served no longer.
    """

    def __init__(self, store: Store) -> None:
        self.watchers: list[Callable[[str], None]] = []
        self._store = store
        self._pinned: PinnedStore | None = None
        self._asked = 0.0
        self._lock = threading.Lock()

    def store(self) -> PinnedStore:
        """Give the store pinned to the current release. Raises StoreError when there is none."""
        with self._lock:
            replaced, pinned = self._look()
        if replaced:
            for watcher in self.watchers:
                watcher(replaced)
        return pinned

    def _look(self) -> tuple[str, PinnedStore]:
        """Give the identifier of a release that has just been replaced, if any, and the store."""
        now = time.monotonic()
        before = self._pinned
        if before is not None and now - self._asked < ASK_AGAIN_SECONDS:
            return "", before
        latest = self._store.latest()
        self._asked = now
        if before is not None and before.latest() == latest:
            return "", before
        self._pinned = PinnedStore(self._store, latest)
        return before.latest() if before else "", self._pinned
