"""Which number has each set of children, and which numbers do sums tie?

Where a number differs, two releases did not count the same set, whatever they call it: all that
the earlier one prints of that universe and span of time is then taken as sets apart, tied to
each other by its sums, and to nothing in the newer release.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dashboard.data.linking.beginnings import before_opening, empty_beginnings
from dashboard.data.linking.completion import Tied, tie
from dashboard.data.linking.families import ON_TRIAL, Family, families_of
from dashboard.data.linking.grids import ABSENT, Arrangement, Figure, Grids
from dashboard.data.release.additivity import Span, tilings
from dashboard.data.release.model import Catalogue, Identity, Period
from dashboard.disclosure.arrays import Flags, Numbers

Apart = Mapping[int, set[Span]]  # by the order of a release, the spans that it counts apart


@dataclass(slots=True)
class Relations:
    """Rows of numbers (total, component, component...), as `Tied`; `same` are pairs of one set.

    `counted` says how many sums run over what, and how many pairs identities name.
    """

    sums: list[Numbers] = field(default_factory=list)
    within: list[Numbers] = field(default_factory=list)
    complements: list[Numbers] = field(default_factory=list)
    same: list[Numbers] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _View:
    """Sets of a family that sums tie, in order, and the number of each."""

    keys: Numbers
    numbers: Numbers

    def find(self, keys: Numbers) -> Numbers:
        """Return the number of each key, ABSENT where there is none."""
        place = np.minimum(np.searchsorted(self.keys, keys), max(0, len(self.keys) - 1))
        there = self.keys[place] == keys if len(self.keys) else np.zeros(len(keys), dtype=bool)
        return np.where(there, self.numbers[place] if len(self.keys) else ABSENT, ABSENT)


class Numbering:
    """Numbers for every set of releases, printed or not; the grids are filled in."""

    def __init__(self, arrangements: Sequence[Arrangement], releases: Sequence[Grids]) -> None:
        self.relations = Relations()
        self.count = 0
        self.nothing: list[Numbers] = []  # numbers of sets that every reader knows to be empty
        self._arrangements = arrangements
        self._families = families_of(releases)
        self._views: dict[tuple[str, str], dict[int, _View]] = {}
        self._starts: list[tuple[int, Family, Numbers]] = []
        apart = _apart(self._families)
        for name, family in self._families.items():
            self._views[name] = self._number(family, apart[name[0]])
        for order, (arrangement, grids) in enumerate(zip(arrangements, releases, strict=True)):
            for identity in arrangement.catalogue.identities:
                self._relate(order, arrangement, grids, identity)

    def figure(self, number: int) -> Figure | None:
        """Name a set that no table prints."""
        for first, family, keys in self._starts:
            if first <= number < first + len(keys):
                return _figure(family, int(keys[number - first]))
        return None

    def _number(self, family: Family, apart: Apart) -> dict[int, _View]:
        codes = {
            order: {family.spans[span] for span in apart.get(order, ()) if span in family.spans}
            for order in family.orders
        }
        shared = tie(family, self._arrangements, codes)
        view = _View(shared.keys, self._take(family, shared.keys))
        self._keep(shared, view)
        self.nothing.append(view.numbers[self._empty(family, view.keys)])
        views = dict.fromkeys(family.orders, view)
        for order in family.orders:
            if codes[order]:
                views[order] = self._number_apart(family, order, codes[order], view)
        for order, grid in family.members:
            numbers = views[order].find(family.keys(grid)).reshape(grid.markers.shape)
            grid.numbers[grid.present] = numbers[grid.present]
        return views

    def _empty(self, family: Family, keys: Numbers) -> Flags:
        now = _values(family, ON_TRIAL)
        printed = _spans(family, ON_TRIAL)
        early = empty_beginnings(family, now.keys, now.values, printed)
        codes = [family.spans[span] for span in early if span in family.spans]
        empty = before_opening(family, self._arrangements[ON_TRIAL].catalogue, keys)
        return np.asarray(empty | np.isin(family.time.coordinates(keys), codes))

    def _number_apart(self, family: Family, order: int, codes: set[int], shared: _View) -> _View:
        """Number the sets of an earlier release of which some are revised since."""
        own = tie(family, self._arrangements, {order: set()})
        numbers = shared.find(own.keys)
        fresh = (numbers == ABSENT) | np.isin(family.time.coordinates(own.keys), list(codes))
        numbers[fresh] = self._take(family, own.keys[fresh])
        view = _View(own.keys, numbers)
        self._keep(own, view)
        return view

    def _take(self, family: Family, keys: Numbers) -> Numbers:
        first = self.count
        self._starts.append((first, family, keys))
        self.count += len(keys)
        return np.arange(first, self.count, dtype=np.int64)

    def _keep(self, tied: Tied, view: _View) -> None:
        self.relations.counted += tied.counted
        for rows, into in (
            (tied.sums, self.relations.sums),
            (tied.within, self.relations.within),
            (tied.complements, self.relations.complements),
        ):
            into += [view.find(some.ravel()).reshape(some.shape) for some in rows]

    def _relate(
        self, order: int, arrangement: Arrangement, grids: Grids, identity: Identity
    ) -> None:
        """Add what an identity says, for every area and period that both sides have."""
        sides = []
        for reference in (identity.left, identity.right):
            grid = grids.get((reference.table, reference.column))
            if grid is None or not grid.counts:
                return
            name = (grid.table.universe or grid.table.name, grid.column.name)
            family = self._families[name]
            base = family.slice_key(arrangement, grid, reference)
            sides.append((family, self._views[name][order], base))
        wanted = [
            (area.slug, period)
            for area in arrangement.catalogue.areas
            for period in _periods(arrangement.catalogue, identity)
        ]
        left, right = (
            view.find(np.array([base + _place(family, *at) for at in wanted], dtype=np.int64))
            for family, view, base in sides
        )
        there = (left != ABSENT) & (right != ABSENT)
        rows = np.stack([right[there], left[there]], axis=1)
        inside = identity.relation == "part_of"
        (self.relations.within if inside else self.relations.same).append(rows)
        self.relations.counted["identities"] += len(rows)


def _periods(catalogue: Catalogue, identity: Identity) -> list[Period]:
    wanted = identity.period_type
    return [period for period in catalogue.periods if wanted in ("", period.type)]


def _place(family: Family, area: str, period: Period) -> int:
    span = family.spans[period.starts, period.ends]
    return family.areas[area] + family.time.step * span


def _figure(family: Family, key: int) -> Figure:
    grid = family.members[0][1]
    area, (starts, ends), groups = family.names(key)
    periods = grid.arrangement.catalogue.periods
    known = [p.key for p in periods if (p.starts, p.ends) == (starts, ends)]
    days = f"{starts.isoformat()} to {ends.isoformat()}"
    return Figure(
        grid.table.name, grid.column.name, area, known[0] if known else days, groups, "not printed"
    )


def _apart(families: Mapping[tuple[str, str], Family]) -> dict[str, dict[int, set[Span]]]:
    """Return the spans that each earlier release counts apart, by universe.

    They are those for which it prints another number than the release on trial, for the same
    span or by a sum; and those that only it prints, if they share a day with one of these.
    """
    found: defaultdict[str, defaultdict[int, set[Span]]] = defaultdict(lambda: defaultdict(set))
    for (universe, _), family in families.items():
        for order in family.orders:
            if order != ON_TRIAL:
                found[universe][order] |= _revised(family, order)
    for (universe, _), family in families.items():
        now = _spans(family, ON_TRIAL)
        for order in family.orders:
            if order != ON_TRIAL:
                gone = _spans(family, order) - now
                revised = found[universe][order]
                revised |= {span for span in gone if any(_meet(span, s) for s in revised)}
    return {universe: dict(found[universe]) for universe, _ in families}


def _meet(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _spans(family: Family, order: int) -> set[Span]:
    """Return the spans for which a release prints something."""
    codes = np.unique(family.time.coordinates(family.printed(order))).tolist()
    names = list(family.spans)
    return {span for code in codes if isinstance(span := names[code], tuple)}


def _revised(family: Family, order: int) -> set[Span]:
    """Return the spans for which an earlier release's numbers do not fit those on trial.

    They are others for the same days, or add up to another number, or exceed what holds them.
    """
    now, before = _values(family, ON_TRIAL), _values(family, order)
    step, codes = family.time.step, family.spans
    new, old = _spans(family, ON_TRIAL), _spans(family, order)
    cut = tilings([*new, *old])
    found = set()
    for span in old:
        own = family.time.coordinates(before.keys) == codes[span]
        bases, values = before.keys[own] - codes[span] * step, before.values[own]
        pieces = (span,) if span in new else cut.get(span, ())
        sums = sum((now.at(bases + codes[p] * step) for p in pieces if p in codes), 0 * values)
        allowance = _allowance(family, len(pieces) + 1)
        if pieces and set(pieces) <= new and (np.abs(sums - values) > allowance).any():
            found.add(span)
        for outer in new:
            if span not in new and outer[0] <= span[0] and span[1] <= outer[1]:
                excess = values - now.at(bases + codes[outer] * step)
                if (excess > _allowance(family, 2)).any():
                    found.add(span)
    return found


def _allowance(family: Family, figures: int) -> float:
    """Return how far a sum of this many figures may be out because each is rounded."""
    base = max(
        limits.rounding
        for _, grid in family.members
        for limits in grid.arrangement.catalogue.limits_of(grid.table.name)
    )
    return figures * base / 2 if base > 1 else 0.0


@dataclass(frozen=True, slots=True)
class _Values:
    keys: Numbers
    values: NDArray[np.float64]

    def at(self, keys: Numbers) -> NDArray[np.float64]:
        """Return the number printed of each key, NaN where there is none."""
        if not len(self.keys):
            return np.full(len(keys), np.nan)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[place] == keys, self.values[place], np.nan)


def _values(family: Family, order: int) -> _Values:
    """Return what a release prints as numbers of children, by key."""
    keys, values = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for other, grid in family.members:
        if other == order and grid.column.whole:
            there = ~np.isnan(grid.values.ravel())
            keys.append(family.keys(grid)[there])
            values.append(grid.values.ravel()[there])
    every, first = np.unique(np.concatenate(keys), return_index=True)
    return _Values(every, np.concatenate(values)[first])
