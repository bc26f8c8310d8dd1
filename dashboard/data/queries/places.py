"""The areas of a release: those set side by side, the whole, and which were open when."""

from __future__ import annotations

import functools
from collections import Counter

from dashboard.data.release.additivity import component_areas
from dashboard.data.release.model import Area, Catalogue, Period


def whole(catalogue: Catalogue) -> Area:
    """Return the programme or nation as a whole: what one area is compared with."""
    return catalogue.area(catalogue.programme.whole) or catalogue.areas[0]


def others(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the slugs of every area but the whole."""
    all_of_it = whole(catalogue)
    return tuple(area.slug for area in catalogue.areas if area is not all_of_it)


@functools.lru_cache(maxsize=8)
def sites(catalogue: Catalogue) -> tuple[Area, ...]:
    """Return the areas to set side by side: those of the level that has most, without the whole.

    Authorities, where a release has regions and a nation as well.
    """
    all_of_it = whole(catalogue)
    others = [area for area in catalogue.areas if area is not all_of_it]
    if not others:
        return ()
    level, _ = Counter(area.level for area in others).most_common(1)[0]
    return tuple(area for area in others if area.level == level)


def group_of(catalogue: Catalogue, area: Area) -> Area | None:
    """Return the area, such as a region, that an area is in, where the release has it; not the whole."""
    return _groups(catalogue)[area.slug]


@functools.lru_cache(maxsize=8)  # a page asks it of every area, for each of its measures
def _groups(catalogue: Catalogue) -> dict[str, Area | None]:
    all_of_it = whole(catalogue)
    listed = [area for area in catalogue.areas if area is not all_of_it]
    by_slug = {area.slug: area for area in listed}
    by_code: dict[str, list[Area]] = {}
    for area in listed:
        by_code.setdefault(area.code, []).append(area)
    by_area: dict[str, Area | None] = {}
    for area in catalogue.areas:
        coded = by_code.get(area.region_code, []) if area.region_code else []
        first = next((other for other in coded if other is not area), None)
        by_area[area.slug] = by_slug.get(area.part_of, first)
    return by_area


def among(catalogue: Catalogue, slug: str) -> tuple[Area, ...]:
    """Return the areas to set side by side: those in a group, then it; or an area and those like it.

    Blank is every area that may be set side by side; an area in no group and like no other is
    alone.
    """
    listed = sites(catalogue)
    area = catalogue.area(slug)
    if area is None:
        return listed
    within = tuple(a for a in listed if group_of(catalogue, a) is area)
    if within:
        return (*within, area)
    return (area, *(a for a in listed if a.slug in area.alike))


def parts(catalogue: Catalogue, area: Area) -> tuple[Area, ...]:
    """Return the areas whose counts sum to an area's, as the release promises by `part_of`."""
    return component_areas(catalogue, area.slug)


@functools.lru_cache(maxsize=8)
def levels(catalogue: Catalogue) -> frozenset[str]:
    """Return the levels that areas of a release have."""
    return frozenset(area.level for area in catalogue.areas)


@functools.lru_cache(maxsize=8)
def levels_of_parts(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """Return the levels of the areas that are part of each other one, by its slug."""
    by_whole: dict[str, set[str]] = {}
    for area in catalogue.areas:
        if area.part_of not in ("", area.slug):
            by_whole.setdefault(area.part_of, set()).add(area.level)
    return {slug: frozenset(levels) for slug, levels in by_whole.items()}


def successors(catalogue: Catalogue, area: Area) -> tuple[Area, ...]:
    """Return the areas that took the place of one that closed."""
    return tuple(other for other in catalogue.areas if other.slug in area.successors)


def still_opening(catalogue: Catalogue, area: Area, period: Period) -> bool:
    """Return True if an area, or any part of it, opened on a period's first day or later.

    A start-up is no trend: a place that began with the period was not at full strength all
    through it, and a whole grows while its parts are still joining.
    """
    return any(
        place.opened is not None and place.opened >= period.starts
        for place in (area, *parts(catalogue, area))
    )


def opened_within(area: Area, period: Period) -> bool:
    """Return True if the area opened after the period's first day and not after its last."""
    return area.opened is not None and period.starts < area.opened <= period.ends
