"""/figures/<question>: the forms in which one figure can be taken away."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from dash import html

from dashboard import wording
from dashboard.components.exhibit import download_path, embed_path
from dashboard.components.page import Content, band
from dashboard.data.queries.view import View

TITLE = "Take a figure away"
FRAME_PX = 720  # the height of a frame, in which most figures fit with their words


class Form(NamedTuple):
    """One form of a figure: its link, and who it is for."""

    name: str
    address: str
    use: str
    is_file: bool = True


def content(view: View, picture: str, page: str, frame: str) -> Content:
    """List the forms of a view; those of a picture only where it is drawn as one.

    `page` is the address of the page that shows it, and `frame` the whole address of the page to
    embed, blank where there is none to give to others.
    """
    forms = [
        Form("CSV", download_path(view, "csv"), "for a spreadsheet, for R, for pandas"),
        Form("Workbook (XLSX)", download_path(view, "xlsx"), "for Excel, with a cover and notes"),
        Form("Workbook (ODS)", download_path(view, "ods"), "for LibreOffice and others"),
        Form("The whole page as a workbook (XLSX)", workbook_path(page), "a sheet for each figure"),
        Form("JSON", download_path(view, "json"), "for a program"),
        *(_pictures(view, picture) if picture else ()),
    ]
    return Content(
        f"Take away “{wording.headline(view)}”",
        [
            band("As a file", html.Ul([html.Li(_line(form)) for form in forms]), prose=True),
            *([_frame(view, frame)] if frame and picture else []),
            _described(view),
        ],
        lede=f"{view.title}. {view.subtitle}",
    )


def _described(view: View) -> html.Section:
    """Lead to what a file says of itself, next to its figures or within it."""
    described = html.A("description of the CSV file", href=download_path(view, "csv-metadata.json"))
    with_comments = html.A(
        "CSV with comment lines above its header", href=_with_comments(view), download=""
    )
    return band(
        "What a file says of itself",
        html.P(
            "The same figures and the same markers as on the page; each row says where it is "
            "from. The CSV file is described in the form of CSV on the Web: "
        ),
        html.Ul([html.Li(described), html.Li(with_comments)]),
        prose=True,
    )


def workbook_path(page: str) -> str:
    """Return the address of the workbook of all that a page shows."""
    path, mark, query = page.partition("?")
    return f"{'/summary' if path == '/' else path}.xlsx{mark}{query}"


def _pictures(view: View, picture: str) -> list[Form]:
    return [
        Form("SVG", download_path(view, "svg", picture), "a picture that stays sharp at any size"),
        Form("PNG", download_path(view, "png", picture), "a picture for a document or a slide"),
        Form("Page to embed", embed_path(view, picture), "for a frame on another site", False),
    ]


def _frame(view: View, address: str) -> html.Section:
    """Show the HTML by which another site shows the figure in a frame, to be copied."""
    title = escape(wording.headline(view))
    size = f'width="100%" height="{FRAME_PX}" loading="lazy"'
    copied = f'<iframe src="{escape(address)}" title="{title}" {size}></iframe>'
    return band(
        "On another site",
        html.P("Copy this HTML. The frame runs no script, and leads back here."),
        html.Pre(html.Code(copied), className="copied"),
        prose=True,
    )


def _line(form: Form) -> list[html.A | str]:
    link = html.A(form.name, href=form.address, download="" if form.is_file else None)
    return [link, f": {form.use}"]


def _with_comments(view: View) -> str:
    address = download_path(view, "csv")
    return f"{address}{'&' if '?' in address else '?'}comments=above"
