"""No release that `check` accepts makes an address of the site fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutations import mutated_release
from tests.web.crawling import DESIGNED, crawl

SEEDS = range(10)
MUTATIONS_OF_EACH = 6


@pytest.mark.parametrize("seed", SEEDS)
def test_no_accepted_release_makes_an_address_fail(tmp_path: Path, seed: int) -> None:
    done = mutated_release(tmp_path, seed, MUTATIONS_OF_EACH)
    assert done
    answers = crawl(tmp_path / "release", f"sqlite:///{tmp_path / 'store.sqlite'}")
    failed = [(status, address) for address, status, _ in answers if status not in DESIGNED]
    assert failed == [], done
