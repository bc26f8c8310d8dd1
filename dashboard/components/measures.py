"""The measures that a release has for a page."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.charts.columns import MOST_COLUMNS
from dashboard.data.queries import Choice, applies
from dashboard.data.release.format import SECTIONS
from dashboard.data.release.model import Breakdown, Catalogue, Measure, MeasureKind
from dashboard.data.release.openings import own_breakdown
from dashboard.wording import open_lower

UNCHOSEN_HEADLINES = 3


def in_section(
    catalogue: Catalogue, *sections: str, kinds: Iterable[MeasureKind] = tuple(MeasureKind)
) -> tuple[Measure, ...]:
    """List the measures of some sections and kinds, in the release's order."""
    wanted = set(kinds)
    return tuple(m for m in catalogue.measures if m.section in sections and m.kind in wanted)


def divided_and_over_time(
    catalogue: Catalogue, section: str
) -> tuple[list[Measure], list[Measure]]:
    """Return a section's counts that can be split into groups, and its others that have a trend."""
    measures = in_section(catalogue, section)
    divided = [m for m in measures if m.is_count and applies(catalogue, "breakdown", m)]
    return divided, [m for m in measures if m not in divided and applies(catalogue, "trend", m)]


def rated_measures(catalogue: Catalogue) -> tuple[Measure, ...]:
    """List shares, reported figures and headline counts, section by section; or all, without any."""
    measures = in_section(catalogue, *SECTIONS)
    rated = tuple(m for m in measures if m.headline or not m.is_count)
    return rated or measures


def period_label(catalogue: Catalogue, measure: Measure) -> str:
    """Write the label of the choice of a period, for a measure that is split: Period, by referral route."""
    breakdown = own_breakdown(catalogue, measure)
    return f"Period, by {open_lower(breakdown.label)}" if breakdown else "Period"


def has_bands(breakdown: Breakdown | None) -> bool:
    """Return True if some groups are bands of others, few enough to stand next to one another."""
    parents = {group.name: group.part_of for group in breakdown.groups} if breakdown else {}
    innermost = parents.keys() - parents.values()
    roots = {"", *(name for name, parent in parents.items() if not parent)}
    bands = {parents[name] for name in innermost} - roots
    return (
        bool(bands)
        and {parents[band] for band in bands} <= roots
        and len(innermost) <= MOST_COLUMNS
    )


def headline_measures(catalogue: Catalogue) -> list[Measure]:
    """List the measures that a release puts first, or its first few where it puts none."""
    first = sorted((m for m in catalogue.measures if m.headline), key=lambda m: m.headline)
    return first or list(catalogue.measures[:UNCHOSEN_HEADLINES])


def measure_choice(measures: Iterable[Measure]) -> Choice:
    """Offer these measures, the first by default."""
    options = tuple((m.key, m.title) for m in measures)
    return Choice("measure", options, options[0][0] if options else "")
