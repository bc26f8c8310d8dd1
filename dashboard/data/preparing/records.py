"""Counts children's records into tables, without keeping anything of a record.

A file of records is read row by row; each row is added to sums, and dropped. Everything that cannot be
understood is told together, and then nothing is counted at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

from dashboard.data.preparing.accumulators import Sums
from dashboard.data.preparing.counting import Mark, breakdowns_of
from dashboard.data.preparing.entries import CHECK, Groups, Places, Record, read_day, read_number
from dashboard.data.preparing.outcomes import CountOutcomes, Outcome
from dashboard.data.preparing.policy import Count, Days, Policy, Records
from dashboard.data.release.findings import Findings, told
from dashboard.data.release.model import Catalogue, Cell
from dashboard.data.release.reading.headers import header_fault, repeated_columns
from dashboard.data.release.reading.records import RowShape, positions, read_records
from dashboard.data.release.reading.source import FileSource
from dashboard.exceptions import InvalidRelease


@dataclass(frozen=True, slots=True)
class Counted:
    """Tables counted from records, and what became of the records in each count of the policy."""

    cells: Mapping[str, tuple[Cell, ...]]
    outcomes: tuple[CountOutcomes, ...]


def count_records(catalogue: Catalogue, policy: Policy, paths: Sequence[Path]) -> Counted:
    """Count files of records into the tables that a policy names, which has been checked.

    Raises InvalidRelease with everything that cannot be understood, and where a file has no
    record or none is counted into a table that is published: zeros would be made of nothing.
    """
    findings, sums = Findings(), Sums(catalogue)
    outcomes = [
        outcome
        for path, records in _files(policy, paths, findings)
        for outcome in _Reader(sums, path.name, records, findings).read(path)
    ]
    if not findings:
        _note_empty_tables(catalogue, policy, outcomes, findings)
    for table in sums.tables():
        for name in sums.uncounted(table):
            findings.add(CHECK, table.path, "a count of the policy for it", column=name)
        for name in sums.unfounded(table):
            expected = "to average exactly the records that its number counts"
            findings.add(CHECK, table.path, expected, column=name)
    if findings:
        raise InvalidRelease(told(findings.all()))
    cells = {table.name: tuple(sums.cells(table)) for table in sums.tables()}
    return Counted(cells, tuple(outcomes))


def _note_empty_tables(
    catalogue: Catalogue, policy: Policy, outcomes: Sequence[CountOutcomes], findings: Findings
) -> None:
    counted: Counter[str] = Counter()
    for outcome in outcomes:
        counted[outcome.table] += outcome.counted
    for name, records in counted.items():
        table = catalogue.table(name)
        if records == 0 and table is not None and name not in policy.leave_out:
            expected = "a record that the policy counts into it, or its name in leaveOut"
            findings.add(CHECK, table.path, expected)


def _files(
    policy: Policy, paths: Sequence[Path], findings: Findings
) -> Iterator[tuple[Path, Records]]:
    by_name = {path.name: path for path in paths}
    for name in sorted(by_name.keys() - policy.records.keys()):
        findings.add(CHECK, name, "to be named in the policy's records")
    for name, records in policy.records.items():
        if name in by_name:
            yield by_name[name], records
        else:
            findings.add(CHECK, name, "this file, which the policy counts: --records")


class _Reader:
    """Counts one file of records."""

    def __init__(self, sums: Sums, file: str, records: Records, findings: Findings) -> None:
        self._findings = findings
        self._area = records.area
        self._places = Places(sums.catalogue)
        self._opened = {area.slug: area.opened for area in sums.catalogue.areas}
        self._counts = [_Counting(sums, file, count) for count in records.counts]

    def read(self, path: Path) -> list[CountOutcomes]:
        """Count every row; return what became of them in each count."""
        source = FileSource(path)
        rows = read_records(source, path.name)
        _, header = next(rows, (1, []))
        where, shape = positions(header), RowShape(header)
        columns = {self._area, *(c for counting in self._counts for c in counting.columns())}
        missing = sorted(column for column in columns if column.casefold() not in where)
        if fault := header_fault(source, path.name, header, missing):
            self._findings.add(CHECK, path.name, fault, row=1)
            return []
        for column in missing:
            self._findings.add(CHECK, path.name, "this column", row=1, column=column)
        for column in repeated_columns(header):
            self._findings.add(CHECK, path.name, "each column once", row=1, column=column)
        if missing:
            return []
        number = 1
        for number, row in rows:
            if expected := shape.misfit(row):
                self._findings.add(CHECK, path.name, expected, row=number)
                continue
            entries = {column: row[where[column.casefold()]] for column in columns}
            self._count(Record(path.name, number, entries, self._findings))
        if number == 1:
            self._findings.add(CHECK, path.name, "a record below the header", row=2)
        return [counting.outcomes for counting in self._counts]

    def _count(self, record: Record) -> None:
        slug = record.read(self._area, self._places.read)
        for counting in self._counts:
            counting.count(record, slug, self._opened.get(slug or ""))


class _Counting:
    """One count of the policy, ready for records."""

    def __init__(self, sums: Sums, file: str, count: Count) -> None:
        table = sums.catalogue.table(count.table)
        if table is None:
            raise InvalidRelease(f"The release has no table named {count.table!r}.")
        self._count = count
        self.outcomes = CountOutcomes(file, count.table, count.column)
        self._amounts, self._numbers = sums.of(table, count.column)
        breakdowns = breakdowns_of(sums.catalogue, table)
        self._groups = [Groups(b, count.filters[b.name]) for b in breakdowns]

    def columns(self) -> set[str]:
        """Name the columns of the records that this count reads."""
        mean = self._count.mean
        averaged = {mean.since, mean.until} if isinstance(mean, Days) else {mean} if mean else set()
        return {
            self._count.date,
            *self._count.where,
            *averaged,
            *(groups.column for groups in self._groups if groups.column),
        }

    def count(self, record: Record, area: str | None, opened: date | None) -> None:
        """Count a record that is wanted, and what became of it."""
        self.outcomes.outcomes[self._take(record, area, opened)] += 1

    def _take(self, record: Record, area: str | None, opened: date | None) -> Outcome:
        if not record.meets(self._count.where):
            return Outcome.UNWANTED
        if record.is_blank(self._count.date):
            return Outcome.UNDATED
        day = record.read(self._count.date, read_day)
        groups = [finder.of(record) for finder in self._groups]
        amount = self._amount(record)
        if day is not None and opened is not None and day < opened:
            record.note(self._count.date, "no day before the area opened")
        if area is None or day is None or None in groups:
            return Outcome.UNREADABLE
        if amount is None:
            return Outcome.UNMEASURED
        inside = True
        for combination in product(*(names for names in groups if names is not None)):
            inside &= self._amounts.add(Mark(area, day, combination, amount))
            self._numbers.add(Mark(area, day, combination))
        return Outcome.COUNTED if inside else Outcome.OUTSIDE

    def _amount(self, record: Record) -> float | None:
        """Return what a record adds; None where there is nothing to average."""
        mean = self._count.mean
        if mean is None:
            return 1.0
        if not isinstance(mean, Days):
            return None if record.is_blank(mean) else record.read(mean, read_number)
        if record.is_blank(mean.since) or record.is_blank(mean.until):
            return None
        first, last = record.read(mean.since, read_day), record.read(mean.until, read_day)
        return None if first is None or last is None else float((last - first).days)
