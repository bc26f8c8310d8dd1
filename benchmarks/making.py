"""Measures how long each page that nobody has asked for yet takes to make, for 4 areas and for 150.

    python -m benchmarks.making [PATH ...]     every page at its defaults, or those named

A page is made whole: its questions asked of a SQLite store, its tree and stills drawn, written as
HTML and compressed as for the reader who waits. Nothing is kept from one time to the next but what
the product keeps: a release's catalogue and keys, and what follows from the catalogue alone. Times
are milliseconds on the clock: "first" is the first time in this process, "least" what the machine
can do when nothing else holds it up. Pages whose median is over 50 are listed last.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from benchmarks.queries import ILLUSTRATIVE, SIZES, WideRelease
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.web import memory
from dashboard.web.addresses import split_address
from dashboard.web.current import CurrentRelease
from dashboard.web.page_routes import page_body, page_paths
from dashboard.web.response_cache import ResponseCache
from dashboard.web.site import Site, find_page
from dashboard.web.static_files import StaticFiles

REPEATS = 40
GOAL_MS = 50


def main(paths: Sequence[str]) -> None:
    """Print one table for each number of areas, and then what takes too long."""
    slow = []
    source = import_release(ILLUSTRATIVE)
    with tempfile.TemporaryDirectory() as folder:
        for areas in SIZES:
            url = f"sqlite:///{folder}/{areas}.sqlite"
            with closing(Store.open(url, read_only=False)) as writer:
                writer.publish(WideRelease(source, areas))
            with closing(Store.open(url)) as store:
                slow += _print_table(store, areas, paths)
    print(f"\nover {GOAL_MS} ms: {'; '.join(slow) or 'none'}")


def _print_table(store: Store, areas: int, paths: Sequence[str]) -> list[str]:
    """Print how long each page takes, and give those that take too long."""
    site = Site(store, CurrentRelease(store), ResponseCache(""), StaticFiles.prepare())
    memory.settle()  # as the web process does
    measures = len(store.catalogue().measures)
    print(
        f"\n{areas} areas, {measures} measures; {REPEATS} times each, load {os.getloadavg()[0]:.1f}"
    )
    print(f"{'':<24}{'first':>8}{'least':>8}{'median':>8}{'slowest':>9}{'kB':>8}")
    every = page_paths(site.current.store())
    first_area = next(i for i, path in enumerate(every) if path.startswith("/areas/"))
    slow = []
    for path in paths or [p for i, p in enumerate(every) if i <= first_area or "/areas/" not in p]:
        taken, size = _measured(site, path)
        first, least, median = taken[0], min(taken), statistics.median(taken)
        print(
            f"{path:<24}{first:>8.1f}{least:>8.1f}{median:>8.1f}{max(taken[1:]):>9.1f}"
            f"{size / 1000:>8.1f}",
            flush=True,
        )
        if median > GOAL_MS:
            slow.append(f"{path} of {areas} areas ({least:.0f} to {median:.0f})")
    return slow


def _measured(site: Site, path: str) -> tuple[list[float], int]:
    """Make a page again and again; give the milliseconds of each time, and the bytes sent."""
    store = site.current.store()
    page = find_page(split_address(path), store)
    if page is None:
        raise SystemExit(f"There is no page at {path}.")
    taken = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        body = page_body(replace(page), store, site)
        size = len(body.brotli)
        taken.append(1000 * (time.perf_counter() - started))
    return taken, size


if __name__ == "__main__":
    main(sys.argv[1:])
