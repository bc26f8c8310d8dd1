"""The unknowns that a linked problem needs, and the sums that tie them.

Sets that identities call the same are one unknown. Of sets that no table prints, those are kept
that a sum ties to what is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from dashboard.data.linking.grids import ABSENT, Figure
from dashboard.data.linking.numbering import Numbering
from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.constraints import Constraints, distinct, sum_constraints

FEWEST_LEFT = 2  # one unprinted component alone is an unknown, and is audited as one


@dataclass(frozen=True, slots=True)
class Tied:
    """Sums between unknowns; `unknowns` has the unknown of each numbered set, ABSENT where none.

    `within` and `complements` are rows of unknowns (total, component, component...), `nested` rows
    (whole, part) by kinds of parts; `empty` are unknowns that every reader knows to be 0, if nothing
    is printed of them; `names` gives the sets of one, as figures that no table prints.
    """

    unknowns: Numbers
    sums: Constraints
    within: list[Numbers]
    complements: list[Numbers]
    nested: list[Numbers]
    empty: Numbers
    names: Callable[[int], tuple[Figure, ...]]
    counted: Mapping[str, int]

    @property
    def width(self) -> int:
        return self.sums.width


def tie_unknowns(
    numbering: Numbering,
    printed: Iterable[Numbers],
    kept: Iterable[Numbers],
    same: Numbers,
) -> Tied:
    """Return the unknowns and sums of numbered sets.

    `printed` are the numbers of printed cells, `kept` rows of further numbers that matter, `same`
    pairs of numbers that two releases have for one set.
    """
    relations = numbering.relations
    labels = _merge(numbering.count, [*relations.same, same])
    is_printed = np.zeros(int(labels.max(initial=-1)) + 1, dtype=bool)
    for numbers in printed:
        is_printed[labels[numbers[numbers != ABSENT]]] = True
    fast = is_printed.copy()  # what may not be dropped
    for rows in [*relations.within, *kept]:
        fast[labels[rows]] = True
    every = sum_constraints(distinct(labels[rows] for rows in relations.sums), len(fast))
    sums, leader = _pruned(every, fast)
    used = fast.copy()
    used[sums.unknown] = True
    renumbered = np.where(used, np.cumsum(used) - 1, ABSENT)
    unknowns = renumbered[labels]
    sums = replace(sums, matrix=sums.matrix[:, used])
    joined = renumbered[np.unique(leader[leader != np.arange(len(leader))])]
    nothing = np.concatenate([np.zeros(0, dtype=np.int64), *numbering.nothing])
    complements = [unknowns[rows] for rows in relations.complements]
    complements = [rows[(rows != ABSENT).all(axis=1)] for rows in complements]
    return Tied(
        unknowns,
        sums,
        [unknowns[rows] for rows in relations.within],
        [*complements, *_left_over(sums, is_printed[used])],
        list(_nested(unknowns, relations.nested, joined)),
        np.setdiff1d(unknowns[nothing], np.append(joined, ABSENT)),
        partial(_named, numbering, labels, renumbered[leader]),
        relations.counted,
    )


def _named(
    numbering: Numbering, labels: Numbers, unknown_of: Numbers, unknown: int
) -> tuple[Figure, ...]:
    """Name one set for each of the labels that are an unknown together."""
    numbers = np.flatnonzero(unknown_of[labels] == unknown)
    _, first = np.unique(labels[numbers], return_index=True)
    figures = map(numbering.figure, numbers[first].tolist())
    return tuple(figure for figure in figures if figure is not None)


def _nested(unknowns: Numbers, arrays: Iterable[Numbers], joined: Numbers) -> Iterator[Numbers]:
    """Yield rows of unknowns (whole, part) of sets that are there and stand for themselves."""
    for rows in arrays:
        own = unknowns[rows]
        there = ((own != ABSENT) & ~np.isin(own, joined)).all(axis=1)
        if there.any():
            yield own[there]


def chained(within: Sequence[Numbers], width: int) -> Numbers:
    """Return rows (whole, part) of what lies within something that lies within the whole."""
    rows = np.concatenate([np.zeros((0, 2), dtype=np.int64), *within])
    direct = sparse.csr_array(
        (np.ones(len(rows), dtype=bool), (rows[:, 0], rows[:, 1])), shape=(width, width)
    )
    reached = further = direct
    while further.nnz:
        further = (further @ direct > reached).tocsr()
        reached = reached + further
    whole, part = (reached > direct).nonzero()
    return np.stack([whole, part], axis=1).astype(np.int64)


def _merge(count: int, same: Sequence[Numbers]) -> Numbers:
    """Return, for each number, a label that it shares with its equals."""
    pairs = np.concatenate([np.empty((0, 2), dtype=np.int64), *same])
    links = sparse.coo_array(
        (np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count)
    )
    _, labels = csgraph.connected_components(links, directed=False)
    return labels.astype(np.int64)


def _pruned(sums: Constraints, fast: Flags) -> tuple[Constraints, Numbers]:
    """Leave out sums that say nothing, and join components that only one sum has.

    A total that no table prints, and that no other sum has, may be any number. Components that
    one sum alone has are known together or not at all. Returns also which component stands for
    each.
    """
    leader = np.arange(sums.width)
    while True:
        lone = (~fast & (np.bincount(sums.unknown, minlength=len(fast)) == 1))[sums.unknown]
        idle = sums.total(lone & (sums.coefficient == 1)) > 0
        spare = np.flatnonzero(lone & (sums.coefficient == -1) & ~idle[sums.row])
        _, first, row = np.unique(sums.row[spare], return_index=True, return_inverse=True)
        leader[sums.unknown[spare]] = sums.unknown[spare[first]][row]
        surplus = np.delete(spare, first)
        if not idle.any() and not len(surplus):
            break
        matrix = sums.matrix.copy()
        matrix.data[surplus] = 0
        matrix.eliminate_zeros()
        sums = replace(sums, matrix=matrix).kept(~idle)
    while (leader != leader[leader]).any():
        leader = leader[leader]
    return sums, leader


def _left_over(sums: Constraints, printed: Flags) -> list[Numbers]:
    """Return each printed total with its printed components, where several are not printed."""
    sums = sums.sums()
    total, component = sums.wholes(), sums.coefficient == -1
    printed_parts = component & printed[sums.unknown]
    open_, closed = sums.total(component & ~printed_parts), sums.total(printed_parts)
    rows = []
    for row in np.flatnonzero((open_ >= FEWEST_LEFT) & (closed > 0) & printed[total]).tolist():
        own = sums.entries(row)
        rows.append(
            np.array([[total[row], *sums.unknown[own][printed_parts[own]]]], dtype=np.int64)
        )
    return rows
