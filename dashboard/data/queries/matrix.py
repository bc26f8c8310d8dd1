"""The state of every measure in every area: whether it has a figure, and if not, why not."""

from __future__ import annotations

from dashboard.data.queries import places
from dashboard.data.queries.asked import Answer, Asked, Words, assemble
from dashboard.data.queries.columns import columns_of
from dashboard.data.queries.derive import addresses, markers
from dashboard.data.queries.periods import covered, had
from dashboard.data.queries.statement import Needs
from dashboard.data.queries.titles import area_text
from dashboard.data.release.model import Marker

STATUSES = {
    "running": "Running",
    "too_early": "Too early",
    "suppressed": "Suppressed",
    "not_returned": "Not returned",
}
_STATUS_OF = {
    Marker.NOT_APPLICABLE: "too_early",
    Marker.NOT_AVAILABLE: "not_returned",
    Marker.CONFIDENTIAL: "suppressed",
    Marker.LOW_RELIABILITY: "suppressed",
}
LEGEND = (
    "Running: there is a figure. Too early: the area had not opened, or no child had got so far. "
    "Suppressed: there is a figure, but it could point to a child. Not returned: the area has "
    "not sent it."
)


def matrix(asked: Asked) -> Answer:
    """Answer with the state of every measure in every area for one period, not with its figures.

    `group` and `group_label` hold the state (STATUSES); `value` is always missing. After the
    columns that every view has come `measure`, `measure_title` and `section`. Measures that no area
    has for such a period are left out. Rows run by area, then measure; the view's own measure is
    the first.
    """
    catalogue, period = asked.catalogue, asked.period
    areas = places.sites(catalogue)
    measures = [m for m in catalogue.measures if period in had(catalogue, m, areas)]
    measures = measures or [m for m in catalogue.measures if period in covered(catalogue, m)]
    where = {m.key: addresses(catalogue, m)._replace(due=None) for m in measures}
    names = [name for addressed in where.values() for name in addressed.all()]
    cells = yield Needs(names, areas, (period,))
    by_measure = [markers(m, cells, where[m.key], areas, period) for m in measures]
    cell_markers = [marker for of_area in zip(*by_measure, strict=True) for marker in of_area]
    states = ["running" if m is None else _STATUS_OF.get(m, "running") for m in cell_markers]
    columns = columns_of(
        {
            "area": [area.slug for area in areas for _ in measures],
            "area_name": [area.name for area in areas for _ in measures],
            "period": [period.key] * len(cell_markers),
            "period_label": [period.label] * len(cell_markers),
            "group": states,
            "group_label": [STATUSES[state] for state in states],
            "marker": cell_markers,
            "measure": [m.key for m in measures] * len(areas),
            "measure_title": [m.short_title for m in measures] * len(areas),
            "section": [m.section for m in measures] * len(areas),
        }
    )
    words = Words(
        "What there are figures for, by area",
        f"{area_text(catalogue, areas)}, {period.label}",
        (LEGEND,),
    )
    return assemble(asked, columns, words, measure=measures[0], breakdown=None, unit="", decimals=0)
