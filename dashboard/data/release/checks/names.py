"""Checks that all that a release names can be told apart, by readers and by addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dashboard.data.release import format as release_format
from dashboard.data.release.checks.check import Subject
from dashboard.data.release.fields import File
from dashboard.data.release.findings import Finding
from dashboard.data.release.names import folded
from dashboard.data.release.reading.tables import meta_path
from dashboard.data.release.reserved import (
    COLUMN,
    EVERY_AREA,
    LONGEST_VALUE,
    PAGE_ANCHORS,
    TABLE,
    address_value,
    anchors_of_measure,
)
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS

ADDRESSABLE = f"a name of at most {LONGEST_VALUE} characters, none of them a control character"
OF_EVERY_TABLE = frozenset({TABLE, COLUMN, *GEOGRAPHY_COLUMNS})

# What each file's names may not be, in any case of letters, by the column that holds them.
RESERVED: tuple[tuple[File, str, frozenset[str]], ...] = (
    (release_format.AREAS, "slug", frozenset({EVERY_AREA})),
    (release_format.BREAKDOWNS, "breakdown", OF_EVERY_TABLE),
    (release_format.GROUPS, "group", frozenset()),
    (release_format.MEASURES, "measure", frozenset()),
)


class Said(NamedTuple):
    """A text that people read or that a column is called by, and where it stands."""

    text: str
    file: str
    row: int | None
    column: str


def names(subject: Subject) -> Iterator[Finding]:
    """No name is a word that addresses, pages or tables use themselves, and each fits an address.

    No area's slug is `all`. No breakdown, and no column of a table, is called `table`, `column` or
    as one of the department's columns. No chart of a measure, which is called by its key and its
    breakdown, has the anchor of another or of a part of every page.
    """
    for file, column, reserved in RESERVED:
        for entry in subject.entries(file):
            name = entry[column]
            if name.casefold() in reserved:
                expected = "another name: this one is taken"
                yield entry.finding("names", column, expected)
            elif address_value(name) != name:
                yield entry.finding("names", column, ADDRESSABLE)
    yield from _column_names(subject)
    yield from _anchors(subject)


def _column_names(subject: Subject) -> Iterator[Finding]:
    for table in subject.catalogue.tables:
        for column in table.columns:
            if column.name.casefold() in OF_EVERY_TABLE:
                expected = "another name for this column: this one is taken"
                yield Finding("names", meta_path(table.path), None, column.name, expected)


def _anchors(subject: Subject) -> Iterator[Finding]:
    owners = dict.fromkeys(PAGE_ANCHORS, "a part of every page")
    rows = subject.rows(release_format.MEASURES)
    for measure in subject.catalogue.measures:
        row = rows[measure.key]
        anchors = anchors_of_measure(measure.key, measure.breakdown)
        if alike := sorted({owners[anchor] for anchor in anchors if anchor in owners}):
            expected = f"a key whose charts are called otherwise than those of {alike[0]}"
            yield Finding("names", release_format.MEASURES.path, row, "measure", expected)
        owners |= dict.fromkeys(anchors, f"row {row}")


def labels(subject: Subject) -> Iterator[Finding]:
    """No two things that readers choose between, or read side by side, are called alike.

    That holds for the groups of a breakdown, and for breakdowns, measures (title and short title),
    areas, periods, tables, the columns of a table and the context figures of an area and period,
    in any case of letters, blanks and marks.
    """
    for alike in _side_by_side(subject):
        seen: dict[str, Said] = {}
        for label in alike:
            first = seen.setdefault(folded(label.text), label)
            if first is not label and label.text:
                expected = f"a text that is not also {_place(first, label.file)}"
                yield Finding("labels", label.file, label.row, label.column, expected)


def _place(label: Said, file: str) -> str:
    place = f"in row {label.row}" if label.row else f"that of {label.column}"
    return place if label.file == file else f"{place} of {label.file}"


def _side_by_side(subject: Subject) -> Iterator[Iterable[Said]]:
    for file, within, column in (
        (release_format.GROUPS, ("breakdown",), "label"),
        (release_format.BREAKDOWNS, (), "label"),
        (release_format.BREAKDOWNS, (), "breakdown"),
        (release_format.MEASURES, (), "title"),
        (release_format.MEASURES, (), "short_title"),
        (release_format.CONTEXT, ("area", "period"), "label"),
    ):
        yield from _of_file(subject, file, within, column)
    yield _areas(subject)
    yield (
        Said(p.label, release_format.PERIODS.path, None, p.key) for p in subject.catalogue.periods
    )
    tables = subject.catalogue.tables
    yield (Said(t.title, release_format.DESCRIPTOR, None, f"title of {t.path}") for t in tables)
    for table in tables:
        path = meta_path(table.path)
        columns = table.columns
        yield (Said(c.label, path, None, f"label of {c.name}") for c in columns)
        names = (*table.filters, *(c.name for c in columns))
        yield (Said(name, path, None, f"col_name {name}") for name in names)


def _of_file(
    subject: Subject, file: File, within: tuple[str, ...], column: str
) -> Iterator[list[Said]]:
    by_key: dict[tuple[str, ...], list[Said]] = {}
    for entry in subject.entries(file):
        label = Said(entry[column], file.path, entry.row, column)
        by_key.setdefault(tuple(entry[name] for name in within), []).append(label)
    yield from by_key.values()


def _areas(subject: Subject) -> Iterator[Said]:
    rows = subject.rows(release_format.AREAS)
    for area in subject.catalogue.areas:
        yield Said(area.name, release_format.AREAS.path, rows[area.slug], "name")
