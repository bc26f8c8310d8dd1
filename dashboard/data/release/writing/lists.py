"""Writes the lists of a release: areas, measures, quotes and the rest.

Which lists there are, and which columns each has, is the release format's to say (`files`). Here
is only what an item calls otherwise than its column, and how a value is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from dashboard.data.release import format as release_format
from dashboard.data.release.fields import File
from dashboard.data.release.model import (
    Breakdown,
    Catalogue,
    CellReference,
    Identity,
    Measure,
    Period,
)
from dashboard.data.release.periods import read_period, spans_by_release
from dashboard.data.release.references import format_reference
from dashboard.data.release.writing.files import Rows

Item = Mapping[str, Any]  # by column; what is left out is blank

# Lists that a release has even where they are empty: a header alone says that nothing was lost.
ALWAYS = (
    release_format.AREAS,
    release_format.PERIODS,
    release_format.BREAKDOWNS,
    release_format.GROUPS,
    release_format.MEASURES,
)


def lists_of(catalogue: Catalogue) -> dict[str, tuple[Sequence[str], Rows]]:
    """Return the lists of a release: by name, a header and rows; empty ones left out."""
    lists: dict[str, tuple[Sequence[str], Rows]] = {}
    for file, items in _items(catalogue).items():
        listed = list(items)
        names = [f.name for f in file.fields if not f.sparse or _is_filled(f.name, listed)]
        rows = [[_written(item.get(name)) for name in names] for item in listed]
        if rows or file in ALWAYS:
            lists[file.name] = (names, rows)
    return lists


def _is_filled(name: str, items: Iterable[Item]) -> bool:
    return any(item.get(name) not in ("", None) for item in items)


def _identity(identity: Identity) -> Item:
    left = " + ".join(map(format_reference, (identity.left, *identity.more)))
    return {**_of(identity), "left": left}


def _items(catalogue: Catalogue) -> dict[File, Iterable[Item]]:
    periods = {period.key: period for period in catalogue.periods}
    return {
        release_format.AREAS: (_of(replace(a, name=a.name_in_files)) for a in catalogue.areas),
        release_format.PERIODS: map(_period, catalogue.periods),
        release_format.BREAKDOWNS: ({**_of(b), "breakdown": b.name} for b in catalogue.breakdowns),
        release_format.GROUPS: (item for b in catalogue.breakdowns for item in _groups(b)),
        release_format.MEASURES: map(_measure, catalogue.measures),
        release_format.IDENTITIES: map(_identity, catalogue.identities),
        **{
            file: map(_of, getattr(catalogue, name))
            for name, (file, _) in release_format.AS_WRITTEN.items()
        },
        release_format.CONTEXT: (
            {**_of(c), "value": f"{c.value:.{c.decimals}f}"} for c in catalogue.context
        ),
        release_format.RETURNS: ({**_of(periods[r.period]), **_of(r)} for r in catalogue.returns),
    }


def _of(item: Any) -> dict[str, Any]:
    return {field.name: getattr(item, field.name) for field in fields(item)}


def _period(period: Period) -> Item:
    """Return a period's own words, and its days where its identifier does not tell them."""
    usual = read_period(period.time_period, period.time_identifier)
    is_usual = not spans_by_release(period.time_identifier) or (usual.starts, usual.ends) == (
        period.starts,
        period.ends,
    )
    days = {} if is_usual else {"starts": period.starts, "ends": period.ends}
    return {**_of(period), "starts": None, "ends": None, **days}


def _groups(breakdown: Breakdown) -> Iterator[Item]:
    for group in breakdown.groups:
        yield {**_of(group), "breakdown": breakdown.name, "group": group.name}


def _measure(measure: Measure) -> Item:
    target = measure.target
    aimed = {f"target_{name}": value for name, value in (_of(target) if target else {}).items()}
    return {
        **_of(measure),
        **aimed,
        "measure": measure.key,
        "headline": measure.headline or None,
    }


def _written(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, CellReference):
        return format_reference(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else value
