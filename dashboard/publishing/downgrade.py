"""The command that takes a store back to the schema of an earlier program."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from dashboard.data.store.migrating import downgrade_store
from dashboard.data.store.schema import SCHEMA_VERSION
from dashboard.exceptions import StoreError
from dashboard.publishing.changing import add_dry_run
from dashboard.publishing.commands import Command, Told
from dashboard.settings import Settings

LAST_WITHOUT_HISTORY = 1
# What is lost on the way back from a schema.
LOST = {
    4: "room for figures below zero, of which there are none",
    3: "the zips of whole releases; each is made again when its release is published again",
    2: "the history: what was done to releases and quotes, when, by whom and why",
}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        type=int,
        required=True,
        choices=range(1, SCHEMA_VERSION),
        metavar="SCHEMA",
        help=f"the number of the earlier program's schema: 1 to {SCHEMA_VERSION - 1}",
    )
    parser.add_argument(
        "--lose-history",
        action="store_true",
        help=f"to schema {LAST_WITHOUT_HISTORY}, which has no history: you have a backup of it",
    )
    add_dry_run(parser)


def _run(arguments: Namespace, settings: Settings) -> Told:
    target: int = arguments.to
    if target <= LAST_WITHOUT_HISTORY and not arguments.lose_history:
        raise StoreError(
            f"Schema {target} has no history: going back to it loses {LOST[2].partition(': ')[2]}. "
            "Take a backup, and say --lose-history."
        )
    before = downgrade_store(settings.database_url, target, dry_run=arguments.dry_run)
    lost = [words for schema, words in LOST.items() if target < schema <= before]
    if not lost:
        print(f"The store has schema {before}: there is nothing to do.")
        return {"before": before, "schema": before, "lost": lost}
    print(f"The store is taken back from schema {before} to {target}.")
    for words in lost:
        print(f"Lost: {words}.")
    return {"before": before, "schema": before if arguments.dry_run else target, "lost": lost}


COMMAND = Command(
    "downgrade",
    "take a store back to the schema of an earlier version of this program",
    _add_arguments,
    _run,
    example="downgrade --to 2 --dry-run",
)
