"""Words of a quote that could tell whom it is about.

No list knows every name, so a capital letter is what gives a name away: a word that has one is
questioned unless it is an ordinary word or stands in a name that the release itself gives to an
organisation. A name written small is not found. Of numbers, all that can be an age, a date, an
address or a telephone number is questioned. What is found is told by its place, never by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from dashboard.data.release.checks.number_words import TEENS, TENS, UNITS
from dashboard.data.release.checks.ordinary_words import (
    ABBREVIATIONS,
    ORDINARY_WORDS,
    PLACE_WORDS,
)

_UNITS, _TEENS = "|".join(UNITS), "|".join((*TEENS, *TENS))
_ORDINALS = (
    "tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth"
    "|nineteenth|twentieth|thirtieth"
)
SPOKEN_DIGITS = f"(?:oh|zero|nought|double|treble|triple|{_UNITS})"

# Words before "school" or "road" that do not name it: "at his school", "on the same road".
NAMELESS = (
    "a|an|the|his|her|their|our|my|your|its|this|that|these|any|some|every|each|no|one|another|both"
    "|new|old|good|local|same|different|other|whole|primary|secondary|high|special|mainstream|middle"
    "|junior|infant|nursery|state|private|boarding|summer|after|before|regular|normal|further"
    r"|main|busy|quiet|council|housing|\w+ing"
)
_SCHOOL = "school|academy|college|primary|secondary|grammar|nursery|infants|juniors"
_STREET = "street|road|avenue|lane|crescent|terrace|estate"

CAPITAL = "(?-i:[A-ZÀ-ÖØ-Þ])"
KIN = (
    "mother|mum|mam|mummy|father|dad|daddy|parents?|carer|sister|brother|aunt|auntie|uncle|cousin"
    "|grandmother|grandma|gran|nan|grandfather|grandad|son|daughter|friend|child|guardian"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of word that could tell who someone is, and how it is written."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Questioned:
    """Characters `start` to `end` of a text, and of which kind they are."""

    start: int
    end: int
    kind: str


def kind_of(name: str, *patterns: str, exact_case: bool = False) -> Kind:
    """Return a kind. A group in a pattern is what is found; without one, all of it is."""
    flags = re.NOFLAG if exact_case else re.IGNORECASE
    return Kind(name, re.compile("|".join(f"(?:{pattern})" for pattern in patterns), flags))


AT_IN_BRACKETS = r"(?<!\S)[^\s\[(]+\s*[\[(]\s*at\s*[\])]\s*\S+"
DOT_IN_WORDS = r"\bdot\s+(?:com|co|uk|org|net)\b"

CONTACTS = kind_of(
    "e-mail address, handle or tag",
    r"(?<!\S)\S*[@#]\S*",
    AT_IN_BRACKETS,
    r"\b[^\W_]*_\w+",
)
WEB_ADDRESSES = kind_of(
    "web address",
    r"https?:\S+",
    r"\bwww\.\S+",
    r"(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk|co|gov|info|io|me|tv|app|eu|ie)\b(?:/\S*)?",
    DOT_IN_WORDS,
)
NUMBERS = kind_of("number (an age, a date, an address, a telephone number)", r"\d+")
SPELT_NUMBERS = kind_of(
    "age, year or telephone number in words",
    rf"\b(?:{_TEENS})(?:[\s-]+(?:{_UNITS}|{_TEENS}))?\b",
    rf"\b(?:(?:{_TEENS})[\s-]+)?(?:{_ORDINALS})\b",
    rf"\b(?:{_UNITS})[\s-]+(?:and\s+a\s+half[\s-]+)?(?:years?|yrs?|months?)[\s-]*(?:old|of\s+age)\b",
    rf"\b(?:aged?|ages|age\s+of|year)\s+({_UNITS})\b",
    rf"\b(?:is|was|were|turned|turns|turning|reached|since|[’']s)\s+"
    rf"(?:only\s+|just\s+|about\s+|nearly\s+|almost\s+|now\s+)?(?!one\b)({_UNITS})\b"
    r"(?=\s*(?:[.,;:!?…)]|$|and\b|but\b|now\b|or\b|so\b|when\b))",
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\s+birthday\b",
    r"\btwo\s+thousand\b",
    rf"\b{SPOKEN_DIGITS}(?:[\s,-]+{SPOKEN_DIGITS}){{2,}}\b",
)
MONTHS = kind_of(
    "month",
    r"\b(?:january|february|april|june|july|august|september|october|november|december)\b",
    r"\b(?:jan|feb|apr|aug|sept|oct|nov|dec)\b",
    r"\b(?:in|last|since|until|till|during|early|late|mid)[\s-]+(may|march)\b",
    r"\b(?-i:March|May|Mar|Jun|Jul|Sep)\b",
)
SCHOOLS = kind_of(
    "school's name",
    rf"\b(?:at|from|in|of|near|attends|attended|joined|left)\s+(?!(?:{NAMELESS})\b)(\w+"
    rf"\s+(?:{_SCHOOL}))\b",
    rf"\b(?!(?i:{NAMELESS})\b){CAPITAL}\w*(?:[’']s)?\s+(?-i:{_SCHOOL.title()})\b",
)
STREETS = kind_of(
    "street's name",
    rf"\b(?:at|from|in|of|near|on|off|down)\s+(?!(?:{NAMELESS})\b)(\w+\s+(?:{_STREET}))\b",
)
# In the title of a publication: capitals, years and figures are of the publication itself.
POSTCODES = kind_of("postcode", r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d(?!(?:st|nd|rd|th)\b)[A-Z]{2}\b")
TELEPHONES = kind_of("telephone number", r"(?:\+|(?<![\w.,])(?<!\d-)0)\d(?:[\s().-]{0,2}\d){8,}")
RELATIONS = kind_of(
    "person's name",
    rf"\b(?:{KIN})\s+(?:of|to)\s+({CAPITAL}\w*)",
    rf"\b({CAPITAL}\w*)[’']s\s+(?:{KIN})\b",
    rf"\b(?:interview|conversation|call|meeting|session|visit)\s+(?:with|by)\s+({CAPITAL}\w*)",
    rf"\b{CAPITAL}\w*,?\s+aged\s+\d+",
)

NAMES = "name of a person or a place (a word with a capital letter)"
AREAS = "area"

IN_WORDS = (CONTACTS, WEB_ADDRESSES, NUMBERS, MONTHS, SCHOOLS, STREETS, SPELT_NUMBERS)
IN_TITLES = (CONTACTS, POSTCODES, TELEPHONES, RELATIONS)

_WORD = re.compile(r"[^\W\d_]+(?:[’']t\b)?")


def normalise(text: str) -> str:
    """Return a text with every letter and its accents as one character, so that words compare."""
    return unicodedata.normalize("NFC", text)


def find_in_words(
    text: str, *, areas: Collection[str], organisations: Collection[str]
) -> list[Questioned]:
    """List what could tell whom someone's words or role are about, in order of place.

    `areas` are names that may not stand there, `organisations` names that may.
    """
    questioned = [*_find_areas(text, areas), *find_kinds(text, IN_WORDS)]
    known = list(spans_of(text, organisations))
    return apart([*questioned, *_find_names(text, known)])


def find_in_title(text: str) -> list[Questioned]:
    """List what could tell a person from the title of a publication, in order of place."""
    return apart(find_kinds(text, IN_TITLES))


def find_kinds(text: str, kinds: Iterable[Kind]) -> Iterator[Questioned]:
    """Yield what stands in a text of each of some kinds."""
    plain = "".join(_plain_digit(character) for character in text)
    for kind in kinds:
        for match in kind.pattern.finditer(plain):
            start, end = match.span(match.lastindex or 0)
            yield Questioned(start, end, kind.name)


def _plain_digit(character: str) -> str:
    """Return a digit for what is a number in any script, such as ½ or Ⅳ."""
    return "0" if character.isnumeric() and not character.isascii() else character


def _find_areas(text: str, areas: Collection[str]) -> Iterator[Questioned]:
    small = [area for area in areas if not _is_ordinary(area)]
    for names, fold in ((areas, False), (small, True)):
        for start, end in spans_of(text, names, fold=fold):
            yield Questioned(start, end, AREAS)


def _is_ordinary(area: str) -> bool:
    words = area.casefold().split()
    return all(word in PLACE_WORDS or word in ORDINARY_WORDS for word in words)


def _find_names(text: str, known: Collection[tuple[int, int]]) -> Iterator[Questioned]:
    for match in _WORD.finditer(text):
        inside = any(start <= match.start() and match.end() <= end for start, end in known)
        if not inside and not is_ordinary_word(match[0]):
            yield Questioned(match.start(), match.end(), NAMES)


def is_ordinary_word(word: str) -> bool:
    """Return True if a word has small letters only, or is known to be nobody's name."""
    small = all(letter.islower() or not letter.isalpha() for letter in word)
    ordinary = word.casefold().replace("’", "'") in ORDINARY_WORDS
    return small or ordinary or word in ABBREVIATIONS


def spans_of(text: str, names: Collection[str], *, fold: bool = False) -> Iterator[tuple[int, int]]:
    """Yield where one of some names stands as whole words, the longest that fits."""
    pattern = _whole_words(frozenset(names), fold=fold)
    for match in pattern.finditer(text) if pattern else ():
        yield match.span()


@lru_cache(64)
def _whole_words(names: frozenset[str], *, fold: bool) -> re.Pattern[str] | None:
    """Compile once what each text of a release is searched for."""
    longest_first = sorted((re.escape(name) for name in names if name), key=len, reverse=True)
    if not longest_first:
        return None
    flags = re.IGNORECASE if fold else re.NOFLAG
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", flags)


def apart(found: Iterable[Questioned]) -> list[Questioned]:
    """Order by place, and leave out what lies within something else that was found."""
    outermost: list[Questioned] = []
    reached = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.end > reached:
            outermost.append(one)
            reached = one.end
    return outermost
