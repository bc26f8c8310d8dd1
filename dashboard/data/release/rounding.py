"""Rounds numbers, wherever one is shown, copied or written."""

from __future__ import annotations

import functools
from decimal import ROUND_HALF_UP, Decimal


def round_half_up(value: float, decimals: int = 0) -> Decimal:
    """Return a number with so many decimals, halves away from zero, and never minus zero.

    The number is taken as it is written, so that 2.675 is a half and not a little less.
    """
    rounded = Decimal(str(value)).quantize(step(decimals), rounding=ROUND_HALF_UP)
    return rounded or abs(rounded)


@functools.cache
def step(decimals: int) -> Decimal:
    """Return the smallest difference that so many decimals can show."""
    return Decimal(1).scaleb(-decimals)
