"""What Compare keeps of a release is still the same once a page of it has become live."""

from __future__ import annotations

from dash import dcc, html

from dashboard.components.field import Field
from dashboard.data.store.releases import Store
from dashboard.pages import compare
from dashboard.web.addresses import split_address
from dashboard.web.current import CurrentRelease
from dashboard.web.live_layout import live_layout
from dashboard.web.prerendering import render
from dashboard.web.site import find_page, walk


def test_what_is_kept_of_a_release_has_nothing_that_becomes_live(illustrative_store: Store) -> None:
    same = compare._same(illustrative_store, illustrative_store.latest())
    parts = [part for section in (*same.first, *same.last) for part in walk(section)]
    assert len(parts) > 100
    assert [part for part in parts if isinstance(part, dcc.Graph | html.Select | Field)] == []


def test_a_page_is_the_same_after_its_live_form_was_made(illustrative_store: Store) -> None:
    pinned = CurrentRelease(illustrative_store).store()
    page = find_page(split_address("/compare?measure=referrals"), pinned)
    assert page is not None
    before = render(page.tree(pinned))
    live_layout(page, pinned, ())
    assert render(page.tree(pinned)) == before
