"""Words of a release's own texts, titles and labels that could tell whom they are about.

Unlike a quote (identifying.py), such a text names places, studies, months and numbers. So a
capital alone is no sign: a person is known by a given name, or by the words around a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from dashboard.data.release.checks.given_names import GIVEN_NAMES, NAMES_THAT_ARE_WORDS
from dashboard.data.release.checks.headcounts import headcounts, left_over
from dashboard.data.release.checks.identifying import (
    AT_IN_BRACKETS,
    CAPITAL,
    DOT_IN_WORDS,
    KIN,
    NAMELESS,
    POSTCODES,
    SPOKEN_DIGITS,
    STREETS,
    TELEPHONES,
    Questioned,
    apart,
    find_kinds,
    is_ordinary_word,
    kind_of,
    spans_of,
)
from dashboard.data.release.checks.number_words import TO_NINETEEN

COUNTS = "small count of people"
PERSON = "name of a person or of a person's school"
_UP_TO_NINETEEN = "|".join((r"\d{1,2}", *TO_NINETEEN))
_ONE_CHILD = "boy|girl|child|son|daughter|brother|sister|lad|teenager|pupil|student|baby"
_ROADS = "Street|Road|Avenue|Lane|Crescent|Terrace|Estate|Drive|Grove|Gardens|Mews|Rd|Ave"
_SITES = rf"{_ROADS}|Close|Court|Way|Place|Square|Hill|Walk|Row|Rise|View|St"
# Institutions and laws that bear someone's name: `the Anna Freud Centre`.
_BODIES = (
    "Trust|Foundation|Centre|Center|Hospital|University|Institute|Charity|Fund|Society|Act|Review"
    "|Report|Inquiry|Association|Partnership|Commission|Press|Memorial|Law|Prize|Programme|Scale"
)
_CITED = r"\s+(?:and\s+others|et\s+al\.?|and\s+[A-Z]\w+|&\s*[A-Z]\w+)?\s*,?\s*\(?(?:19|20)\d\d"

ADDRESSES = kind_of(
    "e-mail address or handle",
    r"(?<!\S)\S*@\S+",
    AT_IN_BRACKETS,
    r"(?<![\w#&/(])#[^\W\d]\w+",
    r"\b(?:(?:facebook|instagram|tiktok|snapchat|twitter)\.com|wa\.me)/[^\s)]+",
    r"\b(?:snap(?:chat)?|insta(?:gram)?|tiktok|discord)(?:\s*[:=]\s*|\s+(?=[a-z]+[._\d]))[\w.]+",
    DOT_IN_WORDS,
)
UNDERSCORES = kind_of("handle", r"(?<![\w`/.=])[^\W_]+(?:_[^\W_]+)+(?![\w`/.])")
NUMBERS_SPOKEN = kind_of(
    "telephone number", rf"\b{SPOKEN_DIGITS}(?:[\s,-]+{SPOKEN_DIGITS}){{4,}}\b"
)
BIRTHS = kind_of(
    "date of birth",
    r"\b(?:was|is|boy|girl|child|son|daughter|who|he|she)\s+born\s+(?:on|in)\b",
    r"\bborn\s+(?:on\s+)?(?:the\s+)?\d",
    r"\b(?:date\s+of\s+birth|d\.?o\.?b\b\.?|birthday)\s*(?:is|was|:|=|,)?\s*(?:on\s+)?(?:the\s+)?\d",
    r"\b(?:his|her|my|our|[A-Z]\w+[’']s)\s+(?:\w+\s+)?birthday\b",
    r"\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b",
)
AGES = kind_of(
    "age of one child",
    rf"\b(?:a|an|one|the|our|my|his|her)\s+(?:\w+\s+)?(?:{_UP_TO_NINETEEN})[\s-]years?[\s-]old\b"
    r"(?!\s+(?:children|boys|girls|people|pupils))",
    rf"\b(?:{_ONE_CHILD}|he|she|who)\s*(?:,|\(|\bof|\b(?:is|was)|)\s*aged?\s+(?:only\s+|just\s+)?"
    rf"(?:{_UP_TO_NINETEEN})\b(?!\s*(?:to|or|and|-|–)\b)",
    rf"\b(?:{_ONE_CHILD})\s+of\s+(?:{_UP_TO_NINETEEN})\b(?!\s+\w*(?:per|children|famil))",
    r"\b\d{1,2}[\s-]?(?:yo|y/o|yrs?[\s-]old)\b",
    r"\byear\s+\d{1,2}\s+(?:boy|girl|pupil|student|child)\b",
    rf"\b(?:he|she)(?:\s+(?:is|was)|[’']s)\s+(?:only\s+|just\s+|now\s+)?(?:{_UP_TO_NINETEEN})\b",
)
HOUSES = kind_of(
    "street's name",
    rf"\b\d+[a-z]?,?\s+(?:[A-Z][\w’']+\s+){{1,3}}(?:{_SITES})\b",
    rf"\b(?!(?:The|A|This|High|Main)\b)[A-Z][\w’']+\s+(?:{_ROADS})\b",
    rf"\b(?!(?i:{NAMELESS}|real)\b)[A-Z][\w’']+\s+(?:street|road|avenue|lane|estate)\b",
    exact_case=True,
)
SCHOOLS = kind_of(
    "school's name",
    r"\b(?!(?:The|A|This|Primary|Secondary|High|Special|Virtual|Sunday|Junior|Infant|Grammar|Nursery"
    r"|Middle|Boarding|Summer|State|Independent|Maintained|Further|Community|In|At|Each|Every|No)\b)"
    r"[A-Z][\w’']+\s+(?:(?:Primary|Secondary|High|Junior|Infant|Grammar|Community)\s+)*"
    r"(?:School|Academy|College|Primary|Juniors|Infants)\b"
    r"|\bSt\.?\s+[A-Z]\w+[’']s\b(?!\s+(?:Hospital|Hospice|Church))",
    exact_case=True,
)

_WHAT_A_PERSON_DOES = (
    r"said|says|told|cried|lives|lived|loves|likes|hates|sleeps|attends|came\s+home|went\s+home"
    r"|moved\s+in|ran\s+away|is\s+home|is\s+back|was\s+arrested|was\s+born|and\s+(?:his|her)"
    rf"|(?:is|was)\s+(?:a|an|the|my|our|his|her)\s+(?:\w+\s+)?(?:{_ONE_CHILD})"
)
# A name that no list knows, by the words around it. A group is the name.
_PEOPLE_ABOUT = (
    rf"\b(?:{KIN})\s+(?:of|to)\s+({CAPITAL}\w*)",
    rf"\b({CAPITAL}\w*)[’']s\s+(?:{KIN}|birthday|case|school|social\s+worker)\b",
    rf"\b(?:interview|conversation|session|call)\s+with\s+({CAPITAL}\w*)",
    rf"\b({CAPITAL}\w*)\s*[,(]?\s*aged\s+(?:{_UP_TO_NINETEEN})\b(?!\s*(?:to|and|or|-|–)\b)",
    rf"\b({CAPITAL}\w*)\s*[,(]\s*1?\d\s*[,)]",
    rf"\b(?:call|ring|phone|ask\s+for|speak\s+to|thanks\s+to)\s+({CAPITAL}\w*)",
    rf"\b(?:boy|girl|child|son|daughter|teenager|{KIN})\s+(?:called|named|known\s+as)\s+({CAPITAL}\w*)",
    rf"\b(?:my|our|his|her|their)\s+(?:{KIN}),?\s+({CAPITAL}\w*)",
    rf"\b(?-i:Mr|Mrs|Ms|Miss|Mx|Dr|Master)\.?\s+({CAPITAL}\w*)",
    rf"\b(?:attends|attended|goes\s+to|went\s+to|expelled\s+from|pupil\s+at)\s+({CAPITAL}\w*)",
    rf"\b({CAPITAL}\w*)\s+(?:{_WHAT_A_PERSON_DOES})\b",
)
_ABOUT = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PEOPLE_ABOUT)
_NAME = re.compile(r"(?<![^\W_])[^\W\d_]+(?:-[^\W\d_]+)?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;•|\n(]|[“\"‘]|\s[-*])\W*$")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:]+@[^\s<>()\[\],;:]*\w")

IN_TITLES = (ADDRESSES, POSTCODES, TELEPHONES, NUMBERS_SPOKEN, BIRTHS)
IN_PROSE = (*IN_TITLES, UNDERSCORES, AGES, HOUSES, STREETS, SCHOOLS)


def find_in_prose(
    text: str, *, known: Collection[str], contact: str, threshold: int
) -> list[Questioned]:
    """List what could tell whom a text is about, in order of place.

    `known` are names of places and organisations, `contact` is where questions go: they may
    stand there.
    """
    text = _readable(text, contact)
    inside = list(spans_of(text, known))
    questioned = [*find_kinds(text, IN_PROSE), *_find_counts(text, threshold)]
    questioned += [*_find_given(text), *_find_about(text)]
    names = {PERSON, UNDERSCORES.name, SCHOOLS.name, HOUSES.name, STREETS.name}
    return apart(o for o in questioned if o.kind not in names or not _within(o, inside))


def find_in_label(text: str, *, contact: str, threshold: int) -> list[Questioned]:
    """List what could tell of a person in a title, a source or a name, which may name authors."""
    text = _readable(text, contact).replace("_", " ")
    questioned = [*find_kinds(text, IN_TITLES), *_find_counts(text, threshold)]
    return apart([*questioned, *_find_about(text, titles=True)])


def _readable(text: str, contact: str) -> str:
    """Return a text of the same length without marks between words, and with plain digits."""
    for address in _ADDRESS.findall(contact):
        pattern = rf"(?<![\w.+-])(?:mailto:)?{re.escape(address)}(?![\w-])"
        text = re.sub(pattern, lambda match: " " * len(match[0]), text, flags=re.IGNORECASE)
    text = text.replace("&nbsp;", " " * len("&nbsp;"))
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if character.isascii():
        return " " if character in "*~" else character
    number = unicodedata.numeric(character, -1)
    if number in range(10):
        return str(int(number))
    return " " if unicodedata.category(character) in ("Cf", "Zs") else character


def _find_counts(text: str, threshold: int) -> Iterator[Questioned]:
    pattern = headcounts(threshold)
    few = pattern.finditer(text) if pattern else ()
    for match in (*few, *left_over(text, threshold)):
        yield Questioned(match.start(), match.end(), COUNTS)


def _find_given(text: str) -> Iterator[Questioned]:
    for match in _NAME.finditer(text):
        first = match[0].split("-")[0]
        name = first.casefold()
        plain = name in GIVEN_NAMES and first[0].isupper()
        if (plain and not _is_of_a_body(text, match)) or _stands_as_name(text, match, name):
            yield Questioned(match.start(), match.end(), PERSON)


def _is_of_a_body(text: str, match: re.Match[str]) -> bool:
    """Return True for an institution, a law or an author that bears the name."""
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() :][:80]
    if re.search(r"\b(?:St\.?|Saint|King|Queen|Prince|Lord|Lady|Sir)\s+$", before):
        return True
    body = rf"(?:[’']s)?\s+(?:[A-Z][\w’']+\s+){{0,2}}(?:{_BODIES})\b"
    return bool(re.match(body, after) or re.match(_CITED, after))


def _stands_as_name(text: str, match: re.Match[str], name: str) -> bool:
    """Return True for a word such as Will or Hope with a capital that only a name explains."""
    if name not in NAMES_THAT_ARE_WORDS or not match[0][0].isupper() or match[0].isupper():
        return False
    if "-" in match[0]:
        return False
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() :][:20]
    if _SENTENCE_START.search(before) or not before:
        return False
    beside = re.search(r"(?:[A-Z][\w’'-]*|\d)[\s,&-]+(?:(?:of|and|to|the)\s+)?$", before)
    if beside or re.match(r"[\s,&-]+(?:(?:of|and|to|the)\s+)?(?:[A-Z]|\d)", after):
        return False
    return not re.search(r"\b(?:in|of|since|by|from|to|until|near|at)\s+$", before)


def _find_about(text: str, *, titles: bool = False) -> Iterator[Questioned]:
    for pattern in _ABOUT[:4] if titles else _ABOUT:
        for match in pattern.finditer(text):
            start, end = match.span(1)
            if not is_ordinary_word(match[1]) and not match[1].isupper():
                yield Questioned(start, end, PERSON)


def _within(one: Questioned, spans: Collection[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in spans)
