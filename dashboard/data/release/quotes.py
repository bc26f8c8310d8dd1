"""The quotes of a release that may be shown on a day.

Anything that shows, lists or counts quotes asks here, so that nothing outlives its consent. An answer is
good for its day only: what is kept of it must not be served on the next.
"""

from __future__ import annotations

import datetime as dt

from dashboard.data.release.context import Quote
from dashboard.data.release.model import Catalogue


def quotes_on(catalogue: Catalogue, day: dt.date) -> tuple[Quote, ...]:
    """Return the quotes whose consent covers the day, in the release's order.

    Words of a published source without a last day are shown on every day.
    """
    return tuple(
        quote
        for quote in catalogue.quotes
        if quote.consent_expires is None or quote.consent_expires >= day
    )
