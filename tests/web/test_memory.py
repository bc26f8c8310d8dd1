"""Is what the program is made of left alone while pages are made?"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.serving import PROJECT

LOOK = """
import gc, json
import app
looks = gc.get_stats()[2]["collections"]
asked = app.server.test_client()
answers = [asked.get(f"/{page}").status_code for page in ("compare", "completion", "outcomes")]
seen = gc.get_stats()[2]["collections"] - looks
print(json.dumps({"kept": gc.get_freeze_count(), "answers": answers, "seen": seen}))
"""


def test_a_served_program_is_not_looked_through_while_pages_are_made(illustrative_url: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": illustrative_url},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ran.stdout)
    assert found["answers"] == [200, 200, 200]
    assert found["kept"] > 100_000
    assert found["seen"] == 0
