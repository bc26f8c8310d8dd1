"""/api: how programs read the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dash import html

from dashboard.components.accessible import plain_table, scrolling
from dashboard.components.page import Content, band

TITLE = "Figures for programs"


class Line(NamedTuple):
    """An address of the API, one like it that answers, and what it answers."""

    path: str
    example: str
    words: str


def content(lines: Sequence[Line], address: str) -> Content:
    """Describe the API; `address` is one to try in a program."""
    return Content(
        TITLE,
        [
            band(
                "In one line",
                html.P("With pandas:"),
                _code(f'pandas.read_csv("{address}")'),
                html.P("With R:"),
                _code(f'read.csv("{address}", fileEncoding = "UTF-8-BOM")'),
                prose=True,
            ),
            band(
                "Addresses",
                scrolling(
                    plain_table(
                        "What can be asked", ("Address", "Answer"), map(_row, lines), "words"
                    ),
                    "What can be asked",
                ),
            ),
            band("What holds for all", html.Ul(RULES), prose=True),
        ],
        lede="The same figures and the same letters as on the pages, read-only, without a key.",
    )


def _code(line: str) -> html.Pre:
    return html.Pre(html.Code(line), className="copied")


def _row(line: Line) -> tuple[html.A, str]:
    return html.A(html.Code(line.path), href=line.example), line.words


RULES = [
    html.Li(
        "A figure is a number in value, or a letter in marker, never both: c is a count that is "
        "suppressed, and is no number."
    ),
    html.Li(
        "Figures need a measure, and may have an area and a period, by the short names that the lists "
        "of areas and measures give. Anything else is answered with status 400 and a reason."
    ),
    html.Li(
        "Lists come in pages: page, and per_page of up to 500. Each answer has the total, and the address "
        "of the next page in next and in a Link header."
    ),
    html.Li(
        "Each answer names its release and says whether its figures are illustrative. Below "
        "/releases/ and a fingerprint the same addresses answer of that release, for good."
    ),
    html.Li(
        "Send an ETag back in If-None-Match, and an answer that you hold is not sent again. Pages of other "
        "sites may read the API."
    ),
    html.Li(
        "Version 1 stays as it is: there may be more fields, and none will go or change its meaning."
    ),
]
