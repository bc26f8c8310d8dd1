"""Are people's words shown only while their consent stands, and only by role?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from dashboard.components.voices import current_quotes, voice_quote
from dashboard.data.release import Quote, Voice

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


def shown_on(day: date, quote: Quote = QUOTE) -> list[Quote]:
    catalogue: Any = SimpleNamespace(quotes=(quote,))
    return current_quotes(catalogue, Voice.FAMILY, day)


def test_a_quote_is_shown_up_to_the_last_day_of_its_consent_and_not_after() -> None:
    assert shown_on(LAST_DAY - timedelta(days=1)) == [QUOTE]
    assert shown_on(LAST_DAY) == [QUOTE]
    assert shown_on(LAST_DAY + timedelta(days=1)) == []


def test_a_quote_published_by_its_source_has_no_last_day() -> None:
    published = replace(QUOTE, consent="published_source", consent_expires=None)
    assert shown_on(LAST_DAY + timedelta(days=9999), published) == [published]


def test_professional_words_are_not_family_words() -> None:
    assert shown_on(LAST_DAY, replace(QUOTE, voice=Voice.PROFESSIONAL)) == []


def test_a_quote_carries_its_text_role_and_source() -> None:
    written = repr(voice_quote(QUOTE))
    for part in (QUOTE.text, QUOTE.role, QUOTE.source, QUOTE.source_url):
        assert part in written
