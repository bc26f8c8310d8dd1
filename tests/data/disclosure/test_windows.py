"""Does a search by windows find what a search of the whole finds, and no more than is true?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.data.disclosure import audit, windows
from dashboard.data.disclosure.audit import assess
from dashboard.data.disclosure.building import Published, build_system
from dashboard.data.disclosure.crew import ALONE, Crew
from dashboard.data.disclosure.enclosures import enclose, enclosures
from dashboard.data.disclosure.grids import ABSENT
from dashboard.data.disclosure.hints import Hint, move_of
from dashboard.data.disclosure.matrix import Row, matrix_of
from dashboard.data.disclosure.suppression import suppress
from dashboard.data.disclosure.system import Extent, Status
from dashboard.data.disclosure.windows import neighbouring_periods
from dashboard.data.disclosure.witnesses import is_witness
from tests.data.disclosure.benchmark_set import TWO_WAY, two_way
from tests.data.disclosure.small import WHOLE, count, hide

SEEDS = range(6)
SITES, GROUPS = ("east", "north", "west"), ("a", "b", "c")
MANY_TURNS = 20
WIDTH, MOST = 5, 3
EVERY = np.array(list(product(range(MOST + 1), repeat=WIDTH)))
QUICK = settings(max_examples=80, deadline=None, derandomize=True)
coefficients = st.lists(st.integers(-1, 1), min_size=WIDTH, max_size=WIDTH)
statements = st.lists(st.tuples(coefficients, st.sampled_from(range(len(EVERY)))), min_size=1)


@contextmanager
def alone(_: int | None = None) -> Iterator[Crew]:
    yield ALONE


@pytest.mark.parametrize("leaks", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_windows_judge_as_the_whole_does(
    seed: int, leaks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = two_way(seed)
    small = [c for c in cells["starts"] if c.value and c.value < TWO_WAY.disclosure.threshold]
    places = [(c.area, c.period, *(group for _, group in c.groups)) for c in small]
    hidden = hide(cells, "starts", *places) if leaks else dict(suppress(TWO_WAY, cells).cells)
    system = build_system([Published(TWO_WAY, hidden)])
    whole = assess(system)
    assert bool(whole.unsafe) == leaks
    for name, value in (("LARGEST_AT_ONCE", 0), ("crew_of", alone)):
        monkeypatch.setattr(audit, name, value)
    hasty = assess(system, thorough=False)
    assert set(whole.unsafe) <= set(hasty.in_doubt)
    by_windows = assess(system)
    assert by_windows.unsafe == whole.unsafe
    assert not by_windows.unresolved
    assert (by_windows.least <= whole.low).all()
    assert (whole.high <= by_windows.most).all()


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_an_audit_came_upon_saves_the_next_one_its_search(
    seed: int, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = two_way(seed)
    system = build_system([Published(TWO_WAY, dict(suppress(TWO_WAY, cells).cells))])
    truth = build_system([Published(TWO_WAY, cells)]).least[: system.printed]
    for name, value in (("LARGEST_AT_ONCE", 0), ("crew_of", alone)):
        monkeypatch.setattr(audit, name, value if large else getattr(audit, name))
    table = system.extended(truth)
    first = assess(system, table)
    assert first.moves
    for move in first.moves:
        witness = table + move.spread(len(table))
        assert is_witness(system.matrix, system.least, system.most, witness)
    again = assess(system, table, first.moves)
    assert len(again.moves) < len(first.moves)
    assert (again.unsafe, again.unresolved) == (first.unsafe, first.unresolved)


def test_what_no_window_shows_is_in_doubt_until_it_is_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cells = dict(suppress(TWO_WAY, two_way(SEEDS[0])).cells)
    system = build_system([Published(TWO_WAY, cells)])
    hidden = np.flatnonzero(system.status == Status.HIDDEN).tolist()
    for name, value in (("LARGEST_AT_ONCE", 0), ("crew_of", alone)):
        monkeypatch.setattr(audit, name, value)
    for name in ("PLACES", "PERIODS", "PERIODS_OF_FEW"):
        monkeypatch.setattr(windows, name, ())
    # What linear programs touch is searched besides, and that is enough here.
    assert assess(system, thorough=False).passed
    monkeypatch.setattr(windows, "TOURS", 0)
    hasty = assess(system, thorough=False)
    assert hasty.unresolved
    assert set(hasty.in_doubt) >= set(hidden)
    assert not hasty.passed
    assert assess(system).passed


def test_what_is_known_to_be_unsafe_is_not_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {(site, "2024", group): 20 for site, group in product(SITES, GROUPS)}
    counts |= {("east", "2024", "a"): 1, ("east", "2024", "b"): 2}  # together 3: neither can be 4
    places = [(site, "2024", group) for site, group in product(("east", "north"), ("a", "b"))]
    cells = hide(count(TWO_WAY, {"starts": counts}), "starts", *places)
    system = build_system([Published(TWO_WAY, cells)])
    for name, value in (("LARGEST_AT_ONCE", 0), ("crew_of", alone)):
        monkeypatch.setattr(audit, name, value)
    turns = []
    ours = windows._turns

    def counted(extent: Extent, *, thorough: bool) -> Iterator[windows._Turn]:
        for turn in ours(extent, thorough=thorough):
            turns.append(turn)
            yield turn

    monkeypatch.setattr(windows, "PLACES", ((2, False),) * MANY_TURNS)
    monkeypatch.setattr(windows, "_turns", counted)
    assert assess(system, thorough=False).unsafe
    assert len(turns) <= 2  # the second is begun only to see that nothing is left


@pytest.mark.parametrize("wide_too", [False, True])
def test_a_place_that_moves_with_the_whole_alone_needs_a_window_with_it(
    wide_too: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = count(TWO_WAY, {"starts": {(s, "2024", g): 20 for s, g in product(SITES, GROUPS)}})
    places = [(place, "2024", group) for place in ("east", WHOLE) for group in ("a", "b")]
    system = build_system([Published(TWO_WAY, hide(cells, "starts", *places))])
    for name, value in (("LARGEST_AT_ONCE", 0), ("crew_of", alone)):
        monkeypatch.setattr(audit, name, value)
    monkeypatch.setattr(windows, "PLACES", ((1, wide_too),))
    for name in ("PERIODS", "PERIODS_OF_FEW"):
        monkeypatch.setattr(windows, name, ())
    for name in ("TOURS", "SETTLED_AT_MOST"):
        monkeypatch.setattr(windows, name, 0)
    assert bool(assess(system).unresolved) is not wide_too


@pytest.mark.parametrize(("first", "groups"), [(0, [[0, 1], [2, 3]]), (1, [[0], [1, 2], [3]])])
def test_neighbouring_periods_move_with_all_longer_ones(
    first: int, groups: list[list[int]]
) -> None:
    period = np.array([0, 1, 2, 3, 4, 1, ABSENT])
    long = np.array([0, 0, 0, 0, 1, 0, 0], dtype=bool)
    extent = Extent(np.zeros(7, dtype=np.int64), period, np.zeros(7, dtype=bool), long)
    found = [set(np.flatnonzero(w).tolist()) for w in neighbouring_periods(extent, 2, first)]
    assert found == [{*group, 4} | ({5} if 1 in group else set()) for group in groups]


@pytest.mark.parametrize("periods", [1, 4, 20])
@pytest.mark.parametrize("places", [2, 5, 6, 40])
def test_each_place_is_bounded_alone_and_no_window_of_places_holds_more_than_half(
    places: int, periods: int
) -> None:
    place = np.repeat(np.arange(places), periods)
    none = np.zeros(len(place), dtype=bool)
    extent = Extent(place, np.tile(np.arange(periods), places), none, none)
    for thorough in (False, True):
        turns = list(windows._turns(extent, thorough=thorough))
        alone = [turn.bounds for turn in turns if len(turn.bounds) == places]
        assert alone
        held = [set(place[inside].tolist()) for inside in alone[0]]
        assert sorted(held, key=min) == [{number} for number in range(places)]
        tours = [number for number, turn in enumerate(turns) if turn.tour is not None]
        assert len(tours) == windows.TOURS
        for turn in turns[: tours[0]]:
            for inside in turn.windows:
                moved = len(np.unique(place[inside]))
                assert moved == places or moved <= places // 2
                if places // 2 < windows.PLACES[0][0] and periods > 1:
                    assert len(np.unique(extent.period[inside])) <= periods // 2
        # More places than half move last of all, and only where the search is to be thorough.
        assert bool(turns[tours[-1] + 1 :]) is (thorough and places > 3)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        (20, [[4] * 5, [2, 4, 4, 4, 4, 2]]),
        (8, [[4, 4], [2, 4, 2]]),
        (7, [[3, 3, 1], [1, 3, 3]]),
        (4, [[2, 2], [1, 2, 1]]),
        (1, [[1]]),
    ],
)
def test_few_places_move_together_in_a_few_periods_and_in_others_then(
    periods: int, expected: list[list[int]]
) -> None:
    period = np.repeat(np.arange(periods), 3)
    none = np.zeros(len(period), dtype=bool)
    extent = Extent(np.tile(np.arange(3), periods), period, none, none)
    found = [
        [len(np.unique(period[inside])) for inside in turn.windows]
        for turn in windows._turns(extent, thorough=False)
        if turn.windows
    ]
    assert found == expected


@given(statements, st.sets(st.sampled_from(range(WIDTH)), min_size=1))
@QUICK
def test_no_table_lies_outside_an_enclosure(
    said: list[tuple[list[int], int]], inside: set[int]
) -> None:
    rows = []
    for signs, truth in said:
        total = int(np.dot(signs, EVERY[said[0][1]] if truth else EVERY[0]))
        used = tuple(i for i, sign in enumerate(signs) if sign)
        if used:
            rows.append(Row(used, tuple(signs[i] for i in used), total - 1, total + 1))
    matrix = matrix_of(rows, WIDTH)
    fits = [table for table in EVERY if matrix.holds(table)]
    window = np.isin(np.arange(WIDTH), list(inside))
    least, most = np.zeros(WIDTH, dtype=np.int64), np.full(WIDTH, MOST)
    for task in enclosures(matrix, least, most, window, window):
        where = task.component.unknowns[task.asked]
        low, high = enclose(task)
        for table in fits:
            assert (low <= table[where]).all()
            assert (table[where] <= high).all()


def test_what_the_statements_of_a_window_settle_is_settled() -> None:
    matrix = matrix_of([Row((0, 1), (1, 1), 5, 5), Row((1, 2), (1, 1), 4, 4)], 3)
    least, most = np.zeros(3, dtype=np.int64), np.array([9, 9, 1])
    window = np.array([True, True, False])
    (task,) = enclosures(matrix, least, most, window, window)
    low, high = enclose(task)  # of the third only its bounds are known: the second is 3 or 4
    assert (low.tolist(), high.tolist()) == ([1, 3], [2, 4])


def test_a_hint_is_believed_only_where_it_fits() -> None:
    matrix = matrix_of([Row((0, 1), (1, 1), 5, 5)], 3)
    least, most = np.zeros(3, dtype=np.int64), np.array([9, 9, 2])
    good, far, unbalanced = ([1, -1, 0], [0, 0, 9], [1, 0, 0])
    moves = tuple(move_of(np.array(change)) for change in (good, far, unbalanced))
    hint = Hint(np.array([2, 3, 1]), moves)
    assert list(hint.fitting(matrix, least, most)) == [moves[0]]
