"""What does the illustrative release say once: its programme, rule, lists and texts?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from random import Random

from dashboard.data.preparing.counting import not_open
from dashboard.data.release.context import DataReturn, Programme, ReturnStatus
from dashboard.data.release.model import Catalogue, DisclosureRule
from dashboard.illustrative.editions import FIRST, Edition
from dashboard.illustrative.measures import MEASURES
from dashboard.illustrative.places import (
    AREAS,
    CONTEXT,
    LAST_DAY,
    LOCAL_NOTES,
    SITES,
    WHOLE,
    periods_to,
    quarters_to,
)
from dashboard.illustrative.sources import EVENTS, PAGES, PARTNERS, QUOTES, STATEMENTS, STUDIES
from dashboard.illustrative.tables import BREAKDOWNS, IDENTITIES, TABLES

THRESHOLD = 5
BLOCKS = (
    "what",
    "why",
    "how",
    "cannot_tell",
    "evidence",
    "ages_context",
    "methods",
    "strengths",
    "limitations",
    "revisions",
    "accessibility",
    "privacy",
    "removal",
    "contact",
)
COVERED = "{covered}"  # in a text: the last month that a release covers
DAYS_TO_RETURN = 28
LATE, MISSING = 0.12, 0.02

_PROGRAMME = Programme(
    "Multisystemic Therapy for children at risk of exploitation",
    "MST-e",
    "Intensive help for children aged 10 to 15 at high risk of criminal or sexual exploitation, "
    "and for their families, in Birmingham, Nottingham, Kirklees and Sandwell.",
    "children aged 10 to 15 at high risk of criminal or sexual exploitation",
    WHOLE,
    "all four sites",
)
_DISCLOSURE = DisclosureRule(
    THRESHOLD,
    1,
    "Counts from 1 to 4 are hidden, and so are the further counts without which they could be "
    "worked out. Every hidden count was tested against all figures of this release.",
)


def build_catalogue(seed: int, edition: Edition = FIRST) -> Catalogue:
    """Return the catalogue; the seed decides only how punctual the invented returns were."""
    covered = f"{edition.last_day:%B %Y}"
    return Catalogue(
        name="mst-illustrative",
        title="MST-e illustrative release",
        description="Illustrative counts, invented by the dashboard project to show how a "
        "release reads. They are not results of the programme. Quotes, studies and published "
        "context are real and name their sources.",
        version=edition.version,
        licence="CC-BY-4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        producer="The dashboard project",
        contact="questions@dashboard.example",
        published=edition.published,
        last_updated=edition.published,
        next_update=None,
        next_update_note="The illustrative release has no calendar.",
        illustrative=True,
        programme=_PROGRAMME,
        disclosure=_DISCLOSURE,
        areas=AREAS,
        periods=periods_to(edition.last_day),
        breakdowns=BREAKDOWNS,
        tables=TABLES,
        measures=tuple(
            replace(m, definition=m.definition.replace(COVERED, covered)) for m in MEASURES
        ),
        identities=IDENTITIES,
        partners=PARTNERS,
        pages=PAGES,
        quotes=QUOTES,
        statements=STATEMENTS,
        studies=STUDIES,
        local_notes=LOCAL_NOTES,
        context=CONTEXT,
        returns=_returns(seed, edition.last_day),
        changes=edition.changes,
        events=EVENTS,
        text=tuple((block, _text(block).replace(COVERED, covered)) for block in BLOCKS),
    )


def _text(block: str) -> str:
    return files("dashboard.illustrative").joinpath(f"text/{block}.md").read_text("utf-8")


def _returns(seed: int, last_day: date) -> tuple[DataReturn, ...]:
    random = Random(f"{seed} returns")
    found = []
    for quarter in quarters_to(last_day):
        due = quarter.ends + timedelta(days=DAYS_TO_RETURN)
        for site in SITES:
            if not_open(site, quarter):
                found.append(DataReturn(site.slug, quarter.key, ReturnStatus.NOT_DUE, due))
                continue
            chance, days = random.random(), random.randint(1, 21)
            last = quarter.ends in (LAST_DAY, last_day)
            if chance < MISSING and not last:
                found.append(DataReturn(site.slug, quarter.key, ReturnStatus.MISSING, due))
            elif chance < MISSING + LATE:
                received = due + timedelta(days=days)
                found.append(DataReturn(site.slug, quarter.key, ReturnStatus.LATE, due, received))
            else:
                received = due - timedelta(days=days)
                found.append(
                    DataReturn(site.slug, quarter.key, ReturnStatus.ON_TIME, due, received)
                )
    return tuple(found)
