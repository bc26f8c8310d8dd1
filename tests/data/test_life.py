"""Which release is current, what became of the others, and who did it: from the history alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from dashboard.data.release.reading import FileRelease, import_release
from dashboard.data.store.changes import Reason
from dashboard.data.store.history import Action, Standing, State, words_of
from dashboard.data.store.releases import Store
from dashboard.exceptions import StoreError, UnknownRelease, WithdrawnRelease
from tests.clocks import FakeClock
from tests.releases import edit_descriptor, write_release

pytestmark = pytest.mark.services
BECAUSE = Reason("Ada", "A table was wrong")
NINE_THIRTY = dt.datetime.fromisoformat("2026-12-01T09:30")  # UTC


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    clock = FakeClock(monkeypatch)
    clock.set("2026-11-28T12:00")
    return clock


@pytest.fixture
def writer(store_url: str, fake: FakeClock) -> Iterator[Store]:
    store = Store.open(store_url, read_only=False)
    yield store
    store.close()


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[FileRelease]:
    """Return two releases of one name, and one of another."""
    folder = tmp_path_factory.mktemp("releases")
    edits: list[dict[str, Any]] = [
        {"version": "1"},
        {"version": "2"},
        {"version": "3", "name": "another"},
    ]
    return [
        import_release(write_release(folder / str(n), edit=partial(edit_descriptor, **changes)))
        for n, changes in enumerate(edits)
    ]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> FileRelease:
    """Return a release of the name of the first, whose figures are not invented."""
    edit = partial(edit_descriptor, version="real", illustrative=False)
    return import_release(write_release(tmp_path_factory.mktemp("real") / "r", edit=edit))


def states(store: Store) -> dict[str, State]:
    return {record.version: record.state for record in store.releases()}


def test_a_scheduled_release_takes_effect_by_the_clock_alone(
    writer: Store, releases: list[FileRelease], fake: FakeClock
) -> None:
    old, new, _ = releases
    writer.publish(old)
    writer.publish(new, at=NINE_THIRTY, reason=BECAUSE)
    assert states(writer) == {"1": State.CURRENT, "2": State.SCHEDULED}
    assert [r.version for r in writer.standing().public] == ["1"]
    fake.set("2026-12-01T09:29:59")
    assert writer.latest() == old.identifier
    fake.set("2026-12-01T09:30")
    assert writer.latest() == new.identifier
    assert states(writer) == {"1": State.SUPERSEDED, "2": State.CURRENT}


def test_what_is_published_at_once_is_current_by_any_clock(
    writer: Store, releases: list[FileRelease], fake: FakeClock
) -> None:
    old, new, _ = releases
    writer.publish(old)
    fake.set("2026-11-01T12:00")  # set back, or another machine's
    writer.publish(new)
    assert writer.latest() == new.identifier


def test_a_release_published_after_a_scheduled_one_took_effect_replaces_it(
    writer: Store, releases: list[FileRelease], fake: FakeClock
) -> None:
    old, new, _ = releases
    writer.publish(new, at=NINE_THIRTY)
    fake.set("2026-12-02T09:00")
    writer.publish(old)
    assert writer.latest() == old.identifier


def test_in_place_of_a_withdrawn_release_stands_the_one_before_it(
    writer: Store, releases: list[FileRelease]
) -> None:
    old, new, _ = releases
    writer.publish(old)
    writer.publish(new)
    standing = writer.withdraw(new.identifier, BECAUSE)
    assert standing == writer.standing()
    assert writer.latest() == old.identifier
    assert states(writer) == {"1": State.CURRENT, "2": State.WITHDRAWN}
    assert standing.withdrawn is not None
    assert standing.withdrawn.reason == BECAUSE.why
    writer.restore(new.identifier)
    assert writer.latest() == new.identifier
    assert writer.standing().withdrawn is None


def test_no_release_of_another_name_stands_in_place_of_a_withdrawn_one(
    writer: Store, releases: list[FileRelease]
) -> None:
    old, _, other = releases
    writer.publish(old)
    writer.publish(other)
    writer.withdraw(other.identifier, BECAUSE)
    with pytest.raises(WithdrawnRelease, match=BECAUSE.why):
        writer.latest()


def test_a_superseded_release_may_be_withdrawn_too(
    writer: Store, releases: list[FileRelease]
) -> None:
    old, new, _ = releases
    writer.publish(old)
    writer.publish(new)
    standing = writer.withdraw(old.identifier, BECAUSE)
    assert (standing.current, standing.withdrawn) == (new.identifier, None)
    assert states(writer) == {"1": State.WITHDRAWN, "2": State.CURRENT}


def test_readers_never_know_of_a_release_withdrawn_before_it_took_effect(
    writer: Store, releases: list[FileRelease], fake: FakeClock
) -> None:
    old, new, _ = releases
    writer.publish(old)
    writer.publish(new, at=NINE_THIRTY)
    writer.withdraw(new.identifier, BECAUSE)
    fake.set("2026-12-02T00:00")
    assert writer.latest() == old.identifier
    assert [r.version for r in writer.standing().public] == ["1"]


def test_every_change_is_undone_by_one_more(writer: Store, releases: list[FileRelease]) -> None:
    old, new, _ = releases
    seen = []
    for change in (
        lambda: writer.publish(old),
        lambda: writer.publish(new),
        lambda: writer.withdraw(new.identifier, BECAUSE),
        lambda: writer.restore(new.identifier),
        lambda: writer.withdraw_quote(new.identifier, "family-1", ["a1"]),
        lambda: writer.publish(old),
        lambda: writer.publish(new, at=NINE_THIRTY),
    ):
        seen.append(writer.standing())
        change()
    while seen:
        _, standing = writer.undo(BECAUSE)
        before = seen.pop()
        assert (standing.current, standing.withdrawn) == (before.current, before.withdrawn)
        assert standing.quotes == before.quotes
        expected = {r.identifier: r.state for r in before.records}
        assert {i: s for i, s in _states_by_id(standing).items() if i in expected} == expected
    assert set(states(writer).values()) == {State.CHECKED}
    assert writer.standing().public == ()
    with pytest.raises(StoreError, match="nothing to undo"):
        writer.undo()


def _states_by_id(standing: Standing) -> dict[str, State]:
    return {r.identifier: r.state for r in standing.records}


def test_the_history_tells_who_did_what_and_why(writer: Store, releases: list[FileRelease]) -> None:
    old, new, _ = releases
    writer.publish(old, reason=Reason("Ada", "The first"))
    writer.publish(new, at=NINE_THIRTY)
    writer.undo(BECAUSE)
    first, second, third = writer.history()
    assert (first.action, first.who, first.why) == (Action.PUBLISH, "Ada", "The first")
    assert (first.takes_effect, second.takes_effect) == (None, NINE_THIRTY)
    assert (third.action, third.undoes, third.who) == (Action.UNDO, second.number, "Ada")
    assert third.recorded_at == dt.datetime.fromisoformat("2026-11-28T12:00")


def test_what_makes_no_sense_is_refused_and_leaves_no_trace(
    writer: Store, releases: list[FileRelease]
) -> None:
    old, _, _ = releases
    writer.publish(old)
    with pytest.raises(StoreError, match="not withdrawn"):
        writer.restore(old.identifier)
    with pytest.raises(UnknownRelease):
        writer.withdraw("0123456789ab", BECAUSE)
    with pytest.raises(StoreError, match="needs a reason"):
        writer.withdraw(old.identifier, Reason("Ada"))
    writer.withdraw(old.identifier, BECAUSE)
    with pytest.raises(StoreError, match="already"):
        writer.withdraw(old.identifier, BECAUSE)
    with pytest.raises(StoreError, match="restore it first"):
        writer.publish(old)
    assert [c.action for c in writer.history()] == [Action.PUBLISH, Action.WITHDRAW]


def test_a_rehearsal_does_everything_and_keeps_nothing(
    writer: Store, releases: list[FileRelease], store_url: str
) -> None:
    old, new, _ = releases
    writer.publish(old)
    before = writer.standing(), writer.history()
    rehearsal = Store.open(store_url, read_only=False, rehearsal=True)
    rehearsal.publish(new)
    assert rehearsal.withdraw(old.identifier, BECAUSE).current == ""
    rehearsal.undo()
    with pytest.raises(StoreError, match="not withdrawn"):
        rehearsal.restore(old.identifier)
    rehearsal.close()
    assert (writer.standing(), writer.history()) == before


def test_a_withdrawn_quote_is_gone_by_its_key_and_by_its_words(
    writer: Store, releases: list[FileRelease]
) -> None:
    old, new, other = releases
    for release in releases:
        writer.publish(release)
    quote = old.catalogue.quotes[0]
    writer.withdraw_quote(old.identifier, quote.key, [words_of(quote)])
    standing = writer.standing()
    for release in (old, new, other):
        shown = writer.pinned(release.identifier, standing).catalogue().quotes
        assert [q.key for q in shown] == [q.key for q in release.catalogue.quotes[1:]]
    assert writer.catalogue(old.identifier).quotes == old.catalogue.quotes


def test_invented_figures_never_stand_in_for_real_ones_that_were_withdrawn(
    writer: Store, releases: list[FileRelease], real: FileRelease
) -> None:
    writer.publish(releases[0])
    writer.publish(real)
    assert writer.standing().before(real.identifier) is None
    writer.withdraw(real.identifier, BECAUSE)
    with pytest.raises(WithdrawnRelease, match=BECAUSE.why):
        writer.latest()
    writer.publish(releases[1])
    assert writer.latest() == releases[1].identifier
