"""The counts from which sets of children need not be suppressed, by level and table."""

from __future__ import annotations

import numpy as np

from dashboard.data.linking.figures import Figures
from dashboard.data.linking.grids import ABSENT
from dashboard.data.release.model import DisclosureRule
from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.constraints import Constraints


def thresholds_of(figures: Figures, rule: DisclosureRule, sums: Constraints) -> Numbers:
    """Return the greatest threshold of the tables and levels that print each unknown.

    What no table prints has the greatest of what sums tie it to, and at least that of the release.
    """
    found = np.zeros(sums.width, dtype=np.int64)
    for grid, unknowns in zip(figures.grids, figures.unknowns, strict=True):
        there = unknowns != ABSENT
        areas = grid.arrangement.catalogue.areas
        own = np.array([rule.of(area.level, grid.table.name).threshold for area in areas])
        np.maximum.at(found, unknowns[there], own[np.nonzero(there)[0]])
    return np.where(found > 0, found, np.maximum(_spread(found, sums), rule.threshold))


def _spread(thresholds: Numbers, sums: Constraints) -> Numbers:
    """Give each unknown without a threshold the greatest in its sums, until nothing changes."""
    without, found = thresholds == 0, thresholds
    while True:
        rows = np.zeros(len(sums.least), dtype=np.int64)
        np.maximum.at(rows, sums.row, found[sums.unknown])
        more = found.copy()
        np.maximum.at(more, sums.unknown, rows[sums.row])
        more = np.where(without, more, found)
        if (more == found).all():
            return found
        found = more
