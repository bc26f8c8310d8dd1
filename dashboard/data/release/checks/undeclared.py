"""Do printed figures fit a sum that nobody declared?

The fewer sums a release declares, the fewer the audit knows, and readers know them all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dashboard.data.release import additivity
from dashboard.data.release import format as release_format
from dashboard.data.release.checks.check import Subject
from dashboard.data.release.checks.grids import TableGrid, Values
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import (
    TOTAL,
    Area,
    Breakdown,
    BreakdownKind,
    Catalogue,
    CellReference,
    Marker,
)

CHECK = "undeclared_sums"
MOST_GROUPS = 10  # of a breakdown whose groups are tried in every combination
FEWEST_LINES = 3  # that fit where nothing but the figures speaks for a sum
FEWEST_DISTINCT = 2  # different totals among them

Slice = tuple[str, str, tuple[tuple[str, str], ...]]  # table, column, groups that are not the root


@dataclass(frozen=True, slots=True)
class Lines:
    """Figures of a total and its components, a row for each line on which any of them stands.

    Whoever marks a figure `z` says that it is 0; other markers are NaN.
    """

    totals: Values
    components: Values

    def fit(self, allowance: float, fewest: int) -> bool:
        """Return True where nothing contradicts the sum, and it is seen whole in enough lines.

        With `fewest` 0 the name of the total is enough: it may be suppressed in every line.
        """
        least = np.nansum(self.components, axis=1)
        known = ~np.isnan(self.totals)
        complete = known & ~np.isnan(self.components).any(axis=1)
        difference = self.totals - least
        wrong = (difference < -allowance) | (complete & (difference > allowance))
        telling = complete & ((self.components > 0).sum(axis=1) > 1)
        distinct = len(np.unique(self.totals[telling]))
        enough = telling.sum() >= fewest and distinct >= min(fewest, FEWEST_DISTINCT)
        return bool(enough) and not wrong.any()


def undeclared_sums(subject: Subject) -> Iterator[Finding]:
    """No sum that all printed figures fit is left undeclared: readers see it as well.

    Areas that add up to another are `part_of` it; groups that add up to one are parts of it;
    figures of two tables that are always the same are an identity; a table whose quarters add up
    to its years adds over time. A sum that holds by chance only is named in not_sums.csv.
    """
    denied = {entry["sum"] for entry in subject.reading.entries[release_format.NOT_SUMS.path]}
    for name, place, how in _candidates(subject):
        if name not in denied:
            expected = f"{how}, or a line for `{name}` in not_sums.csv: all printed figures fit it"
            yield Finding(CHECK, *place, expected)


Place = tuple[str, int | None, str]  # file, row, column
Candidate = tuple[str, Place, str]  # the sum's name, where to declare it, and how


def _candidates(subject: Subject) -> Iterator[Candidate]:
    yield from _areas(subject)
    yield from _groups(subject)
    yield from _periods(subject)
    yield from _tables(subject)


def _areas(subject: Subject) -> Iterator[Candidate]:
    catalogue = subject.catalogue
    rows = {
        entry["slug"]: entry.row for entry in subject.reading.entries[release_format.AREAS.path]
    }
    declared = {total.total for total in additivity.area_sums(catalogue)}
    for area in catalogue.areas:
        for others in _beside(catalogue, area) if area.slug not in declared else ():
            fewest = 1 if area.slug == catalogue.programme.whole else FEWEST_LINES
            slugs = [other.slug for other in others]
            lines = [
                _lines(grid, 1, grid.areas.index(area.slug), _at(grid.areas, slugs))
                for grid in _grids(subject)
            ]
            if _fit(subject, lines, fewest):
                how = f"part_of {area.slug} for the areas of the level {others[0].level}"
                yield (
                    f"areas: {area.slug}",
                    (release_format.AREAS.path, rows[area.slug], "part_of"),
                    how,
                )
                break


def _beside(catalogue: Catalogue, area: Area) -> Iterator[Sequence[Area]]:
    """Yield the areas that may add up to one: all of another level, or those of its region."""
    for level in dict.fromkeys(other.level for other in catalogue.areas):
        free = [a for a in catalogue.areas if a.level == level != area.level and not a.part_of]
        inside = [a for a in free if area.code and a.region_code == area.code]
        for some in (free, inside):
            if len(some) > 1:
                yield some


def _groups(subject: Subject) -> Iterator[Candidate]:
    for entry in subject.reading.entries[release_format.BREAKDOWNS.path]:
        breakdown = subject.catalogue.breakdown(entry["breakdown"])
        if breakdown is None:
            continue
        known = {total.total for total in additivity.group_sums(breakdown)}
        for total in breakdown.groups:
            parts = () if total.name in known else _parts(subject, breakdown, total.name)
            if parts:
                names = ", ".join(parts)
                how = f"kind parts, and part_of {total.name} for {names}"
                place = release_format.BREAKDOWNS.path, entry.row, "kind"
                yield f"breakdown {breakdown.name}: {total.name}", place, how


def _parts(subject: Subject, breakdown: Breakdown, total: str) -> tuple[str, ...]:
    """Return the groups of a breakdown that add up to one of them, as far as figures say."""
    figures = _Grouped(subject, breakdown)
    others = tuple(g.name for g in breakdown.groups if g.name != total)
    below = tuple(g.name for g in breakdown.groups if g.part_of == total)
    for natural in (below, others):
        said = total in (TOTAL, breakdown.default) or natural is below
        fewest = 0 if total == TOTAL else 1
        if len(natural) > 1 and said and figures.fit(total, natural, fewest):
            return natural
    if breakdown.kind is BreakdownKind.STAGES or len(others) > MOST_GROUPS:
        return ()
    for size in range(2, len(others) + 1):
        for some in combinations(others, size):
            if figures.fit(total, some, FEWEST_LINES + size):
                return some
    return ()


class _Grouped:
    """The figures of every table with a breakdown, a column for each of its groups."""

    def __init__(self, subject: Subject, breakdown: Breakdown) -> None:
        self._subject = subject
        self._names = [group.name for group in breakdown.groups]
        self._values = [
            _by_group(grid, breakdown)
            for grid in _grids(subject)
            if breakdown.name in grid.table.filters
        ]

    def fit(self, total: str, parts: Sequence[str], fewest: int) -> bool:
        at, places = self._names.index(total), _at(self._names, parts)
        lines = [Lines(values[:, at], values[:, places]) for values in self._values]
        return _fit(self._subject, lines, fewest)


def _by_group(grid: TableGrid, breakdown: Breakdown) -> Values:
    """Return the whole figures of a table, a column for each group, a row for all else."""
    axis = grid.table.filters.index(breakdown.name)
    names = [group.name for group in breakdown.groups]
    rest = list(dict.fromkeys((*c[:axis], *c[axis + 1 :]) for c in grid.combinations))
    places = [rest.index((*c[:axis], *c[axis + 1 :])) for c in grid.combinations]
    groups = [names.index(c[axis][1]) for c in grid.combinations]
    found = []
    for values in _whole(grid):
        laid = np.full((len(rest), len(names), *values.shape[1:]), np.nan)
        laid[places, groups] = values
        found.append(np.moveaxis(laid, 1, -1).reshape(-1, len(names)))
    return np.concatenate([np.empty((0, len(names))), *found])


def _periods(subject: Subject) -> Iterator[Candidate]:
    for grid in _grids(subject):
        if grid.table.adds_over_time:
            continue
        periods = subject.catalogue.periods
        sums = set()
        for there, _ in grid.lines_of_periods():
            spans = {additivity.span_of(periods[place]): place for place in there}
            sums |= {
                (spans[total], tuple(spans[piece] for piece in pieces))
                for total, pieces in additivity.tilings(spans).items()
                if set(pieces) <= spans.keys()
            }
        lines = [_lines(grid, 2, total, list(pieces)) for total, pieces in sorted(sums)]
        if _fit(subject, lines, FEWEST_LINES):
            place = release_format.DESCRIPTOR, None, f"resource {grid.table.name}, addsOverTime"
            yield (
                f"periods: {grid.table.name}",
                place,
                "true, as longer periods are sums of shorter",
            )


def _tables(subject: Subject) -> Iterator[Candidate]:
    """Yield totals of tables that are always the same as some other table's figures."""
    slices = dict(_slices(subject))
    totals = [name for name in slices if not name[2]]
    sets = _Sets(subject.catalogue)
    for number, total in enumerate(totals):
        for other in [*totals[number + 1 :], *(name for name in slices if name[2])]:
            if total[:2] == other[:2] or sets.of(total) in sets.holding(other):
                continue
            ones, others = slices[total], slices[other]
            both = ~np.isnan(ones) & ~np.isnan(others)
            same = bool((np.abs(ones - others)[both] <= _allowance(subject, 2)).all())
            telling = both & (ones > 0)
            if same and telling.sum() >= FEWEST_LINES and _varied(ones[telling]):
                names = " and ".join(sorted((_words(total), _words(other))))
                yield names, (release_format.IDENTITIES.path, None, ""), f"the identity of {names}"


def _varied(values: Values) -> bool:
    return len(np.unique(values)) >= FEWEST_LINES


def _slices(subject: Subject) -> Iterator[tuple[Slice, Values]]:
    for grid in _grids(subject):
        roots = {
            breakdown.name: root
            for breakdown in subject.catalogue.breakdowns
            if (root := additivity.root_of(breakdown)) is not None
        }
        columns = [column.name for column in grid.table.columns if column.whole]
        for column, values in zip(columns, _whole(grid), strict=True):
            for combination, own in zip(grid.combinations, values, strict=True):
                groups = tuple(pair for pair in combination if roots.get(pair[0]) != pair[1])
                yield (grid.table.name, column, groups), own


class _Sets:
    """Names the set of children behind a slice: by its universe, or the first of its equals."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._first: dict[object, object] = {}
        for identity in catalogue.identities:
            left, right = (
                self._find(self._set(identity.left)),
                self._find(self._set(identity.right)),
            )
            if left != right:
                self._first[left] = right

    def of(self, name: Slice) -> object:
        table = self._catalogue.table(name[0])
        universe = (table.universe or table.name) if table else name[0]
        return self._find((universe, name[1], frozenset(name[2])))

    def holding(self, name: Slice) -> list[object]:
        """Return the set of a slice, and every set that holds it by one of its groups."""
        table, column, groups = name
        found = [self.of(name)]
        for pair in groups:
            breakdown = self._catalogue.breakdown(pair[0])
            if breakdown is not None:
                rest = tuple(other for other in groups if other != pair)
                root = additivity.root_of(breakdown)
                for outer in additivity.groups_holding(breakdown, pair[1])[1:]:
                    own = rest if outer == root else (*rest, (pair[0], outer))
                    found.append(self.of((table, column, own)))
        return found

    def _find(self, name: object) -> object:
        while name in self._first:
            name = self._first[name]
        return name

    def _set(self, reference: CellReference) -> object:
        table = self._catalogue.table(reference.table)
        if table is None:
            return reference
        fixed = dict(reference.groups)
        groups = []
        for name in table.filters:
            breakdown = self._catalogue.breakdown(name)
            if breakdown is not None:
                group = fixed.get(name, breakdown.default)
                if group != additivity.root_of(breakdown):
                    groups.append((name, group))
        return (table.universe or table.name, reference.column, frozenset(groups))


def _words(name: Slice) -> str:
    groups = "".join(f"; {breakdown}={group}" for breakdown, group in name[2])
    return f"table={name[0]}; column={name[1]}{groups}"


def _grids(subject: Subject) -> Iterable[TableGrid]:
    return subject.grids.values()


def _whole(grid: TableGrid) -> list[Values]:
    """Return the columns that count, with 0 where a figure does not apply."""
    found = []
    for column in grid.table.columns:
        if column.whole:
            figures = grid.columns[column.name]
            found.append(np.where(figures.marked(Marker.NOT_APPLICABLE), 0.0, figures.values))
    return found


def _lines(grid: TableGrid, axis: int, total: int, components: Sequence[int]) -> Lines:
    totals, parts = [np.empty(0)], [np.empty((0, len(components)))]
    for values in _whole(grid):
        totals.append(np.take(values, total, axis).ravel())
        laid: NDArray[np.float64] = np.moveaxis(np.take(values, components, axis), axis, -1)
        parts.append(laid.reshape(-1, len(components)))
    return Lines(np.concatenate(totals), np.concatenate(parts))


def _fit(subject: Subject, lines: Sequence[Lines], fewest: int) -> bool:
    if not lines:
        return False
    width = max(part.components.shape[1] for part in lines)
    padded = [
        np.pad(part.components, ((0, 0), (0, width - part.components.shape[1]))) for part in lines
    ]
    every = Lines(np.concatenate([part.totals for part in lines]), np.concatenate(padded))
    return every.fit(_allowance(subject, width + 1), fewest)


def _allowance(subject: Subject, figures: int) -> float:
    """Return how far a sum of this many figures may be out, by the widest rounding there is."""
    each = (subject.allowance(table).max(initial=0.0) for table in subject.grids)
    return figures * float(max(each, default=0.0))


def _at(names: Sequence[str], some: Iterable[str]) -> list[int]:
    return [names.index(name) for name in some]
