"""The data returns of areas: which arrived, which in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dashboard.data.queries.asked import Answer, Asked, Words, assemble
from dashboard.data.queries.columns import columns_of
from dashboard.data.queries.fetch import NO_CELLS
from dashboard.data.queries.periods import span_text
from dashboard.data.queries.titles import area_text
from dashboard.data.release.aims import Direction
from dashboard.data.release.context import DataReturn, ReturnStatus
from dashboard.data.release.model import (
    Area,
    Catalogue,
    CellReference,
    Marker,
    Measure,
    MeasureKind,
    Period,
)

STATUSES = {
    ReturnStatus.ON_TIME.value: "On time",
    ReturnStatus.LATE.value: "Late",
    ReturnStatus.MISSING.value: "Missing",
    ReturnStatus.NOT_DUE.value: "Not due",
}
_MARKS: Mapping[str, tuple[int | None, Marker | None]] = {  # of all that are not late
    ReturnStatus.NOT_DUE.value: (None, Marker.NOT_APPLICABLE),
    ReturnStatus.ON_TIME.value: (0, None),
    ReturnStatus.MISSING.value: (None, Marker.NOT_AVAILABLE),
}
LATENESS = Measure(
    key="returns",
    title="Data returns",
    short_title="Returns",
    definition="Whether each area's data for a period arrived, and how many days after they were due.",
    universe="data returns",
    phrase="arrived",
    section="",
    kind=MeasureKind.REPORTED,
    unit="days late",
    decimals=0,
    direction=Direction.LOW,
    numerator=CellReference("", ""),
)


def returns(asked: Asked) -> Answer:
    """Answer with every data return of one area or all: `value` is its days late, 0 when on time.

    A missing return is `x`, one not due is `z`. `group` and `group_label` hold the status;
    `due` and `received` (dates, as ISO text or missing) follow the columns that every view has.
    Rows run by area, then period.
    """
    yield NO_CELLS
    catalogue = asked.catalogue
    lines: Sequence[tuple[Area, Period, DataReturn]] = _returned(catalogue)
    if asked["area"]:
        lines = [line for line in lines if line[0].slug == asked["area"]]
    sent = [record for _, _, record in lines]
    states = [record.status.value for record in sent]
    marks = [_MARKS.get(s) or _days_late(f) for s, f in zip(states, sent, strict=True)]
    columns = columns_of(
        {
            "area": [area.slug for area, _, _ in lines],
            "area_name": [area.name for area, _, _ in lines],
            "period": [period.key for _, period, _ in lines],
            "period_label": [period.label for _, period, _ in lines],
            "group": states,
            "group_label": [STATUSES[state] for state in states],
            "value": [days for days, _ in marks],
            "marker": [marker for _, marker in marks],
            "due_on": [record.due.isoformat() for record in sent],
            "received_on": [record.received and record.received.isoformat() for record in sent],
        }
    )
    areas = list({area.slug: area for area, _, _ in lines}.values())
    periods = list({period.key: period for _, period, _ in lines}.values())
    words = Words(
        "Data returns, days late",
        ", ".join(t for t in (area_text(catalogue, areas), span_text(periods)) if t),
        _notes(states),
    )
    return assemble(
        asked, columns, words, measure=LATENESS, breakdown=None, unit="days late", decimals=0
    )


def _returned(catalogue: Catalogue) -> tuple[tuple[Area, Period, DataReturn], ...]:
    """Return every data return with its area and period, by area, then period."""
    returned = {(record.area, record.period): record for record in catalogue.returns}
    return tuple(
        (area, period, record)
        for area in catalogue.areas
        for period in catalogue.periods
        if (record := returned.get((area.slug, period.key)))
    )


def _days_late(record: DataReturn) -> tuple[int | None, Marker | None]:
    if record.received is None:
        return None, Marker.NOT_AVAILABLE
    return max(0, (record.received - record.due).days), None


def _notes(states: list[str]) -> tuple[str, ...]:
    counts = Counter(states)
    due = len(states) - counts[ReturnStatus.NOT_DUE]
    if not due:
        return ()
    text = (
        f"Of {due:,} returns due, {counts[ReturnStatus.ON_TIME]:,} came on time, "
        f"{counts[ReturnStatus.LATE]:,} late, and {counts[ReturnStatus.MISSING]:,} "
        "had not come when this release was made."
    )
    return (text,)
