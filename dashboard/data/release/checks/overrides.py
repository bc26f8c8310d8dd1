"""Words that a check questions and that a person lets pass, by the exact words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from dashboard.data.release.checks.identifying import Questioned

Place = TypeVar("Place")
Span = tuple[int, int]


class Read(NamedTuple):
    """A text that was read, and what in it is questioned."""

    text: str
    questioned: Sequence[Questioned]


class Standing(NamedTuple, Generic[Place]):
    """Where words stand that a person let pass, and what is wrong with them, if anything."""

    place: Place | None
    span: Span
    fault: str


ONCE = "words that stand once in"
QUESTIONED = "words that this check questions, and no others"


def stand(phrase: str, reads: Mapping[Place, Read], where: str) -> Standing[Place]:
    """Find where words stand that were let pass.

    They must stand there once: words that were added later were not seen by the one who let the
    others pass.
    """
    pattern = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")
    places = [(p, m.span()) for p, read in reads.items() for m in pattern.finditer(read.text)]
    if len(places) != 1:
        return Standing(None, (0, 0), f"{ONCE} {where}")
    [(place, span)] = places
    covers_one = any(covers(span, one) for one in reads[place].questioned)
    return Standing(place, span, "" if covers_one else QUESTIONED)


def covers(span: Span, one: Questioned) -> bool:
    """Return True if words that were let pass hold all that is questioned."""
    return span[0] <= one.start and one.end <= span[1]


def word_number(text: str, start: int) -> int:
    """Return which word of a text begins, or goes on, at a character, from 1."""
    return len(text[:start].split()) + (start == 0 or text[start - 1].isspace())
