"""Changes to the life of releases: each one row of the history, in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from dashboard.data.release import clock
from dashboard.data.store import schema
from dashboard.data.store.history import (
    Action,
    Change,
    ReleaseRecord,
    Standing,
    State,
    changes_in_force,
    standing,
)
from dashboard.exceptions import StoreError, UnknownRelease

_RECORD = ("identifier", "name", "version", "title", "published", "illustrative", "loaded_at")


@dataclass(frozen=True, slots=True)
class Reason:
    """Who makes a change, and why."""

    who: str = ""
    why: str = ""


NO_REASON = Reason()


def utc_now() -> dt.datetime:
    """Return the moment as the database keeps it: UTC, without a zone."""
    return clock.now().astimezone(dt.UTC).replace(tzinfo=None)


def read_history(connection: Connection) -> tuple[Change, ...]:
    """Return every change ever made, the first made first."""
    table = schema.history
    columns = [table.c.id, table.c.action, schema.release.c.identifier, table.c.quote]
    columns += [table.c.words, table.c.takes_effect, table.c.recorded_at, table.c.who]
    query = select(*columns, table.c.why, table.c.undoes).join(schema.release).order_by(table.c.id)
    rows = connection.execute(query)
    return tuple(Change(number, Action(action), *rest) for number, action, *rest in rows)


def read_standing(connection: Connection, at: dt.datetime) -> Standing:
    """Return what is true of releases and quotes at a moment."""
    columns = [schema.release.c[name] for name in _RECORD]
    query = select(*columns).order_by(schema.release.c.loaded_at.desc(), schema.release.c.id.desc())
    records = [ReleaseRecord(*row) for row in connection.execute(query)]
    return standing(records, read_history(connection), at)


def publish(
    connection: Connection, identifier: str, at: dt.datetime | None, reason: Reason
) -> None:
    """Make a stored release current, from now or from a moment on. Already so, nothing is done."""
    record = _stored(connection, identifier)
    if record.state is State.WITHDRAWN:
        raise StoreError(f"The release {identifier} was withdrawn: restore it first.")
    if at is None and record.current:
        return
    if at is not None and record.scheduled_for == at:
        return
    _add(connection, Action.PUBLISH, identifier, reason, takes_effect=at)


def withdraw(connection: Connection, identifier: str, reason: Reason) -> None:
    """Withdraw a release: nobody sees its figures, and everybody sees why."""
    if not reason.why:
        raise StoreError("A withdrawal needs a reason: readers are shown it.")
    if _stored(connection, identifier).state is State.WITHDRAWN:
        raise StoreError(f"The release {identifier} is withdrawn already.")
    _add(connection, Action.WITHDRAW, identifier, reason)


def restore(connection: Connection, identifier: str, reason: Reason) -> None:
    """End a withdrawal."""
    if _stored(connection, identifier).state is not State.WITHDRAWN:
        raise StoreError(f"The release {identifier} is not withdrawn.")
    _add(connection, Action.RESTORE, identifier, reason)


def withdraw_quote(
    connection: Connection, identifier: str, quote: str, words: Collection[str], reason: Reason
) -> None:
    """Withdraw a quote from every release with the name of this one, and its words from all."""
    _add(
        connection,
        Action.WITHDRAW_QUOTE,
        identifier,
        reason,
        quote=quote,
        words=" ".join(sorted(words)),
    )


def undo(connection: Connection, reason: Reason) -> Change:
    """Undo the last change that stands, and return it."""
    in_force = changes_in_force(read_history(connection))
    if not in_force:
        raise StoreError("There is nothing to undo.")
    last = in_force[-1]
    _add(connection, Action.UNDO, last.release, reason, undoes=last.number)
    return last


def _stored(connection: Connection, identifier: str) -> ReleaseRecord:
    record = read_standing(connection, utc_now()).record(identifier)
    if record is None:
        raise UnknownRelease(f"The store holds no release named {identifier!r}.")
    return record


def _add(
    connection: Connection, action: Action, identifier: str, reason: Reason, **columns: Any
) -> None:
    """Add a row. Its time is never before the last one's, even if another machine's clock is behind."""
    last = connection.execute(select(func.max(schema.history.c.recorded_at))).scalar()
    release = select(schema.release.c.id).where(schema.release.c.identifier == identifier)
    row = {
        "action": action.value,
        "release_id": connection.execute(release).scalar_one(),
        "quote": "",
        "words": "",
        "recorded_at": max(filter(None, (utc_now(), last))),
        "who": reason.who,
        "why": reason.why,
    }
    connection.execute(schema.history.insert(), row | columns)
