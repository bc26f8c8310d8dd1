"""The command that checks a release and makes it current, now or at a time."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from contextlib import closing

from dashboard.data.release import clock
from dashboard.data.release.reading import FileRelease
from dashboard.data.store.history import ReleaseRecord
from dashboard.data.store.releases import Store
from dashboard.publishing.changing import add_reason, reason_of
from dashboard.publishing.commands import Command, Told, add_path
from dashboard.publishing.gate import open_release, store_if_any
from dashboard.publishing.progress import progress
from dashboard.publishing.times import in_london, moment_of
from dashboard.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    add_path(parser)
    parser.add_argument(
        "--at",
        default="",
        metavar="TIME",
        help="from when on, in London: 2026-12-01T09:30, or 2026-12-01 for 09:30 on that day "
        "(default: now, or 09:30 on the release's own day of publication if that is to come)",
    )
    add_reason(parser)


def _run(arguments: Namespace, settings: Settings) -> Told:
    with store_if_any(settings.database_url) as before:
        stored = {record.identifier for record in before.releases()} if before else set()
        release = open_release(arguments.path, before)
    at = moment_of(arguments.at, release.catalogue.published, clock.now())
    if before is None and arguments.dry_run:
        print(f"{_what(release)} could be published, as the first release of the store.")
        return _told(release, at, dry_run=True)
    with closing(
        Store.open(settings.database_url, read_only=False, rehearsal=arguments.dry_run)
    ) as store:
        with progress("Loading"):
            store.publish(release, stored, at=at, reason=reason_of(arguments))
        _warn_of_quotes(store, release)
        later = store.standing().scheduled_after(release.identifier, at)
    print(f"{_what(release)} {_said(at, known=release.identifier in stored)}.")
    for record in later:
        print(_replaced_by(record))
    return _told(release, at, dry_run=arguments.dry_run)


def _told(release: FileRelease, at: dt.datetime | None, *, dry_run: bool) -> Told:
    moment = f"{at.isoformat()}Z" if at else None
    return {"release": release.identifier, "takes_effect": moment, "dry_run": dry_run}


def _what(release: FileRelease) -> str:
    return f"{release.catalogue.title} ({release.identifier})"


def _said(at: dt.datetime | None, *, known: bool) -> str:
    if at is not None:
        return f"is scheduled for {in_london(at)}, and readers see nothing of it before"
    return "was there already, and is served" if known else "is published, and is served from now"


def _replaced_by(record: ReleaseRecord) -> str:
    when = in_london(record.scheduled_for) if record.scheduled_for else ""
    return (
        f"It is replaced on {when} by version {record.version} ({record.identifier}), which is "
        "scheduled: `withdraw` that if this corrects it."
    )


def _warn_of_quotes(store: Store, release: FileRelease) -> None:
    catalogue = release.catalogue
    visible = store.standing().without_withdrawn_quotes(catalogue)
    if left_out := len(catalogue.quotes) - len(visible.quotes):
        print(
            f"{left_out} of its {len(catalogue.quotes)} quotes were withdrawn, and are not shown."
        )


COMMAND = Command(
    "publish",
    "check a release, and make it current if it is fit",
    _add_arguments,
    _run,
    example="publish release/ --at 2026-12-01",
)
