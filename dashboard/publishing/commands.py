"""Which commands are there?

A command is a module of this folder with a `COMMAND`; adding one means a line here.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class Command:
    """A word of the command line. `run` prints what it did; it raises a DashboardError if not."""

    name: str
    summary: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Settings], None]


def add_identifier(parser: ArgumentParser) -> None:
    """Ask for a release in the store."""
    parser.add_argument("release", metavar="RELEASE", help="its identifier, as `list` shows it")


def add_path(parser: ArgumentParser) -> None:
    """Ask for a release."""
    parser.add_argument("path", help="a release folder, or a zip of one")
