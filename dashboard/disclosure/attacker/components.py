"""The parts into which a problem falls, once what is known is taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.constraints import Constraints


@dataclass(frozen=True, slots=True)
class Component:
    """Unknowns that hang together, with the rows that tie them and nothing else.

    `unknowns` are their numbers in the whole problem; the constraints and the bounds are in that
    order.
    """

    unknowns: Numbers
    constraints: Constraints
    least: Numbers
    most: Numbers


def labels_of(constraints: Constraints, free: Flags) -> tuple[Numbers, Numbers]:
    """Return a label for each row, and for each unknown: equal where free unknowns tie them."""
    kept = free[constraints.unknown]
    height, width = len(constraints.least), len(free)
    ends = constraints.row[kept], constraints.unknown[kept] + height
    shape = (height + width, height + width)
    links = sparse.coo_array((np.ones(int(kept.sum())), ends), shape=shape)
    _, labels = csgraph.connected_components(links, directed=False)
    own: Numbers = labels.astype(np.int64)
    return own[:height], own[height:]


def decompose(constraints: Constraints, least: Numbers, most: Numbers) -> Iterator[Component]:
    """Yield the connected parts of what is not fixed by its bounds, smallest first."""
    free = least < most
    fixed_values = np.where(free, 0, least)
    known = constraints.times(fixed_values)
    kept = free[constraints.unknown]
    row, unknown = constraints.row[kept], constraints.unknown[kept]
    coefficient = constraints.coefficient[kept]
    label_of_row, labels = labels_of(constraints, free)
    label_of_entry = label_of_row[row]
    free_unknowns = np.flatnonzero(free)
    free_unknowns = free_unknowns[np.argsort(labels[free_unknowns], kind="stable")]
    own_labels, starts = np.unique(labels[free_unknowns], return_index=True)
    entries = np.argsort(label_of_entry, kind="stable")
    sorted_labels = label_of_entry[entries]
    sizes = np.diff([*starts, len(free_unknowns)])
    for position in np.argsort(sizes, kind="stable"):
        label, start = own_labels[position], starts[position]
        unknowns = np.sort(free_unknowns[start : start + sizes[position]])
        first, last = np.searchsorted(sorted_labels, [label, label + 1])
        chosen = entries[first:last]
        rows, local_row = np.unique(row[chosen], return_inverse=True)
        part = Constraints(
            local_row.astype(np.int64),
            np.searchsorted(unknowns, unknown[chosen]),
            coefficient[chosen],
            constraints.least[rows] - known[rows],
            constraints.most[rows] - known[rows],
            len(unknowns),
        )
        yield Component(unknowns, part, least[unknowns], most[unknowns])
