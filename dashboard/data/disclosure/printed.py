"""What does one printed figure say about the children it counts?"""

from __future__ import annotations

from fractions import Fraction

from dashboard.data.release import Cell, Marker

UNBOUNDED = 1_000_000_000  # more children than there are


def bounds_of_count(cell: Cell, rounding: int) -> tuple[int, int]:
    """Return the least and most that a printed count can stand for.

    A count rounded to a base may have been half a base less or more; ties may have gone either
    way. `low` and `k` stand for a count that rounds to nought but is not nought. What does not
    apply is nought.
    """
    if cell.value is not None:
        value, half = round(cell.value), rounding // 2
        return max(0, value - half), value + half
    if cell.marker in (Marker.ROUNDS_TO_ZERO, Marker.ROUNDS_TO_ZERO_DFE):
        return 1, max(1, rounding // 2)
    if cell.marker is Marker.NOT_APPLICABLE:
        return 0, 0
    return 0, UNBOUNDED


def factors_of_percentage(value: float, decimals: int) -> tuple[Fraction, Fraction]:
    """Return the least and most that a printed percentage can stand for, as parts of one."""
    half = Fraction(1, 2 * 10**decimals)
    exact = Fraction(round(value * 10**decimals), 10**decimals)
    return max(Fraction(0), exact - half) / 100, min(Fraction(100), exact + half) / 100
