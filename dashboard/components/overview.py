"""How are many measures of a few areas seen at one glance: a row a measure, a column an area?

Each share has its interval as a line and a dot on one scale, from 0% to 100%, with a tick at the
target. Every figure leads to its trend.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote, urlencode

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.accessible import scrolling
from dashboard.data.queries.view import Row, View
from dashboard.data.release.model import Area, Measure
from dashboard.data.release.reserved import measure_anchor
from dashboard.wording import shared_period
from dashboard.wording.standing_out import beyond_whole, place_of
from dashboard.wording.targets import target_bound

MOST_COLUMNS = 6  # areas, the whole among them, beyond which those that differ are counted
# Where a measure's trend is: the page of its section, and whether that page shows one measure.
SECTION_PAGES: Mapping[str, tuple[str, bool]] = {
    "referrals": ("/referrals", False),
    "ages": ("/ages", False),
    "completion": ("/completion", False),
    "outcomes": ("/outcomes", True),
    "delivery": ("/outcomes", True),
}
READING = (
    "Lines are 95% intervals on one scale from 0% to 100%, dots the figures, ticks the targets. By "
    "chance alone about 1 comparison in 20 would stand out."
)
_WIDE, _HIGH, _MIDDLE = 100, 12, 6
_DRAWN = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='-3 0 106 12'>"
    "<g stroke='{colour}'><path stroke='#999' d='M0 11.5H100{tick}'/>"
    "<path stroke-width='2' d='M{low} 6H{high}'/></g><circle fill='{colour}' cx='{at}' cy='6' r='2'/></svg>"
)
_COLOUR = "#2f78b3"  # seen on white and on black alike
_OF_THE_WHOLE = "#777"


def overview_section(
    told: Sequence[Component | str], views: Sequence[View], table: Sequence[Component]
) -> list[html.Section]:
    """Say what stands out of the views, over the table of them all; nothing where there is none."""
    rows = [row for view in views for row in view.rows()]
    if not rows:
        return []
    points = [html.Li(one) for one in told if one]
    heading = "What stands out" if points else "Every measure"
    period = shared_period(rows)
    drawn = any(row.upper is not None for row in rows)
    return [
        html.Section(
            [
                html.H2(f"{heading}, {period}" if period else heading),
                *([html.Ul(points, className="points")] if points else []),
                *table,
                *([html.P(READING, className="small quiet")] if drawn else []),
            ],
            id="overview",
            className="band",
        )
    ]


def trend_address(measure: Measure, area: str) -> str:
    """Return where the trend of a measure is shown for an area."""
    path, one = SECTION_PAGES[measure.section]
    asked = {"measure": measure.key, "area": area} if one else {"area": area}
    return f"{path}?{urlencode(asked)}#{'over-time' if one else measure_anchor(measure.key)}"


def overview(
    views: Sequence[View],
    areas: Sequence[Area],
    caption: str,
    *,
    has_trend: Callable[[View], bool],
    over_time: Mapping[str, View] | None = None,
) -> list[Component]:
    """Set out views, each one measure's figures by area; `over_time` adds which way each goes.

    `areas` are the columns, the whole first. Of more than MOST_COLUMNS only the whole has one, and
    it is counted how many areas differ from it by more than chance would explain.
    """
    few = len(areas) <= MOST_COLUMNS
    dated = not shared_period(row for view in views for row in view.rows())
    shown = areas if few else areas[:1]
    names = ["Measure", *(area.name for area in shown)]
    names += [] if few else ["Areas that differ"]
    names += ["Over time"] if over_time is not None else []
    body = [
        html.Tr(
            [
                html.Th(_measure(view, dated=dated), scope="row"),
                *(html.Td(_cell(view, area.slug, linked=has_trend(view))) for area in shown),
                *([] if few else [html.Td(_differing(view))]),
                *(
                    [html.Td(_way(over_time, view, shown[-1].slug))]
                    if over_time is not None
                    else []
                ),
            ]
        )
        for view in views
    ]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    table = html.Table([html.Caption(caption), head, html.Tbody(body)], className="overview")
    return [*_legend(views), scrolling(table, caption)]


def _legend(views: Sequence[View]) -> list[html.Ul]:
    """Explain the markers of all views, above the table."""
    markers = sorted({row.marker for view in views for row in view.rows() if row.marker})
    texts = map(wording.marker_text, markers)
    told = [html.Li([html.Strong(text.sign), f" {text.meaning}"]) for text in texts]
    return [html.Ul(told, className="markers small")] if told else []


def _measure(view: View, *, dated: bool) -> list[Component | str]:
    """Name a measure, with its period where not all have the same, and its target."""
    period = shared_period(view.rows()) if dated else ""
    target = view.measure.target
    aim: list[Component | str] = [" ", html.Small(f"Target {target.label}")] if target else []
    return [view.measure.short_title, *([f", {period}"] if period else []), *aim]


def _cell(view: View, area: str, *, linked: bool) -> list[Component | str]:
    row = next((row for row in view.rows() if row.area == area), None)
    if row is None:
        return []
    value = wording.format_value(row, view)
    figure: Component | str = (
        html.A(value, href=trend_address(view.measure, area)) if linked else value
    )
    side = beyond_whole(view, row)
    told: list[Component | str] = [figure, *([f" {side}"] if side else [])]
    if row.value is None or row.lower is None or row.upper is None:
        return told
    return [*told, " ", interval_picture(view, row)]


def interval_picture(view: View, row: Row) -> html.Img:
    """Draw an interval, with the same in words for those who do not see it."""
    bound = target_bound(view)
    tick = f"M{bound:g} 0V12" if bound is not None else ""
    colour = _OF_THE_WHOLE if row.area == view.whole else _COLOUR
    drawn = _DRAWN.format(
        colour=colour,
        tick=tick,
        low=round(row.lower or 0),
        high=round(row.upper or 0),
        at=round(row.value or 0),
    )
    source = f"data:image/svg+xml,{quote(drawn, safe=_UNQUOTED)}"
    return html.Img(src=source, alt=wording.format_interval(row, view), width="106", height="12")


_UNQUOTED = " =:/'."


def _differing(view: View) -> str:
    sides = [side for row in view.rows() if (side := beyond_whole(view, row))]
    if not sides:
        return "none" if any(place_of(view, row) for row in view.rows()) else ""
    return ", ".join(f"{sides.count(side)} {side}" for side in dict.fromkeys(sides))


def _way(over_time: Mapping[str, View] | None, view: View, area: str) -> str:
    found = (over_time or {}).get(view.measure.key)
    return wording.direction_words(found, area) if found is not None else ""
