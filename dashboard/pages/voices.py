"""/voices: what families and professionals say, in their own words."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.page import Content, Page, band
from dashboard.components.voices import current_quotes, statements, voice_quote
from dashboard.data.release import clock
from dashboard.data.release.context import Quote, Voice
from dashboard.data.release.model import Catalogue
from dashboard.data.release.quotes import quotes_on
from dashboard.data.store.releases import Store

SELECTED = (
    "Selected by the programme, not representative. A quote shows what one person said; it does "
    "not show how common that experience is, and it is no evidence that the programme works."
)

CHECKED = (
    "Before a release is published, a program reads every quote, with who said it, for names, "
    "areas, schools, streets, ages, dates and addresses. A professional may name the area they work in."
)

REMOVAL = (
    "Anyone quoted here can ask at any time for their words to be taken down, without giving a "
    "reason. "
)


def layout(store: Store, **_query: str) -> Content:
    """Show family quotes and professional quotes apart."""
    catalogue = store.catalogue()
    return Content(
        "In their own words",
        [
            *_voices(catalogue, Voice.FAMILY, "Families"),
            *_voices(catalogue, Voice.PROFESSIONAL, "Professionals"),
            *statements(catalogue, "voices"),
            *_checking(quotes_on(catalogue, clock.today())),
            band(
                "Having a quote removed",
                html.P(
                    [
                        REMOVAL,
                        html.A("How to have a quote removed", href="/about#removal"),
                    ]
                ),
                prose=True,
            ),
        ],
        lede=SELECTED,
    )


def _voices(catalogue: Catalogue, voice: Voice, heading: str) -> list[Component]:
    quotes = current_quotes(catalogue, voice)
    if not quotes:
        return []
    return [band(heading, html.Div([voice_quote(quote) for quote in quotes], className="voices"))]


def _checking(quotes: Sequence[Quote]) -> list[Component]:
    """Write how many of the quotes shown a person let pass. Who and why is not for readers."""
    if not quotes:
        return []
    let_pass = sum(bool(quote.checked_words) for quote in quotes)
    text = (
        f"In {let_pass} of {len(quotes)} quotes shown a person let a word pass that it questions."
        if let_pass
        else "In no quote shown did a person have to let a word pass that it questions."
    )
    return [band("How quotes are checked", html.P([CHECKED, " ", text]), prose=True)]


def _has_quotes(catalogue: Catalogue) -> bool:
    return bool(quotes_on(catalogue, clock.today()))


PAGE = Page(
    path="/voices",
    label="Voices",
    title="Voices",
    description="What families and professionals say about the programme, in their own words.",
    layout=layout,
    has_content=_has_quotes,
)
