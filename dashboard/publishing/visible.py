"""Tells analysts which trends readers can follow, and when these are too few.

Points are counted, and measures named; no count of children is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dashboard.data.release.findings import Finding
from dashboard.data.release.points import Points, points_of, printed_in, usual
from dashboard.data.release.reading import FileRelease
from dashboard.exceptions import InvalidRelease

if TYPE_CHECKING:
    from dashboard.data.preparing.policy import Policy


def headline_points(release: FileRelease) -> tuple[Points, ...]:
    """Count the points of the shares of a release's summary, at each level."""
    catalogue = release.catalogue
    cells = {table.name: release.cells(table.name) for table in catalogue.tables}
    return points_of(catalogue, printed_in(catalogue, cells), usual(catalogue))


def account(points: Sequence[Points]) -> Iterator[str]:
    """Yield what readers can follow: all points and lines, then each measure at each level."""
    if not points:
        return
    yield (
        f"Headline points: {_of(points)} are visible, and "
        f"{sum(p.complete for p in points)} of {sum(p.lines for p in points)} lines are complete."
    )
    for own in points:
        yield (
            f"- {own.level}, {own.measure.title}: {_of([own])} points, "
            f"{own.complete} of {own.lines} lines"
        )


def lost(version: str, before: Sequence[Points], now: Sequence[Points]) -> Iterator[str]:
    """Yield which points of an earlier release can no longer be seen."""
    gone = gone_of(before, now)
    if not gone:
        yield f"No headline point of release {version} is lost."
        return
    named = ", ".join(f"{title} {number}" for title, number in gone.items())
    yield f"Headline points of release {version} that are lost: {named}."


def gone_of(before: Sequence[Points], now: Sequence[Points]) -> dict[str, int]:
    """Return how many points of an earlier release can no longer be seen, by measure and level."""
    seen = {(own.level, own.measure.key): own.shown for own in now}
    return {
        f"{own.measure.title} ({own.level})": len(gone)
        for own in before
        if (gone := own.shown - seen.get((own.level, own.measure.key), frozenset()))
    }


def require_visible(policy: Policy, points: Sequence[Points], name: str) -> None:
    """Raise InvalidRelease where a level shows a smaller share of points than the policy wants.

    A level that needs lines and has no point at all shows none.
    """
    for level in dict.fromkeys([*policy.needs, *(own.level for own in points)]):
        of_level = [own for own in points if own.level == level]
        if _share(of_level) < policy.least_visible:
            short = [own.measure.title for own in of_level if own.visible < own.points]
            hidden = f"points are hidden of {', '.join(short)}" if short else "there is none"
            expected = (
                f"{policy.least_visible:.0%} of headline points visible for {level}; {hidden}: "
                "pool longer periods, or leave out groups"
            )
            raise InvalidRelease(str(Finding("policy", name, None, "leastVisible", expected)))


def _share(points: Sequence[Points]) -> float:
    return sum(p.visible for p in points) / max(1, sum(p.points for p in points))


def _of(points: Sequence[Points]) -> str:
    return f"{sum(p.visible for p in points)} of {sum(p.points for p in points)}"
