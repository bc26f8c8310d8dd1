"""What every copy of a figure says of where it comes from."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import wording
from dashboard.data.queries.view import ReleaseStamp, View
from dashboard.data.release.model import Catalogue, Marker

ILLUSTRATIVE = (
    "ILLUSTRATIVE: every figure here was made up to show how this dashboard works. "
    "None describes a real child, family or council."
)

# The last columns of every CSV file, which has no other place to say where its rows are from.
ORIGIN = ("status", "source", "release", "published")


def release_lines(stamp: ReleaseStamp) -> list[str]:
    """Write which release a figure comes from, first of all whether it is real."""
    return [
        *([ILLUSTRATIVE] if stamp.illustrative else []),
        f"{wording.status_words(stamp.status)}.",
        f"Release: {stamp.title}, version {stamp.version} ({stamp.identifier})",
        f"Published {wording.format_date(stamp.published)} by {stamp.producer}",
        f"Licence: {stamp.licence}",
    ]


def origin(stamp: ReleaseStamp, source: str) -> tuple[str, ...]:
    """Return the fields of ORIGIN, the same in every row of a file."""
    made_up = "Illustrative: made up, and of no real child. " if stamp.illustrative else ""
    release = f"{stamp.title}, version {stamp.version} ({stamp.identifier})"
    return (
        f"{made_up}{wording.status_words(stamp.status)}",
        source,
        release,
        stamp.published.isoformat(),
    )


def foot_lines(identifier: str, catalogue: Catalogue, address: str) -> list[str]:
    """Write in the foot of a page on paper which release it shows, its day, and where it is."""
    return [
        *(["Illustrative: not real figures"] if catalogue.illustrative else []),
        f"{catalogue.title}, version {catalogue.version} ({identifier})",
        f"Published {wording.format_date(catalogue.published)}",
        *([address] if address else []),
    ]


def view_lines(view: View) -> list[str]:
    """Write what a view shows, where it is from, and what its markers and notes are."""
    return [
        f"{view.title}. {view.subtitle}",
        *release_lines(view.release),
        f"Source: {view.source}",
        f"Unit: {view.unit}",
        *(f"Note: {note}" for note in view.notes),
        *marker_lines(view.markers),
    ]


def marker_lines(markers: Iterable[Marker]) -> list[str]:
    """Explain markers as data files write them, without brackets."""
    return [f"Marker {marker.value}: {wording.marker_text(marker)[1]}" for marker in markers]
