"""All sums that a reader may know of, written as rows of one system."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from tests.attacker import links, undeclared
from tests.attacker.families import Family, Key, collect, inside, swap
from tests.attacker.reading import Groups, Release, Span
from tests.attacker.system import System, difference

Line = tuple[str, Groups]  # an area and a combination of groups, over all days
KINDS = frozenset(
    {
        "areas",  # the areas of an area
        "groups",  # the groups of a breakdown of parts
        "stages",  # each stage within the one before
        "tilings",  # shorter periods fill a longer one
        "mixed_tilings",  # shorter periods of several lengths, and what is left between them
        "left_over",  # parts of which some have no row
        "same_universe",  # the same people in several tables
        "earlier",  # and in several releases
        "unrevised",  # of which one is revised elsewhere
        "identities",
        "shares",  # a numerator lies within its denominator
        "percentages",  # a printed percentage of a count
        "undeclared",  # sums that every printed figure fits
    }
)


def build(release: Release, earlier: Iterable[Release], leave_out: frozenset[str]) -> System:
    """Return the system of a release and of those that readers still have."""
    if leave_out - KINDS:
        raise ValueError(f"expected kinds of sums among {sorted(KINDS)}")
    releases = [(release, "")]
    if "earlier" not in leave_out:
        releases += [(each, f" in {each.version}") for each in earlier]
    families = collect(releases, leave_out)
    system = System()
    if "undeclared" not in leave_out:
        for family in families.named.values():
            family.additive = family.additive or undeclared.adds_over_time(family)
    for family in families.named.values():
        _print(system, family)
        add_sums(system, family, leave_out)
    links.add_identities(system, release, families, leave_out)
    for each, suffix in releases:
        for percents in links.add_percentages(system, each, suffix, families, leave_out):
            add_sums(system, percents, leave_out)
    return system


def _print(system: System, family: Family) -> None:
    """Take what is printed as bounds, and ask for what is not."""
    for cell in family.cells:
        unknown = family.count(system, cell.key)
        system.add({unknown: 1}, cell.low, cell.high)
        if cell.suppressed:
            system.ask(unknown, cell.label, suppressed=True)


def add_sums(system: System, family: Family, leave_out: frozenset[str]) -> None:
    """Add the sums of a family: areas, groups and periods, and what they leave over."""
    sums: dict[Line, list[tuple[Line, ...]]] = {}
    for whole, parts in (*_area_sums(family, leave_out), *_group_sums(family, leave_out)):
        if parts not in sums.setdefault(whole, []):
            sums[whole].append(parts)
    for whole, choices in sums.items():
        for parts in choices:
            _add_grid(system, family, whole, parts, leave_out)
    if "left_over" not in leave_out:
        for key in list(family.present):
            for parts in sums.get(key[:2], ()):
                _ask_left_over(system, family, key, parts, sums)
    if "stages" not in leave_out:
        _add_stages(system, family)
    _add_periods(system, family, leave_out)


def _area_sums(
    family: Family, leave_out: frozenset[str]
) -> Iterator[tuple[Line, tuple[Line, ...]]]:
    areas = family.release.areas
    sums: list[undeclared.Sum] = []
    if "areas" not in leave_out:
        wholes = dict.fromkeys(row["part_of"] for row in areas.values() if row["part_of"])
        sums += [(w, tuple(a for a, row in areas.items() if row["part_of"] == w)) for w in wholes]
    if "undeclared" not in leave_out:
        sums += undeclared.area_sums(family)
    for whole, parts in sums:
        for groups in family.combinations():
            yield (whole, groups), tuple((part, groups) for part in parts)


def _group_sums(
    family: Family, leave_out: frozenset[str]
) -> Iterator[tuple[Line, tuple[Line, ...]]]:
    release = family.release
    combinations = family.combinations()
    for breakdown in {name for groups in combinations for name, _ in groups}:
        sums: list[undeclared.Sum] = []
        rows = release.groups[breakdown]
        if "groups" not in leave_out and release.breakdowns[breakdown]["kind"] == "parts":
            wholes = dict.fromkeys(row["part_of"] for row in rows.values() if row["part_of"])
            sums += [
                (w, tuple(g for g, row in rows.items() if row["part_of"] == w)) for w in wholes
            ]
        if "undeclared" not in leave_out:
            sums += undeclared.group_sums(family, breakdown)
        for whole, parts in sums:
            for groups in _with_whole(family, breakdown, whole):
                lines = [swap(release, groups, breakdown, part) for part in parts]
                for area in release.areas:
                    yield (area, groups), tuple((area, line) for line in lines)


def _with_whole(family: Family, breakdown: str, whole: str) -> set[Groups]:
    """Return the combinations in which a breakdown stands at a group that has parts."""
    return {
        swap(family.release, groups, breakdown, whole)
        for groups in family.combinations()
        if breakdown in dict(groups)
    }


def _add_grid(
    system: System, family: Family, whole: Line, parts: tuple[Line, ...], leave_out: frozenset[str]
) -> None:
    """Add that parts add up to their whole in every piece of time."""
    for piece in family.all_pieces():
        if "left_over" in leave_out and not all(_touches(family, part, piece) for part in parts):
            continue
        right = [unknown for part in parts for unknown in family.grid(system, *part, [piece])]
        system.equal(family.grid(system, *whole, [piece]), right)


def _touches(family: Family, line: Line, piece: Span) -> bool:
    return any((*line, span) in family.present for span in family.spans if inside(piece, span))


def _ask_left_over(
    system: System,
    family: Family,
    key: Key,
    parts: tuple[Line, ...],
    sums: dict[Line, list[tuple[Line, ...]]],
) -> None:
    """Ask for what a printed whole has beyond the parts that have rows."""
    span = key[2]
    for among, least in ((family.present, 1), (family.values, 2)):
        rows, missing = _cover(parts, span, sums, among)
        if rows and missing >= least:
            counts = [family.count(system, (*row, span)) for row in rows]
            rest = difference([family.count(system, key)], counts)
            label = f"what is left of {family.label(*key)} without {len(rows)} printed parts"
            system.ask(system.total(rest), label, suppressed=False)


def _cover(
    parts: Iterable[Line],
    span: Span,
    sums: dict[Line, list[tuple[Line, ...]]],
    among: Container[Key],
) -> tuple[list[Line], int]:
    """Return the rows that stand for parts, their own parts for one without, and how many lack."""
    rows: list[Line] = []
    missing = 0
    for part in parts:
        if (*part, span) in among:
            rows.append(part)
            continue
        below = sums.get(part, [()])[0]
        deeper, lacking = _cover(below, span, sums, among)
        rows += deeper
        missing += lacking if deeper else 1
    return rows, missing


def _add_stages(system: System, family: Family) -> None:
    """Add that each stage lies within the one before, and ask who is in that one only."""
    release = family.release
    for groups in family.combinations():
        for breakdown, group in groups:
            before = release.groups[breakdown][group]["part_of"]
            if release.breakdowns[breakdown]["kind"] != "stages" or not before:
                continue
            wider = swap(release, groups, breakdown, before)
            for area in release.areas:
                for span in family.all_pieces() + list(family.spans):
                    keys = (area, wider, span), (area, groups, span)
                    counts = [family.count(system, key) for key in keys]
                    rest = system.total(difference(counts[:1], counts[1:]))
                    if all(key in family.present for key in keys):
                        label = f"what is left of {family.label(*keys[0])} without {group}"
                        system.ask(rest, label, suppressed=False)


def _add_periods(system: System, family: Family, leave_out: frozenset[str]) -> None:
    """Add sums over time that the grid does not hold already, and ask for gaps."""
    lines = {(area, groups) for area, groups, _ in family.present}
    exact = family.additive and not family.mixed and "tilings" not in leave_out
    for whole, parts in undeclared.time_sums(family):
        days = sum(end - start for start, end in parts)
        if exact and days == whole[1] - whole[0]:
            for line in lines:
                right = [family.count(system, (*line, part)) for part in parts]
                system.equal([family.count(system, (*line, whole))], right)
    if family.additive and family.mixed:
        if "undeclared" not in leave_out:
            for whole, parts in undeclared.ragged_sums(family):
                for line in lines:
                    right = [family.count(system, (*line, part)) for part in parts]
                    system.equal([family.count(system, (*line, whole))], right)
        _ask_gaps(system, family)


def _ask_gaps(system: System, family: Family) -> None:
    """Ask for the people of a printed period who are in none of the shorter printed ones."""
    for key in list(family.present):
        for among in (family.present, family.values):
            _ask_gap(system, family, key, among)


def _ask_gap(system: System, family: Family, key: Key, among: Container[Key]) -> None:
    area, groups, span = key
    shorter = [
        other
        for other in family.spans
        if other != span and inside(other, span) and (area, groups, other) in among
    ]
    pieces = family.pieces(span)
    gap = [piece for piece in pieces if not any(inside(piece, each) for each in shorter)]
    if gap and shorter:
        runs = [[gap[0]]]
        for piece in gap[1:]:
            if piece[0] == runs[-1][-1][1]:
                runs[-1].append(piece)
            else:
                runs.append([piece])
        for run in [*runs, gap]:
            reach = run[0][0], run[-1][1]
            if (area, groups, reach) in family.present and run in runs:
                continue  # it is asked for as a row
            label = f"{family.label(area, groups, reach)}, what is left of a longer period"
            terms = dict.fromkeys(family.grid(system, area, groups, run), 1.0)
            system.ask(system.total(terms), label, suppressed=False)
