"""What a hostile reader can get from a site by following every link, form and script's request.

Starting from the front page, every address on the site that a page, a download or the API names
is asked for; every option of every filter is chosen, alone and with every other one; and for each
page what the live page is given, at its start and by its callbacks, is asked for too. Pictures
made of pixels are left out, as each is drawn from an SVG that is read; so are workbooks of one figure.
"""

from __future__ import annotations

import io
import json
import re
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from python_calamine import CalamineWorkbook

FIRST = (
    "/",
    "/sitemap.xml",
    "/robots.txt",
    "/api/catalogue.json",
    "/api/changes.json",
    "/api/releases.json",
)
MADE_FROM_CODE = "/static/"  # the same whatever is published
LIVE_SCRIPT = "/static/live."  # in a page that can become live
START = "/_live/start"
CALLBACK = "/_live/_dash-update-component"
OF_THE_SENDING = ("content-length", "date")
CHANGES = 2  # how many filters are moved from where a page had them
AT_ONCE = 4
ARCHIVE = b"PK\x03\x04"
PARTS_OF_WORKBOOKS = {"[Content_Types].xml", "mimetype"}
# Drawn from an SVG that is read, or written from the rows of a CSV file that is read; of these only
# the whole release's are read, as each takes a second to make.
NOT_READ = (".png", ".xlsx", ".ods", ".pdf")
WHOLE = "/data/release."
SECONDS = 60
TABLE = re.compile(r"^/data/\w+\.csv\Z")
_ADDRESS_IN_JSON = re.compile(r'"(/(?:figures|data|api)/[^"]*)"')
_ADDRESS_IN_XML = re.compile(r"<loc>([^<]*)</loc>")
_LIKE_A_TAG = re.compile("<[a-zA-Z]")
_TAG = re.compile(r'<([a-z][a-z0-9]*)((?: [^\s"\'<>/=]+(?:="[^"]*")?)*)/?>')
_ATTRIBUTE = re.compile(r' ([^\s"=]+)(?:="([^"]*)")?')


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site sent for an address."""

    address: str
    status: int
    headers: str
    text: str

    @property
    def is_page(self) -> bool:
        return self.text[:15].lower() == "<!doctype html>"

    @property
    def can_be_live(self) -> bool:
        return self.is_page and LIVE_SCRIPT in self.text


@dataclass
class Form:
    """A form that asks for a page: where, and for each filter its options and the one chosen."""

    action: str
    options: dict[str, list[str]] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)


def read_everything(site: str) -> list[Answer]:
    """Get every answer that a reader can find."""
    answers: list[Answer] = []
    seen: dict[str, int] = {}  # how many filters were moved on the way to an address
    waiting = dict.fromkeys(FIRST, 0)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while waiting:
            seen |= waiting
            got = list(pool.map(lambda address: _get(site, address), waiting))
            answers += got
            found: dict[str, int] = {}
            for answer, moved in zip(got, waiting.values(), strict=True):
                for address, more in _addresses(answer, site, moved):
                    if moved + more < seen.get(address, CHANGES + 1):
                        found[address] = min(moved + more, found.get(address, CHANGES))
            waiting = {address: moved for address, moved in found.items() if address not in seen}
        pages = [answer.address for answer in answers if answer.can_be_live]
        live = list(pool.map(lambda address: _live_answers(site, address), pages))
    return answers + [answer for group in live for answer in group]


def _get(site: str, address: str, body: bytes | None = None) -> Answer:
    asked = urllib.request.Request(site + address, data=body)
    if body is not None:
        asked.add_header("Content-Type", "application/json")
    try:
        got = urllib.request.urlopen(asked, timeout=SECONDS)
    except urllib.error.HTTPError as error:
        got = error
    with got:
        headers = [f"{k}: {v}" for k, v in got.headers.items() if k.lower() not in OF_THE_SENDING]
        # The port that this test happens to be served on is no figure of anyone's.
        text = _text(got.read()).replace(site, "")
        return Answer(address, got.status, "\n".join(headers), text)


def _text(content: bytes) -> str:
    """Read what an answer says; of an archive, all that its files say."""
    if not content.startswith(ARCHIVE):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if PARTS_OF_WORKBOOKS & set(archive.namelist()):
            return _cells(content)
        return "\n".join(f"{n}\n{archive.read(n).decode()}" for n in archive.namelist())


def _cells(content: bytes) -> str:
    """Read the cells of a workbook; in its XML stand the numbers of rows and styles too."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return "\n".join(" | ".join(map(str, row)) for row in rows)


def _addresses(answer: Answer, site: str, moved: int) -> Iterator[tuple[str, int]]:
    """List the addresses that an answer names, each with how many filters it moves."""
    links = [*_ADDRESS_IN_JSON.findall(answer.text), *_ADDRESS_IN_XML.findall(answer.text)]
    forms: list[Form] = []
    if answer.is_page:
        page = _read_page(answer.text)
        links, forms = page.links, page.forms
    for link in links:
        whole = link.startswith("/") and not link.startswith("//")  # it is the same on every page
        address = _own_address(site, "/" if whole else answer.address, link)
        if address:
            yield address, 0
            if TABLE.match(address):
                yield f"{address}-metadata.json", 0
    for form in forms if moved < CHANGES else ():
        for name, options in form.options.items():
            for option in options:
                asked = form.chosen | {name: option}
                yield _canonical(form.action, list(asked.items())), 1


@cache
def _own_address(site: str, page: str, link: str) -> str | None:
    parts = urlsplit(urljoin(site + page, link))
    if f"{parts.scheme}://{parts.netloc}" != site:
        return None
    if parts.path.startswith(MADE_FROM_CODE):
        return None
    if parts.path.endswith(NOT_READ) and not parts.path.startswith(WHOLE):
        return None
    return _canonical(parts.path, parse_qsl(parts.query, keep_blank_values=True))


def _canonical(path: str, query: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(sorted(query))}" if query else path


def _read_page(text: str) -> _PageParser:
    """Read what a page links to and asks, whose tags are written as we write them: three times as fast.

    A page with anything else that begins like a tag is read by the parser, as a browser reads it.
    """
    page = _PageParser()
    tags = _TAG.findall(text)
    if len(tags) != len(_LIKE_A_TAG.findall(text)):
        page.feed(text)
        return page
    for tag, given in tags:
        attributes = _ATTRIBUTE.findall(given)
        page.handle_starttag(tag, [(name, unescape(value)) for name, value in attributes])
    return page


class _PageParser(HTMLParser):
    """Reads what a page links to and asks."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given[name] for name in ("href", "src", "data") if given.get(name)]
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "select" and self.forms:
            self._select = given["name"]
            self.forms[-1].options[self._select] = []
        elif tag == "option" and self.forms:
            self.forms[-1].options[self._select].append(given["value"])
            if "selected" in given:
                self.forms[-1].chosen[self._select] = given["value"]
        elif tag == "input" and self.forms and given.get("type") == "hidden":
            self.forms[-1].chosen[given["name"]] = given["value"]


def _live_answers(site: str, page: str) -> list[Answer]:
    """Ask for what the scripts of a live page ask for: its start, and each callback."""
    start = _get(site, f"{START}?page={quote(page, safe='')}")
    if start.status != 200:
        return [start]
    said = json.loads(start.text)
    path, _, search = page.partition("?")
    values = {"address.search": f"?{search}" if search else "", "address.pathname": path}
    return [start] + [
        _get(site, CALLBACK, json.dumps(_call(callback, values)).encode())
        for callback in said["dependencies"]
    ]


def _call(callback: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """Write a call of a callback as Dash's own scripts do. An input not known here is an error."""

    def filled(given: list[dict[str, str]]) -> list[dict[str, str]]:
        return [part | {"value": values[f"{part['id']}.{part['property']}"]} for part in given]

    outputs = [
        dict(zip(("id", "property"), output.rsplit(".", 1), strict=True))
        for output in callback["output"].strip(".").split("...")
    ]
    return {
        "output": callback["output"],
        "outputs": outputs if callback["output"].startswith("..") else outputs[0],
        "inputs": filled(callback["inputs"]),
        "changedPropIds": [f"{part['id']}.{part['property']}" for part in callback["inputs"]],
        "state": filled(callback["state"]),
    }
