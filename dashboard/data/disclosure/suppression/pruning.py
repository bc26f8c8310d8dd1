"""Which cells were hidden for nothing, now that everything else is hidden?

What was needed early in the search may have become needless. Each cell that is not small
itself is shown again, the dearest first, and stays shown if everything is still protected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.data.disclosure.audit import Assessment, Problem, examine
from dashboard.data.disclosure.bounds import propagate
from dashboard.data.disclosure.crew import Crew
from dashboard.data.disclosure.grids import Numbers
from dashboard.data.disclosure.hints import move_of
from dashboard.data.disclosure.programs import Costs
from dashboard.data.disclosure.ranges import Ranges
from dashboard.data.disclosure.suppression.plan import Plan
from dashboard.data.disclosure.system import Status

LARGEST = 150  # unknowns of a component; larger ones take too long to try cell by cell
TRIALS_AT_MOST = 2_000  # cells of a release that are tried, those of small components first


@dataclass(frozen=True, slots=True)
class Trial:
    """A component as it is hidden now, its true counts, and tables that fit it.

    `spare` are the places of the cells to show again, in the order to try them; `shown` are
    every count's bounds once it is shown.
    """

    problem: Problem
    truth: Numbers
    witnesses: tuple[Numbers, ...]
    spare: tuple[int, ...]
    shown: tuple[Numbers, Numbers]


def prune(plan: Plan, assessment: Assessment, costs: Costs, crew: Crew) -> None:
    """Show again what need not be hidden."""
    found = sorted(_trials(plan, assessment, costs), key=lambda found: len(found[0]))
    sizes = np.cumsum([len(trial.spare) for _, trial in found])
    chosen = found[: int(np.searchsorted(sizes, TRIALS_AT_MOST, side="right"))]
    answers = crew.do(needless, [trial for _, trial in chosen])
    for (where, _), places in zip(chosen, answers, strict=True):
        plan.hidden[where[places]] = False


def _trials(plan: Plan, assessment: Assessment, costs: Costs) -> Iterator[tuple[Numbers, Trial]]:
    for component, findings in assessment.found:
        where = component.unknowns
        if len(where) > LARGEST:
            continue
        before = plan.system.status[where]
        hidden = plan.hidden[where]
        status = np.where(hidden, Status.HIDDEN, before)
        spare = np.flatnonzero(hidden & (before == Status.PUBLISHED) & ~plan.primary[where])
        if len(spare):
            matrix, threshold = component.matrix, plan.system.threshold
            yield (
                where,
                Trial(
                    Problem(matrix, component.least, component.most, status, threshold),
                    plan.truth[where],
                    findings.witnesses,
                    tuple(spare[np.argsort(-costs[where][spare], kind="stable")].tolist()),
                    (plan.system.least[where], plan.system.most[where]),
                ),
            )


def needless(trial: Trial) -> list[int]:
    """Return the places of the cells that can be shown again, all of them together."""
    found = []
    problem, witnesses = trial.problem, list(trial.witnesses)
    for cell in trial.spare:
        least, most, status = problem.least.copy(), problem.most.copy(), problem.status.copy()
        least[cell], most[cell] = trial.shown[0][cell], trial.shown[1][cell]
        status[cell] = Status.PUBLISHED
        tried = replace(problem, least=least, most=most, status=status)
        if _is_refuted(tried):
            continue
        still = [table for table in witnesses if least[cell] <= table[cell] <= most[cell]]
        if examine(tried, trial.truth, [move_of(table - trial.truth) for table in still]).passed:
            problem, witnesses = tried, still
            found.append(cell)
    return found


def _is_refuted(problem: Problem) -> bool:
    """Say whether single statements already give something away: no solver is needed then."""
    least, most = propagate(problem.matrix, problem.least, problem.most)
    printed, implied = problem.status == Status.HIDDEN, problem.status == Status.IMPLIED
    ranges = Ranges(least, most, printed, problem.threshold)
    checked = np.flatnonzero(printed | implied).tolist()
    return not all(ranges.may_yet_be_safe(unknown) for unknown in checked)
