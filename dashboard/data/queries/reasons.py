"""The reasons that a release gives for a figure that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.data.release.context import Change
from dashboard.data.release.model import Area, Catalogue, Measure, Period


def reasons_for(
    measure: Measure, area: Area, period: Period, reasons: Iterable[Change], catalogue: Catalogue
) -> tuple[str, ...]:
    """Return the reasons given for a figure: for its measure, period or area, or for a part of its area."""
    parents = {one.slug: one.part_of for one in catalogue.areas}
    return tuple(
        reason.text
        for reason in reasons
        if (reason.measure or reason.area or reason.period)
        and reason.measure in ("", measure.key)
        and reason.period in ("", period.key)
        and (not reason.area or area.slug in _upwards(reason.area, parents))
    )


def _upwards(area: str, parents: Mapping[str, str]) -> list[str]:
    """Return an area, and those that it is part of."""
    areas: list[str] = []
    while area and area not in areas:
        areas.append(area)
        area = parents.get(area, "")
    return areas
