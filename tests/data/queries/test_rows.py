"""A share follows from its two counts, and stays suppressed when either is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.data.queries.derive import Figure, first_marker, share
from dashboard.data.queries.fetch import Published
from dashboard.data.release.model import Marker

counts = st.integers(0, 500).map(lambda n: Published(float(n), None))
hidden = st.sampled_from(Marker).map(lambda marker: Published(None, marker))
cells = st.one_of(counts, hidden)


def published(value: int) -> Published:
    return Published(float(value), None)


CONFIDENTIAL = Published(None, Marker.CONFIDENTIAL)


def test_share_is_the_numerator_per_hundred_of_the_denominator() -> None:
    found = share(published(136), published(160), published(170))
    assert found[:4] == (85.0, None, 136, 160)
    assert found.due == 170
    assert (round(found.lower or 0, 1), round(found.upper or 0, 1)) == (78.7, 89.7)


def test_share_is_suppressed_when_its_numerator_is() -> None:
    assert share(CONFIDENTIAL, published(40)) == Figure(None, Marker.CONFIDENTIAL)


def test_share_is_suppressed_when_its_denominator_is() -> None:
    assert share(published(12), CONFIDENTIAL) == Figure(None, Marker.CONFIDENTIAL)


def test_a_share_of_nobody_does_not_apply() -> None:
    assert share(published(0), published(0)) == Figure(None, Marker.NOT_APPLICABLE)


def test_a_true_zero_share_is_a_share() -> None:
    found = share(published(0), published(12))
    assert (found.value, found.marker, found.lower) == (0, None, 0)


def test_a_share_of_more_than_all_is_not_available() -> None:
    assert share(published(15), published(10)) == Figure(None, Marker.NOT_AVAILABLE)


@given(cells, cells, cells)
def test_a_share_has_a_value_or_a_marker_and_nothing_beside_a_marker(
    numerator: Published, denominator: Published, due: Published
) -> None:
    found = share(numerator, denominator, due)
    assert (found.value is None) != (found.marker is None)
    if found.marker is not None:
        assert found == Figure(None, found.marker)


@given(hidden, cells)
def test_a_hidden_count_hides_the_share_on_either_side(one: Published, other: Published) -> None:
    assert share(one, other).value is None
    assert share(other, one).value is None


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        (("c", "z"), "z"),
        (("x", "z"), "z"),
        (("c", "x"), "x"),
        (("low", "c"), "c"),
        (("k", None), "k"),
        (("u", "low"), "u"),
    ],
)
def test_the_marker_that_says_most_outranks(markers: tuple[str | None, ...], expected: str) -> None:
    one, other = (Marker(m) if m else None for m in markers)
    assert first_marker(one, other) == Marker(expected)


def test_no_marker_outranks_nothing() -> None:
    assert first_marker(None, None) is None
