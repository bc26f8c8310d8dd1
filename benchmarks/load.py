"""Measures what readers get for ten minutes, while releases are published and publishers killed.

    python -m benchmarks.load [SECONDS] [--kills NUMBER] [--database URL] [--workers]

Eight readers ask two workers for pages as fast as they answer, while one of two releases is published
again and again by a process of its own, which is killed at random moments. With --workers there are two
servers, whose workers are killed too; a reader whose connection breaks asks the other server, as a proxy in
front would, and fails where that breaks as well. Printed are: requests served, failed, and mixed of two
releases; p50 and p99; kills and switches; and how the memory of the servers grew from after the first tenth
of the time to the end. Without --database, the store is SQLite.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from pathlib import Path

from benchmarks.serving import PROJECT, served_dashboard
from tests.releases import edit_descriptor, write_release

VERSIONS = ("first-version", "second-version")
PATHS = ("/", "/about", "/data", "/referrals", "/completion", "/areas/eastport", "/compare")
READERS = 8
WORKER_SECONDS = (1.0, 4.0)  # between one worker's end and the next one's
SPARED = 4  # one publisher in so many is let be, the first among them
KILLED_AT = (
    0.1,
    1.1,
)  # of the time that the last one that was let be took, however busy the machine


@dataclass(slots=True)
class Load:
    """What happened; times are in seconds, memory in bytes."""

    times: list[float] = field(default_factory=list)
    failed: int = 0
    mixed: int = 0
    kills: int = 0
    workers_killed: int = 0
    broken: int = 0  # connections, by the end of a worker; the request is made again
    published: int = 0
    memory: list[int] = field(default_factory=list)


def main() -> None:
    """Print what happened."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seconds", nargs="?", type=float, default=600.0)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", default="")
    parser.add_argument("--workers", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        load = run(
            Path(name), asked.seconds, asked.kills, asked.database, kill_workers=asked.workers
        )
    times = sorted(load.times)
    grown = load.memory[-1] - load.memory[len(load.memory) // 10]
    print(f"served {len(times):,}, failed {load.failed}, mixed {load.mixed}")
    print(
        f"p50 {1000 * statistics.median(times):.1f} ms, p99 {1000 * times[len(times) * 99 // 100]:.1f} ms"
    )
    print(f"publishers killed {load.kills}, releases published {load.published}")
    print(f"workers killed {load.workers_killed}, connections broken {load.broken}")
    print(f"memory {load.memory[-1] / 1e6:,.0f} MB, grown by {grown / 1e6:,.1f} MB")


def run(
    folder: Path,
    seconds: float,
    kills: int,
    database: str = "",
    *,
    readers: int = READERS,
    kill_workers: bool = False,
) -> Load:
    """Serve, ask, publish and kill for some seconds, or until there were so many kills and one second.

    Without kills, serve and ask for these seconds.
    """
    url = database or f"sqlite:///{folder / 'store.sqlite'}"
    releases = [
        write_release(folder / version, edit=partial(edit_descriptor, version=version))
        for version in VERSIONS
    ]
    _publish(url, releases[0]).wait()
    load, over = Load(), threading.Event()
    with contextlib.ExitStack() as servers:
        homes = [folder / str(number) for number in range(1 + kill_workers)]
        for home in homes:
            home.mkdir()
        sites = [servers.enter_context(served_dashboard(url, home)) for home in homes]
        threads = [
            threading.Thread(target=_read, args=(sites, load, over, n)) for n in range(readers)
        ]
        if kill_workers:
            threads.append(threading.Thread(target=_kill_workers, args=(load, over)))
        for thread in threads:
            thread.start()
        _disturb(url, releases, load, time.monotonic() + seconds, kills)
        over.set()
        for thread in threads:
            thread.join()
    return load


def _read(sites: Sequence[str], load: Load, over: threading.Event, seed: int) -> None:
    choice = random.Random(seed)
    while not over.is_set():
        began, path = time.monotonic(), choice.choice(PATHS)
        text = ""
        for site in choice.sample(sites, len(sites)):
            try:
                with urllib.request.urlopen(site + path, timeout=30) as answer:  # noqa: S310  # loopback
                    text = answer.read().decode()
                break
            except urllib.error.HTTPError:
                break
            except (OSError, HTTPException):
                load.broken += 1
        if not text:
            load.failed += 1
            continue
        load.times.append(time.monotonic() - began)
        foot = text.partition("<footer")[2]
        load.mixed += sum(version in foot for version in VERSIONS) != 1


def _disturb(url: str, releases: Sequence[Path], load: Load, until: float, kills: int) -> None:
    choice, took = random.Random(0), 0.0
    while time.monotonic() < until and load.kills < kills:
        spared = (load.kills + load.published) % SPARED == 0
        began = time.monotonic()
        publisher = _publish(url, releases[(load.kills + load.published + 1) % 2])
        try:
            patience = None if spared else choice.uniform(*KILLED_AT) * took
            load.published += publisher.wait(patience) == 0
        except subprocess.TimeoutExpired:
            publisher.send_signal(signal.SIGKILL)
            publisher.wait()
            load.kills += 1
        if spared:
            took = time.monotonic() - began
        load.memory.append(_memory_of_children())
    last = min(until, time.monotonic() + 1) if kills else until
    while time.monotonic() < last:
        time.sleep(min(1.0, max(0.0, last - time.monotonic())))
        load.memory.append(_memory_of_children())


def _kill_workers(load: Load, over: threading.Event) -> None:
    """Kill a worker of some server, wait a little, and so on."""
    choice = random.Random(1)
    while not over.wait(choice.uniform(*WORKER_SECONDS)):
        parents = {number: parent for number, (parent, _) in _processes().items()}
        ours = {n for n, parent in parents.items() if parent == os.getpid()}
        workers = [n for n, parent in parents.items() if parent in ours]
        if workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(choice.choice(workers), signal.SIGKILL)
                load.workers_killed += 1


def _publish(url: str, release: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dashboard.publishing", "publish", str(release)],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _memory_of_children() -> int:
    """Return the bytes that the servers have in memory: the processes below this one."""
    processes = _processes()
    below = {os.getpid()}
    while more := {n for n, (parent, _) in processes.items() if parent in below} - below:
        below |= more
    return sum(processes[n][1] for n in below if n != os.getpid())


def _processes() -> dict[int, tuple[int, int]]:
    """Return of each process of this machine its parent, and the bytes that it has in memory."""
    processes = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            facts = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue  # it has ended meanwhile
        number = int(status.parent.name)
        processes[number] = (
            int(facts["PPid"]),
            1024 * int(facts.get("VmRSS", "0 kB").split()[0]),
        )
    return processes


if __name__ == "__main__":
    main()
