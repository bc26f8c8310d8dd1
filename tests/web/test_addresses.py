"""Do addresses that ask the same become one, and do hostile ones become harmless?"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.release.reserved import LONGEST_VALUE
from dashboard.web.addresses import MOST_KEYS, read_address, split_address


@pytest.mark.parametrize(
    "text",
    [
        "/compare?area=leeds&measure=referrals",
        "/compare?measure=referrals&area=leeds",
        "/compare?measure=referrals&area=leeds&area=york",
        "/compare?measure=referrals&area=leeds&Area=york&a-b=1&=x",
        "/compare?measure=refer%00rals&area=leeds",
    ],
)
def test_the_same_question_has_one_canonical_address(text: str) -> None:
    assert str(split_address(text)) == "/compare?area=leeds&measure=referrals"


def test_an_address_without_a_query_has_no_question_mark() -> None:
    assert str(split_address("/ages")) == "/ages"


@given(st.text(), st.lists(st.tuples(st.text(), st.text())))
def test_no_query_holds_more_than_a_database_can_take(
    path: str, pairs: list[tuple[str, str]]
) -> None:
    address = read_address(path, pairs)
    assert len(address.query) <= MOST_KEYS
    for key, value in address.query:
        assert key.isidentifier()
        assert len(value) <= LONGEST_VALUE
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in value)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(max_size=20)))
def test_a_canonical_address_reads_back_as_itself(values: dict[str, str]) -> None:
    address = read_address("/ages", values.items())
    assert split_address(str(address)) == address
