"""How does the site tell a reader something about the page itself?"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

ILLUSTRATIVE_TEXT = (
    "The programme’s figures were made up to show how this site works, and describe no real child, "
    "family or council. Quotes, studies and figures about the areas name their sources."
)


def illustrative_flag() -> html.Div:
    """Say on the top of a page that its figures are not real."""
    return html.Div(
        html.Div(html.P([html.Strong("Illustrative data. "), ILLUSTRATIVE_TEXT]), className="wrap"),
        className="flag",
    )


def notices(messages: Sequence[str]) -> list[html.Div]:
    """Tell what in the address was not understood, and what is shown instead."""
    if not messages:
        return []
    return [
        html.Div([html.P(message) for message in messages], className="notice", role="status"),
    ]
