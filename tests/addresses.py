"""At which addresses are the pages of the illustrative release?"""

from __future__ import annotations

import csv

from dashboard.pages import PAGES
from tests.conftest import ILLUSTRATIVE

NO_PAGE = "/no-such-page"
LIVE_ADDRESSES = ("/referrals", "/ages", "/completion", "/outcomes", "/compare", "/areas/sandwell")


def area_addresses() -> list[str]:
    """List the briefing of every place that is part of the whole."""
    with (ILLUSTRATIVE / "areas.csv").open(encoding="utf-8") as opened:
        return [f"/areas/{row['slug']}" for row in csv.DictReader(opened) if row["part_of"]]


def page_addresses() -> list[str]:
    """List every page once, each at its defaults, and what is shown where there is no page."""
    fixed = [page.PATH for page in PAGES if hasattr(page, "PATH")]
    return [*fixed, area_addresses()[0], NO_PAGE]
