"""What the parts of the web room share while they serve one store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dash.development.base_component import Component
from flask import request

from dashboard import pages
from dashboard.charts.switches import SWITCHES
from dashboard.components.page import Page
from dashboard.data.queries import QUESTIONS, settle_areas
from dashboard.data.store.releases import PinnedStore, Store
from dashboard.web.addresses import Address
from dashboard.web.current import CurrentRelease
from dashboard.web.response_cache import ResponseCache
from dashboard.web.static_files import StaticFiles

# Every key that some question has, or some chart; a page's address keeps no others, and no blanks.
KNOWN_KEYS = frozenset(SWITCHES).union(*(question.keys for question in QUESTIONS.values()))


NAMED_RELEASE = "dashboard.release"  # in the WSGI environment, where an address names a release
PREVIEW = "dashboard.preview"  # there too: whether the address is that of a preview


def named_release() -> str:
    """Return the release that the address of the request in hand names; blank if none."""
    identifier: str = request.environ.get(NAMED_RELEASE, "")
    return identifier


def is_preview() -> bool:
    """Return True if the request in hand has the address of a preview, good or not."""
    return PREVIEW in request.environ


@dataclass(frozen=True, slots=True)
class Site:
    """The release being served, the responses kept, and the static files they name.

    `root` is the site's own public address without a last slash, blank when it is not known.
    """

    store: Store
    current: CurrentRelease
    responses: ResponseCache
    files: StaticFiles
    root: str = ""

    def whole_address(self, address: Address) -> str:
        """Write an address with the site's own, below the release that the request in hand names.

        Blank in a preview: its address lets anyone in who reads it.
        """
        return "" if is_preview() else f"{self.root}{request.script_root}{address}"

    def requested_store(self) -> PinnedStore:
        """Return the store pinned to the release that the request's address names, or the current."""
        return self.current.store(named_release())


@dataclass(frozen=True, slots=True)
class RequestedPage:
    """A page together with the address that asks for it, and what its path names."""

    page: Page
    named: dict[str, str]
    address: Address

    def tree(self, store: Store) -> Component:
        """Build the page's tree. What the path names outranks what the query says."""
        reserved = {"page", "store", *self.named}
        query = {k: v for k, v in self.address.query if k not in reserved}
        return pages.show(self.page, store, **self.named, **query)

    def title(self, store: Store) -> str:
        return self.page.title_of(store.catalogue(), **self.named)


def find_page(address: Address, store: Store) -> RequestedPage | None:
    """Find the page at an address; None where there is no such page or no such area."""
    match = pages.find(address.path, store.catalogue())
    if match is None:
        return None
    page, named = match
    asked = settle_areas(store.catalogue(), address.values())
    query = tuple((k, asked[k]) for k in sorted(asked) if asked[k] and k in KNOWN_KEYS)
    return RequestedPage(page, named, Address(address.path, query))


def walk(tree: Component) -> Iterator[Component]:
    """Go through a tree's components, each before what it holds."""
    yield tree
    children = getattr(tree, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if isinstance(child, Component):
            yield from walk(child)
