"""Makes files that take more memory than a worker should ever hold.

A program is started for each file, bounded in memory and time, and ends with it. A worker has one at a
time, and one request waits for it: all others are told to come again, so that pages have threads left.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from dashboard.exceptions import DashboardError

SECONDS = 20
MOST_ASKED = 2  # of a worker's four threads
MEMORY_BYTES = 2 * 1024**3  # of addresses, of which a tenth is ever used
PROJECT = Path(__file__).parents[2]

_asked = threading.BoundedSemaphore(MOST_ASKED)
_turn = threading.Lock()


class Busy(DashboardError):
    """What was asked for cannot be made just now."""


def make(module: str, *arguments: str, contents: Any) -> bytes:
    """Run a module of ours on JSON and return the bytes that it writes.

    Raises Busy where it takes longer than it may, or others do.
    """
    if not _asked.acquire(blocking=False):
        raise Busy("too many files are being made just now")
    try:
        with _turn:
            return _run([sys.executable, "-m", module, *arguments], contents)
    finally:
        _asked.release()


def _run(command: list[str], contents: Any) -> bytes:
    try:
        ran = subprocess.run(  # noqa: S603  # our own module, and no word of a reader's in the command
            command,
            cwd=PROJECT,
            input=json.dumps(contents, allow_nan=False).encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={"PATH": "", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Busy(f"{command[2]} made nothing ({type(error).__name__})") from None
    return ran.stdout


def bound_memory() -> None:
    """Hold this process to the memory that it may use: the first thing that a made program does."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
