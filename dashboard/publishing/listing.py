"""The command that lists the releases of a store."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing

from dashboard.data.store.history import ReleaseRecord
from dashboard.data.store.releases import Store
from dashboard.publishing.commands import Command, Told, ask_nothing
from dashboard.publishing.times import in_london
from dashboard.settings import Settings


def _run(_arguments: Namespace, settings: Settings) -> Told:
    with closing(Store.open(settings.database_url)) as store:
        records = store.releases()
    for record in records:
        invented = "  illustrative" if record.illustrative else ""
        print(
            f"{record.identifier}  {record.published.isoformat()}  {record.version}  "
            f"{record.title}{invented}  {_state(record)}"
        )
    if not records:
        print("No release has been published yet.")
    return {"releases": [_told(record) for record in records]}


def _told(record: ReleaseRecord) -> Told:
    return {
        "identifier": record.identifier,
        "name": record.name,
        "version": record.version,
        "title": record.title,
        "published": record.published.isoformat(),
        "illustrative": record.illustrative,
        "state": record.state.value,
        "reason": record.reason or None,
        "scheduled_for": f"{record.scheduled_for.isoformat()}Z" if record.scheduled_for else None,
    }


def _state(record: ReleaseRecord) -> str:
    if record.reason:
        return f"{record.state}: {record.reason}"
    coming = f" for {in_london(record.scheduled_for)}" if record.scheduled_for else ""
    if coming and record.state != "scheduled":
        return f"{record.state}, scheduled again{coming}"
    return f"{record.state}{coming}"


COMMAND = Command("list", "list the releases in the store, and their states", ask_nothing, _run)
