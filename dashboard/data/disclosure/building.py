"""How do published releases become one system?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import lcm

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from dashboard.data.disclosure.grids import (
    Apart,
    Arrangement,
    Figure,
    Grid,
    Numbering,
    Numbers,
    arrange,
    is_percentage,
)
from dashboard.data.disclosure.printed import UNBOUNDED, bounds_of_count, factors_of_percentage
from dashboard.data.disclosure.relations import Relations, relate, relate_identity
from dashboard.data.disclosure.revisions import printed_numbers, revised_spans
from dashboard.data.disclosure.system import Remainder, Row, Status, System, sum_row
from dashboard.data.release import Catalogue, Cell, Marker, Measure, MeasureKind


@dataclass(frozen=True, slots=True)
class Published:
    """A release's figures as they stand, or will stand, before readers."""

    catalogue: Catalogue
    cells: Mapping[str, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class _Printed:
    number: int
    figure: Figure
    cell: Cell
    rounding: int
    threshold: int
    decimals: int | None  # of a percentage; None for a count


def build_system(releases: Sequence[Published]) -> System:
    """Build the system of all releases that readers can reach; the first is the one on trial."""
    numbering = Numbering()
    printed: list[_Printed] = []
    read = []
    first = Arrangement(releases[0].catalogue)
    newer = dict(printed_numbers(first, releases[0].cells)) if len(releases) > 1 else {}
    for order, release in enumerate(releases):
        name = f"earlier release {release.catalogue.version}" if order else ""
        arrangement = Arrangement(release.catalogue)
        grids: dict[tuple[str, str], Grid] = {}
        older = printed_numbers(arrangement, release.cells) if order else ()
        apart = Apart(f"{order} {name}", revised_spans(newer, older))
        for table in release.catalogue.tables:
            cells = release.cells[table.name]
            found, numbered = arrange(arrangement, table, cells, numbering, apart)
            grids |= {(table.name, column): grid for column, grid in found.items()}
            printed += [_printed(found, n, cell, release.catalogue, name) for n, cell in numbered]
        read.append((arrangement, grids))
    relations = Relations(len(numbering))
    sensitive: list[Numbers] = []
    percentages: list[Numbers] = []
    for arrangement, grids in read:
        _relate(arrangement, grids, relations)
        sensitive += _sensitive(arrangement, grids, relations)
        _complement(arrangement, grids, relations)
        percentages += _percentages(arrangement, grids, relations)
    merged = _merge(relations)
    system = _assemble(merged, relations, releases[0].catalogue.disclosure.threshold)
    system.sensitive = _pairs(merged, sensitive)
    _print(system, merged, printed, dict(_pairs(merged, percentages)))
    return system


def _printed(
    grids: Mapping[str, Grid], number: int, cell: Cell, catalogue: Catalogue, release: str
) -> _Printed:
    column = grids[cell.column].column
    return _Printed(
        number,
        Figure(cell.table, cell.column, cell.area, cell.period, cell.groups, release),
        cell,
        catalogue.disclosure.rounding,
        catalogue.disclosure.threshold,
        column.decimals if is_percentage(column) else None,
    )


def _relate(
    arrangement: Arrangement, grids: Mapping[tuple[str, str], Grid], relations: Relations
) -> None:
    for grid in grids.values():
        relate(arrangement, grid, relations)
    for identity in arrangement.catalogue.identities:
        left = grids.get((identity.left.table, identity.left.column))
        right = grids.get((identity.right.table, identity.right.column))
        if left is not None and right is not None:
            relate_identity(arrangement, left, right, identity, relations)


def _measured(
    arrangement: Arrangement,
    grids: Mapping[tuple[str, str], Grid],
    wanted: Callable[[Measure], bool],
) -> Iterable[tuple[Numbers, Numbers]]:
    """Yield numerators and denominators of the wanted measures, every group of each opened."""
    for measure in arrangement.catalogue.measures:
        some, every = measure.numerator, measure.denominator
        if every is None or not wanted(measure):
            continue
        left, right = grids.get((some.table, some.column)), grids.get((every.table, every.column))
        if left is not None and right is not None:
            ones = arrangement.slice_of(left, some, measure.breakdown)
            others = arrangement.slice_of(right, every, measure.breakdown)
            if others.ndim < ones.ndim:
                others = others[..., None]
            yield ones, np.broadcast_to(others, ones.shape)


def _sensitive(
    arrangement: Arrangement, grids: Mapping[tuple[str, str], Grid], relations: Relations
) -> list[Numbers]:
    """Return rows (some, every) of sensitive shares: those who are so, and those who are not."""
    found = []
    for some, every in _measured(
        arrangement, grids, lambda m: m.sensitive and m.kind is MeasureKind.SHARE
    ):
        rows = relations.add_remainder(every, [some])
        found += [rows[:, [2, 1]], rows[:, [0, 1]]]
    return found


def _complement(
    arrangement: Arrangement, grids: Mapping[tuple[str, str], Grid], relations: Relations
) -> None:
    """Say of every share that those who are not so are a set too: 38 of 40 tells of 2."""
    for some, every in _measured(arrangement, grids, lambda m: m.kind is MeasureKind.SHARE):
        relations.add_complement(every, some)


def _percentages(
    arrangement: Arrangement, grids: Mapping[tuple[str, str], Grid], relations: Relations
) -> list[Numbers]:
    """Return rows (some, every) of percentages that a table reports with their denominators."""
    return [
        relations.add_remainder(every, [some])[:, [2, 1]]
        for some, every in _measured(
            arrangement, grids, lambda m: m.kind is MeasureKind.REPORTED and m.unit == "per cent"
        )
    ]


def _merge(relations: Relations) -> Numbers:
    """Return, for each number, the number of the unknown that it shares with its equals."""
    count = relations.next_number
    pairs = np.concatenate([np.empty((0, 2), dtype=np.int64), *relations.same])
    links = sparse.coo_array(
        (np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count)
    )
    _, labels = csgraph.connected_components(links, directed=False)
    return labels.astype(np.int64)


def _assemble(merged: Numbers, relations: Relations, threshold: int) -> System:
    count = int(merged.max(initial=-1)) + 1
    system = System(
        np.zeros(count, dtype=np.int64),
        np.full(count, UNBOUNDED, dtype=np.int64),
        np.full(count, Status.IMPLIED, dtype=np.int64),
        threshold,
    )
    seen = set()
    for rows in relations.sums:
        for whole, *parts in merged[rows].tolist():
            key = (whole, *sorted(parts))
            if key not in seen:
                seen.add(key)
                system.rows.append(sum_row(whole, tuple(parts)))
    for number, (whole, inside) in relations.remainders.items():
        remainder = Remainder(int(merged[whole]), tuple(int(merged[part]) for part in inside))
        system.remainders.setdefault(int(merged[number]), remainder)
    return system


def _pairs(merged: Numbers, rows: Iterable[Numbers]) -> list[tuple[int, int]]:
    return sorted({(some, every) for found in rows for some, every in merged[found].tolist()})


def _print(
    system: System, merged: Numbers, printed: Iterable[_Printed], shares: Mapping[int, int]
) -> None:
    hidden: dict[int, Figure] = {}
    for item in printed:
        unknown = int(merged[item.number])
        figures = system.figures.setdefault(unknown, [])
        # Figures with a number come first: they are what a proof can point at.
        figures.insert(0 if item.cell.value is not None else len(figures), item.figure)
        if item.cell.marker is Marker.NOT_APPLICABLE:
            system.not_applicable.add(unknown)
        if item.figure.release and item.cell.value is not None:
            system.known_before.add(unknown)
        if item.cell.marker is Marker.CONFIDENTIAL and not item.figure.release:
            hidden.setdefault(unknown, item.figure)
        if item.decimals is None:
            least, most = bounds_of_count(item.cell, item.rounding, item.threshold)
            system.status[unknown] = max(system.status[unknown], _status(item.cell))
        else:
            least, most = 0, UNBOUNDED
            _print_percentage(system, unknown, shares.get(unknown), item.cell, item.decimals)
        system.least[unknown] = max(system.least[unknown], least)
        system.most[unknown] = min(system.most[unknown], most)
        if system.least[unknown] > system.most[unknown]:
            system.contradictions.append(item.figure)
    system.betrayed = [
        (figure, system.figures[unknown][0])
        for unknown, figure in hidden.items()
        if system.status[unknown] == Status.PUBLISHED
    ]


def _print_percentage(
    system: System, some: int, every: int | None, cell: Cell, decimals: int
) -> None:
    """Say that (least * every) <= some <= (most * every), in whole coefficients."""
    if every is None or cell.value is None:
        return
    least, most = factors_of_percentage(cell.value, decimals)
    scale = lcm(least.denominator, most.denominator)
    low, high = int(least * scale), int(most * scale)
    bound = UNBOUNDED * scale
    system.rows.append(Row((some, every), (scale, -low), 0, bound))
    system.rows.append(Row((some, every), (-scale, high), 0, bound))


def _status(cell: Cell) -> Status:
    if cell.value is not None or cell.marker in _SAY_SOMETHING:
        return Status.PUBLISHED
    return Status.HIDDEN if cell.marker is Marker.CONFIDENTIAL else Status.UNKNOWN


_SAY_SOMETHING = (Marker.NOT_APPLICABLE, Marker.ROUNDS_TO_ZERO, Marker.ROUNDS_TO_ZERO_DFE)
