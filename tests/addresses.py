"""At which addresses are the pages of the illustrative release?"""

from __future__ import annotations

import csv

from dashboard.pages import PAGES
from tests.conftest import ILLUSTRATIVE

NO_PAGE = "/no-such-page"
LIVE_ADDRESSES = ("/referrals", "/ages", "/completion", "/outcomes", "/compare", "/areas/sandwell")

# One address of each structure that filters can give a page beside that of its defaults; a test
# holds that there are no others.
STATE_ADDRESSES = (
    "/referrals?area=programme",
    "/referrals?area=birmingham",
    "/referrals?period=2026",
    "/referrals?period=2023",
    "/referrals?period=2020q3",
    "/referrals?area=&every=year&period=2021",
    "/referrals?area=&every=year&period=2022",
    "/referrals?area=&every=year&period=2020q1",
    "/ages?area=programme",
    "/ages?area=birmingham",
    "/ages?period=2026",
    "/ages?period=2024",
    "/ages?period=2021",
    "/ages?period=2020",
    "/completion?area=programme",
    "/completion?area=birmingham",
    "/completion?area=nottingham",
    "/completion?area=sandwell&period=to-date",
    "/completion?period=2026",
    "/outcomes?measure=instrumental_parenting_skills",
    "/outcomes?area=programme",
    "/outcomes?area=sandwell",
    "/compare?measure=living_at_home",
    "/compare?measure=length_of_stay",
    "/compare?measure=referrals",
    "/compare?measure=starts",
    "/compare?measure=aged_10_13&period=2021",
    "/compare?measure=aged_10_13&period=2023",
    "/compare?period=2026",
    "/compare?period=2020",
)


def area_addresses() -> list[str]:
    """List the briefing of every place that is part of the whole."""
    with (ILLUSTRATIVE / "areas.csv").open(encoding="utf-8") as opened:
        return [f"/areas/{row['slug']}" for row in csv.DictReader(opened) if row["part_of"]]


def page_addresses() -> list[str]:
    """List every page once, each at its defaults, and what is shown where there is no page."""
    fixed = [page.path for page in PAGES if page.label]
    return [*fixed, area_addresses()[0], NO_PAGE]
