"""Which measures does a release have for a page?"""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.data.queries import Choice
from dashboard.data.release import Catalogue, Measure, MeasureKind


def in_section(
    catalogue: Catalogue, *sections: str, kinds: Iterable[MeasureKind] = tuple(MeasureKind)
) -> tuple[Measure, ...]:
    """List the measures of some sections and kinds, in the release's order."""
    wanted = set(kinds)
    return tuple(m for m in catalogue.measures if m.section in sections and m.kind in wanted)


def measure_choice(measures: Iterable[Measure]) -> Choice:
    """Offer these measures, the first by default."""
    options = tuple((m.key, m.title) for m in measures)
    return Choice("measure", options, options[0][0] if options else "")
