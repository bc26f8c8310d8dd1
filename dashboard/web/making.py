"""How is something made that takes more memory than a worker should ever hold?

By a program that is started for it, bounded in memory and time, and that ends with it. One at a time in
each worker: others wait a little, and are then told to come again.
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

SECONDS = 15
WAIT_SECONDS = 5  # both together are less than a worker may take
MEMORY_BYTES = 2 * 1024**3  # of addresses, of which a tenth is ever used
PROJECT = Path(__file__).parents[2]

_turn = threading.Lock()


class Busy(DashboardError):
    """What was asked for cannot be made just now."""


def make(module: str, *arguments: str, contents: Any) -> bytes:
    """Run a module of ours on JSON and return the bytes that it writes.

    Raises Busy where it takes longer than it may, or others do.
    """
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise Busy("too many files are being made just now")
    try:
        ran = subprocess.run(  # noqa: S603  # our own module, and no word of a reader's in the command
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            input=json.dumps(contents, allow_nan=False).encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={"PATH": "", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Busy(f"{module} made nothing ({type(error).__name__})") from None
    finally:
        _turn.release()
    return ran.stdout


def bound_memory() -> None:
    """Hold this process to the memory that it may use: the first thing that a made program does."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
