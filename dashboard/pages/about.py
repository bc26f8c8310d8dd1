"""/about: how the figures are made, protected, defined and corrected, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.accessible import aria
from dashboard.components.notices import contact
from dashboard.components.page import Content, Page
from dashboard.components.prose import prose
from dashboard.components.timeline import ANCHOR, HEADING, is_short, timeline
from dashboard.data.queries.protection import protection
from dashboard.data.queries.titles import collected
from dashboard.data.queries.visible import headline_points
from dashboard.data.release.model import (
    Catalogue,
    DisclosureRule,
    Marker,
    Measure,
    OwnRule,
)
from dashboard.data.release.points import Points
from dashboard.data.store.releases import Store

# Blocks of a release's own text, each with the anchor and heading it has on this page.
BLOCK_HEADINGS = (
    ("methods", "How the figures are made"),
    ("strengths", "Strengths"),
    ("limitations", "Limitations"),
    ("revisions", "Revisions and corrections"),
    ("accessibility", "Accessibility"),
    ("privacy", "Privacy"),
    ("removal", "Having a quote removed"),
    ("contact", "Contact"),
)

Section = tuple[str, str, Sequence[Component | str]]  # anchor, heading, body


def layout(store: Store, **_query: str) -> Content:
    """Show everything a careful reader asks before using a figure."""
    catalogue = store.catalogue()
    sections = list(_sections(catalogue, headline_points(store)))
    contents = html.Nav(
        html.Ul(
            [html.Li(html.A(heading, href=f"#{anchor}")) for anchor, heading, _ in sections],
            className="contents",
        ),
        **aria(label="On this page"),
    )
    return Content(
        "About these figures",
        [
            contents,
            *(
                html.Details(
                    [html.Summary(html.H2(heading)), html.Div(body, className="columned")],
                    id=anchor,
                    className="fold",
                    open=place == 0 or (anchor == ANCHOR and is_short(catalogue)),
                )
                for place, (anchor, heading, body) in enumerate(sections)
            ),
        ],
        lede=f"{wording.status_words(catalogue.status)}. {catalogue.description}",
    )


def _sections(catalogue: Catalogue, points: Sequence[Points]) -> Iterator[Section]:
    texts = {
        name: (name, heading, prose(catalogue.text_block(name), heading_level=3))
        for name, heading in BLOCK_HEADINGS
        if catalogue.text_block(name)
    }
    if "methods" in texts:
        yield texts.pop("methods")
    if line := timeline(catalogue):
        yield ANCHOR, HEADING, line
    yield "definitions", "What each measure means", [_definitions(catalogue)]
    yield "markers", "Markers in place of numbers", [_markers()]
    yield "small-counts", "How small counts are protected", _small_counts(catalogue, points)
    if "contact" in texts:
        name, heading, content = texts["contact"]
        texts["contact"] = (name, heading, [*content, html.P(contact(catalogue))])
    yield from texts.values()


def _definitions(catalogue: Catalogue) -> html.Dl:
    return html.Dl(
        [
            html.Div(
                [
                    html.Dt(measure.title, id=f"measure-{measure.key}"),
                    html.Dd([html.P(measure.definition), *_measured(catalogue, measure)]),
                ]
            )
            for measure in catalogue.measures
        ],
        className="terms",
    )


def _measured(catalogue: Catalogue, measure: Measure) -> list[Component]:
    lines = []
    if measure.is_share:
        lines.append(f"A share of {measure.universe}.")
    elif measure.is_count:
        lines.append(f"A count of {measure.universe}.")
    else:
        lines.append(f"Reported for {measure.universe}.")
    if measure.target is not None:
        lines.append(f"Target: {measure.target.label} ({measure.target.source}).")
    if measure.collected_by:
        lines.append(f"{wording.open_upper(collected(catalogue, measure))}.")
    return [html.P(" ".join(lines), className="small quiet")]


def _markers() -> html.Dl:
    texts = (wording.marker_text(marker) for marker in Marker)
    return html.Dl(
        [html.Div([html.Dt(bracket), html.Dd(meaning)]) for bracket, meaning in texts],
        className="terms terms--short",
    )


def _small_counts(catalogue: Catalogue, points: Sequence[Points]) -> list[Component]:
    """Write the rule in force, how much it suppresses, and what the check of it found."""
    rule = catalogue.disclosure
    parts: list[Component] = [html.P(text) for text in (*protection(catalogue), rule.statement)]
    facts = [
        *((own.name, _own_rule(own)) for own in rule.levels),
        *((_table_title(catalogue, own.name), _own_rule(own)) for own in rule.tables),
        ("Hidden", _hidden_counts(rule)),
        *(
            (f"Headline shares over time, {level}", _followed(points, level))
            for level in dict.fromkeys(of_measure.level for of_measure in points)
        ),
        ("Tested", _tested(rule)),
        ("Result", wording.open_upper(rule.verdict.partition(":")[0])),
        ("Day of the test", wording.format_date(rule.verdict_on) if rule.verdict_on else ""),
        ("Fingerprint of the result", html.Code(rule.verdict_hash) if rule.verdict_hash else ""),
    ]
    shown = [(name, fact) for name, fact in facts if fact]
    if shown:
        parts.append(html.Dl([part for fact in shown for part in _fact(*fact)], className="facts"))
    return parts


def _own_rule(rule: OwnRule) -> str:
    """Write what holds for a level or a table in place of the release's own rule."""
    small = rounded = ""
    if rule.threshold is not None:
        least = wording.format_count(rule.threshold - 1)
        small = (
            f"counts from 1 to {least} are suppressed"
            if rule.threshold > 1
            else "none are suppressed"
        )
    if rule.rounding is not None:
        base = wording.format_count(rule.rounding)
        rounded = (
            f"counts are rounded to the nearest {base}" if rule.rounding > 1 else "exact counts"
        )
    return wording.open_upper("; ".join(part for part in (small, rounded) if part))


def _table_title(catalogue: Catalogue, name: str) -> str:
    table = catalogue.table(name)
    return table.title if table else name


def _hidden_counts(rule: DisclosureRule) -> str:
    if not rule.hidden_cells:
        return ""
    hidden, tables = rule.hidden_cells, rule.tables_with_hidden_cells
    return (
        f"{wording.format_count(hidden)} {'figure' if hidden == 1 else 'figures'} in "
        f"{wording.format_count(tables)} {'table' if tables == 1 else 'tables'} of this release"
    )


def _followed(points: Sequence[Points], level: str) -> str:
    """Write how many points of trends are shown at a level, and of which measures some are not."""
    of_level = [of_measure for of_measure in points if of_measure.level == level]
    shown, there = sum(p.visible for p in of_level), sum(p.points for p in of_level)
    complete, lines = sum(p.complete for p in of_level), sum(p.lines for p in of_level)
    text = (
        f"{wording.format_count(shown)} of {wording.format_count(there)} figures for an area and a "
        f"period are shown; {wording.format_count(complete)} of {wording.format_count(lines)} lines "
        "can be followed"
    )
    hidden = [p.measure.short_title for p in of_level if p.visible < p.points]
    return f"{text}. Some are hidden of: {', '.join(hidden)}" if hidden else text


def _tested(rule: DisclosureRule) -> str:
    """Write what suppressed counts were tested against, as the verdict has it."""
    _, _, text = rule.verdict.partition(": ")
    return f"{wording.open_upper(text)}." if text else ""


def _fact(name: str, fact: Component | str) -> tuple[html.Dt, html.Dd]:
    return html.Dt(name), html.Dd(fact)


PAGE = Page(
    path="/about",
    label="About",
    title="About",
    description="Methods, definitions, small counts, revisions, accessibility, privacy and contact.",
    layout=layout,
)
