"""How long readers wait while others hold connections and say nothing, or half of a request."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.web import worker
from tests.serving import START_SECONDS, WORKERS, served

SLOW_READERS = 12  # more than two workers have threads
ROUNDS = 3  # of the threads of one worker, if all of them come to it
SAID = {
    "nothing": b"",
    "half a request": b"GET /about HTTP/1.1\r\nHost: x\r\n",
    "one letter at a time": b"GET /about HTTP/1.1\r\nHost: x\r\nX: ",
}
LONGEST_WAIT = {"nothing": 2.0}  # seconds; for the others:
LONGEST_WAIT_OF_A_REQUEST = ROUNDS * (
    worker.HEAD_SECONDS + 2
)  # as clocks are looked at once a second


@contextlib.contextmanager
def slow_readers(site: str, said: bytes, *, drip: bool = False) -> Iterator[None]:
    """Hold connections on which this was said, and perhaps one more letter each half second."""
    over = threading.Event()
    address = ("127.0.0.1", int(site.rpartition(":")[2]))
    with contextlib.ExitStack() as held:
        connections = [
            held.enter_context(socket.create_connection(address)) for _ in range(SLOW_READERS)
        ]
        for connection in connections:
            connection.sendall(said)

        def go_on() -> None:
            while drip and not over.wait(0.5):
                for connection in connections:
                    with contextlib.suppress(OSError):
                        connection.sendall(b"x")

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def seconds_for(address: str) -> float:
    began = time.monotonic()
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.status == 200
    return time.monotonic() - began


@pytest.mark.parametrize("how", SAID)
def test_a_handful_of_slow_readers_hold_up_no_other_for_long(dashboard_url: str, how: str) -> None:
    seconds_for(f"{dashboard_url}/about")
    longest = LONGEST_WAIT.get(how, LONGEST_WAIT_OF_A_REQUEST)

    def seconds_among_slow_readers() -> float:
        with slow_readers(dashboard_url, SAID[how], drip=how == "one letter at a time"):
            time.sleep(0.5)
            return seconds_for(f"{dashboard_url}/about")

    assert seconds_among_slow_readers() < longest


def workers_of(log: Path) -> list[int]:
    """Return the process of each worker; one may answer before another has said that it is there."""
    until = time.monotonic() + START_SECONDS
    while len(pids := re.findall(r"Booting worker with pid: (\d+)", log.read_text())) < WORKERS:
        assert time.monotonic() < until
        time.sleep(0.05)
    return [int(pid) for pid in pids]


def test_nobody_is_hung_up_on_because_the_machine_stood_still(
    illustrative_url: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with served(illustrative_url, log) as site:
        workers = workers_of(log)
        host, _, port = site.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=30) as reader:
            reader.sendall(SAID["half a request"])
            time.sleep(0.5)
            for worker_pid in workers:
                os.kill(worker_pid, signal.SIGSTOP)
            time.sleep(worker.HEAD_SECONDS + 2)
            for worker_pid in workers:
                os.kill(worker_pid, signal.SIGCONT)
            time.sleep(0.5)  # in which a worker looks at the clock again
            reader.sendall(b"Connection: close\r\n\r\n")
            assert reader.recv(100).startswith(b"HTTP/1.1 200")
