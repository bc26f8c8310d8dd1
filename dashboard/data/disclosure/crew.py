"""How is work that falls into independent parts shared among processors?

Answers come in the order of the tasks, whatever order they were found in, so that the same
input gives the same result on any machine.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")


class Crew:
    """Does tasks, in processes of its own once there are enough of them to be worth it."""

    def __init__(self, pool: ProcessPoolExecutor | None) -> None:
        self._pool = pool

    def do(self, work: Callable[[Task], Answer], tasks: Sequence[Task]) -> Iterator[Answer]:
        """Yield the answer to each task, in order. `work` is a function of a module."""
        if self._pool is None or len(tasks) <= 1:
            yield from map(work, tasks)
        else:
            yield from self._pool.map(work, tasks)


ALONE = Crew(None)


@contextmanager
def crew_of(processors: int | None = None) -> Iterator[Crew]:
    """Give a crew of as many processes as there are processors to use."""
    count = processors or len(os.sched_getaffinity(0))
    if count == 1:
        yield ALONE
        return
    # Started afresh: a fork would copy the threads' locks of whoever asks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        yield Crew(pool)
