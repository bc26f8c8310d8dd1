"""What a worker loads, and what it leaves alone while pages are made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tests.serving import PROJECT

LOOK = """
import gc, json
import app
left = len(gc.get_objects())
looks = gc.get_stats()[2]["collections"]
asked = app.server.test_client()
answers = [asked.get(f"/{page}").status_code for page in ("compare", "completion", "outcomes")]
seen = gc.get_stats()[2]["collections"] - looks
kept = gc.get_freeze_count()
print(json.dumps({"kept": kept, "left": left, "answers": answers, "seen": seen}))
"""

LOADED = """
import json, sys
import app
asked = app.server.test_client()
addresses = ("/", "/outcomes", "/compare", "/figures/trend.csv", "/figures/trend.svg",
             "/data/referrals.csv", "/_live/start?page=/compare")
answers = [asked.get(address).status_code for address in addresses]
analysts = {"alembic", "frictionless", "highspy", "numpy", "pandas", "scipy"}
print(json.dumps({"answers": answers, "loaded": sorted(analysts & set(sys.modules))}))
"""


def run(script: str, url: str) -> Any:
    """Run a script as a worker starts, with a store; give what it prints."""
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


def test_a_worker_loads_nothing_that_only_analysts_use(illustrative_url: str) -> None:
    found = run(LOADED, illustrative_url)
    assert found["answers"] == [200] * 7
    assert found["loaded"] == []


def test_a_served_program_is_not_looked_through_while_pages_are_made(illustrative_url: str) -> None:
    found = run(LOOK, illustrative_url)
    assert found["answers"] == [200, 200, 200]
    # All of the program: some 94,000 things, of which numpy and pandas are none any more.
    assert found["kept"] > 90_000
    assert found["left"] < found["kept"] / 100
    assert found["seen"] == 0
