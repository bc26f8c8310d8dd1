"""How are the illustrative releases made, the same every time?

Children are invented, counted and dropped; the counts are suppressed and audited as any real
release's would be; only what passed is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dashboard.data.preparing import Prepared, prepare
from dashboard.data.preparing.coarsening import narrow
from dashboard.data.preparing.following import with_next_period
from dashboard.data.preparing.policy import Policy, read_policy
from dashboard.data.preparing.pooling import with_periods
from dashboard.data.release.model import Catalogue, Cell
from dashboard.data.release.reading import import_release
from dashboard.data.release.writing import write_release_whole
from dashboard.illustrative.catalogue import build_catalogue
from dashboard.illustrative.children import Child, invent_children
from dashboard.illustrative.counting import count_children
from dashboard.illustrative.editions import FIRST, SECOND, Edition

SEED = 2020
POLICY = Path(__file__).with_name("policy.json")  # as `prepare --choose` would write it
Counted = tuple[Catalogue, dict[str, tuple[Cell, ...]]]


def make_illustrative(
    folder: Path | None, seed: int = SEED, *, after: Path | None = None
) -> Prepared:
    """Write the illustrative release into a folder, if one is named, in place of what was there.

    With the first release as `after` it is the second, safe together with that one.
    """
    edition, earlier = FIRST, []
    if after is not None:
        before = import_release(after)
        cells_before = {t.name: tuple(before.cells(t.name)) for t in before.catalogue.tables}
        edition, earlier = SECOND, [(before.catalogue, cells_before)]
    catalogue, cells = count_illustrative(seed, edition)
    prepared = prepare(catalogue, cells, earlier, on=edition.published)
    if folder is not None:
        write_release_whole(folder, prepared.catalogue, prepared.cells)
    return prepared


def count_illustrative(seed: int = SEED, edition: Edition = FIRST) -> Counted:
    """Return what is published and its unsuppressed cells, which must never be written."""
    policy = policy_of(edition)
    catalogue = with_periods(build_catalogue(seed, edition), policy)
    narrowed = narrow(catalogue, count_children(catalogue, _children(seed, edition)), policy)
    return narrowed.catalogue, dict(narrowed.cells)


def count_by_year(seed: int = SEED, edition: Edition = FIRST) -> Counted:
    """Return the programme by years and quarters, before a design is chosen: never to be written."""
    catalogue = build_catalogue(seed, edition)
    return catalogue, count_children(catalogue, _children(seed, edition))


def policy_of(edition: Edition) -> Policy:
    """Return the policy that was chosen for the first release, with the closed periods since."""
    policy = read_policy(POLICY)
    for name, span in edition.periods:
        policy = with_next_period(policy, name, span)
    return policy


def _children(seed: int, edition: Edition) -> Iterator[Child]:
    children = invent_children(seed, edition.last_day)
    for correction in edition.corrections:
        children = correction.apply(children)
    return children


__all__ = [
    "FIRST",
    "POLICY",
    "SECOND",
    "SEED",
    "Counted",
    "Prepared",
    "count_by_year",
    "count_illustrative",
    "make_illustrative",
    "policy_of",
]
