"""Is a share's numerator printed as a count, without being declared?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from dashboard.data.release import format as release_format
from dashboard.data.release.additivity import root_of
from dashboard.data.release.checks.check import Allowance, NotApplicable, Subject
from dashboard.data.release.checks.grids import Flags, Rows, TableGrid, Values
from dashboard.data.release.checks.shares import (
    NONE_REPORTED,
    Counts,
    Shares,
    counts_behind,
    numerators,
    reported_shares,
)
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import CellReference, Marker, Measure
from dashboard.data.release.reading.statistics import Groups
from dashboard.data.release.universes import universe_of

FEWEST_LINES = 3  # on which a count of other children fits a share, and different counts on them
NARROW = 0.1  # of a count: how far apart what a share allows may be, to tell of that count


def share_numerators(subject: Subject) -> Iterator[Finding]:
    """A share or rate whose numerator is printed as a count as well says so, by `counted`.

    This is asked where a suppressed figure follows from it, of counts that contradict the share
    nowhere: those of the same children, others of its universe that fit it once, and any that fit
    it in several places. A line of not_sums.csv says that one fits by chance only. What is
    `counted` fits the share.
    """
    reported = list(reported_shares(subject))
    if not reported:
        raise NotApplicable(NONE_REPORTED)
    denied = {entry["sum"] for entry in subject.reading.entries[release_format.NOT_SUMS.path]}
    for shares in reported:
        halves = shares.halves(subject.catalogue.areas)
        for number, groups in enumerate(shares.grid.combinations):
            counted = list(_counted(subject, shares, groups))
            for below in _denominators(subject, shares, groups):
                one = _One(subject, Counts(shares.grid, shares.column.name, number), below)
                one.allow(shares, halves[number])
                for counts in counted:
                    yield from one.misfits(counts)
                if not counted:
                    yield from one.undeclared(denied)


def _denominators(subject: Subject, shares: Shares, groups: Groups) -> Iterator[Counts]:
    for measure in shares.measures:
        if (below := counts_behind(subject, measure, measure.denominator, groups)) is not None:
            yield below


def _counted(subject: Subject, shares: Shares, groups: Groups) -> Iterator[Counts]:
    """Yield the counts that measures say a share in these groups is worked out from."""
    for measure in shares.measures:
        if dict(measure.numerator.groups).items() <= dict(groups).items():
            counts = counts_behind(subject, _open(measure), measure.counted, groups)
            if counts is not None:
                yield counts


def _open(measure: Measure) -> Measure:
    """Return a measure of all groups: the numerator stands in the share's own, although others are fixed."""
    return replace(
        measure, numerator=CellReference(measure.numerator.table, measure.numerator.column)
    )


class _One:
    """A share in one combination of groups, with one denominator."""

    def __init__(self, subject: Subject, share: Counts, below: Counts) -> None:
        self._subject, self._share, self._below = subject, share, below
        self._low = self._high = np.full(below.present.shape, np.nan)

    def allow(self, shares: Shares, halves: Values) -> None:
        """Take in the least and the most that the numerators can be."""
        values, wholes = self._share.values, self._below.values
        off = self._off(self._below.grid)
        least, most = values - halves, values + halves
        self._low, _ = numerators(shares.share, least, most, wholes - off)
        _, self._high = numerators(shares.share, least, most, wholes + off)

    def misfits(self, counts: Counts) -> Iterator[Finding]:
        """Yield a finding for each share that is not that of the counts it is worked out from."""
        expected = f"the share that {counts.name} has in {self._below.name}"
        for row in np.sort(self._rows[self._wrong(counts.grid, counts.values)]):
            yield self._finding(int(row), expected)

    def undeclared(self, denied: set[str]) -> Iterator[Finding]:
        """Yield a finding for each count that may be the numerator, where that would tell."""
        for grid in self._subject.grids.values():
            for column in grid.table.columns:
                for number in self._fitting(grid, column.name) if column.whole else ():
                    counts = Counts(grid, column.name, number)
                    name = f"share {self._share.name} of {counts.name}"
                    if name not in denied and not counts.same(self._below):
                        yield self._finding(
                            None,
                            f"`counted` in measures.csv for {counts.name}, or a line for `{name}` "
                            "in not_sums.csv: all printed figures fit it",
                        )

    def _fitting(self, grid: TableGrid, column: str) -> list[int]:
        """Return the combinations in which the counts of a column may be the numerator."""
        figures = grid.columns[column]
        values = np.where(figures.marked(Marker.NOT_APPLICABLE), 0.0, figures.values)
        unseen = (np.isnan(values) | np.isnan(self._below.values)) & (grid.rows > 0)
        printed = ~np.isnan(self._share.values)
        fit = (unseen & printed).any(axis=(1, 2)) & ~self._wrong(grid, values).any(axis=(1, 2))
        narrow = self._high - self._low < 1 + NARROW * values
        telling = narrow & (values > 0) & printed
        return [
            number
            for number in np.flatnonzero(fit).tolist()
            if _enough(values[number][telling[number]], self._fewest(grid, number))
        ]

    def _fewest(self, grid: TableGrid, number: int) -> int:
        """Return on how many lines counts must fit: none where their names say it."""
        universe, groups = self._set(grid, number)
        own, own_groups = self._set(self._share.grid, self._share.combination)
        if universe != own:
            return FEWEST_LINES
        return 0 if groups == own_groups else 1

    def _set(self, grid: TableGrid, number: int) -> tuple[str, frozenset[tuple[str, str]]]:
        roots = {b.name: root_of(b) for b in self._subject.catalogue.breakdowns}
        groups = (pair for pair in grid.combinations[number] if roots.get(pair[0]) != pair[1])
        return universe_of(grid.table), frozenset(groups)

    def _wrong(self, grid: TableGrid, values: Values) -> Flags:
        off = self._off(grid)
        found: Flags = (values < self._low - off) | (values > self._high + off)
        return found

    def _off(self, grid: TableGrid) -> Allowance:
        return self._subject.allowance(grid.table.name)[:, None]

    @property
    def _rows(self) -> Rows:
        found: Rows = self._share.grid.rows[self._share.combination]
        return found

    def _finding(self, row: int | None, expected: str) -> Finding:
        path = self._share.grid.table.path
        return Finding("share_numerators", path, row, self._share.column, expected)


def _enough(values: Values, fewest: int) -> bool:
    return len(values) >= fewest and len(np.unique(values)) >= fewest
