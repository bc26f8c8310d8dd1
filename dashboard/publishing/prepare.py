"""The command that makes a release of unsuppressed tables or of records, offline."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from dashboard.publishing.changing import add_dry_run
from dashboard.publishing.commands import Command, Told
from dashboard.publishing.earlier import add_earlier
from dashboard.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "source", help="a sealed release folder with every count in it, or to count records into"
    )
    parser.add_argument("folder", type=Path, help="a new folder for the release to publish")
    parser.add_argument(
        "--policy", type=Path, help="the rule, what to publish, and how records are counted"
    )
    parser.add_argument(
        "--records",
        action="append",
        default=[],
        type=Path,
        metavar="FILE.csv",
        help="children's records, to be counted as the policy says; may be given again",
    )
    add_earlier(parser)
    parser.add_argument(
        "--choose",
        action="store_true",
        help="choose closed periods and a form of each table for what the policy needs, and write "
        "the choice into the policy, once",
    )
    parser.add_argument(
        "--add-period",
        default="",
        metavar="PERIOD[:FIRST:LAST]",
        help="a closed period since the policy was written, as 2025, 202526 or "
        "202526:2025-07-01:2026-06-30; it is written into the policy after the period before it",
    )
    add_dry_run(parser)


def _run(arguments: Namespace, settings: Settings) -> Told:
    # Here, not above: no other command should wait for the solver, or print its banner.
    from dashboard.publishing.making import make  # noqa: PLC0415  # see above

    return make(arguments, settings)


COMMAND = Command(
    "prepare",
    "make a release of unsuppressed tables or of records, offline",
    _add_arguments,
    _run,
    example="prepare counts/ release/ --policy policy.json --records children.csv",
)
