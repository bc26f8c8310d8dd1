"""Measures how long the audit and the suppressor take, and how much is suppressed.

Prints one row a release. Invented counts, the same every time:

    python -m benchmarks.disclosure               the illustrative release, and 4 areas x 20 quarters
    python -m benchmarks.disclosure --places 12   another number of areas
    python -m benchmarks.disclosure --places 150 --years   by year alone, as many children a year
    python -m benchmarks.disclosure --crossed     two-way tables as well: over fifteen minutes
    python -m benchmarks.disclosure --million     150 areas, 1,005,056 cells; with --places 4 33,280

Seconds are of one processor. MiB is the most that this process held.
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
from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.protect import protect_release
from dashboard.data.preparing.counting import Mark, complete_cells, tally
from dashboard.data.release.model import (
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
from dashboard.data.release.reading import import_release
from dashboard.exceptions import DisclosureError
from dashboard.illustrative import count_illustrative
from dashboard.illustrative.catalogue import build_catalogue

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
SPREAD = 6  # more or fewer
QUARTERS_A_YEAR = 4
SEED = 4
MOST_PLACES = 150


def periods(*, quarters: bool = True) -> tuple[Period, ...]:
    """Return 20 quarters, their years, and all time; or six years and all time."""
    years = YEARS if quarters else range(YEARS.start, YEARS.stop + 1)
    found = []
    for year, part in product(years, range(1, 5) if quarters else ()):
        starts = date(year, 3 * part - 2, 1)
        following = date(year + part // 4, 3 * part % 12 + 1, 1)
        key = f"{year}q{part}"
        ends = following - timedelta(days=1)
        found.append(Period(key, str(year), f"Q{part}", PeriodType.QUARTER, key, starts, ends))
    for year in years:
        ends = date(year, 12, 31)
        key = str(year)
        found.append(Period(key, key, "year", PeriodType.YEAR, key, date(year, 1, 1), ends))
    first, last = found[0].starts, found[-1].ends
    found.append(Period("to-date", "", "To date", PeriodType.TO_DATE, "all", first, last))
    return tuple(found)


def large_release(
    places: int, crossing: Crossing = PLAIN, *, quarters: bool = True
) -> tuple[Catalogue, Cells]:
    """Return a release of many areas: starts in tables of these filters, 20 quarters or 6 years."""
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
        periods=periods(quarters=quarters),
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
    shortest = catalogue.periods[0].type
    times = 1 if shortest is PeriodType.QUARTER else QUARTERS_A_YEAR
    for site, period in product(sites, (p for p in catalogue.periods if p.type is shortest)):
        middle, spread = times * CHILDREN_A_QUARTER[crossing], times * SPREAD
        for _ in range(random.randint(middle - spread, middle + spread)):
            child = {n: random.choices(g, range(len(g), 0, -1))[0] for n, g in GROUPS.items()}
            for filters in crossing:
                mark = Mark(site.slug, period.starts, tuple(child[name] for name in filters))
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
    """Return what the work gives, and the seconds of a processor that it took."""
    started = time.process_time()
    return work(), time.process_time() - started


def measure(name: str, catalogue: Catalogue, cells: Cells) -> None:
    """Suppress and audit one release, and print its row."""
    try:
        suppressed, hiding = timed(lambda: protect_release(catalogue, cells, thorough=False))
    except DisclosureError as refusal:
        print(f"{name:<34}{sum(map(len, cells.values())):>10,}  {refusal}", flush=True)
        return
    verdict, auditing = timed(lambda: audit_release(catalogue, suppressed.cells))
    assert verdict.passed
    every = [cell for rows in suppressed.cells.values() for cell in rows]
    hidden = sum(cell.marker is Marker.CONFIDENTIAL for cell in every)
    counts = f"{suppressed.primary:>9,}{suppressed.secondary:>11,}{hidden:>11,}"
    row = f"{counts}{hidden / len(every):>8.0%}{hiding:>12.1f}"
    print(f"{name:<34}{len(every):>10,}{row}{auditing:>10.1f}{_megabytes():>9.0f}", flush=True)


def measure_million(places: int) -> None:
    """Suppress and audit what the import benchmark makes: two filters of 15 groups and a total."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "release"
        write_release(folder, places, suppressed=False)
        release = import_release(folder)
        catalogue = release.catalogue
        tables = {table.name: tuple(release.cells(table.name)) for table in catalogue.tables}
    measure(f"{places} areas, 15 x 15 groups", catalogue, tables)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, help="places of an invented release")
    parser.add_argument("--years", action="store_true", help="by year alone")
    parser.add_argument("--crossed", action="store_true", help="two-way tables as well")
    parser.add_argument("--million", action="store_true", help="the release of a million cells")
    asked = parser.parse_args()
    print(
        f"{'release':<34}{'cells':>10}{'primary':>9}{'secondary':>11}{'suppressed':>11}{'share':>8}"
        f"{'suppress s':>12}{'audit s':>10}{'MiB':>9}"
    )
    if asked.million:
        measure_million(asked.places or MOST_PLACES)
        return
    if asked.places is None and not asked.years:
        measure("illustrative", *count_illustrative())
    count = asked.places or 4
    periods_named = "6 years" if asked.years else "20 quarters"
    ways = {"one-way": PLAIN} | ({"two-way": CROSSED} if asked.crossed else {})
    for words, crossing in ways.items():
        release = large_release(count, crossing, quarters=not asked.years)
        measure(f"{count} areas x {periods_named}, {words}", *release)


if __name__ == "__main__":
    main()
