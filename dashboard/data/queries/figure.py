"""One measure in one area and period, alone or with the whole."""

from __future__ import annotations

from dashboard.data.queries.asked import Answer, Asked, Words, build_view
from dashboard.data.queries.notes import notes
from dashboard.data.queries.titles import subtitle, title


def figure(asked: Asked) -> Answer:
    """Answer with one figure, and the whole's after it where that was asked; `due` follows."""
    areas = (asked.area, asked.whole) if asked["beside"] else (asked.area,)
    breakdown, group = asked.chosen_group()
    opened = asked.opened_at(breakdown, group)
    placed = yield from asked.placed(areas, opened, (asked.period,))
    shown_group = placed[0].group
    words = Words(
        title(asked.measure, at=breakdown, group=shown_group),
        subtitle(asked.catalogue, asked.measure, areas, (asked.period,)),
        notes(asked.catalogue, asked.measure, placed),
    )
    return build_view(asked, placed, words, breakdown=breakdown if shown_group else None)
