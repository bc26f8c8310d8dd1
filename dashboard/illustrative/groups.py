"""The names of the groups in which invented children are counted."""

from __future__ import annotations

from dashboard.data.release.model import TOTAL
from dashboard.illustrative.draft import DRAFT


def _all(breakdown: str) -> tuple[str, ...]:
    groups = next(declared.groups for declared in DRAFT.breakdowns if declared.name == breakdown)
    return tuple(group.name for group in groups if group.name != TOTAL)


ROUTES = SOCIAL_CARE, YOUTH_OFFENDING, *_ = _all("route")
STAGES = _all("stage")
FEMALE, MALE = _all("sex")
COMPLETED = "Completed by agreement"
NOT_ENGAGED = "Lack of engagement"
PLACED = "Placed for an event during treatment"
PLACED_EARLIER = "Placed for an earlier event"
MOVED = "Moved away"
ADMINISTRATIVE = "Administrative closure"
OUTCOMES = HOME, LEARNING, NO_ARRESTS = _all("outcome")
POINTS = dict(zip(_all("point"), (0, 6, 12, 18), strict=True))  # months after closure
AT_CLOSURE, SIX_MONTHS, *_ = POINTS
INSTRUMENTAL = _all("instrumental")
YES, NO, NOT_KNOWN = "Yes", "No", "Not known"
