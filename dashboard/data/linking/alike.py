"""Tell whether another release counts the same children as the one on trial.

A new name, or another word on whether the figures are invented, changes none of them. What an
illustrative release prints is nobody's number: it is held against one that is not only where the
figures of the two coincide beyond chance.
"""

from __future__ import annotations

from functools import cached_property

from dashboard.data.linking.grids import Arrangement, Tables, read_grids
from dashboard.data.linking.recognition import FEWEST_EQUAL, compare_releases
from dashboard.data.linking.renaming import Read
from dashboard.data.release.model import Catalogue

FEWEST_INVENTED = 10  # figures that an illustrative release and a real one have in common


class Alike:
    """Compares releases with the one on trial."""

    def __init__(self, catalogue: Catalogue, cells: Tables) -> None:
        self._catalogue = catalogue
        self._cells = cells

    def counts_the_same(self, catalogue: Catalogue, cells: Tables) -> bool:
        """Return True for a release of the same series, or if over half of its figures coincide."""
        own = self._catalogue
        as_invented = catalogue.illustrative == own.illustrative
        if as_invented and catalogue.name == own.name:
            return True
        both, equal = compare_releases(self._read, _read(catalogue, cells))
        fewest = FEWEST_EQUAL if as_invented else FEWEST_INVENTED
        return equal >= fewest and 2 * equal > both

    @cached_property
    def _read(self) -> Read:
        return _read(self._catalogue, self._cells)


def _read(catalogue: Catalogue, cells: Tables) -> Read:
    arrangement = Arrangement(catalogue)
    return arrangement, read_grids(arrangement, cells)
