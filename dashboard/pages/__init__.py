"""Which pages are there, and which one is at an address?"""

from __future__ import annotations

from types import ModuleType

from dashboard.pages import (
    about,
    ages,
    area,
    areas,
    compare,
    completion,
    data,
    evidence,
    outcomes,
    referrals,
    summary,
    voices,
)

PAGES: tuple[ModuleType, ...] = (
    summary,
    referrals,
    ages,
    completion,
    outcomes,
    compare,
    areas,
    area,
    voices,
    evidence,
    data,
    about,
)


def find(path: str) -> tuple[ModuleType, dict[str, str]] | None:
    """Find the page at a path, with what the path itself says: /areas/leeds is area, leeds."""
    for page in PAGES:
        if path == getattr(page, "PATH", None):
            return page, {}
    start, _, slug = path.rpartition("/")
    if slug and start == area.PATH_TEMPLATE.rpartition("/")[0]:
        return area, {"area": slug}
    return None
