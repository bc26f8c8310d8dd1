"""The published figures that together give a suppressed count away, and how.

A proof is a combination of the sums in which everything that is hidden cancels out, but for
the count itself. A linear program finds the combination with the least total of coefficients,
and then an integer program one with the fewest figures, where it can tell in time. Anyone can
check a proof by putting in the published figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from dashboard.disclosure.arrays import Costs, Flags, Numbers
from dashboard.disclosure.constraints import Constraints

EXACTLY = "exactly"
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

    def value(self, published: Numbers) -> Fraction:
        """Put in the published figures."""
        terms = (c * int(published[unknown]) for unknown, c in self.coefficients.items())
        return sum(terms, Fraction(0))


def prove(
    constraints: Constraints, least: Numbers, most: Numbers, unknown: int, *, low: int, high: int
) -> tuple[Proof, ...]:
    """Find the fewest figures that hold an unknown between `low` and `high`.

    `least` and `most` are what is printed of each unknown. Empty where only an argument about
    whole numbers, or about rounding, would do.
    """
    sums = constraints.kept((constraints.least == 0) & (constraints.most == 0))
    asked = partial(_Question, sums.matrix, least == most, most, unknown)
    exact = asked(EXACTLY, None).fewest()
    if exact is not None:
        return (exact,)
    sides = (
        asked("at most", high).fewest(),
        asked("at least", low).fewest() if low > 0 else None,
    )
    return tuple(side for side in sides if side is not None)


@dataclass(frozen=True, slots=True)
class _Question:
    """Which weights of the rows leave the unknown and published figures alone?

    `fixed` are the unknowns that are printed exactly, with these `values`. With weights y, the rows
    add up to g.x = 0 with g = y A. With g = 1 at the unknown, it is minus the rest of the sum; a
    published part p of it has the value p.v, and a hidden part is zero, or has a sign that bounds it.
    """

    rows: sparse.csr_array
    fixed: Flags
    values: Numbers
    unknown: int
    bounds: str
    limit: int | None

    def fewest(self) -> Proof | None:
        """Return the proof by the fewest published figures, as far as that can be told."""
        least = self.solve(None)
        if least is None or np.count_nonzero(least) > FIGURES_AT_MOST:
            return None if least is None else self.proof(least)
        fewest = self.solve(LARGEST_TIMES * max(1.0, float(np.abs(least).max(initial=0))))
        return self.proof(least if fewest is None else fewest)

    def solve(self, largest: float | None) -> Costs | None:
        """Return the coefficients of published figures: of the least total, or the fewest.

        With `largest`, each figure has a switch, and none a greater coefficient than that.
        """
        hidden = np.flatnonzero(~self.fixed & (np.arange(len(self.fixed)) != self.unknown))
        shown = np.flatnonzero(self.fixed)
        on_shown, on_hidden = self.rows[:, shown].T.tocsr(), self.rows[:, hidden].T.tocsr()
        own = self.rows[:, [self.unknown]].T.tocsr()
        count = self.rows.shape[0]
        none = sparse.csr_array((len(hidden), len(shown)))
        size = sparse.eye_array(len(shown), format="csr") * (largest or 1.0)
        upper = [sparse.hstack([on_shown, -size]), sparse.hstack([-on_shown, -size])]
        limits = [np.zeros(2 * len(shown))]
        equal = [sparse.hstack([own, sparse.csr_array((1, len(shown)))])]
        targets = [np.ones(1)]
        if self.limit is None:
            equal.append(sparse.hstack([on_hidden, none]))
            targets.append(np.zeros(len(hidden)))
        else:
            sign = -1 if self.bounds == "at most" else 1
            upper.append(sparse.hstack([sign * on_hidden, none]))
            limits.append(np.zeros(len(hidden)))
            total = sparse.csr_array((on_shown.T @ self.values[shown].astype(float))[None, :])
            upper.append(sparse.hstack([sign * total, sparse.csr_array((1, len(shown)))]))
            limits.append(np.array([-sign * self.limit + CLOSE]))
        switches = 1.0 if largest else None
        answer: Any = linprog(  # type: ignore[call-overload]  # its stubs know dense matrices only
            np.concatenate([np.zeros(count), np.ones(len(shown))]),
            A_ub=sparse.vstack(upper).tocsr(),
            b_ub=np.concatenate(limits),
            A_eq=sparse.vstack(equal).tocsr(),
            b_eq=np.concatenate(targets),
            bounds=[(None, None)] * count + [(0, switches)] * len(shown),
            integrality=np.concatenate([np.zeros(count), np.full(len(shown), bool(largest))]),
            method="highs",
            options={"time_limit": SECONDS_AT_MOST},
        )
        if answer.status != 0:
            return None
        return np.asarray(-(on_shown @ answer.x[:count]))

    def proof(self, weights: Costs) -> Proof:
        """Return the proof with these coefficients of published figures."""
        shown = np.flatnonzero(self.fixed)
        fractions = {
            int(unknown): Fraction(float(weight)).limit_denominator(LARGEST_DENOMINATOR)
            for unknown, weight in zip(shown, weights, strict=True)
            if abs(weight) > TINY
        }
        return Proof(self.bounds, {unknown: f for unknown, f in fractions.items() if f})
