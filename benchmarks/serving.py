"""Serves the dashboard, and what it is measured against, to a benchmark.

Each is a process of its own on a loopback port of its own, stopped with the block that it serves.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store

PROJECT = Path(__file__).parents[1]
ILLUSTRATIVE = PROJECT / "dashboard" / "data" / "releases" / "illustrative"
START_SECONDS = 120.0
STOP_SECONDS = 10.0

HELLO = """from flask import Flask

server = Flask("hello")
server.add_url_rule("/", "hello", lambda: "hello")
"""


def publish_illustrative(folder: Path) -> str:
    """Publish the illustrative release into a SQLite file of a folder; give its address."""
    url = f"sqlite:///{folder}/store.sqlite"
    store = Store.open(url, read_only=False)
    store.publish(import_release(ILLUSTRATIVE))
    store.close()
    return url


@contextmanager
def served_dashboard(
    database_url: str, folder: Path, workers: int = 2, project: Path = PROJECT
) -> Iterator[str]:
    """Serve the dashboard as the README does; `project` may be a checkout of another commit."""
    with _gunicorn("app:server", project, folder, workers, {"DATABASE_URL": database_url}) as url:
        yield url


@contextmanager
def served_hello(folder: Path, workers: int) -> Iterator[str]:
    """Serve a Flask application of one line in the same way."""
    home = folder / "hello"
    home.mkdir(exist_ok=True)
    (home / "hello.py").write_text(HELLO)
    with _gunicorn("hello:server", home, folder, workers, {}) as url:
        yield url


def python_of(home: Path) -> Path:
    """Return the Python of a checkout's own environment, or this one where it has none."""
    own = home / ".venv" / "bin" / "python"
    return own if own.exists() else Path(sys.executable)


@contextmanager
def _gunicorn(
    name: str, home: Path, folder: Path, workers: int, settings: Mapping[str, str]
) -> Iterator[str]:
    port = free_port()
    command = [str(python_of(home)), "-m", "gunicorn", name, "--bind", f"127.0.0.1:{port}"]
    own = home if (home / "gunicorn.conf.py").exists() else PROJECT
    command += ["--config", str(own / "gunicorn.conf.py"), "--workers", str(workers)]
    with started(command, port, home=home, log=folder / "log", settings=settings) as url:
        yield url


@contextmanager
def started(
    command: Sequence[str], port: int, *, home: Path, log: Path, settings: Mapping[str, str]
) -> Iterator[str]:
    """Start a server, wait until it answers, and stop it afterwards."""
    ours = ("DATABASE_URL", "PORT", "PUBLIC_URL", "WEB_CONCURRENCY")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=home, env={**environment, **settings}, stdout=output, stderr=output
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(url, process, log)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=10):  # noqa: S310  # loopback
            return
        time.sleep(0.2)
    raise RuntimeError(f"{url} did not answer:\n{log.read_text(errors='replace')[-2000:]}")
