"""How long do the audit and the suppressor take, how much is hidden, and how near the optimum?

Prints one row a release. Invented counts, the same every time:

    python -m benchmarks.disclosure            the illustrative release, and 4 places x 20 quarters
    python -m benchmarks.disclosure --places 12  another number of places
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import TypeVar

from dashboard.data.disclosure.audit import audit_release
from dashboard.data.disclosure.suppression import suppress
from dashboard.data.illustrative import count_illustrative
from dashboard.data.illustrative.catalogue import build_catalogue
from dashboard.data.preparing.tallying import Mark, complete_cells, tally
from dashboard.data.release import (
    Area,
    Breakdown,
    BreakdownKind,
    Catalogue,
    Cell,
    Column,
    Group,
    Level,
    Marker,
    Period,
    PeriodType,
    StatisticalTable,
)

Found = TypeVar("Found")
Cells = dict[str, tuple[Cell, ...]]
YEARS = range(2020, 2025)
GROUPS = {"age": ("10", "11", "12", "13", "14", "15"), "route": ("a", "b", "c")}
CHILDREN_A_QUARTER = 16
SEED = 4


def periods() -> tuple[Period, ...]:
    """Return 20 quarters, their years, and all time."""
    found = []
    for year, part in product(YEARS, range(1, 5)):
        starts = date(year, 3 * part - 2, 1)
        following = date(year + part // 4, 3 * part % 12 + 1, 1)
        key = f"{year}q{part}"
        ends = following - timedelta(days=1)
        found.append(Period(key, str(year), f"Q{part}", PeriodType.QUARTER, key, starts, ends))
    for year in YEARS:
        ends = date(year, 12, 31)
        key = str(year)
        found.append(Period(key, key, "year", PeriodType.YEAR, key, date(year, 1, 1), ends))
    first, last = found[0].starts, found[-1].ends
    found.append(Period("to-date", "", "To date", PeriodType.TO_DATE, "all", first, last))
    return tuple(found)


def large_release(places: int) -> tuple[Catalogue, Cells]:
    """Return a release of many places: starts by age and by route, 20 quarters, with margins."""
    base = build_catalogue(SEED)
    whole = Area("programme", "All", Level.PROGRAMME)
    sites = tuple(
        Area(f"p{i}", f"Place {i}", Level.LOCAL_AUTHORITY, str(i), part_of=whole.slug)
        for i in range(places)
    )
    breakdowns = tuple(
        Breakdown(
            name,
            name,
            BreakdownKind.PARTS,
            "Total",
            (Group("Total", "All"), *(Group(g, g, "Total") for g in groups)),
        )
        for name, groups in GROUPS.items()
    )
    tables = tuple(
        StatisticalTable(
            f"by_{name}",
            name,
            "",
            "starts",
            f"by_{name}.csv",
            (name,),
            (Column("children", "Children", whole=True),),
        )
        for name in GROUPS
    )
    catalogue = Catalogue(
        **{
            name: getattr(base, name)
            for name in Catalogue.__slots__
            if name not in {"areas", "periods", "breakdowns", "tables", "measures", "identities"}
        },
        areas=(whole, *sites),
        periods=periods(),
        breakdowns=breakdowns,
        tables=tables,
        measures=(),
    )
    return catalogue, _count(catalogue, sites)


def _count(catalogue: Catalogue, sites: tuple[Area, ...]) -> Cells:
    random = Random(SEED)
    marks: dict[str, list[Mark]] = {table.name: [] for table in catalogue.tables}
    quarters = [p for p in catalogue.periods if p.type is PeriodType.QUARTER]
    for site, quarter in product(sites, quarters):
        for _ in range(random.randint(CHILDREN_A_QUARTER - 6, CHILDREN_A_QUARTER + 6)):
            for name, groups in GROUPS.items():
                (group,) = random.choices(groups, range(len(groups), 0, -1))
                marks[f"by_{name}"].append(Mark(site.slug, quarter.starts, (group,)))
    return {
        table.name: tuple(
            complete_cells(
                catalogue,
                table,
                catalogue.periods,
                {"children": tally(catalogue, table, catalogue.periods, marks[table.name])},
            )
        )
        for table in catalogue.tables
    }


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """Return what the work gives, and the seconds of processor time it took."""
    started = time.process_time()
    return work(), time.process_time() - started


def measure(name: str, catalogue: Catalogue, cells: Cells) -> None:
    """Suppress and audit one release, and print its row."""
    suppressed, hiding = timed(lambda: suppress(catalogue, cells))
    verdict, auditing = timed(lambda: audit_release(catalogue, suppressed.cells))
    assert verdict.passed
    every = [cell for rows in suppressed.cells.values() for cell in rows]
    hidden = sum(cell.marker is Marker.CONFIDENTIAL for cell in every)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:<24}{len(every):>9,}{suppressed.primary:>9,}{hidden:>9,}"
        f"{hidden / len(every):>8.0%}{hiding:>11.1f}{auditing:>10.1f}{memory:>9.0f}"
    )


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, help="places of an invented release")
    places = parser.parse_args().places
    print(
        f"{'release':<24}{'cells':>9}{'small':>9}{'hidden':>9}{'share':>8}"
        f"{'hiding s':>11}{'audit s':>10}{'MiB':>9}"
    )
    if places is None:
        measure("illustrative", *count_illustrative())
    count = places or 4
    measure(f"{count} places x 20 quarters", *large_release(count))


if __name__ == "__main__":
    main()
