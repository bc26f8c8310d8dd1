"""Which number has each set of children, and which numbers do sums tie?

Each release has separate numbers, because what is revised is another set of children. `revisions`
says which sets of two releases are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.data.linking.beginnings import empty_beginnings, out_of_life
from dashboard.data.linking.completion import Tied, tie
from dashboard.data.linking.families import ON_TRIAL, Family, families_of
from dashboard.data.linking.grids import ABSENT, Arrangement, Figure, Grids
from dashboard.data.linking.relations import Relations, found_sums, listed_rows
from dashboard.data.release.additivity import Span
from dashboard.data.release.model import Catalogue, Identity, Period
from dashboard.disclosure.arrays import Flags, Numbers


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
    """Numbers for every set of releases, printed or not; the grids are filled in.

    `pairs` are rows of two numbers that have one name in two releases.
    """

    def __init__(
        self,
        arrangements: Sequence[Arrangement],
        releases: Sequence[Grids],
        exact: Grids | None = None,
        *,
        shown_sums: bool = True,
    ) -> None:
        """`exact` are the unrounded figures of the release on trial, where they are known."""
        self.relations = Relations()
        self.count = 0
        self.nothing: list[Numbers] = []  # numbers of sets that every reader knows to be empty
        self._arrangements = arrangements
        self._families = families_of(releases)
        self._views: dict[tuple[str, str], dict[int, _View]] = {}
        self._starts: list[tuple[int, Family, Numbers]] = []
        self._pairs: list[Numbers] = []
        for name, family in self._families.items():
            self._views[name] = self._number(family)
        for order, (arrangement, grids) in enumerate(zip(arrangements, releases, strict=True)):
            for identity in arrangement.catalogue.identities:
                self._relate(order, arrangement, grids, identity)
            if shown_sums:
                known = exact if order == ON_TRIAL else None
                self.relations.add_found(found_sums(arrangement, grids, known))

    def figure(self, number: int) -> Figure | None:
        """Name a set that no table prints."""
        for first, family, keys in self._starts:
            if first <= number < first + len(keys):
                return _figure(family, int(keys[number - first]))
        return None

    @property
    def pairs(self) -> Numbers:
        return np.concatenate([np.zeros((0, 2), dtype=np.int64), *self._pairs])

    def _number(self, family: Family) -> dict[int, _View]:
        """Number the sets as they are now, and as each earlier release has them."""
        every = tie(family, self._arrangements, family.orders)
        self.relations.counted += every.counted
        now = self._view(family, every)
        self.nothing.append(now.numbers[self._empty(family, now.keys)])
        views = {ON_TRIAL: now}
        for order in family.orders:
            if order != ON_TRIAL:
                own = self._view(family, tie(family, self._arrangements, (order,)))
                self._pairs += [_pairs(other, own) for other in views.values()]
                views[order] = own
        for order, grid in family.members:
            numbers = views[order].find(family.keys(grid)).reshape(grid.markers.shape)
            grid.numbers[grid.present] = numbers[grid.present]
        return views

    def _empty(self, family: Family, keys: Numbers) -> Flags:
        now = _values(family, ON_TRIAL)
        printed = _spans(family, ON_TRIAL)
        early = empty_beginnings(family, now.keys, now.values, printed)
        codes = [family.spans[span] for span in early if span in family.spans]
        empty = out_of_life(family, self._arrangements[ON_TRIAL].catalogue, keys)
        return np.asarray(empty | np.isin(family.time.coordinates(keys), codes))

    def _view(self, family: Family, tied: Tied) -> _View:
        """Number sets, and keep what ties them."""
        view = _View(tied.keys, self._take(family, tied.keys))
        self._keep(tied, view)
        return view

    def _take(self, family: Family, keys: Numbers) -> Numbers:
        first = self.count
        self._starts.append((first, family, keys))
        self.count += len(keys)
        return np.arange(first, self.count, dtype=np.int64)

    def _keep(self, tied: Tied, view: _View) -> None:
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
        for reference in identity.references:
            grid = grids.get((reference.table, reference.column))
            if grid is None or not grid.counts:
                return
            name = grid.family
            family = self._families[name]
            base = family.slice_key(arrangement, grid, reference)
            sides.append((family, self._views[name][order], base))
        wanted = [
            (area.slug, period)
            for area in arrangement.catalogue.areas
            for period in _periods(arrangement.catalogue, identity)
        ]
        every = [
            view.find(np.array([base + _place(family, *at) for at in wanted], dtype=np.int64))
            for family, view, base in sides
        ]
        self.relations.add_identity(identity, listed_rows(every))


def _pairs(now: _View, before: _View) -> Numbers:
    """Return the numbers of the sets that two views have, in rows."""
    own = now.find(before.keys)
    return np.asarray(np.stack([own, before.numbers], axis=1)[own != ABSENT])


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


def _spans(family: Family, order: int) -> set[Span]:
    """Return the spans for which a release prints something."""
    codes = np.unique(family.time.coordinates(family.printed(order))).tolist()
    names = list(family.spans)
    return {span for code in codes if isinstance(span := names[code], tuple)}


@dataclass(frozen=True, slots=True)
class _Values:
    keys: Numbers
    values: NDArray[np.float64]


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
