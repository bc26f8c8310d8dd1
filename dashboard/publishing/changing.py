"""What the commands share that change what is in a store: who, why, and trying without doing."""

from __future__ import annotations

import contextlib
import getpass
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from dashboard.data.store.changes import Reason
from dashboard.data.store.history import Standing
from dashboard.data.store.releases import Store
from dashboard.settings import Settings


def add_dry_run(parser: ArgumentParser) -> None:
    """Offer to do everything but keep what comes of it."""
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be done, and change nothing"
    )


def add_reason(parser: ArgumentParser, *, for_readers: bool = False) -> None:
    """Ask who makes a change and why, for the history."""
    if for_readers:
        parser.add_argument("--reason", required=True, help="why, in words that readers are shown")
    else:
        parser.add_argument("--reason", default="", help="why, for the history")
    parser.add_argument("--by", default="", help="who decided it (default: your name here)")
    add_dry_run(parser)


def reason_of(arguments: Namespace) -> Reason:
    """Return who makes the change that was asked for, and why."""
    return Reason(" ".join(arguments.by.split()) or _user(), " ".join(arguments.reason.split()))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a user without a name
        return "unknown"


@contextlib.contextmanager
def open_to_change(arguments: Namespace, settings: Settings) -> Iterator[Store]:
    """Open a store that is there, for a change that is kept unless it is a dry run."""
    Store.open(settings.database_url).close()
    store = Store.open(settings.database_url, read_only=False, rehearsal=arguments.dry_run)
    with contextlib.closing(store):
        yield store


def told_of(done: str, standing: Standing, arguments: Namespace) -> dict[str, Any]:
    """Print what was `done`, as it is, and what readers see after it; return this for programs."""
    print(f"{done}{_what_follows(standing)}")
    return {"current": standing.current or None, "dry_run": arguments.dry_run}


def _what_follows(standing: Standing) -> str:
    record = standing.record(standing.current)
    if record:
        return f"Readers see {record.title}, version {record.version} ({record.identifier})."
    if standing.withdrawn:
        return "Readers see that the release was withdrawn, and why. There is none in its place."
    return "Readers see no release."
