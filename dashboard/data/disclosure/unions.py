"""Which small counts follow by taking from a whole all of its parts that are printed?

Two hidden routes may each be well protected, and yet the children who came by one or the other
be four in all: the printed total less the printed routes. That is a set below the threshold too.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.data.disclosure.grids import Numbers
from dashboard.data.disclosure.rules import is_small
from dashboard.data.disclosure.system import Remainder, Row, Status, System, sum_row

FEWEST_HIDDEN = 2  # one hidden part by itself is a cell, and is audited as one


def small_unions(system: System) -> list[Remainder]:
    """List the wholes whose unprinted parts together are certainly a small count.

    Those that are an unknown of their own already are left out: they are audited as one.
    """
    known = {(r.whole, frozenset(r.parts)) for r in system.remainders.values()}
    exact = system.least == system.most
    found = {}
    for row in system.rows:
        if not _is_sum(row) or not exact[row.unknowns[0]]:
            continue
        whole, *parts = row.unknowns
        shown = tuple(part for part in parts if exact[part])
        if len(parts) - len(shown) < FEWEST_HIDDEN:
            continue
        left = int(system.least[whole] - system.least[list(shown)].sum())
        key = (whole, frozenset(shown))
        if key not in known and is_small(left, system.threshold):
            found[key] = Remainder(whole, shown)
    return list(found.values())


def with_unions(system: System, unions: list[Remainder]) -> tuple[System, list[Row]]:
    """Give each union an unknown of its own, after all others, and the rows that say so."""
    first, more = len(system), len(unions)
    rows = [sum_row(u.whole, (*u.parts, first + i)) for i, u in enumerate(unions)]
    extended = replace(
        system,
        least=np.append(system.least, np.zeros(more, dtype=np.int64)),
        most=np.append(system.most, np.full(more, 10**9, dtype=np.int64)),
        status=np.append(system.status, np.full(more, Status.IMPLIED, dtype=np.int64)),
        rows=[*system.rows, *rows],
        remainders={**system.remainders, **{first + i: u for i, u in enumerate(unions)}},
    )
    return extended, rows


def counts_of(unions: list[Remainder], table: Numbers) -> Numbers:
    """Return what each union counts in a table of all other unknowns."""
    return np.array([table[u.whole] - table[list(u.parts)].sum() for u in unions], dtype=np.int64)


def _is_sum(row: Row) -> bool:
    first, *rest = row.coefficients
    return (row.least, row.most, first) == (0, 0, 1) and all(c == -1 for c in rest)
