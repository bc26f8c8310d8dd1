"""Names that read alike, and what people read where two areas share one."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dashboard.data.release.model import Area

_LOOKALIKES = str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2013\u2014\u2212", "''\"\"-----")


def told_apart(areas: Sequence[Area]) -> tuple[Area, ...]:
    """Return areas whose names say the level too where several have the name: Fife (Health board)."""
    names = Counter(folded(area.name_in_files) for area in areas)
    return tuple(
        replace(
            area,
            name=f"{area.name_in_files} ({area.level})",
            shared_name=area.name_in_files,
        )
        if names[folded(area.name_in_files)] > 1
        else area
        for area in areas
    )


def folded(text: str) -> str:
    """Return a text without what the eye passes over: case, blanks, the shape of marks."""
    plain = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    return " ".join(plain.split()).casefold()
