"""Every structure that a page can have is among those that browsers look at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.charts.switches import SWITCHES
from dashboard.components.field import Field
from dashboard.data.queries.numbers import SHOW
from dashboard.data.store.releases import Store
from dashboard.web.addresses import split_address
from dashboard.web.current import CurrentRelease
from dashboard.web.page_routes import page_paths
from dashboard.web.prerendering import properties
from dashboard.web.site import find_page, walk
from tests.addresses import LIVE_ADDRESSES, STATE_ADDRESSES

TOLD_BY_NAME = (html.Section, html.Select)
TICKED = {*SWITCHES, SHOW}
TOLD_BY_KIND = (html.Figure, html.Details, html.Table, html.H2, html.H3, html.Ul)

Structure = tuple[tuple[object, ...], ...]


def structure(address: str, store: Store) -> Structure:
    """Return the parts that a page is made of, no matter what they say."""
    page = find_page(split_address(address), store)
    assert page is not None
    return tuple(told for part in walk(page.tree(store)) if (told := tell(part)))


def offered_queries(store: Store, path: str) -> Iterator[str]:
    """Yield the query of each value that some filter of a page offers, as its form sends it."""
    page = find_page(split_address(path), store)
    assert page is not None
    for form in (part for part in walk(page.tree(store)) if isinstance(part, html.Form)):
        selects = [part for part in walk(form) if isinstance(part, html.Select)]
        fields = {properties(select)["name"]: list(options(select)) for select in selects}
        chosen = {
            name: next(value for value, selected in offered if selected)
            for name, offered in fields.items()
        }
        for name, offered in fields.items():
            for value, selected in offered:
                if not selected:
                    yield urlencode({**chosen, name: value})
        inputs = [properties(part) for part in walk(form) if isinstance(part, Field)]
        for given in inputs:
            if given["name"] in TICKED:
                yield urlencode({**chosen, given["name"]: given["value"]})
        boxes = [given["value"] for given in inputs if given["name"] not in TICKED]
        for number in range(len(boxes)):
            for some in combinations(boxes[1:], number):  # the first is sent in any case
                yield urlencode({**chosen, "areas": [*boxes[:1], *some]}, doseq=True)


def options(select: html.Select) -> Iterator[tuple[str, bool]]:
    for part in walk(select):
        if isinstance(part, html.Option):
            given = properties(part)
            yield given["value"], given.get("selected", False)


def tell(part: Component) -> tuple[object, ...]:
    kind = type(part).__name__
    if isinstance(part, TOLD_BY_NAME):
        return kind, properties(part).get("id")
    if isinstance(part, TOLD_BY_KIND):
        return kind, properties(part).get("className")
    if isinstance(part, html.Thead):
        return kind, sum(isinstance(inside, html.Th) for inside in walk(part))
    return ()


def test_every_structure_that_one_filter_can_give_is_looked_at(illustrative_store: Store) -> None:
    store = CurrentRelease(illustrative_store).store()
    paths = [path for path in page_paths(store) if not path.startswith("/areas/")]
    looked_at = {structure(address, store) for address in (*paths, *STATE_ADDRESSES)}
    offered = {
        structure(asked, store): asked
        for path in paths
        for asked in (f"{path}?{query}" for query in offered_queries(store, path))
    }
    assert [asked for shape, asked in offered.items() if shape not in looked_at] == []
    assert {address.partition("?")[0] for address in STATE_ADDRESSES} <= {*LIVE_ADDRESSES}
