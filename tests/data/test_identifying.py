"""Words that could tell whom a quote is about are found, and ordinary words are left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.release.checks.identifying import (
    AREAS,
    CONTACTS,
    MONTHS,
    NAMES,
    NUMBERS,
    POSTCODES,
    RELATIONS,
    SCHOOLS,
    SPELT_NUMBERS,
    STREETS,
    TELEPHONES,
    WEB_ADDRESSES,
    Questioned,
    find_in_title,
    find_in_words,
    normalise,
)
from dashboard.data.release.checks.ordinary_words import ABBREVIATIONS, ORDINARY_WORDS
from dashboard.data.release.reading.records import FIELD_CHARACTERS

LONGEST_SECONDS = 5  # where each start looks to the end, it is minutes
PLACES = ("Reading", "Eastport", "North Downs", "Both towns")
ORGANISATIONS = ("Harbour Families", "Anna Fry Trust", "MST-UK & I")

FOUND = [
    (NAMES, "It was Tom who changed.", "Tom"),
    (NAMES, "Tom is doing well.", "Tom"),
    (NAMES, "Will's mum rang us.", "Will"),
    (NAMES, "TOM came home.", "TOM"),
    (NAMES, "We met O’Neill.", "Neill"),
    (NAMES, "Anna-Marie listened.", "Anna"),
    (NAMES, "Ask Élodie.", "Élodie"),
    (NAMES, "Ask Elodie\u0301e.", "Elodiée"),
    (NAMES, "So says محمد now.", "محمد"),
    (NAMES, "My deShawn is back.", "deShawn"),
    (NAMES, "Mrs B helped.", "Mrs"),
    (NAMES, "He helped [Tom] and me.", "Tom"),
    (NAMES, "Anna Fry helped.", "Anna"),
    (NAMES, "We love the Oaks.", "Oaks"),
    (STREETS, "He was in Elm Road.", "Elm Road"),
    (SCHOOLS, "Oakfield Academy gave up.", "Oakfield Academy"),
    (NAMES, "She is Polish.", "Polish"),
    (NAMES, "He was moved to Hackney.", "Hackney"),
    (AREAS, "We moved to Reading.", "Reading"),
    (AREAS, "Reading is hard for him.", "Reading"),
    (AREAS, "It was the North Downs team.", "North Downs"),
    (AREAS, "we moved to eastport again.", "eastport"),
    (AREAS, "Both towns are the same.", "Both towns"),
    (NUMBERS, "My 12 year old is home.", "12"),
    (NUMBERS, "Since 2024 we are fine.", "2024"),
    (NUMBERS, "He is ⑭ now.", "⑭"),
    (NUMBERS, "He is ١٤ now.", "١٤"),
    (NUMBERS, "at E8 we live", "8"),
    (SPELT_NUMBERS, "He is fourteen.", "fourteen"),
    (SPELT_NUMBERS, "Fourteen and home again.", "Fourteen"),
    (SPELT_NUMBERS, "a twelve-year-old", "twelve"),
    (SPELT_NUMBERS, "a thirty-six year old mum", "thirty-six"),
    (SPELT_NUMBERS, "He was aged nine then.", "nine"),
    (SPELT_NUMBERS, "at the age of five", "five"),
    (SPELT_NUMBERS, "my nine year old", "nine year old"),
    (SPELT_NUMBERS, "my nine-year-old", "nine-year-old"),
    (SPELT_NUMBERS, "When he was seven, he ran.", "seven"),
    (SPELT_NUMBERS, "He’s only nine.", "nine"),
    (SPELT_NUMBERS, "since his fourteenth birthday", "fourteenth"),
    (SPELT_NUMBERS, "since his ninth birthday", "ninth birthday"),
    (SPELT_NUMBERS, "He is in year nine.", "nine"),
    (SPELT_NUMBERS, "in two thousand and five", "two thousand"),
    (SPELT_NUMBERS, "in twenty twenty-four", "twenty twenty"),
    (SPELT_NUMBERS, "ring oh seven double five", "oh seven double five"),
    (MONTHS, "He came home in March.", "March"),
    (MONTHS, "it ended last may", "may"),
    (MONTHS, "since january we are fine", "january"),
    (MONTHS, "in late sept", "sept"),
    (CONTACTS, "write to mum@example.org", "mum@example.org"),
    (CONTACTS, "write to mum (at) example", "mum (at) example"),
    (CONTACTS, "find me, @happymum", "@happymum"),
    (CONTACTS, "find happy_mum there", "happy_mum"),
    (CONTACTS, "we are #backhome", "#backhome"),
    (WEB_ADDRESSES, "see example.co.uk/us", "example.co.uk/us"),
    (WEB_ADDRESSES, "see https://x.test/a", "https://x.test/a"),
    (WEB_ADDRESSES, "mum at example dot com", "dot com"),
    (SCHOOLS, "he is at oakfield academy now", "oakfield academy"),
    (SCHOOLS, "the Community College was kind", "Community College"),
    (STREETS, "we live on elm road", "elm road"),
]

ORDINARY = [
    "He is reading at bedtime again.",
    "It helped [my son] and me.",
    "I'm proud. I’ve got him back, and I'd do it again.",
    "She made [mum] feel heard; [young person]’s mum says so.",
    "MST changed us. The MST Therapist came, and MST-e too.",
    "Harbour Families and the Anna Fry Trust helped, as did MST-UK & I.",
    "Don’t give up! Can't thank them enough. Won't forget it.",
    "“Listen,” she said. “We can do this.”",
    "Parent / Carer",
    "MST family member",
    "Family Support Worker, Children’s Services",
    "Detective Sergeant, Police",
    "Head of year, secondary school",
    "CAMHS nurse; GP; SENCO",
    "He goes to school every day, at his new school.",
    "In primary school he was fine, and on the same road home.",
    "We had one or two bad days, then three good weeks.",
    "This may help. They march in, and it may last.",
    "One of us was there. There was one. It's the first time.",
    "On Mondays we plan. English and Maths are better.",
    "He was getting away with way too much… he was.",
    "We were in both towns, north and south.",
]


def found_in(text: str) -> list[Questioned]:
    return find_in_words(normalise(text), areas=PLACES, organisations=ORGANISATIONS)


def kind_name(kind: object) -> str:
    return kind if isinstance(kind, str) else str(getattr(kind, "name", kind))


@pytest.mark.parametrize(("kind", "text", "words"), FOUND, ids=[f[1] for f in FOUND])
def test_words_that_tell_who_it_is_are_found(kind: object, text: str, words: str) -> None:
    found = [(one.kind, normalise(text)[one.start : one.end]) for one in found_in(text)]
    assert (kind_name(kind), words) in found


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (RELATIONS, "Interview with Anna Baker"),
        (RELATIONS, "Letter of the mother of Tom"),
        (RELATIONS, "Visit to Tom’s mum"),
        (RELATIONS, "Tom, aged 14, in a local paper"),
        (POSTCODES, "Report, E8 1AB"),
        (TELEPHONES, "Report, 07700 900123"),
        (CONTACTS, "Report by anna@example.org"),
    ],
)
def test_a_title_is_read_for_people_and_how_to_reach_them(kind: object, title: str) -> None:
    assert [one.kind for one in find_in_title(title)] == [kind_name(kind)]


@pytest.mark.parametrize(
    "title",
    [
        "Annual report 2024",
        "Local Government Association case study “Birmingham and Kirklees: Multi-Systemic Therapy”",
        "Fonagy and others (2018), Lancet Psychiatry 5(2)",
        "MST-UK, evidence and outcomes (mstuk.org)",
    ],
)
def test_a_title_may_hold_what_titles_hold(title: str) -> None:
    assert find_in_title(title) == []


@given(st.text())
def test_what_is_found_lies_apart_in_order_and_inside_any_text(text: str) -> None:
    found = found_in(text)
    for one in found:
        assert 0 <= one.start < one.end <= len(normalise(text))
    assert found == sorted(found, key=lambda one: (one.start, one.end))


@given(
    st.from_regex(r"[A-Z][a-z]{2,11}", fullmatch=True),
    st.sampled_from(["{} is home.", "It was {}.", "We saw {}’s dog.", "so [{}] ran", "“{}” said"]),
)
def test_a_capital_is_found_wherever_it_stands(name: str, sentence: str) -> None:
    start = sentence.index("{")
    found = any(o.start <= start < o.end for o in found_in(sentence.format(name)))
    assert found is not (name.casefold() in ORDINARY_WORDS)


@given(st.integers(10, 99).map(str) | st.sampled_from(["½", "Ⅳ", "四", "१२"]))
def test_a_number_in_any_script_is_found(number: str) -> None:
    assert any(one.kind == NUMBERS.name for one in found_in(f"he is {number} now"))


def test_the_lists_hold_no_word_twice_in_two_spellings() -> None:
    assert all(word == word.casefold() for word in ORDINARY_WORDS)
    assert all(word.isupper() for word in ABBREVIATIONS)


@pytest.mark.parametrize(
    "name",
    [
        "Will",
        "Grace",
        "Hope",
        "Mark",
        "May",
        "June",
        "April",
        "Rose",
        "Dean",
        "Angel",
        "Reading",
        "Mohammed",
        "Oliver",
        "Amelia",
        "Said",
    ],
)
def test_a_name_that_is_a_word_as_well_is_questioned(name: str) -> None:
    assert name.casefold() not in ORDINARY_WORDS


@pytest.mark.parametrize("piece", ["a", "A", "a-", "a.", "a_", "0 ", "one ", "is ", "[", "’s "])
def test_a_long_entry_is_read_in_time_that_grows_with_it(piece: str) -> None:
    began = time.process_time()
    found_in(piece * (FIELD_CHARACTERS // len(piece)))
    find_in_title(piece * (FIELD_CHARACTERS // len(piece)))
    assert time.process_time() - began < LONGEST_SECONDS
