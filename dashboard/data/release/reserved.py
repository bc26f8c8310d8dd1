"""The words that addresses, pages and references use themselves, so that no release may name by them.

What uses a word takes it from here, and the check `names` refuses it.
"""

from __future__ import annotations

import unicodedata

EVERY_AREA = "all"  # ?area=all
SEVERAL_AREAS = "areas"  # ?areas=kirklees,sandwell
TABLE, COLUMN = "table", "column"  # in a reference: table=closures; column=children
LONGEST_VALUE = 200  # characters; the longest label that a release is likely to name a group by

# Anchors of the pages' own parts. Those of a measure's charts are its key (`measure_anchor`).
PAGE_ANCHORS = frozenset(
    {
        "content",
        "filters",
        "page",
        "address",
        "headlines",
        "over-time",
        "follow-up",
        "side-by-side",
        "overview",
        "returns",
    }
)
PICTURE_ENDINGS = tuple(
    f"-{width}-{text}" for width in ("wide", "narrow") for text in ("title", "desc")
)
PART_ENDINGS = ("", "-table", "-graph", *PICTURE_ENDINGS)  # within one part of a page


def address_value(text: str) -> str:
    """Return what is left of a text as the value of a key in an address."""
    characters = (c for c in text[:LONGEST_VALUE] if unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(characters)


def measure_anchor(key: str, breakdown: str = "") -> str:
    """Return the anchor of a measure's chart, or of its chart by a breakdown."""
    return (f"{key}-by-{breakdown}" if breakdown else key).replace("_", "-")


def anchors_of_measure(key: str, breakdown: str) -> frozenset[str]:
    """Return every anchor that the charts of a measure may have, on any page."""
    alone, split = measure_anchor(key), measure_anchor(key, breakdown)
    charts = [alone, f"{alone}-out-of-100"]
    charts += [split, f"{split}-over-time"] if breakdown else []
    return frozenset(f"{chart}{ending}" for chart in charts for ending in PART_ENDINGS)
