"""What do the best designs give when they are really suppressed and audited?"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing import prepare
from dashboard.data.preparing.choosing_designs import Design
from dashboard.data.preparing.coarsening import narrow
from dashboard.data.preparing.policy import Policy
from dashboard.data.preparing.pooling import pool_cells, with_periods
from dashboard.data.release.model import Catalogue, Cell, Marker
from dashboard.data.release.points import Points, points_of, printed_in
from dashboard.exceptions import DisclosureError

Earlier = Sequence[tuple[Catalogue, Tables]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What designs are made of: a release with every count, those before it, and the day."""

    catalogue: Catalogue
    cells: Tables
    earlier: Earlier
    on: date


@dataclass(frozen=True, slots=True)
class Trial:
    """A design that was made: what readers see of it. No `cells` where no form is safe."""

    design: Design
    policy: Policy
    points: tuple[Points, ...]
    cells: int
    hidden: int
    seconds: float

    @property
    def score(self) -> float:
        """Return the share of points visible times the information kept, over all lines needed."""
        kept = {
            (level, key): screened.partition.information
            for level, chosen in self.design.levels.items()
            for key, screened in chosen.items()
        }
        shares = [
            p.visible / p.points * kept[p.level, p.measure.key] for p in self.points if p.points
        ]
        return sum(shares) / len(kept) if kept else 0.0

    @property
    def rank(self) -> tuple[object, ...]:
        """Return what orders designs, the best first: which ends first makes no difference."""
        cuts = [partition.cuts for partition in self.design.partitions.values()]
        return -self.complete, -self.score, self.hidden, -self.design.score, cuts

    @property
    def complete(self) -> int:
        """Return how many lines are complete."""
        return sum(points.complete for points in self.points)


def try_designs(desk: Desk, drafts: Sequence[tuple[Design, Policy]]) -> Iterator[Trial]:
    """Make each design as if it were to be published; yield them as they end.

    Where there are processors for it, in processes side by side. The counts go to these in memory.
    """
    workers = min(len(drafts), os.cpu_count() or 1)
    if workers <= 1:
        for draft in drafts:
            yield make(desk, *draft)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        for future in as_completed([pool.submit(make, desk, *draft) for draft in drafts]):
            yield future.result()


def make(desk: Desk, design: Design, policy: Policy) -> Trial:
    """Suppress and audit one design, and count what readers see."""
    began = time.perf_counter()
    pooled = with_periods(desk.catalogue, policy)
    narrowed = narrow(pooled, pool_cells(pooled, desk.cells, policy.periods), policy)
    points: tuple[Points, ...] = ()
    shown: Mapping[str, Sequence[Cell]] = {}
    hidden = 0
    try:
        prepared = prepare(
            narrowed.catalogue, narrowed.cells, desk.earlier, on=desk.on, keep=narrowed.keep
        )
    except DisclosureError:
        pass
    else:
        shown = prepared.cells
        points = points_of(prepared.catalogue, printed_in(prepared.catalogue, shown), policy.needs)
        hidden = sum(cell.marker is Marker.CONFIDENTIAL for rows in shown.values() for cell in rows)
    total = sum(len(rows) for rows in shown.values())
    return Trial(design, policy, points, total, hidden, time.perf_counter() - began)
