"""How is the illustrative release made, the same every time?"""

from __future__ import annotations

from pathlib import Path

from dashboard.data.illustrative.catalogue import build_catalogue
from dashboard.data.illustrative.children import invent_children
from dashboard.data.illustrative.counting import count_children
from dashboard.data.writing import write_release

SEED = 2020


def make_illustrative(folder: Path, seed: int = SEED) -> None:
    """Write the illustrative release into a folder."""
    catalogue = build_catalogue(seed)
    cells = count_children(catalogue, invent_children(seed))
    write_release(folder, catalogue, cells)
