"""The filters and columns of each statistical table, by its descriptor and its .meta.csv."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.data.release.fields import Field, File, Reads
from dashboard.data.release.findings import Findings
from dashboard.data.release.format import DESCRIPTOR, FILES, META_SUFFIX, TEXT_BLOCKS, TEXT_FOLDER
from dashboard.data.release.model import Breakdown, Column, StatisticalTable
from dashboard.data.release.reading.descriptor import Descriptor, Resource
from dashboard.data.release.reading.entries import STRUCTURE, Entry, read_entries
from dashboard.data.release.reading.headers import (
    missing_fault,
    repeated_columns,
    unknown_columns,
)
from dashboard.data.release.reading.records import read_records
from dashboard.data.release.reading.source import Source
from dashboard.data.release.table_columns import (
    GEOGRAPHY_COLUMNS,
    INDICATOR_DECIMALS,
    META_COLUMNS,
    META_FILTER,
    META_INDICATOR,
    OTHER_GEOGRAPHY,
)
from dashboard.exceptions import UnreadableRelease

NEEDED_COLUMNS = GEOGRAPHY_COLUMNS[:5]  # the others may be left out where nothing stands in them
OTHER_PLACE = re.compile(rf"({'|'.join(OTHER_GEOGRAPHY)})(_code|_name)?", re.IGNORECASE)
CSV_ENDING = re.compile(r"\.csv$", re.IGNORECASE)
WHOLE_TYPE = "integer"
GROUPS = "groups"
NUMBER_TYPE = "number"
FIGURE_TYPES = (WHOLE_TYPE, NUMBER_TYPE)
COUNTS_PEOPLE = "countsPeople"  # of a field: false where an analyst says that it does not


def meta_path(path: str) -> str:
    """Return the path of the companion of a data file: data/referrals.meta.csv."""
    return CSV_ENDING.sub("", path) + META_SUFFIX


def paths_beside(tables: Iterable[str]) -> tuple[str, ...]:
    """Return the paths of the format's files in a release with these data files."""
    texts = (f"{TEXT_FOLDER}/{block}.md" for block in TEXT_BLOCKS)
    return (*(file.path for file in FILES), *map(meta_path, tables), *texts)


def meta_file(path: str) -> File:
    """Describe the companion of a data file."""
    choices = (META_FILTER, META_INDICATOR)
    types = {
        "col_name": Field("col_name", "", required=True, reads=Reads.TITLE),
        "col_type": Field("col_type", "", required=True, choices=choices),
        "label": Field("label", "", required=True),
        "filter_grouping_column": Field("filter_grouping_column", "", reads=Reads.TITLE),
        "indicator_dp": INDICATOR_DECIMALS,
    }
    fields = tuple(types.get(name, Field(name, "")) for name in META_COLUMNS)
    return File(meta_path(path), "", ("col_name",), fields, required=True)


def read_tables(
    source: Source,
    descriptor: Descriptor,
    breakdowns: Sequence[Breakdown],
    findings: Findings,
) -> tuple[StatisticalTable, ...]:
    """Read the plan of every statistical table; leave out those that cannot be read."""
    resources = descriptor.statistics()
    if not resources:
        findings.add(
            STRUCTURE,
            DESCRIPTOR,
            'a statistical table ("kind": "statistics")',
            column="resources",
        )
    tables = (_read_table(source, resource, breakdowns, findings) for resource in resources)
    return tuple(table for table in tables if table is not None)


def _read_table(
    source: Source, resource: Resource, breakdowns: Sequence[Breakdown], findings: Findings
) -> StatisticalTable | None:
    path = resource.path
    if path not in source.names():
        findings.add(STRUCTURE, path, "this file, which datapackage.json names")
        return None
    for name in ("title", "universe"):
        if not resource.text(name):
            findings.add(STRUCTURE, DESCRIPTOR, f"the {name} of {path}", column=name)
    meta = read_entries(source, meta_file(path), findings)
    if not _has_columns(source, path, meta, findings):
        return None
    filters = _read_filters(meta, breakdowns, findings)
    columns = _read_columns(resource, meta, findings)
    if filters is None or columns is None:
        return None
    return StatisticalTable(
        resource.name,
        resource.text("title"),
        resource.text("description"),
        resource.text("universe"),
        path,
        filters,
        columns,
        adds_over_time=resource.raw.get("addsOverTime") is not False,
    )


def _has_columns(source: Source, path: str, meta: Sequence[Entry], findings: Findings) -> bool:
    """Note what is wrong with a header; return False where it lacks a column that is needed."""
    header = _read_header(source, path, findings)
    named = [entry["col_name"] for entry in meta]
    if expected := missing_fault(source, path, header, [*NEEDED_COLUMNS, *named]):
        findings.add(STRUCTURE, path, expected, row=1)
        return False
    # A column that only groups a filter's entries in the department's tools is nothing to read here.
    grouping = [entry["filter_grouping_column"] for entry in meta]
    _note_strays(path, header, [*GEOGRAPHY_COLUMNS, *named, *grouping], findings)
    return True


def _read_header(source: Source, path: str, findings: Findings) -> list[str]:
    try:
        return next(read_records(source, path), (1, []))[1]
    except UnreadableRelease as error:
        findings.add(STRUCTURE, path, f"a CSV file; {error}")
        return []


def _note_strays(
    path: str, header: Sequence[str], columns: Sequence[str], findings: Findings
) -> None:
    for name in repeated_columns(header):
        findings.add(STRUCTURE, path, "each column once", row=1, column=name)
    unknown = list(unknown_columns(header, columns))
    places = [name for name in unknown if OTHER_PLACE.fullmatch(name)]
    if places:
        findings.remark(
            f"{path}: not read, as no row is of such a place: {', '.join(places)}. Rows of other "
            "levels than those of areas.csv are refused."
        )
    for name in unknown:
        if name in places:
            continue
        findings.add(STRUCTURE, path, "a line of the .meta.csv for it", row=1, column=name)


def _read_filters(
    meta: Sequence[Entry], breakdowns: Sequence[Breakdown], findings: Findings
) -> tuple[str, ...] | None:
    known = {breakdown.name.casefold(): breakdown for breakdown in breakdowns}
    filters = [entry for entry in meta if entry["col_type"] == META_FILTER]
    declared = [known.get(entry["col_name"].casefold()) for entry in filters]
    for entry, breakdown in zip(filters, declared, strict=True):
        if breakdown is None:
            expected = "a breakdown that breakdowns.csv declares, with groups"
            findings.note(entry.finding(STRUCTURE, "col_name", expected))
        elif entry["filter_default"] not in ("", breakdown.default):
            expected = "blank, or the default that breakdowns.csv gives this breakdown"
            findings.note(entry.finding(GROUPS, "filter_default", expected))
    return None if None in declared else tuple(own.name for own in declared if own is not None)


def _read_columns(
    resource: Resource, meta: Sequence[Entry], findings: Findings
) -> tuple[Column, ...] | None:
    fields = resource.fields()
    indicators = [entry for entry in meta if entry["col_type"] == META_INDICATOR]
    if not indicators:
        findings.add(STRUCTURE, meta_path(resource.path), "a line for an Indicator")
        return None
    columns = [_read_column(resource, fields, entry, findings) for entry in indicators]
    return tuple(column for column in columns if column is not None)


def _read_column(
    resource: Resource, fields: Mapping[str, Mapping[str, Any]], entry: Entry, findings: Findings
) -> Column | None:
    name = entry["col_name"]
    declared = fields.get(name.casefold(), {})
    type_ = declared.get("type")
    if type_ not in FIGURE_TYPES:
        expected = f"a field of type integer (counts children) or number for {resource.path}"
        findings.add(STRUCTURE, DESCRIPTOR, expected, column=name)
        return None
    return Column(
        name,
        entry["label"],
        type_ == WHOLE_TYPE,
        entry["indicator_unit"],
        entry["indicator_dp"] or 0,
        declared.get(COUNTS_PEOPLE) is False,
    )
