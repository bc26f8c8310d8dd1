"""Checks that a release's files are there, whole, and of the shape that the format asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard.data.release.checks.check import Subject
from dashboard.data.release.findings import Finding
from dashboard.data.release.format import DESCRIPTOR
from dashboard.data.release.reading.descriptor import Resource
from dashboard.data.release.reading.tables import paths_beside

DATA_ENDINGS = (
    *(".csv", ".tsv", ".tab", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".numbers"),
    *(".parquet", ".feather", ".sav", ".dta", ".sas7bdat", ".rds", ".rdata"),
    *(".db", ".sqlite", ".mdb", ".accdb", ".zip", ".gz", ".7z"),
)
SEAL = "run `seal` after the last change"


def descriptor(subject: Subject) -> Iterable[Finding]:
    """datapackage.json has every property that the format asks for.

    It names only files inside the release: no address, and no path that leads out of it.
    """
    return subject.noted("descriptor")


def structure(subject: Subject) -> Iterable[Finding]:
    """Every required file and column is there.

    Every row has as many entries as the header, and every column of a statistical table has a
    line in its .meta.csv.
    """
    return subject.noted("structure")


def entries(subject: Subject) -> Iterable[Finding]:
    """Every entry of the small tables fits its column.

    It is of the column's type, is one of the choices where there are choices, and is not blank
    where it must be filled. No target begins above its end.
    """
    return subject.noted("entries")


def keys(subject: Subject) -> Iterable[Finding]:
    """No two rows stand for the same thing: every table has a key, and it is unique."""
    return subject.noted("keys")


def fingerprints(subject: Subject) -> Iterator[Finding]:
    """Nothing was changed after the release was sealed.

    datapackage.json names every file of the format that is there, with its size in bytes and
    its SHA-256 hash, and both are those of the file.
    """
    reading = subject.reading
    tables = [table.path for table in reading.descriptor.statistics()]
    for path in sorted(reading.source.names() & {*paths_beside(tables)}):
        if reading.descriptor.at(path) is None:
            yield _finding(f"an entry for {path}: {SEAL}", "resources")
    for resource in reading.descriptor.resources:
        if resource.path not in reading.hashes:
            yield Finding("fingerprints", resource.path, None, "", "this file, which is named")
        elif resource.raw.get("bytes") != reading.source.size(resource.path):
            yield _changed(resource, "bytes")
        elif resource.raw.get("hash") != f"sha256:{reading.hashes[resource.path]}":
            yield _changed(resource, "hash")


def strays(subject: Subject) -> Iterator[Finding]:
    """The release holds no data file that is not of the format.

    Anything else that lies in the folder travels with it: a file of records, or of unsuppressed counts.
    """
    reading = subject.reading
    tables = [table.path for table in reading.descriptor.statistics()]
    for path in sorted(reading.source.names() - {*tables, *paths_beside(tables)}):
        if path.casefold().endswith(DATA_ENDINGS):
            expected = "no such file here: it is none of the format, so take it out of the folder"
            yield Finding("strays", path, None, "", expected)


def _changed(resource: Resource, name: str) -> Finding:
    return _finding(f"the {name} of {resource.path} as it is now: {SEAL}", name)


def _finding(expected: str, column: str) -> Finding:
    return Finding("fingerprints", DESCRIPTOR, None, column, expected)
