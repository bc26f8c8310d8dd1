"""How is the illustrative release made, the same every time?

Children are invented, counted and dropped; the counts are suppressed and audited as any real
release's would be; only what passed is written.
"""

from __future__ import annotations

from pathlib import Path

from dashboard.data.preparing import Prepared, prepare
from dashboard.data.preparing.coarsening import narrow
from dashboard.data.preparing.policy import read_policy
from dashboard.data.preparing.pooling import with_periods
from dashboard.data.release.model import Catalogue, Cell
from dashboard.data.release.writing import write_release_whole
from dashboard.illustrative.catalogue import PUBLISHED, build_catalogue
from dashboard.illustrative.children import invent_children
from dashboard.illustrative.counting import count_children

SEED = 2020
POLICY = Path(__file__).with_name("policy.json")  # as `prepare --choose` would write it
Counted = tuple[Catalogue, dict[str, tuple[Cell, ...]]]


def make_illustrative(folder: Path | None, seed: int = SEED) -> Prepared:
    """Write the illustrative release into a folder, if one is named, in place of what was there."""
    catalogue, cells = count_illustrative(seed)
    prepared = prepare(catalogue, cells, on=PUBLISHED)
    if folder is not None:
        write_release_whole(folder, prepared.catalogue, prepared.cells)
    return prepared


def count_illustrative(seed: int = SEED) -> Counted:
    """Return what is published and its unsuppressed cells, which must never be written."""
    policy = read_policy(POLICY)
    catalogue = with_periods(build_catalogue(seed), policy)
    narrowed = narrow(catalogue, count_children(catalogue, invent_children(seed)), policy)
    return narrowed.catalogue, dict(narrowed.cells)


def count_by_year(seed: int = SEED) -> Counted:
    """Return the programme by years and quarters, before a design is chosen: never to be written."""
    catalogue = build_catalogue(seed)
    return catalogue, count_children(catalogue, invent_children(seed))


__all__ = [
    "POLICY",
    "SEED",
    "Counted",
    "Prepared",
    "count_by_year",
    "count_illustrative",
    "make_illustrative",
]
