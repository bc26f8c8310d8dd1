"""References of a release that name the same set of children, as far as it declares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dashboard.data.release import additivity
from dashboard.data.release.model import Catalogue, CellReference, Identity
from dashboard.data.release.openings import fixed_groups
from dashboard.data.release.universes import family_of


class CountedSets:
    """Names the set of children behind a reference: by its universe, or the first of its equals.

    Sets are equal where an identity says so of every period that both tables have. A
    reference names all its groups here, but none that leaves its breakdown open.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._first: dict[object, object] = {}
        equals = [own for own in catalogue.identities if self._holds_always(own)]
        for identity in (own for own in equals if not own.more):
            left, right = self._of_written(identity.left), self._of_written(identity.right)
            if left != right:
                self._first[left] = right
        self._sums = {
            (self._of_written(own.right), frozenset(map(self._of_written, (own.left, *own.more))))
            for own in equals
            if own.more
        }

    def of(self, name: CellReference) -> object:
        table = self._catalogue.table(name.table)
        column = name.table, name.column
        family = family_of(self._catalogue, table, name.column) if table else column
        return self._find((*family, frozenset(name.groups)))

    def is_known(self, total: CellReference, other: CellReference) -> bool:
        """Return True if two references name one set, or the other a group within that set."""
        return self.of(total) in self._holding(other)

    def is_sum(self, total: CellReference, components: Iterable[CellReference]) -> bool:
        """Return True if an identity says that components add up to a total."""
        return (self.of(total), frozenset(map(self.of, components))) in self._sums

    def _holds_always(self, identity: Identity) -> bool:
        if identity.relation != "equals":
            return False
        tables = [self._catalogue.table(own.table) for own in identity.references]
        common = set.intersection(*(set(table.periods) if table else set() for table in tables))
        types = {period.type for period in self._catalogue.periods if period.key in common}
        return not identity.period_type or types <= {identity.period_type}

    def _holding(self, name: CellReference) -> list[object]:
        """Return the set of a reference, and every set that holds it by one of its groups."""
        sets = [self.of(name)]
        for pair in name.groups:
            breakdown = self._catalogue.breakdown(pair[0])
            if breakdown is not None:
                rest = tuple(other for other in name.groups if other != pair)
                for outer in additivity.groups_holding(breakdown, pair[1])[1:]:
                    own = additivity.named_groups(self._catalogue, (*rest, (pair[0], outer)))
                    sets.append(self.of(replace(name, groups=own)))
        return sets

    def _find(self, name: object) -> object:
        while name in self._first:
            name = self._first[name]
        return name

    def _of_written(self, reference: CellReference) -> object:
        """Return the set of a reference as a release writes it: filters stand at their default."""
        table = self._catalogue.table(reference.table)
        fixed = fixed_groups(self._catalogue, table, reference) if table else ()
        named = additivity.named_groups(self._catalogue, fixed)
        return self.of(replace(reference, groups=named))
