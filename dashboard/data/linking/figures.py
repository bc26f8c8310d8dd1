"""A problem together with the printed cells that its unknowns stand for, and their names.

A name has no value in it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dashboard.data.linking.grids import ABSENT, Figure, Grid, Grids
from dashboard.data.release.model import Catalogue
from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.errors import CannotProtect
from dashboard.disclosure.problem import Problem
from dashboard.exceptions import DisclosureError


class Figures:
    """Which printed cells stand for each unknown.

    `unknowns` has, for each grid, the unknown behind each cell, or ABSENT. `on_trial` are all grids
    of the release on trial, with those that count no children; `unprinted` names what no cell
    stands for: the sets that an unknown counts together.
    """

    def __init__(
        self,
        grids: Sequence[Grid],
        unknowns: Sequence[Numbers],
        on_trial: Grids,
        unprinted: Callable[[int], tuple[Figure, ...]],
    ) -> None:
        self.unprinted = unprinted
        self.on_trial = on_trial
        self.grids = tuple(grids)
        self.unknowns = tuple(unknowns)
        cells = [
            np.stack([behind, np.full(len(behind), number), np.flatnonzero(there)])
            for number, (_, there, behind) in enumerate(self.printed())
        ]
        every = np.hstack([np.zeros((3, 0), dtype=np.int64), *cells])
        self._unknown, self._grid, self._place = every[:, np.argsort(every[0], kind="stable")]

    def printed(self) -> Iterator[tuple[Grid, Flags, Numbers]]:
        """Yield each grid, which of its cells stand for an unknown, and for which."""
        for grid, unknowns in zip(self.grids, self.unknowns, strict=True):
            there = unknowns != ABSENT
            yield grid, there, unknowns[there]

    def of(self, unknown: int) -> list[Figure]:
        """Name the cells of an unknown: those with a number first, as proofs can point at them."""
        first, last = np.searchsorted(self._unknown, [unknown, unknown + 1])
        cells = zip(self._grid[first:last].tolist(), self._place[first:last].tolist(), strict=True)
        chosen = [(self.grids[grid], place) for grid, place in cells]
        chosen.sort(key=lambda cell: bool(np.isnan(cell[0].values.flat[cell[1]])))
        return [grid.figure(place) for grid, place in chosen]

    def count(self, width: int) -> Numbers:
        """Return how many cells print each of `width` unknowns."""
        return np.bincount(self._unknown, minlength=width)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedProblem(Problem):
    """The problem of one release on trial, with the releases before it.

    `contradictions` are printed figures that no whole number fits. `given_away` are pairs of a
    suppressed figure and one that prints the same children's number. `counted` has how many
    constraints there are of each kind.
    """

    figures: Figures
    given_away: tuple[tuple[Figure, Figure], ...] = ()
    contradictions: tuple[Figure, ...] = ()
    counted: Mapping[str, int] = field(default_factory=dict)


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


@contextlib.contextmanager
def as_disclosure_error(catalogue: Catalogue) -> Iterator[None]:
    """Raise DisclosureError wherever CannotProtect is raised, with its words and the count's name."""
    try:
        yield
    except CannotProtect as error:
        words = str(error)
        if error.unknown is not None and isinstance(error.problem, LinkedProblem):
            words += f" One is {name_unknown(catalogue, error.problem, error.unknown)}."
        raise DisclosureError(words) from error
