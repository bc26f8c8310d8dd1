"""Of every hundred who came, how many reached each stage, and how many were lost at each step."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import wording
from dashboard.components.accessible import scrolling
from dashboard.components.drawing import Drawing
from dashboard.data.queries.view import Row, View
from dashboard.wording.headlines import MOST_WORDS
from dashboard.wording.markers import marker_state


def flow_heading(view: View) -> str:
    """Write how many of a hundred reached each stage, or only the last where there are too many."""
    _, *later = _told(list(view.rows()))
    opening = f"Of 100 {view.measure.universe}"
    steps = [f"{kept} {_lower(row.group_label)}" for row, kept in later if kept]
    candidates = [
        f"{opening}: {', '.join(steps)}",
        f"{opening}, {' and '.join(steps[-3::2])}",
        f"{opening}, {steps[-1]}" if steps else opening,
    ]
    return next((c for c in candidates if len(c.split()) <= MOST_WORDS), candidates[-1])


def _lower(label: str) -> str:
    return label if any(letter.isupper() for letter in label[1:]) else label.lower()


def _told(rows: Sequence[Row]) -> list[tuple[Row, int | None]]:
    """Return each stage with how many of a hundred at the first have reached it."""
    whole = rows[0].value or 0
    return [
        (row, None if row.value is None else wording.dots_out_of_100(100 * row.value / whole))
        for row in rows
    ]


def can_flow(view: View) -> bool:
    """Return True if a view has stages, of which the first and another have a count."""
    rows = list(view.rows())
    values = [row.value for row in rows if row.value is not None]
    return len(values) > 1 and bool(rows[0].value) and max(values) == rows[0].value


def flow(view: View) -> html.Div:
    """Draw the stages of a view as what is left of a hundred, with what was lost at each."""
    body, before = [], 100
    for row, kept in _told(list(view.rows())):
        lost = max(before - kept, 0) if kept is not None else 0
        body.append(_step(row, kept, before, f"{lost} fewer" if lost else ""))
        before = before if kept is None else kept
    names = ("Stage", "Of 100", "", "Change", wording.open_upper(view.measure.unit))
    head = html.Tr([html.Th(name, scope="col") if name else html.Td() for name in names])
    caption = f"{view.title}: what is left of a hundred at each stage"
    table = html.Table(
        [html.Caption(caption), html.Thead(head), html.Tbody(body)], className="flow"
    )
    return scrolling(table, caption)


def _step(row: Row, kept: int | None, before: int, lost: str) -> html.Tr:
    count = marker_state(row.marker) if row.marker else wording.format_count(row.value or 0)
    paths = [("kept", f"M0 0H{kept}V14H0z"), ("lost", f"M{kept} 4H{before}V10H{kept}z")]
    drawn = Drawing(className="steps", width=100, height=14, paths=paths, stretched=True)
    return html.Tr(
        [
            html.Th(row.group_label, scope="row"),
            html.Td("" if kept is None else str(kept)),
            html.Td(drawn if kept is not None else ""),
            html.Td(lost),
            html.Td(count),
        ]
    )
