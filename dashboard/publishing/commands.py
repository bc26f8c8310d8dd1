"""What a command is, and what several of them ask for.

A command is a module of this folder with a `COMMAND`; adding one means a line in `COMMANDS` of `__main__.py`.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from dashboard.settings import Settings

Told: TypeAlias = dict[str, Any]  # as JSON can write it


@dataclass(frozen=True, slots=True)
class Command:
    """A word of the command line.

    `run` prints what it did, and returns the same for programs; it raises a DashboardError if not.
    `example` is a line that one could type.
    """

    name: str
    summary: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Settings], Told]
    example: str = ""


def ask_nothing(_parser: ArgumentParser) -> None:
    """Take no arguments."""


def add_json(parser: ArgumentParser, *, default: bool | str = False) -> None:
    """Offer to tell programs what was done."""
    parser.add_argument(
        "--json", action="store_true", default=default, help="one line of JSON, for programs"
    )


def add_identifier(parser: ArgumentParser) -> None:
    """Ask for a release in the store."""
    parser.add_argument("release", metavar="RELEASE", help="its identifier, as `list` shows it")


def add_path(parser: ArgumentParser) -> None:
    """Ask for a release."""
    parser.add_argument("path", help="a release folder, or a zip of one")
