"""Makes the illustrative releases, the same every time.

Children are invented, counted and dropped; the counts are suppressed and audited as any real
release's would be; only what passed is returned to be written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dashboard.data.preparing import Prepared, prepare
from dashboard.data.preparing.coarsening import narrow
from dashboard.data.preparing.following import with_next_period
from dashboard.data.preparing.policy import Policy, read_policy
from dashboard.data.preparing.pooling import with_periods
from dashboard.data.release.model import Catalogue, Cell
from dashboard.illustrative.catalogue import build_catalogue
from dashboard.illustrative.children import Child, invent_children
from dashboard.illustrative.counting import count_children
from dashboard.illustrative.editions import FIRST, SECOND, Edition

SEED = 2020
POLICY = Path(__file__).with_name("policy.json")  # as `prepare --choose` would write it
Counted = tuple[Catalogue, dict[str, tuple[Cell, ...]]]


def make_illustrative(edition: Edition = FIRST, earlier: Sequence[Counted] = ()) -> Prepared:
    """Return an illustrative release, safe together with the earlier ones as readers have them."""
    catalogue, cells = count_illustrative(edition=edition)
    return prepare(catalogue, cells, earlier, on=edition.published)


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
