"""How is the illustrative release that ships made again?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from dashboard.publishing.changing import add_dry_run
from dashboard.publishing.commands import Command, Told
from dashboard.publishing.reporting import report
from dashboard.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="where to write it; what is there is replaced")
    add_dry_run(parser)


def _run(arguments: Namespace, _settings: Settings) -> Told:
    # Here, not above: no other command should wait for the solver, or print its banner.
    from dashboard.illustrative import (  # noqa: PLC0415  # see above
        count_illustrative,
        make_illustrative,
    )

    prepared = make_illustrative(None if arguments.dry_run else arguments.folder)
    _, truth = count_illustrative()
    report(truth, prepared)
    return {"audit": prepared.verdict.text}


COMMAND = Command(
    "illustrate",
    "make the illustrative release again, the same every time",
    _add_arguments,
    _run,
    example="illustrate release/",
)
