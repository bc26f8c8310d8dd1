"""Which feasibility intervals protect a suppressed count, or one that no table prints."""

from __future__ import annotations

NEARLY_NONE = 1  # a small count must be able to be at most this
LEAST_WIDTH = 2  # of the range of a hidden count that cannot be small


def is_protected(least: int, most: int, threshold: int) -> bool:
    """Return True if a hidden count whose exact range is `least` to `most` is safe.

    One that may be small must be able to be both next to nothing and next to the threshold.
    One that cannot be small must have a range of 2 or more. One with a single possible value is
    safe at no threshold.
    """
    if least == most:
        return False
    if least <= NEARLY_NONE and most >= threshold - 1:
        return True
    return least >= threshold and most - least >= LEAST_WIDTH


def is_harmless(least: int, most: int, threshold: int) -> bool:
    """Return True if a count that no table prints may be known this well.

    Zero and large counts may be known exactly. One that is certainly small is held to the
    rule for hidden counts; one that may be small or not needs a range of 2 or more.
    """
    if most == 0 or least >= threshold:
        return True
    if is_protected(least, most, threshold):
        return True
    return most >= threshold and most - least >= LEAST_WIDTH
