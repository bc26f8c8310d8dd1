"""How is a cell named to a person, without its value?"""

from __future__ import annotations

from dashboard.data.linking.figures import LinkedProblem
from dashboard.data.linking.grids import Figure
from dashboard.data.release.model import Catalogue


def name_figure(catalogue: Catalogue, figure: Figure) -> str:
    """Name a printed figure: place, period, groups, and the table it stands in."""
    area, period = catalogue.area(figure.area), catalogue.period(figure.period)
    parts = [area.name if area else figure.area, period.label if period else figure.period]
    for name, value in figure.groups:
        breakdown = catalogue.breakdown(name)
        group = breakdown.group(value) if breakdown else None
        parts.append(group.label if group else value)
    table = catalogue.table(figure.table)
    column = table.column(figure.column) if table else None
    if table is not None and column is not None and len(table.columns) > 1:
        parts.append(column.label)
    where = f"{figure.table}, {figure.release}" if figure.release else figure.table
    return f"{', '.join(parts)} ({where})"


def name_unknown(catalogue: Catalogue, linked: LinkedProblem, unknown: int) -> str:
    """Name any unknown: by the first figure printed of it, or as what is left of a whole."""
    figures = linked.figures.of(unknown)
    if figures:
        return name_figure(catalogue, figures[0])
    remainder = linked.remainder_of(unknown)
    if remainder is not None:
        return name_remainder(catalogue, linked, *remainder)
    names = [name_figure(catalogue, figure) for figure in linked.figures.unprinted(unknown)]
    return " and ".join(names) or "a count that no table prints"


def name_remainder(
    catalogue: Catalogue, linked: LinkedProblem, whole: int, parts: tuple[int, ...]
) -> str:
    """Name what is left of a whole."""
    names = " and ".join(name_unknown(catalogue, linked, part) for part in parts)
    return f"what is left of {name_unknown(catalogue, linked, whole)} without {names}"
