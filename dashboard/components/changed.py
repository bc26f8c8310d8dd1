"""What readers are told of figures that changed from one release to the next."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.page import band
from dashboard.components.stacked import stacked_table
from dashboard.data.queries.changed import ChangedFigure, Comparison, Since
from dashboard.wording import format_date, listed, open_upper
from dashboard.wording.changed import changed_measure, how_many_changed, was_and_is

MOST_OPEN = 12  # figures; more open in place
MOST_LISTED = 50  # figures; all are at ALL_CHANGES
ALL_CHANGES = "/api/changes.json"
FEED = "/releases/feed.atom"  # of the site, not of one release
COLUMNS: tuple[str, ...] = ("Figure", "Area", "Period", "Was", "Is")
NONE_GIVEN = "no reason given"
WHY = "Why"  # one more column, where reasons are given for figures
LEFT_OUT = (
    "Listed are figures that both releases print for the same dates; what either suppresses is left "
    "out."
)


def changed_section(since: Since | None) -> list[Component]:
    """List what changed since the release before; nothing where there is none."""
    if since is None:
        return []
    comparison = since.comparison
    return [
        band(
            "What changed",
            html.Div(
                [
                    _opening(since),
                    *_reasons(comparison),
                    *_incomparable(comparison),
                ],
                className="prose",
            ),
            *_figures(comparison),
            anchor="changed",
        )
    ]


def changed_line(since: Since | None) -> list[Component]:
    """Write in one line that figures changed, and where to read which."""
    if since is None or not since.comparison.figures:
        return []
    words = f"{open_upper(how_many_changed(since.comparison))} since {_named(since)}. "
    return [html.P([words, html.A("What changed", href="/data#changed")], className="small quiet")]


def _named(since: Since) -> str:
    return f"version {since.before.version}, published {format_date(since.before.published)}"


def _opening(since: Since) -> html.P:
    link = html.A(_named(since), href=f"/releases/{since.before.identifier}/")
    changed = open_upper(how_many_changed(since.comparison))
    return html.P([f"{changed} since ", link, f". {LEFT_OUT}"])


def _reasons(comparison: Comparison) -> list[Component]:
    """List the reasons that stand next to no figure below."""
    if not comparison.reasons:
        return [html.P("The release gives no reason.")] if comparison.figures else []
    others = comparison.others(comparison.figures[:MOST_LISTED])
    entries = [f"{format_date(r.on)}, {r.kind}: {r.text}" for r in others]
    return [html.P("Why:"), html.Ul([html.Li(entry) for entry in entries])] if entries else []


def _incomparable(comparison: Comparison) -> list[Component]:
    titles = [measure.title for measure in comparison.incomparable]
    if not titles:
        return []
    return [html.P(f"Counted or rounded otherwise now, and so not compared: {listed(titles)}.")]


def _figures(comparison: Comparison) -> list[Component]:
    figures = comparison.figures[:MOST_LISTED]
    if not figures:
        return []
    rows = [_row(figure) for figure in figures]
    why = [" ".join(figure.why) for figure in figures]
    columns = (*COLUMNS, WHY) if any(why) else COLUMNS
    if any(why):
        rows = [(*row, reason or NONE_GIVEN) for row, reason in zip(rows, why, strict=True)]
    table: Component = stacked_table("Figures that changed", columns, rows)
    if len(figures) > MOST_OPEN:
        table = html.Details([html.Summary("Figures that changed"), table], className="table")
    if len(figures) == len(comparison.figures):
        return [table]
    more = f"The first {len(figures)} of {len(comparison.figures):,} are listed. "
    return [table, html.P([more, html.A("All of them, as JSON", href=ALL_CHANGES)])]


def _row(figure: ChangedFigure) -> tuple[str, ...]:
    return (changed_measure(figure), figure.area.name, figure.period.label, *was_and_is(figure))
