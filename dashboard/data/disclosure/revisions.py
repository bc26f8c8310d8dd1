"""Which children does an earlier release count differently?

Where a number differs, the two releases did not count the same set, whatever they call it. All
that the earlier one prints of that universe and span of time is then taken as sets of its own:
they are tied to each other by its sums, and to nothing in the newer release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dashboard.data.disclosure.grids import Arrangement, SetOfChildren, Span, span_of
from dashboard.data.release import Cell


def printed_numbers(
    arrangement: Arrangement, cells: Mapping[str, Iterable[Cell]]
) -> Iterator[tuple[SetOfChildren, float]]:
    """Yield what a release prints as numbers of children."""
    for table in arrangement.catalogue.tables:
        whole = {column.name for column in table.columns if column.whole}
        for cell in cells[table.name]:
            if cell.column in whole and cell.value is not None:
                yield arrangement.set_of(table, cell), cell.value


def revised_spans(
    newer: Mapping[SetOfChildren, float], older: Iterable[tuple[SetOfChildren, float]]
) -> frozenset[Span]:
    """Return the universes and spans of time in which a printed number differs."""
    return frozenset(span_of(key) for key, value in older if newer.get(key, value) != value)
