"""How small releases for tests of disclosure control are written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.data.preparing.counting import Mark, complete_cells, tally
from dashboard.data.release.context import Programme
from dashboard.data.release.model import (
    Area,
    Breakdown,
    BreakdownKind,
    Catalogue,
    Cell,
    Column,
    DisclosureRule,
    Group,
    Identity,
    Level,
    Marker,
    Measure,
    Period,
    PeriodType,
    StatisticalTable,
)

WHOLE = "whole"
DAY = date(2026, 1, 1)
CHILDREN = Column("children", "Children", whole=True, unit="children")
Cells = dict[str, tuple[Cell, ...]]


@cache
def every_parting(total: int, parts: int) -> NDArray[np.int64]:
    """Return every way to part a total into whole numbers: an array of parts by ways.

    A row of so many balls and one bar less than there are parts: the bars may be any of its places.
    """
    places = total + parts - 1
    bars = np.array(list(combinations(range(places), parts - 1)))
    edges = np.pad(bars, ((0, 0), (1, 1)), constant_values=((0, 0), (-1, places)))
    found: NDArray[np.int64] = (np.diff(edges, axis=1) - 1).T
    found.flags.writeable = False  # it is kept
    return found


def year(number: int) -> Period:
    """Return a calendar year."""
    key = str(number)
    starts, ends = date(number, 1, 1), date(number, 12, 31)
    return Period(key, key, "Calendar year", PeriodType.YEAR, key, starts, ends)


def quarter(number: int, part: int) -> Period:
    """Return a quarter of a calendar year."""
    starts = date(number, 3 * part - 2, 1)
    ends = date(number, 3 * part, 31 if part in (1, 4) else 30)
    key = f"{number}q{part}"
    name = f"Calendar year Q{part}"
    return Period(key, str(number), name, PeriodType.QUARTER, key, starts, ends)


def to_date(starts: date, last: int) -> Period:
    """Return the period from a first day to the end of a year."""
    ends = date(last, 12, 31)
    return Period("to-date", "", "To date", PeriodType.TO_DATE, "To date", starts, ends)


def parts(name: str, *groups: str) -> Breakdown:
    """Return a breakdown whose groups add up to a Total."""
    every = (Group("Total", "All"), *(Group(g, g, "Total") for g in groups))
    return Breakdown(name, name, BreakdownKind.PARTS, "Total", every)


def stages(name: str, *groups: str) -> Breakdown:
    """Return a breakdown in which each group is some of the one before."""
    every = tuple(Group(g, g, groups[i - 1] if i else "") for i, g in enumerate(groups))
    return Breakdown(name, name, BreakdownKind.STAGES, groups[0], every)


def table(name: str, *filters: str, columns: Sequence[Column] = (CHILDREN,)) -> StatisticalTable:
    """Return a table whose universe is its own."""
    return StatisticalTable(name, name, name, name, f"{name}.csv", filters, tuple(columns))


def catalogue(
    *,
    sites: Sequence[str],
    periods: Sequence[Period],
    breakdowns: Sequence[Breakdown] = (),
    tables: Sequence[StatisticalTable] = (),
    identities: Sequence[Identity] = (),
    measures: Sequence[Measure] = (),
    threshold: int = 5,
    rounding: int = 1,
    version: str = "1",
) -> Catalogue:
    """Return a catalogue of sites that make up a whole."""
    whole = Area(WHOLE, "Whole", Level.PROGRAMME)
    places = (Area(s, s.capitalize(), Level.LOCAL_AUTHORITY, s, part_of=WHOLE) for s in sites)
    return Catalogue(
        name="small",
        title="Small",
        description="",
        version=version,
        licence="",
        licence_url="",
        producer="",
        contact="",
        published=DAY,
        last_updated=DAY,
        next_update=None,
        next_update_note="",
        illustrative=True,
        programme=Programme("", "", "", "", WHOLE, ""),
        disclosure=DisclosureRule(threshold, rounding, ""),
        areas=(whole, *places),
        periods=tuple(periods),
        breakdowns=tuple(breakdowns),
        tables=tuple(tables),
        measures=tuple(measures),
        identities=tuple(identities),
    )


def count(catalogue: Catalogue, counts: Mapping[str, Mapping[Any, int]]) -> Cells:
    """Return the whole tables of a catalogue from their finest counts.

    `counts` has, by table, (site, period, group...) -> count.
    """
    found = {}
    for plan in catalogue.tables:
        marks = [
            Mark(site, _day(catalogue, key), tuple(groups), amount)
            for (site, key, *groups), amount in counts[plan.name].items()
        ]
        values = {"children": tally(catalogue, plan, catalogue.periods, marks)}
        found[plan.name] = tuple(complete_cells(catalogue, plan, catalogue.periods, values))
    return found


def hide(cells: Cells, name: str, *places: tuple[str, ...]) -> Cells:
    """Return the cells with those at (area, period, group...) of one table made confidential."""
    hidden = set(places)
    rows = tuple(
        replace(cell, value=None, marker=Marker.CONFIDENTIAL)
        if (cell.area, cell.period, *(g for _, g in cell.groups)) in hidden
        else cell
        for cell in cells[name]
    )
    assert sum(cell.marker is Marker.CONFIDENTIAL for cell in rows) >= len(hidden)
    return cells | {name: rows}


def hide_small(cells: Cells, threshold: int = 5) -> Cells:
    """Return the cells with every small count made confidential, and nothing else."""
    return {
        name: tuple(
            replace(cell, value=None, marker=Marker.CONFIDENTIAL)
            if cell.value is not None and 0 < cell.value < threshold
            else cell
            for cell in rows
        )
        for name, rows in cells.items()
    }


def hidden_places(cells: Iterable[Cell]) -> set[tuple[str, ...]]:
    """Return (area, period, group...) of every confidential cell."""
    return {
        (cell.area, cell.period, *(g for _, g in cell.groups))
        for cell in cells
        if cell.marker is Marker.CONFIDENTIAL
    }


def _day(catalogue: Catalogue, key: str) -> date:
    period = catalogue.period(key)
    assert period is not None
    return period.starts
