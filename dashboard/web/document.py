"""What does a whole HTML document hold round the body of a page?"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from dashboard.web.static_files import StaticFiles

LANGUAGE = "en-GB"
FONT = "source-sans-3.woff2"  # fetched beside the style sheet, not after it
_FONT_KIND = 'as="font" type="font/woff2" crossorigin'


@dataclass(frozen=True, slots=True)
class Document:
    """One page as it is sent: `body` is finished HTML, `canonical` its own address.

    `live` says when Dash may start: "asked", "idle", or blank where there is nothing to explore.
    """

    title: str
    description: str
    canonical: str
    body: str
    live: str = ""
    indexed: bool = True

    def write(self, files: StaticFiles) -> str:
        """Write the document, naming static files by their addresses."""
        return "".join(
            [
                f'<!doctype html>\n<html lang="{LANGUAGE}">\n<head>\n<meta charset="utf-8">\n',
                f"<title>{_text(self.title)}</title>\n",
                '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
                f'<meta name="description" content="{_text(self.description)}">\n',
                self._whereabouts(),
                f'<link rel="icon" type="image/svg+xml" href="{files.address("favicon.svg")}">\n',
                f'<link rel="preload" href="{files.address(FONT)}" {_FONT_KIND}>\n',
                f'<link rel="stylesheet" href="{files.address("site.css")}">\n',
                self._script(files),
                f"</head>\n<body>\n{self.body}\n</body>\n</html>\n",
            ]
        )

    def _whereabouts(self) -> str:
        if not self.indexed:
            return '<meta name="robots" content="noindex">\n'
        return f'<link rel="canonical" href="{_text(self.canonical)}">\n'

    def _script(self, files: StaticFiles) -> str:
        if not self.live:
            return ""
        return (
            f'<script src="{files.address("live.js")}" defer data-start="{self.live}" '
            f'data-dash="{files.address("dash.js")}" data-plotly="{files.address("plotly.js")}">'
            "</script>\n"
        )


def plain_document(title: str, lines: list[str], files: StaticFiles) -> str:
    """Write a document for when no page can be made: a heading and a few lines of text."""
    paragraphs = "".join(f"<p>{_text(line)}</p>" for line in lines)
    body = (
        f'<main id="content"><div class="wrap"><h1>{_text(title)}</h1>'
        f'<div class="prose">{paragraphs}</div></div></main>'
    )
    return Document(title, title, "", body, indexed=False).write(files)


def _text(text: str) -> str:
    return escape(text, quote=True)
