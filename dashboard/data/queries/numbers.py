"""Numbers of children in place of shares: the same figures, before they are divided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.data.queries.derive import Placed
from dashboard.data.queries.view import View
from dashboard.data.release.model import Catalogue, Measure, MeasureKind

SHOW, NUMBER = "show", "number"


def as_numbers(
    catalogue: Catalogue, measure: Measure, placed: Sequence[Placed]
) -> tuple[Measure, list[Placed]]:
    """Return the numerators of shares as counts, and the measure that they are counts of.

    A share that is not shown stays so, though a release may print its numerator. A target is set
    for the share, and goes.
    """
    table = catalogue.table(measure.numerator.table)
    column = table.column(measure.numerator.column) if table else None
    unit = column.unit if column is not None and column.unit else "children"
    counted = replace(
        measure, kind=MeasureKind.COUNT, universe=unit, unit=unit, decimals=0, target=None
    )
    return counted, [p._replace(figure=p.figure.as_count()) for p in placed]


def is_number_of_share(view: View) -> bool:
    """Return True if a view has numbers in place of shares."""
    return (SHOW, NUMBER) in view.query
