"""Readers notice nothing when publishers are killed, or a scheduled release takes effect.

`benchmarks/load.py` does the first for longer, and kills workers as well.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
import urllib.request
from functools import partial
from pathlib import Path

import pytest

from benchmarks.load import run
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from tests.releases import edit_descriptor, write_release
from tests.serving import served

pytestmark = pytest.mark.services
KILLS = 4
MOST_SECONDS = 600  # which no machine should need for so many kills
VERSIONS = OLD, NEW = "1.old", "2.new"
READERS = 3  # of each server
PAUSE = 0.02  # seconds before a reader asks again: the publisher needs the processor too
AHEAD = dt.timedelta(seconds=5)
EVERYWHERE = dt.timedelta(seconds=5)

Answer = tuple[dt.datetime, dt.datetime, list[str]]  # asked, answered, of which versions


def test_every_answer_is_of_one_release_while_publishers_are_killed(
    postgres_url: str, tmp_path: Path
) -> None:
    load = run(tmp_path, MOST_SECONDS, KILLS, postgres_url, readers=READERS)
    assert load.kills == KILLS
    assert load.published
    assert len(load.times) > 100
    assert (load.failed, load.mixed) == (0, 0)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def read_until(over: threading.Event, site: str, answers: list[Answer]) -> None:
    """Ask one server again and again; an answer that fails is of no version."""
    while not over.wait(PAUSE):
        asked = now()
        try:
            with urllib.request.urlopen(f"{site}/about", timeout=30) as answer:
                text = answer.read().decode()
        except OSError:
            text = ""
        answers.append((asked, now(), [version for version in VERSIONS if version in text]))


def test_two_servers_switch_to_a_scheduled_release_at_its_time(
    postgres_url: str, tmp_path: Path
) -> None:
    old, new = (
        import_release(write_release(tmp_path / v, edit=partial(edit_descriptor, version=v)))
        for v in VERSIONS
    )
    writer = Store.open(postgres_url, read_only=False)
    writer.publish(old)
    over = threading.Event()
    with (
        served(postgres_url, tmp_path / "log1") as one,
        served(postgres_url, tmp_path / "log2") as two,
    ):
        answers: dict[str, list[Answer]] = {one: [], two: []}
        threads = [
            threading.Thread(target=read_until, args=(over, site, answers[site]))
            for site in answers
            for _ in range(READERS)
        ]
        for thread in threads:
            thread.start()
        at = now() + AHEAD
        writer.publish(new, at=at)
        time.sleep((AHEAD + EVERYWHERE).total_seconds() + 1)
        over.set()
        for thread in threads:
            thread.join()
    writer.close()
    for told in answers.values():
        assert len(told) > 100
        assert all(len(versions) == 1 for _, _, versions in told)  # none failed, none mixed
        assert min(answered for _, answered, versions in told if versions == [NEW]) >= at
        assert max(asked for asked, _, versions in told if versions == [OLD]) < at + EVERYWHERE
