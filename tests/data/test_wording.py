"""Every text of a release is read, so that nobody is found by it, and ordinary prose is let be."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.data.release import clock
from dashboard.data.release import format as release_format
from dashboard.data.release.checks import CHECKS
from dashboard.data.release.checks.check import Subject, run_check
from dashboard.data.release.checks.prose import find_in_label, find_in_prose
from dashboard.data.release.checks.wording import wording
from dashboard.data.release.fields import Field, FieldType, Reads
from dashboard.data.release.findings import Finding
from dashboard.data.release.properties import Property
from dashboard.data.release.reading import import_release, read_release
from dashboard.data.release.reading.records import FIELD_CHARACTERS
from dashboard.data.release.reading.tables import meta_file
from dashboard.data.release.writing import write_release as write_catalogue
from tests.releases import (
    check_release,
    edit_descriptor,
    release_texts,
    replace_once,
    write_release,
)
from tests.serving import PROJECT

TODAY = dt.date(2026, 11, 28)
ILLUSTRATIVE = PROJECT / "dashboard" / "data" / "releases" / "illustrative"
LONGEST_SECONDS = 5
PLACES = ("West Midlands", "University of Warwick", "Eastport")
TELLING = ("Call Kevin on 07700 900123", "two boys")
TOLD = ("Kevin", "kevin", "07700", "two boys", "two-boys")

FOUND = """
2 boys were placed.
Two of the boys moved.
one child was arrested
A single case was closed.
3 of 4 families finished
3 out of 40 families finished
38 of the 40 children were at home.
38/40 families
Thirty-eight out of forty young people finished.
All but a few: 1,195 of 1,199 pupils
95% of the 40 children went home.
ten per cent of the 20 families
Two young people were referred.
only three were arrested
Of those, two moved away.
Two in care are home.
children: 3
Boys (2)
Of those referred, 3 were girls.
Two were boys; a trio of girls moved.
a trio of brothers
Referrals by police: 2
children in Eastport: three.
families – three
children = 2
two Year 9 pupils
two **boys**
two&nbsp;boys
\uff12 boys
two looked-after children
two white British boys
a pair of brothers
both boys
The only girl was placed.
One of them is at home.
The twins are home.
one referral
in two families
there is one boy
We know about two boys.
fewer than three children
All other than one child stayed.
1–2 children
2 to 4 children
Kevin
KEVIN is home.
Ask Deshawn or his mum.
Tarquin’s mum said so.
Tarquin lives here.
Mrs Oakes runs it.
the boy called Tarquin
Tarquin, aged 14, is home
Tarquin (14) is home
We know that Grace helped.
We hope that Will is well.
Hope is a girl.
a 14-year-old boy
a fourteen year old
the girl, aged twelve,
He is 14.
a boy of twelve
DOB 3/4/2012
date of birth: 3 May 2012
She was born in May 2012
born on 3 May 2012
his fourteenth birthday
12 Elm Road
Elm Road
at 4 Oak Close
in elm road
Oakfield Academy
St Oswald’s Primary School
B12 8QX
find @happymum
#backhome
kev_14
kevin@example.org
kevin (at) example.org
instagram.com/kevin14
(0121) 303 1234
+44 7700 900123
0121 303 1234
oh seven seven double oh nine
2boys
a boy and a girl
There were two.
children (n=3)
3/4 families
Of the 40, 3 went into care.
two did not finish
three carers
find him on Insta kev.14
wa.me/447700900123
kev at harbour dot com
b12 8qx
attends Oakfield
St Oswald’s
lives on the Lyng estate
14yo
14 y/o
Year 9 boy
03/05/2012
""".strip().splitlines()

ORDINARY = """
Children aged 10 to 15 are referred.
Counts from 1 to 4 children are hidden.
In one area, children were older.
One child is one referral; a referral is not yet a start.
**Anything about a single child.** Small counts are hidden.
Each site works with 30 to 40 families a year.
one in four children
A child may have more than one referral.
One child may be referred twice.
Year 4 pupils and Key Stage 3 pupils
14-year-old children
Before their 18th birthday
Will the figures change? Grace period. Mark the row. Hope is not a plan.
In May and June 2024 the police asked. In August children are away.
The Victoria line of the West Midlands
The University of Warwick led it.
Fonagy and others (2018), Lancet Psychiatry 5(2)
James and others (2018)
the Anna Freud Centre, and Sarah’s Law
the short Warwick-Edinburgh scale
The Youth Court and the Family Court. The Virtual School helped.
Police and Crime Commissioner for West Midlands
1.3 children per family, 4% of children, 1,004 children
at least one parent, per 100 children
Three to five months a therapist works with everyone round the child
two measures of children; two local authorities work with children
Table 2: children referred
up to the end of June 2026
Phone the helpline: see gov.uk. Contact Childline or the NSPCC.
the families of four teams
Two sites share children’s records.
Section 47 cases; level 2 cases; Tier 3 families
30 of the 40 children were at home: 75% of 40 families, 100% of the 20 girls.
No children were placed. Both parents agreed.
In Q4 2nd returns were late. 3/4 of families had left by then.
doi 10.1016/S2215-0366(18)30001-4
Write to [us](mailto:figures@harbour.example) or figures@harbour.example.
The column `time_period` and [methods](#methods)
""".strip().splitlines()


@pytest.fixture(autouse=True)
def fake_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def questioned(text: str, threshold: int = 5) -> list[str]:
    found = find_in_prose(
        text, known=PLACES, contact="figures@harbour.example", threshold=threshold
    )
    return [one.kind for one in found]


def find(folder: Path) -> list[Finding]:
    reading = read_release(folder)
    return list(wording(Subject(reading, {}, reading.findings)))


def places(findings: list[Finding]) -> list[tuple[str, int | None, str]]:
    return [(f.file, f.row, f.column) for f in findings]


def as_csv(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize("text", FOUND)
def test_what_tells_of_one_child_is_found(text: str) -> None:
    assert questioned(text) != []


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_prose_is_left_alone(text: str) -> None:
    assert questioned(text) == []


@pytest.mark.parametrize(
    ("threshold", "found"),
    [(1, []), (3, ["two"]), (5, ["two", "4"]), (21, ["two", "4", "nineteen", "20"])],
)
def test_a_count_is_small_by_the_threshold_of_the_release(threshold: int, found: list[str]) -> None:
    text = "two boys; 4 girls; nineteen boys; 20 girls; twenty-one boys; 22 girls"
    kinds = find_in_label(text, contact="", threshold=threshold)
    assert [text[one.start : one.end].split(maxsplit=1)[0] for one in kinds] == found


def test_a_huge_threshold_takes_no_longer_than_one_of_a_hundred() -> None:
    began = time.process_time()
    assert questioned("99 boys; 100 girls", threshold=10**9) == questioned("99 boys", threshold=100)
    assert time.process_time() - began < LONGEST_SECONDS


def text_columns() -> Iterator[tuple[str, str]]:
    """Yield the file and column of every text of a table that this check reads."""
    tables = [meta_file("data/referrals.csv"), *release_format.FILES]
    for file in tables:
        for field in file.fields:
            plain = field.type is FieldType.STRING and not field.choices
            if plain and field.reads in (Reads.PROSE, Reads.TITLE):
                yield file.path, field.name


def with_text(texts: dict[str, str], path: str, column: str, text: str) -> int:
    """Put a text into the last row of a file, which may not be there yet; return the row."""
    file = next(
        f for f in (meta_file("data/referrals.csv"), *release_format.FILES) if f.path == path
    )
    rows = list(csv.reader(io.StringIO(texts.get(path, ""))))
    header = rows[0] if rows else [field.name for field in file.fields]
    if len(rows) < 2:
        filled = {FieldType.DATE: "2026-11-01", FieldType.STRING: "x"}
        known = {"on": "2026-11-01", "until": "", "url": ""}  # what has a form
        values = [known.get(f.name, (*f.choices, filled.get(f.type, ""))[0]) for f in file.fields]
        rows = [header, values]
    if column not in header:
        header.append(column)
        for row in rows[1:]:
            row.append("")
    rows[-1][header.index(column)] = text
    texts[path] = as_csv(rows)
    return len(rows)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(text_columns())), st.sampled_from(TELLING))
def test_no_column_takes_what_tells_of_a_child(
    tmp_path_factory: pytest.TempPathFactory, where: tuple[str, str], telling: str
) -> None:
    path, column = where
    pattern = next(
        (
            f.pattern
            for file in release_format.FILES
            if file.path == path
            for f in file.fields
            if f.name == column
        ),
        "",
    )
    text = telling
    if pattern.startswith("(https"):
        text = f"https://harbour.example/{telling.replace(' ', '-')}"
    elif pattern:
        text = telling.casefold().replace(" ", "-")
    row = 0

    def edit(texts: dict[str, str]) -> None:
        nonlocal row
        row = with_text(texts, path, column, text)

    folder = write_release(tmp_path_factory.mktemp("r"), edit=edit, seal=False)
    refused = read_release(folder).findings.all() if pattern else ()  # for its form, as of a day
    found = [
        f for f in (*find(folder), *refused) if (f.file, f.row, f.column) == (path, row, column)
    ]
    assert found
    assert not any(word in str(f) for f in found for word in TOLD)


def texts_of(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every text of the descriptor but a hash."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from texts_of(inner, (*way, key))
    elif isinstance(value, str) and way[-1] != "hash":
        yield way


def test_no_property_takes_what_tells_of_a_child(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r")
    path = folder / "datapackage.json"
    sealed = path.read_text(encoding="utf-8")
    ways = {".".join(k for k in w if isinstance(k, str)): w for w in texts_of(json.loads(sealed))}
    for column, way in ways.items():
        for telling in TELLING:
            descriptor = json.loads(sealed)
            inside: Any = descriptor
            for key in way[:-1]:
                inside = inside[key]
            inside[way[-1]] = telling
            reading = read_release(folder)
            reading = replace(reading, descriptor=replace(reading.descriptor, raw=descriptor))
            found = places(list(wording(Subject(reading, {}, reading.findings))))
            assert ("datapackage.json", None, column) in found
    assert {"title", "description", "contact", "nextUpdateNote", "programme.summary"} <= set(ways)
    assert {"disclosure.statement", "resources.description", "licenses.title"} <= set(ways)


@pytest.mark.parametrize("block", release_format.TEXT_BLOCKS)
@pytest.mark.parametrize("telling", TELLING)
def test_no_text_block_takes_what_tells_of_a_child(
    tmp_path: Path, block: str, telling: str
) -> None:
    def edit(texts: dict[str, str]) -> None:
        texts[f"text/{block}.md"] = f"## Words\n\nIt is so:\nsee {telling}.\n"

    [first, *_] = find(write_release(tmp_path / "r", edit=edit))
    assert (first.file, first.row, first.column) == (f"text/{block}.md", 4, "")
    assert f"at word {2 + telling.startswith('Call')}" in first.expected
    assert not any(word in str(first) for word in TOLD)


def test_words_that_a_line_parts_are_read_together(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        texts["text/why.md"] = "It helped two\nboys.\n"

    assert places(find(write_release(tmp_path / "r", edit=edit))) == [("text/why.md", 1, "")]


def test_a_new_field_is_read_as_prose() -> None:
    assert Field("new", "A new text.").reads is Reads.PROSE
    assert Property("new", "A new text.").reads is Reads.PROSE


def test_the_largest_threshold_of_a_release_holds_for_every_text(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        rule = json.loads(texts["datapackage.json"])["disclosure"]
        edit_descriptor(texts, disclosure=rule | {"tables": {"delivery": {"threshold": 10}}})
        texts["text/why.md"] = "It helped nine boys.\n"

    assert places(find(write_release(tmp_path / "r", edit=edit))) == [("text/why.md", 1, "")]


@pytest.mark.parametrize(
    ("value", "unit", "source", "refused"),
    [
        ("3", "children", "Team records", True),
        ("4", "young people", "Team records", True),
        ("3", "", "Team records", True),
        ("5", "children", "Team records", False),
        ("0", "children", "Team records", False),
        ("3", "per cent", "Census office", False),
        ("3", "rank", "Census office", False),
        ("3", "children", "Census office, https://census.example/t", False),
    ],
)
def test_a_context_figure_of_a_few_people_names_where_it_is_published(
    tmp_path: Path, value: str, unit: str, source: str, refused: bool
) -> None:
    def edit(texts: dict[str, str]) -> None:
        row = [
            "eastport",
            "in_care",
            "Children in care",
            value,
            "0",
            unit or "number",
            "2024",
            source,
        ]
        texts["context.csv"] += as_csv([row])

    found = find(write_release(tmp_path / "r", edit=edit))
    assert places(found) == ([("context.csv", 3, "value")] if refused else [])


CHECKED = ["A. Lead", "2026-11-01", "It is a way of counting."]


def checked(*rows: list[str]) -> str:
    header = ["file", "column", "words", "checked_by", "checked_on", "check_reason"]
    return as_csv([header, *rows])


@pytest.fixture
def folder_with(tmp_path: Path) -> Any:
    """Write a release with a text of two boys, and rows that let words pass."""

    def write(*rows: list[str], text: str = "Say two boys.") -> Path:
        def edit(texts: dict[str, str]) -> None:
            texts["text/why.md"] = f"{text}\n"
            texts["checked_words.csv"] = checked(*rows)
            replace_once(texts, "quotes.csv", "2099-06-01", "2027-06-01")

        return write_release(tmp_path / "r", edit=edit)

    return write


def test_words_pass_that_a_person_let_pass(folder_with: Any) -> None:
    folder = folder_with(["text/why.md", "", "two boys", *CHECKED])
    assert check_release(folder) == ()


def test_an_override_does_not_cover_what_is_written_later(folder_with: Any) -> None:
    row = ["text/why.md", "", "two boys", *CHECKED]
    twice = find(folder_with(row, text="Say two boys. We saw two boys."))
    assert places(twice)[0] == ("checked_words.csv", 2, "words")
    assert len(twice) == 3
    other = find(folder_with(row, text="Say two boys. We saw Kevin."))
    assert places(other) == [("text/why.md", 1, "")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["text/how.md", "", "two boys", *CHECKED], "words"),
        (["text/why.md", "text", "two boys", *CHECKED], "words"),
        (["text/why.md", "", "Say", *CHECKED], "words"),
        (["text/why.md", "", "two boy", *CHECKED], "words"),
        (["text/why.md", "", "two boys", "A. Lead", "2026-11-29", "Why."], "checked_on"),
    ],
)
def test_an_override_of_other_words_or_of_tomorrow_is_refused(
    folder_with: Any, row: list[str], column: str
) -> None:
    assert ("checked_words.csv", 2, column) in places(find(folder_with(row)))


@pytest.mark.parametrize("blank", [0, 2, 3, 4, 5])
def test_an_override_says_where_which_who_when_and_why(folder_with: Any, blank: int) -> None:
    row = ["text/why.md", "", "two boys", *CHECKED]
    row[blank] = ""
    assert {"entries", "wording"} <= {f.check for f in check_release(folder_with(row))}


def test_the_same_text_in_several_rows_is_let_pass_once(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        note = "Say two boys."
        texts["local_notes.csv"] += f"eastport,note,{note},Team\nwestport,note,{note},Team\n"
        texts["checked_words.csv"] = checked(["local_notes.csv", "text", "two boys", *CHECKED])

    assert find(write_release(tmp_path / "r", edit=edit)) == []


def test_overrides_are_read_and_written_again(folder_with: Any, tmp_path: Path) -> None:
    release = import_release(folder_with(["text/why.md", "", "two boys", *CHECKED]))
    cells = {table.name: tuple(release.cells(table.name)) for table in release.catalogue.tables}
    write_catalogue(tmp_path / "again", release.catalogue, cells)
    again = import_release(tmp_path / "again").catalogue
    assert again.checked_words == release.catalogue.checked_words
    assert [row.words for row in again.checked_words] == ["two boys"]


def test_the_illustrative_texts_pass_without_overrides() -> None:
    assert not (ILLUSTRATIVE / release_format.CHECKED_WORDS.path).exists()
    assert find(ILLUSTRATIVE) == []


def test_the_texts_of_the_tests_release_pass(tmp_path: Path) -> None:
    assert release_format.CHECKED_WORDS.path not in release_texts()
    assert find(write_release(tmp_path / "r")) == []


def test_prose_of_the_project_gives_hardly_a_false_alarm() -> None:
    prose = [PROJECT / "CHANGELOG.md", *(PROJECT / "docs" / "decisions").glob("*.md")]
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in prose)
    plain = text.replace("_", " ")  # names of files and columns
    assert len(questioned(plain)) <= len(plain.split()) / 1000


@pytest.mark.parametrize(
    "piece", ["a", "A", "a-", "a_", "0 ", "one ", "two a ", "is ", "[", "’s ", "A a"]
)
def test_a_long_text_is_read_in_time_that_grows_with_it(piece: str) -> None:
    text = piece * (FIELD_CHARACTERS // len(piece))
    began = time.process_time()
    questioned(text)
    find_in_label(text, contact="", threshold=5)
    assert time.process_time() - began < LONGEST_SECONDS


def test_the_check_is_one_of_those_that_a_release_must_pass(tmp_path: Path) -> None:
    reading = read_release(write_release(tmp_path / "r"))
    [check] = [check for check in CHECKS if check.find is wording]
    assert run_check(check, Subject(reading, {}, reading.findings)).findings == ()
