"""How long does it take to make each page that nobody has asked for yet, for 4 areas and for 150?

    python -m benchmarks.making [PATH ...]     every page at its defaults, or those named

A page is made whole: its questions asked of a SQLite store, its tree and stills drawn, written as
HTML and compressed as for the reader who waits. Nothing is kept from one time to the next but what
the product keeps: a release's catalogue and keys. Times are milliseconds on the clock; "least" is
what the machine can do when nothing else holds it up.
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
from dashboard.data.importing import import_release
from dashboard.data.store import Store
from dashboard.web.addresses import split_address
from dashboard.web.answers import Answers
from dashboard.web.background import Background
from dashboard.web.current import CurrentRelease
from dashboard.web.findability import page_paths
from dashboard.web.serving import page_body
from dashboard.web.site import Site, find_page
from dashboard.web.static_files import StaticFiles

REPEATS = 15


def main(paths: Sequence[str]) -> None:
    """Print one table for each number of areas."""
    source = import_release(ILLUSTRATIVE)
    with tempfile.TemporaryDirectory() as folder:
        for areas in SIZES:
            url = f"sqlite:///{folder}/{areas}.sqlite"
            with closing(Store.open(url, read_only=False)) as writer:
                writer.publish(WideRelease(source, areas))
            with closing(Store.open(url)) as store:
                _print_table(store, areas, paths)


def _print_table(store: Store, areas: int, paths: Sequence[str]) -> None:
    site = Site(store, CurrentRelease(store), Answers("", Background()), StaticFiles.prepare())
    measures = len(store.catalogue().measures)
    print(
        f"\n{areas} areas, {measures} measures; {REPEATS} times each, load {os.getloadavg()[0]:.1f}"
    )
    print(f"{'':<24}{'least':>8}{'median':>8}{'slowest':>9}{'kB':>8}")
    every = page_paths(site.current.store())
    first_area = next(i for i, path in enumerate(every) if path.startswith("/areas/"))
    for path in paths or [p for i, p in enumerate(every) if i <= first_area or "/areas/" not in p]:
        print(f"{path:<24}{_measured(site, path)}", flush=True)


def _measured(site: Site, path: str) -> str:
    store = site.current.store()
    page = find_page(split_address(path), store)
    if page is None:
        return "  no such page"
    taken = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        body = page_body(replace(page), store, site)
        size = len(body.encoded("br"))
        taken.append(1000 * (time.perf_counter() - started))
    return (
        f"{min(taken):>8.1f}{statistics.median(taken):>8.1f}{max(taken):>9.1f}{size / 1000:>8.1f}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
