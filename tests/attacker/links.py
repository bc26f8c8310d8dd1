"""What ties different sets of people together: identities, shares and printed percentages."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from tests.attacker import undeclared
from tests.attacker.families import Families, Family, Key, Known
from tests.attacker.reading import Cell, Reference, Release, Table, is_per_cent, reference
from tests.attacker.system import System, difference


def add_identities(
    system: System, release: Release, families: Families, leave_out: frozenset[str]
) -> None:
    """Add the lines of identities.csv, the shares of measures.csv, and totals that are equal."""
    if "identities" not in leave_out:
        for row in release.identities:
            _identity(system, release, families, row)
    if "shares" not in leave_out:
        for measure in release.measures:
            if measure["kind"] == "share":
                _share(system, release, families, measure)
    if "undeclared" not in leave_out:
        _same_totals(system, list(families.named.values()))


def _identity(
    system: System,
    release: Release,
    families: Families,
    row: dict[str, str],
) -> None:
    sides = [reference(row[side]) for side in ("left", "right")]
    left, right = (families.of(side) for side in sides)
    if not (left and right):
        return
    groups = [release.reduce(side.groups(release)) for side in sides]
    spans = {
        span: kind
        for span, kind in (left.spans | right.spans).items()
        if not row.get("period_type") or _period_type(kind) == row["period_type"]
    }
    if not row.get("period_type") and left.additive and right.additive:
        spans |= dict.fromkeys(left.all_pieces() + right.all_pieces(), "")
    for span in spans:
        for area in release.areas:
            keys = (area, groups[0], span), (area, groups[1], span)
            relate(system, (left, keys[0]), (right, keys[1]), row["relation"])


def _period_type(identifier: str) -> str:
    if identifier == "To date":
        return "to_date"
    return "quarter" if identifier.endswith(" Q") else "year"


def relate(
    system: System, small: tuple[Family, Key], large: tuple[Family, Key], relation: str
) -> None:
    """Add that two cells are equal, or that one lies within the other; ask who is left then."""
    if not all(family.pieces(key[2]) for family, key in (small, large)):
        return
    counts = [family.count(system, key) for family, key in (small, large)]
    if relation == "equals":
        system.equal(counts[:1], counts[1:])
        return
    rest = system.total(difference(counts[1:], counts[:1]))
    if all(key in family.present for family, key in (small, large)):
        label = f"what is left of {large[0].label(*large[1])} without {small[0].label(*small[1])}"
        system.ask(rest, label, suppressed=False)


def _share(
    system: System,
    release: Release,
    families: Families,
    measure: dict[str, str],
) -> None:
    top, below = reference(measure["numerator"]), reference(measure["denominator"])
    numerator, denominator = families.of(top), families.of(below)
    if not (numerator and denominator):
        return
    for cell in _cells(release, top):
        like = release.reduce(below.groups(release, cell.groups))
        key = (cell.area, release.reduce(cell.groups), cell.span)
        relate(system, (numerator, key), (denominator, (cell.area, like, cell.span)), "part_of")


def _cells(release: Release, side: Reference) -> Iterator[Cell]:
    table = next(table for table in release.tables if table.name == side.table)
    for cell in (table.counts | table.others)[side.column]:
        if side.named.items() <= dict(cell.groups).items():
            yield cell


def _same_totals(system: System, families: list[Family]) -> None:
    for number, left in enumerate(families):
        for right in families[:number]:
            if undeclared.same_totals(left, right):
                for area, groups, span in left.present | right.present:
                    if not groups:
                        key = (area, groups, span)
                        relate(system, (left, key), (right, key), "equals")


def add_percentages(
    system: System,
    release: Release,
    suffix: str,
    families: Families,
    leave_out: frozenset[str],
) -> Iterator[Family]:
    """Yield, for each percentage of a count, the family of those it is the percentage of."""
    if "percentages" in leave_out:
        return
    for measure in release.measures:
        if measure["kind"] == "reported" and measure.get("denominator"):
            top, below = reference(measure["numerator"]), reference(measure["denominator"])
            table = next(table for table in release.tables if table.name == top.table)
            home = families.of(below, suffix)
            unit = table.meta[top.column]["indicator_unit"]
            per_cent = is_per_cent(measure["unit"]) or is_per_cent(unit)
            if per_cent and home and top.column in table.others:
                yield _percentage(system, release, table, (top, below), home)


def _percentage(
    system: System,
    release: Release,
    table: Table,
    sides: tuple[Reference, Reference],
    whole: Family,
) -> Family:
    """Bound those counted by a percentage of a count, half a unit of its last decimal each way."""
    top, below = sides
    counted = Family(f"those in {top.column} of {table.name}", release, whole.additive, whole.mixed)
    cells = list(_cells(release, top))
    keys = [(cell.area, release.reduce(cell.groups), cell.span) for cell in cells]
    counted.extend(
        Known(key, cell.identifier, 0, inf, suppressed=False, label=cell.label)
        for key, cell in zip(keys, cells, strict=True)
    )
    places = int(table.meta[top.column]["indicator_dp"] or 0)
    for key, cell in zip(keys, cells, strict=True):
        like = (cell.area, release.reduce(below.groups(release, cell.groups)), cell.span)
        if not whole.pieces(cell.span):
            continue
        part, all_of_them = counted.count(system, key), whole.count(system, like)
        rest = system.total({all_of_them: 1, part: -1})
        if cell.figure is not None:
            _bound(system, part, all_of_them, cell.figure, places)
        elif cell.marker == "z":
            system.add({part: 1}, 0, 0)
        system.ask(part, f"those counted by {cell.label}", suppressed=False)
        system.ask(rest, f"those not counted by {cell.label}", suppressed=False)
    return counted


def _bound(system: System, part: int, whole: int, figure: str, places: int) -> None:
    places = max(places, len(figure.partition(".")[2]))
    half = 0.5 * 10**-places + 1e-9
    share = float(figure)
    system.add({part: 100, whole: -(share - half)}, 0, inf)
    system.add({part: 100, whole: -(share + half)}, -inf, 0)
