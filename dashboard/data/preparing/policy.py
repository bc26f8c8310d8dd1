"""What does an analyst's policy file say beyond the release's own rule?

The threshold, the rounding and the sensitive measures are the release's own and stand in its
files. A policy adds which cells must stay visible unless they are small themselves:

    {"keep": ["table=closures; column=children; reason=Completed by agreement"]}
"""

from __future__ import annotations

import json
from pathlib import Path

from dashboard.data.importing.catalogue import read_reference
from dashboard.data.release import CellReference
from dashboard.exceptions import UnreadableRelease

EXPECTED = 'expected {"keep": ["table=...; column=...; filter=group", ...]}'


def read_policy(path: Path) -> tuple[CellReference, ...]:
    """Read which cells must stay visible."""
    try:
        found = json.loads(path.read_text("utf-8"))
        kept = found["keep"]
        if set(found) != {"keep"} or not isinstance(kept, list):
            raise ValueError(EXPECTED)
        return tuple(read_reference(str(text)) for text in kept)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableRelease(f"{path.name}: {EXPECTED}") from error
