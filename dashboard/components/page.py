"""A page as one object: where it is, what it is called, when it has something to show.

A page is a module of `dashboard/pages` with a `PAGE`; adding one means a line in `PAGES` there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.data.queries import Parameters
from dashboard.data.release.model import Area, Catalogue
from dashboard.wording import open_lower

AREA = "<area>"  # in a page's path: there is one page for each area


def areas_with_pages(catalogue: Catalogue) -> tuple[Area, ...]:
    """Return the areas that have a separate page: all but the whole."""
    return tuple(a for a in catalogue.areas if a.slug != catalogue.programme.whole)


@dataclass(frozen=True, slots=True)
class Content:
    """What a page puts in the frame; `messages` say what in the address was not understood."""

    heading: str
    body: Sequence[Component]
    lede: Component | str | Sequence[Component | str] = ""
    messages: Sequence[str] = ()


def band(
    heading: str, *parts: Component | str, anchor: str = "", prose: bool = False
) -> html.Section:
    """Put a part of a page under its heading; as `prose` its lines are no longer than is read well."""
    titled = html.H2(heading, id=anchor) if anchor else html.H2(heading)
    return html.Section([titled, *parts], className="band prose" if prose else "band")


def _always(_catalogue: Catalogue) -> bool:
    return True


def _nowhere(_catalogue: Catalogue, _query: Mapping[str, str]) -> str:
    return ""


def no_callbacks(_app: Dash) -> None:
    """Register nothing: a page's charts and filters need no callback of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the site.

    `layout` takes the store and what the address says, by name. `label` is the page's name in the
    menu; without one it is not in it. `sections` are those of the measures that it shows: without
    such measures, or where `has_content` is False, there is no such page. `figures` are all that the
    page of an area shows, where its charts and files do not tell. `onward` is the path of another page
    that a query of this one asks for; blank where it asks for none.
    """

    path: str
    title: str
    description: str
    layout: Callable[..., Content]
    label: str = ""
    sections: tuple[str, ...] = ()
    has_content: Callable[[Catalogue], bool] = _always
    callbacks: Callable[[Dash], None] = no_callbacks  # registers those of the page
    figures: Callable[[Catalogue, str], Sequence[Parameters]] | None = None
    onward: Callable[[Catalogue, Mapping[str, str]], str] = _nowhere
    describes_release: bool = False  # search engines are told here of the release as a data set

    @property
    def key(self) -> str:
        """Return what a release calls this page in pages.csv."""
        return self.path.strip("/") or "summary"

    def in_words_of(self, catalogue: Catalogue) -> Page:
        """Return the page with the words that a release has for it."""
        words = catalogue.words_of_page(self.key)
        if not (words.label or words.title or words.lead):
            return self
        return replace(
            self,
            label=words.label or self.label,
            title=words.title or self.title,
            description=words.lead or self.description,
        )

    def is_served(self, catalogue: Catalogue) -> bool:
        """Return True if this page has something to show of this release today."""
        shown = not self.sections or any(m.section in self.sections for m in catalogue.measures)
        return shown and self.has_content(catalogue)

    def is_in_menu(self, catalogue: Catalogue) -> bool:
        """Return True if the menu offers this page for this release today."""
        return bool(self.label) and self.is_served(catalogue)

    def paths(self, catalogue: Catalogue) -> list[str]:
        """Return every path at which this page is, for this release."""
        if not self.is_served(catalogue):
            return []
        if AREA not in self.path:
            return [self.path]
        return [self.path.replace(AREA, area.slug) for area in areas_with_pages(catalogue)]

    def match(self, path: str, catalogue: Catalogue) -> dict[str, str] | None:
        """Return what a path of this page names (nothing, or its area); None for other paths."""
        start, variable, _ = self.path.partition(AREA)
        if not (path.startswith(start) if variable else path == self.path):
            return None
        if not self.is_served(catalogue):
            return None
        if not variable:
            return {}
        slug = path.removeprefix(start)
        known = any(area.slug == slug for area in areas_with_pages(catalogue))
        return {"area": slug} if known else None

    def title_of(self, catalogue: Catalogue, area: str = "") -> str:
        """Return the title, after the name of the area that the path names, if any."""
        named = catalogue.area(area)
        return f"{named.name}: {open_lower(self.title)}" if named else self.title
