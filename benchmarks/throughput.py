"""Measures how many requests a second the dashboard answers, next to a bare Flask "hello".

    python -m benchmarks.throughput [SECONDS]

Serves the illustrative release by gunicorn with one worker and with two, and a Flask application
of one line in the same way, and asks each of them for some seconds over four open connections.
"Cached" asks for one address again and again, "not changed" says that it holds the answer, "cold"
asks for each address once, so that each answer must be made. Client and servers share the machine:
only ratios within one run mean much, so the bare Flask is asked again at the end.
"""

from __future__ import annotations

import json
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.asking import CONNECTIONS, Asked, Measured, measure
from benchmarks.serving import publish_illustrative, served_dashboard, served_hello
from dashboard.data.queries import choices
from dashboard.data.store.releases import Store

WORKERS = (1, 2)
SECONDS = 4.0
CALLBACK = "/_live/_dash-update-component"
BARE = Asked("bare Flask hello", ["/"])


def main() -> None:
    """Print one table for each number of workers."""
    seconds = float(sys.argv[1]) if sys.argv[1:] else SECONDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = publish_illustrative(folder)
        for workers in WORKERS:
            _print_table(url, folder, workers, seconds)


def _print_table(url: str, folder: Path, workers: int, seconds: float) -> None:
    print(f"\nWorkers: {workers}; connections: {CONNECTIONS}; {seconds:g} s each")
    print(f"{'':<34}{'requests/s':>12}{'of bare Flask':>15}{'p50 ms':>9}{'p99 ms':>9}")
    with served_hello(folder, workers) as bare, served_dashboard(url, folder, workers) as site:
        hello = measure(bare, BARE, seconds)
        _print_line(BARE.name, hello, hello)
        for asked in kinds(url, site):
            _print_line(asked.name, measure(site, asked, seconds), hello)
        _print_line(f"{BARE.name}, again", measure(bare, BARE, seconds), hello)


def _print_line(name: str, found: Measured, hello: Measured) -> None:
    print(
        f"{name:<34}{found.per_second:>12,.0f}{found.per_second / hello.per_second:>15.0%}"
        f"{found.median_ms:>9.1f}{found.slowest_ms:>9.1f}",
        flush=True,
    )


def kinds(database_url: str, site: str) -> Iterator[Asked]:
    """Yield every kind of request."""
    asked = list(searches(database_url))
    with urllib.request.urlopen(f"{site}/completion") as answer:  # noqa: S310  # loopback
        tag = answer.headers["ETag"]
    yield Asked("/ cached", ["/"])
    yield Asked("/completion cached", ["/completion"])
    yield Asked("/completion not changed", ["/completion"], tag=tag)
    yield Asked("/figures/trend.csv cached", ["/figures/trend.csv"])
    yield Asked("/data/referrals.csv streamed", ["/data/referrals.csv"])
    yield Asked("/compare cold", [f"/compare?{s}" for s in asked], again=False)
    csv = [f"/figures/comparison.csv?{s}" for s in asked]
    yield Asked("/figures/comparison.csv cold", csv, again=False)
    calls = [callback_body(search) for search in asked]
    yield Asked("callback of /compare, first time", [CALLBACK], again=False, bodies=calls)
    yield Asked("callback of /compare cached", [CALLBACK], bodies=calls[:1])


def searches(database_url: str) -> Iterator[str]:
    """Yield every question of /compare that nothing has been made for beforehand."""
    with closing(Store.open(database_url)) as store:
        catalogue = store.catalogue()
        for measure_ in catalogue.measures:
            offered = choices(catalogue, "comparison", {"measure": measure_.key})
            for period, _ in offered["period"].options:
                yield urlencode({"measure": measure_.key, "period": period})


def callback_body(search: str) -> str:
    """Write the body with which Dash asks for a page."""
    return json.dumps(
        {
            "output": "address.answer",
            "outputs": {"id": "address", "property": "answer"},
            "inputs": [{"id": "address", "property": "search", "value": f"?{search}"}],
            "state": [{"id": "address", "property": "pathname", "value": "/compare"}],
            "changedPropIds": ["address.search"],
        }
    )


if __name__ == "__main__":
    main()
