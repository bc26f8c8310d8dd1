"""bin/releases: run the command that was asked for, and leave with its exit code.

With --json, one line of JSON goes to standard output, and words to standard error. The exit code is the
error's (see dashboard.exceptions): 0 is done, 4 a release with findings, 7 one of which a hidden count
could be found, even if more was found.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence

from dashboard.exceptions import DashboardError, DisclosureError, InvalidRelease
from dashboard.publishing import (
    check,
    complete,
    diff,
    downgrade,
    history,
    illustrate,
    importing,
    listing,
    prepare,
    preview,
    publish,
    quotes,
    restore,
    seal,
    undo,
    upgrade,
    withdraw,
)
from dashboard.publishing.commands import Command, Told, add_json
from dashboard.settings import read_settings

COMMANDS: tuple[Command, ...] = (
    importing.COMMAND,
    prepare.COMMAND,
    complete.COMMAND,
    seal.COMMAND,
    check.COMMAND,
    publish.COMMAND,
    preview.COMMAND,
    listing.COMMAND,
    history.COMMAND,
    diff.COMMAND,
    withdraw.COMMAND,
    restore.COMMAND,
    undo.COMMAND,
    quotes.COMMAND,
    upgrade.COMMAND,
    downgrade.COMMAND,
    illustrate.COMMAND,
)

ORDER = """\
From a folder to readers, in this order:
  seal FOLDER       once its files are as they should be
  check FOLDER      lists everything to fix
  publish FOLDER    now, or --at a time; `preview` shows it before
Then: diff, withdraw, restore, undo, history. What writes can be tried with --dry-run.
DATABASE_URL says which store; every command takes --json for programs.
"""
EXIT_CODES = """\
Exit codes: 0 done; 2 a setting or an option is impossible; 3 a release cannot be read; 4 it has
findings; 5 the store refuses or cannot be reached; 6 it holds no such release; 7 a hidden count
could be found.
"""
NEXT_STEPS = {
    InvalidRelease: "Next: change what is named above, `seal` the folder again, and `check` it.",
    DisclosureError: "Next: let `prepare` hide what must be hidden, with the releases that readers "
    "have as --earlier, and `check` what it made.",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. Errors go to standard error, without a trace."""
    parsed = build_parser().parse_args(arguments)
    try:
        with contextlib.redirect_stdout(sys.stderr if parsed.json else sys.stdout):
            report = parsed.command.run(parsed, read_settings())
            if getattr(parsed, "dry_run", False):
                print("Nothing was changed: this was a dry run.")
    except DashboardError as error:
        print(error, file=sys.stderr)
        if parsed.command in (check.COMMAND, publish.COMMAND) and type(error) in NEXT_STEPS:
            print(NEXT_STEPS[type(error)], file=sys.stderr)
        failed = {"error": type(error).__name__, "messages": str(error).splitlines()}
        return _leave(parsed.json, error.exit_code, failed)
    return _leave(parsed.json, 0, report)


def _leave(as_json: bool, exit_code: int, report: Told) -> int:
    if as_json:
        print(json.dumps({"exit_code": exit_code, **report}, ensure_ascii=False))
    return exit_code


def build_parser() -> ArgumentParser:
    """Make the parser of every command in COMMANDS."""
    parser = ArgumentParser(
        prog="bin/releases",
        description=f"Check and publish releases.\n\n{ORDER}",
        epilog=EXIT_CODES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    words = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        word = words.add_parser(
            command.name,
            help=command.summary,
            description=f"{command.summary[:1].upper()}{command.summary[1:]}.",
            epilog=f"Example: bin/releases {command.example or command.name}",
            formatter_class=RawDescriptionHelpFormatter,  # a line to copy stays one
        )
        add_json(word)
        command.add_arguments(word)
        word.set_defaults(command=command)
    return parser


def _from_a_shell() -> int:
    """Run the command of the command line. Where its reader has had enough, as `head`, it ends quietly."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left to say would fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


if __name__ == "__main__":
    sys.exit(_from_a_shell())
