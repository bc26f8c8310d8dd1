"""Serves a dashboard to a test, as it is served to readers.

It is served by gunicorn with several workers, as a process of its own, on a port of its own. The port is
taken here and handed over, so that nobody else can take it before the server does.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from dashboard.settings import NAMES

PROJECT = Path(__file__).parents[1]
WORKERS = 2
START_SECONDS = 90  # the first start on a machine compresses the static files
STOP_SECONDS = 10


@contextlib.contextmanager
def served(database_url: str, log: Path, **settings: str) -> Iterator[str]:
    """Serve a store; give the address of the site. `settings` are environment variables."""
    command = [sys.executable, "-m", "gunicorn", "app:server", "--workers", str(WORKERS)]
    with log.open("wb") as output, socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        process = subprocess.Popen(
            [*command, "--bind", f"fd://{listener.fileno()}"],
            cwd=PROJECT,
            env=_environment() | {"DATABASE_URL": database_url} | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()],
        )
    try:
        _wait_until_ready(url, process, log)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _environment() -> dict[str, str]:
    """Keep what a process needs, and nothing of ours that a developer may have set."""
    ours = {*NAMES, "WEB_CONCURRENCY"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def free_port() -> int:
    """Return a port that nobody listens on, for a program that cannot be handed one."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"gunicorn stopped:\n{log.read_text(errors='replace')}")
        with contextlib.suppress(OSError):
            if _answers(f"{url}/healthz"):
                return
        time.sleep(0.1)
    raise RuntimeError(f"gunicorn did not answer in {START_SECONDS} s:\n{log.read_text()}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return False
