"""When a release takes effect: a day and a time of the clocks in London."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from dashboard.exceptions import SettingsError

PUBLICATION_TIME = dt.time(9, 30)
ZONE = "Europe/London"
_EXPECTED = "--at: expected a day, or a day and a time, as in 2026-12-01 or 2026-12-01T09:30"


def moment_of(asked: str, published: dt.date, now: dt.datetime) -> dt.datetime | None:
    """Return when a release takes effect, in UTC without a zone; None for now.

    Without `asked`, a release takes effect on the day on which it says that it is published, if
    that is still to come. Raises SettingsError for a time that has passed, that the clocks in
    London skip, or that is before that day.
    """
    london = ZoneInfo(ZONE)
    if asked:
        local = _read(asked)
    elif published > now.astimezone(london).date():
        local = dt.datetime.combine(published, PUBLICATION_TIME)  # in London
    else:
        return None
    there = local.replace(tzinfo=london)
    moment = there.astimezone(dt.UTC)
    if moment.astimezone(london).replace(tzinfo=None) != local:
        raise SettingsError("--at: the clocks in London skip this time; name another.")
    if local.date() < published:
        raise SettingsError(
            f"--at: the release says that it is published on {published.isoformat()}; expected "
            "that day or a later one."
        )
    if moment <= now:
        raise SettingsError("--at: expected a time to come; leave it out to publish now.")
    return moment.replace(tzinfo=None)


def in_london(moment: dt.datetime) -> str:
    """Write a moment that the store holds, as the clocks in London show it."""
    there = moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(ZONE))
    return f"{there:%Y-%m-%d %H:%M} {there.tzname()}"


def _read(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{_EXPECTED}.") from None
    if moment.tzinfo is not None:
        raise SettingsError(f"{_EXPECTED}, by the clocks in London and so without a zone.")
    return (
        dt.datetime.combine(moment.date(), PUBLICATION_TIME) if len(text) <= 10 else moment
    )  # in London
