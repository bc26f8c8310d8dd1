"""Measures what each page costs a reader, cold and warm, on loopback and on slow 4G.

    python -m benchmarks.pages [PATH ...]     every page, or those named
    python -m benchmarks.pages --peers        /referrals beside the same page by other frameworks

Publishes the illustrative release into a temporary store, serves it by gunicorn with two workers,
and visits it with Chromium. "Cold" is a browser that has seen nothing; "warm" the same page again.
Both are made three times, each in a tab of its own, and the visit of the middle time is printed: the
time to the chart, or to the text where there is no chart. "Live" is what the live chart costs beyond
the page, asked for once: the seconds from the click that asks for it, or from the start of the visit
where Dash starts by itself. Bytes and requests are exact; times move with the machine. A peer that
fails, or shows no chart in time, has a line that says so.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.browsing import (
    LOOPBACK,
    PATIENCE_SECONDS,
    SLOW_4G,
    Network,
    PlaywrightError,
    PlaywrightTimeout,
    Tab,
    Visit,
    chromium,
    tab,
)
from benchmarks.peers import PEERS, Peer
from benchmarks.serving import publish_illustrative, served_dashboard
from dashboard.data.queries import ask
from dashboard.data.store.releases import Store
from dashboard.web.current import CurrentRelease
from dashboard.web.page_routes import page_paths

EXPLORE = "[data-explore]"
LIVE = ".live:not(.live--waiting) .js-plotly-plot .main-svg"
# Dash would start by itself on some pages: a still page's cost is what comes before that.
NOT_IDLE = "window.requestIdleCallback = () => 0"
BESIDE_PEERS = "/ages"
VISITS = 3


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--peers", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = publish_illustrative(folder)
        with closing(Store.open(url)) as store:
            paths = asked.paths or page_paths(CurrentRelease(store).store())
            figures = _write_figures(store, folder)
        with chromium() as browser:
            _print_heading()
            with served_dashboard(url, folder) as root:
                _print_pages(browser, root, [BESIDE_PEERS] if asked.peers else paths)
            for peer in PEERS if asked.peers else ():
                _print_peer(browser, peer, figures)


def _write_figures(store: Store, folder: Path) -> Path:
    """Write the figures that the peers show: one measure for every area and year."""
    frame = ask(store, "trend", {"measure": "aged_10_13"}).frame
    shown = frame[["area_name", "period", "value"]].rename(columns={"area_name": "area"})
    path = folder / "figures.csv"
    shown.to_csv(path, index=False)
    return path


def _print_pages(browser: Browser, root: str, paths: list[str]) -> None:
    _let_pages_be_made(browser, root, paths)
    for path in paths:
        for network in (LOOPBACK, SLOW_4G):
            _print_line(path, network, *_visit(browser, root + path, network))


def _let_pages_be_made(browser: Browser, root: str, paths: list[str]) -> None:
    """Ask for each page a few times, so that each worker has it in its smallest form."""
    with tab(browser, LOOPBACK) as opened:
        for _ in range(3):
            for path in paths:
                opened.page.goto(root + path)


def _print_heading() -> None:
    print("                                cold                       warm                  live")
    print(
        f"{'page':<20}{'network':<9}{'req':>4}{'kB':>8}{'text':>7}{'chart':>7}"
        f"{'req':>7}{'kB':>7}{'text':>7}{'chart':>7}{'kB':>8}{'s':>7}{'shift':>7}{'heap MB':>9}"
    )


def _print_peer(browser: Browser, peer: Peer, figures: Path) -> None:
    try:
        with peer.served(figures) as url:
            for network in (LOOPBACK, SLOW_4G):
                _print_visits_of_peer(browser, peer.name, url, network)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        print(f"{peer.name:<20}not served: {_first_line(error)}", flush=True)


def _print_visits_of_peer(browser: Browser, name: str, url: str, network: Network) -> None:
    try:
        cold, warm = _visits(browser, network, lambda opened: opened.visit(url))
    except PlaywrightTimeout:
        print(f"{name:<20}{network.name:<9} not within {PATIENCE_SECONDS} s", flush=True)
    except PlaywrightError as error:
        print(f"{name:<20}{network.name:<9} failed: {_first_line(error)}", flush=True)
    else:
        _print_line(name, network, cold, warm)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _visits(
    browser: Browser, network: Network, visit: Callable[[Tab], Visit]
) -> tuple[Visit, Visit]:
    """Make a visit cold and warm, in one tab after another, and give the middle one of each."""
    made = []
    for _ in range(VISITS):
        with tab(browser, network) as opened:
            made.append((visit(opened), visit(opened)))
    cold, warm = (sorted(visits, key=_waited)[VISITS // 2] for visits in zip(*made, strict=True))
    return cold, warm


def _waited(visit: Visit) -> float:
    return visit.chart_seconds or visit.text_seconds or 0.0


def _visit_still(opened: Tab, url: str) -> Visit:
    """Visit one of our pages without letting Dash start."""
    opened.page.add_init_script(NOT_IDLE)
    return opened.visit(url, chart=False)


def _visit(browser: Browser, url: str, network: Network) -> tuple[Visit, Visit]:
    """Visit a page cold and warm, and then ask for its live chart, if it has any."""
    cold, warm = _visits(browser, network, lambda opened: _visit_still(opened, url))
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
