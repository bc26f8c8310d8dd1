"""/evidence: what studies say."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard.components.page import Content, Page, band
from dashboard.components.prose import prose
from dashboard.components.stacked import Cell, stacked_table
from dashboard.components.voices import statement
from dashboard.data.release.context import Statement, Study
from dashboard.data.release.model import Catalogue
from dashboard.data.store.releases import Store

COLUMNS = ("Study", "Design", "People", "Result", "Source")


def layout(store: Store, **_query: str) -> Content:
    """Show the evidence in a paragraph, then study by study, then what is still awaited."""
    catalogue = store.catalogue()
    statements = [s for s in catalogue.statements if s.page == "evidence"]
    return Content(
        "What the evidence says",
        [
            html.Div(prose(catalogue.text_block("evidence")), className="prose band"),
            *(statement(s) for s in statements if s.verbatim),
            *_studies(catalogue),
            *_standing([s for s in statements if not s.verbatim]),
        ],
        lede="What happened to the children in these figures is not proof of what the programme did. "
        "That question needs a comparison group, which some of these studies had.",
    )


def _studies(catalogue: Catalogue) -> list[html.Section]:
    if not catalogue.studies:
        return []
    table = stacked_table(
        "Studies, with their designs and results",
        COLUMNS,
        [_row(study) for study in catalogue.studies],
    )
    return [band("The studies", table)]


def _row(study: Study) -> Sequence[Cell]:
    source: Cell = html.A(study.source, href=study.url) if study.url else study.source
    return (study.study, study.design, study.people, study.result, source)


def _standing(statements: Sequence[Statement]) -> list[html.Section]:
    if not statements:
        return []
    return [band("What is known of this programme’s own study", *map(statement, statements))]


def _has_studies(catalogue: Catalogue) -> bool:
    return bool(catalogue.studies or catalogue.text_block("evidence"))


PAGE = Page(
    path="/evidence",
    label="Evidence",
    title="Evidence",
    description="What studies have found, for and against.",
    layout=layout,
    has_content=_has_studies,
)
