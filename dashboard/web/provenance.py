"""What does every copy of a figure say of where it comes from?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from dashboard import wording
from dashboard.components.frame import STATUS
from dashboard.data.queries.view import ReleaseStamp, View
from dashboard.data.release.model import Catalogue, Marker

ILLUSTRATIVE = (
    "ILLUSTRATIVE: every figure here was made up to show how this dashboard works. "
    "None describes a real child, family or council."
)

# A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

Field = str | int | float | None


def release_lines(stamp: ReleaseStamp) -> list[str]:
    """Say which release a figure comes from, first of all whether it is real."""
    return [
        *([ILLUSTRATIVE] if stamp.illustrative else []),
        f"{stamp.status or STATUS}.",
        f"Release: {stamp.title}, version {stamp.version} ({stamp.identifier})",
        f"Published {wording.format_date(stamp.published)} by {stamp.producer}",
        f"Licence: {stamp.licence}",
    ]


def catalogue_stamp(identifier: str, catalogue: Catalogue) -> ReleaseStamp:
    """Stamp what is taken from a release whole, and not through a view."""
    return ReleaseStamp(
        identifier=identifier,
        title=catalogue.title,
        version=catalogue.version,
        producer=catalogue.producer,
        licence=catalogue.licence,
        published=catalogue.published,
        illustrative=catalogue.illustrative,
        status=catalogue.status,
    )


def view_lines(view: View) -> list[str]:
    """Say what a view shows, where it is from, and what its markers and notes are."""
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


def write_csv(
    lines: Sequence[str], header: Sequence[str], rows: Iterable[Sequence[Field]]
) -> Iterator[str]:
    """Write comment lines, then a header and rows.

    Lines that begin with # are comments by the default dialect of "CSV on the Web" (W3C); pandas
    (`comment="#"`) and R (`comment.char="#"`) skip them.
    """
    for line in lines:
        yield f"# {' '.join(line.split())}\r\n"
    yield _line(header)
    for row in rows:
        yield _line(row)


def _line(fields: Sequence[Field]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_harmless(field) for field in fields])
    return written.getvalue()


def _harmless(field: Field) -> Field:
    """Keep a spreadsheet from running a text as a formula; numbers stay what they are."""
    if isinstance(field, str) and field.startswith(_FORMULA_STARTS):
        return f"'{field}"
    return field
