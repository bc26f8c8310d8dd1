"""May the words of a release be shown: quotes, texts, notes, dates?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dashboard.data import files
from dashboard.data.files import File
from dashboard.data.findings import Finding
from dashboard.data.importing.entries import Entry
from dashboard.data.release import ReturnStatus, Voice
from dashboard.data.validation.checks import NotApplicable, Subject

HTML = re.compile(r"<[A-Za-z!/?]")
LINK = re.compile(r"(\]\(|^\s*\[[^\]]+\]:)\s*(?!https://|mailto:|/|#)")
BRACKETS = re.compile(r"[^\[\]]*(\[[^\[\]]+\][^\[\]]*)*")


def quotes(subject: Subject) -> Iterator[Finding]:
    """Every quote may be shown on the day of publication.

    Consent is recorded, with its day and a last day that is not past; or the words were
    published, and their source is linked. A family quote names no place and holds no digits,
    which give ages and dates away. What is left out stands in square brackets.
    """
    declared = subject.reading.entries[files.QUOTES.path]
    if not declared:
        raise NotApplicable("the release has no quotes")
    published = subject.catalogue.published
    places = [area.name_in_files for area in subject.catalogue.areas]
    for entry in declared:
        for column, expected in _consent_faults(entry, published):
            yield _finding("quotes", files.QUOTES, entry, column, expected)
        for expected in _wording_faults(entry, places):
            yield _finding("quotes", files.QUOTES, entry, "text", expected)


def _consent_faults(entry: Entry, published: date) -> Iterator[tuple[str, str]]:
    recorded, expires = entry["consent_recorded_on"], entry["consent_expires"]
    if entry["consent"] == "published_source":
        if not entry["source_url"]:
            yield "source_url", "the address where the words were published"
    else:
        if recorded is None or recorded > published:
            yield "consent_recorded_on", "the day of consent, before publication"
        if expires is None:
            yield "consent_expires", "the last day that the consent covers"
    if expires is not None and expires < published:
        yield "consent_expires", "a day after publication: this consent is past"


def _wording_faults(entry: Entry, places: list[str]) -> Iterator[str]:
    if not BRACKETS.fullmatch(entry["text"]):
        yield "square brackets in pairs"
    if entry["voice"] == Voice.FAMILY:
        if any(sign.isdigit() for sign in entry["text"]):
            yield "no digits in a family quote"
        if any(
            re.search(rf"\b{re.escape(place)}\b", entry["text"], re.IGNORECASE) for place in places
        ):
            yield "no place in a family quote"


def texts(subject: Subject) -> Iterator[Finding]:
    """Texts are Markdown without HTML, and their links are https, mailto or inside the site."""
    if not subject.catalogue.text:
        raise NotApplicable("the release has no texts")
    for name, body in subject.catalogue.text:
        path = f"{files.TEXT_FOLDER}/{name}.md"
        for number, line in enumerate(body.splitlines(), start=1):
            if HTML.search(line):
                yield Finding("texts", path, number, "", "Markdown without HTML")
            if LINK.search(line):
                yield Finding("texts", path, number, "", "a link that begins https://")


def notes(subject: Subject) -> Iterator[Finding]:
    """Local notes, context figures and returns are of places that areas.csv declares."""
    slugs = {area.slug for area in subject.catalogue.areas}
    found = False
    for file in (files.LOCAL_NOTES, files.CONTEXT, files.RETURNS):
        for entry in subject.reading.entries[file.path]:
            found = True
            if entry["area"] not in slugs:
                yield _finding("notes", file, entry, "area", "the slug of an area of areas.csv")
    if not found:
        raise NotApplicable("the release has no notes, context or returns")


def dates(subject: Subject) -> Iterator[Finding]:
    """Dates are in order.

    The next update follows publication, and no change is later than it. A return that is on
    time came by the day it was due, a late one after it, and a missing one not at all.
    """
    catalogue = subject.catalogue
    if catalogue.next_update and catalogue.next_update <= catalogue.published:
        expected = "a day after publication"
        yield Finding("dates", files.DESCRIPTOR, None, "nextUpdate", expected)
    for entry in subject.reading.entries[files.CHANGES.path]:
        if entry["on"] > max(catalogue.published, catalogue.last_updated):
            yield _finding("dates", files.CHANGES, entry, "on", "a day not after publication")
    for entry in subject.reading.entries[files.RETURNS.path]:
        if expected := _return_fault(entry):
            yield _finding("dates", files.RETURNS, entry, "received", expected)


def _return_fault(entry: Entry) -> str:
    status, due, received = entry["status"], entry["due"], entry["received"]
    if status == ReturnStatus.ON_TIME and (received is None or received > due):
        return "a day not after the day it was due"
    if status == ReturnStatus.LATE and (received is None or received <= due):
        return "a day after the day it was due"
    if status in (ReturnStatus.MISSING, ReturnStatus.NOT_DUE) and received is not None:
        return "blank: it has not come"
    return ""


def _finding(check: str, file: File, entry: Entry, column: str, expected: str) -> Finding:
    return Finding(check, file.path, entry.row, column, expected)
