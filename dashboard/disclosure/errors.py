"""What the library raises."""

from __future__ import annotations


class CannotProtect(Exception):
    """No suppression pattern passes the audit, or the problem is too large to be settled."""
