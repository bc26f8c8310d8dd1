"""Which releases does the store hold?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dashboard.data.store.releases import Store
from dashboard.publishing.commands import Command
from dashboard.settings import Settings


def _add_arguments(_parser: ArgumentParser) -> None:
    """Ask for nothing."""


def _run(_arguments: Namespace, settings: Settings) -> None:
    store = Store.open(settings.database_url)
    try:
        records = store.releases()
    finally:
        store.close()
    for record in records:
        served = "  served now" if record.current else ""
        invented = "  illustrative" if record.illustrative else ""
        print(
            f"{record.identifier}  {record.published.isoformat()}  {record.version}  "
            f"{record.title}{invented}{served}"
        )
    if not records:
        print("No release has been published yet.")


COMMAND = Command("list", "list the releases in the store", _add_arguments, _run)
