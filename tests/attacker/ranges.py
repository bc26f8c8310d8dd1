"""The least and the greatest that each asked unknown can be, by linear programs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from math import ceil, floor, inf
from random import Random

import highspy
import numpy as np

from tests.attacker.system import Row, System

NEAR = 1e-6
STEPS = 100  # of tightening, for each row
WHOLE_NUMBERS_BELOW = 40  # components of fewer unknowns are asked for whole numbers only


class Contradiction(Exception):
    """What the reader takes for known cannot all be true."""


def tighten(system: System) -> None:
    """Narrow all bounds to whole numbers that each row by itself allows, while that is quick."""
    rows_of: list[list[int]] = [[] for _ in system.lower]
    for number, (terms, _, _) in enumerate(system.rows):
        for unknown in terms:
            rows_of[unknown].append(number)
    for unknown in range(len(system.lower)):
        _round(system, unknown)
    waiting = deque(range(len(system.rows)))
    queued = [True] * len(system.rows)
    for _ in range(STEPS * len(system.rows)):
        if not waiting:
            return
        number = waiting.popleft()
        queued[number] = False
        for changed in _tighten_row(system, system.rows[number]):
            for other in rows_of[changed]:
                if not queued[other]:
                    queued[other] = True
                    waiting.append(other)


def _round(system: System, unknown: int) -> None:
    low, high = system.lower[unknown], system.upper[unknown]
    system.lower[unknown] = ceil(low - NEAR)
    system.upper[unknown] = high if high == inf else floor(high + NEAR)
    if system.lower[unknown] > system.upper[unknown]:
        raise Contradiction(f"unknown {unknown} has no value left")


def _tighten_row(system: System, row: Row) -> Iterator[int]:
    """Yield the first unknown that a row narrows, given the bounds of its others."""
    terms, low, high = row
    for sign, bound in ((1, high), (-1, -low)):
        if bound == inf:
            continue
        least = {
            u: sign * f * (system.lower[u] if sign * f > 0 else system.upper[u])
            for u, f in terms.items()
        }
        endless = [u for u, value in least.items() if value == -inf]
        if len(endless) > 1:
            continue
        total = sum(value for value in least.values() if value != -inf)
        for unknown in endless or terms:
            factor = sign * terms[unknown]
            room = bound - total + (0 if endless else least[unknown])
            if _narrow(system, unknown, room / factor, upper=factor > 0):
                yield unknown
                return


def _narrow(system: System, unknown: int, value: float, *, upper: bool) -> bool:
    old = system.lower[unknown], system.upper[unknown]
    if upper:
        system.upper[unknown] = min(old[1], floor(value + NEAR))
    else:
        system.lower[unknown] = max(old[0], ceil(value - NEAR))
    if system.lower[unknown] > system.upper[unknown]:
        raise Contradiction(f"unknown {unknown} has no value left")
    return (system.lower[unknown], system.upper[unknown]) != old


def components(system: System) -> Iterator[tuple[list[int], list[Row]]]:
    """Yield unknowns that rows tie together, fixed ones put in their place."""
    parent = list(range(len(system.lower)))

    def root(unknown: int) -> int:
        while parent[unknown] != unknown:
            parent[unknown] = parent[parent[unknown]]
            unknown = parent[unknown]
        return unknown

    rows: list[Row] = []
    for terms, low, high in system.rows:
        fixed = sum(f * system.lower[u] for u, f in terms.items() if _is_fixed(system, u))
        free = {u: f for u, f in terms.items() if not _is_fixed(system, u)}
        if free:
            rows.append((free, low - fixed, high - fixed))
            first, *others = map(root, free)
            for other in others:
                parent[root(other)] = root(first)
    together: dict[int, tuple[list[int], list[Row]]] = {}
    for unknown in range(len(parent)):
        if not _is_fixed(system, unknown):
            together.setdefault(root(unknown), ([], []))[0].append(unknown)
    for row in rows:
        together[root(next(iter(row[0])))][1].append(row)
    yield from together.values()


def _is_fixed(system: System, unknown: int) -> bool:
    return system.lower[unknown] == system.upper[unknown]


class Ranges:
    """Ranges of the asked unknowns, as far as needed to tell a disclosure from none.

    A count that can be seen both outside 1 to threshold - 1 and at two values is left with the
    range seen so far: no further question about it can disclose it.
    """

    def __init__(self, system: System, threshold: int) -> None:
        self._system = system
        self._small = threshold - 1
        self._asked = {target.unknown: target.suppressed for target in system.targets}
        for target in system.targets:
            self._asked[target.unknown] |= target.suppressed
        self.found: dict[int, tuple[float, float]] = {}
        self.programs = 0

    def solve(self) -> dict[int, tuple[float, float]]:
        """Return a range for each asked unknown. Raise Contradiction if nothing fits."""
        tighten(self._system)
        for unknown in self._asked:
            self.found[unknown] = self._system.lower[unknown], self._system.upper[unknown]
        for unknowns, rows in components(self._system):
            asked = [u for u in unknowns if u in self._asked]
            if asked and rows:
                self._component(unknowns, rows, asked)
        return self.found

    def _is_safe(self, unknown: int, low: float, high: float) -> bool:
        low, high = ceil(low - NEAR), high if high == inf else floor(high + NEAR)
        large = low < 1 or high > self._small
        return large and (high > low or not self._asked[unknown])

    def _component(self, unknowns: list[int], rows: list[Row], asked: list[int]) -> None:
        program = _Program(self._system, unknowns, rows)
        whole = len(unknowns) < WHOLE_NUMBERS_BELOW
        if whole:
            program.ask_whole_numbers()
        waiting = dict.fromkeys(asked)
        for weights in _mixtures(len(unknowns)):
            self._look(program, weights, waiting)
        while waiting:
            unknown = next(iter(waiting))
            weights = np.zeros(len(unknowns))
            weights[program.place[unknown]] = 1
            high = self._look(program, weights, waiting)
            if unknown in waiting:
                low = -self._look(program, -weights, waiting)
                waiting.pop(unknown, None)
                self.found[unknown] = ceil(low - NEAR), high if high == inf else floor(high + NEAR)
        self.programs += program.runs

    def _look(self, program: _Program, weights: np.ndarray, waiting: dict[int, None]) -> float:
        """Return the greatest sum of weights; take off the list what its table shows to be safe."""
        value = program.maximise(weights)
        for unknown in list(waiting):
            low, high = program.seen(unknown)
            if self._is_safe(unknown, low, high):
                self.found[unknown] = low, high
                del waiting[unknown]
        return value


def _mixtures(length: int) -> Iterable[np.ndarray]:
    """Return questions about many unknowns at once; their answers show many to be safe."""
    random = Random(1)
    yield np.ones(length)
    yield -np.ones(length)
    for _ in range(12):
        yield np.array([random.choice((-1.0, 1.0)) for _ in range(length)])


class _Program:
    """One linear program, asked again and again with another objective."""

    def __init__(self, system: System, unknowns: list[int], rows: list[Row]) -> None:
        self.place = {unknown: number for number, unknown in enumerate(unknowns)}
        self.runs = 0
        self._seen_low = np.full(len(unknowns), inf)
        self._seen_high = np.full(len(unknowns), -inf)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # it ships no types
        self._solver.silent()
        self._solver.setOptionValue("threads", 1)
        self._bound = [min(system.upper[u], 1e6) for u in unknowns]
        for unknown, high in zip(unknowns, self._bound, strict=True):
            self._solver.addVar(system.lower[unknown], high)
        for terms, low, high in rows:
            columns = np.array([self.place[u] for u in terms], dtype=np.int32)
            self._solver.addRow(low, high, len(terms), columns, np.array(list(terms.values())))

    def ask_whole_numbers(self) -> None:
        """Take whole numbers only from now on."""
        columns = np.arange(len(self.place), dtype=np.int32)
        kind = np.full(len(columns), highspy.HighsVarType.kInteger)
        self._solver.changeColsIntegrality(len(columns), columns, kind)

    def maximise(self, weights: np.ndarray) -> float:
        """Return the greatest value of the weighted sum. Raise Contradiction if nothing fits."""
        columns = np.arange(len(weights), dtype=np.int32)
        self._solver.changeColsCost(len(weights), columns, -weights)
        self._solver.run()
        self.runs += 1
        status = self._solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise Contradiction(f"the program ended with {status}")
        values = np.array(self._solver.getSolution().col_value)
        self._seen_low = np.minimum(self._seen_low, values)
        self._seen_high = np.maximum(self._seen_high, values)
        return float(weights @ values)

    def seen(self, unknown: int) -> tuple[float, float]:
        """Return the least and the greatest value in any table seen."""
        place = self.place[unknown]
        return float(self._seen_low[place]), float(self._seen_high[place])
