"""How much does a reader lose when a figure is hidden?

Small, old and detailed figures go before large, recent and summary ones; a nought says more
than a small count, and totals and headline measures go last.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dashboard.data.disclosure.grids import Figure, Numbers
from dashboard.data.disclosure.programs import Costs
from dashboard.data.disclosure.system import System
from dashboard.data.release import BreakdownKind, Catalogue, CellReference, PeriodType

ANY = 1.0
PER_CHILD, MOST_CHILDREN = 0.05, 60
NOUGHT = 2.0
RECENT = 0.5  # the latest period, against the first
LONG_PERIOD = {PeriodType.QUARTER: 0.0, PeriodType.YEAR: 0.5, PeriodType.TO_DATE: 3.0}
WHOLE = 20.0  # the whole programme, against one place: most readers ask for no other
EVERYONE = 10.0  # a total over every breakdown
HEADLINE = 4.0


def costs_of(catalogue: Catalogue, system: System, truth: Numbers) -> Costs:
    """Return the cost of hiding each unknown; an unknown printed twice costs both."""
    price = _Prices(catalogue)
    found = np.full(len(system), ANY)
    for unknown, figures in system.figures.items():
        count = int(truth[unknown])
        own = PER_CHILD * min(count, MOST_CHILDREN) if count else NOUGHT
        found[unknown] = sum(price.of(f) for f in figures if not f.release) + own
    return found


class _Prices:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        headlines = [m for m in catalogue.measures if m.headline]
        references = [r for m in headlines for r in (m.numerator, m.denominator) if r is not None]
        self.headlines = {_key(reference) for reference in references}
        self.roots = {
            (b.name, g.name)
            for b in catalogue.breakdowns
            for g in b.groups
            if b.kind is BreakdownKind.SEPARATE or not g.part_of
        }
        self.defaults = {(b.name, b.default) for b in catalogue.breakdowns}
        first = min(period.starts for period in catalogue.periods)
        last = max(period.ends for period in catalogue.periods)
        span = max((last - first).days, 1)
        self.periods = {
            p.key: LONG_PERIOD[p.type] + RECENT * (p.ends - first).days / span
            for p in catalogue.periods
        }

    def of(self, figure: Figure) -> float:
        price = ANY + self.periods[figure.period]
        if figure.area == self.catalogue.programme.whole:
            price += WHOLE
        if figure.groups and all(pair in self.roots for pair in figure.groups):
            price += EVERYONE
        named = tuple(sorted(set(figure.groups) - self.defaults))
        if (figure.table, figure.column, named) in self.headlines:
            price += HEADLINE
        return price


def _key(reference: CellReference) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return (reference.table, reference.column, _named(reference.groups))


def _named(groups: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(groups))
