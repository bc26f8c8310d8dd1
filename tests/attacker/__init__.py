"""An outsider's attack on a release, from its files and docs/release-format.md alone.

It shares no code with the dashboard and knows nothing of its audit: what one forgets, the other
may find. It writes down every sum that a reader may know of and asks linear programs how small
and how large each suppressed count can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.attacker.ranges import Contradiction, Ranges
from tests.attacker.reading import Release, read
from tests.attacker.sums import KINDS, build
from tests.attacker.system import System

__all__ = ["KINDS", "Finding", "attack"]


@dataclass(frozen=True)
class Finding:
    """A count that a reader can work out: exactly, or to be one of the small ones."""

    label: str
    low: int
    high: int
    suppressed: bool

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def __str__(self) -> str:
        return f"{self.label}: from {self.low} to {self.high}"


def attack(
    folder: Path | str, earlier: Iterable[Path | str] = (), leave_out: Iterable[str] = ()
) -> list[Finding]:
    """Return all that a reader of a release, and of earlier ones, can work out.

    A suppressed count is found if it can have one value only, or if it is known to be small more
    closely than its marker says: from 1 to one below the threshold, but not any of these values.
    What a sum leaves over is found if it is known so.
    `leave_out` names kinds of sums that this reader does not think of. Raise Contradiction if
    what the release says cannot be true.
    """
    release = read(folder)
    others = [read(path) for path in earlier]
    _share_names(release, others)
    system, ranges = _solve(release, others, frozenset(leave_out))
    small = range(1, release.threshold)
    findings = {}
    for target in system.targets:
        low, high = ranges[target.unknown]
        exact = target.suppressed and low == high
        closer = (low, high) != (small.start, small.stop - 1)
        if exact or (low in small and high in small and closer):
            found = Finding(target.label, int(low), int(high), target.suppressed)
            findings[found.label] = found
    return list(findings.values())


def _solve(
    release: Release, others: list[Release], leave_out: frozenset[str]
) -> tuple[System, Mapping[int, tuple[float, float]]]:
    """Take no more for revised than the figures that differ, if all others can be true then.

    Otherwise all of their family, or all of the earlier releases.
    """
    for more in (set[str](), {"unrevised"}):
        system = build(release, others, leave_out | more)
        with suppress(Contradiction):
            return system, Ranges(system, release.threshold).solve()
    system = build(release, (), leave_out)
    return system, Ranges(system, release.threshold).solve()


def _share_names(release: Release, others: list[Release]) -> None:
    """Let all releases know the areas and groups that any of them declares, the newest first."""
    for other in others:
        for slug, area in other.areas.items():
            release.areas.setdefault(slug, area)
        for breakdown, row in other.breakdowns.items():
            release.breakdowns.setdefault(breakdown, row)
        for breakdown, groups in other.groups.items():
            release.groups[breakdown] = groups | release.groups.get(breakdown, {})
    for other in others:
        other.areas, other.breakdowns, other.groups = (
            release.areas,
            release.breakdowns,
            release.groups,
        )
