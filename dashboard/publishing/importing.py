"""The command that makes a release folder of a table that somebody else published."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from dashboard.data.release.format import DESCRIPTOR, FILES, META_SUFFIX
from dashboard.data.release.reading.source import open_source
from dashboard.data.release.table_columns import META_COLUMNS
from dashboard.data.release.writing.files import write_csv
from dashboard.data.release.writing.seal import seal_release
from dashboard.exceptions import ReleaseError, UnreadableRelease
from dashboard.publishing.changing import add_dry_run
from dashboard.publishing.commands import Command, Told
from dashboard.publishing.progress import progress
from dashboard.settings import Settings

Texts: TypeAlias = dict[str, tuple[Sequence[str], Iterable[Mapping[str, object]]]]  # by path


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("table", type=Path, help="a CSV file, as it was published")
    parser.add_argument("folder", type=Path, help="a new folder for the release")
    parser.add_argument(
        "--mapping", type=Path, metavar="FILE.json", help="what its columns and entries are here"
    )
    add_dry_run(parser)


def _run(arguments: Namespace, _settings: Settings) -> Told:
    from dashboard.data.preparing import drafting, foreign  # noqa: PLC0415  # see prepare.py

    mapping = foreign.read_mapping(arguments.mapping)
    if arguments.folder.exists():
        raise UnreadableRelease(f"{arguments.folder.name}: is there already; name a new folder.")
    if not arguments.table.is_file():
        raise UnreadableRelease(f"{arguments.table.name}: is not there.")
    source = open_source(arguments.table.parent)
    name = mapping.table or _plain(arguments.table.stem)
    with progress("Reading"):
        rows = list(foreign.read_foreign(source, arguments.table.name, mapping))
        draft = drafting.draft(name, rows, mapping)
    texts: Texts = {
        f"data/{name}.csv": (draft.columns, draft.rows),
        f"data/{name}{META_SUFFIX}": (META_COLUMNS, drafting.meta_for(draft)),
        **_lists(drafting.lists_for(draft, mapping)),
    }
    if not arguments.dry_run:
        _write_all(arguments.folder, texts, drafting.descriptor_for(draft, mapping))
    print(
        f"{len(draft.rows):,} rows of {len(draft.areas):,} areas, "
        f"by {', '.join(draft.filters) or 'nothing'}: {', '.join(draft.indicators)}. "
        f"Read the lists and {DESCRIPTOR}, then `complete` and `check` it."
    )
    return {"rows": len(draft.rows), "areas": len(draft.areas), "columns": list(draft.indicators)}


def _write_all(folder: Path, texts: Texts, descriptor: Mapping[str, object]) -> None:
    try:
        for path, (columns, entries) in texts.items():
            rows = [[entry.get(column, "") for column in columns] for entry in entries]
            write_csv(folder / path, columns, rows)
        written = json.dumps(descriptor, ensure_ascii=False, indent=2)
        (folder / DESCRIPTOR).write_text(written + "\n", encoding="utf-8")
    except OSError as error:
        raise ReleaseError(f"{folder.name}: cannot be written ({error.strerror}).") from None
    seal_release(folder)


def _lists(lists: Mapping[str, Iterable[Mapping[str, object]]]) -> Texts:
    fields = {file.path: [field.name for field in file.fields] for file in FILES}
    return {path: (fields[path], entries) for path, entries in lists.items()}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "table"


COMMAND = Command(
    "import",
    "make a release folder of a published table",
    _add_arguments,
    _run,
    example="import table.csv release/ --mapping mapping.json",
)
