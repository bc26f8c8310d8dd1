"""Checks that no share's numerator is printed as a count without being declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from dashboard.data.release import format as release_format
from dashboard.data.release.additivity import named_groups
from dashboard.data.release.checks.check import Allowance, NotApplicable, Subject
from dashboard.data.release.checks.grids import Cells, Flags, TableGrid, Values
from dashboard.data.release.checks.shares import (
    NONE_REPORTED,
    Shares,
    counts_behind,
    numerators,
    reported_shares,
)
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import CellReference, Measure
from dashboard.data.release.reading.statistics import Groups
from dashboard.data.release.universes import universe_of

CHECK = "share_numerators"
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
    denied = {entry["sum"] for entry in subject.entries(release_format.NOT_SUMS)}
    for shares in reported:
        halves = shares.halves(subject.catalogue.areas)
        for number, groups in enumerate(shares.grid.combinations):
            counted = list(_counted(subject, shares, groups))
            for below in _denominators(subject, shares, groups):
                one = _One(subject, Cells(shares.grid, shares.column.name, number), below)
                one.allow(shares, halves[number])
                for counts in counted:
                    yield from one.misfits(counts)
                if not counted:
                    yield from one.undeclared(denied)


def _denominators(subject: Subject, shares: Shares, groups: Groups) -> Iterator[Cells]:
    for measure in shares.measures:
        if (below := counts_behind(subject, measure, measure.denominator, groups)) is not None:
            yield below


def _counted(subject: Subject, shares: Shares, groups: Groups) -> Iterator[Cells]:
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

    def __init__(self, subject: Subject, share: Cells, below: Cells) -> None:
        self._subject, self._share, self._below = subject, share, below
        self._low = self._high = np.full(below.present.shape, np.nan)

    def allow(self, shares: Shares, halves: Values) -> None:
        """Take in the least and the most that the numerators can be."""
        values, wholes = self._share.applied, self._below.applied
        off = self._off(self._below.grid)
        least, most = values - halves, values + halves
        self._low, _ = numerators(shares.share, least, most, wholes - off)
        _, self._high = numerators(shares.share, least, most, wholes + off)

    def misfits(self, counts: Cells) -> Iterator[Finding]:
        """Yield a finding for each share that is not that of the counts it is worked out from."""
        wrong = self._wrong(counts.grid, counts.applied)
        expected = f"the share that {counts} has in {self._below}"
        yield from self._share.findings(CHECK, wrong, expected)

    def undeclared(self, denied: set[str]) -> Iterator[Finding]:
        """Yield a finding for each count that may be the numerator, where that would tell."""
        for grid in self._subject.grids.values():
            for column, figures in grid.counts():
                for number in self._fitting(grid, figures.applied):
                    counts = Cells(grid, column, number)
                    name = f"share {self._share} of {counts}"
                    if name not in denied and counts.place != self._below.place:
                        expected = (
                            f"`counted` in measures.csv for {counts}, or a line for `{name}` "
                            "in not_sums.csv: all printed figures fit it"
                        )
                        path = self._share.grid.table.path
                        yield Finding(CHECK, path, None, self._share.column, expected)

    def _fitting(self, grid: TableGrid, values: Values) -> list[int]:
        """Return the combinations in which the counts of a column may be the numerator."""
        unseen = (np.isnan(values) | np.isnan(self._below.applied)) & (grid.rows > 0)
        printed = ~np.isnan(self._share.applied)
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
        groups = named_groups(self._subject.catalogue, grid.combinations[number])
        return universe_of(grid.table), frozenset(groups)

    def _wrong(self, grid: TableGrid, values: Values) -> Flags:
        off = self._off(grid)
        wrong: Flags = (values < self._low - off) | (values > self._high + off)
        return wrong

    def _off(self, grid: TableGrid) -> Allowance:
        return self._subject.allowance(grid.table.name)[:, None]


def _enough(values: Values, fewest: int) -> bool:
    return len(values) >= fewest and len(np.unique(values)) >= fewest
