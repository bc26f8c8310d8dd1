"""Drafts a release around a table that was brought from elsewhere.

Lists say what the table itself says. What only a person knows (the producer, the rule for small
counts, what a measure means) is left for `check` to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.data.preparing.foreign import Indicator, Row, TableMapping
from dashboard.data.release.fields import MOST_DECIMALS
from dashboard.data.release.format import FORMAT_VERSION, STATISTICS_KIND
from dashboard.data.release.model import TOTAL, Area, Catalogue, Level
from dashboard.data.release.reading import import_release
from dashboard.data.release.reading.statistics import code_column, read_figure
from dashboard.data.release.table_columns import (
    GEOGRAPHY_COLUMNS,
    META_FILTER,
    META_INDICATOR,
    NAME_COLUMNS,
    OTHER_GEOGRAPHY,
)
from dashboard.data.release.units import (
    PER_CENT,
    PERCENTAGE,
    is_taken_for_count,
    share_of,
    unit_of,
)

OTHER = re.compile(rf"({'|'.join(OTHER_GEOGRAPHY)})(_code|_name)?")


def read_draft(folder: Path) -> Catalogue:
    """Return what a draft says that is no count; it need not be sealed.

    Raises InvalidRelease with everything in it that cannot be understood.
    """
    return import_release(folder).catalogue


@dataclass(frozen=True, slots=True)
class Draft:
    """A table with its filters and indicators, and its areas; `rows` are by column."""

    name: str
    rows: Sequence[Row]
    filters: tuple[str, ...]
    indicators: Mapping[str, Indicator]
    areas: Sequence[Area]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*GEOGRAPHY_COLUMNS, *self.filters, *self.indicators)


def draft(name: str, rows: Sequence[Row], mapping: TableMapping) -> Draft:
    """Find a table's filters, indicators and areas, and write each area under one name."""
    others = [
        column
        for column in dict.fromkeys(column for row in rows for column in row)
        if column not in (*GEOGRAPHY_COLUMNS, "code", "name") and not OTHER.fullmatch(column)
    ]
    known = mapping.indicators or {
        column: Indicator(decimals=_decimals(rows, column))
        for column in others
        if _has_figures(rows, column)
    }
    filters = mapping.filters
    if filters is None:
        rest = [] if mapping.columns else [c for c in others if c not in known]
        filters = [column for column in rest if not _has_figures(rows, column)]
    areas = _areas(rows)
    names = {code: area for area in areas for code in area.codes}
    return Draft(name, [_under_one_name(row, names) for row in rows], tuple(filters), known, areas)


def lists_for(made: Draft, mapping: TableMapping) -> dict[str, list[dict[str, object]]]:
    """Return the rows of each list, by its file; of measures, one for each indicator."""
    groups = {f: list(dict.fromkeys(row.get(f, "") for row in made.rows)) for f in made.filters}
    return {
        "areas.csv": [_area_row(area) for area in made.areas],
        "breakdowns.csv": [
            {"breakdown": f, "label": _label(f), "kind": "separate", "default": _default(names)}
            for f, names in groups.items()
        ],
        "groups.csv": [
            {"breakdown": f, "group": name, "label": name}
            for f, names in groups.items()
            for name in names
        ],
        "measures.csv": [_measure(made, n, i, mapping) for n, i in made.indicators.items()],
    }


def meta_for(made: Draft) -> list[dict[str, object]]:
    """Return the rows of the table's companion file."""
    filters: list[dict[str, object]] = [
        {"col_name": f, "col_type": META_FILTER, "label": _label(f)} for f in made.filters
    ]
    return [
        *filters,
        *(
            {
                "col_name": name,
                "col_type": META_INDICATOR,
                "label": one.label or _label(name),
                "indicator_unit": one.unit,
                "indicator_dp": one.decimals,
            }
            for name, one in made.indicators.items()
        ),
    ]


def descriptor_for(made: Draft, mapping: TableMapping) -> dict[str, object]:
    """Return what is known of datapackage.json, and what the mapping adds."""
    top = next((a.slug for a in made.areas if code_column(a.level) == "country_code"), "")
    defaults = {"formatVersion": FORMAT_VERSION, "illustrative": False, "version": "1"}
    own = dict(mapping.release)
    programme = own.get("programme")
    whole = {"whole": top} | (programme if isinstance(programme, dict) else {})
    return {**defaults, **own, "programme": whole, "resources": [resource_for(made, mapping)]}


def resource_for(made: Draft, mapping: TableMapping) -> dict[str, object]:
    """Return the table's entry among the files of datapackage.json."""
    return {
        "name": made.name,
        "path": f"data/{made.name}.csv",
        "kind": STATISTICS_KIND,
        "title": mapping.title or _label(made.name),
        "universe": mapping.universe or "children",
    }


def _has_figures(rows: Iterable[Row], column: str) -> bool:
    """Return True for a column of numbers and markers, with a number at least."""
    try:
        return any(read_figure(row[column])[0] is not None for row in rows if row.get(column))
    except ValueError:
        return False


def _decimals(rows: Iterable[Row], column: str) -> int:
    """Return how many decimals a column's figures have at most, as far as pages show them."""
    most = max(len(row.get(column, "").partition(".")[2]) for row in rows)
    return min(most, MOST_DECIMALS)


def _areas(rows: Iterable[Row]) -> list[Area]:
    """Return the areas of rows, under their newest names; one whose code alone changed is one."""
    by_code: dict[tuple[str, str], Area] = {}
    spans: dict[tuple[str, str], set[str]] = {}
    for row in sorted(rows, key=lambda row: row.get("time_period", "")):
        area = _area(row)
        by_code[area.level, area.code] = area
        spans.setdefault((area.level, area.code), set()).add(row.get("time_period", ""))
    merged: dict[tuple[str, str], Area] = {}
    for key, area in by_code.items():
        before = next(
            (k for k, a in merged.items() if (a.level, a.name) == (area.level, area.name)), None
        )
        if before is None or spans[before] & spans[key]:
            merged[key] = area
            continue
        codes = "; ".join(merged.pop(before).codes)
        merged[key] = replace(area, earlier_codes=codes)
        spans[key] |= spans[before]
    return _with_slugs(merged.values())


def _area(row: Row) -> Area:
    level = row.get("geographic_level", "")
    column = code_column(level)
    name = row.get(NAME_COLUMNS[column], "") if column else level
    code = row.get(column, "") if column else ""
    if column != "new_la_code":
        return Area("", name, level, code)
    within = (row.get("old_la_code", ""), row.get("region_code", ""), row.get("region_name", ""))
    return Area("", name, level, code, *within)


def _with_slugs(areas: Iterable[Area]) -> list[Area]:
    levels = [Level.NATIONAL, Level.REGIONAL, Level.LOCAL_AUTHORITY]
    order = {level.casefold(): n for n, level in enumerate(levels)}
    slugs: set[str] = set()
    named = []
    for area in sorted(areas, key=lambda a: (order.get(a.level.casefold(), 9), a.name)):
        stem = _slug(area.name) or _slug(area.level)
        slug = stem if stem not in slugs else f"{stem}-{_slug(area.level)}"
        slug = slug if slug not in slugs else f"{slug}-{_slug(area.code)}"
        slugs.add(slug)
        named.append(replace(area, slug=slug))
    return named


def _under_one_name(row: Row, areas: Mapping[str, Area]) -> Row:
    """Write a row's names as those of its area: departments change their spelling over the years."""
    column = code_column(row.get("geographic_level", ""))
    area = areas.get(row.get(column, "")) if column else None
    if column is None or area is None:
        return row
    own = {NAME_COLUMNS[column]: area.name}
    if column == "new_la_code":
        own |= {"region_code": area.region_code, "region_name": area.region_name}
        own |= {"old_la_code": area.old_code} if row[column] == area.code else {}
    return row | own


def _area_row(area: Area) -> dict[str, object]:
    names = ("slug", "name", "level", "code", "old_code", "region_code", "region_name")
    return {name: getattr(area, name) for name in (*names, "earlier_codes")}


def _measure(made: Draft, name: str, one: Indicator, mapping: TableMapping) -> dict[str, object]:
    label = one.label or _label(name)
    named = unit_of(one.unit, label)
    is_count = is_taken_for_count(named, one.decimals)
    unit = PER_CENT if share_of(named) == PERCENTAGE else one.unit
    return {
        "measure": _slug(f"{made.name}-{name}"),
        "title": label,
        "short_title": label,
        "definition": f"{label}, as the source publishes it.",
        "universe": mapping.universe or "children",
        "phrase": f"were counted as {label}" if is_count else "",
        "section": mapping.section,
        "kind": "count" if is_count else "reported",
        "unit": unit or "children",
        "decimals": one.decimals,
        "direction": "neither",
        "numerator": f"table={made.name}; column={name}",
    }


def _default(groups: Sequence[str]) -> str:
    return TOTAL if TOTAL in groups else groups[0]


def _label(name: str) -> str:
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
