"""A quote is refused unless its consent stands and it points to nobody, or a person let it pass."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.data.release import clock
from dashboard.data.release.checks.check import Subject
from dashboard.data.release.checks.quotations import quotes
from dashboard.data.release.findings import Finding
from dashboard.data.release.reading import import_release, read_release
from dashboard.data.release.writing import write_release as write_catalogue
from tests.releases import check_release, replace_once, write_release
from tests.serving import PROJECT

TODAY = dt.date(2026, 11, 28)
ROW: dict[str, str] = {
    "key": "one",
    "voice": "family",
    "text": "It helped [my son] and me.",
    "role": "Parent",
    "source": "Interview",
    "source_url": "",
    "consent": "recorded",
    "consent_recorded_on": "2024-06-01",
    "consent_expires": "2027-06-01",
    "checked_words": "",
    "checked_by": "",
    "checked_on": "",
    "check_reason": "",
}
PROFESSIONAL = {"voice": "professional", "role": "Social worker"}
PUBLISHED = {
    "source": "Annual report 2024",
    "source_url": "https://harbour.example/report",
    "consent": "published_source",
    "consent_recorded_on": "",
    "consent_expires": "",
}
CHECKED = {"checked_by": "A. Lead", "checked_on": "2026-11-01", "check_reason": "It is a verb."}

Examine = Callable[..., list[tuple[str, str]]]


@pytest.fixture(autouse=True)
def fake_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def quotes_csv(*rows: dict[str, str]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(ROW), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def find(folder: Path) -> list[Finding]:
    reading = read_release(folder)
    assert list(reading.findings.all()) == []
    return list(quotes(Subject(reading, {}, reading.findings)))


@pytest.fixture
def examine(tmp_path: Path) -> Examine:
    """Return what the check finds in a release with one quote, as columns and what was expected."""

    def of(*changes: dict[str, str], area: str = "Eastport") -> list[tuple[str, str]]:
        row = dict(ROW)
        for change in changes:
            row |= change

        def edit(texts: dict[str, str]) -> None:
            texts["quotes.csv"] = quotes_csv(row)
            texts["local_notes.csv"] += 'eastport,partner,"Lanterns, Eastport\'s own team.",Team\n'
            texts["areas.csv"] = texts["areas.csv"].replace("Eastport", area)

        return [(f.column, f.expected) for f in find(write_release(tmp_path / "r", edit=edit))]

    return of


REFUSED = [
    ("text", {"text": "Tom is home again."}),
    ("text", {"text": "He is fourteen."}),
    ("text", {"text": "He is back at Oakfield School."}),
    ("text", {"text": "We live in Elm Road."}),
    ("text", {"text": "He came home in March."}),
    ("text", {"text": "Write to mum@example.org."}),
    ("text", {"text": "I am @happymum."}),
    ("text", {"text": "See www.example.org."}),
    ("text", {"text": "Ring 0770 090."}),
    ("text", {"text": "We moved to Eastport."}),
    ("text", {"text": "Lanterns helped us."}),
    ("text", {**PROFESSIONAL, "text": "Tom is 14 and from Hackney"}),
    ("text", {**PROFESSIONAL, "text": "We work in Eastport."}),
    ("text", {"text": "It helped [Tom] and me."}),
    ("text", {"text": "It helped [my son and me."}),
    ("role", {"role": "Anna Baker, mother of Tom"}),
    ("role", {**PROFESSIONAL, "role": "Anna Baker, social worker"}),
    ("role", {"role": "Mother, Eastport"}),
    ("role", {"role": "Mother of a fourteen-year-old"}),
    ("source", {"source": "Interview with Anna"}),
    ("source", {"source": "Interview in Eastport"}),
    ("source", {**PUBLISHED, "source": "Interview with Anna Baker"}),
]
PASSED: list[dict[str, str]] = [
    {},
    {"text": "Harbour Families and Harbour Partnership helped [young person]’s mum."},
    PUBLISHED,
    {**PROFESSIONAL, "role": "Senior worker from Lanterns (Eastport exploitation team)"},
    {**PROFESSIONAL, "text": "Lanterns is a team we trust."},
    {**PROFESSIONAL, "source": "Review of Eastport"},
]


@pytest.mark.parametrize(("column", "change"), REFUSED, ids=[repr(r[1]) for r in REFUSED])
def test_what_tells_who_it_is_is_refused_where_it_stands(
    examine: Examine, column: str, change: dict[str, str]
) -> None:
    assert {found for found, _ in examine(change)} == {column}


@pytest.mark.parametrize("change", PASSED, ids=repr)
def test_what_tells_nothing_passes(examine: Examine, change: dict[str, str]) -> None:
    assert examine(change) == []


def test_a_place_called_reading_is_no_verb(examine: Examine) -> None:
    at_bedtime = {"text": "He is reading at bedtime again."}
    assert examine(at_bedtime, area="Reading") == []
    assert examine({"text": "We moved to Reading."}, area="Reading") != []
    begun = {"text": "Reading is hard for him."}
    assert examine(begun, area="Reading") != []
    let_pass = begun | {"checked_words": "Reading"} | CHECKED
    assert examine(let_pass, area="Reading") == []


def test_an_organisation_called_by_a_given_name_does_not_let_it_pass(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        texts["partners.csv"] += "Hope,Runs a helpline,\nHope for Harbour,Runs groups,\n"
        texts["quotes.csv"] = quotes_csv(
            ROW | {"text": "Hope is home again."},
            ROW | {"key": "two", "text": "Hope for Harbour helped us."},
        )

    assert [(f.row, f.column) for f in find(write_release(tmp_path / "r", edit=edit))] == [
        (2, "text")
    ]


def test_a_finding_says_which_word_and_not_what_it_is(examine: Examine) -> None:
    [(column, expected)] = examine({"text": "It helped [my son] and Tom."})
    assert column == "text"
    assert "at word 6" in expected
    assert "Tom" not in expected


def test_an_override_lets_pass_the_words_that_it_names_and_no_others(examine: Examine) -> None:
    hard = {"text": "Reading is hard for Tom.", **CHECKED}
    assert [c for c, _ in examine(hard, {"checked_words": "Reading"})] == ["text"]
    assert examine(hard, {"checked_words": "Reading is hard; Tom"}) == []
    assert examine(hard, {"checked_words": "Reading is hard for Tom"}) == []


def test_an_override_does_not_cover_a_later_edit(examine: Examine) -> None:
    override = {"checked_words": "Reading", **CHECKED}
    twice = {"text": "Reading is hard for him, and we moved to Reading."}
    assert [c for c, _ in examine(override, twice)] == ["checked_words", "text", "text"]
    gone = {"text": "It is hard for Tom."}
    assert [c for c, _ in examine(override, gone)] == ["checked_words", "text"]
    within = {"text": "It was Readings."}
    assert [c for c, _ in examine(override, within)] == ["checked_words", "text"]


def test_an_override_of_what_nobody_questions_is_refused(examine: Examine) -> None:
    assert [c for c, _ in examine({"checked_words": "helped", **CHECKED})] == ["checked_words"]


@pytest.mark.parametrize("column", ["checked_words", "checked_by", "checked_on", "check_reason"])
def test_an_override_without_which_who_when_or_why_is_refused(
    examine: Examine, column: str
) -> None:
    override = {"text": "Reading is hard.", "checked_words": "Reading", **CHECKED}
    assert examine(override) == []
    for blank in ("", " ") if column != "checked_on" else ("",):
        assert column in {found for found, _ in examine(override, {column: blank})}


def test_an_override_is_not_of_tomorrow(examine: Examine) -> None:
    override = {"text": "Reading is hard.", "checked_words": "Reading", **CHECKED}
    assert examine(override, {"checked_on": "2026-11-28"}) == []
    assert [c for c, _ in examine(override, {"checked_on": "2026-11-29"})] == ["checked_on"]


@pytest.mark.parametrize(
    ("today", "expires", "columns"),
    [
        (dt.date(2027, 6, 1), "2027-06-01", []),
        (dt.date(2027, 6, 2), "2027-06-01", ["consent_expires"]),
        (dt.date(2025, 1, 1), "2025-02-03", ["consent_expires"]),  # published on 2025-02-04
        (dt.date(2025, 1, 1), "2025-02-04", []),
    ],
)
def test_consent_stands_today_and_on_the_day_of_publication(
    examine: Examine,
    monkeypatch: pytest.MonkeyPatch,
    today: dt.date,
    expires: str,
    columns: list[str],
) -> None:
    monkeypatch.setattr(clock, "today", lambda: today)
    assert [c for c, _ in examine({"consent_expires": expires})] == columns


def test_consent_of_a_day_to_come_is_refused(
    examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date(2024, 5, 31))
    assert [c for c, _ in examine({})] == ["consent_recorded_on"]


def test_a_published_source_may_have_no_last_day_but_not_one_that_is_past(
    examine: Examine,
) -> None:
    assert examine(PUBLISHED) == []
    assert examine(PUBLISHED, {"consent_expires": "2026-11-28"}) == []
    past = examine(PUBLISHED, {"consent_expires": "2026-11-27"})
    assert [c for c, _ in past] == ["consent_expires"]


def test_the_illustrative_quotes_pass_as_they_are() -> None:
    assert find(PROJECT / "dashboard" / "data" / "releases" / "illustrative") == []


def test_an_override_is_read_checked_and_written_again(tmp_path: Path) -> None:
    row = ROW | {"text": "Reading is hard.", "checked_words": "Reading", **CHECKED}

    def edit(texts: dict[str, str]) -> None:
        texts["quotes.csv"] = quotes_csv(row)

    folder = write_release(tmp_path / "r", edit=edit)
    assert check_release(folder) == ()
    release = import_release(folder)
    cells = {table.name: tuple(release.cells(table.name)) for table in release.catalogue.tables}
    write_catalogue(tmp_path / "again", release.catalogue, cells)
    assert import_release(tmp_path / "again").catalogue.quotes == release.catalogue.quotes
    [quote] = release.catalogue.quotes
    assert (quote.checked_words, quote.checked_by) == ("Reading", "A. Lead")
    assert (quote.checked_on, quote.check_reason) == (dt.date(2026, 11, 1), "It is a verb.")


def test_a_release_without_the_columns_of_an_override_is_whole(tmp_path: Path) -> None:
    def edit(texts: dict[str, str]) -> None:
        replace_once(texts, "quotes.csv", "2099-06-01", "2027-06-01")

    assert check_release(write_release(tmp_path / "r", edit=edit)) == ()
