"""The check that nobody is found by a text of the release, whichever file it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dashboard.data.release import clock
from dashboard.data.release import format as release_format
from dashboard.data.release.checks.check import Subject
from dashboard.data.release.checks.headcounts import LARGEST
from dashboard.data.release.checks.identifying import Questioned, normalise
from dashboard.data.release.checks.overrides import Read, Span, covers, stand, word_number
from dashboard.data.release.checks.passages import Passage, passages_of
from dashboard.data.release.checks.prose import find_in_label, find_in_prose
from dashboard.data.release.checks.quotations import organisations
from dashboard.data.release.fields import Reads
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Catalogue
from dashboard.data.release.reading.entries import Entry
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS, META_COLUMNS
from dashboard.data.release.units import counts_people, share_of

CHECK = "wording"
Where = tuple[str, str]  # a file and a column


def wording(subject: Subject) -> Iterator[Finding]:
    """Nobody is found by a text of the release, wherever it stands.

    Every text of every file is read: notes, statements, definitions, labels, hints, sources, the
    `.meta.csv` files, the texts in `text/` and all of `datapackage.json`. None holds an e-mail
    address but that of `contact`, a handle, a telephone number, a postcode, a date of birth, or a
    count of people below the largest threshold of the release, in digits or words ("two boys").
    Prose holds no given name, no other name that the words around it make a person's, no age of
    one child and no name of a street or school, unless it is part of the name of an area or an
    organisation. Titles and published sources may name authors. A context figure that counts
    people is 0 or at least the threshold, or its source gives the https address where it is
    published. Words that are questioned and harmless pass where checked_words.csv says which
    they are, who let them pass, when and why.
    """
    catalogue = subject.catalogue
    passages = list(passages_of(subject.reading))
    threshold = largest_threshold(catalogue)
    reader = _Reader(catalogue, threshold)
    read = {p: Read(p.text, reader.question(p)) for p in passages}
    passed: dict[tuple[Where, str], list[Span]] = {}
    for entry in subject.entries(release_format.CHECKED_WORDS):
        yield from _let_pass(entry, read, passed)
    for passage, (text, questioned) in read.items():
        spans = passed.get(((passage.file, passage.column), text), ())
        for one in questioned:
            if not any(covers(span, one) for span in spans):
                yield _finding(passage, one)
    yield from _small_context(subject, threshold)


def largest_threshold(catalogue: Catalogue) -> int:
    """Return the threshold of all texts, at most 100: a sentence does not say whose rule holds."""
    rule = catalogue.disclosure
    own = (own.threshold for own in (*rule.levels, *rule.tables) if own.threshold is not None)
    return min(max(rule.threshold, *own, 1), LARGEST)


def read_for_readers(catalogue: Catalogue, text: str, name: str) -> list[Finding]:
    """Return what is questioned in a text that readers are shown with a release; `name` is its own."""
    text = normalise(text)
    passage = Passage(name, None, "", text, Reads.PROSE)
    questioned = _Reader(catalogue, largest_threshold(catalogue)).question(passage)
    return [
        Finding(CHECK, name, None, "", f"no {one.kind} at word {word_number(text, one.start)}")
        for one in questioned
    ]


class _Reader:
    """What texts of one release are read by."""

    def __init__(self, catalogue: Catalogue, threshold: int) -> None:
        self._known = frozenset(
            {
                *(area.name_in_files for area in catalogue.areas),
                *(area.region_name for area in catalogue.areas),
                *organisations(catalogue, local=True),
                *_names_in_tables(catalogue),
            }
        )
        self._contact = catalogue.contact
        self._threshold = threshold

    def question(self, passage: Passage) -> list[Questioned]:
        if passage.reads is Reads.TITLE:
            return find_in_label(passage.text, contact=self._contact, threshold=self._threshold)
        return find_in_prose(
            passage.text, known=self._known, contact=self._contact, threshold=self._threshold
        )


def _names_in_tables(catalogue: Catalogue) -> Iterator[str]:
    """Yield the names of measures, tables and columns, which may stand in texts about them."""
    yield from (*GEOGRAPHY_COLUMNS, *META_COLUMNS)
    yield from (field.name for file in release_format.FILES for field in file.fields)
    yield from (measure.key for measure in catalogue.measures)
    for table in catalogue.tables:
        yield from (table.name, *table.filters, *(column.name for column in table.columns))


def _let_pass(
    entry: Entry,
    read: Mapping[Passage, Read],
    passed: dict[tuple[Where, str], list[Span]],
) -> Iterator[Finding]:
    """Note where the words of a row stand. The same text in several rows is one text."""
    where = entry["file"], entry["column"]
    here = {p.text: r for p, r in read.items() if (p.file, p.column) == where}
    phrase = normalise(entry["words"]).strip()
    standing = stand(phrase, here, "the texts of that file and column")
    if standing.place is not None:
        passed.setdefault((where, standing.place), []).append(standing.span)
    if standing.fault:
        yield entry.finding(CHECK, "words", standing.fault)
    if entry["checked_on"] > clock.today():
        yield entry.finding(CHECK, "checked_on", "a day that is not to come")


def _finding(passage: Passage, one: Questioned) -> Finding:
    """Name the place of what is questioned: the line and the word, never the words."""
    row, text, start = passage.row, passage.text, one.start
    if passage.file.startswith(f"{release_format.TEXT_FOLDER}/"):
        lines = text[:start].split("\n")
        row, text, start = len(lines), text.split("\n")[len(lines) - 1], len(lines[-1])
    expected = (
        f"no {one.kind} at word {word_number(text, start)}, or a row of {{}} that lets it pass"
    )
    expected = expected.format(release_format.CHECKED_WORDS.path)
    return Finding(CHECK, passage.file, row, passage.column, expected)


def _small_context(subject: Subject, threshold: int) -> Iterator[Finding]:
    for entry in subject.entries(release_format.CONTEXT):
        people = counts_people(entry["unit"]) and share_of(entry["unit"]) is None
        if people and 0 < entry["value"] < threshold and "https://" not in entry["source"]:
            expected = "no small count of people, or a source with the https address of the figure"
            yield entry.finding(CHECK, "value", expected)
