"""The sums and subsets that hold between the cells of a release, by what it declares.

This is the only place that says so. Checking a release, counting records, pooling areas and
auditing what a reader can work out all read it: areas and groups by `part_of`, periods by their
days. A sum holds even where little is printed of it: a component that no table prints still counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dashboard.data.release.model import Area, Breakdown, BreakdownKind, Catalogue, Period

Span = tuple[date, date]  # a first and a last day

GAP = 1_000  # a gap that no period fills weighs more than any number of periods
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its components, by their names: slugs of areas, or names of groups."""

    total: str
    components: tuple[str, ...]


def area_sums(catalogue: Catalogue) -> tuple[Sum, ...]:
    """Return the sums over areas: each area that others are part of, in the order of areas."""
    return _sums((area.slug, area.part_of) for area in catalogue.areas)


def component_areas(catalogue: Catalogue, slug: str) -> tuple[Area, ...]:
    """Return the areas whose counts add up to an area's; none where no sum is declared."""
    return tuple(area for area in catalogue.areas if area.part_of == slug != area.slug)


def group_sums(breakdown: Breakdown) -> tuple[Sum, ...]:
    """Return the sums over a breakdown's groups; none unless its groups are parts."""
    if breakdown.kind is not BreakdownKind.PARTS:
        return ()
    return _sums((group.name, group.part_of) for group in breakdown.groups)


def subsets(breakdown: Breakdown) -> tuple[tuple[str, str], ...]:
    """Return pairs (group, group within it) that no sum states: a stage and the next one."""
    if breakdown.kind is not BreakdownKind.STAGES:
        return ()
    return tuple((group.part_of, group.name) for group in breakdown.groups if group.part_of)


def subsets_within(breakdown: Breakdown) -> tuple[tuple[str, str], ...]:
    """Return pairs (group, group within it), also where others lie between: any two stages."""
    pairs = subsets(breakdown)
    parents = dict.fromkeys((whole for whole, _ in pairs), "") | {part: w for w, part in pairs}
    return tuple((whole, part) for part in parents for whole in upwards(parents, part)[1:])


def root_of(breakdown: Breakdown) -> str | None:
    """Return the one group that holds all others, if there is one: it leaves a breakdown open."""
    roots = [group.name for group in breakdown.groups if not group.part_of]
    return roots[0] if breakdown.kind is not BreakdownKind.SEPARATE and len(roots) == 1 else None


def named_groups(
    catalogue: Catalogue, groups: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Return (breakdown, group) pairs without those that leave their breakdown open."""
    breakdowns = {breakdown.name: breakdown for breakdown in catalogue.breakdowns}
    return tuple((n, g) for n, g in groups if n not in breakdowns or root_of(breakdowns[n]) != g)


def areas_holding(catalogue: Catalogue, slug: str) -> tuple[str, ...]:
    """Return an area and every area that it counts in, the smallest first."""
    return upwards({area.slug: area.part_of for area in catalogue.areas}, slug)


def groups_holding(breakdown: Breakdown, name: str) -> tuple[str, ...]:
    """Return a group and every group that it counts in by a sum, the smallest first."""
    if breakdown.kind is not BreakdownKind.PARTS:
        return (name,)
    return upwards({group.name: group.part_of for group in breakdown.groups}, name)


def upwards(parents: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return a name, what it is part of, and so on, each once; none where it is not known."""
    passed: list[str] = []
    while name in parents and name not in passed:
        passed.append(name)
        name = parents[name]
    return tuple(passed)


def periods_holding(periods: Iterable[Period], day: date) -> tuple[str, ...]:
    """Return the keys of the periods that a day lies in."""
    return tuple(period.key for period in periods if period.starts <= day <= period.ends)


def span_of(period: Period) -> Span:
    """Return the days of a period: two periods of the same days are the same cell."""
    return period.starts, period.ends


def tilings(spans: Iterable[Span]) -> dict[Span, tuple[Span, ...]]:
    """Return each span that is a sum of shorter ones, with the fewest that tile it, in order.

    Spans of any lengths are mixed. Where none fills a stretch of days, the stretch is a
    separate span: it is in no input, and its count follows from the others. Every equation
    between
    counts of these spans follows from those returned: each cuts one span at the ends of others,
    down to stretches that nothing cuts.
    """
    ordered = sorted(set(spans))
    tiles = {span: _fewest(span, ordered) for span in ordered}
    return {span: pieces for span, pieces in tiles.items() if len(pieces) > 1}


def _fewest(span: Span, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the tiling of a span with the fewest stretches unfilled, then the fewest pieces."""
    first, after = span[0], span[1] + DAY
    inside = [(s, e + DAY) for s, e in spans if (s, e) != span and first <= s and e < after]
    cuts = {cut for s, e in spans for cut in (s, e + DAY) if first < cut < after}
    days = sorted({first, after} | cuts)
    steps: dict[date, list[tuple[date, int]]] = {}
    for start, end in pairwise(days):
        steps.setdefault(end, []).append((start, GAP))
    for start, end in inside:
        steps.setdefault(end, []).append((start, 1))
    best: dict[date, tuple[int, tuple[Span, ...]]] = {first: (0, ())}
    for day in days[1:]:
        options = (
            (best[start][0] + weight, (*best[start][1], (start, day - DAY)))
            for start, weight in steps[day]
        )
        best[day] = min(options, key=lambda option: (option[0], option[1]))
    return best[after][1]


def _sums(pairs: Iterable[tuple[str, str]]) -> tuple[Sum, ...]:
    components: dict[str, list[str]] = {}
    names = []
    for name, part_of in pairs:
        names.append(name)
        if part_of and part_of != name:
            components.setdefault(part_of, []).append(name)
    return tuple(Sum(name, tuple(components[name])) for name in names if name in components)
