"""The day, where a day decides what may be shown."""

from __future__ import annotations

import datetime as dt

# British summer time all year, so that a day is never over in the United Kingdom before it is here.
_ZONE = dt.timezone(dt.timedelta(hours=1))


def now() -> dt.datetime:
    """Return the moment, in the zone whose days count."""
    return dt.datetime.now(_ZONE)


def today() -> dt.date:
    """Return the day. Nothing may be served by an earlier one, so ask again for every request."""
    return now().date()


def seconds_left() -> int:
    """Return how many whole seconds of the day are left."""
    moment = now()
    midnight = dt.datetime.combine(moment.date() + dt.timedelta(days=1), dt.time(), _ZONE)
    return int((midnight - moment).total_seconds())
