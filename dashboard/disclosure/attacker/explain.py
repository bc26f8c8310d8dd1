"""The fewest printed figures that together give an unprotected count away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from dashboard.disclosure.attacker.audit import Assessment
from dashboard.disclosure.attacker.components import labels_of
from dashboard.disclosure.attacker.proofs import Proof, prove
from dashboard.disclosure.problem import Problem


def explain(problem: Problem, assessment: Assessment, unknown: int) -> Iterator[Proof]:
    """Yield proofs of what an attacker can tell of an unknown, none longer than it must be."""
    # What hangs together with it through what is not printed:
    of_rows, labels = labels_of(assessment.constraints, problem.least < problem.most)
    near = assessment.constraints.kept(of_rows == labels[unknown])
    chosen = np.unique(np.append(near.unknown, unknown))
    proofs = prove(
        replace(near, matrix=near.matrix[:, chosen]),
        problem.least[chosen],
        problem.most[chosen],
        int(np.searchsorted(chosen, unknown)),
        low=int(assessment.low[unknown]),
        high=int(assessment.high[unknown]),
    )
    for proof in proofs:
        terms = {int(chosen[place]): c for place, c in proof.coefficients.items()}
        yield Proof(proof.bounds, terms)
