"""Views made by hand, on which the tests of words and charts draw.

Areas are four invented towns and their whole. Counts are plain numbers, so that a test can
say beforehand what a sentence or a point must be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.data.queries import statistics
from dashboard.data.queries.view import COLUMNS, Change, Pooled, ReleaseStamp, Row, Trend, View
from dashboard.data.release.aims import Direction, Target
from dashboard.data.release.model import (
    Breakdown,
    BreakdownKind,
    CellReference,
    Group,
    Marker,
    Measure,
    MeasureKind,
)

NAMES = {
    "ashby": "Ashby",
    "barton": "Barton",
    "corley": "Corley",
    "dunston": "Dunston",
    "all": "All four towns",
}
PLACES = ("ashby", "barton", "corley", "dunston")
YEARS = tuple((str(year), str(year)) for year in range(2020, 2026))
PART_YEAR = ("2026", "2026 (January to June)")
TO_DATE = ("to-date", "2020 to June 2026")
CLOSED = (
    ("2020-to-2022", "2020 to 2022 (3 years)"),
    ("2023-to-2024", "2023 to 2024 (2 years)"),
    ("2025-to-2026", "2025 to June 2026 (18 months)"),
)
WHOLE_YEARS = (("2020-to-2021", "2020 to 2021 (2 years)"), *YEARS[2:], PART_YEAR)

_COLUMNS = (*COLUMNS, "part", "starts", "ends")

CELLS = CellReference("closures", "children")
COMPLETED = Measure(
    key="completed",
    title="Completed treatment, of all cases closed",
    short_title="Completed",
    definition="",
    universe="closed cases",
    phrase="completed treatment",
    section="completion",
    kind=MeasureKind.SHARE,
    unit="per cent",
    decimals=0,
    direction=Direction.HIGH,
    numerator=CELLS,
    denominator=CELLS,
    target=Target(85, None, "85% or more", "a source"),
)
REFERRED = replace(
    COMPLETED,
    key="referrals",
    title="Children referred",
    short_title="Referrals",
    universe="children",
    phrase="were referred",
    kind=MeasureKind.COUNT,
    unit="children",
    denominator=None,
    target=None,
)
STAY = replace(
    COMPLETED,
    key="stay",
    title="Mean length of stay",
    short_title="Length of stay",
    phrase="",
    kind=MeasureKind.REPORTED,
    unit="days",
    target=Target(100, 140, "100 to 140 days", "a source"),
)
ROUTES = Breakdown(
    "route",
    "Referral route",
    BreakdownKind.PARTS,
    "Total",
    (
        Group("Total", "All routes"),
        Group("Social care", "Social care", "Total"),
        Group("Police", "Police", "Total"),
        Group("School", "School & college", "Total"),
    ),
)
AGES = Breakdown(
    "age",
    "Age",
    BreakdownKind.PARTS,
    "Total",
    (
        Group("Total", "All ages"),
        Group("10-11", "Aged 10 to 11", "Total"),
        Group("10", "Aged 10", "10-11"),
        Group("11", "Aged 11", "10-11"),
        Group("12", "Aged 12", "Total"),
    ),
)
STAGES = Breakdown(
    "stage",
    "Stage",
    BreakdownKind.STAGES,
    "Referred",
    (
        Group("Referred", "Referred"),
        Group("Started", "Started", "Referred"),
        Group("Completed", "Completed", "Started"),
    ),
)
POINTS = Breakdown(
    "point",
    "When asked",
    BreakdownKind.SEPARATE,
    "At closure",
    (
        Group("At closure", "At closure"),
        Group("6 months", "6 months after closure"),
        Group("12 months", "12 months after closure"),
    ),
)


def share(
    numerator: int,
    denominator: int,
    *,
    area: str = "ashby",
    period: tuple[str, str] = ("2024", "2024"),
    group: Group | None = None,
) -> Row:
    """Make the row of a share."""
    lower, upper = statistics.wilson_interval(numerator, denominator)
    return _row(area, period, group)._replace(
        value=statistics.share(numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        lower=lower,
        upper=upper,
    )


def count(
    number: float,
    *,
    area: str = "ashby",
    period: tuple[str, str] = ("2024", "2024"),
    group: Group | None = None,
) -> Row:
    """Make the row of a count."""
    return _row(area, period, group)._replace(value=float(number), numerator=int(number))


def hidden(
    *,
    marker: Marker = Marker.CONFIDENTIAL,
    area: str = "ashby",
    period: tuple[str, str] = ("2024", "2024"),
    group: Group | None = None,
) -> Row:
    """Make a row with a marker where its figure would be."""
    return _row(area, period, group)._replace(marker=marker)


def _row(area: str, period: tuple[str, str], group: Group | None) -> Row:
    names = (group.name, group.label) if group else ("", "")
    nothing = (None,) * 6
    return Row(area, NAMES[area], *period, *names, *nothing, period == PART_YEAR, *_days(period[0]))


def _days(key: str) -> tuple[date, date]:
    """Return the first and last day of a period by its key."""
    if key in (PART_YEAR[0], TO_DATE[0]):
        return date(2026 if key == PART_YEAR[0] else 2020, 1, 1), date(2026, 6, 30)
    first, _, last = key.partition("-to-")
    year, _, quarter = first.partition("q")
    if quarter:
        last_day = (31, 30, 30, 31)[int(quarter) - 1]
        month = 3 * int(quarter)
        return date(int(year), month - 2, 1), date(int(year), month, last_day)
    if key == CLOSED[-1][0]:
        return date(2025, 1, 1), date(2026, 6, 30)
    return date(int(year), 1, 1), date(int(last or year), 12, 31)


def view(
    rows: Sequence[Row],
    measure: Measure = COMPLETED,
    *,
    question: str = "trend",
    query: Mapping[str, str] | None = None,
    **more: Any,
) -> View:
    """Put rows into a view."""
    fields: dict[str, Any] = {
        "question": question,
        "query": tuple((query or {}).items()),
        "title": measure.title,
        "subtitle": "Per cent of closed cases, 2020 to June 2026",
        "measure": measure,
        "breakdown": None,
        "columns": {name: [getattr(row, name) for row in rows] for name in _COLUMNS},
        "unit": measure.unit,
        "decimals": measure.decimals,
        "notes": (),
        "source": "Town Partnership, Town figures, version 1",
        "release": ReleaseStamp(
            "abc123", "Town figures", "1", "Town Partnership", "OGL", date(2026, 7, 1), True
        ),
        "markers": tuple(sorted({row.marker for row in rows if row.marker is not None})),
        "whole": "all",
        "places": PLACES,
    }
    return View(**{**fields, **more})


def share_trend(*, areas: Sequence[str] = ("ashby", "all")) -> View:
    """Make shares by year: Ashby's third year is hidden, Dunston had not opened in the first."""
    rows: list[Row] = []
    for place, area in enumerate(areas):
        for step, period in enumerate((*YEARS, PART_YEAR)):
            if area == "ashby" and step == 2:
                rows.append(hidden(area=area, period=period))
            elif area == "dunston" and step == 0:
                rows.append(hidden(marker=Marker.NOT_APPLICABLE, area=area, period=period))
            else:
                rows.append(share(14 + place + step, 24 + 2 * place, area=area, period=period))
    trends = tuple(Trend(area, 6, "no clear change", "2020", "2025") for area in areas)
    return view(rows, query={"area": areas[0] if len(areas) < 3 else ""}, trends=trends)


def switched(view: View, scale: str = "", intervals: str = "") -> View:
    """Draw a view with some switches set."""
    drawn = (("scale", scale), ("intervals", intervals))
    return replace(view, drawn=tuple((key, value) for key, value in drawn if value))


def count_trend(*, areas: Sequence[str] = (*PLACES, "all")) -> View:
    """Make counts by year, the last year not over."""
    rows = [
        count(20 + 3 * place + step, area=area, period=period)
        for place, area in enumerate(areas)
        for step, period in enumerate((*YEARS, PART_YEAR))
    ]
    return view(rows, REFERRED)


def closed_trend(*, areas: Sequence[str] = (*PLACES, "all"), suppressed: bool = False) -> View:
    """Make shares of towns by closed periods, and of the whole by years; Ashby's rises clearly."""
    rows: list[Row] = []
    for place, area in enumerate(areas):
        periods = WHOLE_YEARS if area == "all" else CLOSED
        for step, period in enumerate(periods):
            if suppressed and place == 0 and step == 1:
                rows.append(hidden(area=area, period=period))
            else:
                risen = 14 * step if area == "ashby" else step
                rows.append(share(30 + place + risen, 60, area=area, period=period))
    changes = tuple(_change(area, rows) for area in areas if area != "all")
    trends = (Trend("all", 5, "no clear change", WHOLE_YEARS[0][1], "2025"),)
    asked = {"area": areas[0] if len(areas) < 3 else ""}
    return view(rows, query=asked, trends=trends, changes=changes, threshold=5)


def _change(area: str, rows: Sequence[Row]) -> Change:
    shown = [row for row in rows if row.area == area and row.value is not None]
    (first, last) = (shown[0], shown[-1])
    ends = statistics.difference_interval(_counts(first), _counts(last))
    return Change(
        area,
        first.period_label,
        last.period_label,
        first.value or 0,
        last.value or 0,
        *ends,
        statistics.change_in_shares(ends),
    )


def _counts(row: Row) -> tuple[int, int]:
    return row.numerator or 0, row.denominator or 0


def quarter_trend() -> View:
    """Make counts by quarter with many hidden."""
    rows: list[Row] = []
    for step in range(24):
        year, quarter = 2020 + step // 4, step % 4 + 1
        period = (f"{year}q{quarter}", f"quarter {quarter} of {year}")
        rows += [
            hidden(area=area, period=period)
            if (step + place) % 5 == 0
            else count(6 + step % 3, area=area, period=period)
            for place, area in enumerate(PLACES)
        ]
    return view(rows, REFERRED)


def routes() -> View:
    """Make a count by route, one of them hidden."""
    total, care, police, school = ROUTES.groups
    rows = [
        count(60, area="all", period=TO_DATE, group=total),
        count(33, area="all", period=TO_DATE, group=care),
        hidden(area="all", period=TO_DATE, group=police),
        count(20, area="all", period=TO_DATE, group=school),
    ]
    return view(rows, REFERRED, question="breakdown", breakdown=ROUTES)


def ages() -> View:
    """Make a count by age, with a band over two of the ages."""
    numbers = {"Total": 40, "10-11": 25, "10": 10, "11": 15, "12": 15}
    rows = [count(numbers[g.name], period=TO_DATE, group=g) for g in AGES.groups]
    return view(rows, REFERRED, question="breakdown", breakdown=AGES)


def ages_hidden() -> View:
    """Make a count by age: an age and the band that it is in hidden, and another age zero."""
    numbers = {"Total": 40, "10": 0, "12": 15}
    rows = [
        count(numbers[g.name], period=TO_DATE, group=g)
        if g.name in numbers
        else hidden(period=TO_DATE, group=g)
        for g in AGES.groups
    ]
    return view(rows, REFERRED, question="breakdown", breakdown=AGES)


def routes_with_a_zero() -> View:
    """Make a count by route, one of them zero."""
    rows = [
        count(number, area="all", period=TO_DATE, group=group)
        for number, group in zip((53, 33, 0, 20), ROUTES.groups, strict=True)
    ]
    return view(rows, REFERRED, question="breakdown", breakdown=ROUTES)


def routes_over_time() -> View:
    """Make counts by route and year."""
    rows = [
        hidden(area="all", period=period, group=group)
        if group.name == "Police" and step == 1
        else count((10 if place else 60) + place + step, area="all", period=period, group=group)
        for place, group in enumerate(ROUTES.groups)
        for step, period in enumerate(YEARS)
    ]
    return view(rows, REFERRED, question="breakdown_trend", breakdown=ROUTES)


def stages() -> View:
    """Make the stages of one area."""
    rows = [
        count(number, period=TO_DATE, group=group)
        for number, group in zip((50, 30, 20), STAGES.groups, strict=True)
    ]
    return view(rows, REFERRED, question="breakdown", breakdown=STAGES)


def followup() -> View:
    """Make a share at three points, the last hidden."""
    closure, six, twelve = POINTS.groups
    rows = [
        share(40, 50, period=TO_DATE, group=closure),
        share(30, 40, period=TO_DATE, group=six),
        hidden(period=TO_DATE, group=twelve),
    ]
    return view(rows, question="followup", breakdown=POINTS)


def comparison(*, corley: int = 85, ashby_hidden: bool = False) -> View:
    """Make four towns' shares of 100 beside their whole; `corley` of Corley's 100 completed."""
    numbers = {"ashby": 85, "barton": 84, "corley": corley, "dunston": 86}
    rows = [share(n, 100, area=area, period=TO_DATE) for area, n in numbers.items()]
    pooled = sum(numbers.values())
    if ashby_hidden:
        rows[0] = hidden(area="ashby", period=TO_DATE)
    value = statistics.share(pooled, 400)
    return view(
        [*rows, share(pooled, 400, area="all", period=TO_DATE)],
        question="comparison",
        pooled=Pooled("all", NAMES["all"], value, None, pooled, 400),
        funnel=tuple(statistics.funnel_limits(value, size) for size in (20, 40, 60, 80, 100, 110)),
    )


def many_areas(number: int = 150) -> View:
    """Make the mean stays of many areas, one of them hidden, and of their whole."""
    days = [100 + i * i % 47 + i % 10 / 10 for i in range(number)]
    rows = [
        count(value, period=TO_DATE)._replace(area=f"area-{i}", area_name=f"Area {i}")
        for i, value in enumerate(days)
    ]
    rows[7] = rows[7]._replace(value=None, numerator=None, marker=Marker.CONFIDENTIAL)
    whole = Pooled("all", NAMES["all"], 123.4, None, None, None)
    named = (*rows, count(123.4, area="all", period=TO_DATE))
    return view(named, STAY, question="comparison", pooled=whole)


def single() -> View:
    """Make one share."""
    return view([share(26, 31)], question="figure")


PICTURED: Mapping[str, tuple[tuple[str, View], ...]] = {
    "trend": (
        ("one town beside the whole", share_trend()),
        ("all towns", share_trend(areas=(*PLACES, "all"))),
        ("counts", count_trend()),
        ("quarters", quarter_trend()),
        ("one town by closed periods", closed_trend(areas=("ashby", "all"))),
        ("all towns by closed periods", closed_trend()),
        ("the whole by closed periods", closed_trend(areas=("all",))),
        ("a closed period suppressed", closed_trend(areas=("ashby", "all"), suppressed=True)),
        ("all hidden", view([hidden(period=period) for period in YEARS])),
        ("fitted", switched(share_trend(), "fitted")),
    ),
    "small_multiples": (
        ("all towns", share_trend(areas=(*PLACES, "all"))),
        ("all towns by closed periods", closed_trend()),
        ("a closed period suppressed", closed_trend(suppressed=True)),
    ),
    "breakdown": (
        ("routes", routes()),
        ("a true zero", routes_with_a_zero()),
        ("ages", ages()),
    ),
    "columns": (("ages", ages()), ("ages hidden", ages_hidden()), ("no bands", routes())),
    "breakdown_over_time": (("routes", routes_over_time()),),
    "stages": (("stages", stages()),),
    "intervals": (
        ("towns", comparison()),
        ("one hidden", comparison(ashby_hidden=True)),
    ),
    "funnel": (
        ("towns", comparison()),
        ("one hidden", comparison(ashby_hidden=True)),
    ),
    "spread": (("many areas", many_areas()), ("towns", comparison(ashby_hidden=True))),
    "followup": (("points", followup()),),
    "hundred": (("one share", single()), ("hidden", view([hidden()], question="figure"))),
}
CASES = [
    (picture, name, sample) for picture, samples in PICTURED.items() for name, sample in samples
]
CASE_NAMES = [f"{picture}: {name}" for picture, name, _ in CASES]
