"""Read a release as if it had other names for its areas, breakdowns, groups and columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dashboard.data.linking.grids import Arrangement, Grids
from dashboard.data.release.model import Area, Breakdown, CellReference, Identity, Measure, Period

GroupName = tuple[str, str]  # of a breakdown, and of a group
Read = tuple[Arrangement, Grids]


@dataclass(slots=True)
class Names:
    """Other names, by the present ones; `families` has a universe and column for columns of tables.

    `periods` have other days.
    """

    areas: dict[str, str] = field(default_factory=dict)
    breakdowns: dict[str, str] = field(default_factory=dict)
    groups: dict[GroupName, str] = field(default_factory=dict)
    families: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)


def rename(release: Read, names: Names) -> Read:
    """Rename what a release names."""
    arrangement, grids = release
    catalogue = arrangement.catalogue
    renamed = replace(
        catalogue,
        areas=tuple(_renamed_area(names, a) for a in catalogue.areas),
        periods=tuple(names.periods.get(p.key, p) for p in catalogue.periods),
        breakdowns=tuple(_renamed_breakdown(names, b) for b in catalogue.breakdowns),
        tables=tuple(
            replace(t, filters=tuple(names.breakdowns.get(f, f) for f in t.filters))
            for t in catalogue.tables
        ),
        measures=tuple(_renamed_measure(names, m) for m in catalogue.measures),
        identities=tuple(_renamed_identity(names, i) for i in catalogue.identities),
    )
    families = {**arrangement.families, **names.families}
    other = Arrangement(renamed, arrangement.release, families)
    tables = {table.name: table for table in renamed.tables}
    return other, {
        key: replace(grid, arrangement=other, table=tables[key[0]]) for key, grid in grids.items()
    }


def _renamed_area(names: Names, area: Area) -> Area:
    slug, outer = (names.areas.get(name, name) for name in (area.slug, area.part_of))
    return replace(area, slug=slug, part_of=outer)


def _renamed_breakdown(names: Names, breakdown: Breakdown) -> Breakdown:
    def group(name: str) -> str:
        return names.groups.get((breakdown.name, name), name)

    return replace(
        breakdown,
        name=names.breakdowns.get(breakdown.name, breakdown.name),
        default=group(breakdown.default),
        groups=tuple(
            replace(g, name=group(g.name), part_of=group(g.part_of)) for g in breakdown.groups
        ),
    )


def _renamed_reference(names: Names, reference: CellReference) -> CellReference:
    groups = (
        (names.breakdowns.get(name, name), names.groups.get((name, group), group))
        for name, group in reference.groups
    )
    return replace(reference, groups=tuple(groups))


def _renamed_measure(names: Names, measure: Measure) -> Measure:
    whole, counted = measure.denominator, measure.counted
    return replace(
        measure,
        breakdown=names.breakdowns.get(measure.breakdown, measure.breakdown),
        numerator=_renamed_reference(names, measure.numerator),
        denominator=_renamed_reference(names, whole) if whole else None,
        counted=_renamed_reference(names, counted) if counted else None,
    )


def _renamed_identity(names: Names, identity: Identity) -> Identity:
    left, right, *more = (
        _renamed_reference(names, own) for own in (identity.left, identity.right, *identity.more)
    )
    return replace(identity, left=left, right=right, more=tuple(more))
