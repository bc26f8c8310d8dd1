"""Many measures of a few areas at one glance: a row a measure, a column an area.

Each share has its interval as a line and a dot on one scale, from 0% to 100%, with a tick at the
target; each figure has a thin line over time, and leads to its trend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.accessible import Cell, plain_table, scrolling
from dashboard.components.drawing import Drawing
from dashboard.components.notices import illustrative_mark
from dashboard.components.sparkline import sparkline
from dashboard.components.tables import markers_of
from dashboard.data.queries.view import Row, View
from dashboard.data.release.model import Area, Measure
from dashboard.data.release.reserved import measure_anchor
from dashboard.wording import shared_period
from dashboard.wording.standing_out import beyond_whole, sides_of
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
CHANCE = "By chance alone about 1 comparison in 20 would stand out. "
READING = "Lines: 95% intervals, 0% to 100%. Dots: figures. Ticks: targets."
THIN_LINES = " Thin lines: over time, each row on its own scale."


def overview_section(
    told: Sequence[Component | str],
    views: Sequence[View],
    table: Sequence[Component],
    over_time: Mapping[str, View],
) -> list[html.Section]:
    """Write what stands out of the views, over the table of them all; nothing where there is none."""
    rows = [row for view in views for row in view.rows()]
    if not rows:
        return []
    points = [html.Li(one) for one in told if one]
    heading = "What stands out" if points else "Every measure"
    period = shared_period(rows)
    drawn = any(row.upper is not None for row in rows)
    lines = THIN_LINES if any(map(has_history, over_time.values())) else ""
    # What is drawn has no place on paper that is set: see `web/briefing_blocks.py`.
    drawings = html.Span(f"{READING}{lines}", className="exhibit__reading")
    reading: list[Component | str] = [f"{illustrative_mark(views[0])}{CHANCE}", drawings]
    return [
        html.Section(
            [
                html.H2(f"{heading}, {period}" if period else heading),
                *([html.Ul(points, className="points")] if points else []),
                *table,
                *([html.P(reading, className="small quiet")] if drawn else []),
            ],
            id="overview",
            className="band",
        )
    ]


def has_history(view: View) -> bool:
    """Return True if a view has more than one period."""
    return len(set(view.columns["period"])) > 1


def trend_address(measure: Measure, area: str) -> str:
    """Return where the trend of a measure is shown for an area."""
    path, one = SECTION_PAGES[measure.section]
    asked = {"measure": measure.key, "area": area} if one else {"area": area}
    return f"{path}?{urlencode(asked)}#{'over-time' if one else measure_anchor(measure.key)}"


def overview(
    views: Sequence[View],
    areas: Sequence[Area],
    caption: str,
    over_time: Mapping[str, View],
    *,
    ways: bool = False,
) -> list[Component]:
    """Set out views, each one measure's figures by area, with how each goes `over_time`.

    `areas` are the columns, the whole first. Of more than MOST_COLUMNS only the whole has one, and
    it is counted how many areas differ from it by more than chance would explain. With `ways`
    the last area's line has a column, next to the whole's and with words.
    """
    few = len(areas) <= MOST_COLUMNS
    drawn = not ways
    ways = ways and any(map(has_history, over_time.values()))
    dated = not shared_period(row for view in views for row in view.rows())
    slugs = [area.slug for area in (areas if few else areas[:1])]
    names = ["Measure", *(area.name for area in areas[: len(slugs)])]
    names += [] if few else ["Areas that differ"]
    names += ["Over time"] if ways else []
    rows: list[list[Cell]] = []
    for view in views:
        line = over_time.get(view.measure.key)
        cells: list[Cell] = [_cell(view, area, line, drawn=drawn) for area in slugs]
        cells += [] if few else [_differing(view)]
        cells += [_way(line, slugs)] if ways else []
        rows.append([_measure(view, dated=dated), *cells])
    table = plain_table(caption, names, rows, "overview ways" if ways else "overview")
    return [*markers_of(views), scrolling(table, caption)]


def _measure(view: View, *, dated: bool) -> list[Component | str]:
    """Write a measure's name, with its period where not all have the same, and its target."""
    period = shared_period(view.rows()) if dated else ""
    target = view.measure.target
    aim: list[Component | str] = [" ", html.Small(f"Target {target.label}")] if target else []
    return [view.measure.short_title, *([f", {period}"] if period else []), *aim]


def _cell(view: View, area: str, line: View | None, *, drawn: bool) -> list[Component | str]:
    """Show a figure with its interval, all of it a link to its trend; `drawn` with its line."""
    row = next((row for row in view.rows() if row.area == area), None)
    if row is None:
        return []
    figure: list[Component | str] = [wording.format_value(row, view)]
    if row.value is not None and row.lower is not None:
        figure.append(interval_picture(view, row))
    if drawn and line is not None:
        figure += sparkline(line, [area])
    side = beyond_whole(view, row)
    address = trend_address(view.measure, area)
    content = html.Span(figure) if line is None else html.A(figure, href=address)
    return [content, *([f" {side}"] if side else [])]


def interval_picture(view: View, row: Row) -> Drawing:
    """Draw an interval, with the same in words for those who do not see it."""
    bound = target_bound(view)
    paths = [("tick", f"M{bound:g} 0V18")] if bound is not None else []
    paths += [
        ("", f"M{row.lower or 0:.0f} 9H{row.upper or 0:.0f}"),
        ("dot", f"M{row.value or 0:.0f} 9h0"),
    ]
    words = wording.format_interval(row, view)
    kind = "range whole" if row.area == view.whole else "range"
    return Drawing(className=kind, width=100, height=18, paths=paths, label=words)


def _differing(view: View) -> str:
    differing = sides_of(view)
    if not differing:
        return "" if differing is None else "none"
    sides = [side for _, side in differing]
    return ", ".join(f"{sides.count(side)} {side}" for side in dict.fromkeys(sides))


def _way(line: View | None, areas: Sequence[str]) -> list[Component | str]:
    if line is None:
        return []
    way = wording.direction_words(line, areas[-1])
    drawn = [area for area in areas if area in line.columns["area"]]
    return [way, *sparkline(line, drawn, told=bool(way))]
