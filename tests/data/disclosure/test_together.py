"""The audit finds what enumeration finds where all comes together, and each hole in it is found.

Levels have periods of different kinds and separate rounding, and an earlier release of a year less
stands next to the release on trial.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.data.linking import building, statuses
from dashboard.data.linking.building import Published, build_problem
from dashboard.data.linking.printed import bounds_of_count
from dashboard.data.linking.protect import as_printed
from dashboard.data.linking.revisions import Revised
from dashboard.data.release.additivity import span_of
from dashboard.data.release.model import Catalogue, Cell, Level, Marker, OwnRule, Period
from dashboard.data.release.periods import derive_periods
from dashboard.disclosure.attacker.audit import assess
from dashboard.disclosure.problem import UNBOUNDED, Status
from dashboard.disclosure.rules import is_protected
from tests.data.disclosure.small import WHOLE, catalogue, count, every_parting, hide, table

SITES, YEARS = ("east", "west"), (2023, 2024, 2025)
THRESHOLDS = {3: 3, 5: 3, 7: 4, 10: 5}  # by base: the least that is not printed as 0
SEEDS = range(80)
Span = tuple[date, date]
Place = tuple[str, Span]
Margins = Mapping[Place, NDArray[np.int64]]


def plan_of(version: str, base: int, *pairs: tuple[str, str]) -> Catalogue:
    """Return a programme that is exact, and sites that are rounded."""
    plan = catalogue(
        sites=SITES,
        periods=derive_periods(pairs),
        tables=[table("starts")],
        threshold=THRESHOLDS[base],
        version=version,
    )
    rule = OwnRule(Level.LOCAL_AUTHORITY, rounding=base)
    own = replace(plan.disclosure, levels=(rule,), halves_up=base % 2 == 0)
    return replace(plan, disclosure=own)


def plans_of(base: int) -> tuple[Catalogue, Catalogue]:
    """Return an earlier release of two years and the release on trial of three."""
    years = [(str(number), "Calendar year") for number in YEARS]
    closed = [("202324", "Reporting period"), ("202525", "Reporting period")]
    return (
        plan_of("1", base, *years[:2], closed[0]),
        plan_of("2", base, *years, *closed, ("202325", "To date")),
    )


LONG, SHORT = {"Reporting period", "To date"}, {"Calendar year", "To date"}
# By release and area, the kinds of period: the earlier release has the other way about.
ROWS = {
    "1": {WHOLE: LONG, **dict.fromkeys(SITES, SHORT)},
    "2": {WHOLE: SHORT, **dict.fromkeys(SITES, LONG)},
}


@dataclass(frozen=True)
class Example:
    """Two releases of the same children, and the cells that the newer one hides."""

    base: int
    before: Published
    now: Published
    hidden: frozenset[Place]


def examples(base: int) -> Iterator[Example]:
    """Hide every small count, and others at random, of random children."""
    earlier_plan, plan = plans_of(base)
    for random in map(Random, SEEDS):
        most = THRESHOLDS[base] + (base < 10)
        leaves = {(site, str(year)): random.randint(0, most) for site in SITES for year in YEARS}
        if sum(leaves.values()) < THRESHOLDS[base]:
            continue  # the grand total is hidden, without which there is no end to enumerate
        earlier = {place: n for place, n in leaves.items() if place[1] != "2025"}
        before, _ = _release(earlier_plan, earlier, random)
        now, hidden = _release(plan, leaves, random)
        yield Example(base, before, now, frozenset(hidden))


def _release(
    plan: Catalogue,
    leaves: Mapping[tuple[str, str], int],
    random: Random,
) -> tuple[Published, set[Place]]:
    kinds = {p.key: p for p in plan.periods}
    rows = tuple(
        cell
        for cell in count(plan, {"starts": leaves})["starts"]
        if kinds[cell.period].time_identifier in ROWS[plan.version][cell.area]
    )
    keep = WHOLE, "to-date"
    hidden = {
        (c.area, c.period)
        for c in rows
        if 0 < (c.value or 0) < plan.disclosure.threshold
        or (random.random() < 0.4 and (c.area, c.period) != keep)
    }
    printed = hide({"starts": rows}, "starts", *hidden) if hidden else {"starts": rows}
    places = {(area, span_of(kinds[key])) for area, key in hidden}
    return Published(plan, as_printed(plan, printed)), places


def margins(total: int, spans: Collection[Span]) -> Margins:
    """Return every area's count in every span, in every table with a grand total."""
    leaves = every_parting(total, 6).reshape(2, 3, -1)
    found = {}
    for span in spans:
        inside = [span[0] <= date(year, 7, 1) <= span[1] for year in YEARS]
        of_sites = leaves[:, inside].sum(axis=1)
        found[WHOLE, span] = of_sites.sum(axis=0)
        found |= {(site, span): of_sites[n] for n, site in enumerate(SITES)}
    return found


def failed_by_enumeration(found: Example) -> set[Place]:
    """Return the hidden cells of which too little is left open."""
    read = [*_printed(found.before), *_printed(found.now)]
    (total,) = (int(c.value or 0) for c, p in _printed(found.now) if _is_grand(c, p))
    every = margins(total, {span_of(p) for _, p in read})
    fits = np.ones(len(next(iter(every.values()))), dtype=bool)
    threshold = THRESHOLDS[found.base]
    for cell, period in read:
        if cell.value is not None:
            base = 1 if cell.area == WHOLE else found.base
            counts = every[cell.area, span_of(period)]
            fits &= (counts + base // 2) // base * base == int(cell.value)
            fits &= (counts == 0) | (counts >= threshold)  # else it would be hidden
    assert fits.any()
    ranges = {p: (int(every[p][fits].min()), int(every[p][fits].max())) for p in found.hidden}
    return {place for place, ends in ranges.items() if not is_protected(*ends, threshold)}


def _printed(release: Published) -> Iterator[tuple[Cell, Period]]:
    periods = {p.key: p for p in release.catalogue.periods}
    for cell in release.cells["starts"]:
        yield cell, periods[cell.period]


def _is_grand(cell: Cell, period: Period) -> bool:
    return cell.area == WHOLE and period.time_identifier == "To date"


def failed_by_audit(found: Example, *, alone: bool = False) -> set[Place]:
    """Return the hidden cells that the audit fails."""
    system = build_problem([found.now] if alone else [found.now, found.before])
    assessment = assess(system)
    assert not assessment.contradiction
    spans = {p.key: span_of(p) for p in found.now.catalogue.periods}
    return {
        (figure.area, spans[figure.period])
        for unknown in assessment.unsafe
        if system.status[unknown] == Status.SUPPRESSED
        for figure in system.figures.of(unknown)
        if not figure.release and figure.period in spans
    }


@pytest.mark.parametrize("base", THRESHOLDS)
def test_the_audit_fails_exactly_the_cells_that_enumeration_fails(base: int) -> None:
    failed = safe = 0
    for seed, found in enumerate(examples(base)):
        wanted = failed_by_enumeration(found)
        assert failed_by_audit(found) == wanted, seed
        failed += len(wanted)
        safe += len(found.hidden - wanted)
    assert failed > len(SEEDS) < safe  # enough of both


def _unbounded(
    value: float | None, marker: object, rounding: int, threshold: int, **_: object
) -> tuple[int, int]:
    exact = value is not None and rounding == 1
    return (round(value or 0), round(value or 0)) if exact else (0, UNBOUNDED)


def _one_wider(
    value: float | None, marker: Marker | None, rounding: int, threshold: int, *, halves_up: bool
) -> tuple[int, int]:
    least, most = bounds_of_count(value, marker, rounding, threshold, halves_up=halves_up)
    wider = int(value is not None and value > 0 and rounding > 1)
    return least - wider, most + wider


def _halves_either_way(
    value: float | None, marker: Marker | None, rounding: int, threshold: int, **_: object
) -> tuple[int, int]:
    return bounds_of_count(value, marker, rounding, threshold, halves_up=False)


def _all_revised(_: object, pairs: NDArray[np.int64], __: object) -> Revised:
    none = np.zeros(len(pairs), dtype=bool)
    return Revised(none, none, 0)


FOUND = ("dashboard.data.linking.numbering.found_sums", lambda *_: ())
BOUNDS = f"{statuses.__name__}.bounds_of_count"
Hole = tuple[tuple[str, Callable[..., object]], ...]
HOLES: dict[str, Hole] = {
    "mixed kinds of period": (("dashboard.data.linking.completion.tilings", lambda *_: {}), FOUND),
    "levels": (("dashboard.data.linking.families.area_sums", lambda *_: ()), FOUND),
    "rounded counts say nothing": ((BOUNDS, _unbounded),),
    "a rounding one wider": ((BOUNDS, _one_wider),),
    "earlier release": ((f"{building.__name__}.compare", _all_revised),),
}


@pytest.mark.parametrize("base", THRESHOLDS)
@pytest.mark.parametrize("hole", HOLES)
def test_a_hole_in_the_audit_is_found(
    hole: str, base: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, replacement in HOLES[hole]:
        monkeypatch.setattr(name, replacement)
    assert any(failed_by_enumeration(found) - failed_by_audit(found) for found in examples(base))


def test_halves_that_the_audit_takes_to_go_either_way_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(BOUNDS, _halves_either_way)
    assert any(failed_by_enumeration(found) - failed_by_audit(found) for found in examples(10))


@pytest.mark.parametrize("base", THRESHOLDS)
def test_an_audit_without_the_earlier_release_is_found(base: int) -> None:
    assert any(
        failed_by_enumeration(found) - failed_by_audit(found, alone=True)
        for found in examples(base)
    )
