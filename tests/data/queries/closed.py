"""A small release of towns by closed periods beside a whole by years, made in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from dashboard.data.release.periods import derive_periods
from tests.data.queries.releases import WHOLE, Figure, MemoryRelease, answers, make_release

KIND = "Reporting period"
SPANS = {("202526", KIND): (date(2025, 1, 1), date(2026, 6, 30))}
PAIRS = (
    *((name, KIND) for name in ("202021", "202022", "202324", "202526")),
    *((str(year), "Calendar year") for year in range(2022, 2027)),
    ("202026", "To date"),
)
PERIODS = tuple(
    replace(p, ends=date(2026, 6, 30)) if p.key in ("2026", "to-date") else p
    for p in derive_periods(PAIRS, SPANS)
)
CLOSED = ("2020-to-2022", "2023-to-2024", "2025-to-2026")
WHOLE_LINE = ("2020-to-2021", "2022", "2023", "2024", "2025", "2026")
LEVELS = {WHOLE: {*WHOLE_LINE, "to-date"}, "town": {*CLOSED, "to-date"}}


def printed(area: str, period: str) -> bool:
    return period in LEVELS[area if area == WHOLE else "town"]


def mixed(
    *,
    yes: dict[str, Figure] | None = None,
    without: Collection[tuple[str, str]] = (),
    **changes: object,
) -> MemoryRelease:
    """Make a release of towns by closed periods; `yes` of each period, of 60, is Town 1's."""

    def figure(area: str, period: str, groups: dict[str, str]) -> Figure | None:
        if not printed(area, period) or (period, groups.get("answer")) in without:
            return None
        told = (yes or {}).get(period, 40) if area == "town-1" else 40
        found = answers(told, 60 - told if isinstance(told, int) else "c")
        return {**found, "Known": 60, "Total": 60}[groups["answer"]]

    return make_release(figure, periods=PERIODS, **changes)  # type: ignore[arg-type]  # passed on
