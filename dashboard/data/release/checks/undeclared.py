"""Checks printed figures for sums that nobody declared.

The fewer sums a release declares, the fewer it seems to give away, and readers see them all the
same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from dashboard.data.release import format as release_format
from dashboard.data.release.checks.check import Subject
from dashboard.data.release.checks.grids import TableGrid
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Catalogue, Marker
from dashboard.data.release.undeclared import possible_sums
from dashboard.data.release.undeclared_fitting import (
    Candidate,
    Flags,
    Index,
    Place,
    Printed,
    Values,
    Verdict,
    printed_by,
)

CHECK = "undeclared_sums"

Where = tuple[str, int | None, str]  # file, row, column
Judged = list[tuple[Candidate, Verdict]]


def undeclared_sums(subject: Subject) -> Iterator[Finding]:
    """No sum that all printed figures fit is left undeclared: readers see it as well.

    Areas that add up to another are `part_of` it; groups that add up to one are parts of it;
    figures that are always the same, or the sum of others, are an identity; a table whose quarters
    add up to its years adds over time. A sum that holds by chance only is named in not_sums.csv,
    unless three lines or more show it. Nothing is asked of a sum whose every count is printed, and
    not rounded.
    """
    denied = subject.rows(release_format.NOT_SUMS)
    asked: set[str] = set()
    for candidate, verdict in _declarable(subject):
        name = candidate.name
        if name in asked or (verdict is Verdict.LIKELY and name in denied):
            continue
        asked.add(name)
        where, how = _declaration(subject, candidate)
        if name in denied:
            how = f"{how}; no line in not_sums.csv can deny `{name}`"
            yield Finding(CHECK, *where, f"{how}: so many printed lines show it that readers know")
        else:
            expected = f"{how}, or a line for `{name}` in not_sums.csv"
            yield Finding(CHECK, *where, f"{expected}: all printed figures fit it")


def _declarable(subject: Subject) -> Iterator[tuple[Candidate, Verdict]]:
    """Yield sums that figures speak for in some column and against in none of those it would bind.

    Where every count is printed, in all of these columns, nothing follows from the sum.
    """
    printed = printed_in(subject.catalogue, subject.grids.values())
    every: defaultdict[object, Judged] = defaultdict(list)
    for candidate, verdict in possible_sums(printed):
        if not candidate.declared:
            every[candidate.name, candidate.names].append((candidate, verdict))
    for judged in every.values():
        candidate, verdict = max(judged, key=lambda own: own[1])
        refuted = any(own is Verdict.REFUTED for _, own in judged)
        open_cells = any(printed.leaves_open(own) for own, _ in judged)
        likely = verdict >= Verdict.LIKELY and open_cells and not refuted
        if likely and _is_free(subject.catalogue, candidate):
            yield candidate, verdict


def _is_free(catalogue: Catalogue, candidate: Candidate) -> bool:
    """Return True unless `part_of` says otherwise already: the audit takes such a sum unasked."""
    if candidate.over != "areas":
        return True
    total, *components = candidate.names
    return all(
        area.part_of in ("", total) if area.slug in components else area.part_of != total
        for area in catalogue.areas
    )


def _declaration(subject: Subject, candidate: Candidate) -> tuple[Where, str]:
    """Return where a sum would be declared, and how."""
    total, *parts = candidate.names or ("",)
    if candidate.over == "areas":
        row = subject.rows(release_format.AREAS)[candidate.of]
        how = f"part_of {total} for {', '.join(parts)}"
        return (release_format.AREAS.path, row, "part_of"), how
    if candidate.over == "groups":
        row = subject.rows(release_format.BREAKDOWNS)[candidate.of]
        how = f"kind parts, and part_of {total} for {', '.join(parts)}"
        return (release_format.BREAKDOWNS.path, row, "kind"), how
    if candidate.over == "periods":
        where = release_format.DESCRIPTOR, None, f"resource {candidate.of}, addsOverTime"
        return where, "true, as longer periods are sums of shorter"
    line = f"an identity: {' + '.join(parts)} equals {total}"
    return (release_format.IDENTITIES.path, None, ""), line


def printed_in(catalogue: Catalogue, grids: Iterable[TableGrid]) -> Printed:
    """Return what tables print of their counts, with an axis for each filter."""
    values: dict[Place, Values] = {}
    suppressed: dict[Place, Flags] = {}
    for grid in grids:
        breakdowns = [catalogue.breakdown(name) for name in grid.table.filters]
        orders = [[g.name for g in own.groups] for own in breakdowns if own is not None]
        places = [
            [order.index(group) for order, (_, group) in zip(orders, combination, strict=True)]
            for combination in grid.combinations
        ]
        shape = (*grid.rows.shape[1:], *map(len, orders))
        for name, figures in grid.counts():
            laid, marks = np.full(shape, np.nan), np.zeros(shape, dtype=np.bool_)
            own = figures.applied, figures.marked(Marker.CONFIDENTIAL)
            for place, numbers, hidden in zip(places, *own, strict=True):
                where: Index = (slice(None), slice(None), *place)
                laid[where], marks[where] = numbers, hidden
            values[grid.table.name, name] = laid
            suppressed[grid.table.name, name] = marks
    return printed_by(catalogue, values, suppressed)
