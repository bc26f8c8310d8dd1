"""How long do the audit and the suppressor take, how much is hidden, and how near the optimum?

Prints one row a release. Invented counts, the same every time:

    python -m benchmarks.disclosure               the illustrative release, and 4 places x 20 quarters
    python -m benchmarks.disclosure --places 12   another number of places
    python -m benchmarks.disclosure --million     150 places, 1,005,056 cells; with --places 4 33,280

Seconds are by the clock, on all processors. MiB is the most that this process and any of its
helpers held.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import TypeVar

from benchmarks.importing import write_release
from dashboard.data.disclosure.audit import audit_release
from dashboard.data.disclosure.suppress import suppress
from dashboard.data.illustrative import count_illustrative
from dashboard.data.illustrative.catalogue import build_catalogue
from dashboard.data.importing import import_release
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
GROUPS = {
    "age": ("10", "11", "12", "13", "14", "15"),
    "route": ("a", "b", "c"),
    "outcome": ("yes", "no", "not known"),
}
Crossing = tuple[tuple[str, ...], ...]
# One-way tables at the volume of this programme, and two-way tables of a larger one.
PLAIN: Crossing = (("age",), ("route",))
CROSSED: Crossing = (("age", "route"), ("route", "outcome"))
CHILDREN_A_QUARTER = {PLAIN: 16, CROSSED: 66}
SEED = 4
MOST_PLACES = 150


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


def large_release(places: int, crossing: Crossing = PLAIN) -> tuple[Catalogue, Cells]:
    """Return a release of many places: starts in tables of these filters, 20 quarters."""
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
            _name(filters),
            _name(filters),
            "",
            "starts",
            f"{_name(filters)}.csv",
            filters,
            (Column("children", "Children", whole=True),),
        )
        for filters in crossing
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
    return catalogue, _count(catalogue, sites, crossing)


def _name(filters: tuple[str, ...]) -> str:
    return "by_" + "_".join(filters)


def _count(catalogue: Catalogue, sites: tuple[Area, ...], crossing: Crossing) -> Cells:
    random = Random(SEED)
    marks: dict[str, list[Mark]] = {table.name: [] for table in catalogue.tables}
    quarters = [p for p in catalogue.periods if p.type is PeriodType.QUARTER]
    for site, quarter in product(sites, quarters):
        middle = CHILDREN_A_QUARTER[crossing]
        for _ in range(random.randint(middle - 6, middle + 6)):
            child = {n: random.choices(g, range(len(g), 0, -1))[0] for n, g in GROUPS.items()}
            for filters in crossing:
                mark = Mark(site.slug, quarter.starts, tuple(child[name] for name in filters))
                marks[_name(filters)].append(mark)
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
    """Return what the work gives, and the seconds it took by the clock."""
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def measure(name: str, catalogue: Catalogue, cells: Cells) -> None:
    """Suppress and audit one release, and print its row."""
    suppressed, hiding = timed(lambda: suppress(catalogue, cells, exact=False))
    verdict, auditing = timed(lambda: audit_release(catalogue, suppressed.cells))
    assert verdict.passed
    every = [cell for rows in suppressed.cells.values() for cell in rows]
    hidden = sum(cell.marker is Marker.CONFIDENTIAL for cell in every)
    row = f"{suppressed.primary:>9,}{hidden:>9,}{hidden / len(every):>8.0%}{hiding:>11.1f}"
    print(f"{name:<34}{len(every):>10,}{row}{auditing:>10.1f}{_megabytes():>9.0f}", flush=True)


def measure_million(places: int) -> None:
    """Suppress and audit what the import benchmark makes: two filters of 15 groups and a total."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "release"
        write_release(folder, places, suppressed=False)
        release = import_release(folder)
        catalogue = release.catalogue
        tables = {table.name: tuple(release.cells(table.name)) for table in catalogue.tables}
    measure(f"{places} places, 15 x 15 groups", catalogue, tables)


def _megabytes() -> float:
    own, others = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return max(resource.getrusage(who).ru_maxrss for who in (own, others)) / 1024


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, help="places of an invented release")
    parser.add_argument("--million", action="store_true", help="the release of a million cells")
    asked = parser.parse_args()
    print(
        f"{'release':<34}{'cells':>10}{'small':>9}{'hidden':>9}{'share':>8}"
        f"{'hiding s':>11}{'audit s':>10}{'MiB':>9}"
    )
    if asked.million:
        measure_million(asked.places or MOST_PLACES)
        return
    if asked.places is None:
        measure("illustrative", *count_illustrative())
    count = asked.places or 4
    measure(f"{count} places x 20 quarters, one-way", *large_release(count))
    measure(f"{count} places x 20 quarters, two-way", *large_release(count, CROSSED))


if __name__ == "__main__":
    main()
