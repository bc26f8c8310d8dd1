"""What must be said with figures so that nobody reads more into them than they hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from dashboard.data.queries import places
from dashboard.data.queries.derive import Placed, areas_of, due_reference, periods_of
from dashboard.data.queries.periods import is_part
from dashboard.data.queries.protection import disclosure_notes
from dashboard.data.queries.statistics import MINIMUM_TREND_POINTS
from dashboard.data.queries.yearly import A_YEAR
from dashboard.data.release.model import (
    Area,
    BreakdownKind,
    Catalogue,
    Group,
    Measure,
    Period,
    PeriodType,
)
from dashboard.data.release.periods import family_of
from dashboard.data.release.sentences import open_lower

SMALL_DENOMINATOR = 20
FIGURES_SPELT_OUT = 8  # up to so many, each figure's own "known of due" is written
REACHED_LATER = frozenset({"completion", "outcomes"})  # sections whose figures wait for an end

INTERVAL = (
    "Each share has a 95% interval (Wilson), which shows how far chance alone could move it: the "
    "smaller the count, the wider it is."
)
COUNTS = "These are complete counts, not a sample, so they have no interval."
YEARLY = (
    "Periods differ in length, so counts are given a year: the count of a period, divided by the "
    "years of it in which the area was open."
)
REPORTED = (
    "These figures are as their producer reports them. They are not added or averaged here, and "
    "no interval is published with them."
)
STAGES = (
    "Each stage is part of the one before it. Children who came recently may not have reached the "
    "later stages yet, so recent periods look worse than they will."
)
OPEN_CASES = (
    "Counted: {counted}. Children who have not got that far are not counted yet, so recent "
    "periods count fewer children and can change most."
)
LEFT_OUT = "Each share counts only the {due} who are recorded as “{used}”."
TREND = (
    "A line is called rising or falling only from {points} or more whole periods, and only where "
    "such a slope would come by chance less than 1 time in 20 (chi-squared test for trend). "
    "Counts of a period in which an area was still opening are left out of it."
)
TERMS = "Terms are taken to be September to December, January to April and May to August."
CHANGE = (
    "A share is called higher or lower than in the first period only where chance is an unlikely "
    "explanation: where the 95% interval of the difference leaves out no change (Newcombe’s method "
    "10). By chance alone about 1 such comparison in 20 would."
)
FUNNEL = (
    "An area is said to differ from {whole} only when its share lies outside the 95% or the 99.8% "
    "limits for its number of children (exact binomial). By chance alone about 1 area in 20 lies "
    "outside the first and 1 in 500 outside the second; the limits allow for nothing but chance. The "
    "areas are themselves part of {whole}."
)
NO_LIMITS = (
    "No limits can be drawn: the figure for {whole}, or that of every area, is not published."
)
SIZES = "Counts follow the size of an area and how long it has been open; they are not compared."
REPORTING_YEAR = "Reporting year"
OTHER_YEAR = "{article} {name} here runs from {first} to {last}."
UNTOLD_YEAR = (
    "The release does not say which months a reporting year has; it is placed here as the "
    "calendar year of its number."
)
SMALL = (
    "Some shares are out of fewer than {small}: one more or less moves them by more than 5 "
    "percentage points."
)


def notes(
    catalogue: Catalogue, measure: Measure, placed: Sequence[Placed], *more: str
) -> tuple[str, ...]:
    """Write the notes of one measure's figures; `more` are a question's own, and come last."""
    texts = [
        *basis_notes(catalogue, measure, placed),
        *uncertainty_notes(measure, placed),
        *time_notes(catalogue, measure, placed),
        *disclosure_notes(catalogue, measure, placed),
        *more,
    ]
    return tuple(dict.fromkeys(texts))


def uncertainty_notes(measure: Measure, placed: Sequence[Placed]) -> list[str]:
    """Write how sure the figures are."""
    if measure.is_count:
        return [COUNTS, *([YEARLY] if measure.unit.endswith(A_YEAR) else [])]
    if measure.is_reported:
        return [REPORTED]
    if any((p.figure.denominator or SMALL_DENOMINATOR) < SMALL_DENOMINATOR for p in placed):
        return [INTERVAL, SMALL.format(small=SMALL_DENOMINATOR)]
    return [INTERVAL]


def basis_notes(catalogue: Catalogue, measure: Measure, placed: Sequence[Placed]) -> list[str]:
    """Write of how many children a share is known, where it leaves some of those due out."""
    due = due_reference(catalogue, measure)
    table = catalogue.table(measure.denominator.table) if measure.denominator else None
    if due is None or table is None or measure.denominator is None:
        return []
    used = _label(catalogue, measure.denominator.groups, due.groups)
    counted = [p for p in placed if p.figure.due is not None]
    if len(counted) > FIGURES_SPELT_OUT:
        return [LEFT_OUT.format(due=open_lower(table.universe), used=used)]
    name = _name_of_row(placed)
    texts = []
    for row in counted:
        prefix = f"{name(row)}: " if name(row) else ""
        texts.append(
            f"{prefix}{row.figure.denominator:,} of {row.figure.due:,} "
            f"{open_lower(table.universe)} are counted ({open_lower(used)})."
        )
    return texts


def time_notes(catalogue: Catalogue, measure: Measure, placed: Sequence[Placed]) -> list[str]:
    """Write what is particular to the periods and to when areas opened."""
    periods = periods_of(placed)
    texts = [*year_notes(periods), *(f"{p.label}: {p.note}" for p in periods if p.note)]
    texts += [
        f"{p.label} is part of a {p.type.value}." for p in periods if is_part(p) and not p.note
    ]
    for area in areas_of(placed):
        if area.opened and any(p.ends < area.opened for p in periods):
            texts.append(f"{_opened(area)}; periods before that do not apply to it [z].")
        elif any(places.opened_within(area, p) for p in periods):
            texts.append(f"{_opened(area)}; its figures begin then.")
        if area.closed and any(p.ends > area.closed for p in periods):
            texts.append(
                f"{area.name} closed on {_day(area.closed)}{_successors(catalogue, area)}."
            )
    return [*texts, *open_case_notes(catalogue, measure, placed)]


def open_case_notes(catalogue: Catalogue, measure: Measure, placed: Sequence[Placed]) -> list[str]:
    """Write that recent figures wait for children who are still on their way."""
    staged = [b for b in catalogue.breakdowns if b.kind is BreakdownKind.STAGES]
    groups = {p.group.name: p.group for p in placed if p.group is not None}
    if any(_is_stage(catalogue, group) for group in groups.values()):
        return [STAGES]
    if staged and measure.section in REACHED_LATER and measure.is_share:
        return [OPEN_CASES.format(counted=open_lower(measure.universe))]
    return []


def change_note() -> str:
    """Write when a share is called higher or lower than in the first period."""
    return CHANGE


def trend_note() -> str:
    """Write when a line is called rising or falling."""
    return TREND.format(points="five" if MINIMUM_TREND_POINTS == 5 else MINIMUM_TREND_POINTS)


def _label(
    catalogue: Catalogue,
    used: Sequence[tuple[str, str]],
    everyone: Sequence[tuple[str, str]],
) -> str:
    """Return the label of the group that a denominator keeps."""
    ((name, group),) = [pair for pair in used if pair not in everyone]
    breakdown = catalogue.breakdown(name)
    known = breakdown.group(group) if breakdown else None
    return known.label if known else group


def _name_of_row(placed: Sequence[Placed]) -> Callable[[Placed], str]:
    """Return what tells the rows apart: groups, areas, periods, or several of them."""
    several_groups = len({p.group.name for p in placed if p.group}) > 1
    several_areas = len({p.area.slug for p in placed}) > 1
    several_periods = len({p.period.key for p in placed}) > 1

    def name(row: Placed) -> str:
        parts = [
            row.area.name if several_areas else "",
            row.group.label if several_groups and row.group else "",
            row.period.label if several_periods else "",
        ]
        return ", ".join(part for part in parts if part)

    return name


def _is_stage(catalogue: Catalogue, group: Group) -> bool:
    return any(
        group in breakdown.groups
        for breakdown in catalogue.breakdowns
        if breakdown.kind is BreakdownKind.STAGES
    )


def _opened(area: Area) -> str:
    if area.opened_words:
        return f"{area.name} opened {area.opened_words}"
    return f"{area.name} opened" + (f" on {_day(area.opened)}" if area.opened else "")


def _successors(catalogue: Catalogue, area: Area) -> str:
    named = places.successors(catalogue, area)
    return f": see {' and '.join(other.name for other in named)}" if named else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def year_notes(periods: Sequence[Period]) -> list[str]:
    """Write which months a year has where it is not a calendar year, by its days."""
    years = [p for p in periods if p.type is PeriodType.YEAR]
    texts = [TERMS] if any(p.time_identifier.endswith("term") for p in periods) else []
    for name in dict.fromkeys(family_of(p)[0] for p in years):
        texts += _family_notes(name, [p for p in years if family_of(p)[0] == name])
    return texts


def _family_notes(name: str, years: Sequence[Period]) -> list[str]:
    untold = name == REPORTING_YEAR and not all(p.told for p in years)
    texts = [UNTOLD_YEAR] if untold else []
    # A part of a year that the release gives days for does not tell where the year ends.
    known = [p for p in years if (not is_part(p) if p.told else name != REPORTING_YEAR)]
    months = {_months(p) for p in known}
    if len(months) > 1:
        spans = (f"{p.label} runs from {p.starts:%B %Y} to {_last_day(p):%B %Y}." for p in known)
        return [*texts, *spans]
    for first, last in months - {("January", "December")}:
        article = "An" if name[:1] in "AEIOU" else "A"
        texts.append(
            OTHER_YEAR.format(article=article, name=open_lower(name), first=first, last=last)
        )
    return texts


def _months(year: Period) -> tuple[str, str]:
    return f"{year.starts:%B}", f"{_last_day(year):%B}"


def _last_day(year: Period) -> date:
    """Return a year's last day, also of one that is not over."""
    return year.starts + timedelta(days=364) if is_part(year) else year.ends
