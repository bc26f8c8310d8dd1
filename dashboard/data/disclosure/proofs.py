"""Which published figures together give a hidden count away, and how?

A proof is a combination of the sums in which everything that is hidden cancels out, but for
the count itself. The combination with the least total of coefficients is found by a linear
program; it is nearly always also the one with the fewest figures. Anyone can check a proof by
putting in the published figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from dashboard.data.disclosure.grids import Flags, Numbers
from dashboard.data.disclosure.matrix import Matrix

LARGEST_DENOMINATOR = 64
TINY = 1e-7
CLOSE = 0.999  # a bound within less than one of a whole number is that whole number


@dataclass(frozen=True, slots=True)
class Proof:
    """Coefficients of published figures whose sum bounds a count.

    With `bounds` "exactly", the sum is the count; "at most" and "at least" bound it, because no
    other count in it can be below nought.
    """

    bounds: str
    coefficients: Mapping[int, Fraction]

    def value(self, published: Numbers) -> Fraction:
        """Put in the published figures."""
        terms = (c * int(published[unknown]) for unknown, c in self.coefficients.items())
        return sum(terms, Fraction(0))


def prove(
    matrix: Matrix, least: Numbers, most: Numbers, unknown: int, *, low: int, high: int
) -> tuple[Proof, ...]:
    """Find the fewest figures that hold an unknown between `low` and `high`.

    `least` and `most` are what is printed of each unknown. Empty where only an argument about
    whole numbers, or about rounding, would do.
    """
    known = _Known(matrix, least == most, most)
    exact = _combine(known, unknown, "exactly", None)
    if exact is not None:
        return (exact,)
    sides = (
        _combine(known, unknown, "at most", high),
        _combine(known, unknown, "at least", low) if low > 0 else None,
    )
    return tuple(side for side in sides if side is not None)


@dataclass(frozen=True, slots=True)
class _Known:
    """The statements, which unknowns are printed exactly, and their values."""

    matrix: Matrix
    fixed: Flags
    values: Numbers


def _combine(known: _Known, unknown: int, bounds: str, limit: int | None) -> Proof | None:
    """Solve for weights of the rows: least total of coefficients on published figures.

    With weights y, the rows add up to g.x = 0 with g = y A. With g = 1 at the unknown, it is
    minus the rest of the sum; a published part p of it has the value p.v, and a hidden part is
    nought, or has a sign that bounds it.
    """
    matrix, fixed, values = known.matrix, known.fixed, known.values
    sums = np.flatnonzero((matrix.least == 0) & (matrix.most == 0))
    rows = matrix.sparse()[sums]
    hidden = np.flatnonzero(~fixed & (np.arange(matrix.width) != unknown))
    shown = np.flatnonzero(fixed)
    on_shown, on_hidden = rows[:, shown].T.tocsr(), rows[:, hidden].T.tocsr()
    own = rows[:, [unknown]].T.tocsr()
    count = len(sums)
    none = sparse.csr_array((len(hidden), len(shown)))
    size = sparse.eye_array(len(shown), format="csr")
    upper = [sparse.hstack([on_shown, -size]), sparse.hstack([-on_shown, -size])]
    limits = [np.zeros(2 * len(shown))]
    equal = [sparse.hstack([own, sparse.csr_array((1, len(shown)))])]
    targets = [np.ones(1)]
    if limit is None:
        equal.append(sparse.hstack([on_hidden, none]))
        targets.append(np.zeros(len(hidden)))
    else:
        sign = -1 if bounds == "at most" else 1
        upper.append(sparse.hstack([sign * on_hidden, none]))
        limits.append(np.zeros(len(hidden)))
        total = sparse.csr_array((on_shown.T @ values[shown].astype(float))[None, :])
        upper.append(sparse.hstack([sign * total, sparse.csr_array((1, len(shown)))]))
        limits.append(np.array([-sign * limit + CLOSE]))
    answer: Any = linprog(  # type: ignore[call-overload]  # its stubs know dense matrices only
        np.concatenate([np.zeros(count), np.ones(len(shown))]),
        A_ub=sparse.vstack(upper).tocsr(),
        b_ub=np.concatenate(limits),
        A_eq=sparse.vstack(equal).tocsr(),
        b_eq=np.concatenate(targets),
        bounds=[(None, None)] * count + [(0, None)] * len(shown),
        method="highs",
    )
    if answer.status != 0:
        return None
    weights = -(on_shown @ answer.x[:count])
    fractions = {
        int(unknown): Fraction(float(weight)).limit_denominator(LARGEST_DENOMINATOR)
        for unknown, weight in zip(shown, weights, strict=True)
        if abs(weight) > TINY
    }
    return Proof(bounds, {unknown: f for unknown, f in fractions.items() if f})
