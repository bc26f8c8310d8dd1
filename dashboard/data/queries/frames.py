"""How do figures become the one frame that a view holds?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.data.queries.rows import Placed
from dashboard.data.view import COLUMNS

NUMBERS = frozenset({"value", "numerator", "denominator", "lower", "upper", "due"})


def build_frame(placed: Sequence[Placed], extra: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Make the frame of figures: COLUMNS, then `due`, then the extra ones."""
    return frame_of(
        {
            "area": [p.area.slug for p in placed],
            "area_name": [p.area.name for p in placed],
            "period": [p.period.key for p in placed],
            "period_label": [p.period.label for p in placed],
            "group": [p.group.name if p.group else "" for p in placed],
            "group_label": [p.group.label if p.group else "" for p in placed],
            "value": [p.figure.value for p in placed],
            "marker": [p.figure.marker for p in placed],
            "numerator": [p.figure.numerator for p in placed],
            "denominator": [p.figure.denominator for p in placed],
            "lower": [p.figure.lower for p in placed],
            "upper": [p.figure.upper for p in placed],
            "due": [p.figure.due for p in placed],
            **extra,
        }
    )


def frame_of(columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Make a frame of COLUMNS, those not given all missing, then of whatever else is given.

    NUMBERS are floats, NaN where there is nothing; the rest stay plain objects, with None.
    """
    nothing = [None] * len(columns["area"])
    values = {**dict.fromkeys(COLUMNS, nothing), **columns}
    words = [name for name in values if name not in NUMBERS]
    # One block of words with the numbers put between takes half the time of two blocks joined.
    frame = pd.DataFrame(
        np.array([values[name] for name in words], dtype="object").T, columns=words, dtype="object"
    )
    for place, name in enumerate(values):
        if name in NUMBERS:
            frame.insert(place, name, np.array(values[name], dtype="float64"))
    return frame
