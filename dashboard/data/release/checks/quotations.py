"""May the quotes of a release be shown, and can nobody be found by their words?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from dashboard.data.release import clock
from dashboard.data.release import format as release_format
from dashboard.data.release.checks.check import NotApplicable, Subject
from dashboard.data.release.checks.identifying import (
    Questioned,
    find_in_title,
    find_in_words,
    normalise,
)
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Catalogue, Voice
from dashboard.data.release.reading.entries import Entry

BRACKETS = re.compile(r"[^\[\]]*(\[[^\[\]]+\][^\[\]]*)*")
READ_COLUMNS = ("text", "role", "source")
SEPARATOR = ";"

Fault = tuple[str, str]  # a column, and what was expected in it
Span = tuple[int, int]


def quotes(subject: Subject) -> Iterator[Finding]:
    """Every quote may be shown today and on the day of publication, and nobody is found by it.

    Consent is recorded, with its day and a last day that is not past; or the words were
    published, and their source is linked. What is left out stands in square brackets. The words,
    the role and the source of every quote are read for names of people, places, schools and
    streets, areas, numbers, ages and years in words, months, e-mail and web addresses and
    handles. A name is a word with a capital letter that is neither an ordinary word nor part of
    the name of an organisation: the programme, the producer, one of partners.csv. With a
    professional's words, also what a local note of kind `partner` begins with; and a
    professional's role and source may name an area. The title of a published source is read for
    people, telephone numbers, postcodes, e-mail addresses and handles alone. Words that are
    questioned and harmless pass where the row says which they are, who let them pass, when and
    why.
    """
    entries = subject.reading.entries[release_format.QUOTES.path]
    if not entries:
        raise NotApplicable("the release has no quotes")
    today = clock.today()
    for entry in entries:
        for column, expected in _faults(entry, subject.catalogue, today):
            yield Finding("quotes", release_format.QUOTES.path, entry.row, column, expected)


def _faults(entry: Entry, catalogue: Catalogue, today: dt.date) -> Iterator[Fault]:
    yield from _consent_faults(entry, catalogue.published, today)
    yield from _bracket_faults(entry)
    texts = {column: normalise(entry[column]) for column in READ_COLUMNS}
    questioned = {column: _question(entry, column, texts[column], catalogue) for column in texts}
    yield from _override_faults(entry, today)
    passed, faults = _let_pass(_checked_words(entry), texts, questioned)
    yield from faults
    for column, found in questioned.items():
        for one in found:
            if not any(_covers(span, one) for span in passed[column]):
                yield column, _expected(one, texts[column])


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
    known = _organisations(catalogue, entry["voice"])
    if column != "text" and entry["voice"] == Voice.PROFESSIONAL:
        return find_in_words(text, areas=(), organisations=known | areas)
    return find_in_words(text, areas=areas, organisations=known)


def _organisations(catalogue: Catalogue, voice: str) -> set[str]:
    """Return the names that a release gives to organisations, as they may stand in a quote.

    "Youth Endowment Fund (YEF)" gives two. A family that names a local partner names its area.
    """
    programme = catalogue.programme
    names = [programme.name, programme.short_name, catalogue.producer]
    names += [partner.name for partner in catalogue.partners]
    if voice == Voice.PROFESSIONAL:
        notes = (note.text for note in catalogue.local_notes if note.kind == "partner")
        names += [re.split(r"[,.:;]", note)[0] for note in notes]
    return {part.strip() for name in names for part in re.split(r"[()]", normalise(name))} - {""}


def _checked_words(entry: Entry) -> list[str]:
    parts = normalise(entry["checked_words"]).split(SEPARATOR)
    return [part.strip() for part in parts if part.strip()]


def _override_faults(entry: Entry, today: dt.date) -> Iterator[Fault]:
    """Yield what an override lacks: words are let pass by someone, on a day, for a reason."""
    expected = {
        "checked_words": "the words that were let pass",
        "checked_by": "who let the words pass",
        "checked_on": "the day on which they were let pass",
        "check_reason": "why nobody can be found by them",
    }
    filled = {
        "checked_words": bool(_checked_words(entry)),
        "checked_by": bool(entry["checked_by"].strip()),
        "checked_on": entry["checked_on"] is not None,
        "check_reason": bool(entry["check_reason"].strip()),
    }
    if any(filled.values()):
        yield from ((column, expected[column]) for column, full in filled.items() if not full)
    if entry["checked_on"] is not None and entry["checked_on"] > today:
        yield "checked_on", "a day that is not to come"


def _let_pass(
    words: Iterable[str],
    texts: Mapping[str, str],
    questioned: Mapping[str, Iterable[Questioned]],
) -> tuple[dict[str, list[Span]], list[Fault]]:
    """Return, by column, where words stand that were let pass, and what is wrong with the others.

    They must stand there once: words that were added to a quote later were not seen by whoever
    let the others pass.
    """
    passed: dict[str, list[Span]] = {column: [] for column in texts}
    faults: list[Fault] = []
    for phrase in words:
        pattern = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")
        spans = [(c, match.span()) for c, text in texts.items() for match in pattern.finditer(text)]
        if len(spans) != 1:
            faults.append(("checked_words", "words that stand once in the text, role or source"))
            continue
        [(column, span)] = spans
        if not any(_covers(span, one) for one in questioned[column]):
            faults.append(("checked_words", "words that this check questions, and no others"))
        passed[column].append(span)
    return passed, faults


def _covers(span: Span, one: Questioned) -> bool:
    return span[0] <= one.start and one.end <= span[1]


def _expected(one: Questioned, text: str) -> str:
    word = len(text[: one.start].split()) + (one.start == 0 or text[one.start - 1].isspace())
    return f"no {one.kind} at word {word}, or `checked_words` that let it pass"
