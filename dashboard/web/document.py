"""The whole HTML document round the body of a page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from dashboard.web.static_files import SITE_STYLES, StaticFiles

LANGUAGE = "en-GB"
FONT = "source-sans-3.woff2"  # asked for before the first letter needs it
_FONT_KIND = 'as="font" type="font/woff2" crossorigin'


@dataclass(frozen=True, slots=True)
class Document:
    """One page as it is sent: `body` is finished HTML, `canonical` its own address.

    `live` says when Dash may start: by itself once "idle", when "asked", or never where blank.
    `picture` is the whole address of the picture that others show with a link to the page, and
    `data` what the page tells search engines of its data, as JSON-LD;
    `foot` stands below it on paper.
    """

    title: str
    description: str
    canonical: str
    body: str
    live: str = ""
    indexed: bool = True
    styles: str = SITE_STYLES
    site_name: str = ""
    picture: str = ""
    data: str = ""
    foot: str = ""

    def write(self, files: StaticFiles) -> str:
        """Write the document, naming static files by their addresses."""
        return "".join(
            [
                f'<!doctype html>\n<html lang="{LANGUAGE}">\n<head>\n<meta charset="utf-8">\n',
                f"<title>{_text(self.title)}</title>\n",
                '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
                f'<meta name="description" content="{_text(self.description)}">\n',
                self._whereabouts(),
                f'<link rel="icon" href="{_text(files.inline("favicon.svg"))}">\n',
                self._looks(files),
                self._script(files),
                self._linked_data(),
                f"</head>\n{self._body()}\n{self.body}\n</body>\n</html>\n",
            ]
        )

    def _body(self) -> str:
        return f'<body data-foot="{_text(self.foot)}">' if self.foot else "<body>"

    def _whereabouts(self) -> str:
        if not self.indexed:
            return '<meta name="robots" content="noindex">\n'
        tags = f'<link rel="canonical" href="{_text(self.canonical)}">\n'
        for name, content in self._shared().items():
            tags += f'<meta property="og:{name}" content="{_text(content)}">\n'
        if self.picture:
            tags += '<meta name="twitter:card" content="summary_large_image">\n'
        return tags

    def _shared(self) -> dict[str, str]:
        """Return what others show with a link to the page: only whole addresses are of use to them."""
        if not self.picture:
            return {}
        return {
            "type": "website",
            "site_name": self.site_name,
            "title": self.title,
            "description": self.description,
            "url": self.canonical,
            "image": self.picture,
        }

    def _looks(self, files: StaticFiles) -> str:
        """Write the styles into the page, which saves a slow line one round trip out of three."""
        sheet = f"<style>{files.sheet(self.styles)}</style>\n"
        if self.styles != SITE_STYLES:
            return sheet
        return f'<link rel="preload" href="{files.address(FONT)}" {_FONT_KIND}>\n{sheet}'

    def _linked_data(self) -> str:
        """Write JSON-LD: a block of data, which browsers never run and policies leave alone."""
        if not self.data:
            return ""
        safe = self.data.replace("<", "\\u003c")
        return f'<script type="application/ld+json">{safe}</script>\n'

    def _script(self, files: StaticFiles) -> str:
        if not self.live:
            return ""
        return (
            f'<script src="{files.address("boot.js")}" defer data-start="{self.live}" '
            f'data-live="{files.address("live.js")}" data-dash="{files.address("dash.js")}" '
            f'data-plotly="{files.address("plotly.js")}"></script>\n'
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
