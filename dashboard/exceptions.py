"""The errors that this program can raise, and the exit code with which each leaves.

    DashboardError              1
    ├── SettingsError           2   the environment asks for something impossible
    ├── ReleaseError            3   a release cannot be used
    │   ├── UnreadableRelease   3   a folder, zip or file cannot be read at all
    │   └── InvalidRelease      4   it was read, and findings say what is wrong with it
    ├── StoreError              5   the database cannot be reached or is not ours
    │   ├── NoStoreYet          5   nothing has ever been published into it
    │   └── UnknownRelease      6   no release in the store has that name
    │       └── WithdrawnRelease 6  the release asked for was withdrawn
    ├── DisclosureError         7   a hidden count could be found, or that is not settled
    └── UnknownQuestion         8   a page or an address asks what no query answers

A release with findings of which a hidden count could be found as well leaves with 7, and is told
both. No message carries the value of a cell.
"""

from __future__ import annotations

from collections.abc import Sequence


class DashboardError(Exception):
    """Anything this program refuses, with a message for the person who asked."""

    exit_code = 1


class SettingsError(DashboardError):
    """The environment asks for something impossible."""

    exit_code = 2


class ReleaseError(DashboardError):
    """A release cannot be used."""

    exit_code = 3


class UnreadableRelease(ReleaseError):
    """A release folder, zip or file cannot be read at all."""


class InvalidRelease(ReleaseError):
    """A release was read, and findings say what is wrong with it."""

    exit_code = 4


class StoreError(DashboardError):
    """The database cannot be reached, or does not hold what this program wrote."""

    exit_code = 5


class NoStoreYet(StoreError):
    """Nothing has ever been published into the database."""


class UnknownRelease(StoreError):
    """No release in the store has that name."""

    exit_code = 6


class WithdrawnRelease(UnknownRelease):
    """The release asked for was withdrawn; the message is the reason, for readers."""


class DisclosureError(DashboardError):
    """A hidden count could be found, or it is not settled that it cannot.

    `ways` are all that the audit found, of which the message may name the first only.
    """

    exit_code = 7

    def __init__(self, message: str, ways: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.ways = tuple(ways)


class UnknownQuestion(DashboardError):
    """A page or an address asks what no query answers."""

    exit_code = 8
