"""The addresses of the pages of the illustrative release."""

from __future__ import annotations

import csv

from dashboard.pages import PAGES
from tests.conftest import ILLUSTRATIVE

NO_PAGE = "/no-such-page"
LIVE_ADDRESSES = ("/referrals", "/ages", "/completion", "/outcomes", "/compare", "/areas/sandwell")

# One address of each structure that filters can give a page beside that of its defaults; a test
# holds that there are no others.
STATE_ADDRESSES = (
    "/referrals?area=programme&every=quarter&period=to-date",
    "/referrals?area=birmingham&every=quarter&period=to-date",
    "/referrals?area=&every=period&period=to-date",
    "/referrals?area=&every=quarter&period=2026q2",
    "/ages?area=programme&period=to-date",
    "/ages?area=sandwell&period=to-date",
    "/completion?area=programme&period=to-date",
    "/completion?area=birmingham&period=to-date",
    "/completion?area=&period=2025-to-2026",
    "/outcomes?measure=instrumental_parenting_skills&area=&group=At+closure",
    "/outcomes?measure=mean_adherence&area=&group=At+closure",
    "/outcomes?measure=living_at_home&area=programme&group=At+closure",
    "/outcomes?measure=living_at_home&area=&group=6+months",
    "/compare?measure=completed_opportunity&period=to-date",
    "/compare?measure=not_engaged&period=to-date",
    "/compare?measure=living_at_home&period=to-date",
    "/compare?measure=length_of_stay&period=to-date",
    "/compare?measure=mean_adherence&period=to-date",
    "/compare?measure=adherent&period=to-date",
    "/compare?measure=referrals&period=to-date",
    "/compare?measure=stages&period=to-date",
    "/compare?measure=starts&period=to-date",
    "/referrals?area=programme&every=period&period=to-date",
    "/referrals?area=&every=quarter&period=to-date",
    "/referrals?area=sandwell&every=period&period=to-date",
    "/referrals?area=&every=period&period=2026q2",
    "/outcomes?measure=living_at_home&area=birmingham&group=At+closure",
    "/completion?areas=kirklees,sandwell&period=to-date",
    "/completion?areas=kirklees,nottingham,sandwell&period=to-date",
)


def area_addresses() -> list[str]:
    """List the briefing of every place that is part of the whole."""
    with (ILLUSTRATIVE / "areas.csv").open(encoding="utf-8") as opened:
        return [f"/areas/{row['slug']}" for row in csv.DictReader(opened) if row["part_of"]]


def page_addresses() -> list[str]:
    """List every page once, each at its defaults, and what is shown where there is no page."""
    fixed = [page.path for page in PAGES if page.label]
    return [*fixed, area_addresses()[0], NO_PAGE]
