"""People's words are shown only while their consent stands, and only by role."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.components.voices import current_quotes, voice_quote
from dashboard.data.release import clock
from dashboard.data.release.context import PageWords, Quote, Voice
from dashboard.data.release.quotes import quotes_on
from dashboard.pages import menu

LAST_DAY = date(2026, 11, 23)
QUOTE = Quote(
    key="one",
    voice=Voice.FAMILY,
    text="It helped [young person].",
    role="Parent",
    source="A case study",
    source_url="https://example.org/case",
    consent="recorded",
    consent_recorded_on=date(2025, 1, 1),
    consent_expires=LAST_DAY,
)


def catalogue(*quotes: Quote) -> Any:
    return SimpleNamespace(
        quotes=quotes,
        measures=(),
        studies=(),
        statements=(),
        areas=(),
        programme=SimpleNamespace(whole=""),
        pages=(),
        text_block={}.get,
        words_of_page=PageWords,
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (LAST_DAY - timedelta(days=1), (QUOTE,)),
        (LAST_DAY, (QUOTE,)),
        (LAST_DAY + timedelta(days=1), ()),
    ],
)
def test_a_quote_is_shown_up_to_the_last_day_of_its_consent_and_not_after(
    monkeypatch: pytest.MonkeyPatch, day: date, expected: tuple[Quote, ...]
) -> None:
    monkeypatch.setattr(clock, "today", lambda: day)
    assert quotes_on(catalogue(QUOTE), day) == expected
    assert tuple(current_quotes(catalogue(QUOTE), Voice.FAMILY)) == expected
    offered = [page.path for page in menu(catalogue(QUOTE))]
    assert ("/voices" in offered) is bool(expected)


def test_a_quote_published_by_its_source_has_no_last_day() -> None:
    published = replace(QUOTE, consent="published_source", consent_expires=None)
    assert quotes_on(catalogue(published), LAST_DAY + timedelta(days=9999)) == (published,)


def test_professional_words_are_not_family_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: LAST_DAY)
    professional = catalogue(replace(QUOTE, voice=Voice.PROFESSIONAL))
    assert current_quotes(professional, Voice.FAMILY) == []
    assert len(current_quotes(professional, Voice.PROFESSIONAL)) == 1


def test_a_quote_carries_its_text_role_and_source() -> None:
    written = repr(voice_quote(QUOTE))
    for part in (QUOTE.text, QUOTE.role, QUOTE.source, QUOTE.source_url):
        assert part in written
