"""Turns unsuppressed tables into a release that may be published.

For an analyst's own machine, offline. Records and unsuppressed counts are held in memory, used
and dropped: nothing of them is written, logged or kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.data.linking.audit import audit_release
from dashboard.data.linking.grids import Tables
from dashboard.data.linking.protect import Suppressed, protect_release, repeat_suppression
from dashboard.data.linking.verdict import Verdict
from dashboard.data.preparing.coarsening import with_rule
from dashboard.data.preparing.policy import Policy
from dashboard.data.preparing.pooling import with_periods
from dashboard.data.release.model import Catalogue, Cell, CellReference
from dashboard.exceptions import DisclosureError


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release that passed its audit, and what was done to make it pass."""

    catalogue: Catalogue
    cells: Mapping[str, tuple[Cell, ...]]
    suppressed: Suppressed
    verdict: Verdict


def prepare(
    catalogue: Catalogue,
    cells: Tables,
    earlier: Sequence[tuple[Catalogue, Tables]] = (),
    *,
    on: date,
    keep: Sequence[CellReference] = (),
) -> Prepared:
    """Suppress unsuppressed tables, audit the result, and write the verdict into the catalogue.

    `keep` names cells that must stay visible unless they are small themselves. Of `earlier`, the last
    one that readers had comes first.

    Raises DisclosureError when no safe form is found, or the audit does not pass.
    """
    catalogue = _saying_how_halves_go(catalogue)
    suppressed, verdict = _suppress(catalogue, cells, earlier, keep)
    if not verdict.passed:
        raise DisclosureError("\n".join(str(leak) for leak in verdict.leaks))
    rule = replace(
        catalogue.disclosure,
        hidden_cells=verdict.hidden_cells,
        tables_with_hidden_cells=verdict.tables_with_hidden_cells,
        verdict=verdict.text,
        verdict_hash=verdict.digest,
        verdict_on=on,
    )
    return Prepared(replace(catalogue, disclosure=rule), suppressed.cells, suppressed, verdict)


def as_declared(catalogue: Catalogue, policy: Policy) -> Catalogue:
    """Return a draft's catalogue with the periods and the rule that a policy, once checked, gives it."""
    return _saying_how_halves_go(with_periods(with_rule(catalogue, policy), policy))


def _suppress(
    catalogue: Catalogue,
    cells: Tables,
    earlier: Sequence[tuple[Catalogue, Tables]],
    keep: Sequence[CellReference],
) -> tuple[Suppressed, Verdict]:
    """Suppress and audit. A correction, of the periods of the last release, hides what that one hid.

    What is revised in hidden counts is not seen: readers take them for those that earlier releases
    have. Where the audit objects, more is hidden until it is safe so too.
    """
    if earlier and earlier[0][0].periods == catalogue.periods:
        repeated = repeat_suppression(catalogue, cells, earlier[0][1])
        verdict = audit_release(catalogue, repeated.cells, earlier)
        if verdict.passed:
            return repeated, verdict
    suppressed = protect_release(catalogue, cells, earlier, keep)
    verdict = audit_release(catalogue, suppressed.cells, earlier)
    while earlier and not verdict.passed:
        more = protect_release(catalogue, cells, earlier, keep, more_than=suppressed)
        if more.cells == suppressed.cells:
            break
        suppressed, verdict = more, audit_release(catalogue, more.cells, earlier)
    return suppressed, verdict


def _saying_how_halves_go(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue that says so where a base is even: readers of this program know it."""
    limits = {own for table in catalogue.tables for own in catalogue.limits_of(table.name)}
    if all(own.rounding % 2 for own in limits):
        return catalogue
    return replace(catalogue, disclosure=replace(catalogue.disclosure, halves_up=True))
