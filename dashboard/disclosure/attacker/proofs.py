"""The published figures that together give an unprotected count away, and how.

A proof is a combination of the sums in which everything that is hidden cancels out, but for
the count itself. A linear program finds the combination with the least total of coefficients,
and then an integer program one with the fewest figures, where it can tell in time. Anyone can
check a proof by putting in the published figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.disclosure.arrays import Costs, Flags, Matrix, Numbers
from dashboard.disclosure.attacker.audit import Assessment
from dashboard.disclosure.attacker.components import labels_of
from dashboard.disclosure.constraints import Constraints
from dashboard.disclosure.problem import Problem

EXACTLY, AT_MOST, AT_LEAST = "exactly", "at most", "at least"
# What a hidden count may add to a sum that bounds another, as none is below zero:
SIGNS = {EXACTLY: (0.0, 0.0), AT_MOST: (0.0, np.inf), AT_LEAST: (-np.inf, 0.0)}
LARGEST_DENOMINATOR = 64
TINY = 1e-7
FIGURES_AT_MOST = 40  # of a proof by a linear program, for a shorter one to be sought
LARGEST_TIMES = 2  # how much larger coefficients may grow for the sake of fewer figures
SECONDS_AT_MOST = 20.0
CLOSE = 0.999  # a bound within less than one of a whole number is that whole number


@dataclass(frozen=True, slots=True)
class Proof:
    """Coefficients of published figures whose sum bounds a count.

    With `bounds` "exactly", the sum is the count; "at most" and "at least" bound it, because no
    other count in it can be below zero.
    """

    bounds: str
    coefficients: Mapping[int, Fraction]


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


def prove(
    constraints: Constraints, least: Numbers, most: Numbers, unknown: int, *, low: int, high: int
) -> tuple[Proof, ...]:
    """Find the fewest figures that hold an unknown between `low` and `high`.

    `least` and `most` are what is printed of each unknown. Empty where only an argument about
    whole numbers, or about rounding, would do.
    """
    sums = constraints.kept((constraints.least == 0) & (constraints.most == 0))
    weighing = _Weighing(sums.matrix, least == most, most, unknown)
    exact = weighing.fewest(EXACTLY)
    if exact is not None:
        return (exact,)
    upper = weighing.fewest(AT_MOST, (-high - CLOSE, np.inf))
    lower = weighing.fewest(AT_LEAST, (-np.inf, CLOSE - low)) if low > 0 else None
    return tuple(side for side in (upper, lower) if side is not None)


class _Weighing:
    """Which weights of the rows leave the unknown and published figures alone?

    With weights y, the rows add up to g.x = 0 with g = y A. With g = 1 at the unknown, it is minus
    the rest of the sum; a published part p of it has the value p.v, and a hidden part is zero, or
    has a sign that bounds it.
    """

    def __init__(self, rows: Matrix, published: Flags, values: Numbers, unknown: int) -> None:
        hidden = ~published & (np.arange(len(published)) != unknown)
        self.shown = np.flatnonzero(published)
        by_unknown = rows.T.tocsr()
        self.on_shown, self.on_hidden = by_unknown[self.shown], by_unknown[hidden]
        self.on_itself = by_unknown[[unknown]]
        total = self.on_shown.T @ values[self.shown]
        self.total = sparse.csr_array(total[None, :])

    def fewest(self, bounds: str, ends: tuple[float, float] | None = None) -> Proof | None:
        """Return the proof by the fewest published figures, as far as that can be told.

        `ends` hold what the published figures add up to: minus what they tell of the unknown.
        """
        weights = self.solve(bounds, ends)
        if weights is not None and np.count_nonzero(weights) <= FIGURES_AT_MOST:
            largest = LARGEST_TIMES * max(1.0, float(np.abs(weights).max(initial=0)))
            fewer = self.solve(bounds, ends, largest)
            weights = weights if fewer is None else fewer
        if weights is None:
            return None
        fractions = {
            int(self.shown[i]): Fraction(float(weights[i])).limit_denominator(LARGEST_DENOMINATOR)
            for i in np.flatnonzero(np.abs(weights) > TINY)
        }
        return Proof(bounds, {unknown: f for unknown, f in fractions.items() if f})

    def solve(
        self, bounds: str, ends: tuple[float, float] | None, largest: float | None = None
    ) -> Costs | None:
        """Return the coefficients of published figures: of the least total, or the fewest.

        With `largest`, each figure has a switch, and none a greater coefficient than that.
        """
        count, figures = self.on_shown.shape[1], len(self.shown)
        sizes = sparse.eye_array(figures, format="csr") * (largest or 1.0)
        rows = [
            (sparse.hstack([self.on_shown, -sizes]), -np.inf, 0.0),
            (sparse.hstack([self.on_shown, sizes]), 0.0, np.inf),
            (self._alone(self.on_itself), 1.0, 1.0),
            (self._alone(self.on_hidden), *SIGNS[bounds]),
            *([(self._alone(self.total), *ends)] if ends else []),
        ]
        free = np.zeros(count)
        answer = milp(
            np.append(free, np.ones(figures)),
            integrality=np.append(free, np.full(figures, bool(largest))),
            bounds=Bounds(
                np.append(free - np.inf, np.zeros(figures)),
                np.append(free + np.inf, np.full(figures, 1.0 if largest else np.inf)),
            ),
            constraints=[LinearConstraint(*row) for row in rows],
            options={"time_limit": SECONDS_AT_MOST},
        )
        return None if answer.status != 0 else np.asarray(-(self.on_shown @ answer.x[:count]))

    def _alone(self, rows: Matrix) -> Matrix:
        """Return rows that the sizes of figures have no part in."""
        return sparse.hstack([rows, sparse.csr_array((rows.shape[0], len(self.shown)))])
