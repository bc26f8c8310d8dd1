"""The parts into which a problem falls, once what is known is taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.constraints import Constraints
from dashboard.disclosure.problem import Problem


@dataclass(frozen=True, slots=True)
class Component:
    """A problem of unknowns that hang together, and their numbers in the whole one, in order."""

    unknowns: Numbers
    problem: Problem


def labels_of(constraints: Constraints, free: Flags) -> tuple[Numbers, Numbers]:
    """Return a label for each row, and for each unknown: equal where free unknowns tie them."""
    is_free = free[constraints.unknown]
    height, width = len(constraints.least), len(free)
    ends = constraints.row[is_free], constraints.unknown[is_free] + height
    shape = (height + width, height + width)
    links = sparse.coo_array((np.ones(int(is_free.sum())), ends), shape=shape)
    _, labels = csgraph.connected_components(links, directed=False)
    own: Numbers = labels.astype(np.int64)
    return own[:height], own[height:]


def decompose(problem: Problem, least: Numbers, most: Numbers) -> Iterator[Component]:
    """Yield the connected parts of what is not fixed by these bounds, smallest first."""
    free, constraints = least < most, problem.constraints
    known = constraints.matrix @ np.where(free, 0, least)
    of_rows, labels = labels_of(constraints, free)
    places, count = (
        np.flatnonzero(free),
        int(max(of_rows.max(initial=0), labels.max(initial=0))) + 1,
    )
    inside = constraints.matrix[:, places]
    parts = zip(_grouped(of_rows, count), _grouped(labels[places], count), strict=True)
    for rows, own in sorted(parts, key=lambda part: len(part[1])):
        if len(own):
            unknowns, part = places[own], inside[rows]
            entries = part.data, np.searchsorted(own, part.indices), part.indptr
            within = Constraints(
                sparse.csr_array(entries, shape=(len(rows), len(own))),
                constraints.least[rows] - known[rows],
                constraints.most[rows] - known[rows],
            )
            yield Component(
                unknowns,
                Problem(
                    least=least[unknowns],
                    most=most[unknowns],
                    status=problem.status[unknowns],
                    thresholds=problem.thresholds[unknowns],
                    constraints=within,
                    must_publish=problem.must_publish[unknowns],
                ),
            )


def _grouped(labels: Numbers, count: int) -> list[Numbers]:
    """Return the places of each of `count` labels, in order."""
    ends = np.cumsum(np.bincount(labels, minlength=count))
    return np.split(np.argsort(labels, kind="stable"), ends[:-1])
