"""The command that makes a link to a release that is scheduled, for those who approve it."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from contextlib import closing

from dashboard.data.release import clock
from dashboard.data.store import preview_links
from dashboard.data.store.history import State
from dashboard.data.store.releases import Store
from dashboard.exceptions import SettingsError, StoreError, UnknownRelease
from dashboard.publishing.commands import Command, Told, add_identifier
from dashboard.publishing.times import in_london
from dashboard.settings import Settings

MOST_DAYS = 30


def _add_arguments(parser: ArgumentParser) -> None:
    add_identifier(parser)
    parser.add_argument(
        "--days", type=float, default=2.0, help=f"for how long, up to {MOST_DAYS} (default: 2)"
    )


def _run(arguments: Namespace, settings: Settings) -> Told:
    if not settings.preview_secret:
        raise SettingsError("PREVIEW_SECRET: needed here and where the dashboard is served.")
    if not 0 < arguments.days <= MOST_DAYS:
        raise SettingsError(f"--days: expected more than 0 and up to {MOST_DAYS}.")
    with closing(Store.open(settings.database_url)) as store:
        record = store.standing().record(arguments.release)
    if record is None:
        raise UnknownRelease(f"The store holds no release named {arguments.release!r}.")
    if record.state is not State.SCHEDULED:
        raise StoreError(f"The release is {record.state}: only a scheduled one has a preview.")
    token = preview_links.sign(settings.preview_secret, record.identifier, arguments.days)
    until = clock.now().astimezone(dt.UTC) + dt.timedelta(days=arguments.days)
    root = settings.public_url or f"http://127.0.0.1:{settings.port}"
    link = f"{root}/preview/{token}/"
    print(link)
    print(f"Anyone with this link can read the release until {in_london(until)}.")
    return {"link": link, "until": until.isoformat(timespec="seconds")}


COMMAND = Command(
    "preview",
    "make a link to a scheduled release, for those who approve it",
    _add_arguments,
    _run,
    example="preview 0a1b2c3d4e5f --days 2",
)
