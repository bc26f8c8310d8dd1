"""Do addresses that ask the same become one, and do hostile ones become harmless?"""

from __future__ import annotations

import unicodedata

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.release.reserved import LONGEST_VALUE
from dashboard.web.addresses import MOST_KEYS, read_address, split_address
from dashboard.web.site import KNOWN_KEYS


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


@pytest.mark.parametrize(
    "key",
    ["utm_source", "fbclid", "gclid", "msclkid", "mc_eid", "_ga", "igshid", "ref_src", "srsltid"],
)
def test_a_tracking_key_changes_nothing(key: str) -> None:
    assert str(split_address(f"/figures/trend.csv?area=leeds&{key}=1")).endswith("?area=leeds")


def test_no_key_of_a_question_is_taken_for_a_tracking_key() -> None:
    kept = read_address("/", [(key, "1") for key in sorted(KNOWN_KEYS | {"picture", "comments"})])
    assert kept.values().keys() == KNOWN_KEYS | {"picture", "comments"}


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


OTHERWISE_WRITTEN = [
    ("/compare/", "/compare"),
    ("/areas/kirklees/", "/areas/kirklees"),
    ("/areas/Kirklees", "/areas/kirklees"),
    ("/AREAS//Kirklees//", "/areas/kirklees"),
    ("/About?area=kirklees", "/about?area=kirklees"),
    ("/data/referrals.csv/", "/data/referrals.csv"),
    ("/Figures/Trend.png?measure=starts", "/figures/trend.png?measure=starts"),
]


@pytest.mark.parametrize(("written", "meant"), OTHERWISE_WRITTEN)
def test_slashes_and_capitals_lead_to_what_is_meant(
    client: FlaskClient, written: str, meant: str
) -> None:
    response = client.get(written)
    assert (response.status_code, response.headers["Location"]) == (301, meant)
    with client.get(meant) as there:
        assert there.status_code == 200


@pytest.mark.parametrize("path", ["/nothing/", "/areas/Nowhere", "/areas/leeds/x/"])
def test_what_is_nowhere_leads_nowhere(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/figures/trend.png?measure=referrals&fbclid=1",
        "/figures/trend.csv?measure=referrals&utm_source=x",
        "/data/referrals.csv?gclid=1",
        "/compare?utm_campaign=x",
    ],
)
def test_tracking_keys_break_no_address(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert response.status_code == 200


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(max_size=20)))
def test_a_canonical_address_reads_back_as_itself(values: dict[str, str]) -> None:
    address = read_address("/ages", values.items())
    assert split_address(str(address)) == address
