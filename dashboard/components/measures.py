"""Which measures does a release have for a page?"""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.data.queries import Choice
from dashboard.data.release.model import Catalogue, Measure, MeasureKind

UNCHOSEN_HEADLINES = 3


def in_section(
    catalogue: Catalogue, *sections: str, kinds: Iterable[MeasureKind] = tuple(MeasureKind)
) -> tuple[Measure, ...]:
    """List the measures of some sections and kinds, in the release's order."""
    wanted = set(kinds)
    return tuple(m for m in catalogue.measures if m.section in sections and m.kind in wanted)


def headline_measures(catalogue: Catalogue) -> list[Measure]:
    """List the measures that a release puts first, or its first few where it puts none."""
    first = sorted((m for m in catalogue.measures if m.headline), key=_headline_order)
    return first or list(catalogue.measures[:UNCHOSEN_HEADLINES])


def _headline_order(measure: Measure) -> int:
    return measure.headline


def measure_choice(measures: Iterable[Measure]) -> Choice:
    """Offer these measures, the first by default."""
    options = tuple((m.key, m.title) for m in measures)
    return Choice("measure", options, options[0][0] if options else "")
