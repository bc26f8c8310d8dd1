"""Writes a file: a table as CSV, and a text in place of what was there."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

PARTIAL = ".partial"
Rows: TypeAlias = Iterable[Sequence[object]]


def write_csv(path: Path, header: Sequence[str], rows: Rows) -> None:
    """Write a table, in a folder that is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, in place of what was there."""
    beside = path.with_name(path.name + PARTIAL)
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
