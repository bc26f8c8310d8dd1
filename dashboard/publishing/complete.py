"""The command that writes the rows that a release's tables lack: marked, never with a figure."""

from __future__ import annotations

import csv
import io
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from dashboard.data.release.checks.gaps import Gap, gaps_in
from dashboard.data.release.checks.grids import TableGrid
from dashboard.data.release.checks.scanning import scan_tables
from dashboard.data.release.model import Catalogue, Marker
from dashboard.data.release.reading import Reading, read_release
from dashboard.data.release.reading.records import positions, read_records
from dashboard.data.release.reading.source import Source
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS
from dashboard.data.release.writing.seal import seal_release
from dashboard.data.release.writing.tables import geography_of
from dashboard.exceptions import UnreadableRelease
from dashboard.publishing.changing import add_dry_run
from dashboard.publishing.commands import Command, Told
from dashboard.publishing.progress import progress
from dashboard.settings import Settings

PLACE_COLUMNS = GEOGRAPHY_COLUMNS[2:]
COUNTRY_COLUMNS = ("country_code", "country_name")
Entries = dict[str, str]  # by column, in small letters


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="a release folder")
    add_dry_run(parser)


def _run(arguments: Namespace, _settings: Settings) -> Told:
    if not arguments.path.is_dir():
        raise UnreadableRelease(f"{arguments.path.name}: not a folder; a zip is left as it is.")
    with progress("Reading"):
        reading = read_release(arguments.path)
        grids, _ = scan_tables(reading)
    written = {}
    for name, grid in grids.items():
        rows = list(missing_rows(reading, grid))
        if rows and not arguments.dry_run:
            _append(arguments.path / grid.table.path, rows)
        written[name] = len(rows)
        print(f"{name}: {len(rows):,} rows written.")
    if not arguments.dry_run:
        seal_release(arguments.path)
        print("Sealed again. Figures that are there are as they were.")
    return {"rows": written}


def missing_rows(reading: Reading, grid: TableGrid) -> Iterator[list[str]]:
    """Yield the rows that a table lacks, under its header.

    Every figure is marked: `z` where the place had not opened or had closed, `x` elsewhere.
    """
    header = next(read_records(reading.source, grid.table.path))[1]
    where = {place: name for name, place in positions(header).items()}
    geographies = _geographies(reading.source, grid, reading.catalogue)
    for gap in gaps_in(grid, reading.catalogue):
        entries = geographies[gap.area] | _entries(reading.catalogue, grid, gap)
        yield [entries.get(where.get(place, ""), "") for place in range(len(header))]


def _entries(catalogue: Catalogue, grid: TableGrid, gap: Gap) -> Entries:
    area, period = catalogue.areas[gap.area], catalogue.periods[gap.period]
    marker = Marker.NOT_AVAILABLE if area.exists_in(period) else Marker.NOT_APPLICABLE
    return {
        "time_period": period.time_period,
        "time_identifier": period.time_identifier,
        **{name.casefold(): group for name, group in grid.combinations[gap.combination]},
        **{column.name.casefold(): marker.value for column in grid.table.columns},
    }


def _geographies(source: Source, grid: TableGrid, catalogue: Catalogue) -> list[Entries]:
    """Return what the columns of places say of each area: as in its last row, else by areas.csv."""
    last = {int(grid.rows[:, n, :].max()): n for n in range(len(grid.areas))}
    records = read_records(source, grid.table.path)
    where = positions(next(records)[1])
    own = {
        last[number]: {name: record[where[name]] for name in PLACE_COLUMNS if name in where}
        for number, record in records
        if number in last
    }
    some = next(iter(own.values()), {})
    country = {name: some[name] for name in COUNTRY_COLUMNS if name in some}
    return [
        own.get(n)
        or dict(zip(PLACE_COLUMNS, geography_of(area, catalogue.areas), strict=True)) | country
        for n, area in enumerate(catalogue.areas)
    ]


def _append(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write rows at the end of a file, and leave what is there as it is, byte for byte."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    before = path.read_bytes()
    ending = b"" if before.endswith((b"\n", b"\r")) else b"\n"
    path.write_bytes(before + ending + text.getvalue().encode())


COMMAND = Command(
    "complete",
    "write the rows that tables lack, marked x or z",
    _add_arguments,
    _run,
    example="complete release/",
)
