"""A question with its parameters, and how its figures become one frozen View."""

from __future__ import annotations

import functools
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

from dashboard.data.queries import places
from dashboard.data.queries.columns import build_columns
from dashboard.data.queries.derive import (
    Addresses,
    Placed,
    addresses,
    every_address,
    periods_of,
    place,
)
from dashboard.data.queries.fetch import Cells
from dashboard.data.queries.parameters import EVERY, chosen_areas
from dashboard.data.queries.periods import run_of
from dashboard.data.queries.statement import Needs
from dashboard.data.queries.titles import brief, catalogue_stamp, source, unit
from dashboard.data.queries.view import Columns, View
from dashboard.data.queries.yearly import A_YEAR
from dashboard.data.release.model import (
    Area,
    Breakdown,
    BreakdownKind,
    Catalogue,
    Group,
    Marker,
    Measure,
    Period,
)
from dashboard.data.release.openings import own_breakdown

Opened = Sequence[tuple[Group | None, Addresses]]
# A question yields, once, the cells that it needs, is sent them, and returns its view: so the
# cells of all views of a page are fetched together.
Answer: TypeAlias = Generator[Needs, Cells, View]


@dataclass(frozen=True)
class Asked:
    """A question with a value for each of its keys, and the release it is asked of."""

    question: str
    query: Mapping[str, str]
    identifier: str
    catalogue: Catalogue

    def __getitem__(self, key: str) -> str:
        return self.query[key]

    @functools.cached_property
    def measure(self) -> Measure:
        return next(m for m in self.catalogue.measures if m.key == self["measure"])

    @property
    def area(self) -> Area:
        return next(a for a in self.catalogue.areas if a.slug == self["area"])

    @property
    def period(self) -> Period:
        return next(p for p in self.catalogue.periods if p.key == self["period"])

    @functools.cached_property
    def by(self) -> Breakdown:
        return next(b for b in self.catalogue.breakdowns if b.name == self["by"])

    @property
    def whole(self) -> Area:
        return places.whole(self.catalogue)

    def side_by_side(self) -> tuple[Area, ...]:
        """The areas that are compared, then the whole."""
        return (*places.sites(self.catalogue), self.whole)

    def chosen_group(self) -> tuple[Breakdown | None, Group | None]:
        """The measure's own breakdown and the group of it that was asked for."""
        breakdown = own_breakdown(self.catalogue, self.measure)
        return breakdown, breakdown.group(self["group"]) if breakdown else None

    def opened_at(self, breakdown: Breakdown | None, group: Group | None) -> Opened:
        """Return where one figure is: with a breakdown opened at one group, or with none.

        The group that all others are within is not named: "all routes" says nothing.
        """
        if breakdown is None or group is None:
            return [(None, addresses(self.catalogue, self.measure))]
        where = addresses(self.catalogue, self.measure, ((breakdown.name, group.name),))
        everyone = breakdown.kind is BreakdownKind.PARTS and not group.part_of
        return [(None if everyone else group, where)]

    def opened_by(self, breakdown: Breakdown, areas: Sequence[Area]) -> Opened:
        """Return where the figures of a breakdown's groups are, in order of display.

        They are those that the measure's table has at the level of any of some areas, or of
        their parts, which are pooled.
        """
        table = self.catalogue.table(self.measure.numerator.table)
        more = [part for area in areas for part in places.parts(self.catalogue, area)]
        levels = dict.fromkeys(area.level for area in (*areas, *more))
        scopes = [s for level in levels if table is not None and (s := table.scope_of(level))]
        groups = [
            group
            for group in breakdown.groups
            if any(scope.has_group(breakdown.name, group.name) for scope in scopes)
        ]
        return [
            (group, addresses(self.catalogue, self.measure, ((breakdown.name, group.name),)))
            for group in groups or breakdown.groups
        ]

    def run(self) -> tuple[Period, ...]:
        """Return the periods of the chosen length that the areas asked for have, or any area."""
        type_ = EVERY[self["every"]]
        areas = chosen_areas(self.catalogue, self.query)
        of_areas = run_of(self.catalogue, self.measure, type_, areas)
        return of_areas or run_of(self.catalogue, self.measure, type_)

    def placed(
        self, areas: Sequence[Area], opened: Opened, periods: Sequence[Period]
    ) -> Generator[Needs, Cells, list[Placed]]:
        """Ask for the measure's cells, and work its figures out: by area, then group, then period."""
        cells = yield Needs(every_address(opened), areas, periods)
        return place(self.measure, cells, areas, opened, periods)


class Words(NamedTuple):
    """What a view says of itself."""

    title: str
    subtitle: str
    notes: tuple[str, ...]


def build_view(
    asked: Asked,
    placed: Sequence[Placed],
    words: Words,
    *,
    measure: Measure | None = None,
    breakdown: Breakdown | None = None,
    extra: Mapping[str, Sequence[Any]] | None = None,
    **more: Any,
) -> View:
    """Put one measure's figures into a view; `extra` are columns after COLUMNS.

    `measure` is the measure in the words of these figures, where it is not the one asked for.
    """
    measure = measure or asked.measure
    more["a_year"] = measure.unit.endswith(A_YEAR)
    if breakdown is not None and not _at_default(breakdown, placed):
        measure = replace(measure, target=None)  # a target is set for one point, not for later ones
    return assemble(
        asked,
        build_columns(placed, extra or {}),
        words,
        measure=measure,
        breakdown=breakdown,
        unit=unit(measure),
        decimals=measure.decimals,
        brief=brief(measure, periods_of(placed)),
        **more,
    )


def _at_default(breakdown: Breakdown, placed: Sequence[Placed]) -> bool:
    """Return True if figures are those, or among those, that a measure is asked for by itself."""
    groups = {p.group.name for p in placed if p.group is not None}
    separate = breakdown.kind is BreakdownKind.SEPARATE
    return not separate or not groups or breakdown.default in groups


def assemble(asked: Asked, columns: Columns, words: Words, **more: Any) -> View:
    """Put columns into a view with its words, source and release."""
    measure: Measure = more["measure"]
    markers = {Marker(marker) for marker in set(columns["marker"]) - {None}}
    return View(
        question=asked.question,
        query=tuple((key, value) for key, value in asked.query.items() if value),
        title=words.title,
        subtitle=words.subtitle,
        columns=columns,
        notes=words.notes,
        source=source(asked.catalogue, measure),
        release=catalogue_stamp(asked.identifier, asked.catalogue),
        markers=tuple(sorted(markers)),
        whole=asked.whole.slug,
        places=places.others(asked.catalogue),
        **more,
    )
