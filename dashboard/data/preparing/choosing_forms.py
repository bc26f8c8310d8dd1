"""How much of each table a level can have before small counts hide too much of it.

The groups that headline measures need have every period that was chosen. Of the others, bands and
finest groups each have the most periods in which few of their counts are small: quarters too,
those chosen, "to date" alone, or none. Other follow-ups than those needed have "to date" at most:
each is of fewer children again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing.choosing_screening import Screened
from dashboard.data.preparing.coarsening import groups_to, names_of
from dashboard.data.release.model import (
    Breakdown,
    BreakdownKind,
    Catalogue,
    Cell,
    Measure,
    PeriodType,
    StatisticalTable,
)
from dashboard.data.release.openings import fixed_groups, references_of

# Of the cells of some groups; of several areas each hides about three others.
MOST_SMALL = 0.03
MOST_SMALL_OF_ONE = 0.3
QUARTER, TO_DATE = PeriodType.QUARTER.value, PeriodType.TO_DATE.value
RANK = {"needed": 0, "totals": 0, "bands": 1, "finest": 2, "separate": 3}
Pair = tuple[str, str]  # a filter and a group of it
Words = dict[str, object]  # of `tables.TABLE.levels.LEVEL` in a policy


@dataclass(frozen=True, slots=True)
class Level:
    """A level of area, and the periods chosen for its measures, by measure."""

    name: str
    chosen: Mapping[str, Screened]
    periods: tuple[str, ...]  # as a policy calls them

    @property
    def measures(self) -> list[Measure]:
        return [screened.measure for screened in self.chosen.values()]


def form_of(catalogue: Catalogue, cells: Tables, table: StatisticalTable, level: Level) -> Words:
    """Return how much of a table a level has."""
    counted = _Counted(catalogue, cells[table.name], table, level)
    own = _Own(catalogue, table, level, quarters=counted.has_quarters)
    choice = {kind: own.periods_for(kind, counted) for kind in own.kinds}
    every = [word for words in (*choice.values(), *own.fewer.values()) for word in words]
    periods = own.in_order(every)
    fewer: dict[str, dict[str, list[str]]] = defaultdict(dict)
    left_out: dict[str, set[str]] = defaultdict(set)
    for (name, group), kind in own.groups.items():
        has = own.fewer.get((name, group), choice[kind])
        if not has:
            left_out[name].add(group)
        elif set(has) != set(periods):
            fewer[name][group] = has
    words: Words = {"periods": periods}
    if left_out:
        words["groups"] = {
            name: [g for f, g in own.groups if f == name and g not in groups]
            for name, groups in left_out.items()
        }
    if fewer:
        words["periodsOf"] = dict(fewer)
    return words


class _Own:
    """The groups of a table's filters by kind, and the periods that a measure lacks."""

    def __init__(
        self, catalogue: Catalogue, table: StatisticalTable, level: Level, *, quarters: bool
    ) -> None:
        self._level = level
        self._quarters = quarters
        self._users = dict(_users(catalogue, table, level.measures))
        breakdowns = [b for b in catalogue.breakdowns if b.name in table.filters]
        self.groups = {
            (b.name, g.name): self._kind(b, g.name) for b in breakdowns for g in b.groups
        }
        self.fewer = dict(self._fewer())
        self.kinds = ["needed" if self._users else "totals", *self.groups.values()]
        self.kinds = list(dict.fromkeys(self.kinds))

    def _kind(self, breakdown: Breakdown, group: str) -> str:
        if (breakdown.name, group) in self._users or group == breakdown.default:
            return "needed" if self._users else "totals"
        if breakdown.kind is BreakdownKind.SEPARATE:
            return "separate" if self._users else "totals"
        if breakdown.kind is BreakdownKind.STAGES or group in groups_to(breakdown, "bands"):
            return "bands"
        return "finest"

    def _fewer(self) -> Iterator[tuple[Pair, list[str]]]:
        """Yield the periods of groups that only measures with fewer periods use."""
        for pair, measures in self._users.items():
            runs = [self._level.chosen[m.key].partition.words for m in measures]
            words = [word for run in runs for word in run]
            yield pair, self.in_order([*words, TO_DATE])

    def in_order(self, words: Collection[str]) -> list[str]:
        """Return periods of a policy in the order of time, each once."""
        order = [QUARTER, *sorted(set(words) - {QUARTER, TO_DATE}), TO_DATE]
        return [word for word in order if word in words]

    def periods_for(self, kind: str, counted: _Counted) -> list[str]:
        """Return the most periods in which few counts of a kind of group are small."""
        own = [*self._level.periods, TO_DATE]
        if kind == "needed":
            quarters = [QUARTER] if self._fits_by_quarter(kind, counted) else []
            return [*quarters, *own]
        longer = [] if kind == "separate" else [[QUARTER, *own] if self._quarters else own, own]
        for words in (*longer, [TO_DATE]):
            if counted.are_few(self.groups, kind, words):
                return words
        return [TO_DATE] if kind == "totals" else []

    def _fits_by_quarter(self, kind: str, counted: _Counted) -> bool:
        return self._quarters and counted.are_few(self.groups, kind, [QUARTER])


def _users(
    catalogue: Catalogue, table: StatisticalTable, measures: Sequence[Measure]
) -> Iterator[tuple[Pair, list[Measure]]]:
    """Yield each group that some measures read, with the groups that hold it, and which do."""
    users: dict[Pair, list[Measure]] = defaultdict(list)
    for measure in measures:
        for reference in references_of(measure):
            if reference.table == table.name:
                for name, group in fixed_groups(catalogue, table, reference):
                    users[name, group].append(measure)
    yield from users.items()


class _Counted:
    """The counts of a table at one level, by the periods that a policy names."""

    def __init__(
        self, catalogue: Catalogue, cells: Iterable[Cell], table: StatisticalTable, level: Level
    ) -> None:
        named = level.name.casefold()
        areas = {a.slug for a in catalogue.areas if a.level.casefold() == named}
        whole = {column.name for column in table.columns if column.whole}
        self._cells = [c for c in cells if c.area in areas and c.column in whole and c.value]
        self._most = MOST_SMALL if len(areas) > 1 else MOST_SMALL_OF_ONE
        self._names = {period.key: names_of(period) for period in catalogue.periods}
        self._limits = catalogue.disclosure.of(level.name, table.name)
        self.has_quarters = any(QUARTER in self._names[cell.period] for cell in self._cells)

    def are_few(self, kinds: Mapping[Pair, str], kind: str, words: Collection[str]) -> bool:
        """Return True if few counts of a kind of group are small in some periods."""
        own = [
            cell.value or 0
            for cell in self._cells
            if self._names[cell.period] & set(words)
            and max((RANK[kinds[pair]] for pair in cell.groups), default=0) == RANK[kind]
        ]
        return sum(map(self._limits.is_small, own)) <= self._most * len(own)
