"""Few children who are left over where nobody looks: each release leaks, and one near it does not.

Every suppressed count may be anything from none to the threshold; what leaks is several of them
together, or nobody's count at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from dashboard.data.release.writing.seal import seal_release
from dashboard.exceptions import DisclosureError
from dashboard.publishing.gate import open_release
from tests.attacker.leaks import ONE, SEX, STAGE
from tests.attacker.writing import Line, ReleaseText, TableText, write

ROUTE = {"route": ("parts", {"Total": "", "police": "Total", "school": "Total", "carers": "Total"})}
AGE = {"age": ("parts", {"Total": "", "10": "Total", "11": "Total", "12": "Total"})}
TOWNS = dict.fromkeys(("eastport", "westport", "midport"), "harbour")
AREAS = {"harbour": "", **TOWNS}
QUARTERS = ("2024", "2024 Q1", "2024 Q2", "2024 Q3")


def square(few: int) -> list[list[str]]:
    """Four by four, totals first: `few` are in neither the first row nor the first column."""
    whole = 56 + few
    return [
        [str(whole), "38", "c", "c"],
        ["38", "20", "c", "c"],
        ["c", "c", "c", "c"],
        ["c", "c", "c", "c"],
    ]


def lines(places: Sequence[Line], figures: Sequence[Sequence[str]]) -> list[Line]:
    """Put figures at places (area, period, groups), in order."""
    flat = [figure for row in figures for figure in row]
    return [(*place, figure) for place, figure in zip(places, flat, strict=True)]


def crossed(few: int, rows: str, columns: str) -> ReleaseText:
    """Cross two of areas, quarters, routes and ages."""
    axes = {"area": tuple(AREAS), "period": QUARTERS} | {
        name: tuple(groups) for name, (_, groups) in (ROUTE | AGE).items()
    }
    filters = tuple(name for name in (rows, columns) if name in ROUTE | AGE)
    places = [
        (at.get("area", "harbour"), at.get("period", "2024"), *(at[name] for name in filters))
        for first in axes[rows]
        for second in axes[columns]
        for at in [{rows: first, columns: second}]
    ]
    found = lines(places, square(few))
    if "period" in (rows, columns):
        found += [(a, "2024 Q4", *g, "0") for a, p, *g, _ in found if p == "2024"]
    breakdowns = {name: (ROUTE | AGE)[name] for name in filters}
    table = TableText("referrals", found, filters)
    return ReleaseText(
        [table], areas=AREAS if "area" in (rows, columns) else ONE, breakdowns=breakdowns
    )


def passes(
    text: ReleaseText,
    edit: Callable[[Path], None] | None = None,
    **rule: Any,
) -> bool:
    """Return whether the gate lets a release pass; no check but the audit may object."""
    with TemporaryDirectory() as place:
        return _passes(write(Path(place) / "release", text), edit, rule)


def _passes(folder: Path, edit: Callable[[Path], None] | None, rule: Mapping[str, Any]) -> bool:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["disclosure"] |= rule
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    if edit is not None:
        edit(folder)
    seal_release(folder)
    try:
        open_release(folder)
    except DisclosureError as error:
        found = str(error)
    else:
        return True
    assert not found.startswith("[")
    return False


@pytest.mark.parametrize(("few", "safe"), [(4, False), (5, True), (9, True)])
@pytest.mark.parametrize(
    ("rows", "columns"),
    [("route", "age"), ("area", "route"), ("period", "route"), ("area", "period")],
)
def test_those_in_neither_of_two_groups(few: int, rows: str, columns: str, safe: bool) -> None:
    assert passes(crossed(few, rows, columns)) is safe


def known_by_parts(few: int) -> ReleaseText:
    """Eastport's total is not available, but its girls and boys are printed."""
    figures = [[str(56 + few), "c", "c"], ["x", "30", "26"], *[["c"] * 3] * 2]
    places = [(area, "2024", sex) for area in AREAS for sex in SEX["sex"][1]]
    table = TableText("referrals", lines(places, figures), ("sex",))
    return ReleaseText([table], areas=AREAS, breakdowns=SEX)


def within(outer: Sequence[str], inner: Sequence[str], **areas: str) -> ReleaseText:
    """Closures within referrals, by area."""
    places = [(area, "2024") for area in ("harbour", *areas)]
    referrals = TableText("referrals", lines(places, [outer]))
    closures = TableText("closures", lines(places, [inner]), universe="closed")
    identity = ("table=closures; column=children", "part_of", "table=referrals; column=children")
    return ReleaseText(
        [referrals, closures], areas={"harbour": "", **areas}, identities=[(*identity, "")]
    )


def open_elsewhere(few: int) -> ReleaseText:
    """Of two towns together, `few` have not closed."""
    return within(["90", "50", "20", "20"], [str(80 - few), "40", "c", "c"], **TOWNS)


@pytest.mark.parametrize("make", [known_by_parts, open_elsewhere])
@pytest.mark.parametrize(("few", "safe"), [(4, False), (9, True)])
def test_two_towns_together(make: Callable[[int], ReleaseText], few: int, safe: bool) -> None:
    assert passes(make(few)) is safe


@pytest.mark.parametrize(("whole", "safe"), [(24, False), (25, True)])
def test_a_whole_less_one_area_whose_count_is_nearly_known(whole: int, safe: bool) -> None:
    """Eastport has 20 to 22: 12 girls, and boys who round to 9. Of 24, 2 to 4 are elsewhere."""
    girls = [[str(whole), "c"], ["c", "12"], *[["c"] * 2] * 2]
    places = [(area, "2024", sex) for area in AREAS for sex in ("Total", "girls")]
    boys = [(area, "2024", "boys", "9" if area == "eastport" else "c") for area in AREAS]
    tables = [
        TableText("referrals", lines(places, girls), ("sex",)),
        TableText("visits", boys, ("sex",)),
    ]
    text = ReleaseText(tables, areas=AREAS, breakdowns=SEX)
    assert passes(text, tables={"visits": {"rounding": 3}}) is safe


def stages(met: str, started: int) -> ReleaseText:
    """Four years of three stages, the last of which has 40 referred."""
    every = [["40", "30", "20"], ["50", "33", "28"], ["60", "39", "22"], ["40", met, str(started)]]
    places = [
        ("harbour", str(year), stage)
        for year in range(2021, 2025)
        for stage in ("Referred", "Met", "Started")
    ]
    table = TableText("stages", lines(places, every), ("stage",))
    return ReleaseText([table], areas=ONE, breakdowns=STAGE)


@pytest.mark.parametrize("met", ["c", "x"])
@pytest.mark.parametrize(("started", "safe"), [(36, False), (30, True)])
def test_those_lost_between_the_first_stage_and_the_last(
    met: str, started: int, safe: bool
) -> None:
    assert passes(stages(met, started)) is safe


@pytest.mark.parametrize(("closed", "safe"), [(36, False), (30, True)])
def test_a_set_within_a_set_within_a_whole(closed: int, safe: bool) -> None:
    tables = [
        TableText(name, [("harbour", "2024", count)], universe=name)
        for name, count in (("referrals", "40"), ("starts", "c"), ("closures", str(closed)))
    ]
    names = [f"table={table.name}; column=children" for table in tables]
    identities = [(names[1], "part_of", names[0], ""), (names[2], "part_of", names[1], "")]
    text = ReleaseText(tables, areas=ONE, identities=identities)
    assert passes(text) is safe


@pytest.mark.parametrize("eastport", ["c", "x"])
@pytest.mark.parametrize(("closed", "safe"), [(90, False), (80, True)])
def test_one_place_of_a_rounded_whole(eastport: str, closed: int, safe: bool) -> None:
    """At least `closed` of at most 102, where more than four in five is too many."""
    two = {"eastport": "harbour", "westport": "harbour"}
    text = within(["100", eastport, "c"], ["c", str(closed), "c"], **two)
    rule: dict[str, Any] = {"dominancePerCent": 80, "levels": {"Programme": {"rounding": 5}}}
    assert passes(text, **rule) is safe


def sensitive(folder: Path) -> None:
    """Mark the last measure of a release as sensitive."""
    first, *others, last = (folder / "measures.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{first},sensitive", *(f"{row}," for row in others), f"{last},true"]
    (folder / "measures.csv").write_text("\n".join(rows), encoding="utf-8")


@pytest.mark.parametrize("others", [(), ("school", "carers")])
@pytest.mark.parametrize(
    ("police", "edit", "safe"),
    [
        (("30", "10", "20"), sensitive, False),
        (("50", "40", "10"), sensitive, False),
        (("30", "20", "10"), sensitive, True),
        (("30", "10", "20"), None, True),
    ],
    ids=["all", "none", "some", "not sensitive"],
)
def test_all_or_none_of_a_group_that_no_table_prints(
    police: Sequence[str],
    others: Sequence[str],
    edit: Callable[[Path], None] | None,
    safe: bool,
) -> None:
    """Of 60 children 40 say yes; of the other routes there are no rows, or no figures."""
    answer = {"answer": ("parts", {"Total": "", "yes": "Total", "no": "Total"})}
    routes = ("Total", "police", *others)
    places = [("harbour", "2024", route, a) for route in routes for a in answer["answer"][1]]
    figures = [("60", "40", "20"), police, *[("x", "x", "x")] * len(others)]
    table = TableText("endings", lines(places, figures), ("route", "answer"))
    yes, every = (f"table=endings; column=children; answer={group}" for group in ("yes", "Total"))
    text = ReleaseText(
        [table],
        areas=ONE,
        breakdowns={**ROUTE, **answer},
        measures=[("share", "per cent", yes, every)],
    )
    assert passes(text, edit) is safe


@pytest.mark.parametrize(
    ("girls", "mean", "safe"),
    [("x", "12.0", False), ("u", "12.0", False), ("x", "x", True), ("8", "12.0", True)],
)
def test_a_mean_of_a_number_that_is_not_there(girls: str, mean: str, safe: bool) -> None:
    """With means of 20 of forty, 12 of the girls and 21 of the boys there are four girls."""
    boys = "32" if girls.isdigit() else girls
    rows = [("Total", "40", "20.0"), ("girls", girls, mean), ("boys", boys, "x")]
    table = TableText(
        "stays",
        [("harbour", "2024", *row) for row in rows],
        ("sex",),
        {"children": "children", "stay": "days"},
    )
    sides = "table=stays; column=stay", "table=stays; column=children"
    text = ReleaseText([table], areas=ONE, breakdowns=SEX, measures=[("reported", "days", *sides)])
    assert passes(text) is safe


@pytest.mark.parametrize(("started", "safe"), [(96, False), (90, True)])
def test_those_lost_in_two_towns_together(started: int, safe: bool) -> None:
    """Eastport lost 20; of how many met, and of who started in the other towns, nothing is told."""
    last = [["120", "c", str(started)], ["60", "c", "40"], *[["30", "c", "c"]] * 2]
    before = [["171", "91", "50"], ["61", "31", "20"], ["60", "31", "14"], ["50", "29", "16"]]
    places = [
        (area, year, stage)
        for year in ("2024", "2023")
        for area in AREAS
        for stage in STAGE["stage"][1]
    ]
    table = TableText("stages", lines(places, [*last, *before]), ("stage",))
    assert passes(ReleaseText([table], areas=AREAS, breakdowns=STAGE)) is safe
