"""What follows from a release's catalogue alone, and so need be worked out only once?"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

REMEMBERED = 4096  # answers of each function, the last asked for

Given = ParamSpec("Given")
Found = TypeVar("Found")


def once(work: Callable[Given, Found]) -> Callable[Given, Found]:
    """Remember what a function of a catalogue gives: every question of a page asks it again.

    For functions whose other arguments come from the catalogue too, so that readers cannot make
    them many, and whose results nobody changes.
    """
    # Typed as the function itself: the standard library's type forgets what it takes.
    return cast("Callable[Given, Found]", functools.lru_cache(maxsize=REMEMBERED)(work))
