"""Checks that quotes may be shown, and that nobody can be found by their words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from dashboard.data.release import clock
from dashboard.data.release import format as release_format
from dashboard.data.release.checks.check import NotApplicable, Subject
from dashboard.data.release.checks.given_names import is_given_name
from dashboard.data.release.checks.identifying import (
    Questioned,
    find_in_title,
    find_in_words,
    normalise,
)
from dashboard.data.release.checks.overrides import Read, Span, covers, stand, word_number
from dashboard.data.release.context import Voice
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Catalogue
from dashboard.data.release.reading.entries import Entry

BRACKETS = re.compile(r"[^\[\]]*(\[[^\[\]]+\][^\[\]]*)*")
READ_COLUMNS = ("text", "role", "source")
SEPARATOR = ";"
# What a row says of words that are let pass: all of it, or nothing.
OVERRIDE = {
    "checked_words": "the words that were let pass",
    "checked_by": "who let the words pass",
    "checked_on": "the day on which they were let pass",
    "check_reason": "why nobody can be found by them",
}

Fault = tuple[str, str]  # a column, and what was expected in it


def quotes(subject: Subject) -> Iterator[Finding]:
    """Every quote may be shown today and on the day of publication, and nobody is found by it.

    Consent is recorded, with its day and a last day that is not past; or the words were
    published, and their source is linked. What is left out stands in square brackets. The words,
    the role and the source of every quote are read for names of people, places, schools and
    streets, areas, numbers, ages and years in words, months, e-mail and web addresses and
    handles. A name is a word with a capital letter that is neither an ordinary word nor part of
    the name of an organisation: the programme, the producer, one of partners.csv; a given name
    alone (Hope) is no such name. With a professional's words, also what a local note of kind
    `partner` begins with; and a professional's role and source may name an area. The title of a
    published source is read for people, telephone numbers, postcodes, e-mail addresses and
    handles alone. Words that are questioned and harmless pass where the row says which they are,
    who let them pass, when and why.
    """
    entries = subject.entries(release_format.QUOTES)
    if not entries:
        raise NotApplicable("the release has no quotes")
    today = clock.today()
    for entry in entries:
        for column, expected in _faults(entry, subject.catalogue, today):
            yield entry.finding("quotes", column, expected)


def _faults(entry: Entry, catalogue: Catalogue, today: dt.date) -> Iterator[Fault]:
    yield from _consent_faults(entry, catalogue.published, today)
    yield from _bracket_faults(entry)
    texts = {column: normalise(entry[column]) for column in READ_COLUMNS}
    read = {c: Read(text, _question(entry, c, text, catalogue)) for c, text in texts.items()}
    yield from _override_faults(entry, today)
    passed, faults = _let_pass(_checked_words(entry), read)
    yield from faults
    for column, (text, questioned) in read.items():
        for one in questioned:
            if not any(covers(span, one) for span in passed[column]):
                yield column, _expected(one, text)


def _consent_faults(entry: Entry, published: dt.date, today: dt.date) -> Iterator[Fault]:
    recorded, expires = entry["consent_recorded_on"], entry["consent_expires"]
    if entry["consent"] == "published_source":
        if not entry["source_url"]:
            yield "source_url", "the address where the words were published"
    else:
        if recorded is None or recorded > min(published, today):
            yield "consent_recorded_on", "the day of consent, before publication"
        if expires is None:
            yield "consent_expires", "the last day that the consent covers"
    if expires is not None and expires < max(published, today):
        yield "consent_expires", "a day after publication and not past: this consent is over"


def _bracket_faults(entry: Entry) -> Iterator[Fault]:
    for column in ("text", "role"):
        if not BRACKETS.fullmatch(entry[column]):
            yield column, "square brackets in pairs"


def _question(entry: Entry, column: str, text: str, catalogue: Catalogue) -> list[Questioned]:
    if column == "source" and entry["consent"] == "published_source":
        return find_in_title(text)
    areas = {area.name_in_files for area in catalogue.areas}
    known = organisations(catalogue, local=entry["voice"] == Voice.PROFESSIONAL)
    if column != "text" and entry["voice"] == Voice.PROFESSIONAL:
        return find_in_words(text, areas=(), organisations=known | areas)
    return find_in_words(text, areas=areas, organisations=known)


def organisations(catalogue: Catalogue, *, local: bool) -> set[str]:
    """Return the names that a release gives to organisations, as they may stand in a text.

    "Youth Endowment Fund (YEF)" gives two. `local` adds the partners that local notes name: a
    family that names one names its area. An organisation that is called by a given name alone
    (Hope) is none of them: in a text that word may be a child.
    """
    programme = catalogue.programme
    names = [programme.name, programme.short_name, catalogue.producer]
    names += [partner.name for partner in catalogue.partners]
    if local:
        notes = (note.text for note in catalogue.local_notes if note.kind == "partner")
        names += [re.split(r"[,.:;]", note)[0] for note in notes]
    parts = {part.strip() for name in names for part in re.split(r"[()]", normalise(name))}
    return {part for part in parts if part and not is_given_name(part)}


def _checked_words(entry: Entry) -> list[str]:
    parts = normalise(entry["checked_words"]).split(SEPARATOR)
    return [part.strip() for part in parts if part.strip()]


def _override_faults(entry: Entry, today: dt.date) -> Iterator[Fault]:
    """Yield what an override lacks: words are let pass by someone, on a day, for a reason."""
    filled = {column: entry[column] for column in OVERRIDE}
    filled["checked_words"] = _checked_words(entry)  # not separators alone
    if any(filled.values()):
        yield from ((column, OVERRIDE[column]) for column in OVERRIDE if not filled[column])
    if entry["checked_on"] is not None and entry["checked_on"] > today:
        yield "checked_on", "a day that is not to come"


def _let_pass(
    words: Iterable[str], read: Mapping[str, Read]
) -> tuple[dict[str, list[Span]], list[Fault]]:
    """Return, by column, where words stand that were let pass, and what is wrong with the others."""
    passed: dict[str, list[Span]] = {column: [] for column in read}
    faults: list[Fault] = []
    for phrase in words:
        standing = stand(phrase, read, "the text, role or source")
        if standing.fault:
            faults.append(("checked_words", standing.fault))
        if standing.place is not None:
            passed[standing.place].append(standing.span)
    return passed, faults


def _expected(one: Questioned, text: str) -> str:
    return (
        f"no {one.kind} at word {word_number(text, one.start)}, or `checked_words` that let it pass"
    )
