"""Reads a release folder or zip into memory.

    reading = read_release(path)     everything that could be understood, and findings
    release = import_release(path)   the same, or InvalidRelease with all findings

The catalogue is read whole; cells are read from the file each time they are asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.data.release.findings import Findings, told
from dashboard.data.release.format import DESCRIPTOR, FILES
from dashboard.data.release.model import Catalogue, Cell, StatisticalTable
from dashboard.data.release.reading.catalogue import read_catalogue
from dashboard.data.release.reading.descriptor import Descriptor, read_descriptor
from dashboard.data.release.reading.entries import Entries, read_entries
from dashboard.data.release.reading.packing import pack
from dashboard.data.release.reading.source import Source, fingerprint, open_source
from dashboard.data.release.reading.statistics import (
    FIGURE,
    Names,
    RaggedRow,
    read_figure,
    read_rows,
)
from dashboard.exceptions import InvalidRelease, UnreadableRelease

__all__ = ["FileRelease", "Reading", "import_release", "read_release"]

IDENTIFIER_DIGITS = 12


@dataclass(frozen=True, slots=True, eq=False)
class FileRelease:
    """A release whose cells are read from its files; `hashes` are SHA-256, by path."""

    source: Source
    catalogue: Catalogue
    hashes: Mapping[str, str]

    @property
    def identifier(self) -> str:
        """Return the first digits of the hash of all its files."""
        lines = (f"{hash_}  {name}\n" for name, hash_ in sorted(self.hashes.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:IDENTIFIER_DIGITS]

    def cells(self, table: str) -> Iterator[Cell]:
        """Stream the cells of one table, in file order, in bounded memory.

        Raises InvalidRelease at a row that names nothing the release declares, and
        UnreadableRelease if the file is no longer the one that was opened.
        """
        plan = self.catalogue.table(table)
        if plan is None:
            raise InvalidRelease(f"The release has no table named {table!r}.")
        yield from self._read_cells(plan)
        if fingerprint(self.source, plan.path) != self.hashes[plan.path]:
            raise UnreadableRelease(f"{plan.path}: changed while it was being read.")

    def archive(self) -> bytes:
        """Pack its files for readers. Raises UnreadableRelease if one changed since it was opened."""
        return pack(self.source, self.hashes, self.catalogue)

    def _read_cells(self, table: StatisticalTable) -> Iterator[Cell]:
        names = Names(self.catalogue, table)
        columns = [column.name for column in table.columns]
        for row in read_rows(self.source, table):
            if isinstance(row, RaggedRow):
                raise _refusal(table, row.number, row.expected)
            area = names.area(row.geography)
            period = names.period(row.geography)
            groups = names.groups(row.groups)
            if area is None or period is None or groups is None:
                raise _refusal(table, row.number, "an area, period and groups of this release")
            for column, text in zip(columns, row.figures, strict=True):
                try:
                    value, marker = read_figure(text)
                except ValueError:
                    raise _refusal(table, row.number, FIGURE, column) from None
                yield Cell(table.name, column, area.slug, period, groups, value, marker)


@dataclass(frozen=True, slots=True)
class Reading:
    """A release as far as it could be understood, and what stood in the way."""

    source: Source
    descriptor: Descriptor
    entries: Entries
    catalogue: Catalogue
    hashes: dict[str, str]  # SHA-256 of every file that the descriptor names, by path
    findings: Findings

    def release(self) -> FileRelease:
        """Return the release, or raise InvalidRelease with everything that was found so far."""
        if self.findings:
            raise InvalidRelease(told(self.findings.all()))
        return FileRelease(self.source, self.catalogue, self.hashes)


def read_release(path: Path | str) -> Reading:
    """Read a release folder or zip; raise UnreadableRelease only if there is nothing to read."""
    source = open_source(Path(path))
    findings = Findings()
    descriptor = read_descriptor(source, findings)
    entries = {file.path: read_entries(source, file, findings) for file in FILES}
    catalogue = read_catalogue(source, descriptor, entries, findings)
    paths = {DESCRIPTOR, *(resource.path for resource in descriptor.resources)}
    hashes = {name: fingerprint(source, name) for name in sorted(paths & source.names())}
    return Reading(source, descriptor, entries, catalogue, hashes, findings)


def import_release(path: Path | str) -> FileRelease:
    """Read a release, or raise InvalidRelease with every finding. It is not checked yet."""
    return read_release(path).release()


def _refusal(table: StatisticalTable, row: int, expected: str, column: str = "") -> InvalidRelease:
    place = f"{table.path}, row {row}" + (f", column {column}" if column else "")
    return InvalidRelease(f"{place}: expected {expected}")
