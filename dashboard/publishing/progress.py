"""What those who wait at a terminal are shown: what goes on, and for how long it has."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def progress(what: str) -> Iterator[None]:
    """Show a moving bar with its time while something goes on; at no terminal, nothing.

    It is not known how long an audit or an import takes, so the bar has no end.
    """
    if not sys.stderr.isatty():
        yield
        return
    # Here, not above: the library takes a tenth of a second, which is wasted where nobody looks.
    from rich.console import Console  # noqa: PLC0415  # see above
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True, console=Console(stderr=True)) as bar:
        bar.add_task(what, total=None)
        yield
