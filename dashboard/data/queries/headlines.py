"""The few figures that everybody asks for first."""

from __future__ import annotations

from dashboard.data.queries.asked import (
    Answer,
    Asked,
    Words,
    assemble,
)
from dashboard.data.queries.columns import build_columns
from dashboard.data.queries.derive import Placed, addresses, figure
from dashboard.data.queries.notes import notes
from dashboard.data.queries.periods import covered
from dashboard.data.queries.statement import Needs
from dashboard.data.queries.titles import area_text, unit
from dashboard.data.release.model import Catalogue, Measure
from dashboard.exceptions import UnknownQuestion


def headlines(asked: Asked) -> Answer:
    """Answer with the headline measures that one area has for a period, in their order.

    `group` and `group_label` hold each row's measure key and title. After the frame's columns
    come `due`, `unit`, `decimals`, `universe`, `phrase` and `kind` of each row's measure; the
    view's own measure is the first, and its own unit is blank. Raises UnknownQuestion where a
    release has no headline measures.
    """
    catalogue, area, period = asked.catalogue, asked.area, asked.period
    named = headline_measures(catalogue)
    if not named:
        raise UnknownQuestion("this release names no headline measures")
    measures = [m for m in named if period in covered(catalogue, m, (area,))] or named
    where = [addresses(catalogue, measure) for measure in measures]
    cells = yield Needs([a for names in where for a in names.all()], (area,), (period,))
    placed = [
        Placed(area, period, None, figure(measure, cells, names, area, period))
        for measure, names in zip(measures, where, strict=True)
    ]
    columns = build_columns(
        placed,
        {
            "group": [m.key for m in measures],
            "group_label": [m.title for m in measures],
            "unit": [unit(m) for m in measures],
            "decimals": [m.decimals for m in measures],
            "universe": [m.universe for m in measures],
            "phrase": [m.phrase for m in measures],
            "kind": [m.kind.value for m in measures],
        },
    )
    texts = [
        note
        for measure, row in zip(measures, placed, strict=True)
        for note in notes(catalogue, measure, [row])
    ]
    words = Words(
        "Headline figures",
        f"{area_text(catalogue, [area])}, {period.label}",
        tuple(dict.fromkeys(texts)),
    )
    return assemble(asked, columns, words, measure=measures[0], breakdown=None, unit="", decimals=0)


def headline_measures(catalogue: Catalogue) -> tuple[Measure, ...]:
    """Return the measures that a release puts first, in their order."""
    measures = [measure for measure in catalogue.measures if measure.headline]
    return tuple(sorted(measures, key=lambda measure: measure.headline))
