"""How does an analyst turn unsuppressed tables into a release that may be published?"""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.data.importing import FileRelease, import_release
from dashboard.data.release import Catalogue, Cell, Marker
from dashboard.data.writing import write_release
from dashboard.exceptions import UnreadableRelease
from dashboard.publishing.commands import Command
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.data.preparing import Prepared

Whole = tuple[Catalogue, dict[str, tuple[Cell, ...]]]


def report(prepared: Prepared) -> None:
    """Print what was hidden and why, how much is left, and the verdict."""
    done = prepared.suppressed
    print(
        f"{done.primary:,} cells are hidden for what they are: small, or telling of a whole group."
    )
    print(f"{done.secondary:,} cells are hidden to protect those.")
    print(f"{done.reported:,} reported figures are hidden with the number they rest on.")
    for table, cells in prepared.cells.items():
        shown = Counter(cell.marker is not Marker.CONFIDENTIAL for cell in cells)[True]
        print(f"{table}: {shown:,} of {len(cells):,} cells are shown.")
    print(f"The audit {prepared.verdict.text}.")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("source", help="a release folder with every count in it; keep it private")
    parser.add_argument("folder", type=Path, help="a new folder for the release to publish")
    parser.add_argument("--policy", type=Path, help="a file that says what must stay visible")
    parser.add_argument(
        "--earlier",
        action="append",
        default=[],
        metavar="RELEASE",
        help="a release that readers can still reach; may be given again",
    )


def _run(arguments: Namespace, _settings: Settings) -> None:
    # Here, not above: no other command should wait for the solver, or print its banner.
    from dashboard.data.preparing import prepare  # noqa: PLC0415  # see above
    from dashboard.data.preparing.policy import read_policy  # noqa: PLC0415  # see above

    if arguments.folder.exists():
        raise UnreadableRelease(f"{arguments.folder.name}: is there already; name a new folder.")
    catalogue, cells = _read(import_release(arguments.source))
    policy = read_policy(arguments.policy) if arguments.policy else ()
    earlier = [_read(import_release(path)) for path in arguments.earlier]
    today = dt.datetime.now(dt.UTC).date()
    prepared = prepare(catalogue, cells, earlier, on=today, keep=policy)
    write_release(arguments.folder, prepared.catalogue, prepared.cells)
    report(prepared)


def _read(release: FileRelease) -> Whole:
    catalogue = release.catalogue
    return catalogue, {t.name: tuple(release.cells(t.name)) for t in catalogue.tables}


COMMAND = Command(
    "prepare", "hide what must be hidden in unsuppressed tables, offline", _add_arguments, _run
)
