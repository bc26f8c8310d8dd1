"""Everything that is wrong with a release, told together to someone who can fix it.

A finding names the file, row and column and says what was expected there. It never carries
what was found: that may be a count which must not be seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FINDINGS_SHOWN = 20  # for each check and file


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to fix. `row` counts as a spreadsheet does: the header is row 1."""

    check: str
    file: str
    row: int | None
    column: str
    expected: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        return f"[{self.check}] {', '.join(place)}: expected {self.expected}"


class Findings:
    """Collects findings; keeps the first of each check and file, and counts the others."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], list[Finding]] = {}
        self._more: Counter[tuple[str, str]] = Counter()

    def add(
        self, check: str, file: str, expected: str, *, row: int | None = None, column: str = ""
    ) -> None:
        """Note one finding, in the order of its arguments: rule, place, what was expected."""
        kept = self._kept.setdefault((check, file), [])
        if len(kept) < FINDINGS_SHOWN:
            kept.append(Finding(check, file, row, column, expected))
        else:
            self._more[check, file] += 1

    def extend(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.add(
                finding.check,
                finding.file,
                finding.expected,
                row=finding.row,
                column=finding.column,
            )

    def of(self, check: str) -> tuple[Finding, ...]:
        """Give one check's findings; where some were left out, the last says how many."""
        return tuple(f for key in self._kept if key[0] == check for f in self._told(key))

    def all(self) -> tuple[Finding, ...]:
        return tuple(finding for key in self._kept for finding in self._told(key))

    def __bool__(self) -> bool:
        return bool(self._kept)

    def _told(self, key: tuple[str, str]) -> Iterator[Finding]:
        yield from self._kept[key]
        if more := self._more[key]:
            places = "place" if more == 1 else "places"
            yield Finding(*key, None, "", f"the same in {more:,} more {places}")
