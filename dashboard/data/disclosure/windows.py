"""How is a component searched that is too large for one program?

A window lets a few places move and holds all others at one whole-number table that fits. What
is found in a window fits everything published, so it is as good a witness as any; only that
nothing better exists cannot be shown in a window. Windows do not wait for one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from dashboard.data.disclosure.components import decompose
from dashboard.data.disclosure.crew import Crew
from dashboard.data.disclosure.enclosures import enclose, enclosures
from dashboard.data.disclosure.grids import ABSENT, Flags, Numbers
from dashboard.data.disclosure.hints import Hint, Move
from dashboard.data.disclosure.programs import Effort, State
from dashboard.data.disclosure.ranges import Ranges
from dashboard.data.disclosure.system import Extent
from dashboard.data.disclosure.witnesses import Findings, Search, Seeker, is_witness

# Places that move together, turn by turn, and whether with those that they add up to.
PLACES = (
    *((3, False), (3, False), (4, False), (3, True), (5, False), (6, True), (8, False), (8, True)),
    *((10, True), (12, True), (15, True), (18, True), (22, True), (26, True)),
)
FEW = 3  # places that move together first, however few there are
# Of the shortest periods that move together after that, in all places: how many, from which on.
PERIODS = ((2, 0), (2, 1), (4, 0))
SETTLED_AT_MOST = 200  # unknowns that are settled in the whole component, one by one
PATIENT = Effort(200_000, 1.0)
SEED = 5


def search_by_windows(
    task: Search, extent: Extent, crew: Crew, *, thorough: bool = True
) -> Findings | None:
    """Find out what `search` does, by windows of a few places; `extent` is that of the component.

    What no window shows safe is settled in the whole component, as far as there are few such and
    the search is to be `thorough`. Else the whole is not searched once more, and that something
    is unsafe needs no proof: after the first turn, bounds are sought only where they would show
    something safe.
    """
    component = task.component
    seeker = Seeker(task)
    seeker.take(task.hint)
    known = bool(seeker.witnesses)
    if not known:
        first = seeker.program.minimise(np.zeros(len(component.unknowns)), PATIENT)
        if first.state is State.IMPOSSIBLE:
            return None
        if first.values is None or not seeker.see(first.values):
            return Findings(seeker.ranges, (), frozenset(seeker.checked))
    table = seeker.witnesses[0]
    moves: list[Move] = []
    for turn, chunks in enumerate(_turns(extent)):
        left = seeker.undecided()
        if not left:
            break
        if turn and chunks[0].all() and not thorough:
            continue
        tasks = list(_windows(task, seeker.ranges, table, chunks, left))
        for window, found in zip(tasks, crew.do(look, tasks), strict=True):
            seen = _see(seeker.ranges, window, found, table)
            moves += seen if known else []
        if turn == 0:
            _enclose(seeker, _places(extent, turn, 1, wide_too=False), seeker.undecided(), crew)
        else:
            asked = seeker.undecided() if thorough else seeker.unbounded()
            _enclose(seeker, chunks, asked, crew)
    settled = SETTLED_AT_MOST if thorough else 0
    unresolved = {
        u for i, u in enumerate(seeker.undecided()) if i >= settled or not seeker.settle(u)
    }
    return Findings(seeker.ranges, (), frozenset(unresolved), tuple(moves))


def _turns(extent: Extent) -> Iterator[list[Flags]]:
    """Yield the windows to look through, turn by turn.

    Those of up to half of the places come first, then those of periods, then the others.
    """
    every = len(np.unique(extent.place))
    few = max(FEW, every // 2)
    for turn, (count, wide_too) in enumerate(PLACES):
        if count <= few:
            yield _places(extent, turn, count, wide_too=wide_too)
    for count, first in PERIODS:
        yield list(neighbouring_periods(extent, count, first))
    for turn, (count, wide_too) in enumerate(PLACES):
        if few < count < every:
            yield _places(extent, turn, count, wide_too=wide_too)


def _places(extent: Extent, turn: int, count: int, *, wide_too: bool) -> list[Flags]:
    return [inside | (extent.wide & wide_too) for inside in _chunks(extent.place, count, turn)]


def neighbouring_periods(extent: Extent, count: int, first: int) -> Iterator[Flags]:
    """Part the shortest periods, from one on, into such as follow one another.

    Yield the unknowns of each part, with those of all longer periods.
    """
    every = np.unique(extent.period[~extent.long & (extent.period != ABSENT)])
    for start in range(first - count if first else 0, len(every), count):
        chosen = every[max(start, 0) : start + count]
        yield np.isin(extent.period, chosen) | extent.long


def _enclose(seeker: Seeker, chunks: Sequence[Flags], asked: Sequence[int], crew: Crew) -> None:
    """Bound what is asked by what holds whatever the other places are."""
    ranges, matrix = seeker.ranges, seeker.component.matrix
    left = np.zeros(len(ranges.least), dtype=bool)
    left[asked] = True
    tasks = [
        found
        for inside in chunks
        if (inside & left).any()
        for found in enclosures(matrix, ranges.least, ranges.most, inside, left)
    ]
    for task, (least, most) in zip(tasks, crew.do(enclose, tasks), strict=True):
        where = task.component.unknowns[task.asked]
        ranges.least[where] = np.maximum(ranges.least[where], least)
        ranges.most[where] = np.minimum(ranges.most[where], most)


def look(window: tuple[Search, Ranges]) -> list[Numbers]:
    """Return other tables of one window, that show as much as can be shown in it."""
    task, ranges = window
    seeker = Seeker(task, ranges)
    seeker.take(task.hint)
    seeker.pool()
    for unknown in seeker.checked:
        seeker.try_to_show(unknown)
    return seeker.witnesses


def _chunks(places: Numbers, count: int, turn: int) -> Iterator[Flags]:
    """Part the places into sets of `count`, at random but always the same; yield the unknowns."""
    every = [place for place in np.unique(places).tolist() if place != ABSENT]
    Random(SEED + turn).shuffle(every)
    for first in range(0, len(every), count):
        yield np.isin(places, every[first : first + count])


def _windows(
    task: Search, ranges: Ranges, table: Numbers, chunks: Sequence[Flags], left: Sequence[int]
) -> Iterator[tuple[Search, Ranges]]:
    component = task.component
    checked = np.zeros(len(component.unknowns), dtype=bool)
    checked[left] = True
    for inside in chunks:
        if not (inside & checked).any():
            continue
        least = np.where(inside, component.least, table)
        most = np.where(inside, component.most, table)
        for part in decompose(component.matrix, least, most):
            where = part.unknowns
            if checked[where].any():
                hint = Hint(table[where])
                own = Search(part, task.printed[where], checked[where], task.threshold, hint)
                yield own, ranges.part(where)


def _see(
    ranges: Ranges, window: tuple[Search, Ranges], tables: Sequence[Numbers], first: Numbers
) -> list[Move]:
    """See the tables of a window, and return the moves to them that show more than was seen."""
    task, found = window[0], []
    part, where = task.component, task.component.unknowns
    for table in tables:
        if not is_witness(part.matrix, part.least, part.most, table):
            continue
        more = ranges.see_at(where, table)
        if more[task.checked].any():
            changes = table - first[where]
            found.append(Move(where[changes != 0], changes[changes != 0]))
    return found
