"""python -m dashboard.publishing: run the command that was asked for, and leave with its exit code.

The exit code is the error's (see dashboard.exceptions): 0 is done, 4 a release with findings, 7
one of which a hidden count could be found, even if more was found.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from dashboard.exceptions import DashboardError
from dashboard.publishing import (
    check,
    complete,
    history,
    illustrate,
    importing,
    listing,
    prepare,
    publish,
    quotes,
    restore,
    seal,
    undo,
    upgrade,
    withdraw,
)
from dashboard.publishing.commands import Command
from dashboard.settings import read_settings

COMMANDS: tuple[Command, ...] = (
    importing.COMMAND,
    prepare.COMMAND,
    complete.COMMAND,
    seal.COMMAND,
    check.COMMAND,
    publish.COMMAND,
    listing.COMMAND,
    history.COMMAND,
    withdraw.COMMAND,
    restore.COMMAND,
    undo.COMMAND,
    quotes.COMMAND,
    upgrade.COMMAND,
    illustrate.COMMAND,
)

EXIT_CODES = (
    "Exit codes: 0 done; 2 a setting or an option is impossible; 3 a release cannot be read; 4 it has "
    "findings; 5 the store refuses or cannot be reached; 6 it holds no such release; 7 a hidden count "
    "could be found."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. Errors go to standard error, without a trace."""
    parsed = build_parser().parse_args(arguments)
    try:
        parsed.command.run(parsed, read_settings())
    except DashboardError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def build_parser() -> ArgumentParser:
    """Make the parser of every command in COMMANDS."""
    parser = ArgumentParser(
        prog="python -m dashboard.publishing",
        description="Check and publish releases. DATABASE_URL says into which store.",
        epilog=EXIT_CODES,
    )
    words = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        word = words.add_parser(command.name, help=command.summary, description=command.summary)
        command.add_arguments(word)
        word.set_defaults(command=command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
