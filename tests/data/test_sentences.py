"""Names keep their capital letter inside a sentence, and other words lose theirs."""

from __future__ import annotations

import pytest

from dashboard.data.release.sentences import open_lower

NAMES = (
    "Asian or Asian British",
    "English as an additional language",
    "Gypsy, Roma and Irish Traveller",
    "Ofsted-rated support received",
    "Welsh-speaking children",
    "Children’s Social Care",
    "All Saints",
    "Children Looked After",
    "MST cases",
    "A levels taken",
    "Ynys Môn",
    "Éire",
    "",
)


@pytest.mark.parametrize("text", NAMES)
def test_what_may_be_a_name_keeps_its_capital(text: str) -> None:
    assert open_lower(text) == text


@pytest.mark.parametrize(
    "text",
    ["Children referred", "At closure", "Mean NHS waiting time", "Completed, of all closed", "All"],
)
def test_ordinary_words_lose_their_capital(text: str) -> None:
    assert open_lower(text) == text[0].lower() + text[1:]
