"""A measure by the groups of a breakdown, such as age, route, stage or reason."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.data.queries.asked import Answer, Asked, Words, build_view
from dashboard.data.queries.derive import Placed, areas_of, periods_of
from dashboard.data.queries.lines import lines
from dashboard.data.queries.notes import notes
from dashboard.data.queries.titles import subtitle, title
from dashboard.data.queries.view import View
from dashboard.data.queries.yearly import a_year
from dashboard.data.release.model import Area, Period
from dashboard.data.release.reserved import EVERY_AREA


def breakdown(asked: Asked) -> Answer:
    """Answer with a measure for every group of a breakdown in one period.

    One area, or every area and the whole. Rows run by area, then group, in order of display;
    the group that all others are within (`Total`, the first stage) is a row like the others,
    and a count's denominator. `part_of` and `due` follow the frame's columns.
    """
    areas = asked.side_by_side() if asked["area"] == EVERY_AREA else (asked.area,)
    return (yield from _answer(asked, areas, (asked.period,)))


def breakdown_trend(asked: Asked) -> Answer:
    """Answer with a measure for every group of a breakdown over time in one area.

    Rows run by group, then period, every gap a row. `part_of` and `due` follow the frame's
    columns. No trend is called group by group.
    """
    figures = yield from lines(asked, (asked.area,), asked.opened_by(asked.by, (asked.area,)))
    return _view(asked, figures.placed)


def followup(asked: Asked) -> Answer:
    """Answer with a measure for every group that is a separate universe, in one area.

    At closure, at 6, 12 and 18 months: each share rests on other children, so `due` after the
    frame's columns says how many there were to ask about, and the notes say it in words.
    """
    return (yield from _answer(asked, (asked.area,), (asked.period,)))


def _answer(asked: Asked, areas: Sequence[Area], periods: Sequence[Period]) -> Answer:
    return _view(asked, (yield from asked.placed(areas, asked.opened_by(asked.by, areas), periods)))


def _view(asked: Asked, counted: Sequence[Placed]) -> View:
    measure, placed = a_year(asked.measure, counted)
    by = asked.by
    words = Words(
        title(measure, by=by),
        subtitle(asked.catalogue, measure, areas_of(placed), periods_of(placed)),
        notes(asked.catalogue, measure, placed),
    )
    part_of = [p.group.part_of if p.group else "" for p in placed]
    return build_view(
        asked, placed, words, measure=measure, breakdown=by, extra={"part_of": part_of}
    )
