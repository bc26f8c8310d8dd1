"""The pages of the site, in the order of the menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html

from dashboard.components.page import Page
from dashboard.data.queries.view import View
from dashboard.data.release.model import Catalogue
from dashboard.data.store.releases import Store
from dashboard.pages import (
    about,
    ages,
    api,
    area,
    areas,
    compare,
    completion,
    data,
    evidence,
    formats,
    not_found,
    outcomes,
    referrals,
    summary,
    voices,
)
from dashboard.pages.frame import page_frame

PAGES: tuple[Page, ...] = (
    summary.PAGE,
    referrals.PAGE,
    ages.PAGE,
    completion.PAGE,
    outcomes.PAGE,
    compare.PAGE,
    areas.PAGE,
    area.PAGE,
    voices.PAGE,
    evidence.PAGE,
    data.PAGE,
    about.PAGE,
)


def menu(catalogue: Catalogue) -> list[Page]:
    """Return the pages that have something to show today of this release.

    Those that the release names stand in its order, in the places that they have among all.
    """
    offered = [page.in_words_of(catalogue) for page in PAGES if page.is_in_menu(catalogue)]
    named = [words.page for words in catalogue.pages]
    ordered = sorted((p for p in offered if p.key in named), key=lambda page: named.index(page.key))
    moved = iter(ordered)
    return [next(moved) if page.key in named else page for page in offered]


def find(path: str, catalogue: Catalogue) -> tuple[Page, dict[str, str]] | None:
    """Return the page at a path with what the path names; None where there is none."""
    for page in PAGES:
        named = page.match(path, catalogue)
        if named is not None:
            return page.in_words_of(catalogue), named
    return None


def show(page: Page, store: Store, **asked: str) -> html.Div:
    """Return a page in its frame; `asked` is what its address says."""
    catalogue = store.catalogue()
    words = catalogue.words_of_page(page.key)
    content = page.layout(store, **asked)
    shown = replace(
        content, heading=words.title or content.heading, lede=words.lead or content.lede
    )
    return page_frame(store, menu(catalogue), page.path, shown)


def show_formats(store: Store, view: View, picture: str, page: str, frame: str) -> html.Div:
    """Return the page of the forms in which one view can be had; `page` is where it is shown."""
    content = formats.content(view, picture, page, frame)
    return page_frame(store, menu(store.catalogue()), "", content)


def show_api(store: Store, lines: Sequence[api.Line], address: str) -> html.Div:
    """Return the page that describes the API: its addresses, and one to try."""
    return page_frame(store, menu(store.catalogue()), "", api.content(lines, address))


def show_not_found(store: Store) -> html.Div:
    """Return what stands at an address that is no page's."""
    offered = menu(store.catalogue())
    return page_frame(store, offered, "", not_found.content(offered))
