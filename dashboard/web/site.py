"""What do the parts of the web room share while they serve one store?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from dash.development.base_component import Component

from dashboard import pages
from dashboard.data.queries import QUESTIONS
from dashboard.data.store.releases import Store
from dashboard.web.addresses import Address
from dashboard.web.current import CurrentRelease
from dashboard.web.response_cache import ResponseCache
from dashboard.web.static_files import StaticFiles

# Every key that some question has; a page's address keeps no others, and no blanks.
KNOWN_KEYS = frozenset(key for question in QUESTIONS.values() for key in question.keys)


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


@dataclass(frozen=True, slots=True)
class Page:
    """A page module together with what its address names."""

    module: ModuleType
    variables: dict[str, str]
    address: Address

    def layout(self, store: Store) -> Component:
        """Build the page's tree. What the path names outranks what the query says."""
        reserved = {"store", *self.variables}
        query = {k: v for k, v in self.address.query if k not in reserved}
        tree: Component = self.module.layout(store, **self.variables, **query)
        return tree

    def title(self, store: Store) -> str:
        """Give the page's title, after the name of the place that its path names, if any."""
        places = [store.catalogue().area(slug) for slug in self.variables.values()]
        named = [place.name for place in places if place]
        return ": ".join([*named, self._words("TITLE", store)])

    def description(self, store: Store) -> str:
        return self._words("DESCRIPTION", store)

    def _words(self, name: str, store: Store) -> str:
        """Read a page's TITLE or DESCRIPTION, which may be a function of the same as layout."""
        words = getattr(self.module, name)
        return str(words(store, **self.variables) if callable(words) else words)


def find_page(address: Address, store: Store) -> Page | None:
    """Find the page at an address; None where there is no such page or no such area."""
    found = pages.find(address.path)
    if found is None:
        return None
    module, variables = found
    if variables and not module.knows(store.catalogue(), **variables):
        return None
    kept = tuple((key, value) for key, value in address.query if value and key in KNOWN_KEYS)
    return Page(module, dict(variables), Address(address.path, kept))


def walk(tree: Component) -> Iterator[Component]:
    """Go through a tree's components, each before what it holds."""
    yield tree
    children = getattr(tree, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if isinstance(child, Component):
            yield from walk(child)
