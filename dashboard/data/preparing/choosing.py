"""Choosing closed periods, and a form of each table, that readers can follow trends by.

Every way to pool the years is screened by counting; the best are suppressed and audited. The
choice goes into the policy, once: a choice that followed the figures each time would tell of them.
"""

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
from dashboard.data.preparing.choosing_designs import Design, designs, policy_for
from dashboard.data.preparing.coarsening import narrow, with_rule
from dashboard.data.preparing.policy import Policy
from dashboard.data.preparing.pooling import pool_cells, with_periods
from dashboard.data.release.model import Catalogue, Cell, Marker
from dashboard.data.release.points import Points, points_of, printed_in
from dashboard.exceptions import DisclosureError, InvalidRelease

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
        information = {
            (level, key): screened.partition.information
            for level, chosen in self.design.levels.items()
            for key, screened in chosen.items()
        }
        shares = [
            p.visible / p.points * information[p.level, p.measure.key]
            for p in self.points
            if p.points
        ]
        return sum(shares) / len(information) if information else 0.0

    @property
    def rank(self) -> tuple[object, ...]:
        """Return what orders designs, the best first: which ends first makes no difference."""
        cuts = [partition.cuts for partition in self.design.partitions.values()]
        return -self.complete, -self.score, self.hidden, -self.design.score, cuts

    @property
    def complete(self) -> int:
        """Return how many lines are complete."""
        return sum(points.complete for points in self.points)


def trials(desk: Desk, policy: Policy) -> Iterator[Trial]:
    """Make the best designs that counting finds; yield what each gives, as they end.

    Where there are processors for it, in processes side by side. The counts go to these in memory.
    """
    ruled, cells = with_rule(desk.catalogue, policy), desk.cells
    drafts = [(d, policy_for(ruled, cells, policy, d)) for d in designs(ruled, cells, policy.needs)]
    yield from _try_designs(desk, drafts)


def best_of(made: list[Trial]) -> Trial:
    """Return the design with the most complete lines, and of these the best by points and trend.

    Raises DisclosureError where none is safe, and InvalidRelease where none shows a point.
    """
    if not any(trial.cells for trial in made):
        raise DisclosureError("No design of the release that counting finds has a safe form.")
    with_points = [trial for trial in made if trial.points]
    if not with_points:
        raise InvalidRelease(
            "No design that counting finds has a point of what is needed: in all periods but to date "
            "more would be hidden than seen. Ask for other measures, or of fewer levels."
        )
    return min(with_points, key=lambda trial: trial.rank)


def _try_designs(desk: Desk, drafts: Sequence[tuple[Design, Policy]]) -> Iterator[Trial]:
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
    tables: Mapping[str, Sequence[Cell]] = {}
    hidden = 0
    try:
        prepared = prepare(
            narrowed.catalogue, narrowed.cells, desk.earlier, on=desk.on, keep=narrowed.keep
        )
    except DisclosureError:
        pass
    else:
        tables = prepared.cells
        points = points_of(prepared.catalogue, printed_in(prepared.catalogue, tables), policy.needs)
        hidden = sum(
            cell.marker is Marker.CONFIDENTIAL for rows in tables.values() for cell in rows
        )
    total = sum(len(rows) for rows in tables.values())
    return Trial(design, policy, points, total, hidden, time.perf_counter() - began)
