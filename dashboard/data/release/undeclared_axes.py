"""Areas, groups or periods of one column that may add up although nothing declares it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from dashboard.data.release import additivity
from dashboard.data.release.model import TOTAL, Area, Breakdown, BreakdownKind, Catalogue
from dashboard.data.release.undeclared_fitting import (
    FEWEST_DISTINCT,
    FEWEST_LINES,
    Candidate,
    Printed,
    Values,
    combined,
    row_along,
)

AREAS, PERIODS, FILTERS = 0, 1, 2  # the first axes of a column


def sums_along_axes(printed: Printed) -> Iterator[Candidate]:
    """Yield the sums of areas, groups and periods, by table and column."""
    yield from _areas(printed)
    yield from _groups(printed)
    yield from _periods(printed)


def _areas(printed: Printed) -> Iterator[Candidate]:
    catalogue = printed.catalogue
    sums = additivity.area_sums(catalogue)
    order = [area.slug for area in catalogue.areas]
    for area in catalogue.areas:
        for others in dict.fromkeys(_area_choices(catalogue, area)):
            if _follows(sums, area.slug, others):
                continue
            names, alone = (area.slug, *others), len(others) == 1
            whole = area.slug == catalogue.programme.whole and not alone
            for place in printed.values:
                row = row_along(place, AREAS, _at(order, names), printed.values[place].ndim)
                yield Candidate(
                    f"areas: {area.slug}",
                    "areas",
                    area.slug,
                    names,
                    (row,),
                    distinct=FEWEST_LINES if alone else FEWEST_DISTINCT,
                    natural=not alone,
                    spoken_for=1 if whole else None,
                )


def _area_choices(catalogue: Catalogue, area: Area) -> Iterator[tuple[str, ...]]:
    """Yield the areas of other levels that may add up to one: of a level or region, or part of none.

    Of two areas that may be equal, the whole is the total, or else the first.
    """
    order = {other.slug: number for number, other in enumerate(catalogue.areas)}
    order[catalogue.programme.whole] = -1
    above = additivity.areas_holding(catalogue, area.slug)
    others = [
        other
        for other in catalogue.areas
        if other.slug not in above and other.level != area.level and not _are_siblings(area, other)
    ]
    levels = dict.fromkeys(other.level for other in others)
    for some in [others, *([o for o in others if o.level == level] for level in levels)]:
        free = [other for other in some if other.part_of in ("", area.slug)]
        inside = [other for other in some if _is_inside(other, area)]
        for chosen in (some, free, inside):
            if len(chosen) > 1 or (chosen and order[chosen[0].slug] > order[area.slug]):
                yield tuple(other.slug for other in chosen)


def _are_siblings(one: Area, other: Area) -> bool:
    return bool(one.part_of) and one.part_of == other.part_of


def _is_inside(area: Area, region: Area) -> bool:
    by_code = bool(region.code) and area.region_code == region.code
    return by_code or area.region_name == region.name


def _groups(printed: Printed) -> Iterator[Candidate]:
    for breakdown in printed.catalogue.breakdowns:
        tables = [(t, columns) for t, columns in printed.tables if breakdown.name in t.filters]
        if not tables:
            continue  # with as many groups as a table too sparse to lay out, choices take long
        order = [group.name for group in breakdown.groups]
        choices = [(total, *own) for total in order for own in _group_choices(breakdown, total)]
        for table, columns in tables:
            for column in columns:
                place = (table.name, column)
                axis = FILTERS + table.filters.index(breakdown.name)
                for total, parts, fewest, spoken_for in choices:
                    names = (total, *parts)
                    row = row_along(place, axis, _at(order, names), printed.values[place].ndim)
                    yield Candidate(
                        f"breakdown {breakdown.name}: {total}",
                        "groups",
                        breakdown.name,
                        names,
                        (row,),
                        fewest,
                        natural=fewest == FEWEST_LINES,
                        spoken_for=spoken_for,
                    )


def _group_choices(
    breakdown: Breakdown, total: str
) -> Iterator[tuple[tuple[str, ...], int, int | None]]:
    """Yield groups that may add up to one, how many lines show it, and from how many it is said."""
    sums = additivity.group_sums(breakdown)
    others = [group for group in breakdown.groups if group.name != total]
    natural = [
        tuple(group.name for group in others if group.part_of == total),
        tuple(group.name for group in others if group.part_of in ("", total)),
        tuple(group.name for group in others),
    ]
    said = 0 if total in (TOTAL, breakdown.default) else None
    choices = [(some, FEWEST_LINES, said) for some in dict.fromkeys(natural) if len(some) > 1]
    if breakdown.kind is not BreakdownKind.STAGES:
        for parts, fewest in combined([group.name for group in others], few=not sums):
            if parts not in natural:
                choices.append((parts, fewest, None))
    return (own for own in choices if not _follows(sums, total, own[0]))


def _follows(sums: Sequence[additivity.Sum], total: str, components: Iterable[str]) -> bool:
    """Return True if declared sums say that components, some of them or more make up a total."""
    below = {own.total: own.components for own in sums}
    one, other = _leaves(below, [total]), _leaves(below, components)
    return one <= other or other <= one


def _leaves(below: Mapping[str, Sequence[str]], names: Iterable[str]) -> set[str]:
    """Return what names fall into at last; a name that holds itself falls into nothing."""
    leaves, passed, waiting = set(), set(), list(names)
    while waiting:
        name = waiting.pop()
        if name not in passed:
            passed.add(name)
            waiting += below.get(name, ())
            leaves |= set() if name in below else {name}
    return leaves


def _periods(printed: Printed) -> Iterator[Candidate]:
    spans = [additivity.span_of(period) for period in printed.catalogue.periods]
    for table, columns in printed.tables:
        for column in columns if not table.adds_over_time else ():
            place = (table.name, column)
            values = printed.values[place]
            sums = {total for there in _printed_periods(values) for total in _sums(spans, there)}
            rows = tuple(row_along(place, PERIODS, own, values.ndim) for own in sorted(sums))
            yield Candidate(f"periods: {table.name}", "periods", table.name, (), rows)


def _printed_periods(values: Values) -> Iterator[list[int]]:
    """Yield each set of periods that some line prints: levels may have separate periods."""
    printed = ~np.isnan(np.moveaxis(values, PERIODS, -1)).reshape(-1, values.shape[PERIODS])
    for pattern in np.unique(printed, axis=0):
        yield np.flatnonzero(pattern).tolist()


def _sums(spans: Sequence[additivity.Span], there: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the periods (total, piece, piece...) that add up, among those that are there."""
    places = {spans[number]: number for number in there}
    for total, pieces in additivity.tilings(places).items():
        if set(pieces) <= places.keys():
            yield tuple(places[span] for span in (total, *pieces))


def _at(order: Sequence[str], names: Iterable[str]) -> list[int]:
    return [order.index(name) for name in names]
