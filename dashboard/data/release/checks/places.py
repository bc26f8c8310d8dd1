"""Checks that places, periods and groups have the names and codes that they should have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from dashboard.data.release import format as release_format
from dashboard.data.release.checks.check import NotApplicable, Subject
from dashboard.data.release.checks.scanning import CODE, CODE_WORDS
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Area, BreakdownKind, Marker
from dashboard.data.release.reading.entries import Entry
from dashboard.data.release.reading.statistics import code_column

OLD_CODE = re.compile(r"[0-9]{3}")


def areas(subject: Subject) -> Iterator[Finding]:
    """Every place is declared in areas.csv once, under one name and one code.

    The code is the Office for National Statistics' where the level has codes. Every row of the
    tables names such a place, with the code, old code, name and region that areas.csv gives, or
    with one of its earlier codes. A latitude comes with a longitude. An authority that was
    reorganised is two places with two names: one has closed, and names those that succeed it.
    """
    declared = subject.entries(release_format.AREAS)
    yield from _area_codes(declared)
    yield from _area_names(declared)
    yield from _coordinates(declared)
    yield from _successions(declared, subject.catalogue.areas)
    yield from _similar(declared, subject.catalogue.areas)
    yield from _parts(declared, "slug", "areas")
    whole = subject.catalogue.programme.whole
    if whole and subject.catalogue.area(whole) is None:
        expected = "the slug of an area of areas.csv"
        yield Finding("areas", release_format.DESCRIPTOR, None, "programme.whole", expected)
    yield from subject.noted("areas")


def _area_codes(declared: list[Entry]) -> Iterator[Finding]:
    seen: set[str] = set()
    levels = Counter(entry["level"].casefold() for entry in declared)
    for entry in declared:
        code, level = entry["code"], entry["level"]
        if code_column(level) is not None:
            if not CODE.fullmatch(code):
                yield entry.finding("areas", "code", CODE_WORDS)
            elif code in seen:
                yield entry.finding("areas", "code", "a code that no other area has")
            yield from _earlier_codes(entry, seen)
        elif levels[level.casefold()] > 1:
            yield entry.finding("areas", "level", "only one area at a level without codes")
        seen.add(code)
        if entry["old_code"] and not OLD_CODE.fullmatch(entry["old_code"]):
            yield entry.finding("areas", "old_code", "three digits, or blank")


def _earlier_codes(entry: Entry, seen: set[str]) -> Iterator[Finding]:
    for code in filter(None, map(str.strip, entry["earlier_codes"].split(";"))):
        if not CODE.fullmatch(code) or code in seen:
            expected = "codes of nine characters that no other area has, with ; between them"
            yield entry.finding("areas", "earlier_codes", expected)
        seen.add(code)


def _successions(declared: list[Entry], areas: Sequence[Area]) -> Iterator[Finding]:
    """An area that is succeeded has closed, after it opened, and its successors are areas."""
    slugs = {area.slug for area in areas}
    for entry, area in zip(declared, areas, strict=True):
        if area.closed and area.opened and area.closed < area.opened:
            yield entry.finding("areas", "closed", "a day that is not before it opened")
        if area.successors and (not area.closed or not {*area.successors} <= slugs - {area.slug}):
            expected = "slugs of other areas, of an area with a day in closed"
            yield entry.finding("areas", "succeeded_by", expected)


def _similar(declared: list[Entry], areas: Sequence[Area]) -> Iterator[Finding]:
    """Areas that one is compared with are others of its level."""
    for entry, area in zip(declared, areas, strict=True):
        others = {other.slug for other in areas if other.level == area.level} - {area.slug}
        if not {*area.alike} <= others:
            yield entry.finding("areas", "similar", "slugs of other areas of its level")


def _area_names(declared: list[Entry]) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for entry in declared:
        name = entry["level"].casefold(), entry["name"].casefold()
        if name in seen:
            expected = "a name that no other area of its level has, one code for each name"
            yield entry.finding("areas", "name", expected)
        seen.add(name)


def _coordinates(declared: list[Entry]) -> Iterator[Finding]:
    for entry in declared:
        for column, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if entry[column] is None and entry[other] is not None:
                yield entry.finding("areas", column, f"a {column}, as there is a {other}")


def _parts(declared: list[Entry], key: str, check: str) -> Iterator[Finding]:
    """Every `part_of` names another row's key, and nothing is part of itself, however far."""
    wholes: Mapping[str, str] = {entry[key]: entry["part_of"] for entry in declared}
    for entry in declared:
        if entry["part_of"] and entry["part_of"] not in wholes:
            yield entry.finding(check, "part_of", f"a {key} of this file, or blank")
            continue
        passed = {entry[key]}
        above = entry["part_of"]
        while above and above not in passed:
            passed.add(above)
            above = wholes.get(above, "")
        if above:
            yield entry.finding(check, "part_of", "no circle of parts")


def periods(subject: Subject) -> Iterable[Finding]:
    """Every time_period has the digits that its time_identifier asks for.

    Calendar and reporting years and their quarters have four (2024), academic and financial
    ones, terms, half-years, reporting periods and "To date" six (202425). A release has one kind
    of year and one kind of quarter, term or half-year. Weeks and months are not read.
    """
    return subject.noted("periods")


def groups(subject: Subject) -> Iterator[Finding]:
    """Every filter column is a breakdown, and every entry in it is one of its groups.

    The breakdown's default is one of them, and `part_of` names another of them. Where groups are
    parts or stages, one alone is part of none: the others are part of it. References can name
    them: no group's name has a semicolon.
    """
    by_breakdown: dict[str, list[Entry]] = {}
    for entry in subject.entries(release_format.GROUPS):
        by_breakdown.setdefault(entry["breakdown"], []).append(entry)
    for entry in subject.entries(release_format.BREAKDOWNS):
        declared = by_breakdown.get(entry["breakdown"], [])
        for group in declared:
            if ";" in group["group"]:
                yield group.finding("groups", "group", "a name without a semicolon")
        if entry["default"] not in {group["group"] for group in declared}:
            yield entry.finding("groups", "default", "a group of this breakdown")
        yield from _parts(declared, "group", "groups")
        tops = [group for group in declared if not group["part_of"]]
        if entry["kind"] != BreakdownKind.SEPARATE and len(tops) > 1:
            expected = f"the group that holds this one: only {tops[0]['group']} is part of none"
            yield tops[1].finding("groups", "part_of", expected)
    yield from subject.noted("groups")


def opening(subject: Subject) -> Iterator[Finding]:
    """Every figure of a place before it opened, or after it closed, is marked `z`.

    That is one of a period that ended before the day, or began after it. It is not applicable, and
    it is not zero.
    """
    dated = [area for area in subject.catalogue.areas if area.opened or area.closed]
    if not dated:
        raise NotApplicable("no area has a day on which it opened or closed")
    for grid in subject.grids.values():
        for area in dated:
            early = np.array([not area.exists_in(p) for p in subject.catalogue.periods])
            place = grid.areas.index(area.slug)
            expected = f"z: {area.name} had not opened, or had closed"
            for column, figures in grid.columns.items():
                then = grid.flags_at((slice(None), place, early))
                wrong = then & ~figures.marked(Marker.NOT_APPLICABLE)
                yield from grid.findings("opening", column, wrong, expected)
