"""The catalogue of an illustrative release: its draft, with the days and periods of an edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from dashboard.data.release.context import DataReturn, ReturnStatus
from dashboard.data.release.model import Catalogue
from dashboard.illustrative.draft import DRAFT, SITES
from dashboard.illustrative.editions import FIRST, Edition
from dashboard.illustrative.periods import LAST_DAY, periods_to, quarters_to

COVERED = "{covered}"  # in a text: the last month that a release covers
DAYS_TO_RETURN = 28
LATE, MISSING = 0.12, 0.02


def build_catalogue(seed: int, edition: Edition = FIRST) -> Catalogue:
    """Return the catalogue; the seed decides only how punctual the invented returns were."""
    covered = f"{edition.last_day:%B %Y}"
    return replace(
        DRAFT,
        version=edition.version,
        published=edition.published,
        last_updated=edition.published,
        periods=periods_to(edition.last_day),
        tables=tuple(
            replace(table, description=table.description.replace(COVERED, covered))
            for table in DRAFT.tables
        ),
        measures=tuple(
            replace(measure, definition=measure.definition.replace(COVERED, covered))
            for measure in DRAFT.measures
        ),
        returns=_returns(seed, edition.last_day),
        changes=edition.changes,
        text=tuple((block, body.replace(COVERED, covered)) for block, body in DRAFT.text),
    )


def _returns(seed: int, last_day: date) -> tuple[DataReturn, ...]:
    random = Random(f"{seed} returns")
    returns = []
    for quarter in quarters_to(last_day):
        due = quarter.ends + timedelta(days=DAYS_TO_RETURN)
        for site in SITES:
            if not site.exists_in(quarter):
                returns.append(DataReturn(site.slug, quarter.key, ReturnStatus.NOT_DUE, due))
                continue
            chance, days = random.random(), random.randint(1, 21)
            last = quarter.ends in (LAST_DAY, last_day)
            if chance < MISSING and not last:
                returns.append(DataReturn(site.slug, quarter.key, ReturnStatus.MISSING, due))
            elif chance < MISSING + LATE:
                received = due + timedelta(days=days)
                returns.append(DataReturn(site.slug, quarter.key, ReturnStatus.LATE, due, received))
            else:
                received = due - timedelta(days=days)
                returns.append(
                    DataReturn(site.slug, quarter.key, ReturnStatus.ON_TIME, due, received)
                )
    return tuple(returns)
