"""Finishes a release folder for an analyst."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dashboard.data.release.writing.seal import seal_release
from dashboard.publishing.changing import add_dry_run
from dashboard.publishing.commands import Command, Told
from dashboard.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", help="a release folder")
    add_dry_run(parser)


def _run(arguments: Namespace, _settings: Settings) -> Told:
    names = seal_release(arguments.path, dry_run=arguments.dry_run)
    if arguments.dry_run:
        print(f"{len(names)} files would be sealed: {', '.join(names)}.")
        return {"files": names, "dry_run": True}
    print(f"Sealed: sizes, hashes and schemas of {len(names)} files are in datapackage.json.")
    return {"files": names, "dry_run": False}


COMMAND = Command(
    "seal",
    "write sizes, hashes and schemas into a release's datapackage.json",
    _add_arguments,
    _run,
    example="seal release/",
)
