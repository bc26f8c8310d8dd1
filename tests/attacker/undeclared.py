"""Sums that nobody declared, taken where all printed figures fit and at least three show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from tests.attacker.families import Family, Key, inside, swap
from tests.attacker.reading import Span

ENOUGH = 3
Sum = tuple[str, tuple[str, ...]]  # a whole and its parts
TimeSum = tuple[Span, tuple[Span, ...]]


def area_sums(family: Family) -> Iterator[Sum]:
    """Yield areas that the areas of one level, or of one region, add up to."""
    areas = family.release.areas
    for whole in areas:
        for level in {row["level"] for row in areas.values()}:
            parts = tuple(a for a, row in areas.items() if row["level"] == level and a != whole)
            region = areas[whole].get("code") or "none"
            local = tuple(a for a in parts if areas[a].get("region_code") == region)
            for some in (parts, local):
                if len(some) > 1 and fits(family, _area_instances(family, whole, some)):
                    yield whole, some


def _area_instances(family: Family, whole: str, parts: Iterable[str]) -> Iterator[list[Key]]:
    for area, groups, span in family.present:
        if area == whole:
            yield [(area, groups, span), *((part, groups, span) for part in parts)]


def group_sums(family: Family, breakdown: str) -> Iterator[Sum]:
    """Yield groups of a breakdown that all its other groups without a whole add up to."""
    groups = family.release.groups[breakdown]
    tops = [name for name, row in groups.items() if not row["part_of"]]
    for whole in tops:
        parts = tuple(name for name in tops if name != whole)
        if len(parts) > 1 and fits(family, _group_instances(family, breakdown, whole, parts)):
            yield whole, parts


def _group_instances(
    family: Family, breakdown: str, whole: str, parts: tuple[str, ...]
) -> Iterator[list[Key]]:
    bases = {
        (area, swap(family.release, groups, breakdown, whole), span)
        for area, groups, span in family.present
        if any(name == breakdown for name, _ in groups)
    }
    for area, groups, span in bases:
        keys = [(area, swap(family.release, groups, breakdown, p), span) for p in parts]
        yield [(area, groups, span), *keys]


def time_sums(family: Family) -> Iterator[TimeSum]:
    """Yield periods that all shorter ones of a kind add up to, though their days may not."""
    for span, kind in family.spans.items():
        for other in set(family.spans.values()) - {kind}:
            parts = tuple(
                s for s, k in sorted(family.spans.items()) if k == other and inside(s, span)
            )
            apart = all(a[1] <= b[0] for a, b in pairwise(parts))
            if len(parts) > 1 and span not in parts and apart:
                yield span, parts


def adds_over_time(family: Family) -> bool:
    """Return True if shorter periods that tile longer ones add up to them wherever printed."""
    return fits(
        family,
        (
            [(area, groups, whole), *((area, groups, part) for part in parts)]
            for whole, parts in time_sums(family)
            if sum(b - a for a, b in parts) == whole[1] - whole[0]
            for area, groups, span in family.present
            if span == whole
        ),
    )


def same_totals(left: Family, right: Family) -> bool:
    """Return True if the totals of two families are equal wherever both are printed."""
    shared = [key for key in left.values if not key[1] and key in right.values]
    pairs = [(left.values[key], right.values[key]) for key in shared]
    return all(a == b for a, b in pairs) and sum(a > 0 for a, _ in pairs) >= ENOUGH


def ragged_sums(family: Family) -> Iterator[TimeSum]:
    """Yield periods that shorter ones fill to the last child although days are left between."""
    for whole, parts in time_sums(family):
        if sum(b - a for a, b in parts) < whole[1] - whole[0] and fits(
            family,
            (
                [(area, groups, whole), *((area, groups, part) for part in parts)]
                for area, groups, span in family.present
                if span == whole
            ),
        ):
            yield whole, parts


def fits(family: Family, instances: Iterable[list[Key]]) -> bool:
    """Return True if each whole, given before its parts, is their sum wherever all are printed."""
    shown = 0
    for keys in instances:
        figures = [family.values.get(key) for key in keys]
        whole, parts = figures[0], [part for part in figures[1:] if part is not None]
        if whole is None:
            continue
        if sum(parts) > whole:
            return False
        if len(parts) == len(keys) - 1:
            if sum(parts) != whole:
                return False
            shown += sum(part > 0 for part in parts) > 1
    return shown >= ENOUGH
