"""Checks that measures and identities point at cells that are there and fit them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

import numpy as np

from dashboard.data.release import format as release_format
from dashboard.data.release.checks.check import Allowance, NotApplicable, Subject
from dashboard.data.release.checks.grids import Cells
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import (
    Catalogue,
    CellReference,
    Measure,
    PeriodType,
)
from dashboard.data.release.openings import fixed_groups, openable, opens, references_of
from dashboard.data.release.reading.entries import Entry
from dashboard.data.release.reading.statistics import Groups
from dashboard.data.release.references import read_references, reference_fault
from dashboard.data.release.units import shares_in

NO_COUNT = (
    "a column that counts children (type integer): the count behind a percentage or a rate is named "
    "by `counted` in measures.csv"
)
COUNTED = "blank, or for a reported percentage or rate a column that counts children (type integer)"


def references(subject: Subject) -> Iterator[Finding]:
    """Every reference of measures.csv and identities.csv names cells that are there.

    A share has a numerator and a denominator, and both count children, as the numerator of a
    count and both sides of an identity do. A sensitive measure has a denominator too. Only a
    reported percentage or rate is `counted`, by cells that count children. A measure's breakdown is
    a filter of the table of each cell that the measure reads, and none of its references names
    another group of it than its default: pages put other groups there.
    """
    for file, columns, counts in (
        (release_format.MEASURES, ("numerator", "denominator", "counted"), False),
        (release_format.IDENTITIES, ("left", "right"), True),
    ):
        for entry, column in product(subject.entries(file), columns):
            for expected in _reference_faults(subject, entry[column], counts=counts):
                yield entry.finding("references", column, expected)
    for entry in subject.entries(release_format.MEASURES):
        yield from _measure_faults(subject.catalogue, entry)


def _reference_faults(subject: Subject, text: str, *, counts: bool) -> Iterator[str]:
    """Yield what is expected of each reference of a text; where it `counts`, that of children."""
    try:
        references = read_references(text)
    except ValueError:
        return  # noted when the file was read
    for reference in references:
        if expected := _reference_fault(subject, reference):
            yield expected
        elif counts and not _counts(subject.catalogue, reference):
            yield NO_COUNT


def _counts(catalogue: Catalogue, reference: CellReference) -> bool:
    """Return False where a reference names a column that counts no children."""
    column = catalogue.column(reference.table, reference.column)
    return column is None or column.whole


def _reference_fault(subject: Subject, reference: CellReference) -> str:
    if expected := reference_fault(subject.catalogue, reference):
        return expected
    grid = subject.grids.get(reference.table)
    there = grid is None or _cells(subject, reference) is not None
    return "" if there or grid is None else f"groups that occur together in {grid.table.path}"


REDEFINED = "periods of the tables, as in addresses: 2024, 2024-25, 2024q1"


def _measure_faults(catalogue: Catalogue, entry: Entry) -> Iterator[Finding]:
    measure = catalogue.measure(entry["measure"])
    if measure is None:
        return  # its references cannot be read, and that is noted

    finding = partial(entry.finding, "references")
    if measure.is_share and measure.denominator is None:
        yield finding("denominator", "a reference: a share needs both parts")
    elif measure.sensitive and measure.denominator is None:
        yield finding("denominator", "a reference: a sensitive measure is of some of a group")
    parts = {"numerator": measure.numerator, "denominator": measure.denominator}
    for name, reference in parts.items():
        counts = measure.is_share or (measure.is_count and name == "numerator")
        if counts and reference and not _counts(catalogue, reference):
            yield finding(name, "a column that counts children (type integer)")
    shares = shares_in(catalogue) if measure.counted is not None else {}
    some = measure.numerator.table, measure.numerator.column
    is_share = measure.is_reported and some in shares
    if measure.counted is not None and not (is_share and _counts(catalogue, measure.counted)):
        yield finding("counted", COUNTED)
    if any(catalogue.period(key) is None for key in measure.redefined):
        yield finding("breaks", REDEFINED)
    if measure.breakdown and not opens(catalogue, measure, measure.breakdown):
        yield finding("breakdown", _openings(catalogue, measure))


def _openings(catalogue: Catalogue, measure: Measure) -> str:
    paths = {
        table.path: None
        for reference in references_of(measure)
        if (table := catalogue.table(reference.table)) is not None
    }
    filters = f"a filter of {' and of '.join(paths)}" if paths else "a filter"
    return f"blank, or {filters} at which no reference of the measure names a group but the default"


def share_parts(subject: Subject) -> Iterator[Finding]:
    """Wherever a share's numerator has a row, its denominator has one too.

    Of reporting periods, and of years in a release that has them, the numerator may have more: it
    may be another share's too. It is never the larger of the two. All this holds in each group
    that pages may open.
    """
    shares = [m for m in subject.catalogue.measures if m.is_share]
    if not shares:
        raise NotApplicable("no measure is a share")
    for measure in shares:
        if measure.denominator is None:
            continue
        for opened in _openings_of(subject.catalogue, measure):
            over = _cells(subject, measure.numerator, opened)
            under = _cells(subject, measure.denominator, opened)
            if over and under:
                yield from _share_faults(subject, measure, over, under)


def _openings_of(catalogue: Catalogue, measure: Measure) -> Iterator[Groups]:
    """Yield what pages may put in place of defaults: nothing, then one group of one breakdown."""
    yield ()
    for breakdown in openable(catalogue, measure):
        for group in breakdown.groups:
            if group.name != breakdown.default:
                yield ((breakdown.name, group.name),)


def _share_faults(
    subject: Subject, measure: Measure, over: Cells, under: Cells
) -> Iterator[Finding]:
    types = [period.type for period in subject.catalogue.periods]
    closed = (PeriodType.PERIOD, PeriodType.YEAR) if PeriodType.PERIOD in types else ()
    whole = np.array([type_ not in closed for type_ in types])
    expected = f"a row for the denominator of {measure.key} in {under.grid.table.path}"
    yield from over.findings("share_parts", ~under.present & whole, expected)
    larger = over.values - under.values > _allowance(subject, over, under)
    expected = f"at most the denominator of {measure.key}"
    yield from over.findings("share_parts", larger, expected)


def identities(subject: Subject) -> Iterator[Finding]:
    """The two sides of every line of identities.csv fit, wherever both are published.

    They are the same count, or the left is at most the right, as the line says.
    """
    if not subject.catalogue.identities:
        raise NotApplicable("the release declares no identities")
    types = np.array([period.type.value for period in subject.catalogue.periods])
    for identity in subject.catalogue.identities:
        right, *lefts = (_cells(subject, reference) for reference in identity.references)
        parts = [part for part in lefts if part is not None]
        if right is None or len(parts) < len(lefts):
            continue
        if not all(side.count_children for side in (right, *parts)):
            continue  # `references` says that a share is no count
        known = [part.applied for part in parts]
        excess = np.nansum(known, axis=0) - right.values
        if identity.relation == "equals":
            excess = np.where(np.isnan(known).any(axis=0), excess, np.abs(excess))
        wrong = excess > _allowance(subject, right, *parts)
        if identity.period_type:
            wrong &= types == identity.period_type
        says = "as many as" if identity.relation == "equals" else "at most what"
        place = f"column {identity.right.column} of {right.grid.table.path} has"
        yield from parts[0].findings("identities", wrong, f"{says} {place}")


def _allowance(subject: Subject, *sides: Cells) -> Allowance:
    """Return how far two sides may be apart, by area, because both are rounded."""
    each = [subject.allowance(side.grid.table.name) for side in sides]
    return np.asarray(np.sum(each, axis=0)[:, None])


def _cells(subject: Subject, reference: CellReference, opened: Groups = ()) -> Cells | None:
    grid = subject.grids.get(reference.table)
    if grid is None:
        return None
    groups = dict((*fixed_groups(subject.catalogue, grid.table, reference), *opened))
    return grid.cells(reference.column, tuple(groups.items()))
