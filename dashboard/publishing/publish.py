"""How does a release come to be served?"""

from __future__ import annotations

from argparse import Namespace

from dashboard.data.store.releases import Store
from dashboard.publishing.commands import Command, add_path
from dashboard.publishing.gate import open_release, store_if_any
from dashboard.settings import Settings


def _run(arguments: Namespace, settings: Settings) -> None:
    with store_if_any(settings.database_url) as before:
        stored = {record.identifier for record in before.releases()} if before else set()
        release = open_release(arguments.path, before)
    store = Store.open(settings.database_url, read_only=False)
    try:
        store.publish(release, stored)
    finally:
        store.close()
    known = release.identifier in stored
    said = "was there already, and is served" if known else "is published, and is served from now"
    print(f"{release.catalogue.title} ({release.identifier}) {said}.")


COMMAND = Command("publish", "check a release, and serve it if it is fit", add_path, _run)
