"""Which earlier releases must a new one go with? Those of the store, and others that readers have."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from dashboard.data.release.model import Catalogue, Cell
from dashboard.data.release.reading import FileRelease, import_release
from dashboard.publishing.gate import reachable, store_if_any
from dashboard.publishing.progress import progress
from dashboard.settings import Settings

Tables: TypeAlias = Mapping[str, tuple[Cell, ...]]
Earlier: TypeAlias = tuple[Catalogue, Tables]


def add_earlier(parser: ArgumentParser) -> None:
    """Ask for releases that the store does not hold, and whether to leave out those that it does."""
    parser.add_argument(
        "--earlier",
        action="append",
        default=[],
        metavar="RELEASE",
        help="a release that readers can still reach and the store at DATABASE_URL does not hold; "
        "may be given again",
    )
    parser.add_argument(
        "--alone", action="store_true", help="without the releases that the store holds"
    )


def earlier_releases(
    arguments: Namespace,
    settings: Settings,
    catalogue: Catalogue,
    cells: Mapping[str, Sequence[Cell]],
) -> list[Earlier]:
    """Read the releases that count the same children, those of the store first, the last one first."""
    from_files: list[Earlier] = [cells_of(import_release(path)) for path in arguments.earlier]
    if arguments.alone:
        return from_files
    with progress("Reading earlier releases"), store_if_any(settings.database_url) as store:
        held = [] if store is None else [*reachable(catalogue, cells, store)]
        stored: list[Earlier] = [
            (other, {name: tuple(streams[name]) for name in streams}) for other, streams in held
        ]
    for other, _ in stored:
        print(f"Made to go with version {other.version} of the store.")
    return [*stored, *from_files]


def cells_of(release: FileRelease) -> tuple[Catalogue, dict[str, tuple[Cell, ...]]]:
    """Read all of a release."""
    catalogue = release.catalogue
    return catalogue, {t.name: tuple(release.cells(t.name)) for t in catalogue.tables}
