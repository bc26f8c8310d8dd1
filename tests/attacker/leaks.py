"""Hand-made releases that give a count away, each with one like it that gives nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tests.attacker.writing import ReleaseText, TableText

SEX = {"sex": ("parts", {"Total": "", "girls": "Total", "boys": "Total"})}
KNOWN = {"known": ("parts", {"Total": "", "Known": "Total", "Not known": "Total"})}
STAGE = {"stage": ("stages", {"Referred": "", "Met": "Referred", "Started": "Met"})}
ONE = {"harbour": ""}


def release(*lines: str, **changes: object) -> ReleaseText:
    """One table, from lines of words between semicolons."""
    text = ReleaseText([table(*lines)])
    return replace(text, **changes)  # type: ignore[arg-type]  # the fields are named by tests


def table(*lines: str, name: str = "referrals", **changes: object) -> TableText:
    rows = [tuple(line.split("; ")) for line in lines]
    return replace(TableText(name, rows), **changes)  # type: ignore[arg-type]  # likewise


def grouped(breakdowns: dict[str, tuple[str, dict[str, str]]], *lines: str) -> ReleaseText:
    """A table of the one area by one breakdown."""
    rows = table(*(f"harbour; {line}" for line in lines), filters=tuple(breakdowns))
    return ReleaseText([rows], areas=ONE, breakdowns=breakdowns)


@dataclass(frozen=True)
class Leak:
    """A release that gives `ranges` away, and one like it that gives nothing.

    It is found by none who do not think of all `kinds`, nor by any of `also`, but by all others.
    """

    name: str
    kinds: set[str]
    leaking: ReleaseText
    safe: ReleaseText
    ranges: list[tuple[int, int]]
    earlier: list[ReleaseText] = field(default_factory=list)
    also: set[str] = field(default_factory=set)


def two_tables(second: str) -> ReleaseText:
    tables = [
        table("harbour; 2024; c"),
        table(f"harbour; 2024; {second}", name="visits", columns={"number": "children"}),
    ]
    return ReleaseText(tables, areas=ONE)


def closures(count: str) -> ReleaseText:
    tables = [
        table("harbour; 2024; 40"),
        table(f"harbour; 2024; {count}", name="closures", universe="closed"),
    ]
    within = ("table=closures; column=children", "part_of", "table=referrals; column=children", "")
    return ReleaseText(tables, areas=ONE, identities=[within])


def share(count: str) -> ReleaseText:
    sides = "table=closures; column=children", "table=referrals; column=children"
    return replace(closures(count), identities=(), measures=[("share", "per cent", *sides)])


def per_cent(figure: str, unit: str) -> ReleaseText:
    asked = table(f"harbour; 2024; 20; {figure}", columns={"asked": "children", "home": unit})
    sides = "table=referrals; column=home", "table=referrals; column=asked"
    return ReleaseText([asked], areas=ONE, measures=[("reported", unit, *sides)])


def years(eastport: str, *, part_of: str, threshold: int = 5) -> ReleaseText:
    """Four years of two areas, in the last of which one count and what it follows from differ."""
    lines = []
    for year, east, west in (("2021", 6, 7), ("2022", 8, 9), ("2023", 10, 12)):
        lines += [f"harbour; {year}; {east + west}", f"eastport; {year}; {east}"]
        lines += [f"westport; {year}; {west}"]
    lines += ["harbour; 2024; 20", f"eastport; 2024; {eastport}", "westport; 2024; c"]
    areas = {"harbour": "", "eastport": part_of, "westport": part_of}
    return release(*lines, areas=areas, threshold=threshold)


def separate(kind: str, girls: str) -> ReleaseText:
    breakdowns = {"sex": (kind, {"Total": "", "girls": "", "boys": ""})}
    lines = [
        line
        for year in ("2021", "2022", "2023")
        for line in (f"{year}; Total; 30", f"{year}; girls; 12", f"{year}; boys; 18")
    ]
    last = "2024; Total; 20", f"2024; girls; {girls}", "2024; boys; c"
    return grouped(breakdowns, *lines, *last)


def other_universe(last: str) -> ReleaseText:
    """Two tables whose totals were the same three times."""
    lines = [f"harbour; {year}; {count}" for year, count in (("2021", 9), ("2022", 8), ("2023", 7))]
    tables = [
        table(*lines, "harbour; 2024; c"),
        table(*lines, f"harbour; 2024; {last}", name="visits", universe="visited"),
    ]
    return ReleaseText(tables, areas=ONE)


def rounded(whole: str, base: int) -> ReleaseText:
    """West has at least 5 of the at most 7 boys; East has `whole` less its at most 12 girls."""
    lines = (
        *("harbour; 2024; Total; c", "harbour; 2024; girls; c", "harbour; 2024; boys; 5"),
        *(
            f"eastport; 2024; Total; {whole}",
            "eastport; 2024; girls; 10",
            "eastport; 2024; boys; c",
        ),
        *("westport; 2024; Total; c", "westport; 2024; girls; c", "westport; 2024; boys; 5"),
    )
    rows = table(*lines, filters=("sex",))
    return ReleaseText([rows], breakdowns=SEX, rounding=base)


def quarters(whole: str, first: str, *, opened: str = "", adds: bool = True) -> ReleaseText:
    """A year that the programme saw only half of, and its last two quarters."""
    lines = f"harbour; 2024; {whole}", f"harbour; 2024 Q3; {first}", "harbour; 2024 Q4; c"
    days = {"harbour": opened} if opened else {}
    return ReleaseText([table(*lines, adds_over_time=adds)], areas=ONE, opened=days)


def ragged(last: str) -> ReleaseText:
    """Three areas show that the first half of a year had nobody; the last one follows."""
    lines = []
    for area, third, fourth in (("a", 7, 9), ("b", 10, 6), ("c", 5, 11)):
        lines += [f"{area}; 2024; {third + fourth}", f"{area}; 2024 Q3; {third}"]
        lines += [f"{area}; 2024 Q4; {fourth}"]
    lines += ["d; 2024; 20", f"d; 2024 Q3; {last}", "d; 2024 Q4; c"]
    return release(*lines, areas=dict.fromkeys("abcd", ""))


def seen(last: str) -> ReleaseText:
    """Children seen, said not to add over time, but they always do."""
    lines = []
    for year in (2021, 2022, 2023):
        lines += [f"harbour; {year}; {30 + year % 5}", f"harbour; {year} Q4; {9 + year % 5}"]
        lines += [f"harbour; {year} Q{quarter}; 7" for quarter in (1, 2, 3)]
    lines += ["harbour; 2024; 33", "harbour; 2024 Q1; 10", "harbour; 2024 Q2; 10"]
    lines += [f"harbour; 2024 Q3; {last}", "harbour; 2024 Q4; c"]
    return ReleaseText([table(*lines, adds_over_time=False)], areas=ONE)


NESTED = {"harbour": "", "north": "harbour", "a": "north", "b": "north", "southport": "harbour"}


LEAKS = [
    Leak(
        "subtraction from a whole",
        {"areas"},
        release("harbour; 2024; 20", "eastport; 2024; 17", "westport; 2024; c"),
        release("harbour; 2024; 20", "eastport; 2024; c", "westport; 2024; c"),
        [(3, 3)],
    ),
    Leak(
        "subtraction from a total of groups",
        {"groups"},
        grouped(SEX, "2024; Total; 20", "2024; girls; 17", "2024; boys; c"),
        grouped(SEX, "2024; Total; 20", "2024; girls; c", "2024; boys; c"),
        [(3, 3)],
    ),
    Leak(
        "one group more than all of the whole",
        {"groups"},
        grouped(SEX, "2024; Total; c", "2024; girls; 7", "2024; boys; 9"),
        grouped(SEX, "2024; Total; c", "2024; girls; 7", "2024; boys; c"),
        [(16, 16)],
    ),
    Leak(
        "a year less three quarters",
        {"tilings", "mixed_tilings"},
        release(
            *("harbour; 2024; 40", "harbour; 2024 Q1; 11", "harbour; 2024 Q2; 12"),
            *("harbour; 2024 Q3; 14", "harbour; 2024 Q4; c"),
            areas=ONE,
        ),
        release(
            *("harbour; 2024; 40", "harbour; 2024 Q1; 11", "harbour; 2024 Q2; 12"),
            *("harbour; 2024 Q3; c", "harbour; 2024 Q4; c"),
            areas=ONE,
        ),
        [(3, 3)],
    ),
    Leak(
        "to date less a year less a quarter",
        {"mixed_tilings"},
        release(
            *("harbour; 202324; 60", "harbour; 2024; 40", "harbour; 2023 Q3; 17"),
            *("harbour; 2023 Q4; c", "harbour; 2024 Q4; 9"),
            areas=ONE,
            opened={"harbour": "2023-07-01"},
        ),
        release(
            *("harbour; 202324; 60", "harbour; 2024; 40", "harbour; 2023 Q3; c"),
            *("harbour; 2023 Q4; c", "harbour; 2024 Q4; 9"),
            areas=ONE,
            opened={"harbour": "2023-07-01"},
        ),
        [(3, 3)],
    ),
    Leak(
        "a quarter without a row",
        {"mixed_tilings"},
        release(
            *("harbour; 2024; 40", "harbour; 2024 Q1; 11", "harbour; 2024 Q2; 12"),
            *("harbour; 2024 Q4; 14",),
            areas=ONE,
        ),
        release(
            *("harbour; 2024; 40", "harbour; 2024 Q1; 11", "harbour; 2024 Q2; 12"),
            *("harbour; 2024 Q4; 7",),
            areas=ONE,
        ),
        [(3, 3)],
    ),
    Leak(
        "a part without its sibling",
        {"left_over"},
        grouped(KNOWN, "2024; Total; 20", "2024; Known; 18"),
        grouped(KNOWN, "2024; Total; 20", "2024; Known; 8"),
        [(2, 2)],
        also={"groups"},
    ),
    Leak(
        "an area without a row",
        {"left_over"},
        release("harbour; 2024; 20", "eastport; 2024; 16"),
        release("harbour; 2024; 20", "eastport; 2024; 12"),
        [(4, 4)],
        also={"areas"},
    ),
    Leak(
        "nobody is left for the next part of the whole",
        {"left_over"},
        grouped(
            {"age": ("parts", {"Total": "", "10": "Total", "11": "Total", "12": "Total"})},
            *("2024; Total; 20", "2024; 10; 20", "2024; 11; c"),
        ),
        grouped(
            {"age": ("parts", {"Total": "", "10": "Total", "11": "Total", "12": "Total"})},
            *("2024; Total; 26", "2024; 10; 20", "2024; 11; c"),
        ),
        [(0, 0)],
        also={"groups"},
    ),
    Leak(
        "a stage between two that are equal",
        {"stages"},
        grouped(STAGE, "2024; Referred; 20", "2024; Met; c", "2024; Started; 20"),
        grouped(STAGE, "2024; Referred; 20", "2024; Met; c", "2024; Started; 12"),
        [(20, 20)],
    ),
    Leak(
        "all but a few reached a stage",
        {"stages"},
        grouped(STAGE, "2024; Referred; 20", "2024; Met; 18", "2024; Started; 10"),
        grouped(STAGE, "2024; Referred; 20", "2024; Met; 15", "2024; Started; 10"),
        [(2, 2)],
    ),
    Leak(
        "two tables of one universe",
        {"same_universe", "undeclared"},
        two_tables("8"),
        two_tables("c"),
        [(8, 8)],
    ),
    Leak(
        "an earlier release",
        {"earlier"},
        release("harbour; 2024; c", areas=ONE, version="2"),
        release("harbour; 2023; c", areas=ONE, version="2"),
        [(8, 8)],
        earlier=[release("harbour; 2024; 8", areas=ONE)],
    ),
    Leak(
        "an earlier release of which another figure is revised",
        {"earlier", "unrevised"},
        release("harbour; 2023; 21", "harbour; 2024; c", areas=ONE, version="2"),
        release("harbour; 2023; 21", "harbour; 2024; 12", areas=ONE, version="2"),
        [(8, 8)],
        earlier=[release("harbour; 2023; 20", "harbour; 2024; 8", areas=ONE)],
    ),
    Leak(
        "two totals to date",
        {"earlier"},
        release("harbour; 202325; 33", areas=ONE, version="2"),
        release("harbour; 202325; 39", areas=ONE, version="2"),
        [(3, 3)],
        earlier=[release("harbour; 202324; 30", areas=ONE)],
        also={"mixed_tilings"},
    ),
    Leak("a complement", {"identities"}, closures("38"), closures("30"), [(2, 2)]),
    Leak("a numerator of its denominator", {"shares"}, share("38"), share("30"), [(2, 2)]),
    *(
        Leak(
            f"in {unit}", {"percentages"}, per_cent("15.0", unit), per_cent("40.0", unit), [(3, 3)]
        )
        for unit in ("%", "per cent", "Per cent", "percentage", "percent", "pct")
    ),
    Leak(
        "all but a few in per cent",
        {"percentages"},
        per_cent("85.0", "%"),
        per_cent("0.0", "%"),
        [(3, 3)],
    ),
    Leak(
        "areas that nobody declared",
        {"undeclared"},
        years("17", part_of=""),
        years("c", part_of=""),
        [(3, 3)],
    ),
    Leak(
        "groups that nobody declared",
        {"undeclared"},
        separate("separate", "17"),
        separate("separate", "c"),
        [(3, 3)],
    ),
    Leak(
        "totals that nobody declared",
        {"undeclared"},
        other_universe("6"),
        other_universe("c"),
        [(6, 6)],
    ),
    Leak(
        "periods that nobody said add up",
        {"undeclared"},
        seen("10"),
        seen("c"),
        [(3, 3)],
    ),
    Leak(
        "a year that is its last two quarters",
        {"undeclared"},
        ragged("12"),
        ragged("c"),
        [(8, 8)],
        also={"mixed_tilings"},
    ),
    Leak(
        "a half year before the area opened",
        {"tilings", "mixed_tilings"},
        quarters("20", "12", opened="2024-07-01"),
        quarters("20", "c", opened="2024-07-01"),
        [(8, 8)],
        also={"mixed_tilings"},
    ),
    Leak(
        "areas of areas",
        {"areas"},
        release(
            *("harbour; 2024; 40", "southport; 2024; 20", "a; 2024; 17", "b; 2024; c"),
            areas=NESTED,
        ),
        release(
            *("harbour; 2024; 40", "southport; 2024; c", "a; 2024; 17", "b; 2024; c"),
            areas=NESTED,
        ),
        [(3, 3)],
        also={"left_over"},
    ),
    Leak(
        "rounded counts", {"groups"}, rounded("15", 5), rounded("10", 5), [(1, 2)], also={"areas"}
    ),
]
