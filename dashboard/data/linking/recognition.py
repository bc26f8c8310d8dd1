"""Find the names that an earlier release has for what the release on trial calls otherwise.

Areas are known by their official codes, breakdowns and groups by their labels, and what is still
unknown by its figures: where over half of those that both print are equal, they count the same
children. Periods of one name have the days that either release tells. So a new name hides no
earlier figure from the audit.

Nor does another name of the release, or another word on whether its figures are invented. What an
illustrative release prints is nobody's number: it is held against one that is not only where the
figures of the two coincide beyond chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np

from dashboard.data.linking.grids import Arrangement, Grid, Grids, Tables, read_grids
from dashboard.data.linking.renaming import GroupName, Names, Read, rename
from dashboard.data.release.additivity import Span, span_of
from dashboard.data.release.model import Breakdown, Catalogue, Period, PeriodType

DAYS_OF_A_MONTH = 30.44
FEWEST_EQUAL = 3  # figures by which something is known again
FEWEST_INVENTED = 10  # figures that an illustrative release and a real one have in common

Signs = tuple[str, ...]  # a name, and what it may be known by, the surest first
Groups = frozenset[GroupName]
Number = tuple[float, float]  # with how far it may be out because it is rounded
Line = dict[tuple[str, Span], Number]
Place = TypeVar("Place")
Figures = dict[tuple[Groups, str, Span], Number]


def recognise(now: Read, before: Read) -> Read:
    """Return an earlier release by the names of the release on trial."""
    names = _by_signs(now[0].catalogue, before[0].catalogue)
    names.periods = _by_days(now[0].catalogue, before[0].catalogue)
    before = rename(before, names)
    by_figures = Names()
    _match_groups(by_figures, now, before)
    before = rename(before, by_figures)
    _match_families(by_figures, now[1], before[1])
    return rename(before, Names(families=by_figures.families))


def compare_releases(now: Read, before: Read) -> tuple[int, int]:
    """Return how many figures other than zero two releases print of one set, and how many equal."""
    new, old = _by_family(now[1]), _by_family(recognise(now, before)[1])
    counts = [_compare(new[family], old[family]) for family in new.keys() & old.keys()]
    return sum(both for both, _ in counts), sum(equal for _, equal in counts)


def _by_signs(now: Catalogue, before: Catalogue) -> Names:
    names = Names(_match(_areas(before), _areas(now)))
    names.breakdowns = _match(
        [_signs(breakdown) for breakdown in before.breakdowns],
        [_signs(breakdown) for breakdown in now.breakdowns],
    )
    for breakdown in before.breakdowns:
        other = now.breakdown(names.breakdowns[breakdown.name])
        groups = _match(_groups(breakdown), _groups(other) if other else [])
        names.groups |= {(breakdown.name, old): new for old, new in groups.items()}
    return names


def _by_days(now: Catalogue, before: Catalogue) -> dict[str, Period]:
    """Return periods of an earlier release, with the days that the release on trial gives them.

    A year of which one of them alone tells the days is the same year in both, and "To date" begins
    and ends with the years.
    """
    known = {(p.time_period, p.time_identifier): p for p in now.periods}
    periods: dict[str, Period] = {}
    ends: dict[date, date] = {}
    for old in before.periods:
        new = known.get((old.time_period, old.time_identifier))
        if new is not None and new.told is not old.told and _lasts(new) == _lasts(old):
            periods[old.key] = replace(old, starts=new.starts, ends=new.ends)
            ends[old.ends] = new.ends
    begins = {p.time_period[:4]: p.starts for p in now.periods if p.type is PeriodType.TO_DATE}
    for old in before.periods:
        if old.type is PeriodType.TO_DATE and old.time_period[:4]:
            starts = begins.get(old.time_period[:4], old.starts)
            periods[old.key] = replace(old, starts=starts, ends=ends.get(old.ends, old.ends))
    return periods


def _lasts(period: Period) -> int:
    """Return how many months a period has, or nearly."""
    return round((period.ends - period.starts).days / DAYS_OF_A_MONTH)


def _areas(catalogue: Catalogue) -> list[Signs]:
    whole = catalogue.programme.whole
    return [
        (a.slug, a.code, "whole" if a.slug == whole else "", a.slug, a.name)
        for a in catalogue.areas
    ]


def _signs(breakdown: Breakdown) -> Signs:
    labels = sorted(group.label for group in breakdown.groups if group.part_of)
    return breakdown.name, breakdown.label, breakdown.name, "|".join(labels)


def _groups(breakdown: Breakdown) -> list[Signs]:
    return [(group.name, group.label, group.name) for group in breakdown.groups]


def _match(before: Sequence[Signs], now: Sequence[Signs]) -> dict[str, str]:
    """Return a name for each one before: that of the one now with the same sign, or its own."""
    names: dict[str, str] = {}
    for place in range(1, len(before[0]) if before else 0):
        free = {
            signs[place].casefold(): signs[0]
            for signs in reversed(now)
            if signs[place] and signs[0] not in names.values()
        }
        for name, *signs in before:
            sign = signs[place - 1].casefold()
            if name not in names and sign in free:
                names[name] = free.pop(sign)
    taken = {*names.values(), *(signs[0] for signs in now)}
    for name, *_ in before:
        names.setdefault(name, f"{name} (earlier)" if name in taken else name)
    return names


def _match_groups(names: Names, now: Read, before: Read) -> None:
    """Find, by their figures, the groups that no name or label is known of."""
    known = {(b.name, g.name) for b in now[0].catalogue.breakdowns for g in b.groups}
    own = {(b.name, g.name) for b in before[0].catalogue.breakdowns for g in b.groups}
    names.breakdowns = {
        b.name: b.name for b in before[0].catalogue.breakdowns if now[0].catalogue.breakdown(b.name)
    }
    new, taken = _single_lines(now[1].values(), known - own), set[GroupName]()
    scores = sorted(
        (
            (_equal(line, other), old, group)
            for old, lines in _single_lines(before[1].values(), own - known).items()
            for group, others in new.items()
            for line in lines
            for other in others
        ),
        reverse=True,
    )
    for score, (breakdown, old), (other, group) in scores:
        free = (breakdown, old) not in names.groups and (breakdown, group) not in taken
        if score and free and names.breakdowns.setdefault(breakdown, other) == other:
            names.groups[breakdown, old] = group
            taken.add((breakdown, group))


def _single_lines(grids: Iterable[Grid], names: set[GroupName]) -> dict[GroupName, list[Line]]:
    """Return the figures of each of these groups in which no other breakdown is open."""
    lines_of: defaultdict[GroupName, list[Line]] = defaultdict(list)
    for grid in grids:
        lines: defaultdict[GroupName, Line] = defaultdict(dict)
        for (groups, area, span), number in _figures(grid).items():
            if len(groups) == 1 and groups <= names:
                lines[next(iter(groups))][area, span] = number
        for group, line in lines.items():
            lines_of[group].append(line)
    return lines_of


def _match_families(names: Names, now: Grids, before: Grids) -> None:
    """Find, by their figures, the universes and columns that have another name."""
    figures = _by_family(now)
    better = {place: list(_better(figures, grid)) for place, grid in before.items() if grid.counts}
    counterparts = {
        before[place].family: before[place].family for place, own in better.items() if not own
    }
    for place, families in better.items():
        for family in families:
            if counterparts.setdefault(family, before[place].family) == before[place].family:
                names.families[place] = family
                break


def _better(figures: Mapping[tuple[str, str], Figures], grid: Grid) -> Iterator[tuple[str, str]]:
    """Yield the families that have more of a grid's figures than the one of its name, best first."""
    own = _figures(grid)
    named = _equal(figures.get(grid.family, {}), own)
    if named < len(own):
        scores = ((_equal(other, own), family) for family, other in figures.items())
        yield from (family for score, family in sorted(scores, reverse=True) if score > named)


def _by_family(grids: Grids) -> dict[tuple[str, str], Figures]:
    figures: defaultdict[tuple[str, str], Figures] = defaultdict(dict)
    for grid in grids.values():
        if grid.counts:
            figures[grid.family] |= _figures(grid)
    return figures


def _figures(grid: Grid) -> Figures:
    """Return what a grid prints as numbers, by the groups that are no whole breakdown."""
    arrangement, catalogue = grid.arrangement, grid.arrangement.catalogue
    choices = [[(name, group) for group in arrangement.groups[name]] for name in grid.table.filters]
    roots = set(arrangement.roots.items())
    bases = [limits.rounding for limits in catalogue.limits_of(grid.table.name)]
    figures: Figures = {}
    for area, period, *groups in np.argwhere(~np.isnan(grid.values)).tolist():
        named = frozenset(own[i] for own, i in zip(choices, groups, strict=True)) - roots
        rounded = bases[area] / 2 if grid.column.whole and bases[area] > 1 else 0
        place = named, catalogue.areas[area].slug, span_of(catalogue.periods[period])
        figures[place] = float(grid.values[(area, period, *groups)]), rounded
    return figures


def _compare(ones: Mapping[Place, Number], others: Mapping[Place, Number]) -> tuple[int, int]:
    """Return how many figures other than zero both print, and how many of them are equal."""
    both = [(*ones[place], *others[place]) for place in ones.keys() & others.keys()]
    both = [figures for figures in both if figures[0] or figures[2]]
    return len(both), sum(abs(one - other) <= a + b for one, a, other, b in both)


def _equal(ones: Mapping[Place, Number], others: Mapping[Place, Number]) -> int:
    """Return how many figures are equal, if that is enough to know them again; else 0."""
    both, equal = _compare(ones, others)
    return equal if equal >= FEWEST_EQUAL and 2 * equal > both else 0


class Alike:
    """Tells whether another release counts the same children as the one on trial."""

    def __init__(self, catalogue: Catalogue, cells: Tables) -> None:
        self._catalogue = catalogue
        self._cells = cells

    def counts_the_same(self, catalogue: Catalogue, cells: Tables) -> bool:
        """Return True for a release of the same series, or if over half of its figures coincide."""
        own = self._catalogue
        as_invented = catalogue.illustrative == own.illustrative
        if as_invented and catalogue.name == own.name:
            return True
        both, equal = compare_releases(self._read, _read(catalogue, cells))
        fewest = FEWEST_EQUAL if as_invented else FEWEST_INVENTED
        return equal >= fewest and 2 * equal > both

    @cached_property
    def _read(self) -> Read:
        return _read(self._catalogue, self._cells)


def _read(catalogue: Catalogue, cells: Tables) -> Read:
    arrangement = Arrangement(catalogue)
    return arrangement, read_grids(arrangement, cells)
