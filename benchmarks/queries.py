"""Measures how long each question takes, for 4 areas and for 150.

    python -m benchmarks.queries [DATABASE_URL ...]

Makes an invented release of each size in memory, publishes it into each database (SQLite in a
temporary file when none is named; a PostgreSQL database must be empty), and asks every question
again and again. Nothing is cached but what the product caches: a release's catalogue and keys.
Times are milliseconds; a page asks 4 to 6 questions and has 50 ms.
"""

from __future__ import annotations

import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy.engine import make_url

from dashboard.data.queries import QUESTIONS, ask, choices, table_rows
from dashboard.data.release.model import Area, Catalogue, Cell
from dashboard.data.release.reading import import_release
from dashboard.data.store.loading import Release
from dashboard.data.store.releases import Store

ILLUSTRATIVE = Path(__file__).parents[1] / "dashboard" / "data" / "releases" / "illustrative"
SIZES = (4, 150)
REPEATS = 30
PAGE: tuple[
    tuple[str, Mapping[str, str]], ...
] = (  # what a page of outcomes asks, the heaviest kind
    ("trend", {"measure": "living_at_home"}),
    ("trend", {"measure": "living_at_home", "area": "area-1", "beside": "whole"}),
    ("followup", {"measure": "living_at_home"}),
    ("comparison", {"measure": "living_at_home"}),
    ("breakdown_trend", {"measure": "referrals"}),
    ("matrix", {}),
)


class WideRelease:
    """The illustrative release's tables over any number of areas, with invented numbers."""

    def __init__(self, source: Release, areas: int) -> None:
        self.identifier = f"{areas:012x}"
        self.source = source
        self.catalogue = _widen(source.catalogue, areas)

    def cells(self, table: str) -> Iterator[Cell]:
        """Yield the whole's cells for each area, with separate numbers."""
        random = Random(table)
        whole = self.catalogue.programme.whole
        for cell in self.source.cells(table):
            if cell.area == whole:
                yield cell
                for area in self.catalogue.areas[1:]:
                    share = random.uniform(0.1, 0.4)
                    value = None if cell.value is None else float(int(cell.value * share))
                    yield replace(cell, area=area.slug, value=value)

    def archive(self) -> bytes:
        """Return nothing: it was read from no files."""
        return b""


def main(urls: list[str]) -> None:
    """Print one table for each database."""
    with tempfile.TemporaryDirectory() as folder:
        for url in urls or [f"sqlite:///{folder}/queries.sqlite"]:
            _print_table(url)


def _print_table(url: str) -> None:
    print(f"\n{make_url(url).get_backend_name()}, Python {platform.python_version()}")
    heading = f"median (slowest) of {REPEATS}, ms"
    print(f"{heading:<34}" + "".join(f"{f'{n} areas':>24}" for n in SIZES))
    source = import_release(ILLUSTRATIVE)
    columns = []
    for areas in SIZES:
        with closing(Store.open(url, read_only=False)) as writer:
            identifier = writer.publish(WideRelease(source, areas))
        with closing(Store.open(url)) as store:
            columns.append(dict(_measured(store, identifier)))
    for label in columns[0]:
        print(f"{label:<34}" + "".join(f"{column[label]:>24}" for column in columns))


def _measured(store: Store, identifier: str) -> Iterator[tuple[str, str]]:
    catalogue = store.catalogue(identifier)
    for question in QUESTIONS:
        for label, query in _queries(catalogue, question):
            yield label, _times(partial(ask, store, question, query, identifier))

    def page() -> None:
        for question, query in PAGE:
            ask(store, question, query, identifier)

    yield f"a page of {len(PAGE)} questions", _times(page)

    def rows() -> int:
        return sum(1 for _ in table_rows(store, "outcomes", identifier))

    yield "all rows of outcomes", f"{rows():,}: {_times(rows, 3)}"


def _queries(catalogue: Catalogue, question: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield question, {}
    offered = choices(catalogue, question, {})
    if question == "trend":
        yield "trend, a share", {"measure": "living_at_home"}
        yield "trend, quarters", {"every": "quarter"}
    if question == "comparison":
        yield "comparison, a share", {"measure": "living_at_home"}
    if question == "breakdown" and "area" in offered:
        yield "breakdown, every area", {"area": "all"}


def _times(work: Callable[[], object], repeats: int = REPEATS) -> str:
    work()
    taken = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - started))
    return f"{statistics.median(taken):.1f} ({max(taken):.1f})"


def _widen(catalogue: Catalogue, count: int) -> Catalogue:
    whole = catalogue.area(catalogue.programme.whole) or catalogue.areas[0]
    areas = tuple(
        Area(
            f"area-{n}",
            f"Area {n}",
            "Local authority",
            f"E0900{n:04}",
            part_of=whole.slug,
        )
        for n in range(1, count + 1)
    )
    return replace(
        catalogue,
        name=f"wide-{count}",
        areas=(whole, *areas),
        returns=tuple(
            replace(found, area=area.slug)
            for area in areas
            for found in catalogue.returns
            if found.area == catalogue.returns[0].area
        ),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
