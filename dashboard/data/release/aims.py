"""What is aimed for with a measure, and which way is better."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Direction(enum.StrEnum):
    """Which way is better."""

    HIGH = "high"
    LOW = "low"
    BETWEEN = "between"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Target:
    """What the programme aims for. Either bound may be open."""

    low: float | None
    high: float | None
    label: str
    source: str
