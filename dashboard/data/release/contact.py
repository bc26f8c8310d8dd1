"""Where a release's contact leads: to a letter, or to a page."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PAGE = re.compile(r"https://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#][^\s<>\"]*)?")


def contact_link(contact: str) -> str:
    """Return the address that a contact is followed at; blank where it is only words."""
    if _EMAIL.fullmatch(contact):
        return f"mailto:{contact}"
    return contact if _PAGE.fullmatch(contact) else ""
