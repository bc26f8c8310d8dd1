"""The command that takes a release's figures away from readers, and tells them why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dashboard.data.release.checks.wording import read_for_readers
from dashboard.data.release.findings import told
from dashboard.data.release.model import Catalogue
from dashboard.exceptions import InvalidRelease
from dashboard.publishing.changing import add_reason, open_to_change, reason_of, told_of
from dashboard.publishing.commands import Command, Told, add_identifier
from dashboard.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    add_identifier(parser)
    add_reason(parser, for_readers=True)


def _run(arguments: Namespace, settings: Settings) -> Told:
    with open_to_change(arguments, settings) as store:
        _require_harmless(store.catalogue(arguments.release), arguments.reason)
        standing = store.withdraw(arguments.release, reason_of(arguments))
        return told_of(f"The release {arguments.release} is withdrawn. ", standing, arguments)


def _require_harmless(catalogue: Catalogue, reason: str) -> None:
    """Raise InvalidRelease for a reason that tells what the release hides, or of whom."""
    if findings := read_for_readers(catalogue, reason, "--reason"):
        raise InvalidRelease(told(findings))


COMMAND = Command(
    "withdraw",
    "show a release no longer, and its readers why",
    _add_arguments,
    _run,
    example='withdraw 0a1b2c3d4e5f --reason "Two areas were exchanged"',
)
