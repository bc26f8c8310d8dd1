"""The audit of a release, together with the earlier releases that readers can still reach."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from dashboard.data.linking.building import Published, build_problem
from dashboard.data.linking.figures import (
    LinkedProblem,
    as_disclosure_error,
    name_figure,
    name_remainder,
    name_unknown,
)
from dashboard.data.linking.grids import Tables
from dashboard.data.linking.reported import unsupported_figures
from dashboard.data.linking.verdict import Leak, LeakKind, Verdict
from dashboard.data.release.model import Catalogue, Cell, Marker
from dashboard.disclosure.attacker.audit import Assessment, Audit, Progress, audit
from dashboard.disclosure.attacker.proofs import EXACTLY, Proof, explain
from dashboard.disclosure.problem import Status

PROOFS_AT_MOST = 20


def audit_release(
    catalogue: Catalogue,
    cells_by_table: Tables,
    earlier: Sequence[tuple[Catalogue, Tables]] = (),
    progress: Progress | None = None,
) -> Verdict:
    """Audit a release, together with the earlier releases that readers can still reach.

    The cells of each table are read once, in file order. `progress` is told how many of how many
    unknowns were searched.

    Raises DisclosureError where the release is too large to be audited.
    """
    digest = _Digest(catalogue)
    releases = [Published(catalogue, cells_by_table, digest.add)]
    releases += [Published(*release) for release in earlier]
    linked = build_problem(releases)
    with as_disclosure_error(catalogue):
        verdict = audit(linked, progress=progress)
    leaks = [*_leaks(catalogue, linked, verdict)]
    leaks += unsupported_figures(catalogue, linked.figures.on_trial)
    return Verdict(
        tuple(leaks),
        catalogue.disclosure.threshold,
        digest.cells,
        sum(digest.suppressed.values()),
        len(digest.suppressed),
        len(earlier),
        digest.close(leaks),
        linked.counted,
    )


def _leaks(catalogue: Catalogue, linked: LinkedProblem, verdict: Audit) -> Iterator[Leak]:
    assessment = verdict.assessment
    for figure in linked.contradictions:
        yield Leak(LeakKind.CONTRADICTION, name_figure(catalogue, figure))
    if assessment.contradiction:
        yield Leak(LeakKind.CONTRADICTION, "the sums of this release")
        return
    for figure, shown in linked.given_away:
        same = f"exactly + {name_figure(catalogue, shown)}"
        yield Leak(LeakKind.EXACT, name_figure(catalogue, figure), (same,))
    yield from _printed_small(catalogue, linked)
    for _, nobody in verdict.groups:
        yield Leak(LeakKind.GROUP, name_unknown(catalogue, linked, nobody))
    for remainder in verdict.left_over:
        yield Leak(LeakKind.GROUP, name_remainder(catalogue, linked, *remainder))
    for unknown in sorted(set(assessment.unresolved)):
        yield Leak(LeakKind.UNRESOLVED, name_unknown(catalogue, linked, unknown))
    yield from _unions(catalogue, linked, verdict)
    for dominance in verdict.dominant:
        name = name_unknown(catalogue, linked, dominance.part)
        whole = name_unknown(catalogue, linked, dominance.whole)
        more = f"more than {linked.dominance_per_cent}% of {whole}"
        yield Leak(LeakKind.DOMINANCE, name, (more,))
    yield from _unprotected(catalogue, linked, assessment)


def _unprotected(
    catalogue: Catalogue, linked: LinkedProblem, assessment: Assessment
) -> Iterator[Leak]:
    unresolved = set(assessment.unresolved)
    unknowns = [unknown for unknown in assessment.unsafe if unknown not in unresolved]
    for order, unknown in enumerate(unknowns):
        proof = [*explain(linked, assessment, unknown)] if order < PROOFS_AT_MOST else []
        kind = _kind(linked, assessment, unknown, proof)
        steps = tuple(_read(catalogue, linked, step) for step in proof)
        yield Leak(kind, name_unknown(catalogue, linked, unknown), steps)


def _kind(
    linked: LinkedProblem, assessment: Assessment, unknown: int, proof: Sequence[Proof]
) -> LeakKind:
    """Return what is proved of a count that fails; the tables that were seen prove no such thing."""
    if linked.status[unknown] == Status.UNPRINTED:
        return LeakKind.IMPLIED
    exact = assessment.least[unknown] == assessment.most[unknown]
    exact |= any(step.bounds == EXACTLY for step in proof)
    return LeakKind.EXACT if exact else LeakKind.NARROW


def _printed_small(catalogue: Catalogue, linked: LinkedProblem) -> Iterator[Leak]:
    small = (linked.least > 0) & (linked.most < linked.thresholds)
    for unknown in np.flatnonzero(small & (linked.status == Status.PUBLISHED)).tolist():
        yield Leak(LeakKind.PRINTED, name_unknown(catalogue, linked, unknown))


def _unions(catalogue: Catalogue, linked: LinkedProblem, verdict: Audit) -> Iterator[Leak]:
    """Yield the small counts that are a printed total less its printed components."""
    for whole, parts in verdict.unions.pairs():
        names = [name_unknown(catalogue, linked, unknown) for unknown in (whole, *parts)]
        known = " \N{MINUS SIGN} ".join(names)
        remainder = name_remainder(catalogue, linked, whole, parts)
        yield Leak(LeakKind.IMPLIED, remainder, (f"exactly + {known}",))


def _read(catalogue: Catalogue, linked: LinkedProblem, proof: Proof) -> str:
    terms = []
    for unknown, coefficient in proof.coefficients.items():
        if not linked.figures.of(unknown) and linked.most[unknown] == 0:
            continue  # nothing is printed of it, and nobody is in it
        sign = "+" if coefficient > 0 else "\N{MINUS SIGN}"
        size = "" if abs(coefficient) == 1 else f"{abs(coefficient)} x "
        terms.append(f"{sign} {size}{name_unknown(catalogue, linked, unknown)}")
    return f"{proof.bounds} {' '.join(terms) or 'zero'}"


class _Digest:
    """Names what was audited, under which rule, and the outcome, by a hash; counts what passes."""

    def __init__(self, catalogue: Catalogue) -> None:
        rule = catalogue.disclosure
        halves = " halves up" if rule.halves_up else ""
        self._found = hashlib.sha256(f"{rule.threshold} {rule.rounding}{halves}\n".encode())
        if rule.dominance_per_cent:
            self._found.update(f"{rule.dominance_per_cent}%\n".encode())
        for own in (*rule.levels, *rule.tables):
            self._found.update(f"{own.name} {own.threshold} {own.rounding}\n".encode())
        self.cells = 0
        self.suppressed: Counter[str] = Counter()

    def add(self, cell: Cell) -> None:
        figure = cell.marker if cell.value is None else f"{cell.value:g}"
        place = (cell.table, cell.column, cell.area, cell.period, *(g for _, g in cell.groups))
        self._found.update(f"{' | '.join(place)}: {figure}\n".encode())
        self.cells += 1
        if cell.marker is Marker.CONFIDENTIAL:
            self.suppressed[cell.table] += 1

    def close(self, leaks: Sequence[Leak]) -> str:
        for leak in leaks:
            self._found.update(f"{leak}\n".encode())
        return self._found.hexdigest()
