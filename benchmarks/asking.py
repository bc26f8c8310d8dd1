"""Measures how fast a server answers, over connections that stay open.

A client of bare sockets, so that it costs little beside the server it shares a machine with. It
runs as a process of its own: `python -m benchmarks.asking`, told what to ask on standard input.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count
from urllib.parse import urlsplit

import msgspec

CONNECTIONS = 4
MOST_SECONDS = 60.0
PATIENCE_SECONDS = 60.0


class Asked(msgspec.Struct, frozen=True):
    """One kind of request: its addresses are asked in turn, from the first again if `again`.

    With `bodies` they are posted. `tag` is what the client says that it holds already.
    """

    name: str
    addresses: list[str]
    again: bool = True
    bodies: list[str] = []
    tag: str = ""


class Measured(msgspec.Struct, frozen=True):
    """What came of it; `slowest_ms` is the time that 99 answers of 100 did not take."""

    per_second: float
    median_ms: float
    slowest_ms: float


class Task(msgspec.Struct, frozen=True):
    """What a client is to do."""

    url: str
    seconds: float
    asked: Asked


def measure(url: str, asked: Asked, seconds: float) -> Measured:
    """Ask a server for some seconds, from a process of its own."""
    task = Task(url, min(seconds, MOST_SECONDS), asked)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.asking"],
        input=msgspec.json.encode(task),
        capture_output=True,
        check=True,
        timeout=task.seconds + 2 * PATIENCE_SECONDS,
    )
    return msgspec.json.decode(done.stdout, type=Measured)


def main() -> None:
    """Do the task on standard input, and print what came of it."""
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    took: list[float] = []
    failures: list[Exception] = []
    numbers = count()
    start = time.perf_counter()

    def run() -> None:
        try:
            took.extend(_times(task, numbers, start + task.seconds))
        except (OSError, RuntimeError) as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    elapsed = time.perf_counter() - start
    took.sort()
    found = Measured(
        len(took) / elapsed, took[len(took) // 2] * 1000, took[len(took) * 99 // 100] * 1000
    )
    print(json.dumps(msgspec.to_builtins(found)))


def _times(task: Task, numbers: Iterator[int], stop: float) -> Iterator[float]:
    requests = _requests(task)
    with _connect(task.url) as connection:
        while (start := time.perf_counter()) < stop:
            number = next(numbers)
            if number >= len(requests) and not task.asked.again:
                return
            _ask(connection, requests[number % len(requests)])
            yield time.perf_counter() - start


def _requests(task: Task) -> list[bytes]:
    """Write every request as it goes over the wire."""
    asked = task.asked
    host = urlsplit(task.url).netloc
    head = f"Host: {host}\r\nAccept-Encoding: br, gzip\r\n"
    if asked.tag:
        head += f"If-None-Match: {asked.tag}\r\n"
    if not asked.bodies:
        return [f"GET {address} HTTP/1.1\r\n{head}\r\n".encode() for address in asked.addresses]
    return [
        f"POST {asked.addresses[0]} HTTP/1.1\r\n{head}Content-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        for body in asked.bodies
    ]


def _connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    connection = socket.create_connection(
        (parts.hostname or "", parts.port or 80), PATIENCE_SECONDS
    )
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _ask(connection: socket.socket, request: bytes) -> None:
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head[9:12])
    if status not in (200, 304):
        raise RuntimeError(f"{request[:200]!r} was answered {status}")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    if fields.get(b"transfer-encoding") == b"chunked":
        while not body.endswith(b"0\r\n\r\n"):
            body += _more(connection)
        return
    missing = int(fields.get(b"content-length", 0)) - len(body)
    while status != 304 and missing > 0:
        missing -= len(_more(connection))


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(1 << 16)
    if not received:
        raise RuntimeError("the server closed the connection")
    return received


if __name__ == "__main__":
    main()
