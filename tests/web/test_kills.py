"""Do readers notice when publishers are killed? `benchmarks/load.py` does the same for longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.load import run

pytestmark = pytest.mark.services
KILLS = 4
SECONDS = 40


def test_every_answer_is_of_one_release_while_publishers_are_killed(
    postgres_url: str, tmp_path: Path
) -> None:
    load = run(tmp_path, SECONDS, KILLS, postgres_url)
    assert load.kills
    assert len(load.times) > 100
    assert (load.failed, load.mixed) == (0, 0)
