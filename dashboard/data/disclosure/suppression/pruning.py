"""Which cells were hidden for nothing, now that everything else is hidden?

What was needed early in the search may have become needless. Each cell that is not small
itself is shown again, the dearest first, and stays shown if everything is still protected.
"""

from __future__ import annotations

import numpy as np

from dashboard.data.disclosure.audit import Assessment, Problem, examine
from dashboard.data.disclosure.components import Component
from dashboard.data.disclosure.grids import Numbers
from dashboard.data.disclosure.hints import move_of
from dashboard.data.disclosure.programs import Costs
from dashboard.data.disclosure.suppression.plan import Plan
from dashboard.data.disclosure.system import Status

LARGEST = 150  # unknowns of a component; larger ones take too long to try cell by cell


def prune(plan: Plan, assessment: Assessment, costs: Costs) -> None:
    """Show again what need not be hidden."""
    for component, findings in assessment.found:
        if len(component.unknowns) <= LARGEST:
            _prune(plan, component, list(findings.witnesses), costs)


def _prune(plan: Plan, component: Component, witnesses: list[Numbers], costs: Costs) -> None:
    where, truth = component.unknowns, plan.truth[component.unknowns]
    shown_least, shown_most = plan.system.least[where], plan.system.most[where]
    least, most = component.least.copy(), component.most.copy()
    status = plan.system.status[where]
    shown_before = status == Status.PUBLISHED
    status = np.where(plan.hidden[where], Status.HIDDEN, status)
    spare = np.flatnonzero(plan.hidden[where] & shown_before & ~plan.primary[where])
    for cell in spare[np.argsort(-costs[where][spare], kind="stable")].tolist():
        trial = least.copy(), most.copy()
        trial[0][cell], trial[1][cell] = shown_least[cell], shown_most[cell]
        trial_status = status.copy()
        trial_status[cell] = Status.PUBLISHED
        still = [t for t in witnesses if trial[0][cell] <= t[cell] <= trial[1][cell]]
        problem = Problem(component.matrix, *trial, trial_status, plan.system.threshold)
        result = examine(problem, truth, [move_of(table - truth) for table in still])
        if result.passed:
            least, most = trial
            status, witnesses = trial_status, still
            plan.hidden[where[cell]] = False
