"""/: what the programme is, what has happened in it, and what nobody can say yet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.changed import changed_line
from dashboard.components.flow import can_flow, flow, flow_heading
from dashboard.components.headline_number import headline_numbers
from dashboard.components.measures import headline_measures, in_section
from dashboard.components.notices import illustrative_mark
from dashboard.components.page import Content, Page, areas_with_pages, band
from dashboard.components.prose import prose
from dashboard.components.timeline import ANCHOR, HEADING, is_short, timeline
from dashboard.components.voices import current_quotes, voice_quote
from dashboard.data.queries import Parameters, ask_all, read
from dashboard.data.queries.changed import since_before
from dashboard.data.queries.view import View
from dashboard.data.release.context import Voice
from dashboard.data.release.model import BreakdownKind, Catalogue, Measure
from dashboard.data.release.openings import own_breakdown
from dashboard.data.release.periods import TO_DATE_KEY
from dashboard.data.store.releases import Store
from dashboard.wording import listed, open_upper, shared_period, when
from dashboard.wording.standing_out import targets_heading

MOST_LINKED = 12  # areas
MOST_OUTCOMES = 3


def layout(store: Store, **_query: str) -> Content:
    """Show in two screens what it is, how far children get and how they do; then the rest."""
    catalogue = store.catalogue()
    staged, outcomes, first = _views(store, catalogue)
    blocks = (
        ("what", "What it is"),
        ("why", "Why it exists"),
        ("cannot_tell", "What this page cannot tell you"),
    )
    return Content(
        catalogue.programme.name,
        [
            *changed_line(since_before(store, store.latest())),
            *_flow(staged),
            *_outcomes(catalogue, outcomes),
            *_columns([*_voice(catalogue), *_known(catalogue)]),
            *_numbers(first),
            *_told(catalogue, blocks),
            *_partners(catalogue),
            _onwards(catalogue),
        ],
        lede=catalogue.programme.summary,
    )


def _views(store: Store, catalogue: Catalogue) -> tuple[list[View], list[View], list[View]]:
    """Ask for the stages, the outcomes that have a target, and the other headline figures."""
    several = _parameters(catalogue)
    views = iter(ask_all(store, [one for questions in several for one in questions]))
    staged, outcomes, first = (list(islice(views, len(questions))) for questions in several)
    return staged, outcomes, first


def _questions(catalogue: Catalogue, _area: str) -> list[Parameters]:
    """List every question that the page asks."""
    return [one for questions in _parameters(catalogue) for one in questions]


def _parameters(catalogue: Catalogue) -> tuple[list[Parameters], ...]:
    staged = [m for m in catalogue.measures if _has_stages(catalogue, m)][:1]
    aimed = [m for m in in_section(catalogue, "outcomes") if m.target is not None]
    outcomes = aimed[:MOST_OUTCOMES]
    first = [m for m in headline_measures(catalogue) if m not in outcomes]
    return (
        [read(catalogue, "breakdown", {"measure": m.key, "by": m.breakdown}) for m in staged],
        [read(catalogue, "figure", {"measure": m.key}) for m in outcomes],
        [read(catalogue, "figure", {"measure": m.key}) for m in first],
    )


def _has_stages(catalogue: Catalogue, measure: Measure) -> bool:
    breakdown = own_breakdown(catalogue, measure)
    staged = breakdown is not None and breakdown.kind is BreakdownKind.STAGES
    return staged and measure.is_count


def _flow(views: Sequence[View]) -> list[Component]:
    return [
        html.Section(
            [
                html.H2(flow_heading(view)),
                html.P(
                    f"{illustrative_mark(view)}{wording.subtitle(view)}", className="small quiet"
                ),
                flow(view),
                html.P(view.measure.definition, className="small quiet"),
            ],
            className="band",
            id="flow",
        )
        for view in views
        if can_flow(view)
    ]


def _outcomes(catalogue: Catalogue, views: Sequence[View]) -> list[Component]:
    heading = targets_heading(views, catalogue.programme.whole)
    return _figures(heading or "How children are doing", views) if views else []


def _figures(heading: str, views: Sequence[View]) -> list[Component]:
    answers = [(view, row) for view in views for row in view.rows()]
    period = shared_period(row for _, row in answers)
    sources = dict.fromkeys(view.measure.target.source for view in views if view.measure.target)
    aims = [f"Targets: {'; '.join(sources)}"] if sources else []
    dated = period if period not in heading else ""
    text = "".join([*map(illustrative_mark, views[:1]), ". ".join(filter(None, [dated, *aims]))])
    notes = [html.P(text, className="small quiet")] if text else []
    parts = [html.H2(heading), *notes, headline_numbers(answers)]
    return [html.Section(parts, className="band")] if answers else []


def _numbers(views: Sequence[View]) -> list[Component]:
    rows = [row for view in views for row in view.rows()]
    if not rows:
        return []
    row, shared = rows[0], shared_period(rows)
    period = f"So far, {row.period_label}" if row.period == TO_DATE_KEY else open_upper(when(row))
    return _figures(period if shared else "The latest figures", views)


def _told(catalogue: Catalogue, blocks: tuple[tuple[str, str], ...]) -> list[Component]:
    sections = [
        html.Section(
            [
                html.H2(heading),
                *prose(catalogue.text_block(name), heading_level=3),
            ],
            className="story__part",
        )
        for name, heading in blocks
        if catalogue.text_block(name)
    ]
    return [html.Div(sections, className="columns band")] if sections else []


def _columns(parts: Sequence[Component]) -> list[Component]:
    return [html.Div(parts, className="columns band")] if parts else []


def _voice(catalogue: Catalogue) -> list[Component]:
    quotes = current_quotes(catalogue, Voice.FAMILY)[:1]
    onward = html.A("All voices", href="/voices")
    note: list[Component | str] = ["Selected by the programme, not representative. ", onward]
    return [
        html.Section(
            [
                html.H2("What families say"),
                voice_quote(quote),
                html.P(note, className="small quiet"),
            ],
            className="story__part",
        )
        for quote in quotes
    ]


def _known(catalogue: Catalogue) -> list[html.Div]:
    """Set what happened when under the evidence, next to what families say."""
    parts = [*_evidence(catalogue), *_timeline(catalogue)]
    return [html.Div(parts, className="columns")] if parts else []


def _evidence(catalogue: Catalogue) -> list[Component]:
    """Show the first paragraph that the release has of the evidence."""
    first, _, _ = catalogue.text_block("evidence").strip().partition("\n\n")
    if not first:
        return []
    onward = html.A("Every study with its result", href="/evidence")
    parts = [html.H2("What the evidence says"), *prose(first), html.P(onward)]
    return [html.Section(parts, className="story__part")]


def _timeline(catalogue: Catalogue) -> list[Component]:
    """Show what happened when, in few words; where there is much of it, /about alone does."""
    if not is_short(catalogue):
        return []
    more = html.P(html.A("More, with sources", href=f"/about#{ANCHOR}"))
    parts = [html.H2(HEADING), *timeline(catalogue, brief=True), more]
    return [html.Section(parts, className="story__part")]


def _partners(catalogue: Catalogue) -> list[Component]:
    if not catalogue.partners and not catalogue.text_block("how"):
        return []
    alike: dict[str, list[str]] = {}
    for partner in catalogue.partners:
        alike.setdefault(partner.role, []).append(partner.name)
    partners = [html.Li([html.Strong(listed(names)), f": {role}"]) for role, names in alike.items()]
    return [
        band(
            "Who works together",
            html.Div(
                [
                    html.Div(prose(catalogue.text_block("how"), heading_level=3)),
                    html.Ul(partners),
                ],
                className="columns",
            ),
        )
    ]


def _onwards(catalogue: Catalogue) -> html.Section:
    """Send each reader on: to one area, to the sites side by side, to the data."""
    areas = areas_with_pages(catalogue)
    shown = areas if len(areas) <= MOST_LINKED else ()
    links = [html.A(area.name, href=f"/areas/{area.slug}") for area in shown]
    return band(
        "Look closer",
        html.Ul(
            [
                *(html.Li(["Briefing for ", link]) for link in links),
                *([] if shown or not areas else [html.Li(html.A("Area briefings", href="/areas"))]),
                *([html.Li(html.A("The areas side by side", href="/compare"))] if areas else []),
                html.Li(html.A("Every table as a file", href="/data")),
                html.Li(html.A("How the figures are made", href="/about")),
            ],
            className="contents",
        ),
    )


PAGE = Page(
    path="/",
    label="Summary",
    title="Impact summary",
    description="What the programme is, what has happened in it so far, and what it cannot tell you.",
    layout=layout,
    figures=_questions,
    describes_release=True,
)
