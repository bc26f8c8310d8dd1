"""Which reported figures are means of people, though no share or rate."""

from __future__ import annotations

from dashboard.data.release.model import Catalogue, Column
from dashboard.data.release.units import (
    MEANS,
    PERCENTAGES,
    is_per_person,
    reporting,
    shares_in,
    units_of,
    words_in,
)

AVERAGES = MEANS | {"typical"}
# Of each child: printed of several, they are averages.
MEASURED = (
    frozenset(
        {"day", "grade", "hour", "minute", "month", "night", "point", "score", "week", "year"}
    )
    | {"days", "grades", "hours", "minutes", "months", "nights", "points", "scores", "weeks"}
    | {"years"}
)


def is_average(catalogue: Catalogue, table: str, column: Column) -> bool:
    """Return True for a mean or a median of people: by its name, per person, or in days or points."""
    if column.whole or column.counts_no_people or (table, column.name) in shares_in(catalogue):
        return False
    units = (column.unit, *units_of(catalogue, table, column))
    titles = (measure.title for measure in reporting(catalogue, table, column.name))
    names = (column.label, *titles, *units)
    if any(words_in(name) & AVERAGES or is_per_person(name) for name in names):
        return True
    return any(w & MEASURED and not w & PERCENTAGES for w in map(words_in, units))
