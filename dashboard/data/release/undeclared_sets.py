"""Which references of a release name the same set of children, as far as it declares?"""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.data.release import additivity
from dashboard.data.release.model import Catalogue, CellReference, Identity
from dashboard.data.release.universes import family_of

Slice = tuple[str, str, tuple[tuple[str, str], ...]]  # table, column, groups that are not the root


def words_of(name: Slice) -> str:
    """Return a slice as identities.csv writes it."""
    groups = "".join(f"; {breakdown}={group}" for breakdown, group in name[2])
    return f"table={name[0]}; column={name[1]}{groups}"


class CountedSets:
    """Names the set of children behind a slice: by its universe, or the first of its equals.

    Sets are equal where an identity says so of every period that both tables have.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._first: dict[object, object] = {}
        equals = [own for own in catalogue.identities if self._holds_always(own)]
        for identity in (own for own in equals if not own.more):
            left, right = self._of(identity.left), self._of(identity.right)
            if left != right:
                self._first[left] = right
        self._sums = {
            (self._of(own.right), frozenset(map(self._of, (own.left, *own.more))))
            for own in equals
            if own.more
        }

    def of(self, name: Slice) -> object:
        table = self._catalogue.table(name[0])
        family = family_of(self._catalogue, table, name[1]) if table else name[:2]
        return self._find((*family, frozenset(name[2])))

    def is_known(self, total: Slice, other: Slice) -> bool:
        """Return True if two slices are one set, or the other is a group within that set."""
        return self.of(total) in self._holding(other)

    def is_sum(self, total: Slice, components: Iterable[Slice]) -> bool:
        """Return True if an identity says that components add up to a total."""
        return (self.of(total), frozenset(map(self.of, components))) in self._sums

    def _holds_always(self, identity: Identity) -> bool:
        if identity.relation != "equals":
            return False
        tables = [
            self._catalogue.table(own.table)
            for own in (identity.left, *identity.more, identity.right)
        ]
        common = set.intersection(*(set(table.periods) if table else set() for table in tables))
        types = {period.type for period in self._catalogue.periods if period.key in common}
        return not identity.period_type or types <= {identity.period_type}

    def _holding(self, name: Slice) -> list[object]:
        """Return the set of a slice, and every set that holds it by one of its groups."""
        table, column, groups = name
        found = [self.of(name)]
        for pair in groups:
            breakdown = self._catalogue.breakdown(pair[0])
            if breakdown is not None:
                rest = tuple(other for other in groups if other != pair)
                root = additivity.root_of(breakdown)
                for outer in additivity.groups_holding(breakdown, pair[1])[1:]:
                    own = rest if outer == root else (*rest, (pair[0], outer))
                    found.append(self.of((table, column, own)))
        return found

    def _find(self, name: object) -> object:
        while name in self._first:
            name = self._first[name]
        return name

    def _of(self, reference: CellReference) -> object:
        table = self._catalogue.table(reference.table)
        fixed, groups = dict(reference.groups), []
        for name in table.filters if table else ():
            breakdown = self._catalogue.breakdown(name)
            if breakdown is not None:
                group = fixed.get(name, breakdown.default)
                if group != additivity.root_of(breakdown):
                    groups.append((name, group))
        return self.of((reference.table, reference.column, tuple(groups)))
