"""Reads one entry of a record: a place, a day, a number, a group.

What cannot be understood is noted by file, row and column, with what was expected there. No
entry is in any message, nor kept in any other way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TypeVar

from dashboard.data.preparing.policy import Limits, Source
from dashboard.data.release.additivity import area_sums, group_sums, upwards
from dashboard.data.release.findings import Findings
from dashboard.data.release.model import Breakdown, BreakdownKind, Catalogue

CHECK = "records"
DAY = "a day such as 2026-09-22 or 22/09/2026"
NUMBER = "a number in plain digits"
PLACE = "the slug, name or code of an area that has no parts"
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_BRITISH = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")

Condition = bool | list[str] | Limits
Read = TypeVar("Read")


class Unclear(ValueError):
    """An entry cannot be understood; the message says what was expected."""


class Record:
    """One row of records, while it is being counted."""

    def __init__(self, file: str, row: int, entries: Mapping[str, str], findings: Findings) -> None:
        self._file, self._row = file, row
        self._entries = entries
        self._findings = findings
        self._noted: set[str] = set()

    def is_blank(self, column: str) -> bool:
        return not self._entries[column]

    def read(self, column: str, understand: Callable[[str], Read]) -> Read | None:
        """Understand one entry, or note what was expected and return None."""
        try:
            return understand(self._entries[column])
        except Unclear as unclear:
            self.note(column, str(unclear))
            return None

    def note(self, column: str, expected: str) -> None:
        """Note what was expected in a column, once for each row."""
        if column not in self._noted:
            self._noted.add(column)
            self._findings.add(CHECK, self._file, expected, row=self._row, column=column)

    def meets(self, conditions: Mapping[str, Condition]) -> bool:
        """Return True if the record meets every condition of the policy."""
        met = [self.read(c, partial(_meets, condition)) for c, condition in conditions.items()]
        return all(met)


def read_day(entry: str) -> date:
    """Read a day."""
    match = _ISO.fullmatch(entry) or _BRITISH.fullmatch(entry)
    if match is None:
        raise Unclear(DAY)
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise Unclear(DAY) from None


def read_number(entry: str) -> float:
    """Read a number."""
    if not _NUMBER.fullmatch(entry):
        raise Unclear(NUMBER)
    return float(entry)


def _meets(condition: Condition, entry: str) -> bool:
    if isinstance(condition, bool):
        return bool(entry) is condition
    if isinstance(condition, list):
        return entry in condition
    if not entry:
        return False
    number = read_number(entry)
    above = condition.above is None or number > condition.above
    return above and (condition.below is None or number < condition.below)


class Places:
    """Finds the area that an entry names: one where children are counted, not a sum of others."""

    def __init__(self, catalogue: Catalogue) -> None:
        totals = {total.total for total in area_sums(catalogue)}
        self._slugs = {
            name.casefold(): area.slug
            for area in catalogue.areas
            if area.slug not in totals
            for name in (area.slug, area.name, area.code)
            if name
        }

    def read(self, entry: str) -> str:
        slug = self._slugs.get(entry.casefold())
        if slug is None:
            raise Unclear(PLACE)
        return slug


class Groups:
    """Finds the groups of one breakdown that a record belongs to.

    A record with a stage belongs to all the stages before it as well.
    """

    def __init__(self, breakdown: Breakdown, source: str | Source) -> None:
        source = Source(column=source) if isinstance(source, str) else source
        self.column = source.column
        self._fixed = (source.group,)
        before = {group.name: group.part_of for group in breakdown.groups}
        allowed = counted_groups(breakdown)
        adds_up = breakdown.kind is BreakdownKind.PARTS
        stages = breakdown.kind is BreakdownKind.STAGES
        self._found = {
            written: upwards(before, name) if stages else (name,)
            for written, name in {**{name: name for name in allowed}, **source.groups}.items()
        }
        self.expected = f"a group of {breakdown.name}" + (" that has no parts" if adds_up else "")

    def of(self, record: Record) -> tuple[str, ...] | None:
        """Return the groups of a record, or None where they cannot be understood."""
        return record.read(self.column, self._read) if self.column else self._fixed

    def _read(self, entry: str) -> tuple[str, ...]:
        groups = self._found.get(entry)
        if groups is None:
            raise Unclear(self.expected)
        return groups


def counted_groups(breakdown: Breakdown) -> set[str]:
    """Return the names of the groups that records are counted into: no sum of others."""
    return {group.name for group in breakdown.groups} - {t.total for t in group_sums(breakdown)}
