"""The numbered sets that sums and identities tie, declared or shown by the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from dashboard.data.linking.grids import Arrangement, Grids, rows_of
from dashboard.data.release.model import Identity, Marker
from dashboard.data.release.undeclared import known_sums
from dashboard.data.release.undeclared_fitting import PAIR, Candidate, cells, printed_by
from dashboard.disclosure.arrays import Numbers

FEWEST_WITH_COMPLEMENT = 3  # of two components, each is the other's complement


@dataclass(slots=True)
class Relations:
    """Rows of what sets are named by, each (total, component, component...), that tie these sets.

    `within` are (set, set inside it) that no sum ties; `complements` name what is left of a total
    without a component, where sums tie them already; `same` are pairs of one set; `nested` rows
    (whole, part), an array for each kind of part. `counted` says how many sums run over what, and
    how many pairs identities name.
    """

    sums: list[Numbers] = field(default_factory=list)
    within: list[Numbers] = field(default_factory=list)
    complements: list[Numbers] = field(default_factory=list)
    same: list[Numbers] = field(default_factory=list)
    nested: list[Numbers] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    def add(self, other: Relations, named: Callable[[Numbers], Numbers]) -> None:
        """Add what ties sets of other names."""
        for kind in ("sums", "within", "complements", "nested"):
            getattr(self, kind).extend(named(rows) for rows in getattr(other, kind))

    def add_identity(self, identity: Identity, rows: Numbers) -> None:
        """Add rows (right, left), or (right, left, left...) of which the right is the sum."""
        if identity.relation == "part_of":
            self.within.append(rows)
            self.nested.append(rows)
        elif identity.more:
            self._add_sum(rows)
        else:
            self.same.append(rows)
        self.counted["identities"] += len(rows)

    def add_found(self, found: Iterable[tuple[Candidate, list[Numbers]]]) -> None:
        """Add what figures show although nothing declares it."""
        for candidate, rows in found:
            for own in rows:
                if own.shape[1] == PAIR:
                    self.same.append(own)
                else:
                    self._add_sum(own)
            if not candidate.declared:
                self.counted["found"] += sum(len(own) for own in rows)

    def _add_sum(self, rows: Numbers) -> None:
        """Add a sum, with what is left of a total without one of three components or more."""
        self.sums.append(rows)
        if rows.shape[1] > FEWEST_WITH_COMPLEMENT:
            self.complements += [rows[:, [0, n]] for n in range(1, rows.shape[1])]


def found_sums(
    arrangement: Arrangement, grids: Grids, exact: Grids | None = None
) -> Iterator[tuple[Candidate, list[Numbers]]]:
    """Yield each sum that readers take from a release's figures, with its rows of numbers.

    While a release is made, its `exact` figures show which of these are true.
    """
    counts = {place: grid for place, grid in (exact or grids).items() if grid.column.whole}
    catalogue = arrangement.catalogue
    if exact is not None:
        rule = replace(catalogue.disclosure, rounding=1, levels=(), tables=())
        catalogue = replace(catalogue, disclosure=rule)
    values = {
        place: np.where(grid.marked(Marker.NOT_APPLICABLE), 0.0, grid.values)
        for place, grid in counts.items()
    }
    numbers = {place: grids[place].numbers for place in counts}
    suppressed = {place: grid.marked(Marker.CONFIDENTIAL) for place, grid in counts.items()}
    printed = printed_by(catalogue, values, suppressed)
    for candidate in known_sums(printed):
        yield candidate, [rows_of(*cells(numbers, row)) for row in candidate.rows]
