"""A view's title, subtitle, unit and source in words."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.data.queries import periods as spans
from dashboard.data.queries import places
from dashboard.data.queries.view import ReleaseStamp
from dashboard.data.release.model import (
    Area,
    Breakdown,
    BreakdownKind,
    Catalogue,
    Group,
    Measure,
    MeasureKind,
    Period,
)
from dashboard.data.release.sentences import open_lower
from dashboard.data.release.units import PER_CENT, is_percentage

AREAS_NAMED = 5  # more than these are counted in a subtitle, not named


def unit(measure: Measure) -> str:
    """Write how a measure's values read."""
    share = measure.is_share or is_percentage(measure.unit)
    return PER_CENT if share else measure.unit


def title(
    measure: Measure,
    *,
    by: Breakdown | None = None,
    at: Breakdown | None = None,
    group: Group | None = None,
) -> str:
    """Write the measure as a statistical title: what is measured, and for which group.

    `at` is the breakdown that the group is of: a point of follow-up reads on from the measure.
    """
    text = measure.title
    if group is not None:
        separate = at is not None and at.kind is BreakdownKind.SEPARATE
        text += f", {open_lower(group.label)}" if separate else f" ({group.label})"
    if by is None or by.kind is not BreakdownKind.PARTS or _says(measure, by):
        return text
    return f"{text} by {open_lower(by.label)}"


def _says(measure: Measure, by: Breakdown) -> bool:
    """Return True if a measure's own title says what it is split by."""
    return measure.breakdown == by.name and ", by " in measure.title


def subtitle(
    catalogue: Catalogue, measure: Measure, areas: Sequence[Area], periods: Sequence[Period]
) -> str:
    """Write what is counted, where and when."""
    parts = (_counted(measure), area_text(catalogue, areas), spans.span_text(periods))
    return ", ".join(part for part in parts if part)


def brief(measure: Measure, periods: Sequence[Period]) -> str:
    """Write what is counted and when, in as few words as there are."""
    return ", ".join(part for part in (_counted(measure), spans.span_text(periods)) if part)


def _counted(measure: Measure) -> str:
    unit_text = unit(measure)[:1].upper() + unit(measure)[1:]
    return {
        MeasureKind.SHARE: f"Per cent of {open_lower(measure.universe)}",
        MeasureKind.COUNT: f"Number of {measure.unit}",
        MeasureKind.REPORTED: f"{unit_text}, {open_lower(measure.universe)}",
    }[measure.kind]


def area_text(catalogue: Catalogue, areas: Sequence[Area]) -> str:
    """Write the names of areas in prose: all if they are few, the whole by what it is called."""
    whole = places.whole(catalogue)
    names = [a.name for a in areas if a is not whole]
    if len(names) > AREAS_NAMED:
        names = [f"{len(names)} areas"]
    if any(area is whole for area in areas):
        names.append(catalogue.programme.comparison)
    return join_words(names)


def join_words(words: Sequence[str]) -> str:
    """Join words as prose: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def source(catalogue: Catalogue, measure: Measure) -> str:
    """Write whose figures they are, and who collected them."""
    text = f"{catalogue.producer}, {catalogue.title}, version {catalogue.version}"
    return f"{text}; {collected(catalogue, measure)}" if measure.collected_by else text


def collected(catalogue: Catalogue, measure: Measure) -> str:
    """Write who collected a measure's figures, or of made up ones who would."""
    would = "would be " if catalogue.illustrative else ""
    return f"{would}collected by {measure.collected_by}"


def catalogue_stamp(identifier: str, catalogue: Catalogue) -> ReleaseStamp:
    """Return which release an answer comes from."""
    return ReleaseStamp(
        identifier=identifier,
        title=catalogue.title,
        version=catalogue.version,
        producer=catalogue.producer,
        licence=catalogue.licence,
        published=catalogue.published,
        illustrative=catalogue.illustrative,
        status=catalogue.status,
    )
