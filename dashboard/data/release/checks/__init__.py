"""Checks that a release is complete and consistent, and says what must be fixed if not.

CHECKS is the whole list of rules; a release passes when every one of them passes or does not
apply. A rule that is not in the list is not checked, so nothing is registered from afar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dashboard.data.release.checks import (
    closed,
    declarations,
    figures,
    files,
    gaps,
    means,
    measures,
    names,
    numerators,
    package,
    places,
    quotations,
    reported,
    shares,
    sums,
    undeclared,
    wording,
    words,
)
from dashboard.data.release.checks.check import (
    GOOD,
    Check,
    NotApplicable,
    Outcome,
    Result,
    Subject,
    failures,
    is_publishable,
    run_check,
)
from dashboard.data.release.checks.scanning import scan_tables
from dashboard.data.release.findings import Finding, Findings
from dashboard.data.release.model import Catalogue
from dashboard.data.release.reading import Reading

__all__ = [
    "CHECKS",
    "Check",
    "Finding",
    "NotApplicable",
    "Outcome",
    "Result",
    "examine_draft",
    "examine_release",
    "failures",
    "is_publishable",
    "may_be_audited",
]

CHECKS: tuple[Check, ...] = tuple(
    Check(find.__name__, find)
    for find in (
        files.descriptor,
        files.structure,
        files.entries,
        files.keys,
        files.fingerprints,
        files.strays,
        package.package,
        names.names,
        names.labels,
        places.areas,
        places.periods,
        places.groups,
        places.opening,
        closed.closed_periods,
        declarations.disclosure_rule,
        declarations.column_types,
        figures.markers,
        figures.impossible_values,
        figures.reported_shares,
        figures.small_counts,
        figures.rounding,
        gaps.matrix,
        sums.area_sums,
        sums.period_sums,
        sums.group_sums,
        sums.empty_wholes,
        sums.stages,
        undeclared.undeclared_sums,
        measures.references,
        measures.share_parts,
        shares.share_denominators,
        means.means,
        reported.reported_figures,
        numerators.share_numerators,
        measures.identities,
        quotations.quotes,
        wording.wording,
        words.texts,
        words.notes,
        words.dates,
        words.contact,
    )
)


# What names something else that the release has: it needs no figure, so a draft is held to it too.
OF_DRAFTS = (
    places.areas,
    places.groups,
    declarations.disclosure_rule,
    measures.references,
    words.notes,
)

AUDITED_IN_SPITE_OF = frozenset(
    {
        "column_types",
        "disclosure_rule",
        "small_counts",
        "rounding",
        "share_denominators",
        "share_numerators",
        "means",
        "reported_figures",
        "closed_periods",
        "undeclared_sums",
        "quotes",
        "wording",
        "texts",
        "notes",
        "contact",
    }
)


def may_be_audited(results: Iterable[Result]) -> bool:
    """Return True if what the checks found leaves the figures readable, so that an audit tells."""
    failed = {result.check.name for result in results if result.outcome not in GOOD}
    return bool(failed) and failed <= AUDITED_IN_SPITE_OF


def examine_release(reading: Reading) -> tuple[Result, ...]:
    """Run every check on a release that was read, in the order of CHECKS."""
    subject = Subject(reading, *scan_tables(reading))
    return tuple(run_check(check, subject) for check in CHECKS)


def examine_draft(reading: Reading, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield what a draft names and does not have; its catalogue is as a policy declares it."""
    subject = Subject(replace(reading, catalogue=catalogue), {}, Findings())
    for find in OF_DRAFTS:
        yield from run_check(Check(find.__name__, find), subject).findings
