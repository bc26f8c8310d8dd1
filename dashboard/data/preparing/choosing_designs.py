"""Designs of a release: closed periods for each level, and a form of each table, as a policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing.choosing_forms import TO_DATE, Level, form_of
from dashboard.data.preparing.choosing_partitions import Partition, partitions, units_of
from dashboard.data.preparing.choosing_screening import Screen, Screened
from dashboard.data.preparing.policy import Need, Policy
from dashboard.data.preparing.pooling import pool_cells, with_periods
from dashboard.data.release.model import Catalogue, Measure

MOST_TRIED = 3


@dataclass(frozen=True, slots=True)
class Design:
    """For each level that needs trends, the periods of each measure, as counting found them.

    `years` is what is in the way of the shortest periods.
    """

    levels: Mapping[str, Mapping[str, Screened]]
    partitions: Mapping[str, Partition]
    years: Mapping[str, Mapping[str, Screened]]
    score: float


def designs(catalogue: Catalogue, cells: Tables, needs: Mapping[str, Need]) -> Iterator[Design]:
    """Yield the best designs that counting alone finds, the best first.

    The level of most areas is served first; the periods of others are parts of its periods.
    """
    units = units_of(catalogue)
    every = tuple(partitions(units))
    levels = _most_areas_first(catalogue, needs)
    screens = [Screen(catalogue, cells, name, _measures(catalogue, needs[name])) for name in levels]
    if not screens:
        return
    first, *others = screens
    shortest = max(every, key=lambda partition: len(partition.cuts))
    years = {s.level: {m.key: s.screen(m, shortest) for m in s.measures} for s in screens}
    ranked = _ranked(first, every, needs[first.level])
    for partition, score in ranked[:MOST_TRIED]:
        own = {first.level: partition}
        for screen in others:
            finer = [p for p in every if p.refines(partition)]
            own[screen.level] = _ranked(screen, finer, needs[screen.level])[0][0]
        chosen = {screen.level: screen.design(own[screen.level]) for screen in screens}
        yield Design(chosen, own, years, score)


def _ranked(
    screen: Screen, every: Sequence[Partition], need: Need
) -> list[tuple[Partition, float]]:
    """Order partitions: those with as many points as needed, and those most measures share, first.

    Measures that share periods can be read side by side. Among equals the score decides.
    """
    ranks = {}
    for partition in every:
        own = screen.design(partition).values()
        score = sum(one.score for one in own) / max(len(own), 1)
        enough = len(partition.cuts) >= need.points and score > 0
        sharing = sum(one.is_clear and one.partition.cuts == partition.cuts for one in own)
        ranks[partition.cuts] = (partition, score), (enough, sharing, score)
    ordered = sorted(ranks.values(), key=lambda item: item[1], reverse=True)
    return [pair for pair, _ in ordered]


def policy_for(catalogue: Catalogue, cells: Tables, policy: Policy, design: Design) -> Policy:
    """Return a policy with the words of a design in place of the former periods and breadths."""
    words = msgspec.to_builtins(policy)
    words["periods"] = _periods(design)
    words["levels"] = _levels(words.get("levels", {}), design)
    added = msgspec.convert(words | {"tables": {}}, Policy)
    pooled_catalogue = with_periods(catalogue, added)
    pooled = pool_cells(pooled_catalogue, cells, added.periods)
    tables: dict[str, dict[str, Any]] = {}
    for table in catalogue.tables:
        if table.name not in policy.leave_out:
            forms = {
                name: form_of(pooled_catalogue, pooled, table, _level(design, name))
                for name in design.levels
            }
            tables[table.name] = {"levels": forms}
    words["tables"] = tables
    return msgspec.convert(words, Policy)


def _level(design: Design, name: str) -> Level:
    return Level(name, design.levels[name], design.partitions[name].words)


def _periods(design: Design) -> dict[str, dict[str, str]]:
    periods: dict[str, dict[str, str]] = {}
    for name, chosen in design.levels.items():
        for partition in (design.partitions[name], *(s.partition for s in chosen.values())):
            periods |= partition.added
    return dict(sorted(periods.items()))


def _levels(before: Mapping[str, Any], design: Design) -> dict[str, Any]:
    levels = dict(before)
    for name, partition in design.partitions.items():
        levels[name] = {**levels.get(name, {}), "periods": [*partition.words, TO_DATE]}
    return levels


def _most_areas_first(catalogue: Catalogue, needs: Mapping[str, Need]) -> list[str]:
    areas = Counter(area.level.casefold() for area in catalogue.areas)
    return sorted(needs, key=lambda name: -areas[name.casefold()])


def _measures(catalogue: Catalogue, need: Need) -> list[Measure]:
    return [m for m in catalogue.measures if m.key in need.measures]
