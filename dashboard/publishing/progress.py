"""How far is a long piece of work? A bar on the terminal, and nothing where there is none."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

WIDTH = 30
EVERY_SECONDS = 0.2


@contextlib.contextmanager
def progress_bar(words: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give what is to be told how much of how much is done; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    drawn = time.monotonic()

    def draw(done: int, every: int) -> None:
        nonlocal drawn
        if time.monotonic() - drawn < EVERY_SECONDS:
            return
        drawn = time.monotonic()
        filled = WIDTH * done // max(every, 1)
        bar = "#" * filled + "." * (WIDTH - filled)
        print(
            f"\r{words} [{bar}] {100 * done // max(every, 1)}%", end="", file=sys.stderr, flush=True
        )

    try:
        yield draw
    finally:
        print("\r" + " " * (len(words) + WIDTH + 9) + "\r", end="", file=sys.stderr, flush=True)
