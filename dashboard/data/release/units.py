"""What does the name of a unit say: people, a share of them, something else, or nothing known?

The lists are closed, and stand here alone. Capitals, blanks and brackets make no difference. Of
a name that is on none of them nothing is known, and nobody may guess that it counts no people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboard.data.release.model import Catalogue, MeasureKind


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


PER_CENT = "per cent"  # the product's own name of the unit
OUT_OF_A_HUNDRED = 100

PERCENTAGES = frozenset({"%", "percent", "percentage", "percentages", "pct", "pc"})
PROPORTIONS = frozenset({"proportion", "proportions", "fraction", "fractions"})
CHANGES = frozenset({"point", "points", "change", "difference", "increase", "decrease", "growth"})
PEOPLE = _listed(
    """
    adolescent adolescents adult adults applicant applicants attendee attendees babies baby boy
    boys brother brothers caller callers carer carers case cases child children claimant
    claimants client clients cohort cyp families family father fathers female females girl girls
    headcount household households individual individuals infant infants juvenile juveniles
    learner learners male males man member members men mother mothers offender offenders parent
    parents participant participants patient patients people person persons pupil pupils
    referral referrals resident residents respondent respondents sibling siblings sister sisters
    staff starter starters student students teenager teenagers user users victim victims
    woman women worker workers youth youths
    """
)
OTHERS = _listed(
    """
    cost costs day days euro euros gbp grade grades hour hours index kilometre kilometres mile
    miles minute minutes month months night nights pence penny point points pound pounds rank
    ranks rate rates ratio ratios score scores week weeks year years
    """
)
# Apart from these every word must be known: `exclusions in the year` counts people, perhaps.
NEUTRAL = frozenset({"bn", "from", "in", "k", "m", "million", "thousand", "to"})
CURRENCIES = frozenset("£$€")
_WORD = re.compile(r"[%£$€]|[^\W_]+")
_EMPTY = frozenset({"number", "no", "count", "total", "mean", "average", "median", "of", "the"})


def out_of(unit: str) -> int | None:
    """Return 100 for a percentage, 1 for a proportion, None for what is no share of a whole.

    `Per cent of children`, `%`, `pct` and `Proportion (%)` are percentages; a change, or a
    difference in percentage points, is none.
    """
    words = _words(unit)
    if words & CHANGES:
        return None
    if words & PERCENTAGES:
        return OUT_OF_A_HUNDRED
    return 1 if words & PROPORTIONS else None


def is_percentage(unit: str) -> bool:
    """Return True for a percentage, however it is spelled."""
    return out_of(unit) == OUT_OF_A_HUNDRED


def counts_people(unit: str) -> bool:
    """Return True for people, families and cases, and where nothing is said: `young people`."""
    words = _counted(unit)
    return not words or bool(words & PEOPLE)


def counts_others(unit: str) -> bool:
    """Return True for what is known to be neither people nor a share of them: `days`, `£`."""
    if counts_people(unit) or out_of(unit) is not None:
        return False
    words = {word for word in _counted(unit) - NEUTRAL if not word.isdigit()}
    known = bool(words) and words <= OTHERS | CURRENCIES
    return known or bool(words & PERCENTAGES and words & CHANGES)


def shares_in(catalogue: Catalogue) -> Mapping[tuple[str, str], int]:
    """Return the (table, column) of every reported share, and what it is out of: 100 or 1.

    The unit is that of the column or, where it names no share, of a measure that reports it.
    """
    found = {
        (table.name, column.name): out_of(column.unit)
        for table in catalogue.tables
        for column in table.columns
        if not column.whole
    }
    for measure in catalogue.measures:
        place = (measure.numerator.table, measure.numerator.column)
        if measure.kind is MeasureKind.REPORTED and place in found:
            found[place] = found[place] or out_of(measure.unit)
    return {place: whole for place, whole in found.items() if whole is not None}


def _words(unit: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_folded(unit)))


def _counted(unit: str) -> frozenset[str]:
    """Return the words of what a figure counts: of `mean days per child`, days."""
    counted, per, _ = f" {_folded(unit)}".partition(" per ")
    words = frozenset(_WORD.findall(counted)) - _EMPTY
    return words or (frozenset({"rate"}) if per else words)


def _folded(unit: str) -> str:
    text = " ".join(unit.casefold().replace("-", " ").split())
    return text.replace("per cent", "percent")
