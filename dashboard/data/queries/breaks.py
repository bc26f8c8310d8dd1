"""The figures of a line that may be compared, where the definition changed on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from dashboard.data.release.model import Marker, Measure

_Item = TypeVar("_Item")


def since_break(
    line: Sequence[_Item],
    measure: Measure,
    marker: Callable[[_Item], Marker | None],
    period: Callable[[_Item], str],
) -> list[_Item]:
    """Return the items of a line after its last break in the series: all, where it has none.

    A break is an item marked so, or lies before the first item by another definition.
    """
    marked = [i + 1 for i, item in enumerate(line) if marker(item) is Marker.BREAK]
    begun = [i for i, item in enumerate(line) if period(item) in measure.redefined]
    return list(line[max([0, *marked, *begun]) :])


def by_definition(
    line: Sequence[_Item], measure: Measure, period: Callable[[_Item], str]
) -> list[list[_Item]]:
    """Return the runs of a line that follow one definition each; none is empty."""
    runs: list[list[_Item]] = []
    for item in line:
        if not runs or period(item) in measure.redefined:
            runs.append([])
        runs[-1].append(item)
    return runs
