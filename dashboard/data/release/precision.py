"""How many decimals readers take a figure to be printed with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from dashboard.data.release.model import Area


def decimals_printed(
    areas: Sequence[Area], figures: Iterable[NDArray[np.float64]], declared: int
) -> list[int]:
    """Return with how many decimals the figures of each area are printed, given those of every area.

    They are as many as any figure of its level has, and no fewer than declared. Spreadsheets leave
    zeros off at the end: next to 12.5, 13 is 13.0.
    """
    levels = [area.level.casefold() for area in areas]
    decimals = dict.fromkeys(levels, declared)
    for level, own in zip(levels, figures, strict=True):
        for value in np.unique(own[~np.isnan(own)]).tolist():
            exponent = int(Decimal(repr(value)).normalize().as_tuple().exponent)
            decimals[level] = max(decimals[level], -exponent)
    return [decimals[level] for level in levels]
