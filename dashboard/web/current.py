"""Which release does a request read, from its first figure to its last?"""

from __future__ import annotations

import threading
import time

from dashboard.data.store.releases import Store

# How long a worker may go without asking the store which release is current: the longest that
# two workers can differ after a release is published.
ASK_AGAIN_SECONDS = 0.5


def open_store(url: str) -> Store:
    """Open the store that a server reads, whether or not its database answers yet."""
    return Store.open(url, wait=True)


class CurrentRelease:
    """The release being served, asked of the store at most every ASK_AGAIN_SECONDS."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pinned: Store | None = None
        self._asked = 0.0
        self._lock = threading.Lock()

    def store(self) -> Store:
        """Return the store pinned to the current release. Raises StoreError when there is none."""
        with self._lock:
            now = time.monotonic()
            if self._pinned is not None and now - self._asked < ASK_AGAIN_SECONDS:
                return self._pinned
            latest = self._store.latest()
            self._asked = now
            if self._pinned is None or self._pinned.latest() != latest:
                self._pinned = self._store.pinned(latest)
            return self._pinned
