"""The release that a request reads, from its first figure to its last."""

from __future__ import annotations

import threading
import time

from dashboard.data.store.history import Standing
from dashboard.data.store.releases import PinnedStore, Store

# How long a worker may go without asking the store which release is current: the longest that
# two workers can differ after a release is published, scheduled, withdrawn or takes effect.
ASK_AGAIN_SECONDS = 0.5


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
        self._lock = threading.Lock()

    def standing(self) -> Standing:
        """Return what is true of the releases, at most ASK_AGAIN_SECONDS ago."""
        with self._lock:
            return self._ask()

    def store(self, identifier: str = "") -> PinnedStore:
        """Return the store pinned to the release that is named, or to the current one.

        Raises StoreError where there is no current one, or the database does not answer.
        """
        with self._lock:
            standing = self._ask()
            if identifier not in self._pinned:
                self._pinned[identifier] = self._store.pinned(
                    identifier or standing.require_current(), standing, permanent=bool(identifier)
                )
            return self._pinned[identifier]

    def _ask(self) -> Standing:
        now = time.monotonic()
        if self._standing is None or now - self._asked >= ASK_AGAIN_SECONDS:
            standing = self._store.standing()
            self._asked = now
            if standing != self._standing:
                self._standing = standing
                self._pinned = {}
        return self._standing
