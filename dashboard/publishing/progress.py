"""What those who wait at a terminal are shown: what goes on, and how far it is."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

Advance = Callable[[int, int], None]  # how much of how much is done


@contextlib.contextmanager
def progress(what: str) -> Iterator[Advance | None]:
    """Show a bar with its time while something goes on; at no terminal, nothing.

    It moves without an end until the one who works tells, by what is given, how far the work is.
    """
    if not sys.stderr.isatty():
        yield None
        return
    # Here, not above: the library takes a tenth of a second, which is wasted where nobody looks.
    from rich.console import Console  # noqa: PLC0415  # see above
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415  # see above

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, every: bar.update(task, completed=done, total=every)
