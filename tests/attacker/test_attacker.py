"""The outsider finds what hand-made releases give away, and nothing in their safe twins."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.attacker import KINDS, attack
from tests.attacker.leaks import LEAKS, ONE, Leak, quarters, release, years
from tests.attacker.writing import ReleaseText, write
from tests.conftest import ILLUSTRATIVE, SECOND

SECONDS = 60  # on a machine that does other work


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_each_kind_of_sum_finds_what_it_gives_away(leak: Leak, tmp_path: Path) -> None:
    earlier = [write(tmp_path / f"earlier{n}", text) for n, text in enumerate(leak.earlier)]
    leaking = write(tmp_path / "leaking", leak.leaking)

    assert sorted({(f.low, f.high) for f in attack(leaking, earlier)}) == leak.ranges
    assert attack(write(tmp_path / "safe", leak.safe), earlier) == []
    assert attack(leaking, earlier, leave_out=leak.kinds) == []
    for kind in leak.also:
        assert attack(leaking, earlier, leave_out={kind}) == [], kind
    for kind in KINDS - leak.kinds - leak.also:
        found = attack(leaking, earlier, leave_out={kind})
        assert sorted({(f.low, f.high) for f in found}) == leak.ranges, kind


def test_every_kind_of_sum_is_shown_to_be_needed() -> None:
    assert set().union(*(leak.kinds for leak in LEAKS)) == KINDS


def test_the_releases_that_ship_give_nothing_away() -> None:
    before = time.process_time()
    assert [str(finding) for finding in attack(ILLUSTRATIVE)] == []
    assert [str(finding) for finding in attack(SECOND, [ILLUSTRATIVE])] == []
    assert time.process_time() - before < SECONDS


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        (quarters("20", "17", opened="2024-07-01", adds=False), []),
        (quarters("20", "17"), [(3, 3)]),
        (quarters("20", "9"), []),
        (release("harbour; 2024; 20", "eastport; 2024; z", "westport; 2024; c"), [(20, 20)]),
        (release("harbour; 2024; 20", "eastport; 2024; 20", "westport; 2024; x"), [(0, 0)]),
        (release("harbour; 2024; 20", "eastport; 2024; 20", "westport; 2024; z"), []),
        (release("harbour; 2024; low", areas=ONE, rounding=3), [(1, 1)]),
        (release("harbour; 2024; 20", "eastport; 2024; 20", "westport; 2024; c", rounding=5), []),
        (release("harbour; 2024; [c]", "eastport; 2024; 9", "westport; 2024; 7"), [(16, 16)]),
        (years("17", part_of="", threshold=3), [(3, 3)]),
        (years("16", part_of="", threshold=1), [(4, 4)]),
    ],
)
def test_markers_rounding_and_thresholds_say_what_the_format_says(
    text: ReleaseText, ranges: list[tuple[int, int]], tmp_path: Path
) -> None:
    assert [(f.low, f.high) for f in attack(write(tmp_path / "release", text))] == ranges
