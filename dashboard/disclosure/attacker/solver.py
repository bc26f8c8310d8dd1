"""Integer programs over a problem, and how they are put to HiGHS.

Answers are rounded to whole numbers and mean nothing until they have been checked exactly.
Work is limited by nodes, which are the same on every machine; the limit in seconds only
guards against a program that never ends.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from dashboard.disclosure.arrays import Costs, Numbers
from dashboard.disclosure.constraints import Constraints

SECONDS_AT_MOST = 120.0
TOLERANCE = 1e-5  # of answers that may have parts of numbers
FEASIBLE = 2  # of HiGHS: the answer satisfies every row


class State(enum.Enum):
    """How a program ended."""

    BEST = "no better answer exists"
    FOUND = "an answer, perhaps not the best"
    IMPOSSIBLE = "no answer exists"
    UNKNOWN = "given up"


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: nodes to search, how far from the best an answer may be, what is enough."""

    nodes: int
    gap: float
    enough: float = -np.inf


THOROUGH = Effort(20_000, 0.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a program ended, and the whole numbers it found, if any."""

    state: State
    values: Numbers | None


class _SilentSolver(highspy.Highs):
    """HiGHS without a word: callbacks are enabled when it is made, and that prints its banner."""

    def enableCallbacks(self) -> None:  # noqa: N802  # HiGHS's name
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # highspy ships no types


class Program:
    """An integer program whose costs may change between runs."""

    def __init__(self, constraints: Constraints, least: Numbers, most: Numbers) -> None:
        rows = constraints.matrix
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = constraints.width, len(constraints.least)
        program.col_lower_, program.col_upper_ = least.astype(float), most.astype(float)
        program.row_lower_ = constraints.least.astype(float)
        program.row_upper_ = constraints.most.astype(float)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = rows.indptr
        program.a_matrix_.index_ = rows.indices
        program.a_matrix_.value_ = rows.data.astype(float)
        program.integrality_ = [highspy.HighsVarType.kInteger] * constraints.width
        self._program = program

    def minimise(self, costs: Costs, effort: Effort = THOROUGH) -> Answer:
        """Find whole numbers of the least cost."""
        solver = self._solver(costs)
        solver.setOptionValue("mip_max_nodes", effort.nodes)
        solver.setOptionValue("mip_rel_gap", effort.gap)
        solver.setOptionValue("objective_target", effort.enough)
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Answer(State.IMPOSSIBLE, None)
        if solver.getInfo().primal_solution_status != FEASIBLE:
            return Answer(State.UNKNOWN, None)
        values = np.rint(solver.getSolution().col_value).astype(np.int64)
        best = status == highspy.HighsModelStatus.kOptimal
        return Answer(State.BEST if best else State.FOUND, values)

    def relaxation(self, *, from_scratch: bool = False) -> Relaxation:
        """Return the program over any numbers, ready to be asked again and again.

        Each run starts from where the last one ended, or `from_scratch` from zeros: where the answer
        is zeros but for a few, that takes a twentieth of the time.
        """
        solver = self._solver(np.zeros(self._program.num_col_))
        solver.setOptionValue("solve_relaxation", True)
        if from_scratch:
            solver.setOptionValue("presolve", "off")
        return Relaxation(solver, from_scratch=from_scratch)

    def _solver(self, costs: Costs) -> Any:
        solver: Any = _SilentSolver()  # type: ignore[no-untyped-call]  # highspy ships no types
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("time_limit", SECONDS_AT_MOST)
        self._program.col_cost_ = costs
        solver.passModel(self._program)
        return solver


class Relaxation:
    """A program over any numbers, that is asked again and again."""

    def __init__(self, solver: Any, *, from_scratch: bool) -> None:
        self._solver, self._from_scratch = solver, from_scratch

    def bound(self, unknown: int, least: float, most: float) -> None:
        """Hold an unknown between two numbers from now on."""
        self._solver.changeColBounds(unknown, float(least), float(most))

    def bound_all(self, least: Numbers, most: Numbers) -> None:
        """Hold every unknown between two numbers from now on."""
        columns = np.arange(len(most), dtype=np.int32)
        ends = least.astype(float), most.astype(float)
        self._solver.changeColsBounds(len(most), columns, *ends)

    def minimise(self, costs: Costs) -> Costs | None:
        """Find numbers of the least cost; None where there are none."""
        columns = np.arange(len(costs), dtype=np.int32)
        self._solver.changeColsCost(len(costs), columns, costs.astype(float))
        if self._from_scratch:
            self._solver.clearSolver()
        # HiGHS counts the seconds of all runs together.
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + SECONDS_AT_MOST)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value)
