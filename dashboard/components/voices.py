"""People's words: quotes of families and professionals, and quoted statements."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.page import band
from dashboard.data.release import clock
from dashboard.data.release.context import Quote, Statement, Voice
from dashboard.data.release.model import Catalogue
from dashboard.data.release.quotes import quotes_on


def current_quotes(catalogue: Catalogue, voice: Voice) -> list[Quote]:
    """List the quotes of one voice whose consent still stands today."""
    return [quote for quote in quotes_on(catalogue, clock.today()) if quote.voice is voice]


def voice_quote(quote: Quote) -> html.Figure:
    """Show one person's words, by role only."""
    source: Component | str = quote.source
    if quote.source_url:
        source = html.A(quote.source, href=quote.source_url)
    return html.Figure(
        [
            html.Blockquote(html.P(f"“{quote.text}”")),
            html.Figcaption([html.Strong(quote.role), html.Br(), "Source: ", source]),
        ],
        className=f"voice voice--{quote.voice.value}",
    )


def statement(said: Statement) -> html.Div:
    """Show a sentence with who said it and how to read it, quoted only where it is verbatim."""
    words = html.Blockquote(html.P(f"“{said.text}”")) if said.verbatim else html.P(said.text)
    attribution: Component | str = said.attribution
    if said.url:
        attribution = html.A(said.attribution, href=said.url)
    parts: list[Component] = [
        words,
        html.P(["Source: ", attribution], className="small quiet"),
    ]
    if said.note:
        parts.append(html.P(said.note))
    return html.Div(parts, className="statement")


def statements(catalogue: Catalogue, page: str) -> list[html.Section]:
    """Set what others have said on a page's subject apart from its own figures."""
    items = [statement(s) for s in catalogue.statements if s.page == page]
    if not items:
        return []
    return [band("What has been reported elsewhere", *items)]
