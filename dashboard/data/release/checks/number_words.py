"""Numbers written in words."""

from __future__ import annotations

UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TO_NINETEEN = (*UNITS, *TEENS)


def spell(number: int) -> str:
    """Return a number from 1 to 99 in words."""
    if number < 20:
        return TO_NINETEEN[number - 1]
    unit = number % 10
    return TENS[number // 10 - 2] + (f"-{UNITS[unit - 1]}" if unit else "")
