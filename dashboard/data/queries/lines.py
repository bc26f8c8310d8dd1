"""The figures of lines over time: each level of area has the periods that are printed for it.

A programme may have years where its areas have longer, closed periods. A line has one kind of
period after another, none of which overlap; what a level does not have is left out, without a
marker.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dashboard.data.queries.asked import Asked, Opened
from dashboard.data.queries.derive import Placed, every_address, place
from dashboard.data.queries.fetch import Cells
from dashboard.data.queries.parameters import EVERY
from dashboard.data.queries.periods import covered, is_within, months, run_of
from dashboard.data.queries.statement import Needs
from dashboard.data.queries.view import Longer
from dashboard.data.release.model import Area, Marker, Period, PeriodType

LONGER = (PeriodType.PERIOD, PeriodType.TO_DATE)
FEWEST_GROUPS = 2  # one of which may be the total


class Lines(NamedTuple):
    """The figures of every line, and a longer period for areas with suppressed ones."""

    placed: list[Placed]
    longer: tuple[Longer, ...]


def lines(asked: Asked, areas: Sequence[Area], opened: Opened) -> Generator[Needs, Cells, Lines]:
    """Ask for the cells of every line, and work its figures out: by area, group, then period."""
    kind = EVERY[asked["every"]]
    longer = [p for p in covered(asked.catalogue, asked.measure) if p.type in LONGER]
    mixed = any(p.type is PeriodType.PERIOD for p in longer)
    periods = _candidates(asked, kind, longer)
    mates = _level_mates(asked, areas) if mixed else ()
    cells = yield Needs(every_address(opened), areas, (*periods, *longer), mates)
    placed: list[Placed] = []
    for area in areas:
        line = periods
        if mixed:
            line = periods_of_line(periods, _printed(asked, area, opened, cells), kind)
        placed += place(asked.measure, cells, [area], opened, line)
    if not placed:  # no level of these areas has what is asked: each period is a gap
        line = periods_of_line(periods, lambda _: True, kind)
        placed = place(asked.measure, cells, areas, opened, line)
    return Lines(placed, tuple(_longer(asked, cells, opened, placed, longer)))


def _candidates(asked: Asked, kind: PeriodType, longer: Sequence[Period]) -> tuple[Period, ...]:
    """Return the periods that a line may have: quarters stand alone, years next to longer ones."""
    if kind is PeriodType.QUARTER:
        return run_of(asked.catalogue, asked.measure, kind)
    years = run_of(asked.catalogue, asked.measure, PeriodType.YEAR)
    return (*years, *(p for p in longer if p.type is PeriodType.PERIOD))


def _level_mates(asked: Asked, areas: Sequence[Area]) -> Sequence[Area]:
    """Return the other areas whose rows tell which periods a level has."""
    levels, chosen = {area.level for area in areas}, set(areas)
    return [a for a in asked.catalogue.areas if a.level in levels and a not in chosen]


def _printed(asked: Asked, area: Area, opened: Opened, cells: Cells) -> Callable[[Period], bool]:
    """Return whether any area of a level has a row of what is asked for a period.

    Where groups are asked for, the total alone tells nothing of them.
    """
    mates = [a.slug for a in asked.catalogue.areas if a.level == area.level]
    rows = [cells.get(where.numerator, {}) for _, where in opened]
    fewest = min(len(rows), FEWEST_GROUPS)

    def printed(period: Period) -> bool:
        there = (any((slug, period.key) in row for slug in mates) for row in rows)
        return sum(there) >= fewest

    return printed


def periods_of_line(
    candidates: Iterable[Period], printed: Callable[[Period], bool], kind: PeriodType
) -> tuple[Period, ...]:
    """Choose the periods of one line, those of the kind asked for first; none overlap.

    A period without rows between the first and the last of its kind is a gap, and stays.
    """
    known = list(candidates)
    sign = -1 if kind is PeriodType.PERIOD else 1
    taken: list[Period] = []
    for period in sorted(known, key=lambda p: (p.type is not kind, sign * months(p), p.starts)):
        if printed(period) and not _overlaps(period, taken):
            taken.append(period)
    shorter = [p for p in taken if p.type is not PeriodType.PERIOD]
    for period in known if shorter else ():
        within = shorter[0].starts <= period.starts and period.ends <= shorter[-1].ends
        if period.type is shorter[0].type and within and not _overlaps(period, taken):
            taken.append(period)
    return tuple(sorted(taken, key=lambda p: p.starts))


def _overlaps(period: Period, others: Iterable[Period]) -> bool:
    return any(p.starts <= period.ends and period.starts <= p.ends for p in others)


def _longer(
    asked: Asked, cells: Cells, opened: Opened, placed: Sequence[Placed], longer: Sequence[Period]
) -> Iterator[Longer]:
    """Yield, for each area with suppressed figures, the shortest longer period that has a figure."""
    if len(opened) != 1:
        return
    for area, of_area in groupby(placed, key=lambda p: p.area):
        line = list(of_area)
        suppressed = [p.period for p in line if p.figure.marker is Marker.CONFIDENTIAL]
        keys = {p.period.key for p in line}
        for period in sorted(longer, key=months):
            holds = any(is_within(other, period) for other in suppressed)
            if period.key in keys or not holds:
                continue
            (candidate,) = place(asked.measure, cells, [area], opened, [period])
            if candidate.figure.value is not None:
                yield Longer(area.slug, period.key, period.label)
                break
