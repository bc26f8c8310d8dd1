"""Small releases for the tests of queries, made in memory and published as any other.

`make_release` gives an invented programme: towns within "Everywhere", years, and a table of
children with one breakdown, `answer`. A test says only what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any

from dashboard.data.release.aims import Direction
from dashboard.data.release.context import Programme
from dashboard.data.release.model import (
    Area,
    Breakdown,
    BreakdownKind,
    Catalogue,
    Cell,
    CellReference,
    Column,
    DisclosureRule,
    Group,
    Marker,
    Measure,
    MeasureKind,
    Period,
    PeriodType,
    StatisticalTable,
)

WHOLE = "everywhere"
ANSWERS = Breakdown(
    "answer",
    "Answer",
    BreakdownKind.PARTS,
    "Total",
    (
        Group("Total", "All"),
        Group("Known", "Known", "Total"),
        Group("Yes", "Yes", "Known"),
        Group("No", "No", "Known"),
        Group("Not known", "Not known", "Total"),
    ),
)
POINTS = Breakdown(
    "point",
    "When asked",
    BreakdownKind.SEPARATE,
    "end",
    (Group("end", "At the end"), Group("later", "A year later")),
)
STAGES = Breakdown(
    "stage",
    "Stage reached",
    BreakdownKind.STAGES,
    "referred",
    (Group("referred", "Referred"), Group("started", "Started", "referred")),
)
Figure = float | str  # a number, or a marker as it is written


@dataclass(frozen=True)
class MemoryRelease:
    """A release whose cells are in memory."""

    catalogue: Catalogue
    all_cells: tuple[Cell, ...]
    identifier: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        content = repr((self.catalogue, self.all_cells)).encode()
        object.__setattr__(self, "identifier", sha256(content).hexdigest()[:12])

    def cells(self, table: str) -> Iterator[Cell]:
        return (cell for cell in self.all_cells if cell.table == table)

    def archive(self) -> bytes:
        return b""


def years(first: int, last: int) -> tuple[Period, ...]:
    return tuple(
        Period(
            str(year),
            str(year),
            "Calendar year",
            PeriodType.YEAR,
            str(year),
            date(year, 1, 1),
            date(year, 12, 31),
        )
        for year in range(first, last + 1)
    )


def towns(count: int, *, part_of: str = WHOLE) -> tuple[Area, ...]:
    return (
        Area(WHOLE, "Everywhere", "Programme"),
        *(
            Area(f"town-{n}", f"Town {n}", "Local authority", f"E0900{n:04}", part_of=part_of)
            for n in range(1, count + 1)
        ),
    )


def share_of_known(key: str = "home", **changes: Any) -> Measure:
    return replace(
        Measure(
            key=key,
            title="Living at home",
            short_title="At home",
            definition="Children living at home.",
            universe="children whose answer is known",
            phrase="were at home",
            section="outcomes",
            kind=MeasureKind.SHARE,
            unit="per cent",
            decimals=0,
            direction=Direction.HIGH,
            numerator=CellReference("children", "children", (("answer", "Yes"),)),
            denominator=CellReference("children", "children", (("answer", "Known"),)),
        ),
        **changes,
    )


def count(key: str = "children", **changes: Any) -> Measure:
    return replace(
        Measure(
            key=key,
            title="Children seen",
            short_title="Seen",
            definition="Children seen in the period.",
            universe="children",
            phrase="were seen",
            section="referrals",
            kind=MeasureKind.COUNT,
            unit="children",
            decimals=0,
            direction=Direction.NEITHER,
            numerator=CellReference("children", "children"),
        ),
        **changes,
    )


def reported(**changes: Any) -> Measure:
    return replace(
        Measure(
            key="days",
            title="Mean days",
            short_title="Days",
            definition="Mean days.",
            universe="children",
            phrase="",
            section="delivery",
            kind=MeasureKind.REPORTED,
            unit="days",
            decimals=0,
            direction=Direction.BETWEEN,
            numerator=CellReference("children", "days"),
            denominator=CellReference("children", "children"),
        ),
        **changes,
    )


def make_release(
    figure: Callable[[str, str, dict[str, str]], Figure | None],
    *,
    areas: Sequence[Area] = towns(2),
    periods: Sequence[Period] = years(2019, 2024),
    breakdowns: Sequence[Breakdown] = (ANSWERS,),
    measures: Sequence[Measure] = (share_of_known(), count()),
    columns: Sequence[Column] = (Column("children", "Children", whole=True),),
    **changes: Any,
) -> MemoryRelease:
    """Make a release of one table, "children", whose every cell `figure` gives.

    `figure` is told the area, the period and the groups with the column under "column"; None
    leaves the row out.
    """
    cells = []
    for area in areas:
        for period in periods:
            for groups in _combinations(breakdowns):
                for column in columns:
                    found = figure(area.slug, period.key, {**groups, "column": column.name})
                    if found is not None:
                        cells.append(_cell(column.name, area.slug, period.key, groups, found))
    table = StatisticalTable(
        "children",
        "Children",
        "Children, by answer.",
        "children seen",
        "data/children.csv",
        tuple(breakdown.name for breakdown in breakdowns),
        tuple(columns),
        tuple(dict.fromkeys(p.key for p in periods if any(c.period == p.key for c in cells))),
    )
    catalogue = Catalogue(
        name="everywhere",
        title="Everywhere: figures",
        description="An invented programme.",
        version="1",
        licence="OGL-UK-3.0",
        licence_url="https://example.org/",
        producer="The towns",
        contact="figures@example.org",
        published=date(2025, 1, 28),
        last_updated=date(2025, 1, 28),
        next_update=None,
        next_update_note="",
        illustrative=True,
        programme=Programme("Everywhere", "E", "Help.", "children", WHOLE, "all towns"),
        disclosure=DisclosureRule(5, 1, "Counts from 1 to 4 are hidden."),
        areas=tuple(areas),
        periods=tuple(periods),
        breakdowns=tuple(breakdowns),
        tables=(table,),
        measures=tuple(measures),
    )
    return MemoryRelease(replace(catalogue, **changes), tuple(cells))


def always(figure: Figure) -> Callable[[str, str, dict[str, str]], Figure]:
    """Return what makes every cell the same figure."""
    return lambda *_: figure


def always_answering(
    yes: Figure, no: Figure, not_known: Figure = 0
) -> Callable[[str, str, dict[str, str]], Figure]:
    """Return what makes the answers of every area and period the same."""
    found = answers(yes, no, not_known)
    return lambda _area, _period, groups: found[groups["answer"]]


def answers(yes: Figure, no: Figure, not_known: Figure = 0) -> dict[str, Figure]:
    """Return all answers of one area and period; a total of anything suppressed is suppressed."""
    return {
        "Yes": yes,
        "No": no,
        "Not known": not_known,
        "Known": _sum(yes, no),
        "Total": _sum(yes, no, not_known),
    }


def _sum(*parts: Figure) -> Figure:
    numbers = [part for part in parts if not isinstance(part, str)]
    return sum(numbers) if len(numbers) == len(parts) else "c"


def _combinations(breakdowns: Iterable[Breakdown]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = [{}]
    for breakdown in breakdowns:
        found = [row | {breakdown.name: g.name} for row in found for g in breakdown.groups]
    return found


def _cell(column: str, area: str, period: str, groups: dict[str, str], found: Figure) -> Cell:
    named = tuple(groups.items())
    if isinstance(found, str):
        return Cell("children", column, area, period, named, None, Marker(found))
    return Cell("children", column, area, period, named, float(found), None)
