"""How many points of the trends of headline measures readers can see."""

from __future__ import annotations

from dashboard.data.queries.fetch import address, fetch_printed
from dashboard.data.queries.statement import Needs, release_keys
from dashboard.data.release.model import PeriodType
from dashboard.data.release.openings import references_of
from dashboard.data.release.points import Points, points_of, usual
from dashboard.data.store.releases import Store


def headline_points(store: Store) -> tuple[Points, ...]:
    """Count the points of the shares of the served release's summary, at each level, visible or not."""
    catalogue, identifier = store.catalogue(), store.latest()
    lines = usual(catalogue)
    keys = {key for line in lines.values() for key in line.measures}
    measures = [m for m in catalogue.measures if m.key in keys]
    names = {r: address(catalogue, r) for m in measures for r in references_of(m)}
    periods = [p for p in catalogue.periods if p.type in (PeriodType.YEAR, PeriodType.PERIOD)]
    need = Needs(list(dict.fromkeys(names.values())), catalogue.areas, periods)
    with store.connect() as connection:
        cells = fetch_printed(connection, release_keys(store, identifier), catalogue, need)
    return points_of(catalogue, lambda reference: cells[names[reference]], lines)
