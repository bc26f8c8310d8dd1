"""The command that brings a store of an earlier program forward."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dashboard.data.store.migrating import upgrade_store
from dashboard.data.store.schema import SCHEMA_VERSION
from dashboard.publishing.changing import add_dry_run
from dashboard.publishing.commands import Command, Told
from dashboard.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    add_dry_run(parser)


def _run(arguments: Namespace, settings: Settings) -> Told:
    before = upgrade_store(settings.database_url, dry_run=arguments.dry_run)
    if before == SCHEMA_VERSION:
        print(f"The store has schema {before}, which is this program's: there is nothing to do.")
        return {"before": before, "schema": before}
    print(f"The store is brought forward from schema {before} to {SCHEMA_VERSION}.")
    return {"before": before, "schema": before if arguments.dry_run else SCHEMA_VERSION}


COMMAND = Command(
    "upgrade", "bring a store of an earlier version of this program forward", _add_arguments, _run
)
