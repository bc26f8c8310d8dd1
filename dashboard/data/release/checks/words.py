"""Checks the words of a release: texts, notes, dates, and where to write."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from dashboard.data.release import format as release_format
from dashboard.data.release.checks.check import NotApplicable, Subject
from dashboard.data.release.contact import contact_link
from dashboard.data.release.context import ReturnStatus
from dashboard.data.release.fields import File
from dashboard.data.release.findings import Finding
from dashboard.data.release.reading.entries import Entry

HTML = re.compile(r"<[A-Za-z!/?]")
LINK = re.compile(r"(\]\(|^\s*\[[^\]]+\]:)\s*(?!https://|mailto:|/(?![/\\&])|#)")


# Columns that name an area, a measure or a period of the release.
NAMING: tuple[tuple[File, str], ...] = (
    (release_format.LOCAL_NOTES, "area"),
    (release_format.CONTEXT, "area"),
    (release_format.RETURNS, "area"),
    *((release_format.CHANGES, column) for column in ("area", "measure", "period")),
)
EXPECTED = {
    "area": "the slug of an area of areas.csv",
    "measure": "the name of a measure of measures.csv, or blank",
    "period": "a period of the release, as in addresses, or blank",
}


def texts(subject: Subject) -> Iterator[Finding]:
    """Texts are Markdown without HTML, and their links are https, mailto or inside the site."""
    if not subject.catalogue.text:
        raise NotApplicable("the release has no texts")
    for name, body in subject.catalogue.text:
        path = f"{release_format.TEXT_FOLDER}/{name}.md"
        for number, line in enumerate(body.splitlines(), start=1):
            if HTML.search(line):
                yield Finding("texts", path, number, "", "Markdown without HTML")
            if LINK.search(line):
                yield Finding("texts", path, number, "", "a link that begins https://")


def notes(subject: Subject) -> Iterator[Finding]:
    """Local notes, context figures and returns are of places that areas.csv declares.

    What a change of changes.csv is of, the release has: the area, the measure, the period.
    """
    catalogue = subject.catalogue
    names = {
        "area": {area.slug for area in catalogue.areas},
        "measure": {measure.key for measure in catalogue.measures},
        "period": {period.key for period in catalogue.periods},
    }
    has_any = False
    for file, column in NAMING:
        for entry in subject.entries(file):
            has_any = has_any or bool(entry[column])
            if entry[column] and entry[column] not in names[column]:
                yield entry.finding("notes", column, EXPECTED[column])
    if not has_any:
        raise NotApplicable("the release has no notes, context, returns or changes of figures")


def dates(subject: Subject) -> Iterator[Finding]:
    """Dates are in order.

    The next update follows publication, and no change is later than it. A return that is on
    time came by the day it was due, a late one after it, and a missing one not at all. The days of
    events are in the calendar, and none ends before it began.
    """
    catalogue = subject.catalogue
    if catalogue.next_update and catalogue.next_update <= catalogue.published:
        expected = "a day after publication"
        yield Finding("dates", release_format.DESCRIPTOR, None, "nextUpdate", expected)
    for entry in subject.entries(release_format.CHANGES):
        if entry["on"] > max(catalogue.published, catalogue.last_updated):
            yield entry.finding("dates", "on", "a day not after publication")
    for entry in subject.entries(release_format.RETURNS):
        if expected := _return_fault(entry):
            yield entry.finding("dates", "received", expected)
    for entry in subject.entries(release_format.EVENTS):
        yield from _event_faults(entry)


def _event_faults(entry: Entry) -> Iterator[Finding]:
    for column in ("on", "until"):
        if not _is_in_the_calendar(entry[column]):
            expected = "a day that is in the calendar"
            yield entry.finding("dates", column, expected)
    until = entry["until"]
    if until and until < entry["on"][: len(until)]:
        expected = "blank, or not before it began"
        yield entry.finding("dates", "until", expected)


def _is_in_the_calendar(moment: str) -> bool:
    try:
        return moment.count("-") < 2 or bool(dt.date.fromisoformat(moment))
    except ValueError:
        return False


def contact(subject: Subject) -> Iterator[Finding]:
    """The contact can be followed: it is one email address, or the https address of a page."""
    if not contact_link(subject.catalogue.contact):
        expected = "one email address, or an address that begins https://"
        yield Finding("contact", release_format.DESCRIPTOR, None, "contact", expected)


def _return_fault(entry: Entry) -> str:
    status, due, received = entry["status"], entry["due"], entry["received"]
    if status == ReturnStatus.ON_TIME and (received is None or received > due):
        return "a day not after the day it was due"
    if status == ReturnStatus.LATE and (received is None or received <= due):
        return "a day after the day it was due"
    if status in (ReturnStatus.MISSING, ReturnStatus.NOT_DUE) and received is not None:
        return "blank: it has not come"
    return ""
