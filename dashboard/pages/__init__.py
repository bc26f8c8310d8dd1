"""The pages of the site, in the order of the menu."""

from __future__ import annotations

from dash import html

from dashboard.components.frame import page_frame
from dashboard.components.notices import release_banners
from dashboard.components.page import Page
from dashboard.data.release.model import Catalogue
from dashboard.data.store.releases import Store
from dashboard.pages import (
    about,
    ages,
    area,
    areas,
    compare,
    completion,
    data,
    evidence,
    not_found,
    outcomes,
    referrals,
    summary,
    voices,
)

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
    """Return the pages that have something to show today of this release."""
    return [page for page in PAGES if page.is_in_menu(catalogue)]


def find(path: str, catalogue: Catalogue) -> tuple[Page, dict[str, str]] | None:
    """Return the page at a path with what the path names; None where there is none."""
    for page in PAGES:
        named = page.match(path, catalogue)
        if named is not None:
            return page, named
    return None


def show(page: Page, store: Store, **asked: str) -> html.Div:
    """Return a page in its frame; `asked` is what its address says."""
    catalogue = store.catalogue()
    content = page.layout(store, **asked)
    return page_frame(catalogue, menu(catalogue), page.path, content, release_banners(store))


def show_not_found(store: Store) -> html.Div:
    """Return what stands at an address that is no page's."""
    catalogue = store.catalogue()
    offered = menu(catalogue)
    return page_frame(catalogue, offered, "", not_found.content(offered), release_banners(store))
