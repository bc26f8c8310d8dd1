"""Everything that is wrong with a release, told together to someone who can fix it.

A finding names the file, row and column and says what was expected there. It never carries
what was found: that may be a count which must not be seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

FINDINGS_KEPT = 10_000  # of each check and file
LINES_OF_ONE = 4  # of a screen, for each check and file where there are more than it holds
LINES = 24  # of a screen
ROWS_NAMED = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to fix. `row` counts as a spreadsheet does: the header is row 1."""

    check: str
    file: str
    row: int | None
    column: str
    expected: str

    def __str__(self) -> str:
        return self.in_rows("" if self.row is None else f"row {self.row}")

    def in_rows(self, rows: str) -> str:
        """Return the finding as a line, with the words for its rows."""
        place = [self.file, *filter(None, [rows, self.column and f"column {self.column}"])]
        return f"[{self.check}] {', '.join(place)}: expected {self.expected}"


def told(findings: Iterable[Finding]) -> str:
    """Return findings as one screen: one line for what is expected alike in many rows.

    Where the lines are too many, each check and file has its first, and how many more there are.
    """
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.check, finding.file, finding.column, finding.expected)
        alike.setdefault(key, []).append(finding)
    if len(alike) <= LINES:
        return "\n".join(map(_line, alike.values()))
    lines: list[str] = []
    more = 0
    places: Counter[tuple[str, ...]] = Counter()
    for (check, file, *_), group in alike.items():
        places[check, file] += 1
        if places[check, file] <= LINES_OF_ONE and len(lines) < LINES:
            lines.append(_line(group))
        else:
            more += len(group)
    return "\n".join([*lines, _rest(more)])


def one_screen(kinds: Sequence[str], lines: Sequence[str]) -> list[str]:
    """Return lines, each of a kind; where they are too many, the first of each kind and a count."""
    if len(lines) <= LINES:
        return list(lines)
    most = max(LINES // len(set(kinds)), 1)
    seen: Counter[str] = Counter()
    screen: list[str] = []
    for kind, line in zip(kinds, lines, strict=True):
        seen[kind] += 1
        if seen[kind] <= most:
            screen.append(line)
    return [*screen, _rest(len(lines) - len(screen))]


def _rest(more: int) -> str:
    return (
        f"... and {more:,} more: `check FOLDER --findings FILE.csv` writes every one into a file."
    )


def _line(group: Sequence[Finding]) -> str:
    rows = [finding.row for finding in group if finding.row is not None]
    if len(rows) < 2:
        return str(group[0])
    named = ", ".join(str(row) for row in rows[:ROWS_NAMED])
    more = len(rows) - ROWS_NAMED
    return group[0].in_rows(f"rows {named}" + (f" and {more:,} more" if more > 0 else ""))


class Findings:
    """Collects findings; keeps the first of each check and file, and counts the others."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], list[Finding]] = {}
        self._more: Counter[tuple[str, str]] = Counter()
        self.remarks: list[str] = []

    def remark(self, words: str) -> None:
        """Note what an analyst should know, and nothing has to be fixed for."""
        self.remarks.append(words)

    def add(
        self, check: str, file: str, expected: str, *, row: int | None = None, column: str = ""
    ) -> None:
        """Note one finding, in the order of its arguments: rule, place, what was expected."""
        self.note(Finding(check, file, row, column, expected))

    def note(self, finding: Finding) -> None:
        findings = self._kept.setdefault((finding.check, finding.file), [])
        if len(findings) < FINDINGS_KEPT:
            findings.append(finding)
        else:
            self._more[finding.check, finding.file] += 1

    def extend(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.note(finding)

    def of(self, check: str) -> tuple[Finding, ...]:
        """Return one check's findings; where some were left out, the last says how many."""
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
