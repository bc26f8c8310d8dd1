"""Numbers as they are written for people to read."""

from __future__ import annotations

import re
from decimal import Decimal

from dashboard.data.release.rounding import round_half_up, step
from dashboard.data.release.units import CURRENCIES, counts_people, is_percentage

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SINGULAR = {
    "children": "child",
    "people": "person",
    "families": "family",
    "cases": "case",
    "were": "was",
    "are": "is",
    "have": "has",
    "days": "day",
    "weeks": "week",
    "months": "month",
    "years": "year",
    "areas": "area",
}
# What follows the sign but no power of ten (£ per child) is left to the heading.
_MONEY = re.compile(
    rf"(?P<sign>[{''.join(sorted(CURRENCIES))}])\s*"
    r"(?P<scale>k|m|bn|thousand|million|billion)?(?:\s+(?:per|a|an|for|in)\s.*)?"
)
_PLURAL_WORD = re.compile(rf"\b({'|'.join(_SINGULAR)})\b")


def format_number(value: float, decimals: int = 0) -> str:
    """Write a number with commas between thousands, halves rounded away from zero."""
    if decimals == 0 and value == int(value):  # most are counts
        return f"{int(value):,}"
    return f"{round_half_up(value, decimals):,}"


def format_count(value: float) -> str:
    """Write a number of children: 1,234."""
    return format_number(value, 0)


def format_share(value: float, decimals: int = 0) -> str:
    """Write a share given in per cent: 84%.

    Nothing but none is written 0%, and nothing but all is written 100%.
    """
    text = format_number(value, decimals)
    least = step(decimals)
    if least < value < 100 - least:
        return f"{text}%"
    if value > 0 and not Decimal(text):
        return f"under {least}%"
    if value < 100 and Decimal(text) == 100:
        return f"over {100 - least}%"
    return f"{text}%"


def format_quantity(value: float, unit: str, decimals: int) -> str:
    """Write a value with its unit: 84%, 31, 121 days, £1,234.50.

    A unit of several words ("score from 0 to 1") is left to the heading or the sentence.
    """
    if is_percentage(unit):
        return format_share(value, decimals)
    number = format_number(value, decimals)
    if money := _MONEY.fullmatch(unit):
        return _with_currency(number, money["sign"], money["scale"] or "")
    if counts_people(unit) or " " in unit:  # a bare number is taken to count people
        return number
    return f"{number} {agree(value, unit)}"


def _with_currency(number: str, sign: str, scale: str) -> str:
    """Write an amount of money: £1,234.50, -£3, £1.2 million, £4m."""
    minus = "-" if number.startswith("-") else ""
    apart = " " if len(scale) > len("bn") else ""
    return f"{minus}{sign}{number.removeprefix('-')}{apart}{scale}"


def format_few(count: int) -> str:
    """Write a small number as a word, as in running text: three."""
    return _WORDS[count] if count < len(_WORDS) else format_count(count)


def agree(count: float, words: str) -> str:
    """Put plural words into the singular when they tell of one: 1 child was referred."""
    if count != 1:
        return words
    return _PLURAL_WORD.sub(lambda match: _SINGULAR[match[0]], words)
