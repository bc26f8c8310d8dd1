"""What is said next to figures of how children are protected, and of rounding."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.data.queries.derive import Placed
from dashboard.data.queries.titles import join_words
from dashboard.data.release.model import Catalogue, DisclosureRule, Measure, PeriodType

PROTECTION = (
    "So that no child can be recognised, a number of children {small} is never shown, nor any "
    "figure that would give one away{pooled}."
)
POOLED = "; periods of several years let more figures be shown safely"


def disclosure_notes(catalogue: Catalogue, measure: Measure, placed: Sequence[Placed]) -> list[str]:
    """Write how children are protected, and whether counts are rounded."""
    rule = catalogue.disclosure
    return [*protection(catalogue), *_rounding_notes(rule, measure, placed)]


def protection(catalogue: Catalogue) -> list[str]:
    """Write in one sentence how figures are protected; nothing where none need be."""
    rule = catalogue.disclosure
    thresholds = {rule.threshold, *(one.threshold for one in (*rule.levels, *rule.tables))} - {None}
    if thresholds == {1}:
        return []
    least = f"from 1 to {rule.threshold - 1}" if len(thresholds) == 1 else "that is small"
    pooled = any(period.type is PeriodType.PERIOD for period in catalogue.periods)
    return [PROTECTION.format(small=least, pooled=POOLED if pooled else "")]


def _rounding_notes(rule: DisclosureRule, measure: Measure, placed: Sequence[Placed]) -> list[str]:
    """Write to what base the counts behind figures are rounded, of which areas if not of all."""
    tables = [r.table for r in (measure.numerator, measure.denominator) if r is not None]
    seen = dict.fromkeys(p.area for p in placed)
    bases = {
        level: max(rule.of(level, table).rounding for table in tables)
        for level in {area.level for area in seen}
    }
    areas: dict[int, dict[str, None]] = {}
    for area in seen:
        areas.setdefault(bases[area.level], {})[area.name] = None
    return [
        f"Counts{'' if len(areas) == 1 else f' of {join_words(list(names))}'} are rounded to the "
        f"nearest {base}; shares are made from the rounded counts, and are about right. Intervals "
        "hold what rounding may have changed."
        for base, names in areas.items()
        if base > 1
    ]
