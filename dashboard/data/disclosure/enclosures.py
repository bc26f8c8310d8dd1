"""What bounds follow from a few places alone, whatever the others are?

A window of a large component can show that a count may be so, never that it must. Here what lies
outside a window is let take any value between its bounds: whatever cannot be even then cannot be
in the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from dashboard.data.disclosure.components import Component, decompose
from dashboard.data.disclosure.grids import Flags, Numbers
from dashboard.data.disclosure.matrix import Matrix
from dashboard.data.disclosure.programs import TOLERANCE, Program


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Unknowns with their bounds, statements that hold of them, and those to bound more closely.

    `asked` are places among the component's unknowns.
    """

    component: Component
    asked: Numbers


def enclosures(
    matrix: Matrix, least: Numbers, most: Numbers, inside: Flags, asked: Flags
) -> Iterator[Enclosure]:
    """Yield the connected parts of a window in which there is anything to bound."""
    where = np.flatnonzero(inside)
    for part in decompose(_within(matrix, least, most, inside), least[where], most[where]):
        unknowns = where[part.unknowns]
        if asked[unknowns].any():
            own = Component(unknowns, part.matrix, part.least, part.most)
            yield Enclosure(own, np.flatnonzero(asked[unknowns]))


def enclose(task: Enclosure) -> tuple[Numbers, Numbers]:
    """Return the bounds of what is asked, least and most, were parts of numbers allowed."""
    part = task.component
    program = Program(part.matrix, part.least, part.most).relaxation()
    least, most = part.least[task.asked].copy(), part.most[task.asked].copy()
    for i, unknown in enumerate(task.asked.tolist()):
        costs = np.zeros(len(part.unknowns))
        costs[unknown] = 1.0
        down, up = program.minimise(costs), program.minimise(-costs)
        if down is not None and up is not None:
            least[i] = max(least[i], ceil(float(down[unknown]) - TOLERANCE))
            most[i] = min(most[i], floor(float(up[unknown]) + TOLERANCE))
    return least, most


def _within(matrix: Matrix, least: Numbers, most: Numbers, inside: Flags) -> Matrix:
    """Return the statements over what is inside, as wide as the bounds of what is not."""
    touched = matrix.touching(inside)
    own = inside[matrix.unknown]
    ends = matrix.coefficient * least[matrix.unknown], matrix.coefficient * most[matrix.unknown]
    smallest = matrix.total(np.where(own, 0, np.minimum(*ends)))
    largest = matrix.total(np.where(own, 0, np.maximum(*ends)))
    numbers = np.cumsum(touched) - 1
    return Matrix(
        numbers[matrix.row[own]],
        (np.cumsum(inside) - 1)[matrix.unknown[own]],
        matrix.coefficient[own],
        (matrix.least - largest)[touched],
        (matrix.most - smallest)[touched],
        int(inside.sum()),
    )
