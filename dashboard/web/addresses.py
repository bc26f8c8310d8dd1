"""The addresses of the site: what one asks for, and which of its spellings is the canonical one.

Two addresses that ask the same thing become one: keys in alphabetical order, the first value of
each (of `areas` all, sorted), no control characters. So they share one cached answer, and nothing
that a database or a terminal could choke on goes further than here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from dashboard.data.release.reserved import LONGEST_VALUE, SEVERAL_AREAS, address_value

MOST_KEYS = 20
MOST_TOGETHER = 9  # as many areas as may be picked, and the whole

SUMMARY = "/summary"  # what a file of the first page is called
CARD_PREFIX, CARD_ENDING = "/cards/", ".png"

_TRACKING = re.compile(
    r"(utm|mtm|pk|piwik|matomo|hsa|mc|vero|oly|sc|s)_\w+|\w*clk?id|clickid|clidsrc|_\w+|igsh(id)?"
    r"|mkt_tok|ref|ref_src|ref_url|si|trk|trkid|campaignid|adgroupid|wbraid|gbraid|srsltid"
)

Query = dict[str, str]


@dataclass(frozen=True, slots=True)
class Address:
    """A path and its query, in canonical form."""

    path: str
    query: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        path = quote(self.path, safe="/-._~")
        return f"{path}?{urlencode(self.query, safe=',')}" if self.query else path

    def values(self) -> Query:
        return dict(self.query)


def read_address(path: str, pairs: Iterable[tuple[str, str]]) -> Address:
    """Read a path and its (key, value) pairs, of which the first of each key counts.

    A key that could not be a key of ours (see `_is_key`) is dropped, and so are those by which
    newsletters, search engines and social networks follow readers: links come with them.
    """
    values: Query = {}
    together: set[str] = set()
    for key, value in pairs:
        if key == SEVERAL_AREAS:
            together |= {address_value(part) for part in value.split(",", MOST_TOGETHER)}
        elif _is_key(key) and key not in values and len(values) < MOST_KEYS:
            values[key] = address_value(value)
    if together and len(values) < MOST_KEYS:
        values[SEVERAL_AREAS] = ",".join(sorted(together - {""})[:MOST_TOGETHER])
    return Address(path, tuple(sorted(values.items())))


def card_address(address: Address) -> Address:
    """Return where the picture is that others show with a link to a page."""
    path = SUMMARY if address.path == "/" else address.path
    return Address(f"{CARD_PREFIX}{path.removeprefix('/')}{CARD_ENDING}", address.query)


def split_address(text: str) -> Address:
    """Read "/completion?area=kirklees" or just "?area=kirklees"."""
    path, _, search = text.partition("?")
    return read_address(path, parse_qsl(search, keep_blank_values=True, errors="replace"))


def _is_key(key: str) -> bool:
    named = key.isascii() and key.isidentifier() and key.islower() and len(key) <= LONGEST_VALUE
    return named and not _TRACKING.fullmatch(key)


def without_last_slash(path: str) -> str:
    """Return a path without slashes at its end or doubled within it."""
    return "/" + "/".join(part for part in path.split("/") if part)
