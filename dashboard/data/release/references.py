"""Reads and writes references to cells: "table=closures; column=children; reason=Moved away"."""

from __future__ import annotations

import re

from dashboard.data.release.model import Catalogue, CellReference
from dashboard.data.release.reserved import COLUMN, TABLE

REFERENCE = 'a reference such as "table=closures; column=children; reason=Moved away"'


def format_reference(reference: CellReference) -> str:
    """Write a reference as releases do."""
    parts = ((TABLE, reference.table), (COLUMN, reference.column), *reference.groups)
    return "; ".join(f"{name}={value}" for name, value in parts)


def reference_fault(catalogue: Catalogue, reference: CellReference) -> str:
    """Return what a reference should name of a release and does not; blank if it is all there."""
    table = catalogue.table(reference.table)
    if table is None:
        return "the name of a statistical table"
    if table.column(reference.column) is None:
        return f"a column of {table.path}"
    for name, group in reference.groups:
        if name not in table.filters:
            return f"only filters of {table.path}: {', '.join(table.filters)}"
        breakdown = catalogue.breakdown(name)
        if breakdown is None or breakdown.group(group) is None:
            return f"for {name} a group of groups.csv, spelt as it is there"
    return ""


def read_references(text: str) -> list[CellReference]:
    """Read references with a plus sign between them. Raises ValueError."""
    return [read_reference(part) for part in re.split(rf"\+(?=\s*{TABLE}\s*=)", text)]


def read_reference(text: str) -> CellReference:
    """Read one reference. Raises ValueError."""
    pairs = [part.partition("=") for part in text.split(";") if part.strip()]
    named = {name.strip(): group.strip() for name, _, group in pairs}
    if len(named) < len(pairs) or not all(named) or not all(named.values()):
        raise ValueError(REFERENCE)
    if not {TABLE, COLUMN} <= set(named):
        raise ValueError(REFERENCE)
    table, column = named.pop(TABLE), named.pop(COLUMN)
    return CellReference(table, column, tuple(named.items()))
