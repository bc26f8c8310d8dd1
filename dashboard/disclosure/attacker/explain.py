"""The fewest printed figures that together give an unprotected count away."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.attacker.audit import Assessment
from dashboard.disclosure.attacker.proofs import Proof, prove
from dashboard.disclosure.constraints import Constraints
from dashboard.disclosure.problem import Problem


def explain(problem: Problem, assessment: Assessment, unknown: int) -> Iterator[Proof]:
    """Yield proofs of what an attacker can tell of an unknown, none longer than it must be."""
    chosen, near = _surroundings(problem, assessment.constraints, unknown)
    proofs = prove(
        near,
        problem.least[chosen],
        problem.most[chosen],
        int(np.searchsorted(chosen, unknown)),
        low=int(assessment.low[unknown]),
        high=int(assessment.high[unknown]),
    )
    for proof in proofs:
        terms = {int(chosen[place]): c for place, c in proof.coefficients.items()}
        yield Proof(proof.bounds, terms)


def _surroundings(
    problem: Problem, constraints: Constraints, unknown: int
) -> tuple[Numbers, Constraints]:
    """Return the statements that hang together with an unknown through what is not printed."""
    free = problem.least < problem.most
    kept = free[constraints.unknown]
    height, width = len(constraints.least), constraints.width
    links = sparse.coo_array(
        (np.ones(int(kept.sum())), (constraints.row[kept], constraints.unknown[kept] + height)),
        shape=(height + width, height + width),
    )
    _, labels = csgraph.connected_components(links, directed=False)
    rows = np.flatnonzero(labels[:height] == labels[unknown + height])
    entries = np.isin(constraints.row, rows)
    chosen = np.unique(np.append(constraints.unknown[entries], unknown))
    near = Constraints(
        np.searchsorted(rows, constraints.row[entries]),
        np.searchsorted(chosen, constraints.unknown[entries]),
        constraints.coefficient[entries],
        constraints.least[rows],
        constraints.most[rows],
        len(chosen),
    )
    return chosen, near
