"""Makes the catalogue of a release from its small files.

What cannot be understood is noted as a finding and left out, so that one reading finds
everything that is wrong.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from dashboard.data.release import format as release_format
from dashboard.data.release.aims import Target
from dashboard.data.release.context import DataReturn, Programme
from dashboard.data.release.findings import Findings
from dashboard.data.release.model import (
    Area,
    Breakdown,
    Catalogue,
    CellReference,
    Group,
    Identity,
    Measure,
)
from dashboard.data.release.names import told_apart
from dashboard.data.release.periods import UnknownPeriod, read_period
from dashboard.data.release.reading.descriptor import Descriptor
from dashboard.data.release.reading.entries import ENTRIES, STRUCTURE, Entries, Entry
from dashboard.data.release.reading.periods import read_periods
from dashboard.data.release.reading.records import read_text
from dashboard.data.release.reading.rules import read_rule
from dashboard.data.release.reading.scopes import sight, with_scopes
from dashboard.data.release.reading.source import Source
from dashboard.data.release.reading.tables import read_tables
from dashboard.data.release.references import REFERENCE, read_reference, read_references
from dashboard.exceptions import UnreadableRelease

ONE_REFERENCE = "one reference: only what equals another is a sum of several"

_OF_CATALOGUE = {own.name for own in fields(Catalogue)}
# What a measure says as its row does.
_OF_MEASURE = {column.name for column in release_format.MEASURES.fields} & {
    own.name for own in fields(Measure)
}


def read_catalogue(
    source: Source, descriptor: Descriptor, entries: Entries, findings: Findings
) -> Catalogue:
    """Put together everything that a release says once; `entries` are its small tables."""
    breakdowns = _read_breakdowns(entries, findings)
    tables = read_tables(source, descriptor, breakdowns, findings)
    sightings = {table.path: sight(source, table, findings) for table in tables}
    periods = read_periods(sightings, entries, findings)
    as_written: dict[str, Any] = {
        name: tuple(item(**entry.values) for entry in entries[file.path])
        for name, (file, item) in release_format.AS_WRITTEN.items()
    }
    return Catalogue(
        **_read_descriptor(descriptor),
        disclosure=read_rule(descriptor, findings),
        areas=told_apart([Area(**entry.values) for entry in entries[release_format.AREAS.path]]),
        periods=periods,
        breakdowns=breakdowns,
        tables=tuple(with_scopes(t, sightings[t.path], periods, breakdowns) for t in tables),
        measures=_read_measures(entries[release_format.MEASURES.path], findings),
        identities=_read_identities(entries[release_format.IDENTITIES.path], findings),
        returns=_read_returns(entries[release_format.RETURNS.path]),
        text=_read_text_blocks(source, findings),
        **as_written,
    )


def _read_descriptor(descriptor: Descriptor) -> dict[str, Any]:
    """Read what the descriptor says of the release as a whole, by its name in a catalogue."""
    licence, licence_url = descriptor.licence
    properties = {
        "published": dt.date.min,
        "next_update": None,
        "illustrative": True,
    } | descriptor.said()
    return {
        "last_updated": properties["published"],
        **{name: value for name, value in properties.items() if name in _OF_CATALOGUE},
        "licence": licence,
        "licence_url": licence_url,
        "programme": Programme(**descriptor.said("programme")),
    }


def _read_breakdowns(entries: Entries, findings: Findings) -> tuple[Breakdown, ...]:
    groups: dict[str, list[Group]] = {
        e["breakdown"]: [] for e in entries[release_format.BREAKDOWNS.path]
    }
    for entry in entries[release_format.GROUPS.path]:
        if entry["breakdown"] not in groups:
            findings.note(
                entry.finding(ENTRIES, "breakdown", "a breakdown that breakdowns.csv declares")
            )
            continue
        group = Group(entry["group"], entry["label"], entry["part_of"], entry["definition"])
        groups[entry["breakdown"]].append(group)
    return tuple(
        Breakdown(
            entry["breakdown"],
            entry["label"],
            entry["kind"],
            entry["default"],
            tuple(groups[entry["breakdown"]]),
            entry["hint"],
        )
        for entry in entries[release_format.BREAKDOWNS.path]
    )


def _read_measures(entries: Iterable[Entry], findings: Findings) -> tuple[Measure, ...]:
    measures = []
    for entry in entries:
        numerator = _read_reference(entry, "numerator", findings)
        denominator, counted = (
            _read_reference(entry, name, findings) if entry[name] else None
            for name in ("denominator", "counted")
        )
        if numerator is None:
            continue
        read = {
            "key": entry["measure"],
            "numerator": numerator,
            "denominator": denominator,
            "target": _read_target(entry, findings),
            "headline": entry["headline"] or 0,
            "counted": counted,
        }
        measures.append(Measure(**{name: entry[name] for name in _OF_MEASURE} | read))
    return tuple(measures)


def _read_target(entry: Entry, findings: Findings) -> Target | None:
    low, high = entry["target_low"], entry["target_high"]
    if low is None and high is None:
        return None
    if low is not None and high is not None and low > high:
        expected = "a number that is not below target_low"
        findings.note(entry.finding(ENTRIES, "target_high", expected))
    return Target(low, high, entry["target_label"], entry["target_source"])


def _read_identities(entries: Iterable[Entry], findings: Findings) -> tuple[Identity, ...]:
    identities = []
    for entry in entries:
        right = _read_reference(entry, "right", findings)
        try:
            left, *more = read_references(entry["left"])
        except ValueError:
            findings.note(entry.finding(ENTRIES, "left", REFERENCE))
            continue
        if more and entry["relation"] != "equals":
            findings.note(entry.finding(ENTRIES, "left", ONE_REFERENCE))
        elif right:
            relation, limit = entry["relation"], entry["period_type"]
            identities.append(Identity(left, relation, right, limit, tuple(more)))
    return tuple(identities)


def _read_reference(entry: Entry, column: str, findings: Findings) -> CellReference | None:
    try:
        return read_reference(entry[column])
    except ValueError:
        findings.note(entry.finding(ENTRIES, column, REFERENCE))
        return None


def _read_returns(entries: Iterable[Entry]) -> tuple[DataReturn, ...]:
    returns = []
    for entry in entries:
        try:
            period = read_period(entry["time_period"], entry["time_identifier"])
        except UnknownPeriod:
            continue  # noted with the periods, of which this is one
        returns.append(
            DataReturn(entry["area"], period.key, entry["status"], entry["due"], entry["received"])
        )
    return tuple(returns)


def _read_text_blocks(source: Source, findings: Findings) -> tuple[tuple[str, str], ...]:
    blocks = {}
    for name in sorted(source.names()):
        match = re.fullmatch(rf"{release_format.TEXT_FOLDER}/(.+)\.md", name)
        if not match:
            continue
        if match[1] not in release_format.TEXT_BLOCKS:
            findings.add(
                STRUCTURE, name, "one of the blocks " + ", ".join(release_format.TEXT_BLOCKS)
            )
            continue
        try:
            blocks[match[1]] = read_text(source, name)
        except UnreadableRelease as error:
            findings.add(STRUCTURE, name, f"a text file; {error}")
    return tuple((name, blocks[name]) for name in release_format.TEXT_BLOCKS if name in blocks)
