"""What a check is, and when a release passes.

A check is a function whose docstring is the rule that readers see. It yields findings, or
raises NotApplicable with the reason. Only the two good outcomes let a release through: a check
that breaks down, or an outcome that nobody knows, stops it.
"""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.data.release.checks.grids import TableGrid
from dashboard.data.release.fields import File
from dashboard.data.release.findings import Finding, Findings
from dashboard.data.release.model import Catalogue
from dashboard.data.release.reading import Reading
from dashboard.data.release.reading.entries import Entry


class Outcome(enum.Enum):
    """How a check ended."""

    PASS = "pass"  # noqa: S105  # an outcome, not a password
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"


GOOD = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})


class NotApplicable(Exception):
    """The release holds nothing that the check is about; the message says why."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What checks look at: the reading of a release, and its tables as grids, by name.

    `scanned` is what was found in single rows on the way to the grids.
    """

    reading: Reading
    grids: Mapping[str, TableGrid]
    scanned: Findings

    @property
    def catalogue(self) -> Catalogue:
        return self.reading.catalogue

    def entries(self, file: File) -> list[Entry]:
        """Return the rows of a small table; none where the release does not have it."""
        return self.reading.entries[file.path]

    def rows(self, file: File) -> dict[str, int]:
        """Return where each row of a small table stands, by the first column of its key."""
        return {entry[file.key[0]]: entry.row for entry in self.entries(file)}

    def noted(self, check: str) -> tuple[Finding, ...]:
        """Return what reading the files already found under a check's name."""
        return (*self.reading.findings.of(check), *self.scanned.of(check))

    def allowance(self, table: str) -> Allowance:
        """Return, for each area, how far a count of a table may be out because it is rounded."""
        bases = [limits.rounding for limits in self.catalogue.limits_of(table)]
        return np.array([base / 2 if base > 1 else 0.0 for base in bases])


Allowance = NDArray[np.float64]
Rule = Callable[[Subject], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A named rule of a release."""

    name: str
    find: Rule

    @property
    def rule(self) -> str:
        return inspect.cleandoc(self.find.__doc__ or "")


@dataclass(frozen=True, slots=True)
class Result:
    """How one check ended: with findings if it failed, with a reason if it did not apply."""

    check: Check
    outcome: Outcome
    reason: str = ""
    findings: tuple[Finding, ...] = ()


def run_check(check: Check, subject: Subject) -> Result:
    """Run one check to its end, so that everything it finds is told together."""
    findings = Findings()
    try:
        findings.extend(check.find(subject))
    except NotApplicable as reason:
        return Result(check, Outcome.NOT_APPLICABLE, str(reason))
    if findings:
        return Result(check, Outcome.FAIL, findings=findings.all())
    return Result(check, Outcome.PASS)


def is_publishable(results: Iterable[Result]) -> bool:
    """Return True if every check ended well; no result at all is not well."""
    outcomes = [result.outcome for result in results]
    return bool(outcomes) and all(outcome in GOOD for outcome in outcomes)


def failures(results: Iterable[Result]) -> Iterator[Finding]:
    """Return the findings of the checks that did not end well, one at least for each."""
    for result in results:
        if result.outcome in GOOD:
            continue
        finding = Finding(result.check.name, "", None, "", "an outcome that could be settled")
        yield from result.findings or (finding,)
