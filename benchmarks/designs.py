"""Counts the headline points visible by the design that `prepare --choose` finds, and by year.

Prints one row a programme: the counts that ship, then twenty invented programmes of several shapes,
the same every time, with the tables that headline measures need:

    python -m benchmarks.designs                 all of them
    python -m benchmarks.designs --programmes 3  the counts that ship, and so many others
    python -m benchmarks.designs --only 11 12    these programmes alone, by number
    python -m benchmarks.designs --years         suppress by year too: minutes a programme

By year, where nothing is suppressed, stands the share of points that need no suppression
themselves: the most that any suppressor could show. Seconds are of all processors.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from dashboard.data.linking.audit import audit_release
from dashboard.data.preparing import prepare
from dashboard.data.preparing.choosing import Desk, Trial, best_of, trials
from dashboard.data.preparing.coarsening import narrow
from dashboard.data.preparing.policy import Need, Policy, read_policy
from dashboard.data.preparing.pooling import pool_cells, with_periods
from dashboard.data.release.model import Area, Catalogue, Cell, Level
from dashboard.data.release.points import Points, points_of, printed_in
from dashboard.data.release.writing import write_release_whole
from dashboard.exceptions import DisclosureError
from dashboard.illustrative import POLICY, SECOND
from dashboard.illustrative.catalogue import build_catalogue
from dashboard.illustrative.children import Child, invent_children
from dashboard.illustrative.counting import count_children
from dashboard.illustrative.draft import DRAFT, SITES
from tests.attacker import attack

ON = date(2028, 3, 21)
LEFT_OUT = ["referrals", "stages", "starts_by_sex", "delivery", "instrumental"]
AUTHORITY, PROGRAMME = Level.LOCAL_AUTHORITY.value, Level.PROGRAMME.value
Cells = dict[str, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Shape:
    """An invented programme: its areas, its years to 2027, and the share of children it has."""

    seed: int
    areas: int
    years: int
    share: float


SHAPES = tuple(
    Shape(seed, areas, years, share)
    for seed, (areas, years, share) in enumerate(
        [
            *((4, 8, 1), (4, 6, 1), (4, 5, 1), (4, 4, 1), (4, 3, 1), (4, 8, 0.6), (4, 5, 0.8)),
            *((6, 8, 1), (6, 6, 1), (6, 4, 1), (6, 7, 0.6), (8, 8, 1), (8, 5, 1), (8, 7, 0.8)),
            *((12, 8, 1), (12, 6, 0.8), (12, 4, 1), (20, 7, 1), (20, 5, 1), (30, 8, 1)),
        ],
        start=1,
    )
)


def count(shape: Shape) -> tuple[Catalogue, Cells]:
    """Return a programme and its unsuppressed cells by year."""
    first = date(SECOND.last_day.year - shape.years + 1, 1, 1)
    base = build_catalogue(shape.seed, SECOND)
    areas = (base.areas[0], *(_area(number) for number in range(shape.areas)))
    periods = tuple(
        replace(p, starts=first, time_period=f"{first.year}27") if p.starts < first else p
        for p in base.periods
        if p.starts >= first or p.type == "to_date"
    )
    catalogue = replace(
        base,
        areas=areas,
        periods=periods,
        returns=(),
        local_notes=(),
        context=(),
        quotes=(),
        partners=(),
        statements=(),
    )
    children = [child for child in _children(shape) if child.referred >= first]
    return catalogue, count_children(catalogue, children)


def _area(number: int) -> Area:
    code = f"E{8000900 + number:08}"  # of no authority
    return Area(
        f"area-{number}",
        f"Area {number}",
        Level.LOCAL_AUTHORITY,
        code,
        part_of=DRAFT.programme.whole,
    )


def _children(shape: Shape) -> Iterator[Child]:
    """Yield the children of as many invented programmes of four as the areas need."""
    random, place = Random(shape.seed), {site.slug: n for n, site in enumerate(SITES)}
    for batch in range(0, shape.areas, len(SITES)):
        for child in invent_children(1000 * shape.seed + batch, SECOND.last_day):
            number = batch + place[child.area]
            if number < shape.areas and random.random() < shape.share:
                yield replace(child, area=f"area-{number}")


def measure(name: str, catalogue: Catalogue, cells: Cells, *, years: bool) -> float:
    """Print a programme's row; return the share of points visible by the design chosen."""
    needs = read_policy(POLICY).needs
    policy = Policy(needs=needs, leave_out=LEFT_OUT)
    began = time.perf_counter()
    try:
        best = best_of(list(trials(Desk(catalogue, cells, (), ON), policy)))
    except DisclosureError:
        print(f"| {name} | no safe form |", flush=True)
        return 0.0
    seconds = time.perf_counter() - began
    passed, found = _verdicts(catalogue, cells, best)
    by_year = _by_year(catalogue, cells, needs) if years else _most_by_year(best)
    levels = {
        level: [p for p in best.points if p.level == level] for level in (AUTHORITY, PROGRAMME)
    }
    periods = ", ".join(best.design.partitions[AUTHORITY].labels)
    fields = (
        name,
        periods,
        *(_of(points) for points in levels.values()),
        f"{_said(best):.0%}",
        by_year,
        f"{best.complete} of {sum(p.lines for p in best.points)}",
        f"{best.hidden / best.cells:.0%}",
        f"{best.seconds:.0f} ({seconds:.0f})",
        "passed" if passed else "FAILED",
        "nothing" if not found else f"{found} FOUND",
    )
    print(f"| {' | '.join(fields)} |", flush=True)
    return _share(best.points)


def _said(best: Trial) -> float:
    """Return the share of authorities' points that counting alone expects to stay visible."""
    own = best.design.levels[AUTHORITY].values()
    return sum(s.visible * s.points for s in own) / sum(s.points for s in own)


def _verdicts(catalogue: Catalogue, cells: Cells, best: Trial) -> tuple[bool, int]:
    """Make the release by the policy chosen; ask the audit, and the outsider that tests have."""
    pooled = with_periods(catalogue, best.policy)
    narrowed = narrow(pooled, pool_cells(pooled, cells, best.policy.periods), best.policy)
    made = prepare(narrowed.catalogue, narrowed.cells, on=ON)
    with tempfile.TemporaryDirectory() as folder:
        release = Path(folder) / "release"
        write_release_whole(release, made.catalogue, made.cells)
        found = attack(release)
    return audit_release(made.catalogue, made.cells).passed, len(found)


def _most_by_year(best: Trial) -> str:
    """Return the share of points by authority and year that no rule of their own hides."""
    yearly = best.design.years[AUTHORITY].values()
    left = sum(s.points - s.blocked for s in yearly) / sum(s.points for s in yearly)
    return f"at most {left:.0%}"


def _by_year(catalogue: Catalogue, cells: Cells, needs: Mapping[str, Need]) -> str:
    """Suppress every table by year; return the share of authorities' points that stay visible."""
    words = Policy(leave_out=LEFT_OUT, needs=dict(needs))
    narrowed = narrow(catalogue, cells, words)
    try:
        made = prepare(narrowed.catalogue, narrowed.cells, on=ON)
    except DisclosureError:
        return "no safe form"
    points = points_of(made.catalogue, printed_in(made.catalogue, made.cells), needs)
    return _of([p for p in points if p.level == AUTHORITY])


def _of(points: Iterable[Points]) -> str:
    own = list(points)
    return f"{sum(p.visible for p in own)} of {sum(p.points for p in own)} ({_share(own):.0%})"


def _share(points: Iterable[Points]) -> float:
    own = list(points)
    return sum(p.visible for p in own) / max(1, sum(p.points for p in own))


def main() -> None:
    """Print the table, and the mean and the least of the shares visible."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programmes", type=int, default=len(SHAPES), metavar="N")
    parser.add_argument(
        "--only", type=int, nargs="+", choices=range(1, len(SHAPES) + 1), metavar="N"
    )
    parser.add_argument("--years", action="store_true", help="suppress by year too")
    asked = parser.parse_args()
    heads = (
        "programme, areas x years",
        "periods by authority",
        "points, authorities",
        "points, programme",
        "counting said",
        "by year",
        "lines complete",
        "hidden",
        "s (choosing)",
        "audit",
        "outsider",
    )
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    shares = []
    if not asked.only:
        base = build_catalogue(2020), tuple(invent_children(2020))
        cells = count_children(*base)
        shares.append(measure("as shipped, 4 x 6.5", base[0], cells, years=asked.years))
    wanted = [SHAPES[n - 1] for n in asked.only or range(1, asked.programmes + 1)]
    for shape in wanted:
        name = f"{shape.seed}, {shape.areas} x {shape.years}, {shape.share:.0%} of the children"
        shares.append(measure(name, *count(shape), years=asked.years))
    print(f"Visible: {sum(shares) / len(shares):.1%} on average, {min(shares):.1%} at the least.")


if __name__ == "__main__":
    main()
