"""What a table has at one level of area: which periods, and which groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What a table has at one level of area: keys of periods, and groups by filter.

    `fewer` are the periods of a group, by filter and group, that has not all of them.
    """

    level: str
    periods: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fewer: tuple[tuple[tuple[str, str], tuple[str, ...]], ...] = ()

    def periods_of(self, groups: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return the periods that cells of some groups, by filter, have; none of one without rows."""
        asked, known = list(groups), dict(self.fewer)
        if not all(self.has_group(*pair) for pair in asked):
            return ()
        fewer = [known[pair] for pair in asked if pair in known]
        return tuple(key for key in self.periods if all(key in keys for keys in fewer))

    def has_group(self, breakdown: str, group: str) -> bool:
        """Return True if a group has rows; of a breakdown that is no filter, any has."""
        return group in dict(self.groups).get(breakdown, (group,))
