"""Ways to divide the years that a release spans into closed periods, and what each keeps of a trend.

The unit is a year. A part year at the end is pooled with the year before it: a point of half a
year would stand next to points of years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise

from dashboard.data.release.model import Catalogue, Period, PeriodType
from dashboard.data.release.periods import REPORTING_PERIOD, derive_periods
from dashboard.exceptions import InvalidRelease

MOST_YEARS = 14  # 8,192 ways to divide them
WHOLE_YEAR = timedelta(days=364)
Cuts = tuple[int, ...]  # the first unit of each part


@dataclass(frozen=True, slots=True)
class Partition:
    """Closed periods, one after another, that fill the units; `cuts` are their first units.

    Without cuts there is no period.
    """

    units: tuple[Period, ...]
    cuts: Cuts

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """Return the first unit of each part, and the one after its last."""
        return tuple(pairwise((*self.cuts, len(self.units))))

    @property
    def spans(self) -> tuple[tuple[date, date], ...]:
        """Return the first and the last day of each part."""
        return tuple((self.units[a].starts, self.units[b - 1].ends) for a, b in self.parts)

    @property
    def words(self) -> tuple[str, ...]:
        """Return what a policy calls its periods: 2024, or 202022 for a reporting period."""
        return tuple(
            self.units[a].key if b - a == 1 else _digits(*span)
            for (a, b), span in zip(self.parts, self.spans, strict=True)
        )

    @property
    def labels(self) -> tuple[str, ...]:
        """Return its periods as readers see them, without their lengths."""
        return tuple(
            self.units[a].label if b - a == 1 else _label(*span)
            for (a, b), span in zip(self.parts, self.spans, strict=True)
        )

    @property
    def added(self) -> dict[str, dict[str, str]]:
        """Return the reporting periods that it needs, as words of a policy."""
        return {
            word: _days(*span)
            for (a, b), word, span in zip(self.parts, self.words, self.spans, strict=True)
            if b - a > 1
        }

    @property
    def information(self) -> float:
        """Return the share of the information on a straight trend that years would give."""
        every = _spread([(unit.starts, unit.ends) for unit in self.units])
        return _spread(self.spans) / every if every and self.cuts else 0.0

    def refines(self, other: Partition) -> bool:
        """Return True if each period of the other is a sum of this one's."""
        return set(self.cuts) >= set(other.cuts)


def units_of(catalogue: Catalogue) -> tuple[Period, ...]:
    """Return the years of a release, one after another without a gap.

    Raises InvalidRelease where there are none, or more than can be tried.
    """
    years = sorted(
        (p for p in catalogue.periods if p.type is PeriodType.YEAR), key=lambda p: p.starts
    )
    gaps = [b for a, b in pairwise(years) if b.starts - a.ends != _DAY]
    if not years or gaps or len(years) > MOST_YEARS:
        expected = f"calendar years, one after another, {MOST_YEARS} at most"
        raise InvalidRelease(f"periods.csv: to choose periods, expected {expected}.")
    return tuple(years)


def partitions(units: tuple[Period, ...]) -> Iterator[Partition]:
    """Yield every way to divide units into two periods or more, all of a year at least."""
    last = len(units) - (units[-1].ends - units[-1].starts < WHOLE_YEAR)
    inner = range(1, last)
    for number in range(1, len(inner) + 1):
        for cuts in combinations(inner, number):
            yield Partition(units, (0, *cuts))


def merged(partition: Partition) -> Iterator[Partition]:
    """Yield every coarser partition of two periods or more."""
    inner = partition.cuts[1:]
    for number in range(1, len(inner)):
        for cuts in combinations(inner, number):
            yield Partition(partition.units, (0, *cuts))


_DAY = timedelta(days=1)


def _digits(starts: date, ends: date) -> str:
    return f"{starts.year}{ends.year % 100:02}"


def _days(starts: date, ends: date) -> dict[str, str]:
    whole = (starts.month, starts.day, ends.month, ends.day) == (1, 1, 12, 31)
    return {} if whole else {"starts": starts.isoformat(), "ends": ends.isoformat()}


def _label(starts: date, ends: date) -> str:
    pair = (_digits(starts, ends), REPORTING_PERIOD)
    (period,) = derive_periods([pair], {pair: (starts, ends)})
    return period.label.rsplit(" (", 1)[0]


def _spread(spans: Sequence[tuple[date, date]]) -> float:
    """Return the sum of squared distances of days from the mean day, each at its span's middle."""
    lengths = [(ends - starts).days + 1 for starts, ends in spans]
    middles = [starts.toordinal() + (ends - starts).days / 2 for starts, ends in spans]
    mean = sum(n * m for n, m in zip(lengths, middles, strict=True)) / sum(lengths)
    return sum(n * (m - mean) ** 2 for n, m in zip(lengths, middles, strict=True))
