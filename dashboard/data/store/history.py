"""The life of releases: what was done to them, and what follows for a moment.

Nothing but changes is stored. Which release is current, and what became of the others, is worked out
from the changes and the time, so a scheduled release takes effect without anything being done.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard.data.release.context import Quote
from dashboard.data.release.model import Catalogue
from dashboard.exceptions import UnknownRelease, WithdrawnRelease


class State(StrEnum):
    """What a release is to readers. Only the last three can be reached by them."""

    CHECKED = "checked"
    SCHEDULED = "scheduled"
    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What may be done. The database holds these words."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    WITHDRAW_QUOTE = "withdraw quote"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the history. Times are UTC; `takes_effect` is blank for an immediate change.

    `words` are fingerprints of the words of a withdrawn quote, with spaces between them.
    """

    number: int
    action: Action
    release: str
    quote: str
    words: str
    takes_effect: dt.datetime | None
    recorded_at: dt.datetime
    who: str
    why: str
    undoes: int | None

    @property
    def moment(self) -> dt.datetime:
        return self.takes_effect or self.recorded_at

    def is_over(self, at: dt.datetime) -> bool:
        """Return True if the change has taken effect. An immediate one has, by any clock."""
        return self.takes_effect is None or self.takes_effect <= at


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """One line of the list of releases.

    Moments are UTC. `order` is its place among the releases that readers had, the first being 1; it is 0
    before they have it. What they are told of it is so `since`.
    """

    identifier: str
    name: str
    version: str
    title: str
    published: dt.date
    illustrative: bool
    loaded_at: dt.datetime
    state: State = State.CHECKED
    is_public: bool = False
    reason: str = ""
    scheduled_for: dt.datetime | None = None
    order: int = 0
    since: dt.datetime | None = None

    @property
    def current(self) -> bool:
        return self.state is State.CURRENT


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true of a store's releases and quotes at one moment.

    `withdrawn` is the release that would be current had it not been withdrawn; `current` is blank
    where no release may be shown.
    """

    records: tuple[ReleaseRecord, ...]
    current: str = ""
    withdrawn: ReleaseRecord | None = None
    quotes: frozenset[tuple[str, str]] = frozenset()
    words: frozenset[str] = frozenset()

    @property
    def public(self) -> tuple[ReleaseRecord, ...]:
        """The releases that readers may know of."""
        return tuple(record for record in self.records if record.is_public)

    def require_current(self) -> str:
        """Return the current release. Raises UnknownRelease, with the reason, where none is."""
        if self.current:
            return self.current
        if self.withdrawn:
            raise WithdrawnRelease(self.withdrawn.reason)
        raise UnknownRelease("The store holds no release yet: publish one first.")

    def record(self, identifier: str) -> ReleaseRecord | None:
        return next((r for r in self.records if r.identifier == identifier), None)

    def before(self, identifier: str) -> ReleaseRecord | None:
        """Return the release of the same name that readers could read before, and still can."""
        record = self.record(identifier)
        if record is None:
            return None
        earlier = [
            other
            for other in self.public
            if (other.name, other.illustrative) == (record.name, record.illustrative)
            and other.state is not State.WITHDRAWN
            and (not record.order or other.order < record.order)
        ]
        return max(earlier, key=lambda other: other.order, default=None)

    def scheduled_after(self, identifier: str, at: dt.datetime | None) -> tuple[ReleaseRecord, ...]:
        """Return the other releases that take effect at a later moment (UTC) than this; None is now."""
        return tuple(
            record
            for record in self.records
            if record.identifier != identifier
            and record.scheduled_for is not None
            and (at is None or record.scheduled_for > at)
        )

    def allows(self, name: str, quote: Quote) -> bool:
        """Return True if a quote of a release of this name has not been withdrawn."""
        return (name, quote.key) not in self.quotes and words_of(quote) not in self.words

    def without_withdrawn_quotes(self, catalogue: Catalogue) -> Catalogue:
        quotes = tuple(q for q in catalogue.quotes if self.allows(catalogue.name, q))
        if len(quotes) == len(catalogue.quotes):
            return catalogue
        return replace(catalogue, quotes=quotes)

    def digest(self) -> str:
        """Return a text that differs whenever what readers are told differs."""
        releases = [(r.identifier, r.state.value, r.reason) for r in self.public]
        parts = (self.current, releases, sorted(self.quotes), sorted(self.words))
        return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:16]


def words_of(quote: Quote) -> str:
    """Return a fingerprint of a quote's words, the same however they are spaced or capitalised."""
    return hashlib.sha256(" ".join(quote.text.casefold().split()).encode()).hexdigest()


def standing(
    records: Sequence[ReleaseRecord], changes: Iterable[Change], at: dt.datetime
) -> Standing:
    """Work out what is true at a moment."""
    in_force = changes_in_force(changes)
    publications = sorted(
        (c for c in in_force if c.action is Action.PUBLISH and c.is_over(at)),
        key=lambda change: (change.moment, change.number),
    )
    withdrawals = _withdrawals(in_force)
    current, head = _current(records, [c.release for c in publications], withdrawals)
    quotes = [c for c in in_force if c.action is Action.WITHDRAW_QUOTE]
    names = {record.identifier: record.name for record in records}
    order = [*dict.fromkeys(c.release for c in publications)]
    with_states = tuple(
        _in_order(_with_state(r, current, in_force, withdrawals, at), order) for r in records
    )
    return Standing(
        with_states,
        current,
        next((r for r in with_states if r.identifier == head and r.identifier != current), None),
        frozenset((names[c.release], c.quote) for c in quotes),
        frozenset(word for c in quotes for word in c.words.split()),
    )


def changes_in_force(changes: Iterable[Change]) -> list[Change]:
    """Return the changes that were not undone, in the order in which they were made."""
    in_order = sorted(changes, key=lambda change: change.number)
    undone = {change.undoes for change in in_order}
    return [c for c in in_order if c.action is not Action.UNDO and c.number not in undone]


def _withdrawals(changes: Iterable[Change]) -> dict[str, Change]:
    """Return, by release, the withdrawal that stands."""
    standing_ones: dict[str, Change] = {}
    for change in changes:
        if change.action is Action.WITHDRAW:
            standing_ones[change.release] = change
        elif change.action is Action.RESTORE:
            standing_ones.pop(change.release, None)
    return standing_ones


def _current(
    records: Sequence[ReleaseRecord], published: Sequence[str], withdrawals: dict[str, Change]
) -> tuple[str, str]:
    """Return which release is current, and which was published last.

    In place of one that was withdrawn stands the one before it, of the same name and as real: another
    name is another publication, which readers did not ask for, and invented figures are no figures.
    """
    if not published:
        return "", ""
    head = published[-1]
    names = {record.identifier: (record.name, record.illustrative) for record in records}
    alike = (i for i in reversed(published) if names[i] == names[head] and i not in withdrawals)
    return next(alike, ""), head


def _in_order(record: ReleaseRecord, order: Sequence[str]) -> ReleaseRecord:
    if not record.is_public:
        return record
    return replace(record, order=order.index(record.identifier) + 1)


def _with_state(
    record: ReleaseRecord,
    current: str,
    changes: Iterable[Change],
    withdrawals: dict[str, Change],
    at: dt.datetime,
) -> ReleaseRecord:
    mine = [c for c in changes if c.release == record.identifier]
    publications = [c for c in mine if c.action is Action.PUBLISH]
    in_force = [c for c in publications if c.is_over(at)]
    coming = [c.moment for c in publications if not c.is_over(at)]
    withdrawal = withdrawals.get(record.identifier)
    state = State.SCHEDULED if coming else State.CHECKED
    if withdrawal:
        state = State.WITHDRAWN
        in_force = [c for c in in_force if c.moment <= withdrawal.moment]
    elif in_force:
        state = State.CURRENT if record.identifier == current else State.SUPERSEDED
    return replace(
        record,
        state=state,
        is_public=bool(in_force),
        since=withdrawal.moment if withdrawal else max((c.moment for c in in_force), default=None),
        reason=withdrawal.why if withdrawal else "",
        scheduled_for=None if withdrawal else min(coming, default=None),
    )
