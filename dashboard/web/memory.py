"""Keeps Python from looking through all that it holds while a reader waits for a page."""

from __future__ import annotations

import gc

# A page makes some 50 000 objects and lets nearly all of them go by itself.
MADE_BEFORE_A_LOOK = 50_000


def settle() -> None:
    """Keep Python from looking through all of the program while a reader waits for a page.

    To be called once everything is made. What there is by then stays for good, and is looked
    through no more: each time it took as long as two pages. What is made later, requests and the
    pages kept, still is.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE_BEFORE_A_LOOK)
