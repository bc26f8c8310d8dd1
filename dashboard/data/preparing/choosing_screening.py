"""The points of headline measures that a small count is in the way of, for each way to pool years.

Counting alone, without a solver: a point needs suppression itself where its numerator, its
denominator or a complement of either is small, or where it tells of a whole sensitive group.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing.choosing_partitions import Partition, merged
from dashboard.data.release.additivity import root_of
from dashboard.data.release.model import (
    Area,
    BreakdownKind,
    Catalogue,
    CellReference,
    Limits,
    Measure,
    Period,
)
from dashboard.data.release.openings import Groups, fixed_groups

CLEAR = 0.9  # of a measure's points visible: fewer is a worse trend than one of longer periods
FEW = 0.5  # of a measure's points: with fewer than that visible it has "to date" alone
Counts = NDArray[np.int64]


class Obstacle(enum.StrEnum):
    """A kind of count that is in the way of a point."""

    NUMERATOR = "small numerators"
    DENOMINATOR = "small denominators"
    COMPLEMENT = "small complements"
    SENSITIVE = "all or none of a sensitive group"


@dataclass(frozen=True, slots=True)
class Screened:
    """How many points a measure has in a partition, and which obstacles stand in their way.

    `blocked` are the points that need suppression themselves, `lost` those with what protects them.
    """

    measure: Measure
    partition: Partition
    points: int
    obstacles: Mapping[Obstacle, int] = field(default_factory=dict)
    blocked: int = 0
    lost: int = 0

    @property
    def visible(self) -> float:
        """Return an estimate of the share of points that stay visible."""
        return max(0.0, 1 - self.lost / self.points) if self.points else 0.0

    @property
    def is_clear(self) -> bool:
        """Return True if nearly all points stay visible."""
        return self.visible >= CLEAR

    @property
    def score(self) -> float:
        """Return the share of points visible, times the information kept on a trend."""
        return self.visible * self.partition.information


class Screen:
    """The counts of the measures that one level of area needs, by area and year."""

    def __init__(
        self, catalogue: Catalogue, cells: Tables, level: str, measures: Sequence[Measure]
    ) -> None:
        self.level = level
        self.measures = measures
        self.areas = [a for a in catalogue.areas if a.level.casefold() == level.casefold()]
        self._catalogue = catalogue
        self._cells = cells
        self._series: dict[str, _Series] = {}

    def screen(self, measure: Measure, partition: Partition) -> Screened:
        """Count the points of a measure in a partition, and what is in their way."""
        if measure.key not in self._series:
            self._series[measure.key] = self._read(measure, partition.units)
        series = self._series[measure.key]
        there = [series.judged(*part) for part in partition.parts]
        obstacles = sum((period.obstacles for period in there), Counter[Obstacle]())
        return Screened(
            measure,
            partition,
            sum(period.points for period in there),
            obstacles,
            sum(period.blocked for period in there),
            sum(period.lost for period in there),
        )

    def design(self, partition: Partition) -> dict[str, Screened]:
        """Return, for each measure, the partition or the coarser one that does better for it.

        One without periods where more points would be hidden than seen in any.
        """
        choices = {}
        for measure in self.measures:
            own = self.screen(measure, partition)
            others = [self.screen(measure, p) for p in merged(partition)] if own.blocked else []
            best = max([own, *others], key=lambda screened: (screened.is_clear, screened.score))
            none = Screened(measure, Partition(partition.units, ()), 0)
            choices[measure.key] = best if best.visible >= FEW else none
        return choices

    def _read(self, measure: Measure, units: Sequence[Period]) -> _Series:
        parts = _parts_of(self._catalogue, measure)
        place = {area.slug: n for n, area in enumerate(self.areas)}
        year = {unit.key: n for n, unit in enumerate(units)}
        shape = (len(self.areas), len(units))
        counts = {}
        for name, (reference, groups) in parts.items():
            counts[name] = np.zeros(shape, dtype=np.int64)
            for cell in self._cells[reference.table]:
                there = cell.area in place and cell.period in year
                if there and (cell.column, cell.groups) == (reference.column, groups):
                    counts[name][place[cell.area], year[cell.period]] = int(cell.value or 0)
        limits = self._catalogue.disclosure.of(self.level, measure.numerator.table)
        return _Series(measure, self.areas, units, counts, limits)


@dataclass(frozen=True, slots=True)
class _Judged:
    points: int
    blocked: int
    obstacles: Counter[Obstacle]

    @property
    def lost(self) -> int:
        """Return how many points are hidden at the least: one alone follows from its period's sum."""
        return 2 if self.blocked == 1 else self.blocked


class _Series:
    """The numerators and denominators of a measure, summed over any run of units."""

    def __init__(
        self,
        measure: Measure,
        areas: Sequence[Area],
        units: Sequence[Period],
        counts: Mapping[str, Counts],
        limits: Limits,
    ) -> None:
        self._measure, self._limits = measure, limits
        self._sums = {name: _running(counts[name]) for name in counts}
        self._open = np.array(
            [[a.opened is None or unit.ends >= a.opened for unit in units] for a in areas]
        )
        self._judged: dict[tuple[int, int], _Judged] = {}

    def judged(self, first: int, after: int) -> _Judged:
        """Return the points of one period, and what is in their way."""
        if (first, after) not in self._judged:
            self._judged[first, after] = self._judge(first, after)
        return self._judged[first, after]

    def _judge(self, first: int, after: int) -> _Judged:
        pooled = {name: sums[:, after] - sums[:, first] for name, sums in self._sums.items()}
        there = self._open[:, first:after].any(axis=1) & (pooled["denominator"] > 0)
        flags = {kind: flag & there for kind, flag in self._flags(pooled).items()}
        blocked = np.any(list(flags.values()), axis=0)
        obstacles = Counter({kind: int(flag.sum()) for kind, flag in flags.items() if flag.any()})
        return _Judged(int(there.sum()), int(blocked.sum()), obstacles)

    def _flags(self, pooled: Mapping[str, Counts]) -> dict[Obstacle, NDArray[np.bool_]]:
        above, below = pooled["numerator"], pooled["denominator"]
        least = self._limits.threshold
        complements = [below - above]
        complements += [pooled["due"] - below] if "due" in pooled else []
        small = [(rest > 0) & (rest < least) for rest in complements]
        everyone = (above == 0) | (above == below)
        return {
            Obstacle.NUMERATOR: (above > 0) & (above < least),
            Obstacle.DENOMINATOR: (below > 0) & (below < least),
            Obstacle.COMPLEMENT: np.any(small, axis=0),
            Obstacle.SENSITIVE: everyone & (below >= least) & self._measure.sensitive,
        }


def _running(counts: Counts) -> Counts:
    """Return sums over units from the first, beginning with none."""
    return np.concatenate([np.zeros((len(counts), 1), dtype=np.int64), counts.cumsum(axis=1)], 1)


def _parts_of(catalogue: Catalogue, measure: Measure) -> dict[str, tuple[CellReference, Groups]]:
    """Return the cells of a share: its counts, and everyone whom its denominator is part of."""
    references = {"numerator": measure.numerator, "denominator": measure.denominator}
    parts = {}
    for name, reference in references.items():
        table = catalogue.table(reference.table) if reference is not None else None
        if reference is not None and table is not None:
            parts[name] = reference, fixed_groups(catalogue, table, reference)
    reference, groups = parts["denominator"]
    whole = tuple((name, _root(catalogue, name, group)) for name, group in groups)
    if whole != groups:
        parts["due"] = reference, whole
    return parts


def _root(catalogue: Catalogue, name: str, group: str) -> str:
    breakdown = catalogue.breakdown(name)
    if breakdown is None or breakdown.kind is not BreakdownKind.PARTS:
        return group
    return root_of(breakdown) or group
