"""What a marker says where a number cannot stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dashboard.data.queries.view import View
from dashboard.data.release.model import Marker

_MEANINGS = {
    Marker.BREAK: "break in the series: the figures before and after cannot be compared",
    Marker.CONFIDENTIAL: (
        "confidential: suppressed, because the number is small or would give away a small number"
    ),
    Marker.ESTIMATED: "estimated",
    Marker.FORECAST: "forecast",
    Marker.ROUNDS_TO_ZERO: "rounds to 0, but is not 0",
    Marker.ROUNDS_TO_ZERO_DFE: "rounds to 0, but is not 0",
    Marker.PROVISIONAL: "provisional",
    Marker.REVISED: "revised",
    Marker.LOW_RELIABILITY: "low reliability: too few children for a figure that can be relied on",
    Marker.NONE_RECORDED: "none recorded",
    Marker.NOT_AVAILABLE: "not available",
    Marker.NOT_APPLICABLE: "not applicable: there was nothing that could be counted",
}
_BEHIND = {  # a share or a mean is hidden for the counts behind it
    "[c]": (
        "confidential: suppressed, because a number behind the figure is small "
        "or would give away a small number"
    ),
}
_STATES = {
    Marker.BREAK: "not given, because the series breaks here",
    Marker.CONFIDENTIAL: "suppressed",
    Marker.LOW_RELIABILITY: "not shown, for low reliability",
    Marker.NOT_APPLICABLE: "not applicable",
}

_BRIEF: Mapping[str, str] = {
    Marker.BREAK: "series breaks",
    Marker.CONFIDENTIAL: "suppressed",
    Marker.NOT_AVAILABLE: "not available",
    Marker.LOW_RELIABILITY: "low reliability",
}


class MarkerText(NamedTuple):
    """A marker as readers see it and what it means."""

    sign: str
    meaning: str


def marker_text(marker: Marker) -> MarkerText:
    """Return a marker's sign in its bracket, and its meaning."""
    return MarkerText(f"[{marker}]", _MEANINGS[marker])


def markers_legend(markers: Sequence[Marker], view: View) -> tuple[MarkerText, ...]:
    """Explain markers in the order given, as they stand in one view."""
    legend = (marker_text(marker) for marker in markers)
    if view.measure.is_count:
        return tuple(legend)
    return tuple(text._replace(meaning=_BEHIND.get(text.sign, text.meaning)) for text in legend)


def marker_state(marker: Marker) -> str:
    """Write what a figure's marker means, to follow "is": suppressed [c]."""
    return f"{_STATES.get(marker, _MEANINGS[marker])} [{marker}]"


def brief_words(marker: str) -> str:
    """Write in two words what a marker means, where a chart has no room for more."""
    return _BRIEF.get(marker, "no figure")
