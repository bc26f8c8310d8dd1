"""Can any count that a release hides be worked out from everything that readers can see?

The audit does not know what is hidden. It passes a release only when every hidden count has
been shown, by whole-number tables that fit everything published, to be one of several.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from dashboard.data.linking.building import Published, build_system
from dashboard.data.linking.grids import Numbers, Tables
from dashboard.data.linking.naming import name_figure, name_remainder, name_unknown
from dashboard.data.linking.reported import unsupported_figures
from dashboard.data.linking.verdict import Leak, LeakKind, Verdict
from dashboard.data.release.model import Catalogue, Cell, Marker
from dashboard.disclosure.attacker.components import Component, decompose
from dashboard.disclosure.attacker.dominance import dominating
from dashboard.disclosure.attacker.feasible import Change, FeasibleByComponent
from dashboard.disclosure.attacker.proofs import EXACTLY, Proof, prove
from dashboard.disclosure.attacker.propagation import propagate
from dashboard.disclosure.attacker.search import Findings, Search, search
from dashboard.disclosure.attacker.unions import small_unions
from dashboard.disclosure.constraints import Matrix
from dashboard.disclosure.problem import Status, System
from dashboard.disclosure.rules import is_harmless, is_protected

PROOFS_AT_MOST = 20


def audit_release(
    catalogue: Catalogue,
    cells_by_table: Tables,
    earlier: Sequence[tuple[Catalogue, Tables]] = (),
) -> Verdict:
    """Audit a release, together with the earlier releases that readers can still reach.

    The cells of each table are read once, in file order.
    """
    digest = _Digest(catalogue)
    releases = [Published(catalogue, cells_by_table, digest.add)]
    releases += [Published(*release) for release in earlier]
    system = build_system(releases)
    assessment = assess(system)
    leaks = [*_leaks(catalogue, system, assessment)]
    leaks += unsupported_figures(catalogue, system.figures.on_trial)
    return Verdict(
        tuple(leaks),
        catalogue.disclosure.threshold,
        digest.cells,
        sum(digest.hidden.values()),
        len(digest.hidden),
        len(earlier),
        digest.close(leaks),
        system.counted,
    )


class Assessment:
    """What was found out about each unknown.

    `least` and `most` are proved bounds; `low` and `high` were seen in feasible tables. `unsafe`
    are the unknowns that fail the rule, `unresolved` those a solver gave up on. `changes` lead from
    the table that was given to others that were found.
    """

    def __init__(self, matrix: Matrix, least: Numbers, most: Numbers) -> None:
        self.matrix = matrix
        self.least, self.most = propagate(matrix, least, most)
        fixed = self.least == self.most
        self.low, self.high = np.where(fixed, self.least, self.most), self.least.copy()
        self.unsafe: list[int] = []
        self.unresolved: list[int] = []
        self.contradiction = bool((self.least > self.most).any())
        self.found: list[tuple[Component, Findings]] = []
        self.changes: list[Change] = []

    @property
    def passed(self) -> bool:
        return not (self.unsafe or self.unresolved or self.contradiction)

    def judge(self, problem: Problem) -> None:
        """Say which unknowns fail the rule for what tables print, or for what none prints."""
        thresholds = np.broadcast_to(problem.threshold, self.low.shape)
        for status, safe in ((Status.HIDDEN, is_protected), (Status.IMPLIED, is_harmless)):
            for unknown in np.flatnonzero(problem.status == status).tolist():
                low, high = int(self.low[unknown]), int(self.high[unknown])
                if not safe(low, high, int(thresholds[unknown])):
                    self.unsafe.append(unknown)
        self.unsafe.sort()

    def add(self, component: Component, findings: Findings) -> None:
        """Take over what was found in one component."""
        ranges, where = findings.ranges, component.unknowns
        self.least[where], self.most[where] = ranges.least, ranges.most
        self.low[where], self.high[where] = ranges.low, ranges.high
        self.unresolved += where[sorted(findings.unresolved)].tolist()
        self.changes += [Change(where[one.unknowns], one.by) for one in findings.changes]
        self.found.append((component, findings))


def assess(
    system: System, table: Numbers | None = None, changes: Sequence[Change] = ()
) -> Assessment:
    """Find out, for every unknown of a system that needs protection, whether it has it.

    `table`, and `changes` of it, are whole tables that may fit; they save work, and none is
    believed unchecked.
    """
    problem = Problem(system.matrix, system.least, system.most, system.status, system.thresholds)
    return examine(problem, table, changes)


@dataclass(frozen=True, slots=True)
class Problem:
    """Statements, with bounds and a status for each unknown, and one threshold for all or each."""

    matrix: Matrix
    least: Numbers
    most: Numbers
    status: Numbers
    threshold: int | Numbers


def examine(
    problem: Problem, table: Numbers | None = None, changes: Sequence[Change] = ()
) -> Assessment:
    """Find out the same of any statements."""
    assessment = Assessment(problem.matrix, problem.least, problem.most)
    if assessment.contradiction:
        return assessment
    for task in _searches(problem, assessment, table, changes):
        findings = search(task)
        if findings is None:
            assessment.contradiction = True
            return assessment
        assessment.add(task.component, findings)
    assessment.judge(problem)
    return assessment


def _searches(
    problem: Problem, assessment: Assessment, table: Numbers | None, changes: Sequence[Change]
) -> Iterator[Search]:
    printed, implied = problem.status == Status.HIDDEN, problem.status == Status.IMPLIED
    checked, thresholds = printed | implied, np.broadcast_to(problem.threshold, printed.shape)
    every = decompose(problem.matrix, assessment.least, assessment.most)
    components = [component for component in every if checked[component.unknowns].any()]
    part = np.full(len(checked), -1, dtype=np.int64)
    for label, component in enumerate(components):
        part[component.unknowns] = label
    known = None if table is None else FeasibleByComponent(table, changes, part)
    for label, component in enumerate(components):
        where = component.unknowns
        feasible = None if known is None else known.of(label, where)
        yield Search(component, printed[where], checked[where], thresholds[where], feasible)


def _leaks(catalogue: Catalogue, system: System, assessment: Assessment) -> Iterator[Leak]:
    for figure in system.contradictions:
        yield Leak(LeakKind.CONTRADICTION, name_figure(catalogue, figure))
    if assessment.contradiction:
        yield Leak(LeakKind.CONTRADICTION, "the sums of this release")
        return
    for figure, shown in system.betrayed:
        same = f"exactly + {name_figure(catalogue, shown)}"
        yield Leak(LeakKind.EXACT, name_figure(catalogue, figure), (same,))
    yield from _printed_small(catalogue, system)
    yield from _groups(catalogue, system, assessment)
    unresolved = set(assessment.unresolved)
    for unknown in sorted(unresolved):
        yield Leak(LeakKind.UNRESOLVED, name_unknown(catalogue, system, unknown))
    yield from _unions(catalogue, system)
    allowed = catalogue.disclosure.dominance_per_cent
    for found in dominating(system, assessment.low, allowed):
        name = name_unknown(catalogue, system, found.part)
        whole = name_unknown(catalogue, system, found.whole)
        yield Leak(LeakKind.DOMINANCE, name, (f"more than {allowed}% of {whole}",))
    left = PROOFS_AT_MOST
    for unknown in assessment.unsafe:
        if unknown in unresolved:
            continue
        proof = list(_proof(system, assessment, unknown)) if left else []
        left = max(0, left - 1)
        kind = _kind(system, assessment, unknown, proof)
        steps = tuple(_read(catalogue, system, step) for step in proof)
        yield Leak(kind, name_unknown(catalogue, system, unknown), steps)


def _kind(system: System, assessment: Assessment, unknown: int, proof: Sequence[Proof]) -> LeakKind:
    """Return what is proved of a count that fails; the tables that were seen prove no such thing."""
    if system.status[unknown] == Status.IMPLIED:
        return LeakKind.IMPLIED
    exact = assessment.least[unknown] == assessment.most[unknown]
    exact |= any(step.bounds == EXACTLY for step in proof)
    return LeakKind.EXACT if exact else LeakKind.NARROW


def _printed_small(catalogue: Catalogue, system: System) -> Iterator[Leak]:
    small = (system.least > 0) & (system.most < system.thresholds)
    for unknown in np.flatnonzero(small & (system.status == Status.PUBLISHED)).tolist():
        yield Leak(LeakKind.PRINTED, name_unknown(catalogue, system, unknown))


def _unions(catalogue: Catalogue, system: System) -> Iterator[Leak]:
    """Yield the small counts that are a printed whole less its printed parts."""
    for whole, parts in small_unions(system).pairs():
        names = [name_unknown(catalogue, system, unknown) for unknown in (whole, *parts)]
        known = " \N{MINUS SIGN} ".join(names)
        left = name_remainder(catalogue, system, whole, parts)
        yield Leak(LeakKind.IMPLIED, left, (f"exactly + {known}",))


def _groups(catalogue: Catalogue, system: System, assessment: Assessment) -> Iterator[Leak]:
    for nobody in telling_groups(system, assessment):
        yield Leak(LeakKind.GROUP, name_unknown(catalogue, system, nobody))


def telling_groups(system: System, assessment: Assessment) -> Iterator[int]:
    """Yield the groups of a sensitive measure in which nobody can be so, or all must."""
    left = {key: system.printed + i for i, key in enumerate(system.remainders.pairs())}
    for some, every in system.sensitive.tolist():
        if assessment.least[every] <= 0:
            continue
        others = left.get((every, (some,)))
        for nobody in (some, others):
            if nobody is not None and assessment.most[nobody] == 0:
                yield nobody


def _proof(system: System, assessment: Assessment, unknown: int) -> Iterator[Proof]:
    """Yield proofs by the system's own unknowns."""
    chosen, near = _surroundings(system, assessment.matrix, unknown)
    proofs = prove(
        near,
        system.least[chosen],
        system.most[chosen],
        int(np.searchsorted(chosen, unknown)),
        low=int(assessment.low[unknown]),
        high=int(assessment.high[unknown]),
    )
    for proof in proofs:
        terms = {int(chosen[place]): c for place, c in proof.coefficients.items()}
        yield Proof(proof.bounds, terms)


def _surroundings(system: System, matrix: Matrix, unknown: int) -> tuple[Numbers, Matrix]:
    """Return the statements that hang together with an unknown through what is not printed."""
    free = system.least < system.most
    kept = free[matrix.unknown]
    height, width = len(matrix.least), matrix.width
    links = sparse.coo_array(
        (np.ones(int(kept.sum())), (matrix.row[kept], matrix.unknown[kept] + height)),
        shape=(height + width, height + width),
    )
    _, labels = csgraph.connected_components(links, directed=False)
    rows = np.flatnonzero(labels[:height] == labels[unknown + height])
    entries = np.isin(matrix.row, rows)
    chosen = np.unique(np.append(matrix.unknown[entries], unknown))
    near = Matrix(
        np.searchsorted(rows, matrix.row[entries]),
        np.searchsorted(chosen, matrix.unknown[entries]),
        matrix.coefficient[entries],
        matrix.least[rows],
        matrix.most[rows],
        len(chosen),
    )
    return chosen, near


def _read(catalogue: Catalogue, system: System, proof: Proof) -> str:
    terms = []
    for unknown, coefficient in proof.coefficients.items():
        if not system.figures.of(unknown) and system.most[unknown] == 0:
            continue  # nothing is printed of it, and nobody is in it
        sign = "+" if coefficient > 0 else "\N{MINUS SIGN}"
        size = "" if abs(coefficient) == 1 else f"{abs(coefficient)} x "
        terms.append(f"{sign} {size}{name_unknown(catalogue, system, unknown)}")
    return f"{proof.bounds} {' '.join(terms) or 'zero'}"


class _Digest:
    """Names what was audited, under which rule, and the outcome, by a hash; counts what passes."""

    def __init__(self, catalogue: Catalogue) -> None:
        rule = catalogue.disclosure
        self._found = hashlib.sha256(f"{rule.threshold} {rule.rounding}\n".encode())
        if rule.dominance_per_cent:
            self._found.update(f"{rule.dominance_per_cent}%\n".encode())
        for own in (*rule.levels, *rule.tables):
            self._found.update(f"{own.name} {own.threshold} {own.rounding}\n".encode())
        self.cells = 0
        self.hidden: Counter[str] = Counter()

    def add(self, cell: Cell) -> None:
        figure = cell.marker if cell.value is None else f"{cell.value:g}"
        place = (cell.table, cell.column, cell.area, cell.period, *(g for _, g in cell.groups))
        self._found.update(f"{' | '.join(place)}: {figure}\n".encode())
        self.cells += 1
        if cell.marker is Marker.CONFIDENTIAL:
            self.hidden[cell.table] += 1

    def close(self, leaks: Sequence[Leak]) -> str:
        for leak in leaks:
            self._found.update(f"{leak}\n".encode())
        return self._found.hexdigest()
