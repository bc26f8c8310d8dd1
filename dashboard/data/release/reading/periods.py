"""The periods of a release, by the rows of its tables and by periods.csv and returns.csv."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.data.release import format as release_format
from dashboard.data.release.findings import Findings
from dashboard.data.release.model import Period, PeriodType
from dashboard.data.release.periods import (
    IDENTIFIERS,
    REPORTING_PERIOD,
    Span,
    UnknownPeriod,
    derive_periods,
    family_of,
    read_period,
    spans_by_release,
    spelled,
)
from dashboard.data.release.reading.entries import Entries, Entry
from dashboard.data.release.reading.scopes import Sightings

PERIODS = "periods"


def read_periods(
    tables: Mapping[str, Sightings], entries: Entries, findings: Findings
) -> tuple[Period, ...]:
    """Derive the periods that tables and lists name, under the release's own words and days."""
    own = {_pair(entry): entry for entry in entries[release_format.PERIODS.path]}
    places: dict[tuple[str, str], tuple[str, int]] = {}
    for path, sightings in tables.items():
        for pair, row in sightings.rows.items():
            places.setdefault(pair, (path, row))
    for file in (release_format.PERIODS, release_format.RETURNS):
        for entry in entries[file.path]:
            places.setdefault(_pair(entry), (file.path, entry.row))
    spans = _own_spans(entries[release_format.PERIODS.path], findings)
    periods = derive_periods(_readable_pairs(places, findings), spans)
    return tuple(_in_own_words(period, own) for period in periods)


def _own_spans(entries: Sequence[Entry], findings: Findings) -> dict[tuple[str, str], Span]:
    """Return the days that a release says of its reporting years; all others' are in their names."""
    spans: dict[tuple[str, str], Span] = {}
    for entry in entries:
        starts, ends = entry["starts"], entry["ends"]
        if starts is None and ends is None:
            continue
        if not spans_by_release(_pair(entry)[1]):
            expected = "blank: the days of such a period are in its name"
        elif starts is None or ends is None or ends < starts:
            expected = "a first day and, not before it, a last day"
        elif not _in_named_years(entry, starts, ends):
            expected = (
                "a first day in the first year that time_period names, a last day in the last"
            )
        else:
            spans[_pair(entry)] = (starts, ends)
            continue
        findings.note(entry.finding(PERIODS, "starts, ends", expected))
    return spans


def _in_named_years(entry: Entry, starts: dt.date, ends: dt.date) -> bool:
    """Return False if a reporting period's days are of other years than its name has."""
    if _pair(entry)[1] != REPORTING_PERIOD:
        return True
    try:
        named = read_period(*_pair(entry))
    except UnknownPeriod:
        return True  # noted with the periods, of which this is one
    return (starts.year, ends.year) == (named.starts.year, named.ends.year)


def _in_own_words(period: Period, own: Mapping[tuple[str, str], Entry]) -> Period:
    entry = own.get((period.time_period, period.time_identifier))
    if entry is None:
        return period
    return replace(period, label=entry["label"] or period.label, note=entry["note"])


def _pair(entry: Entry) -> tuple[str, str]:
    return entry["time_period"], spelled(entry["time_identifier"])


def _readable_pairs(
    places: dict[tuple[str, str], tuple[str, int]], findings: Findings
) -> list[tuple[str, str]]:
    keys: set[str] = set()
    parts: set[tuple[str, int]] = set()
    pairs = []
    for pair, (path, row) in places.items():
        try:
            period = read_period(*pair)
        except UnknownPeriod as error:
            column = "time_period" if pair[1] in IDENTIFIERS else "time_identifier"
            findings.add(PERIODS, path, str(error), row=row, column=column)
            continue
        parts |= {family_of(period)} if period.type is PeriodType.QUARTER else set()
        if period.key in keys or len(parts) > 1:
            findings.add(
                PERIODS,
                path,
                "one kind of year, and one kind of quarter, term or half-year, in a release",
                row=row,
                column="time_identifier",
            )
            continue
        keys.add(period.key)
        pairs.append(pair)
    return pairs
