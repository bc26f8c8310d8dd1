"""Measures what a reader's browser receives, shows and holds, and when.

Chromium is driven over its DevTools protocol. Bytes are those on the wire, headers included.
Times are from the start of the navigation, or from the click that asks for a live chart, to the
first frame that shows what was waited for.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_SECONDS = 240
SETTLED_SECONDS = 0.6  # nothing on the wire for so long, and a page is done


@dataclass(frozen=True, slots=True)
class Network:
    """What lies between the browser and the server."""

    name: str
    round_trip_ms: int = 0
    bytes_per_second: int = -1  # -1 is as fast as it goes


LOOPBACK = Network("loopback")
SLOW_4G = Network("slow 4G", round_trip_ms=150, bytes_per_second=1_600_000 // 8)

# A chart is an SVG too large for an icon, also inside a shadow tree, or a picture. A canvas is none:
# the only one on these pages is Streamlit's table. A chart counts as seen at the end of the frame in
# which it is there: a page that waits for its styles has no frames.
_WATCH = """
window.seen = { shift: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
const deep = function* (root) {
  for (const one of root.querySelectorAll("*")) {
    yield one;
    if (one.shadowRoot) yield* deep(one.shadowRoot);
  }
};
const isChart = (one) => {
  if (!/^(svg|img)$/i.test(one.tagName)) return false;
  const box = one.getBoundingClientRect();
  const visible = getComputedStyle(one).visibility === "visible";
  return visible && box.width > 200 && box.height > 150;
};
const look = () => {
  if (document.body && !seen.chart)
    for (const one of deep(document))
      if (isChart(one)) { requestAnimationFrame(() => (seen.chart ??= performance.now())); break; }
  if (!seen.chart) setTimeout(() => requestAnimationFrame(look), 10);
};
requestAnimationFrame(look);
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit to one page cost; a time is None where what it waits for never came."""

    requests: int
    kilobytes: float
    text_seconds: float | None
    chart_seconds: float | None
    shift: float
    heap_megabytes: float
    live_seconds: float | None = None
    live_kilobytes: float | None = None


class Tab:
    """One tab of a browser that has seen nothing yet, watched on the wire."""

    def __init__(self, context: BrowserContext, network: Network) -> None:
        self.page: Page = context.new_page()
        self.page.add_init_script(_WATCH)
        self._wire: CDPSession = context.new_cdp_session(self.page)
        self._requests = 0
        self._bytes = 0.0
        self._last = time.monotonic()
        self._wire.on("Network.requestWillBeSent", self._sent)
        self._wire.on("Network.requestServedFromCache", self._had)
        self._wire.on("Network.dataReceived", self._still)
        self._wire.on("Network.loadingFinished", self._received)
        self._wire.on("Network.webSocketFrameReceived", self._heard)
        self._wire.send("Network.enable")
        self._wire.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": network.round_trip_ms,
                "downloadThroughput": network.bytes_per_second,
                "uploadThroughput": network.bytes_per_second,
            },
        )

    def visit(self, url: str, *, chart: bool = True) -> Visit:
        """Open a page and wait until it is done; `chart` says whether it has one."""
        self._requests, self._bytes = 0, 0.0
        self.page.goto(url, timeout=PATIENCE_SECONDS * 1000)
        if chart:
            self.page.wait_for_function("() => seen.chart", timeout=PATIENCE_SECONDS * 1000)
        self._settle()
        seen: dict[str, Any] = self.page.evaluate("seen")
        text = self.page.evaluate(
            "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
        )
        return Visit(
            self._requests,
            self._bytes / 1000,
            _seconds(text),
            _seconds(seen.get("chart")),
            seen["shift"],
            self._heap(),
        )

    def explore(self, button: str, live: str) -> tuple[float, float]:
        """Press a button and wait for the live chart; give the seconds and kilobytes it took."""
        before = self._bytes
        seconds = self.page.evaluate(
            """([button, live]) => new Promise((done) => {
              const start = performance.now();
              document.querySelector(button).click();
              const look = () => document.querySelector(live)
                ? requestAnimationFrame(() => done((performance.now() - start) / 1000))
                : setTimeout(look, 20);
              look();
            })""",
            [button, live],
        )
        self._settle()
        return seconds, (self._bytes - before) / 1000

    def shift(self) -> float:
        moved: float = self.page.evaluate("seen.shift")
        return moved

    def _heap(self) -> float:
        self._wire.send("HeapProfiler.collectGarbage")
        self._wire.send("Performance.enable")
        found = self._wire.send("Performance.getMetrics")["metrics"]
        used: float = next(one["value"] for one in found if one["name"] == "JSHeapUsedSize")
        return used / 1_000_000

    def _settle(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        self._last = time.monotonic()
        while time.monotonic() - self._last < SETTLED_SECONDS and time.monotonic() < deadline:
            self.page.wait_for_timeout(50)

    def _sent(self, event: dict[str, Any]) -> None:
        self._last = time.monotonic()
        if not event["request"]["url"].startswith("data:"):
            self._requests += 1

    def _had(self, _: dict[str, Any]) -> None:
        self._requests -= 1

    def _still(self, _: dict[str, Any]) -> None:
        self._last = time.monotonic()

    def _received(self, event: dict[str, Any]) -> None:
        self._last = time.monotonic()
        self._bytes += max(event["encodedDataLength"], 0)

    def _heard(self, event: dict[str, Any]) -> None:
        self._last = time.monotonic()
        self._bytes += len(event["response"]["payloadData"])


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a Chromium, the machine's own or Playwright's."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def tab(browser: Browser, network: Network) -> Iterator[Tab]:
    """Open a tab with an empty cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        yield Tab(context, network)
    finally:
        context.close()


def _seconds(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


__all__ = [
    "LOOPBACK",
    "PATIENCE_SECONDS",
    "SLOW_4G",
    "Network",
    "PlaywrightError",
    "PlaywrightTimeout",
    "Tab",
    "Visit",
    "chromium",
    "tab",
]
