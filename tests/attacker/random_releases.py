"""Random small releases: records of invented children, counted, suppressed and written.

Small counts are suppressed and more beside them: at random, or until a reader who overlooks some
kinds of sums finds nothing, or until one who overlooks none does. So there are releases that
plainly leak, that leak by one kind of sum only, and that do not leak.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from pathlib import Path
from random import Random
from shutil import rmtree

from tests.attacker import KINDS, attack
from tests.attacker.writing import ReleaseText, TableText, write

LAYOUTS = (
    {"harbour": "", "eastport": "harbour", "westport": "harbour"},
    {"harbour": "", "eastport": "harbour", "westport": "harbour", "midport": "harbour"},
    {"harbour": "", "north": "harbour", "a": "north", "b": "north", "southport": "harbour"},
)
SEX = {"Total": "", "girls": "Total", "boys": "Total"}
ROUTE = {"Total": "", "police": "Total", "school": "Total", "carers": "Total"}
AGE = {"Total": "", "young": "Total", "10": "young", "11": "young", "old": "Total"}
STAGE = {"Referred": "", "Met": "Referred", "Started": "Met"}
BREAKDOWNS = {
    "sex": ("parts", SEX),
    "route": ("parts", ROUTE),
    "age": ("parts", AGE),
    "stage": ("stages", STAGE),
}
WITHIN = ("table=closures; column=children", "part_of", "table=referrals; column=children", "")
SAME = ("table=stages; column=children", "equals", "table=referrals; column=children", "")
MATTERS = (
    ("missing year", "mixed_tilings"),
    ("missing group", "left_over"),
    ("undeclared areas", "undeclared"),
    ("undeclared groups", "undeclared"),
    ("several tables", "same_universe"),
    ("earlier", "earlier"),
    ("closures", "identities"),
    ("stages", "identities"),
    ("asked", "percentages"),
)
ROUNDS = 15  # of suppressing more
LEVELS_FROM = 200  # the first seed of releases with reporting periods, and levels
ROWS = 130  # that a release has at most, so that it is checked soon

Period = tuple[str, tuple[int, ...]]  # as `writing` names it, and its quarters
Key = tuple[str, str, str, tuple[tuple[str, str], ...]]  # universe, area, period, groups


@dataclass(frozen=True)
class Child:
    """One invented record."""

    area: str
    quarter: int
    groups: dict[str, str]
    closed: bool
    home: bool
    quarters: int


@dataclass(frozen=True)
class Shape:
    """What a table holds; `only` says which children it counts."""

    name: str
    filters: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset({"year"})
    universe: str = "children referred"
    only: str = "all"
    without: str = ""  # a group that has no rows


@dataclass(frozen=True)
class Cell:
    """One row, with the count that is true."""

    key: Key
    area: str
    period: str
    groups: tuple[str, ...]
    count: int
    home: int
    applies: bool


@dataclass
class Plan:
    """The features that are drawn for one release."""

    random: Random
    areas: dict[str, str]
    declared: dict[str, str]
    opened: dict[str, str]
    breakdowns: dict[str, tuple[str, dict[str, str]]]
    quarters: list[tuple[int, int]]
    missing: set[str]
    shapes: list[Shape]
    rounding: int
    children: list[Child]
    suppressed: set[tuple[str, Key]] = field(default_factory=set)
    lacks: dict[str, frozenset[str]] = field(default_factory=dict)  # kinds of period, by area
    features: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class RandomRelease:
    """A release folder, perhaps an earlier one of the same programme, and what is in them."""

    folder: Path
    earlier: Path | None
    features: frozenset[str]


def write_random(folder: Path, seed: int) -> RandomRelease:
    """Write a release, not sealed, that keeps every rule of the format but may leak."""
    random = Random(seed)
    draw = _plan if seed < LEVELS_FROM else _plan_with_levels
    plan = draw(random)
    while _rows(plan) > ROWS:
        plan = draw(random)
    plan.children = list(_draw_children(plan))
    earlier = None
    before = _before(plan)
    if before and plan.random.random() < 0.25:
        plan.features.add("earlier")
        _revise(before, Random(seed))
        earlier = _suppress(before, folder / "earlier")
    reader = random.choice(("careless", "forgetful", "forgetful", "careful"))
    plan.features.add(reader)
    overlooked = _overlooked(plan) if reader == "forgetful" else frozenset()
    rounds = 0 if reader == "careless" else ROUNDS
    path = _suppress(plan, folder / "release", earlier, overlooked, rounds=rounds)
    return RandomRelease(path, earlier, frozenset(plan.features))


def _overlooked(plan: Plan) -> frozenset[str]:
    """Draw kinds of sums that matter for a release with these features."""
    choices = [frozenset({kind}) for feature, kind in MATTERS if feature in plan.features]
    return plan.random.choice([*choices, frozenset(plan.random.sample(sorted(KINDS), 2))])


def _before(plan: Plan) -> Plan | None:
    """Return the plan as it was a quarter ago, or a year ago where no table has quarters."""
    quarters = plan.quarters[:-1]
    if not any("quarter" in shape.kinds for shape in plan.shapes):
        quarters = [(year, quarter) for year, quarter in quarters if year < plan.quarters[-1][0]]
    if not quarters:
        return None
    children = [child for child in plan.children if child.quarter < len(quarters)]
    return replace(plan, quarters=quarters, children=children, suppressed=set())


def _revise(before: Plan, random: Random) -> None:
    """Let some of the releases lack a child who was counted later."""
    if before.children and random.random() < 0.5:
        before.children.remove(random.choice(before.children))
        before.features.add("revised")


def _plan(random: Random) -> Plan:
    areas = random.choice(LAYOUTS)
    breakdowns = dict(BREAKDOWNS)
    first, length = random.randrange(4), random.randint(2, 6)
    quarters = [(2023 + (first + n) // 4, (first + n) % 4 + 1) for n in range(length)]
    plan = Plan(random, areas, areas, {}, breakdowns, quarters, set(), [], 1, [])
    if random.random() < 0.15:
        plan.declared = dict.fromkeys(areas, "")
        plan.features.add("undeclared areas")
    if random.random() < 0.15:
        plan.breakdowns["sex"] = ("separate", dict.fromkeys(SEX, ""))
        plan.features.add("undeclared groups")
    if random.random() < 0.08:
        plan.rounding = 5
        plan.features.add("rounding")
    if random.random() < 0.3:
        year, quarter = random.choice(quarters)
        plan.opened = {list(areas)[-1]: f"{year}-{3 * quarter - 2:02}-01"}
        plan.features.add("opening")
    plan.features |= {"nested areas"} if "north" in areas else set()
    plan.features |= {"ragged beginning"} if first else set()
    plan.features |= {"ragged end"} if quarters[-1][1] < 4 else set()
    _draw_shapes(plan)
    if not any("quarter" in shape.kinds for shape in plan.shapes):
        plan.missing.clear()
        plan.features.discard("missing year")
    return plan


def _plan_with_levels(random: Random) -> Plan:
    """Return a plan of two years or three, in which towns lack periods that the whole has."""
    plan = _plan(random)
    plan.quarters = [(2023 + n // 4, n % 4 + 1) for n in range(random.choice((8, 12)))]
    plan.missing.clear()
    plan.features -= {"missing year", "ragged beginning", "ragged end", "three lengths"}
    kinds = random.choice(({"year", "closed"}, {"year", "closed", "to date"}))
    plan.shapes = [replace(shape, kinds=frozenset(kinds)) for shape in plan.shapes]
    towns = random.choice(({"year"}, {"year"}, {"year", "to date"}, set()))
    whole = random.choice(({"closed"}, set()))
    plan.lacks = {area: frozenset(towns if plan.areas[area] else whole) for area in plan.areas}
    plan.features |= {"reporting periods"} | ({"levels"} if towns or whole else set())
    return plan


def _rows(plan: Plan) -> int:
    rows = 0
    for shape in plan.shapes:
        groups = prod(len(plan.breakdowns[name][1]) for name in shape.filters)
        rows += sum(len(_periods(plan, _kinds(plan, shape, area))) for area in plan.areas) * groups
    return rows


def _kinds(plan: Plan, shape: Shape, area: str) -> frozenset[str]:
    return shape.kinds - plan.lacks.get(area, frozenset())


def _draw_shapes(plan: Plan) -> None:
    random = plan.random
    kinds = _draw_kinds(plan)
    names = ("referrals", "visits", "callers")[: random.choice((1, 1, 2, 2, 3))]
    choices = [("sex",), ("route",), ("age",), ("sex", "route"), ()]
    filters = random.sample(choices, len(names))
    for name, some in zip(names, filters, strict=True):
        without = ""
        if some in {("route",), ("age",)} and random.random() < 0.35:
            without = random.choice(("carers", "police") if some == ("route",) else ("old", "11"))
            plan.features.add("missing group")
        plan.shapes.append(Shape(name, some, kinds, without=without))
        kinds = kinds if random.random() < 0.6 else _draw_kinds(plan)
    plan.features |= {"several tables"} if len(names) > 1 else set()
    plan.features |= {"nested groups"} if ("age",) in filters else set()
    plan.features |= {"two filters"} if ("sex", "route") in filters else set()
    extra = random.choice(("stages", "closures", "caseload", "asked", "", ""))
    if extra:
        plan.features.add(extra)
        filters_of = {"stages": ("stage",), "closures": random.choice(((), ("sex",)))}
        plan.shapes.append(
            Shape(extra, filters_of.get(extra, ()), kinds, universe=extra, only=extra)
        )


def _draw_kinds(plan: Plan) -> frozenset[str]:
    years = sorted({year for year, _ in plan.quarters})
    choices = [{"year"}, {"quarter"}, {"quarter", "year"}]
    if len(years) > 1:
        choices += [{"quarter", "to date"}, {"year", "to date"}]
        choices += [{"quarter", "year", "to date"}] * 3
        if plan.random.random() < 0.4:
            plan.missing.add(str(plan.random.choice(years)))
            plan.features.add("missing year")
    kinds = frozenset(plan.random.choice(choices))
    plan.features |= {"three lengths"} if len(kinds) > 2 else set()
    return kinds


def _draw_children(plan: Plan) -> Iterable[Child]:
    random = plan.random
    towns = [area for area in plan.areas if area not in plan.areas.values()]
    weights = [random.uniform(0.3, 1) for _ in towns]
    for _ in range(random.randint(8, 30) * len(plan.quarters)):
        area = random.choices(towns, weights)[0]
        quarter = random.randrange(len(plan.quarters))
        year, number = plan.quarters[quarter]
        if f"{year}-{3 * number - 2:02}-01" < plan.opened.get(area, ""):
            continue
        groups = {
            "sex": random.choice(("girls", "girls", "boys")),
            "route": random.choices(("police", "school", "carers"), (5, 3, 1))[0],
            "age": random.choice(("10", "11", "old")),
            "stage": random.choices(("Referred", "Met", "Started"), (2, 1, 4))[0],
        }
        yield Child(
            area,
            quarter,
            groups,
            random.random() < 0.6,
            random.random() < 0.5,
            random.randint(1, 3),
        )


def _periods(plan: Plan, kinds: frozenset[str]) -> list[Period]:
    numbered = list(enumerate(plan.quarters))
    years = sorted({year for year, _ in plan.quarters})
    found: list[Period] = []
    if "quarter" in kinds:
        found += [(f"{year} Q{quarter}", (number,)) for number, (year, quarter) in numbered]
    if "year" in kinds:
        found += [
            (str(year), tuple(number for number, (own, _) in numbered if own == year))
            for year in years
            if str(year) not in plan.missing
        ]
    if "closed" in kinds:
        whole = [
            year for year in years if (year, 1) in plan.quarters and (year, 4) in plan.quarters
        ]
        for first, last in zip(whole[::2], [*whole[1::2], *whole[-1:]], strict=False):
            inside = tuple(number for number, (own, _) in numbered if first <= own <= last)
            found.append((f"{first}{last % 100} closed", inside))
    if "to date" in kinds and len(years) > 1:
        found.append((f"{years[0]}{years[-1] % 100}", tuple(number for number, _ in numbered)))
    return found or [(str(years[0]), tuple(n for n, (own, _) in numbered if own == years[0]))]


def _cells(plan: Plan, shape: Shape) -> list[Cell]:
    combinations: list[tuple[str, ...]] = [()]
    for name in shape.filters:
        groups = [group for group in plan.breakdowns[name][1] if group != shape.without]
        combinations = [(*before, group) for before in combinations for group in groups]
    return [
        _cell(plan, shape, area, period, groups)
        for area in plan.areas
        for period in _periods(plan, _kinds(plan, shape, area))
        for groups in combinations
    ]


def _cell(plan: Plan, shape: Shape, area: str, period: Period, groups: tuple[str, ...]) -> Cell:
    name, quarters = period
    pairs = tuple(zip(shape.filters, groups, strict=True))
    counted = [
        child
        for child in plan.children
        if _is_in(plan.areas, child.area, area)
        and all(_is_in(plan.breakdowns[b][1], child.groups[b], g) or g == "Total" for b, g in pairs)
        and _is_counted(child, shape.only, quarters)
    ]
    year, quarter = plan.quarters[quarters[-1]]
    last = f"{year}-{3 * quarter - 2:02}-01"
    applies = last >= plan.opened.get(area, "")
    reduced = tuple(pair for pair in pairs if pair[1] not in {"Total", "Referred"})
    key = (shape.universe, area, name, reduced)
    home = sum(child.home for child in counted)
    return Cell(key, area, name, groups, len(counted), home, applies)


def _is_in(part_of: dict[str, str], name: str, other: str) -> bool:
    while name and name != other:
        name = part_of[name]
    return bool(name)


def _is_counted(child: Child, only: str, quarters: tuple[int, ...]) -> bool:
    if only == "caseload":
        return child.quarter <= quarters[-1] < child.quarter + child.quarters
    return child.quarter in quarters and (only != "closures" or child.closed)


def _suppress(
    plan: Plan,
    folder: Path,
    earlier: Path | None = None,
    overlooked: frozenset[str] = frozenset(),
    rounds: int = ROUNDS,
) -> Path:
    """Suppress small counts and others at random, then more until a reader finds nothing."""
    random = plan.random
    cells = [(shape, _cells(plan, shape)) for shape in plan.shapes]
    part = random.choice((0.0, 0.1, 0.3, 0.6))
    consistent = random.random() < 0.85
    drawn: dict[Key, bool] = {}
    for shape, rows in cells:
        for cell in rows:
            extra = random.random() < part
            extra = drawn.setdefault(cell.key, extra) if consistent else extra
            if 0 < cell.count < 5 or (extra and cell.applies):
                plan.suppressed.add((shape.name, cell.key))
    _write(plan, folder, cells)
    others = [earlier] if earlier else []
    for _ in range(rounds):
        found = attack(folder, others, leave_out=overlooked)
        if not found:
            break
        for finding in random.sample(found, min(6, len(found))):
            _suppress_near(plan, finding.label, cells)
        _write(plan, folder, cells)
    return folder


def _suppress_near(plan: Plan, label: str, cells: Sequence[tuple[Shape, Sequence[Cell]]]) -> None:
    """Suppress one set more, in all tables, that shares much with what was found."""
    words = set(label.replace(",", " ").replace(":", " ").casefold().split())
    choices = [
        (
            len(
                words & set(f"{cell.area} {cell.period} {' '.join(cell.groups)}".casefold().split())
            ),
            cell,
        )
        for shape, rows in cells
        for cell in rows
        if cell.applies and (shape.name, cell.key) not in plan.suppressed
    ]
    plan.random.shuffle(choices)
    choices.sort(key=lambda choice: -choice[0])
    if choices:
        chosen = plan.random.choice(choices[:4])[1].key
        plan.suppressed |= {
            (shape.name, cell.key) for shape, rows in cells for cell in rows if cell.key == chosen
        }


def _write(plan: Plan, folder: Path, cells: Sequence[tuple[Shape, Sequence[Cell]]]) -> None:
    rmtree(folder, ignore_errors=True)
    used = {name for shape in plan.shapes for name in shape.filters}
    names = {shape.name for shape in plan.shapes}
    identities = [row for row in (WITHIN, SAME) if row[0].split(";")[0][6:] in names]
    asked = "table=asked; column=home", "table=asked; column=asked"
    text = ReleaseText(
        [_table(plan, shape, rows) for shape, rows in cells],
        areas=plan.declared,
        opened=plan.opened,
        breakdowns={name: row for name, row in plan.breakdowns.items() if name in used},
        identities=identities,
        measures=[("reported", "per cent", *asked)] if "asked" in names else [],
        rounding=plan.rounding,
        version=folder.name,
    )
    write(folder, text)


def _table(plan: Plan, shape: Shape, rows: Sequence[Cell]) -> TableText:
    columns = {"children": "children"}
    if shape.only == "asked":
        columns = {"asked": "children", "home": "per cent"}
    lines = []
    for cell in rows:
        hidden = (shape.name, cell.key) in plan.suppressed
        count = plan.rounding * round(cell.count / plan.rounding)
        texts = ["z" if not cell.applies else "c" if hidden else str(count)]
        if shape.only == "asked":
            safe = not hidden and cell.home >= 5 and cell.count - cell.home >= 5
            share = f"{100 * cell.home / cell.count:.1f}" if safe else "c"
            texts.append(share if cell.applies else "z")
        lines.append((cell.area, cell.period, *cell.groups, *texts))
    return TableText(
        shape.name,
        lines,
        shape.filters,
        columns,
        universe=shape.universe,
        adds_over_time=shape.only != "caseload",
    )
