"""Do the ways of working on large releases hide enough, and little more, where all can be checked?

What is large is so only by size, so the small tables are called large here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from dashboard.data.disclosure import audit
from dashboard.data.disclosure.audit import audit_release
from dashboard.data.disclosure.grids import Flags
from dashboard.data.disclosure.programs import Costs
from dashboard.data.disclosure.suppression import blocks, hiding, suppress, working
from dashboard.data.disclosure.suppression.moves import Block
from dashboard.data.disclosure.suppression.plan import Plan
from tests.data.disclosure.benchmark_set import TWO_WAY, problems
from tests.data.disclosure.small import count, hidden_places
from tests.data.disclosure.test_windows import alone

NOT_MUCH_MORE = 1.3  # times the fewest cells
PIECE = 5  # unknowns of a piece that is still moved as a whole

# What counts as large: for blocks that are moved as a whole at once, for those moved at all, and
# for the wishes of a block that are granted together.
SIZES = {
    "no block is small": {"SMALL": 0},
    "blocks are moved by windows first": {"SMALL": 0, "MANY": 0},
    "wishes are granted together": {"SMALL": 0, "MANY": 0, "FEW": 0},
    "no block is moved as a whole": {"SMALL": 0, "MANY": 0, "LARGEST": PIECE},
}


def call_large(monkeypatch: pytest.MonkeyPatch, sizes: dict[str, int]) -> None:
    for name, size in sizes.items():
        monkeypatch.setattr(blocks, name, size)
        if hasattr(working, name):
            monkeypatch.setattr(working, name, size)


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
def test_large_blocks_hide_little_more_than_the_least(
    sizes: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    call_large(monkeypatch, sizes)
    check_the_benchmark_set()


def test_a_hasty_audit_by_windows_has_little_more_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("LARGEST_AT_ONCE", 0), ("crew_of", alone)):
        monkeypatch.setattr(audit, name, value)
    check_the_benchmark_set()


@pytest.mark.parametrize("way", [hiding.WAYS[-1], hiding.DENSE])
def test_a_large_release_is_mended_in_one_way(
    way: hiding._Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hiding, "ALL_WAYS", 0)
    monkeypatch.setattr(hiding, "WAYS", (way,))
    check_the_benchmark_set()


@pytest.mark.parametrize(
    ("unknowns", "settled", "ways"),
    [
        (hiding.ALL_WAYS, True, hiding.WAYS),
        (hiding.ALL_WAYS, False, (hiding.DENSE,)),
        (hiding.ALL_WAYS + 1, True, hiding.WAYS[-1:]),
        (hiding.ALL_WAYS + 1, False, hiding.WAYS[-1:]),
    ],
)
def test_a_release_is_mended_in_all_ways_where_each_is_quick(
    unknowns: int, settled: bool, ways: tuple[hiding._Way, ...]
) -> None:
    assert hiding.ways_to_mend(unknowns, settled=settled) == ways


def check_the_benchmark_set() -> None:
    found = fewest = 0
    for problem in problems():
        suppressed = suppress(problem.plan, problem.cells, exact=False)
        assert audit_release(problem.plan, suppressed.cells).passed
        found += suppressed.primary + suppressed.secondary
        fewest += problem.fewest
    assert found <= NOT_MUCH_MORE * fewest


def test_what_is_hidden_already_is_moved_before_more_is_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = {(site, "2024", group): 3 for site, group in product(("east", "west"), ("a", "b"))}
    others = {(site, "2024", "c"): 9 for site in ("east", "north", "west")}
    more = {("north", "2024", group): 20 for group in ("a", "b")}
    cells = count(TWO_WAY, {"starts": {**small, **others, **more}})

    def none(plan: Plan, *_: object) -> Iterator[list[Block]]:
        assert not plan.wishes
        yield []

    monkeypatch.setattr(hiding, "batches", none)
    hidden = hidden_places(suppress(TWO_WAY, cells, exact=False).cells["starts"])
    assert hidden == set(small)


def test_what_is_moved_without_hiding_moves_nothing_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[tuple[Block, Flags]] = []
    ours = blocks.hidden_alone

    def watched(plan: Plan, costs: Costs) -> Iterator[list[Block]]:
        for batch in ours(plan, costs):
            found.extend((block, plan.hidden.copy()) for block in batch)
            yield batch

    monkeypatch.setattr(hiding, "hidden_alone", watched)
    for problem in problems():
        suppress(problem.plan, problem.cells, exact=False)
    assert found
    for block, hidden in found:
        part, (down, up) = block.component, block.room
        moves_beyond = (part.least < down) | (part.most > up)
        assert moves_beyond.any()
        assert not (moves_beyond & block.candidates & ~hidden[part.unknowns]).any()
