"""Sets that no table prints and that every reader knows to be empty.

Nobody was helped in an area before it opened, or after it closed. And where the first days of a
longer period have no shorter one, and the shorter ones add up to it wherever all are printed,
readers take it that the programme had not begun.
"""

from __future__ import annotations

import re
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard.data.linking.families import Family
from dashboard.data.release.additivity import Span, component_areas, tilings
from dashboard.data.release.model import Area, Catalogue
from dashboard.disclosure.arrays import Flags, Numbers

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EARLIER = re.compile(r"\b(?:about|around|before|by|circa|pre|prior|until)\b", re.IGNORECASE)


def out_of_life(family: Family, catalogue: Catalogue, keys: Numbers) -> Flags:
    """Return which sets lie wholly before their area opened, or after it closed."""
    lives = {a.slug: (_opened(catalogue, a), a.closed) for a in catalogue.areas}
    names = list(family.spans)
    flags = np.zeros(len(keys), dtype=bool)
    codes, areas = family.time.coordinates(keys), keys % len(family.areas)
    for slug, code in family.areas.items():
        first, last = lives.get(str(slug), (None, None))
        outside = [
            number
            for number, span in enumerate(names)
            if (first is not None and span[1] < first) or (last is not None and span[0] > last)
        ]
        if outside:
            flags |= (areas == code) & np.isin(codes, outside)
    return flags


def _opened(catalogue: Catalogue, area: Area) -> date | None:
    """Return the day before which nothing is counted in an area: that of its first component."""
    inside = [_opened(catalogue, other) for other in component_areas(catalogue, area.slug)]
    days = [day for day in inside if day is not None]
    own = area.opened or _first_day(area.opened_words)
    return own or (min(days) if days and len(days) == len(inside) else None)


def _first_day(words: str) -> date | None:
    """Return the first day that may be meant by `in 2020`, None by `before 2020` or `about 2020`."""
    years = _YEAR.findall(words)
    return date(int(min(years)), 1, 1) if years and not _EARLIER.search(words) else None


def empty_beginnings(
    family: Family, keys: Numbers, values: NDArray[np.float64], printed: set[Span]
) -> set[Span]:
    """Return the spans before the first printed one in which nothing was counted, as far as seen.

    `keys` and `values` are the numbers that a release prints, in order of keys.
    """
    step, empty = family.time.step, set()
    earliest = min((starts for starts, _ in printed), default=None)
    for span, (first, *others) in tilings(printed).items():
        if first in printed or first[0] != earliest or not set(others) <= printed:
            continue
        own = family.time.coordinates(keys) == family.spans[span]
        bases = keys[own] - family.spans[span] * step
        sums = np.zeros(len(bases))
        for other in others:
            parts = bases + family.spans[other] * step
            place = np.minimum(np.searchsorted(keys, parts), len(keys) - 1)
            sums += np.where(keys[place] == parts, values[place], np.nan)
        differences = (values[own] - sums)[~np.isnan(sums)]
        if len(differences) and not differences.any():
            empty.add(first)
    return empty
