"""How is the illustrative release made, the same every time?

Children are invented, counted and dropped; the counts are suppressed and audited as any real
release's would be; only what passed is written.
"""

from __future__ import annotations

from pathlib import Path

from dashboard.data.preparing import Prepared, prepare
from dashboard.data.release.model import Catalogue, Cell
from dashboard.data.release.writing import write_release_whole
from dashboard.illustrative.catalogue import PUBLISHED, build_catalogue
from dashboard.illustrative.children import invent_children
from dashboard.illustrative.counting import count_children

SEED = 2020


def make_illustrative(folder: Path | None, seed: int = SEED) -> Prepared:
    """Write the illustrative release into a folder, if one is named, in place of what was there.

    Takes minutes: nearly all of them are the search for what to hide.
    """
    catalogue, cells = count_illustrative(seed)
    prepared = prepare(catalogue, cells, on=PUBLISHED)
    if folder is not None:
        write_release_whole(folder, prepared.catalogue, prepared.cells)
    return prepared


def count_illustrative(seed: int = SEED) -> tuple[Catalogue, dict[str, tuple[Cell, ...]]]:
    """Return the catalogue and the unsuppressed cells, which must never be written."""
    catalogue = build_catalogue(seed)
    return catalogue, count_children(catalogue, invent_children(seed))


__all__ = ["SEED", "Prepared", "count_illustrative", "make_illustrative"]
