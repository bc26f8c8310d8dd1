"""Counts of a few people that stand in words or digits: `two boys`, `3 of 4 families`.

What the tables suppress must not stand in a sentence. A count is found where a number from 1 to
one below the threshold stands before people, or people before the number; and where one number of
people out of another leaves so few: `38 of the 40 children`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from dashboard.data.release.checks.number_words import UNITS, spell

LARGEST = 100  # counts from here on are small by no rule in use, and are not looked for
_PHRASES = (
    "a single",
    "a lone",
    "the only",
    "an only",
    "the sole",
    "a couple of",
    "a pair of",
    "a trio of",
)

PEOPLE = (
    r"child|children|boys?|girls?|kids?|lads?|lass(?:es)?|youngsters?|teens?|teenagers?"
    r"|adolescents?|young\s+(?:person|people|m[ae]n|wom[ae]n|adults?|ones?)|youths?|juveniles?"
    r"|minors?|pupils?|students?|siblings?|brothers?|sisters?|sons?|daughters?|babies|baby"
    r"|infants?|toddlers?|famil(?:y|ies)|households?|cases?|referrals?|clients?|service\s+users?"
    r"|participants?|persons?|people|patients?|victims?|offenders?|females?|males?"
    r"|arrests?|closures?|convictions?|placements?|starters?|leavers?|completers?"
    r"|mums|dads|mothers|fathers|parents|carers"
)
# What happened to those who are counted, where no word for them follows: `two were arrested`.
_HAPPENED = (
    r"(?:was|were|is|are|has|have|had)\s+(?:(?:been|since|then|also|later|not)\s+)*"
    r"(?:referred|arrested|placed|excluded|convicted|charged|closed|removed|fostered|adopted|killed"
    r"|injured|abused|detained|remanded|sentenced|missing|pregnant|assessed|accepted|declined)"
    r"|did\s+not|didn[’']t|went|left|finished|returned|stayed|moved|dropped|ran"
    r"|in\s+(?:care|custody|prison|hospital)|started|completed"
    r"|re-?offended|disengaged|declined"
)
# A number with one of these before it counts nobody: `year 4 pupils`, `more than one child`.
_NOT_COUNTS = (
    *("year", "stage", "tier", "level", "phase", "table", "grade", "band", "section", "part"),
    *("chapter", "page", "figure", "step", "type", "category", "class", "no", "number", "version"),
    *("quarter", "aged", "age", "ages", "per", "any", "each", "every", r"at\sleast", r"more\sthan"),
    *(r"anything\sabout", r"child\sis", r"one\sin", r"two\sin", r"three\sin", r"\d\sin"),
)
# Words that end the phrase which a number begins: `in one area, children` is no count of children.
_BREAKS = (
    r"areas?|sites?|teams?|years?|months?|weeks?|days?|hours?|schools?|towns?|cit(?:y|ies)|places?"
    r"|quarters?|periods?|tables?|stud(?:y|ies)|authorit(?:y|ies)|services?|programmes?|measures?"
    r"|in|for|with|that|where|when|whose|which|who|to|as|by|per|and|or|from|at|on|if|than|thing"
    r"|about|is|are|was|were|has|have|had|may|can|half|hundred|thousand|million|per|reason|way"
)
_BETWEEN = rf"(?:(?:year\s+\d+|(?!(?:{_BREAKS})\b)[\w’'/]+)[\s-]+){{0,4}}"
_OUT_OF = r"(?:\s?/\s?\d+(?!\s+of\b))?"  # 3/4 families, but not 3/4 of families
_GAP = rf"(?:[\s-]+{_BETWEEN}|(?<=\d))"
# A rule, not a count: `one child is one referral`, `one child may`, `1 child or more`.
_AS_A_RULE = r"(?!\s+(?:is\s+(?:one|counted)|counts|may|can|could|might|or\s+(?:more|fewer)))"


@functools.cache
def headcounts(threshold: int) -> re.Pattern[str] | None:
    """Return the pattern of counts of people from 1 to one below a threshold; None if it is 1.

    A threshold above 100 is taken as 100.
    """
    if threshold <= 1:
        return None
    threshold = min(threshold, LARGEST)
    small = range(1, threshold)
    numbers = [*map(str, small), *map(spell, small)]
    many = _alternatives([*numbers, *_PHRASES])
    plain = _alternatives(numbers)
    before = "".join(rf"(?<!\b{word}[\s–-])" for word in _NOT_COUNTS)
    units = "|".join(UNITS)
    last = rf"(?:{threshold - 1}|{spell(threshold - 1)})\b"
    the_rule = rf"(?!(?:(?<=\b[01]\sto\s)|(?<=\b[01][–-])|(?<=\bone\sto\s)){last})"
    start = rf"(?<![\w£$€%])(?<!\d[.,/])(?<![^\W\d][-–])(?<!ty\s){before}{the_rule}"
    return re.compile(
        rf"{start}(?:{many})(?!(?<=ty)[\s-]+(?:{units})\b){_OUT_OF}{_GAP}(?:{PEOPLE})\b{_AS_A_RULE}"
        rf"|{start}(?:{plain})\s+(?:{_HAPPENED})\b"
        rf"|{start}(?:{plain})\s+(?:was|were|is|are)\s+(?:an?\s+)?(?:{PEOPLE})\b(?![’'])"
        rf"|\b(?:{PEOPLE})(?:\s+(?:by|from|in|of)\s+[\w’']+){{1,2}}:\s*(?:only\s+)?(?:{plain})"
        r"(?=\s*(?:[.;,)]?\s*$|[;,)]))"
        rf"|\b(?:{PEOPLE})\b\s*(?:[:=(]|\s[–—-]\s)\s*(?:only\s+)?(?:{plain})"
        r"(?![\w.,%]*\w|\s+(?:to|per)\b|%)"
        rf"|{start}(?:{plain})\s+(?:out\s+)?of\s+(?:them|whom|these|those|us)\b"
        rf"|\b(?:there\s+(?:was|were)|(?:only|just)(?!\s+one\b))\s+(?:{plain})(?=\s*(?:[.;,)]|$))"
        rf"|\bn\s*=\s*(?:{plain})(?![\w.,%]*\w|%)"
        r"|\bboth\s+(?:of\s+)?(?:the\s+)?(?:boys|girls|children|siblings|brothers|sisters|families)\b"
        r"|\b(?:twins|triplets)\b|\ba\s+(?:boy|girl)\s+and\s+a\s+(?:boy|girl)\b",
        re.IGNORECASE,
    )


def left_over(text: str, threshold: int) -> Iterator[re.Match[str]]:
    """Yield each number, or part, of people out of another that is or leaves a few of them."""
    for match in _some_of_all().finditer(text):
        some, every = _number(match["some"]), _number(match["all"])
        if match["percent"]:
            some = round(some * every / 100)
        counts = (every - some, some) if match["percent"] else (every - some,)
        if any(0 < few < threshold for few in counts):
            yield match


@functools.cache
def _some_of_all() -> re.Pattern[str]:
    spelt = _alternatives([spell(number) for number in range(1, LARGEST)])
    number = rf"\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}|{spelt}"
    of = r"\s+(?:out\s+)?of\s+(?:(?:the|all|these|those)\s+)*|\s?/\s?"
    return re.compile(
        rf"(?<![\w£$€.,/-])(?P<some>{number})(?P<percent>\s?%|\s+per\s?cent)?(?:{of})"
        rf"(?P<all>{number})(?!\s+of\b){_GAP}(?:{PEOPLE})\b",
        re.IGNORECASE,
    )


def _number(text: str) -> int:
    words = " ".join(re.split(r"[\s-]+", text.casefold().replace(",", "")))
    return int(words) if words.isdigit() else _SPELT[words]


def _alternatives(phrases: list[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)


_SPELT = {spell(number).replace("-", " "): number for number in range(1, LARGEST)}
