"""What is made before the first reader asks for it?

Every page at its defaults and what its live charts start from, when a process starts and when a
release changes. Where workers share what they make, also every value that a page's filters offer,
made by one worker for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from dash import html
from flask import Flask

from dashboard.exceptions import DashboardError
from dashboard.web.addresses import split_address
from dashboard.web.answers import Shelf
from dashboard.web.background import Background
from dashboard.web.current import PinnedStore
from dashboard.web.findability import page_paths
from dashboard.web.live import START
from dashboard.web.prerendering import properties
from dashboard.web.site import Site, find_page, walk

CLAIMED_SECONDS = 10 * 60


@dataclass(frozen=True, slots=True)
class Warming:
    """Making answers beforehand, by asking the application as a reader would."""

    server: Flask
    site: Site
    background: Background
    shared: Shelf | None = None

    def begin(self) -> None:
        """Have every page of the release being served made in the background."""
        self.background.add(self._plan)

    def _plan(self) -> None:
        try:
            store = self.site.current.store()
        except DashboardError:
            return  # there is nothing to serve yet
        if self.shared is not None and not self.shared.claim(store.latest(), CLAIMED_SECONDS):
            return
        paths = page_paths(store)
        for path in paths:
            self._ask_later(store, path)
            self._ask_later(store, f"{START}?{urlencode({'page': path})}")
        if self.shared is not None:
            for path in paths:
                self.background.add(partial(self._plan_choices, store, path))

    def _plan_choices(self, store: PinnedStore, path: str) -> None:
        for query in offered_queries(store, path):
            self._ask_later(store, f"{path}?{query}")

    def _ask_later(self, store: PinnedStore, address: str) -> None:
        self.background.add(partial(self._ask, store.latest(), address))

    def _ask(self, release: str, address: str) -> None:
        """Ask for an address, unless its release has been replaced meanwhile."""
        if self.site.current.store().latest() == release:
            self.server.test_client().get(address, headers={"Accept-Encoding": "br"})


def offered_queries(store: PinnedStore, path: str) -> Iterator[str]:
    """Give the query of each value that some filter of a page offers, as its form sends it."""
    page = find_page(split_address(path), store)
    tree = page.layout(store) if page else html.Div()
    for form in (part for part in walk(tree) if isinstance(part, html.Form)):
        selects = [part for part in walk(form) if isinstance(part, html.Select)]
        fields = {properties(s)["name"]: list(_options(s)) for s in selects}
        chosen = {
            name: next((value for value, selected in options if selected), "")
            for name, options in fields.items()
        }
        for name, options in fields.items():
            for value, selected in options:
                if not selected:
                    yield urlencode({**chosen, name: value})


def _options(select: html.Select) -> Iterator[tuple[str, bool]]:
    for part in walk(select):
        if isinstance(part, html.Option):
            given = properties(part)
            yield given["value"], given.get("selected", False)
