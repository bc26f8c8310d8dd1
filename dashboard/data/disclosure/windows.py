"""How is a component searched that is too large for one program?

A window lets a few places move and holds all others at one whole-number table that fits. What
is found in a window fits everything published, so it is as good a witness as any; only that
nothing better exists cannot be shown in a window. Windows do not wait for one another. What they
leave over is toured: a window is made for each count, of all that linear programs would change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from dashboard.data.disclosure.components import decompose
from dashboard.data.disclosure.crew import Crew
from dashboard.data.disclosure.detours import Detours, around
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
# Of the shortest periods that move together after that, in all places: how many, from which on.
PERIODS = ((2, 0), (2, 1), (4, 0), (4, 2), (8, 0), (8, 4))
# And where there are so few places that any window would hold more than half of them. There are at
# most half of the periods in a window, however few there are.
PERIODS_OF_FEW = ((4, 0), (4, 2))
SETTLED_AT_MOST = 200  # unknowns that are settled in the whole component, one by one
TOURS = 5  # at most; each asks for one way more than the last
WORTHWHILE = 0.9  # a tour must leave no more than this share for another to be made
LARGEST_TOURED = 20_000  # unknowns of a component of which linear programs are asked as a whole
SHARE = 6  # unknowns that are toured one after the other
FURTHEST = 1_000  # that one count may move
SHAKEN = 0.5
PATIENT = Effort(200_000, 1.0)
SEED = 5
Window = tuple[Search, Ranges]


def search_by_windows(
    task: Search, extent: Extent, crew: Crew, *, thorough: bool = True
) -> Findings | None:
    """Find out what `search` does, by windows of a few places; `extent` is that of the component.

    What no window and no tour shows safe is settled in the whole component, as far as there are few
    such and the search is to be `thorough`. Else no windows of more than half the places are
    searched, nor the whole once more, and no bounds are sought but those of each place alone.
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
    for window, found in _look_through(seeker, table, extent, crew, thorough=thorough):
        seen = _see(seeker.ranges, window, found, table)
        moves += seen if known else []
    settled = SETTLED_AT_MOST if thorough else 0
    unresolved = {
        u for i, u in enumerate(seeker.undecided()) if i >= settled or not seeker.settle(u)
    }
    return Findings(seeker.ranges, (), frozenset(unresolved), tuple(moves))


def _look_through(
    seeker: Seeker, table: Numbers, extent: Extent, crew: Crew, *, thorough: bool
) -> Iterator[tuple[Window, list[Numbers]]]:
    """Yield windows with other tables of them, turn by turn, until nothing is undecided."""
    before = np.inf
    for turn in _turns(extent, thorough=thorough):
        left = seeker.undecided()
        if not left:
            return
        if turn.tour is None:
            windows = list(_windows(seeker.task, seeker.ranges, table, turn.windows, left))
            yield from zip(windows, crew.do(look, windows), strict=True)
        elif len(table) <= LARGEST_TOURED and len(left) <= WORTHWHILE * before:
            before = len(left)
            shares = [left[first : first + SHARE] for first in range(0, len(left), SHARE)]
            tours = [Tour(seeker.task, seeker.ranges, table, own, turn.tour) for own in shares]
            for found in crew.do(follow, tours):
                yield from found
        _enclose(seeker, turn.bounds, seeker.undecided(), crew)


@dataclass(frozen=True, slots=True)
class _Turn:
    """Windows to look through, or the number of a tour; and those in which to seek bounds then."""

    windows: Sequence[Flags] = ()
    bounds: Sequence[Flags] = ()
    tour: int | None = None


def _turns(extent: Extent, *, thorough: bool) -> Iterator[_Turn]:
    """Yield what to do, turn by turn: windows of up to half of the places, of periods, and tours.

    If the search is to be `thorough`, windows of more places come last: they are nearly the whole.
    """
    every = len(np.unique(extent.place))
    near = [(turn, *window) for turn, window in enumerate(PLACES) if window[0] <= every // 2]
    alone = _places(extent, 0, 1, wide_too=False)
    for turn, count, wide_too in near:
        windows = _places(extent, turn, count, wide_too=wide_too)
        yield _Turn(windows, alone if turn == 0 else windows if thorough else ())
    for turn, (count, first) in enumerate(PERIODS if near else _periods_of_few(extent)):
        windows = list(neighbouring_periods(extent, count, first))
        begun = turn > 0 or bool(near)
        yield _Turn(() if windows[0].all() and begun and not thorough else windows)
    for tour in range(TOURS):
        # Where there are few places, bounds of each take long: less is left to bound by then.
        yield _Turn((), alone if tour == 0 and not near else (), tour)
    for turn, (count, wide_too) in enumerate(PLACES):
        if thorough and every // 2 < count < every:
            windows = _places(extent, turn, count, wide_too=wide_too)
            yield _Turn(windows, windows)


def _periods_of_few(extent: Extent) -> Iterable[tuple[int, int]]:
    half = max(1, len(_shortest(extent)) // 2)
    return dict.fromkeys(
        (min(count, half), min(first, half // 2)) for count, first in PERIODS_OF_FEW
    )


def _places(extent: Extent, turn: int, count: int, *, wide_too: bool) -> list[Flags]:
    return [inside | (extent.wide & wide_too) for inside in _chunks(extent.place, count, turn)]


def neighbouring_periods(extent: Extent, count: int, first: int) -> Iterator[Flags]:
    """Part the shortest periods, from one on, into such as follow one another.

    Yield the unknowns of each part, with those of all longer periods.
    """
    every = _shortest(extent)
    for start in range(first - count if first else 0, len(every), count):
        chosen = every[max(start, 0) : start + count]
        yield np.isin(extent.period, chosen) | extent.long


def _shortest(extent: Extent) -> Numbers:
    """Return the periods that no others tile, in order."""
    return np.unique(extent.period[~extent.long & (extent.period != ABSENT)])


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


def look(window: Window) -> list[Numbers]:
    """Return other tables of one window, that show as much as can be shown in it."""
    task, ranges = window
    seeker = Seeker(task, ranges)
    seeker.take(task.hint)
    seeker.pool()
    for unknown in seeker.checked:
        seeker.try_to_show(unknown)
    return seeker.witnesses


@dataclass(frozen=True, slots=True)
class Tour:
    """Unknowns that no window of places or periods has shown safe, and what is known of all."""

    search: Search
    ranges: Ranges
    table: Numbers
    asked: Sequence[int]
    turn: int


def follow(tour: Tour) -> list[tuple[Window, list[Numbers]]]:
    """Search what linear programs would change, for one unknown after the other."""
    part, table = tour.search.component, tour.table
    far = np.full(len(table), FURTHEST)
    down, up = np.minimum(table - part.least, far), np.minimum(part.most - table, far)
    detours = Detours(around(part.matrix, table), down, up)
    # A copy, for whoever asks sees what is found anyway.
    ranges = tour.ranges.part(np.arange(len(table)))
    random = np.random.default_rng([SEED, tour.turn])
    found = []
    for unknown in tour.asked:
        if not ranges.is_undecided(unknown):
            continue
        inside = np.zeros(len(table), dtype=bool)
        for wish in ranges.wishes(unknown):
            shaken = (random.uniform(1, 1 + SHAKEN, len(table)) for _ in range(1 + tour.turn))
            needed = wish.count - int(table[unknown])
            for touched in detours.of(unknown, needed, ((price, price) for price in shaken)):
                inside |= touched
        for window in _windows(tour.search, ranges, table, [inside], [unknown]):
            tables = look(window)
            _see(ranges, window, tables, table)
            found.append((window, tables))
    return found


def _chunks(places: Numbers, count: int, turn: int) -> Iterator[Flags]:
    """Part the places into sets of `count`, at random but always the same; yield the unknowns."""
    every = [place for place in np.unique(places).tolist() if place != ABSENT]
    Random(SEED + turn).shuffle(every)
    for first in range(0, len(every), count):
        yield np.isin(places, every[first : first + count])


def _windows(
    task: Search, ranges: Ranges, table: Numbers, chunks: Sequence[Flags], left: Sequence[int]
) -> Iterator[Window]:
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
                own = ranges.part(where)
                window = Search(part, task.printed[where], checked[where], own.thresholds, hint)
                yield window, own


def _see(ranges: Ranges, window: Window, tables: Sequence[Numbers], first: Numbers) -> list[Move]:
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
