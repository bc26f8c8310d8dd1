"""Derives a measure's figures from its published cells, markers included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from dashboard.data.queries import statistics
from dashboard.data.queries.fetch import ABSENT, Cells, Groups, Published, address
from dashboard.data.queries.statement import Address
from dashboard.data.release.model import (
    Area,
    BreakdownKind,
    Catalogue,
    CellReference,
    Group,
    Marker,
    Measure,
    Period,
)

_RANKS = {Marker.NOT_APPLICABLE: 0, Marker.NOT_AVAILABLE: 1, Marker.CONFIDENTIAL: 2}


class Figure(NamedTuple):
    """One figure of a view: the rest of a row, once area, period and group are named.

    `due` is how many children the denominator was drawn from, where a share leaves some out.
    `about`: it is a share of rounded counts.
    """

    value: float | None
    marker: Marker | None
    numerator: int | None = None
    denominator: int | None = None
    lower: float | None = None
    upper: float | None = None
    due: int | None = None
    about: bool = False

    def as_count(self) -> Figure:
        """Return the numerator in place of the value, without an interval: a count is complete."""
        return self._replace(value=self.numerator, lower=None, upper=None)


class Placed(NamedTuple):
    """A figure with its area, period and group (None when nothing is opened)."""

    area: Area
    period: Period
    group: Group | None
    figure: Figure


Margins: TypeAlias = tuple[int, int]  # half a base, of the numerator and of the denominator


class Addresses(NamedTuple):
    """Where the cells of one figure are, and how far rounding moves them, by level of area."""

    numerator: Address
    denominator: Address | None
    due: Address | None
    margins: Mapping[str, Margins] = MappingProxyType({})

    def all(self) -> list[Address]:
        return [a for a in (self.numerator, self.denominator, self.due) if a is not None]


def addresses(catalogue: Catalogue, measure: Measure, opened: Groups = ()) -> Addresses:
    """Return where a measure's cells are, with a breakdown opened at a group or with none.

    A count that is opened rests on the group all others are within: its denominator is read
    so that "120 of 530" can be said. A count of everyone is not out of anyone.
    """
    denominator = measure.denominator
    if not measure.is_count:
        rest = None if denominator is None else address(catalogue, denominator, opened)
    else:
        rest = _everyone(catalogue, measure, opened)
    due = due_reference(catalogue, measure)
    return Addresses(
        address(catalogue, measure.numerator, opened),
        rest,
        None if due is None else address(catalogue, due, opened),
        _margins(catalogue, measure),
    )


def _margins(catalogue: Catalogue, measure: Measure) -> dict[str, Margins]:
    """Return how far rounding moves the counts of a share, at each level where it does."""
    above, below = measure.numerator, measure.denominator
    if not measure.is_share or below is None:
        return {}
    rule = catalogue.disclosure
    by_level = {
        level: (
            rule.of(level, above.table).rounding // 2,
            rule.of(level, below.table).rounding // 2,
        )
        for level in {area.level for area in catalogue.areas}
    }
    return {level: margins for level, margins in by_level.items() if any(margins)}


def _everyone(catalogue: Catalogue, measure: Measure, opened: Groups) -> Address | None:
    for breakdown, group in opened:
        root = root_group(catalogue, breakdown)
        if root is not None and root.name != group:
            return address(catalogue, measure.numerator, ((breakdown, root.name),))
    return None


def root_group(catalogue: Catalogue, name: str) -> Group | None:
    """Return the group of a breakdown that all others are within, if there is one."""
    breakdown = catalogue.breakdown(name)
    if breakdown is None or breakdown.kind is BreakdownKind.SEPARATE:
        return None
    roots = [group for group in breakdown.groups if not group.part_of]
    return roots[0] if len(roots) == 1 else None


def due_reference(catalogue: Catalogue, measure: Measure) -> CellReference | None:
    """Return the cells a share's denominator was drawn from, when it leaves some children out.

    That is so when the denominator fixes one breakdown at a part and the numerator at another:
    "Known" of all due. Where both fix it at the same part, that part is all that were due.
    """
    if not measure.is_share or measure.denominator is None:
        return None
    counted = dict(measure.numerator.groups)
    parts = [
        (name, root)
        for name, group in measure.denominator.groups
        if (root := root_group(catalogue, name)) is not None
        and root.name != group
        and counted.get(name) != group
    ]
    if len(parts) != 1:
        return None
    ((name, root),) = parts
    groups = tuple((n, root.name if n == name else g) for n, g in measure.denominator.groups)
    return CellReference(measure.denominator.table, measure.denominator.column, groups)


def place(
    measure: Measure,
    cells: Cells,
    areas: Sequence[Area],
    groups: Sequence[tuple[Group | None, Addresses]],
    periods: Sequence[Period],
) -> list[Placed]:
    """Work out every figure of a view, by area, then group, then period."""
    return [
        Placed(area, period, group, figure(measure, cells, where, area, period))
        for area in areas
        for group, where in groups
        for period in periods
    ]


def figure(measure: Measure, cells: Cells, where: Addresses, area: Area, period: Period) -> Figure:
    """Work out one figure: nothing applies before the area opened; a cell without a row is `x`."""
    if not area.exists_in(period):
        return Figure(None, Marker.NOT_APPLICABLE)
    here = (area.slug, period.key)
    numerator = published(cells, where.numerator, here)
    denominator = published(cells, where.denominator, here)
    if measure.is_share:
        due = published(cells, where.due, here)
        return share(numerator, denominator, due, where.margins.get(area.level))
    if numerator.value is None:
        return Figure(None, numerator.marker)
    rests_on = None if denominator.value is None else int(denominator.value)
    if measure.is_count:
        return Figure(numerator.value, None, int(numerator.value), rests_on)
    return Figure(numerator.value, None, None, rests_on)


def markers(
    measure: Measure, cells: Cells, where: Addresses, areas: Sequence[Area], period: Period
) -> list[Marker | None]:
    """Return each area's marker, or None for a value, without working the figure out."""
    numerators = cells.get(where.numerator, {})
    denominators = cells.get(where.denominator, {}) if where.denominator else {}
    is_share = measure.is_share
    of_areas: list[Marker | None] = []
    for area in areas:
        here = (area.slug, period.key)
        numerator = numerators.get(here, ABSENT)
        if not area.exists_in(period):
            of_areas.append(Marker.NOT_APPLICABLE)
        elif is_share:
            of_areas.append(no_share(numerator, denominators.get(here, ABSENT)))
        else:
            of_areas.append(numerator.marker)
    return of_areas


def published(cells: Cells, name: Address | None, here: tuple[str, str]) -> Published:
    """Return what was fetched of one cell, by its area and period; one without a row is absent."""
    of_address = cells.get(name) if name else None
    return of_address.get(here, ABSENT) if of_address else ABSENT


def share(
    numerator: Published,
    denominator: Published,
    due: Published = ABSENT,
    margins: Margins | None = None,
) -> Figure:
    """Derive a share with its 95% interval, hidden when either count is.

    Where its counts are rounded, by `margins` at most, the interval holds what they may have been.

    A share of nobody is `z`. Nothing of a hidden share is given: neither count, nor the
    interval, nor how many were due, even where the release says more of them.
    """
    marker = no_share(numerator, denominator)
    if marker is not None or numerator.value is None or denominator.value is None:
        return Figure(None, marker)
    part, of = int(numerator.value), int(denominator.value)
    lower, upper = statistics.rounded_interval(part, of, margins or (0, 0))
    rests_on = None if due.value is None else int(due.value)
    about = margins is not None
    return Figure(statistics.share(part, of), None, part, of, lower, upper, rests_on, about)


def no_share(numerator: Published, denominator: Published) -> Marker | None:
    """Return the marker that stands in place of a share, or None where there is one."""
    if denominator.value == 0:
        return Marker.NOT_APPLICABLE
    if numerator.value is None or denominator.value is None:
        return first_marker(numerator.marker, denominator.marker)
    if int(numerator.value) > int(denominator.value):  # rounded apart: no share can be said
        return Marker.NOT_AVAILABLE
    return None


def first_marker(one: Marker | None, other: Marker | None) -> Marker | None:
    """Return the marker that outranks: z, then x, then c, then the others, the first given first."""
    if one is None or other is None:
        return one or other
    return min(one, other, key=lambda marker: _RANKS.get(marker, len(_RANKS)))


def areas_of(placed: Iterable[Placed]) -> list[Area]:
    """Return the areas of figures, each once."""
    return list({p.area.slug: p.area for p in placed}.values())


def periods_of(placed: Iterable[Placed]) -> list[Period]:
    """Return the periods of figures, each once."""
    return list({p.period.key: p.period for p in placed}.values())


def every_address(groups: Iterable[tuple[Group | None, Addresses]]) -> list[Address]:
    """List the addresses of all figures of a view, each once."""
    return list(dict.fromkeys(name for _, where in groups for name in where.all()))
