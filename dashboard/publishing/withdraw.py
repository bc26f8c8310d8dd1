"""The command that takes a release's figures away from readers, and tells them why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dashboard.publishing.changing import add_reason, open_to_change, reason_of, told_of
from dashboard.publishing.commands import Command, Told, add_identifier
from dashboard.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    add_identifier(parser)
    add_reason(parser, for_readers=True)


def _run(arguments: Namespace, settings: Settings) -> Told:
    with open_to_change(arguments, settings) as store:
        standing = store.withdraw(arguments.release, reason_of(arguments))
        return told_of(f"The release {arguments.release} is withdrawn. ", standing, arguments)


COMMAND = Command(
    "withdraw",
    "show a release no longer, and its readers why",
    _add_arguments,
    _run,
    example='withdraw 0a1b2c3d4e5f --reason "Two areas were exchanged"',
)
