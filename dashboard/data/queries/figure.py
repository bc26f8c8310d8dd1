"""One measure in one area and period, alone, with the whole, or with its region as well."""

from __future__ import annotations

from dashboard.data.queries.asked import Answer, Asked, Words, build_view
from dashboard.data.queries.notes import notes
from dashboard.data.queries.parameters import REGION
from dashboard.data.queries.places import group_of
from dashboard.data.queries.titles import subtitle, title
from dashboard.data.release.model import Area


def figure(asked: Asked) -> Answer:
    """Answer with one figure, then its region's and the whole's where asked; `due` follows."""
    areas = _areas(asked)
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


def _areas(asked: Asked) -> tuple[Area, ...]:
    region = group_of(asked.catalogue, asked.area) if asked["beside"] == REGION else None
    more = (asked.whole,) if asked["beside"] else ()
    return (asked.area, *([region] if region else []), *more)
