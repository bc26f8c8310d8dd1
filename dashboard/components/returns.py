"""Which areas are late with their data returns, and which have sent none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.components.accessible import plain_table
from dashboard.data.queries.view import View
from dashboard.data.release.context import ReturnStatus
from dashboard.wording import format_count, format_date
from dashboard.wording.headlines import MOST_WORDS

LATE, MISSING = ReturnStatus.LATE.value, ReturnStatus.MISSING.value
_RETURNS = "Data returns: "
_UNDUE = ReturnStatus.NOT_DUE.value


def returns_heading(view: View) -> str:
    """Write who is late and who is missing: Data returns: Nottingham 5 late, Sandwell 3 missing."""
    counted = Counter(zip(view.columns["area_name"], view.columns["group"], strict=True))
    areas = dict.fromkeys(view.columns["area_name"])
    clauses = [
        f"{area} {' and '.join(parts)}"
        for area in areas
        if (parts := [f"{n} {s}" for s in (LATE, MISSING) if (n := counted[area, s])])
    ]
    heading = _RETURNS + ", ".join(clauses)
    if not clauses:
        due = sum(state != _UNDUE for state in view.columns["group"])
        return f"All {format_count(due)} data returns came on time"
    return heading if len(heading.split()) <= MOST_WORDS else _most(counted)


def _most(counted: Counter[tuple[str, str]]) -> str:
    """Write which area has the most late and which the most missing, and count the others."""
    named, rest = [], []
    for state in (LATE, MISSING):
        of = {area: n for (area, its_state), n in counted.items() if its_state == state}
        most = [area for area, n in of.items() if n == max(of.values())]
        if len(most) == 1:
            named.append(f"{most[0]} {of.pop(most[0])} {state}")
        if count := sum(of.values()):
            rest.append(f"{format_count(count)} {state}")
    others = ", ".join(rest)
    if not named:
        return f"{_RETURNS}{others}"
    return _RETURNS + ", ".join(named) + (f"; others {others}" if others else "")


def exceptions(view: View) -> list[Component]:
    """Count, for each area, the returns that came late or have not come.

    Each one, with the day it was due, opens on demand.
    """
    columns = view.columns
    rows = zip(
        columns["area_name"],
        columns["group"],
        columns["period_label"],
        columns["due_on"],
        columns["value"],
        strict=True,
    )
    by_area: dict[str, dict[str, list[str]]] = {}
    for area, state, period, due, days in rows:
        if state in (LATE, MISSING):
            late = f", {format_count(days)} days late" if state == LATE and days else ""
            text = f"{period} (due {format_date(date.fromisoformat(due))}{late})"
            by_area.setdefault(area, {}).setdefault(state, []).append(text)
    if not by_area:
        return []
    return [
        _table(by_area, lambda texts: format_count(len(texts))),
        html.Details(
            [
                html.Summary("When each was due"),
                _table(by_area, lambda texts: "; ".join(texts) or "none", "words"),
            ],
            className="table",
        ),
    ]


def _table(
    by_area: Mapping[str, Mapping[str, Sequence[str]]],
    write: Callable[[Sequence[str]], str],
    kind: str = "",
) -> html.Table:
    """Set areas against what is said of their late and of their missing returns."""
    rows = [
        [area, *(write(of.get(state, ())) for state in (LATE, MISSING))]
        for area, of in by_area.items()
    ]
    return plain_table("Late and missing data returns", ("Area", "Late", "Missing"), rows, kind)
