"""Which figures of a line may be compared, where the definition changed on the way?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from dashboard.data.release.model import Marker

_Item = TypeVar("_Item")


def since_break(line: Sequence[_Item], marker: Callable[[_Item], Marker | None]) -> list[_Item]:
    """Return the items of a line after its last break in the series: all, where it has none."""
    breaks = [i for i, item in enumerate(line) if marker(item) is Marker.BREAK]
    return list(line[breaks[-1] + 1 :] if breaks else line)
