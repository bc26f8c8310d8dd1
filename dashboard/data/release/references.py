"""How is a reference to cells read and written: "table=closures; column=children; reason=Moved away"?"""

from __future__ import annotations

import re

from dashboard.data.release.model import CellReference
from dashboard.data.release.reserved import COLUMN, TABLE

REFERENCE = 'a reference such as "table=closures; column=children; reason=Moved away"'


def format_reference(reference: CellReference) -> str:
    """Write a reference as releases do."""
    parts = ((TABLE, reference.table), (COLUMN, reference.column), *reference.groups)
    return "; ".join(f"{name}={value}" for name, value in parts)


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
