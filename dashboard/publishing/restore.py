"""The command that ends the withdrawal of a release."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dashboard.publishing.changing import add_reason, open_to_change, reason_of, told_of
from dashboard.publishing.commands import Command, Told, add_identifier
from dashboard.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    add_identifier(parser)
    add_reason(parser)


def _run(arguments: Namespace, settings: Settings) -> Told:
    with open_to_change(arguments, settings) as store:
        standing = store.restore(arguments.release, reason_of(arguments))
        return told_of(f"The release {arguments.release} is restored. ", standing, arguments)


COMMAND = Command(
    "restore",
    "end the withdrawal of a release",
    _add_arguments,
    _run,
    example="restore 0a1b2c3d4e5f",
)
