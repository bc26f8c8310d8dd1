"""The command that undoes the last change."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dashboard.publishing.changing import add_reason, open_to_change, reason_of, told_of
from dashboard.publishing.commands import Command, Told
from dashboard.publishing.history import describe
from dashboard.settings import Settings


def _run(arguments: Namespace, settings: Settings) -> Told:
    with open_to_change(arguments, settings) as store:
        undone, standing = store.undo(reason_of(arguments))
        report = told_of(f"Undone: {describe(undone)}\n", standing, arguments)
    return {"undone": undone.number, **report}


def _add_arguments(parser: ArgumentParser) -> None:
    add_reason(parser)


COMMAND = Command(
    "undo",
    "undo the last change: a publication, a withdrawal, a restoration, the withdrawal of a quote",
    _add_arguments,
    _run,
)
