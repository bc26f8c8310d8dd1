"""What does each page cost a reader, cold and warm, on loopback and on slow 4G?

    python -m benchmarks.pages [PATH ...]     every page, or those named
    python -m benchmarks.pages --peers        /referrals beside the same page by other frameworks

Publishes the illustrative release into a temporary store, serves it by gunicorn with two workers,
and visits it with Chromium. "Cold" is a browser that has seen nothing; "warm" the same page again.
"Live" is what the live chart costs beyond the page: the seconds from the click that asks for it,
or from the start of the visit where Dash starts by itself. Bytes and requests are exact; times
move with the machine.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.browsing import LOOPBACK, SLOW_4G, Network, Visit, chromium, tab
from benchmarks.peers import PEERS, Peer
from dashboard.data.importing import import_release
from dashboard.data.store import Store
from tests.addresses import page_addresses
from tests.serving import served

ILLUSTRATIVE = Path(__file__).parents[1] / "dashboard" / "data" / "releases" / "illustrative"
EXPLORE = "[data-explore]"
LIVE = ".live:not(.live--waiting) .js-plotly-plot .main-svg"
# Dash would start by itself on some pages: a still page's cost is what comes before that.
NOT_IDLE = "window.requestIdleCallback = () => 0"
BESIDE_PEERS = "/ages"
REPEATS = 3


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("paths", nargs="*", default=page_addresses())
    parser.add_argument("--peers", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as stack:
        root = stack.enter_context(illustrative_site())
        browser = stack.enter_context(chromium())
        _print_heading()
        for path in [BESIDE_PEERS] if asked.peers else asked.paths:
            for network in (LOOPBACK, SLOW_4G):
                _print_page(browser, root, path, network)
        for peer in PEERS if asked.peers else ():
            _print_peer(browser, peer)


@contextmanager
def illustrative_site() -> Iterator[str]:
    """Serve the illustrative release from a temporary store; give the site's address."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/store.sqlite"
        store = Store.open(url, read_only=False)
        store.publish(import_release(ILLUSTRATIVE))
        store.close()
        with served(url, Path(folder) / "log") as root:
            yield root


def _print_heading() -> None:
    print("                                cold                       warm                  live")
    print(
        f"{'page':<20}{'network':<9}{'req':>4}{'kB':>8}{'text':>7}{'chart':>7}"
        f"{'req':>7}{'kB':>7}{'text':>7}{'chart':>7}{'kB':>8}{'s':>7}{'shift':>7}{'heap MB':>9}"
    )


def _print_page(browser: Browser, root: str, path: str, network: Network) -> None:
    cold, warm = _visit(browser, root + path, network)
    _print_line(path, network, cold, warm)


def _print_peer(browser: Browser, peer: Peer) -> None:
    with peer.served() as url:
        for network in (LOOPBACK, SLOW_4G):
            with tab(browser, network) as opened:
                cold, warm = opened.visit(url), opened.visit(url)
            _print_line(peer.name, network, cold, warm)


def _visit(browser: Browser, url: str, network: Network) -> tuple[Visit, Visit]:
    """Visit a page cold and warm, and then ask for its live chart, if it has any."""
    with tab(browser, network) as opened:
        opened.page.add_init_script(NOT_IDLE)
        opened.page.goto("about:blank")
        cold = opened.visit(url, chart=False)
        warm = opened.visit(url, chart=False)
    with tab(browser, network) as opened:
        opened.page.add_init_script(NOT_IDLE)
        opened.visit(url, chart=False)
        if opened.page.locator(EXPLORE).count():
            seconds, kilobytes = opened.explore(EXPLORE, LIVE)
            cold = replace(
                cold,
                live_seconds=seconds,
                live_kilobytes=kilobytes,
                shift=max(cold.shift, opened.shift()),
            )
    return cold, warm


def _print_line(name: str, network: Network, cold: Visit, warm: Visit) -> None:
    print(
        f"{name:<20}{network.name:<9}{cold.requests:>4}{cold.kilobytes:>8.1f}"
        f"{_time(cold.text_seconds)}{_time(cold.chart_seconds)}"
        f"{warm.requests:>7}{warm.kilobytes:>7.1f}"
        f"{_time(warm.text_seconds)}{_time(warm.chart_seconds)}"
        f"{'' if cold.live_kilobytes is None else format(cold.live_kilobytes, '.0f'):>8}"
        f"{_time(cold.live_seconds)}{cold.shift:>7.3f}{cold.heap_megabytes:>9.1f}",
        flush=True,
    )


def _time(seconds: float | None) -> str:
    return f"{'' if seconds is None else format(seconds, '.2f'):>7}"


if __name__ == "__main__":
    main()
