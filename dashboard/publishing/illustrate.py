"""Makes again the illustrative releases that ship."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from dashboard.data.release.reading import import_release
from dashboard.data.release.writing import write_release_whole
from dashboard.publishing.changing import add_dry_run
from dashboard.publishing.commands import Command, Told
from dashboard.publishing.earlier import cells_of
from dashboard.publishing.progress import progress
from dashboard.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="where to write it; what is there is replaced")
    parser.add_argument(
        "--after",
        type=Path,
        metavar="FIRST",
        help="make the second release, some time and two corrections later, safe together with "
        "the first, which is in this folder",
    )
    add_dry_run(parser)


def _run(arguments: Namespace, _settings: Settings) -> Told:
    # Here, not above: no other command should wait for the solver, or print its banner.
    from dashboard.illustrative import (  # noqa: PLC0415  # see above
        FIRST,
        SECOND,
        count_illustrative,
        make_illustrative,
    )
    from dashboard.publishing.reporting import report  # noqa: PLC0415  # see above

    edition = SECOND if arguments.after else FIRST
    earlier = [cells_of(import_release(arguments.after))] if arguments.after else []
    with progress("Counting, suppressing and auditing"):
        prepared = make_illustrative(edition, earlier)
    if not arguments.dry_run:
        write_release_whole(arguments.folder, prepared.catalogue, prepared.cells)
    _, truth = count_illustrative(edition=edition)
    report(truth, prepared)
    return {"audit": prepared.verdict.text}


COMMAND = Command(
    "illustrate",
    "make the illustrative release again, the same every time",
    _add_arguments,
    _run,
    example="illustrate release/",
)
