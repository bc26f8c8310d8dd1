"""What the name of a unit says: people, a share of them, something else, or nothing known.

The lists are closed, and stand here alone. Capitals, blanks and brackets make no difference. Of
a name that is on none of them nothing is known, and nobody may guess that it counts no people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod

from dashboard.data.release.model import Catalogue, Column, Measure


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


@dataclass(frozen=True, slots=True)
class Share:
    """A figure that is `out_of` times a numerator, divided by a denominator.

    `part`: the numerator lies within the denominator, as in a percentage. A rate or a ratio may
    count what is not in it.
    """

    out_of: int
    part: bool = True


PER_CENT = "per cent"  # the product's own name of the unit
PERCENTAGE, PROPORTION, RATIO = Share(100), Share(1), Share(1, part=False)

PERCENTAGES = _listed("% percent percents percentage percentages pct pcts pc")
PROPORTIONS = _listed("proportion proportions fraction fractions")
RATIOS = _listed("ratio ratios")
RATES = _listed("rate rates incidence prevalence")
VAGUE = RATES | _listed("share shares odds quota quotas")  # of a number that they do not say
SIGNED = _listed("change difference increase decrease growth")
MEANS = _listed("average averages mean means median medians")
CHANGES = SIGNED | _listed("point points pp ppt")
STANDINGS = _listed("index indexes indices rank ranking rankings ranks")  # among other figures
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
    ranks score scores week weeks year years
    """
)
# Apart from these every word must be known: `exclusions in the year` counts people, perhaps.
NEUTRAL = SIGNED | {"bn", "from", "in", "k", "m", "million", "thousand", "to"}
CURRENCIES = frozenset("£$€")
_SPELLINGS = {"per cent": "percent", "per mille": "per 1000", "\u2030": " per 1000"}
_WORD = re.compile(r"[%£$€]|[^\W_]+")
_EMPTY = frozenset({"number", "no", "count", "total", "mean", "average", "median", "of", "the"})
_EACH = _listed("head heads capita") | PEOPLE
_NUMBERS = {
    "one": 1,
    "ten": 10,
    "hundred": 100,
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "million": 1_000_000,
}
_DIGITS = r"\d{1,3}(?:[ ,.'’]\d{3})+(?!\d)|\d+"
_IN_WORDS = "|".join(_NUMBERS)
_PER = re.compile(
    r"(?:\bper\b|\b(?P<part>out of|(?:of|in) every)\b|(?<!\d)(?<!\d )/)\s*(?:a |an |every |each )?"
    rf"(?P<number>(?:{_DIGITS}|\b(?:{_IN_WORDS})\b)(?:\s?(?:{_IN_WORDS})\b)*)"
)
_PER_ONE = re.compile(r"\bper (?:a |an |every |each )?(?P<who>[^\W\d_]+)")


def share_of(unit: str) -> Share | None:
    """Return what a unit is a share of and out of, None where it is none.

    `Per cent of children`, `%`, `pct` and `Proportion (%)` are percentages; `per 10,000` and `per
    thousand children` are rates. A change, or a difference in percentage points, is none, and
    neither are days or pounds of so many children.
    """
    words, text = words_in(unit), _folded(unit)
    if words & CHANGES:
        return None
    if words & PERCENTAGES:
        return PERCENTAGE
    if match := _PER.search(text):
        return _rate(match)
    if words & PROPORTIONS:
        return PROPORTION
    if words & RATIOS:
        return None if _only_others(text) else RATIO
    return RATIO if _is_per_head(text) else None


def _rate(match: re.Match[str]) -> Share | None:
    """Return a rate, unless it is one of days or pounds, or by so many days."""
    counted, text = match.string[: match.start()], match.string[match.end() :]
    below = _WORD.match(text.strip(" )]"))
    out_of = _number(match["number"])
    if out_of < 1 or _only_others(counted) or (below and below[0] in OTHERS):
        return None
    return Share(out_of, part=match["part"] is not None)


def _is_per_head(text: str) -> bool:
    match = _PER_ONE.search(text)
    if match is None or match["who"] not in _EACH:
        return False
    counted = _bare(text[: match.start()])
    return not counted or bool(counted & PEOPLE)


def _number(text: str) -> int:
    """Return what `10 000`, `10k`, `hundred thousand` and `1 million` stand for."""
    digits = re.match(_DIGITS, text)
    first = int(re.sub(r"\D", "", digits[0])) if digits else 1
    return first * prod(_NUMBERS[word] for word in re.findall("[a-z]+", text))


def _bare(text: str) -> frozenset[str]:
    words = frozenset(_WORD.findall(text)) - _EMPTY - RATES - RATIOS - NEUTRAL
    return frozenset(word for word in words if not word.isdigit())


def _only_others(text: str) -> bool:
    words = _bare(text)
    return bool(words) and words <= OTHERS | CURRENCIES


def is_percentage(unit: str) -> bool:
    """Return True for a percentage, however it is spelled."""
    return share_of(unit) == PERCENTAGE


def is_vague(unit: str) -> bool:
    """Return True for a share or a rate that does not say out of what: `rate of referral`."""
    words = words_in(unit)
    return share_of(unit) is None and bool(words & VAGUE) and not words & (CHANGES | CURRENCIES)


def counts_people(unit: str) -> bool:
    """Return True for people, families and cases, and where nothing is said: `young people`."""
    words = _counted(unit)
    return not words or bool(words & PEOPLE)


def names_people(text: str) -> bool:
    """Return True where a unit or a label says that people are counted, in so many words."""
    return bool(_counted(text) & PEOPLE)


def counts_others(unit: str) -> bool:
    """Return True for what is known to be neither people nor a share of them: `days`, `£`."""
    if counts_people(unit) or share_of(unit) is not None:
        return False
    words = words_in(unit)
    known = _only_others(" ".join(_counted(unit)))
    return known or bool(words & PERCENTAGES and words & CHANGES)


def is_taken_for_count(unit: str, decimals: int) -> bool:
    """Return True for a column without decimals whose unit does not say that it counts no people."""
    return not (counts_others(unit) or share_of(unit) or is_vague(unit) or decimals)


def says_change(text: str) -> bool:
    """Return True where a unit or a label says that a figure is a change: it may be negative."""
    return bool(words_in(text) & SIGNED)


def is_change(text: str) -> bool:
    """Return True for a change by its name: `change in children`, not `children with a change`."""
    return bool(_before_people(text) & SIGNED)


def is_average_of_people(text: str) -> bool:
    """Return True for a mean of counts by its name: `average children a quarter`."""
    return bool(_before_people(text) & MEANS)


def _before_people(text: str) -> frozenset[str]:
    words = _WORD.findall(_folded(text))
    people = next((n for n, word in enumerate(words) if word in PEOPLE), len(words))
    return frozenset(words[:people])


def compares(unit: str) -> bool:
    """Return True where a unit that counts others compares figures: points between percentages, ranks."""
    return bool(words_in(unit) & (STANDINGS | PERCENTAGES))


def is_per_person(unit: str) -> bool:
    """Return True for so much for each person: `£ per child`, `visits per 100 young people`."""
    _, per, below = f" {_folded(unit).replace('/', ' per ')}".partition(" per ")
    words = _WORD.findall(below)
    return bool(per) and (
        bool(_EACH & set(words)) or all(word.isdigit() or word in _NUMBERS for word in words)
    )


def unit_of(unit: str, label: str) -> str:
    """Return a column's unit or, where it says nothing, its label if that is one of a share."""
    if _counted(unit) or share_of(unit):
        return unit
    return label if share_of(label) or is_vague(label) else unit


def reporting(catalogue: Catalogue, table: str, column: str) -> tuple[Measure, ...]:
    """Return the measures that report a column as it is."""
    return tuple(
        measure
        for measure in catalogue.measures
        if measure.is_reported
        and (measure.numerator.table, measure.numerator.column) == (table, column)
    )


def units_of(catalogue: Catalogue, table: str, column: Column) -> list[str]:
    """Return what is said of a column's unit: by itself, and by the measures that report it."""
    reported = [measure.unit for measure in reporting(catalogue, table, column.name)]
    return [unit for unit in (unit_of(column.unit, column.label), *reported) if unit.strip()]


def shares_in(catalogue: Catalogue) -> Mapping[tuple[str, str], Share]:
    """Return what each reported share or rate is, by (table, column).

    The unit is that of the column or, where it names no share, of a measure that reports it. What
    its maker says counts no people is none.
    """
    return dict(_shares(catalogue))


def _shares(catalogue: Catalogue) -> Iterator[tuple[tuple[str, str], Share]]:
    for table in catalogue.tables:
        for column in table.columns:
            if column.whole or column.counts_no_people:
                continue
            for unit in units_of(catalogue, table.name, column):
                if share := share_of(unit):
                    yield (table.name, column.name), share
                    break


def words_in(unit: str) -> frozenset[str]:
    """Return the words and signs of a unit or a label, in small letters."""
    return frozenset(_WORD.findall(_folded(unit)))


def _counted(unit: str) -> frozenset[str]:
    """Return the words of what a figure counts: of `mean days per child`, days."""
    text = f" {_folded(unit)}"
    numbered = _PER.search(text)
    counted, per, _ = text.partition(numbered[0] if numbered else " per ")
    words = frozenset(_WORD.findall(counted)) - _EMPTY
    return words or (frozenset({"rate"}) if per else words)


def _folded(unit: str) -> str:
    text = " ".join(unit.casefold().replace("-", " ").split())
    for spelled, plain in _SPELLINGS.items():
        text = text.replace(spelled, plain)
    return text
