"""Programs give the answers that small sums have by hand, go on giving them, and print nothing."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from dashboard.disclosure.attacker.solver import Program, State
from dashboard.disclosure.constraints import Row, constraints_of

WHOLE, ONE, OTHER = range(3)
SUM = constraints_of([Row((WHOLE, ONE, OTHER), (1, -1, -1), 0, 0)], 3)
LEAST, MOST = np.array([10, 0, 0]), np.array([10, 7, 20])


def costs(unknown: int, sign: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    found = np.zeros(3)
    found[unknown] = sign
    return found


@pytest.mark.parametrize(
    ("unknown", "sign", "end"), [(ONE, 1, 0), (ONE, -1, 7), (OTHER, 1, 3), (OTHER, -1, 10)]
)
def test_ends_of_ranges_in_whole_numbers_and_in_any(unknown: int, sign: int, end: int) -> None:
    program = Program(SUM, LEAST, MOST)
    answer = program.minimise(costs(unknown, sign))
    assert answer.state is State.BEST
    assert answer.values is not None
    assert answer.values[unknown] == end
    relaxed = program.relaxation().minimise(costs(unknown, sign))
    assert relaxed is not None
    assert relaxed[unknown] == pytest.approx(end)


def test_a_relaxation_has_its_time_anew_at_each_run() -> None:
    relaxation = Program(SUM, LEAST, MOST).relaxation()
    solver = relaxation._solver
    solver.setOptionValue("time_limit", 0.0)  # as if runs before had used it up
    assert relaxation.minimise(costs(ONE, -1)) is not None
    _, left = solver.getOptionValue("time_limit")
    assert left > solver.getRunTime()


def test_what_no_numbers_satisfy_is_said_to_be_impossible() -> None:
    nothing = Program(SUM, LEAST, np.array([10, 4, 5]))
    assert nothing.minimise(costs(ONE, 1)).state is State.IMPOSSIBLE
    assert nothing.relaxation().minimise(costs(ONE, 1)) is None


def test_the_solver_prints_nothing() -> None:
    """Its banner comes once in a process: another process is asked."""
    script = (
        "import numpy; from tests.data.disclosure.test_programs import LEAST, MOST, SUM, Program;"
        "Program(SUM, LEAST, MOST).minimise(numpy.ones(3))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b""
