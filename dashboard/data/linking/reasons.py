"""Sets of children that a release says it did not revise.

Its log says why figures changed since an earlier release. Where every reason is of an area or a
period, or names an area in its words, readers take all others for unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from dashboard.data.linking.families import Family
from dashboard.data.release.additivity import areas_holding, span_of
from dashboard.data.release.context import Change
from dashboard.data.release.model import Catalogue
from dashboard.disclosure.arrays import Flags, Numbers

NEW_FIGURES = "release"  # a line of the log that tells of no revision


def untouched(family: Family, keys: Numbers, now: Catalogue, before: Catalogue) -> Flags:
    """Return which sets lie outside all that a release says it revised since an earlier one.

    There are none where it gives no reason, or one that is of no area and no period.
    """
    touched = np.zeros(len(keys), dtype=bool)
    reasons = [c for c in now.changes if c.kind != NEW_FIGURES and c not in before.changes]
    for reason in reasons:
        areas = set(_areas(now, reason))
        if not (areas or reason.period):
            return np.zeros(len(keys), dtype=bool)
        own = np.ones(len(keys), dtype=bool)
        if areas:
            codes = [code for slug, code in family.areas.items() if slug in areas]
            own &= np.isin(keys % len(family.areas), codes)
        if reason.period:
            spans = list(_spans(family, now, reason))
            own &= np.isin(family.time.coordinates(keys), spans)
        touched |= own
    return ~touched if reasons else touched


def _areas(catalogue: Catalogue, reason: Change) -> Iterator[str]:
    """Yield the areas that a reason is of, with those that hold them and those within them."""
    named = {a.slug for a in catalogue.areas if a.slug == reason.area}
    named = named or {a.slug for a in catalogue.areas if _stands_in(a.name, reason.text)}
    for area in catalogue.areas:
        holding = areas_holding(catalogue, area.slug)
        if named.intersection(holding):
            yield area.slug
        if area.slug in named:
            yield from holding


def _stands_in(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _spans(family: Family, catalogue: Catalogue, reason: Change) -> Iterator[int]:
    """Yield the codes of the days that share some with the period that a reason is of."""
    for period in catalogue.periods:
        if period.key == reason.period:
            first, last = span_of(period)
            yield from (c for (s, e), c in family.spans.items() if s <= last and first <= e)
