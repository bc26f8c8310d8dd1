"""Sets figures out as the columns of a View."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.data.queries.derive import Placed
from dashboard.data.queries.periods import is_part
from dashboard.data.queries.view import COLUMNS, Columns


def build_columns(placed: Sequence[Placed], extra: Columns) -> Columns:
    """Set figures out as COLUMNS, then `due`, `part`, `starts` and `ends`, then the extra ones.

    `about` is among them where a share of rounded counts is.
    """
    figures = [p.figure for p in placed]
    return columns_of(
        {
            "area": [p.area.slug for p in placed],
            "area_name": [p.area.name for p in placed],
            "period": [p.period.key for p in placed],
            "period_label": [p.period.label for p in placed],
            "group": [p.group.name if p.group else "" for p in placed],
            "group_label": [p.group.label if p.group else "" for p in placed],
            "value": [figure.value for figure in figures],
            "marker": [figure.marker for figure in figures],
            "numerator": [figure.numerator for figure in figures],
            "denominator": [figure.denominator for figure in figures],
            "lower": [figure.lower for figure in figures],
            "upper": [figure.upper for figure in figures],
            "due": [figure.due for figure in figures],
            "part": [is_part(p.period) for p in placed],
            "starts": [p.period.starts for p in placed],
            "ends": [p.period.ends for p in placed],
            **({"about": [f.about for f in figures]} if any(f.about for f in figures) else {}),
            **extra,
        }
    )


def columns_of(columns: Mapping[str, Sequence[Any]]) -> Columns:
    """Return COLUMNS, those not given all missing, then everything else that is given."""
    nothing = [None] * len(columns["area"])
    return {**dict.fromkeys(COLUMNS, nothing), **columns}
